// The blocks above the last committed one that the engine knows of: their headers' facts, the executor's verdict,
// durability. Used by the engine core only. Invariants: a block is handed to the executor only when its parent is
// committed or valid; an entry's id was recomputed by the driver. Limits: proposals (one a view above the last
// finalization) and blocks asked for because a quorum signed for them or a descendant. Confined to the engine's thread.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "consensus/event.h"
#include "consensus/types.h"

namespace xh::consensus {

struct BlockEntry {
  BlockInfo info;
  Verdict verdict = Verdict::kPending;
  bool asked = false;    // ValidateBlock was emitted
  bool durable = false;  // a journal record for it was emitted (or is in the journal)
  bool lost = false;     // the driver holds it no more: to be fetched again
};

class BlockTree {
 public:
  explicit BlockTree(const BlockInfo& committed) : committed_(committed) {}

  [[nodiscard]] const BlockInfo& committed() const { return committed_; }
  // The facts of a known block, the committed one included.
  [[nodiscard]] const BlockInfo* info(const chain::BlockId& id) const;
  [[nodiscard]] BlockEntry* find(const chain::BlockId& id);
  BlockEntry& add(const BlockInfo& info);  // or the entry there is
  void fetched(const BlockInfo& info);     // held by the driver (again)
  void lose(const chain::BlockId& id);     // not held by the driver any more; a verdict given stays

  // How far the way from the committed block to `id` is executed.
  struct Way {
    enum class State { kExecuted, kMissing, kWaiting, kInvalid, kConflict } state = State::kExecuted;
    chain::BlockId at;  // kMissing: fetch this; kWaiting: its verdict is awaited; kInvalid: this is invalid
    std::vector<chain::BlockId> blocks;  // kExecuted: from above the committed block up to `id`
  };
  // kConflict: `id` does not descend from the committed block. O(length of the way).
  [[nodiscard]] Way way_to(const chain::BlockId& id) const;

  // `tip` is committed: it and everything not above it goes, with every block proposed in `final_view` or before.
  void commit(const BlockInfo& tip, chain::View final_view);

  [[nodiscard]] std::size_t size() const { return blocks_.size(); }

 private:
  BlockInfo committed_;
  std::map<chain::BlockId, BlockEntry> blocks_;
};

}  // namespace xh::consensus
