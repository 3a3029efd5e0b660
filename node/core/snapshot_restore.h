// From a snapshot's files to a state (docs/decisions/0012, "Snapshots and repair"): everything is checked again here,
// whoever brought the files: the header's finality from genesis on, each chunk under its root, the used keys against
// their buckets' leaves, and in the end root and number of records.
//
// Callers: node/core/ledger_recovery, snapshot_join (a manifest's first check), `xinghuod snapshot verify`. Threading:
// one thread. Memory: one chunk and a list tree a minute of used keys. Errors: kInvalid when the snapshot lies or is
// damaged in a way that only its maker can have caused, kLocal for the disk and for files that changed on it.
#pragma once

#include <map>

#include "chain/merkle/list_tree.h"
#include "chain/storage/snapshot_folder.h"
#include "chain/storage/state_store.h"
#include "contracts/engine/records.h"

namespace xh::node {

// The store's rows that go along with a snapshot: used keys (contracts/engine/used_keys.h).
[[nodiscard]] chain::Bytes snapshot_list_prefix();

// Are the lists of used keys those that the state's buckets count and hash (architecture, decision 3)? Records first,
// then rows in the order of their keys, then finish().
class UsedKeysCheck {
 public:
  void add(const chain::RecordChunk& chunk);
  [[nodiscard]] chain::Status add(const chain::ListChunk& chunk);
  [[nodiscard]] chain::Status finish() const;

 private:
  std::map<std::uint64_t, contracts::engine::KeyBucket> buckets_;
  std::map<std::uint64_t, chain::ListTreeBuilder> lists_;
};

// All that can be checked without making a state of it. The same errors as restore_snapshot, but for the last
// comparison.
[[nodiscard]] chain::Result<chain::SnapshotHead> verify_snapshot(const chain::ChainContext& context,
                                                                 const chain::SnapshotFolder& folder,
                                                                 const chain::SnapshotManifest& manifest);

// Puts the snapshot's state into an empty store. An error leaves a store without a position: throw it away.
[[nodiscard]] chain::Result<chain::SnapshotHead> restore_snapshot(const chain::ChainContext& context,
                                                                  const chain::SnapshotFolder& folder,
                                                                  const chain::SnapshotManifest& manifest,
                                                                  chain::StateStore& store);

}  // namespace xh::node
