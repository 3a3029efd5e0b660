// Makes a state of a snapshot's chunks, in an empty state store. Callers: node/core/snapshot_restore.
//
// Chunks come checked (check_record_chunk; lists by who knows their leaves), each once, in any order. The position is
// written last, in finish(): a store without one is unfinished and counts for nothing. StateDb::open then rebuilds the
// map from all rows and compares root and number of records, whatever came before.
// Threading: that of the store. Errors: kLocal (the store), kInvalid for a list row outside its prefix.
#pragma once

#include "chain/codec/domain.h"
#include "chain/storage/snapshot_format.h"
#include "chain/storage/state_store.h"

namespace xh::chain {

class StateImport {
 public:
  // kLocal unless the store is empty.
  [[nodiscard]] static Result<StateImport> begin(StateStore& store, const ChainTag& chain, Bytes list_prefix);

  [[nodiscard]] Status add(const RecordChunk& chunk);
  [[nodiscard]] Status add(const ListChunk& chunk);
  // kInvalid when the number of records is not the manifest's.
  [[nodiscard]] Status finish(const SnapshotManifest& manifest, const SnapshotHead& head);

 private:
  StateImport(StateStore& store, Bytes list_prefix) : store_(store), list_prefix_(std::move(list_prefix)) {}

  StateStore& store_;
  Bytes list_prefix_;
  std::uint64_t records_ = 0;
  std::uint64_t list_bytes_ = 0;
};

}  // namespace xh::chain
