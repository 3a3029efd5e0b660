#include "chain/state/branch.h"

#include <algorithm>

#include "chain/primitives/check.h"
#include "chain/state/state_db.h"

namespace xh::chain {

Branch::Branch(const StateDb& db, std::shared_ptr<const Branch> parent, Height height, ChangeList changes,
               StateTree tree)
    : db_(db),
      parent_(std::move(parent)),
      height_(height),
      changes_(std::move(changes)),
      tree_(std::move(tree)),
      root_(tree_.root()) {}

const StateChange* Branch::own_change(const Hash256& leaf_key) const {
  const auto it =
      std::lower_bound(changes_->begin(), changes_->end(), leaf_key,
                       [](const StateChange& change, const Hash256& wanted) { return change.leaf_key < wanted; });
  return it != changes_->end() && it->leaf_key == leaf_key ? &*it : nullptr;
}

RecordPtr Branch::find_leaf(const Hash256& leaf_key) const {
  CHECK(is_live());
  const Branch* at = this;
  for (; !at->is_final(); at = at->parent_.get()) {
    if (const StateChange* change = at->own_change(leaf_key)) return change->after;
  }
  return db_.find_final(leaf_key);
}

}  // namespace xh::chain
