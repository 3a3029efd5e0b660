// Contract 10, governance: who the validators are (consensus.md R16) and which of them lead no more (R13). The
// operators of the present validators decide, a vote for each seat; new validators attest that they are ready; evidence
// suspends.
//
// Refusals of changes (R16): NOT_A_VALIDATOR_OPERATOR, EPOCH_ENDING, EDIT_MALFORMED, VALIDATOR_UNKNOWN, BAD_VALIDATOR,
// OPERATOR_UNKNOWN, NAME_TAKEN, DUPLICATE_KEY, KEY_IN_USE, KEY_CONVICTED, SET_TOO_SMALL, SET_TOO_LARGE, SET_UNSAFE,
// TOO_MANY_CHANGES, CHANGE_UNKNOWN, CHANGE_CLOSED, CHANGE_PENDING, ALREADY_APPROVED, NOT_APPROVED, CHANGE_NOT_ACCEPTED,
// NOT_A_NEW_VALIDATOR, SET_HASH_DIFFERS, ALREADY_ATTESTED.
// Refusals of evidence (R13): NOT_A_VALIDATOR, EPOCH_ENDING, EVIDENCE_TOO_OLD, EVIDENCE_INVALID, EVIDENCE_KNOWN.
// Refusal of a check-in (R12): NOT_A_VALIDATOR.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts {

void register_governance(Registry& registry);

}  // namespace xh::contracts
