// Who leads a view (R14): round robin over a per-epoch shuffle of the validators, seeded by H(chain, epoch,
// validator-set hash). Used by the engine; every node computes the same from the same set. Depends on the view alone,
// and on suspensions from their own view on. Confined to the engine's thread. O(1) a look-up, O(n) past suspended
// validators.
#pragma once

#include <map>
#include <vector>

#include "chain/codec/domain.h"
#include "chain/ledger/validator_set.h"
#include "chain/primitives/types.h"

namespace xh::consensus {

class LeaderSchedule {
 public:
  // Needs a non-empty set.
  LeaderSchedule(const chain::ValidatorSet& set, const chain::ChainTag& chain);
  [[nodiscard]] chain::ValidatorIndex leader_of(chain::View view) const;
  // R13: leads no more from this view on. False, and nothing changes, for an index outside the set, or when more than f
  // would be suspended. Repeating a suspension keeps the earlier view.
  bool suspend(chain::ValidatorIndex validator, chain::View from_view);

 private:
  [[nodiscard]] bool suspended(chain::ValidatorIndex validator, chain::View view) const;

  std::vector<chain::ValidatorIndex> order_;
  std::size_t max_suspended_ = 0;
  std::map<chain::ValidatorIndex, chain::View> suspended_from_;
};

}  // namespace xh::consensus
