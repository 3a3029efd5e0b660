// What was attested of a worker's skills, as matching tells it when it records an attestation (MA-01): credit comes
// before matching in decision 0013's order, so it is told and asks nobody.
//
// Who calls: matching. Core thread. One entry a skill and attester; a level of 0 takes it back; when the file is full
// the oldest entry makes room; an erased file takes nothing. Never refuses.
#pragma once

#include "contracts/credit/records.h"

namespace xh::contracts::credit {

void note_attestation(Context& context, const chain::AccountId& worker, std::uint32_t skill, std::uint32_t level);

}  // namespace xh::contracts::credit
