// Writes a snapshot's chunks from a consistent view of the state, chunk by chunk, so that neither the disk lane nor the
// core is held up: advance() reads and writes (disk), prove() takes the range proof from the tree (core).
//
//   while (advance() gives true) prove(tree);   then finish(manifest)
//
// Callers: node/core/snapshot_maker (two lanes in turn), `xinghuod snapshot create` (one thread). Invariants: every
// chunk is checked under the state root before it is written; nothing counts as a snapshot before finish(). Memory: one
// chunk. Threading: advance() and finish() may run on another thread than prove(), never at the same time; the tree
// belongs to its own thread. Errors: kLocal (disk, damaged rows, a view and a tree that are not of one moment).
#pragma once

#include <memory>

#include "chain/merkle/state_tree.h"
#include "chain/storage/snapshot_folder.h"
#include "chain/storage/state_store.h"

namespace xh::chain {

class StateExport {
 public:
  // `list_prefix`: rows of the store that go along as lists. `chunk_target` in bytes.
  StateExport(std::shared_ptr<const StateReader> state, SnapshotFolder folder, Height height, const Hash256& root,
              Bytes list_prefix, std::size_t chunk_target = kSnapshotChunkTarget);

  // Writes the chunk that was proven, reads the next one. True: call prove(), then advance() again. False: all written.
  [[nodiscard]] Result<bool> advance();
  // Needs advance() to have given true; the tree of the state at the view's height.
  void prove(const StateTree& tree);
  // Needs advance() to have given false. Takes a manifest with everything but counts and chunks.
  [[nodiscard]] Result<SnapshotManifest> finish(SnapshotManifest head);

 private:
  [[nodiscard]] Status write_records();
  [[nodiscard]] Status read_records();
  [[nodiscard]] Result<bool> take_record(BytesView row_key, BytesView row);
  [[nodiscard]] Status write_lists();
  [[nodiscard]] Result<bool> take_row(ListChunk& chunk, std::size_t& bytes, BytesView key, BytesView value);
  [[nodiscard]] Status write_list(const ListChunk& chunk);

  std::shared_ptr<const StateReader> state_;
  SnapshotFolder folder_;
  Height height_;
  Hash256 root_;
  Bytes list_prefix_;
  std::size_t chunk_target_;

  std::optional<RecordChunk> chunk_;  // read, to be proven and written
  std::size_t chunk_bytes_ = 0;
  std::optional<Hash256> next_first_ = Hash256{};  // nothing: all records are read
  SnapshotManifest out_;
};

}  // namespace xh::chain
