// Which validators run the ledger, as the ledger itself says (consensus.md R13, R16; decision 0012).
//
// Who calls: the node (at every commit: does this block end the epoch? who leads no more?), the API, the governance
// contract. The state after block H rules block H + 1: all functions answer for the block that follows the state given.
// Invariants: epochs step by one; a set has at least chain::kMinValidators; first_height of epoch 0 is 0, of any other
// the height of its first block; suspensions are at most f, in the order of conviction. Public records without salt: a
// light client may ask for them. Threading: core thread. Limits: chain::kMaxValidators, kMaxOpenChanges.
#pragma once

#include <optional>
#include <vector>

#include "chain/ledger/evidence.h"
#include "chain/ledger/genesis.h"
#include "chain/ledger/validator_set.h"
#include "contracts/engine/context.h"

namespace xh::contracts::governance {

inline constexpr std::uint64_t kSuspensionViews = 8;  // from a conviction's block to the first view led by another

// A proven double voter: leads no more from `from_view` on in this epoch, and keeps its vote (R13).
struct Suspension {
  chain::ValidatorIndex validator;  // in the present set
  chain::View from_view;            // of the present epoch
  chain::Height convicted_at;       // block that holds the evidence
  chain::EvidenceKind kind = chain::EvidenceKind::kTwoNotarizes;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("validator", &Suspension::validator), chain::field<2>("from_view", &Suspension::from_view),
        chain::field<3>("convicted_at", &Suspension::convicted_at), chain::field<4>("kind", &Suspension::kind));
  }
  friend bool operator==(const Suspension&, const Suspension&) = default;
};

struct EpochState {
  chain::Height first_height;                       // of this epoch; 0 in epoch 0
  chain::ValidatorSet set;                          // set.epoch is the epoch
  std::vector<Suspension> suspended;                // at most f, in the order of conviction
  std::vector<Suspension> convicted_beyond;         // convicted when f were suspended already: they go on leading
  std::optional<chain::RecordKey> accepted_change;  // the one that waits for its new validators to attest

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("first_height", &EpochState::first_height),
                      chain::field<2>("set", &EpochState::set),
                      chain::field<3>("suspended", &EpochState::suspended, chain::kMaxValidators),
                      chain::field<4>("convicted_beyond", &EpochState::convicted_beyond, chain::kMaxValidators),
                      chain::field<5>("accepted_change", &EpochState::accepted_change));
  }
  friend bool operator==(const EpochState&, const EpochState&) = default;
};

// The epoch of the block after this state. Genesis state writes epoch 0.
[[nodiscard]] EpochState epoch_state(const Context& context);

// True when `block` is its epoch's last one; `after` is the state that this block leaves.
[[nodiscard]] bool is_last_of_epoch(const EpochState& after, chain::Height block);

// The set of the accepted change that waits for attestations; nothing when none waits (any more).
[[nodiscard]] std::optional<chain::ValidatorSet> next_validators(const Context& context);

// Of the present epoch and every earlier one; nothing for an epoch that has not begun.
[[nodiscard]] std::optional<chain::Height> first_height_of(const Context& context, chain::Epoch epoch);
[[nodiscard]] std::optional<chain::ValidatorSet> set_of(const Context& context, chain::Epoch epoch);

// Epoch 0 and its validators' accounts. Who calls: engine/genesis_state. Needs check_genesis().
void write_genesis_epoch(Context& context, const chain::Genesis& genesis);

}  // namespace xh::contracts::governance
