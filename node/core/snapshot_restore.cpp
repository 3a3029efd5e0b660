#include "node/core/snapshot_restore.h"

#include <algorithm>

#include "chain/state/state_db.h"
#include "chain/state/state_import.h"
#include "contracts/engine/used_keys.h"

namespace xh::node {
namespace {

constexpr std::size_t kEntryBytes = 64;  // id, transaction id
constexpr std::size_t kRowKeyBytes = 2 + 8 + 8;
constexpr std::size_t kBucketKeyBytes = 2 + 8;

// Goes through all chunks, checks each, and hands it on when there is somebody to take it.
class Reading {
 public:
  Reading(const chain::SnapshotFolder& folder, const chain::SnapshotManifest& manifest, const chain::SnapshotHead& head,
          chain::StateImport* import)
      : folder_(folder), manifest_(manifest), head_(head), import_(import) {}

  chain::Status all() {
    for (std::size_t i = 0; i < manifest_.chunk_count(); ++i) {
      auto bytes = folder_.chunk(manifest_, i);
      if (!bytes) return std::unexpected(bytes.error());
      auto ok = i < manifest_.record_chunks.size() ? records(i, *bytes) : list(*bytes);
      if (!ok) return ok;
    }
    if (records_ != manifest_.records) return chain::invalid("the snapshot has another number of records than it says");
    return keys_.finish();
  }

 private:
  chain::Status records(std::size_t number, chain::BytesView bytes) {
    auto chunk = chain::check_record_chunk(bytes, chain::chunk_range(manifest_, number), head_.header.state_root,
                                           manifest_.height);
    if (!chunk) return std::unexpected(chunk.error());
    records_ += chunk->records.size();
    keys_.add(*chunk);
    return import_ == nullptr ? chain::Status{} : import_->add(*chunk);
  }
  chain::Status list(chain::BytesView bytes) {
    auto chunk = chain::decode<chain::ListChunk>(bytes);
    if (!chunk) return std::unexpected(chunk.error());
    if (auto ok = keys_.add(*chunk); !ok) return ok;
    return import_ == nullptr ? chain::Status{} : import_->add(*chunk);
  }

  const chain::SnapshotFolder& folder_;
  const chain::SnapshotManifest& manifest_;
  const chain::SnapshotHead& head_;
  chain::StateImport* import_;
  UsedKeysCheck keys_;
  std::uint64_t records_ = 0;
};

}  // namespace

chain::Bytes snapshot_list_prefix() {
  return {chain::kStoreIndex, contracts::kUsedKeyRows};
}

void UsedKeysCheck::add(const chain::RecordChunk& chunk) {
  for (const auto& record : chunk.records) {
    const auto& raw = record.raw_key;
    const bool bucket = raw.size() == kBucketKeyBytes &&
                        raw[0] == static_cast<std::uint8_t>(contracts::ContractId::kEngine) &&
                        raw[1] == contracts::engine::kTableKeyBucket;
    if (!bucket) continue;
    // One that cannot be read stays out: its rows then belong to no bucket, and the executor says what it thinks of it.
    const auto leaf = chain::decode<contracts::engine::KeyBucket>(record.value);
    if (leaf) buckets_[chain::read_be64(raw.data() + 2)] = *leaf;
  }
}

chain::Status UsedKeysCheck::add(const chain::ListChunk& chunk) {
  for (const auto& row : chunk.rows) {
    const auto prefix = snapshot_list_prefix();
    const bool ours = row.key.size() == kRowKeyBytes && std::equal(prefix.begin(), prefix.end(), row.key.begin());
    if (!ours || row.value.empty() || row.value.size() % kEntryBytes != 0) {
      return chain::invalid("a row of used keys in the snapshot is malformed");
    }
    const auto minute = chain::read_be64(row.key.data() + 2);
    const auto bucket = buckets_.find(minute);
    auto& tree = lists_[minute];
    const bool follows = chain::read_be64(row.key.data() + 10) == tree.size();
    if (bucket == buckets_.end() || !follows || tree.size() + row.value.size() / kEntryBytes > bucket->second.count) {
      return chain::invalid("used keys in the snapshot that the state does not know");
    }
    for (std::size_t at = 0; at < row.value.size(); at += kEntryBytes) {
      tree.add(chain::BytesView(row.value).subspan(at, kEntryBytes));
    }
  }
  return {};
}

chain::Status UsedKeysCheck::finish() const {
  bool same = lists_.size() == buckets_.size();
  for (const auto& [minute, bucket] : buckets_) {
    const auto list = lists_.find(minute);
    same = same && list != lists_.end() &&
           contracts::engine::KeyBucket{list->second.size(), list->second.root()} == bucket;
  }
  if (!same) return chain::invalid("the snapshot's used keys are not those of the state's buckets");
  return {};
}

chain::Result<chain::SnapshotHead> verify_snapshot(const chain::ChainContext& context,
                                                   const chain::SnapshotFolder& folder,
                                                   const chain::SnapshotManifest& manifest) {
  auto head = chain::check_manifest(context, manifest);
  if (!head) return head;
  if (auto ok = Reading(folder, manifest, *head, nullptr).all(); !ok) return std::unexpected(ok.error());
  return head;
}

chain::Result<chain::SnapshotHead> restore_snapshot(const chain::ChainContext& context,
                                                    const chain::SnapshotFolder& folder,
                                                    const chain::SnapshotManifest& manifest, chain::StateStore& store) {
  auto head = chain::check_manifest(context, manifest);
  if (!head) return head;
  auto import = chain::StateImport::begin(store, context.tag, snapshot_list_prefix());
  if (!import) return std::unexpected(import.error());
  if (auto ok = Reading(folder, manifest, *head, &*import).all(); !ok) return std::unexpected(ok.error());
  if (auto ok = import->finish(manifest, *head); !ok) return std::unexpected(ok.error());
  auto opened = chain::StateDb::open(store, context.tag);
  if (!opened) return chain::invalid("the restored state: " + opened.error().message);
  return head;
}

}  // namespace xh::node
