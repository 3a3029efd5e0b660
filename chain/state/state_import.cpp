#include "chain/state/state_import.h"

#include <algorithm>

#include "chain/state/state_db.h"

namespace xh::chain {

Result<StateImport> StateImport::begin(StateStore& store, const ChainTag& chain, Bytes list_prefix) {
  if (auto ok = StateDb::create(store, chain); !ok) return std::unexpected(ok.error());
  return StateImport(store, std::move(list_prefix));
}

Status StateImport::add(const RecordChunk& chunk) {
  StoreBatch batch;
  for (const auto& record : chunk.records) {
    batch.put(record_row_key(map_key(record.raw_key)),
              encode_record_row(record.raw_key, Record{record.secret, record.written, record.value}));
  }
  records_ += chunk.records.size();
  return store_.write(batch);
}

Status StateImport::add(const ListChunk& chunk) {
  StoreBatch batch;
  for (const auto& row : chunk.rows) {
    const bool ours =
        row.key.size() > list_prefix_.size() && std::equal(list_prefix_.begin(), list_prefix_.end(), row.key.begin());
    if (!ours) return invalid("a list row of the snapshot is none of the lists that belong to it");
    list_bytes_ += row.value.size();
    batch.put(row.key, row.value);
  }
  return store_.write(batch);
}

Status StateImport::finish(const SnapshotManifest& manifest, const SnapshotHead& head) {
  if (records_ != manifest.records || list_bytes_ != manifest.list_bytes) {
    return invalid("the snapshot's chunks do not add up to the manifest's counts");
  }
  StoreBatch batch;
  batch.put(position_row_key(),
            encode_position_row({{head.header.height, head.block, head.header.state_root}, records_}));
  return store_.write(batch);
}

}  // namespace xh::chain
