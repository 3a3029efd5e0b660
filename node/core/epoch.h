// The epoch that a node works in, as the ledger's state says (R16; docs/decisions/0012): the state after block H rules
// block H + 1.
//
// Callers: Replica, API. EpochContext is immutable and made anew at each switch of epochs. Threading: core thread; the
// verifier may be used on any.
#pragma once

#include <memory>
#include <optional>

#include "chain/ledger/vote.h"
#include "consensus/types.h"
#include "contracts/engine/executor.h"
#include "contracts/governance/epoch.h"

namespace xh::node {

class Ledger;

// Who rules the block after `state`. Needs a live state.
[[nodiscard]] contracts::governance::EpochState epoch_after(const contracts::BlockExecutor& executor,
                                                            const contracts::StatePtr& state);

// What a header of this height has to name as next validator set, given the state that its block leaves: zero unless
// the block is its epoch's last.
[[nodiscard]] chain::Hash256 next_set_hash(const contracts::BlockExecutor& executor, const contracts::StatePtr& after,
                                           chain::Height height);

struct EpochContext {
  chain::ValidatorSet set;
  chain::Hash256 set_hash;
  chain::Height first_height;
  std::optional<chain::ValidatorIndex> self;  // of the key given
  std::shared_ptr<const chain::VoteVerifier> verifier;

  [[nodiscard]] chain::Epoch number() const { return set.epoch; }
};

// The epoch of the block after the ledger's tip.
[[nodiscard]] EpochContext present_epoch(Ledger& ledger, const std::optional<chain::PublicKey>& own_key);

// What an engine of the epoch after the tip starts from: the previous epoch's last block has view 0 and no certificate.
[[nodiscard]] consensus::LastFinal last_final_of(const Ledger& ledger, chain::Epoch epoch);

}  // namespace xh::node
