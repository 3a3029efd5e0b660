// What a list of edits makes of a validator set, and whether that set may rule. Who calls: the governance contract; the
// CLI, to show a change before it is sent. Core thread.
#pragma once

#include <span>

#include "contracts/governance/calls.h"
#include "contracts/governance/epoch.h"

namespace xh::contracts::governance {

// The set after the edits, its epoch one above. Refusals (R16): EDIT_MALFORMED, VALIDATOR_UNKNOWN, BAD_VALIDATOR; the
// message names the edit, counted from 1.
[[nodiscard]] OutcomeOf<chain::ValidatorSet> apply_edits(const chain::ValidatorSet& present,
                                                         std::span<const Edit> edits);

// May `next` follow the present epoch, as things stand? Refusals (R16): SET_TOO_SMALL, SET_TOO_LARGE, NAME_TAKEN,
// DUPLICATE_KEY, BAD_VALIDATOR, OPERATOR_UNKNOWN, KEY_IN_USE, KEY_CONVICTED, SET_UNSAFE.
[[nodiscard]] Outcome check_next_set(const Context& context, const EpochState& state, const chain::ValidatorSet& next);

// How many validators of `next` were proven guilty in the present epoch or were suspended when it began.
[[nodiscard]] std::size_t guilty_in(const EpochState& state, const chain::ValidatorSet& next);

// The place of the key in the set; nothing when it has none.
[[nodiscard]] std::optional<chain::ValidatorIndex> index_of(const chain::ValidatorSet& set,
                                                            const chain::PublicKey& key);

}  // namespace xh::contracts::governance
