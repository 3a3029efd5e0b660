#include "chain/state/state_export.h"

#include "chain/primitives/check.h"
#include "chain/state/state_rows.h"

namespace xh::chain {
namespace {

constexpr std::size_t kRecordOverhead = 64;  // lengths, tags, height

}  // namespace

StateExport::StateExport(std::shared_ptr<const StateReader> state, SnapshotFolder folder, Height height,
                         const Hash256& root, Bytes list_prefix, std::size_t chunk_target)
    : state_(std::move(state)),
      folder_(std::move(folder)),
      height_(height),
      root_(root),
      list_prefix_(std::move(list_prefix)),
      chunk_target_(chunk_target) {}

Result<bool> StateExport::advance() {
  if (chunk_) {
    if (auto ok = write_records(); !ok) return std::unexpected(ok.error());
  }
  if (next_first_) {
    if (auto ok = read_records(); !ok) return std::unexpected(ok.error());
    return true;
  }
  if (auto ok = write_lists(); !ok) return std::unexpected(ok.error());
  return false;
}

void StateExport::prove(const StateTree& tree) {
  CHECK(chunk_.has_value());
  chunk_->proof = tree.prove_range({chunk_->first, chunk_->last});
}

// From the first key not yet written up to the record that does not fit.
Status StateExport::read_records() {
  chunk_ = RecordChunk{*next_first_, last_map_key(), {}, {}};
  chunk_bytes_ = 0;
  next_first_.reset();
  return state_->scan(Bytes{kStoreRecord}, record_row_key(chunk_->first),
                      [&](BytesView key, BytesView row) { return take_record(key, row); });
}

Result<bool> StateExport::take_record(BytesView row_key, BytesView row) {
  if (row_key.size() != 33) return local_fault("the state store holds a row with a bad key");
  const auto leaf = to_fixed<Hash256>(row_key.subspan(1));
  auto decoded = decode_record_row(*leaf, row);
  if (!decoded) return std::unexpected(decoded.error());
  const std::size_t bytes = row.size() + kRecordOverhead;
  const bool fits = chunk_bytes_ + bytes <= chunk_target_ && chunk_->records.size() < kSnapshotRecordsMax;
  if (!fits && !chunk_->records.empty()) {
    chunk_->last = map_key(chunk_->records.back().raw_key);
    next_first_ = key_behind(chunk_->last);
    return false;
  }
  chunk_bytes_ += bytes;
  auto& record = decoded->record;
  chunk_->records.push_back({std::move(decoded->raw_key), record.secret, record.written, std::move(record.value)});
  return true;
}

Status StateExport::write_records() {
  const KeyRange range{chunk_->first, chunk_->last};
  if (!verify_range(root_, range, leaves_of(*chunk_), chunk_->proof)) {
    return local_fault("the state's rows do not have the state root of height " + std::to_string(height_.value) +
                       ": no snapshot of a state that contradicts itself");
  }
  if (out_.record_chunks.size() == kSnapshotChunksMax) return local_fault("the state is too large for a snapshot");
  const Bytes bytes = encode(*chunk_);
  if (auto ok = folder_.write_chunk(height_, out_.record_chunks.size(), bytes); !ok) return ok;
  out_.record_chunks.push_back({range.last, static_cast<std::uint32_t>(bytes.size()), sha256(bytes)});
  out_.records += chunk_->records.size();
  chunk_.reset();
  return {};
}

Status StateExport::write_lists() {
  ListChunk chunk;
  std::size_t bytes = 0;
  auto read = state_->scan(list_prefix_, list_prefix_,
                           [&](BytesView key, BytesView value) { return take_row(chunk, bytes, key, value); });
  if (!read) return read;
  return chunk.rows.empty() ? Status{} : write_list(chunk);
}

Result<bool> StateExport::take_row(ListChunk& chunk, std::size_t& bytes, BytesView key, BytesView value) {
  if (key.size() > kSnapshotRowKeyMax || value.size() > kSnapshotRowMax) {
    return local_fault("the state store holds a list row above its size limit");
  }
  const bool fits = bytes + value.size() + kRecordOverhead <= chunk_target_ && chunk.rows.size() < kSnapshotRowsMax;
  if (!fits && !chunk.rows.empty()) {
    if (auto ok = write_list(chunk); !ok) return std::unexpected(ok.error());
    chunk = {};
    bytes = 0;
  }
  bytes += value.size() + kRecordOverhead;
  out_.list_bytes += value.size();
  chunk.rows.push_back({Bytes(key.begin(), key.end()), Bytes(value.begin(), value.end())});
  return true;
}

Status StateExport::write_list(const ListChunk& chunk) {
  if (out_.list_chunks.size() == kSnapshotChunksMax)
    return local_fault("the state's lists are too large for a snapshot");
  const Bytes bytes = encode(chunk);
  const std::size_t number = out_.record_chunks.size() + out_.list_chunks.size();
  if (auto ok = folder_.write_chunk(height_, number, bytes); !ok) return ok;
  out_.list_chunks.push_back({static_cast<std::uint32_t>(bytes.size()), sha256(bytes)});
  return {};
}

Result<SnapshotManifest> StateExport::finish(SnapshotManifest head) {
  CHECK(!chunk_ && !next_first_ && head.height == height_);
  head.records = out_.records;
  head.list_bytes = out_.list_bytes;
  head.record_chunks = out_.record_chunks;
  head.list_chunks = out_.list_chunks;
  if (auto ok = folder_.write_manifest(head); !ok) return std::unexpected(ok.error());
  return head;
}

}  // namespace xh::chain
