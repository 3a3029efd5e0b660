#include "contracts/engine/used_keys.h"

#include <algorithm>
#include <cstring>

namespace xh::contracts {
namespace {

constexpr std::size_t kEntryBytes = 64;          // id, transaction id
constexpr std::size_t kRowKeyBytes = 2 + 8 + 8;  // namespace, kUsedKeyRows, minute, position

chain::Bytes row_key(std::uint64_t minute, std::uint64_t position) {
  chain::Bytes key{chain::kStoreIndex, kUsedKeyRows};
  chain::append_be64(key, minute);
  chain::append_be64(key, position);
  return key;
}

void append_entry(chain::Bytes& out, const UsedKey& key) {
  chain::append(out, key.id.view());
  chain::append(out, key.transaction.view());
}

void add_leaf(chain::ListTreeBuilder& tree, const UsedKey& key) {
  chain::Bytes entry;
  entry.reserve(kEntryBytes);
  append_entry(entry, key);
  tree.add(entry);
}

}  // namespace

chain::Hash256 used_key_id(const chain::AccountId& account, const chain::IdempotencyKey& key) {
  return chain::Sha256().update(account.view()).update(key.view()).finish();
}

std::uint64_t minute_of(chain::Timestamp time) {
  CHECK(time.value >= 0);
  return static_cast<std::uint64_t>(time.value / chain::kMinuteMs);
}

UsedKeysLayer::UsedKeysLayer(const UsedKeys& base, std::shared_ptr<const UsedKeysLayer> parent, chain::Timestamp time)
    : base_(base),
      parent_(std::move(parent)),
      first_minute_(minute_of(time)),
      parent_first_minute_(parent_ ? parent_->first_minute_ : base.first_minute_) {
  CHECK(first_minute_ >= parent_first_minute_);
}

std::optional<SeenKey> UsedKeysLayer::newest(const chain::Hash256& id) const {
  for (const UsedKeysLayer* layer = this; layer != nullptr; layer = layer->parent_.get()) {
    const auto found = layer->seen_.find(id);
    if (found != layer->seen_.end()) return found->second;
  }
  const auto found = base_.seen_.find(id);
  return found == base_.seen_.end() ? std::nullopt : std::optional(found->second);
}

std::optional<chain::TxId> UsedKeysLayer::find(const chain::Hash256& id) const {
  const auto seen = newest(id);
  return seen && seen->minute >= first_minute_ ? std::optional(seen->transaction) : std::nullopt;
}

std::optional<chain::TxId> UsedKeysLayer::find_at(const chain::Hash256& id, chain::Timestamp time) const {
  const auto seen = newest(id);
  const auto first = std::max(first_minute_, minute_of(time));
  return seen && seen->minute >= first ? std::optional(seen->transaction) : std::nullopt;
}

const chain::ListTreeBuilder* UsedKeysLayer::tree_of(std::uint64_t minute) const {
  for (const UsedKeysLayer* layer = this; layer != nullptr; layer = layer->parent_.get()) {
    const auto found = layer->buckets_.find(minute);
    if (found != layer->buckets_.end()) return &found->second.tree;
  }
  const auto found = base_.buckets_.find(minute);
  return found == base_.buckets_.end() ? nullptr : &found->second.tree;
}

std::uint64_t UsedKeysLayer::count_of(std::uint64_t minute) const {
  const auto* tree = minute < first_minute_ ? nullptr : tree_of(minute);
  return tree == nullptr ? 0 : tree->size();
}

void UsedKeysLayer::add(const UsedKey& key, chain::Timestamp expires_at) {
  const auto minute = minute_of(expires_at);
  CHECK(minute >= first_minute_);
  auto at = buckets_.find(minute);
  if (at == buckets_.end()) {
    const auto* before = tree_of(minute);
    Bucket bucket;
    if (before != nullptr) bucket.tree = *before;
    bucket.first_position = bucket.tree.size();
    at = buckets_.emplace(minute, std::move(bucket)).first;
  }
  add_leaf(at->second.tree, key);
  at->second.added.push_back(key);
  seen_[key.id] = {key.transaction, minute};
}

std::vector<std::pair<std::uint64_t, std::uint64_t>> UsedKeysLayer::dropped() const {
  std::map<std::uint64_t, std::uint64_t> counts;
  const auto collect = [&](const auto& buckets) {
    for (auto at = buckets.lower_bound(parent_first_minute_); at != buckets.end() && at->first < first_minute_; ++at) {
      counts.try_emplace(at->first, at->second.tree.size());  // the newest layer's tree holds the earlier ones' keys
    }
  };
  for (const UsedKeysLayer* layer = parent_.get(); layer != nullptr; layer = layer->parent_.get())
    collect(layer->buckets_);
  collect(base_.buckets_);
  return {counts.begin(), counts.end()};
}

std::vector<std::pair<std::uint64_t, engine::KeyBucket>> UsedKeysLayer::touched() const {
  std::vector<std::pair<std::uint64_t, engine::KeyBucket>> out;
  for (const auto& [minute, bucket] : buckets_) out.push_back({minute, {bucket.tree.size(), bucket.tree.root()}});
  return out;
}

UsedKeysPtr UsedKeys::finalized_layer() const {
  return std::make_shared<const UsedKeysLayer>(
      *this, nullptr, chain::Timestamp{static_cast<std::int64_t>(first_minute_) * chain::kMinuteMs});
}

chain::StoreBatch UsedKeys::rows_of(const UsedKeysLayer& layer) const {
  chain::StoreBatch batch;
  for (const auto& [minute, bucket] : buckets_) {
    if (minute >= layer.first_minute_) break;
    for (const auto position : bucket.row_positions) batch.remove(row_key(minute, position));
  }
  for (const auto& [minute, bucket] : layer.buckets_) {
    chain::Bytes value;
    value.reserve(bucket.added.size() * kEntryBytes);
    for (const auto& key : bucket.added) append_entry(value, key);
    batch.put(row_key(minute, bucket.first_position), std::move(value));
  }
  return batch;
}

void UsedKeys::drop_before(std::uint64_t minute) {
  while (!buckets_.empty() && buckets_.begin()->first < minute) {
    for (const auto& id : buckets_.begin()->second.ids) seen_.erase(id);  // reused only after this
    buckets_.erase(buckets_.begin());
  }
  first_minute_ = minute;
}

void UsedKeys::add_row(std::uint64_t minute, std::uint64_t position, std::span<const UsedKey> keys) {
  auto& bucket = buckets_[minute];
  bucket.row_positions.push_back(position);
  for (const auto& key : keys) {
    bucket.ids.push_back(key.id);
    seen_[key.id] = {key.transaction, minute};
  }
}

void UsedKeys::absorb(const UsedKeysLayer& layer) {
  drop_before(layer.first_minute_);
  for (const auto& [minute, added] : layer.buckets_) {
    add_row(minute, added.first_position, added.added);
    buckets_[minute].tree = added.tree;
  }
  layer.parent_ = nullptr;
}

chain::Status UsedKeys::load_row(chain::BytesView key, chain::BytesView value) {
  if (key.size() != kRowKeyBytes || value.empty() || value.size() % kEntryBytes != 0) {
    return chain::local_fault("a row of used keys is damaged: restore the state from a snapshot");
  }
  const auto minute = chain::read_be64(key.data() + 2);
  const auto position = chain::read_be64(key.data() + 10);
  auto& tree = buckets_[minute].tree;
  if (position != tree.size())
    return chain::local_fault("rows of used keys are missing: restore the state from a snapshot");
  std::vector<UsedKey> keys(value.size() / kEntryBytes);
  for (std::size_t i = 0; i < keys.size(); ++i) {
    std::memcpy(keys[i].id.bytes.data(), value.data() + i * kEntryBytes, 32);
    std::memcpy(keys[i].transaction.bytes.data(), value.data() + i * kEntryBytes + 32, 32);
    add_leaf(tree, keys[i]);
  }
  add_row(minute, position, keys);
  return {};
}

chain::Status UsedKeys::check(const std::map<std::uint64_t, engine::KeyBucket>& leaves) const {
  bool same = leaves.size() == buckets_.size();
  for (const auto& [minute, leaf] : leaves) {
    const auto found = buckets_.find(minute);
    same = same && found != buckets_.end() &&
           engine::KeyBucket{found->second.tree.size(), found->second.tree.root()} == leaf;
  }
  if (!same) return chain::local_fault("used keys differ from the state's buckets: restore the state from a snapshot");
  return {};
}

chain::Result<std::unique_ptr<UsedKeys>> UsedKeys::load(const chain::StateStore& store,
                                                        const std::map<std::uint64_t, engine::KeyBucket>& leaves,
                                                        chain::Timestamp time) {
  auto out = std::make_unique<UsedKeys>();
  const chain::Bytes prefix{chain::kStoreIndex, kUsedKeyRows};
  const auto read =
      store.for_each(prefix, [&](chain::BytesView key, chain::BytesView value) { return out->load_row(key, value); });
  if (!read) return std::unexpected(read.error());
  out->first_minute_ = minute_of(time);
  if (auto ok = out->check(leaves); !ok) return std::unexpected(ok.error());
  return out;
}

}  // namespace xh::contracts
