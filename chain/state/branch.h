// The state after one block that is executed but perhaps not final: the block's changes, the map with them, its root.
// Made by StateDb::seal, read by the executor of the next block, written to the store by StateDb::commit.
//
// Invariants: content never changes. A branch is live until it is dropped (a conflicting block became final) or
// superseded (a later block became final); reading one that is not live is our own bug (CHECK): drop your pointer when
// you commit.
// Threading: the core thread. No branch outlives its StateDb. Reading costs one look-up for each unfinalized ancestor,
// then one in the StateDb.
#pragma once

#include <vector>

#include "chain/merkle/state_tree.h"
#include "chain/state/state_view.h"

namespace xh::chain {

class StateDb;

struct StateChange {
  Hash256 leaf_key;
  Bytes raw_key;
  RecordPtr before;  // at block start; null: new
  RecordPtr after;   // null: erased
};
using ChangeList = std::shared_ptr<const std::vector<StateChange>>;  // ascending leaf keys

class Branch final : public StateView {
 public:
  [[nodiscard]] RecordPtr find(const StateKey& key) const override { return find_leaf(key.leaf); }
  [[nodiscard]] RecordPtr find_leaf(const Hash256& leaf_key) const;

  [[nodiscard]] Height height() const { return height_; }
  [[nodiscard]] Hash256 root() const { return root_; }
  [[nodiscard]] const StateTree& tree() const { return tree_; }
  // Exactly the records whose value differs from the parent's state; what an index over raw keys (the due-queue)
  // follows.
  [[nodiscard]] const std::vector<StateChange>& changes() const { return *changes_; }
  [[nodiscard]] bool is_final() const { return status_ == BranchStatus::kFinal; }
  [[nodiscard]] bool is_live() const { return status_ == BranchStatus::kPending || status_ == BranchStatus::kFinal; }

 private:
  friend class StateDb;
  enum class BranchStatus : std::uint8_t { kPending, kFinal, kSuperseded, kDropped };

  Branch(const StateDb& db, std::shared_ptr<const Branch> parent, Height height, ChangeList changes, StateTree tree);
  [[nodiscard]] const StateChange* own_change(const Hash256& leaf_key) const;

  const StateDb& db_;
  std::shared_ptr<const Branch> parent_;  // null once this block is final or dropped
  Height height_;
  ChangeList changes_;
  StateTree tree_;
  Hash256 root_;
  BranchStatus status_ = BranchStatus::kPending;
};

using BranchPtr = std::shared_ptr<const Branch>;

}  // namespace xh::chain
