// The bank's word about a withdrawal: paid, and the LXR ends; or returned, and the account has it again (OP-27, OP-31).
// Who calls: the lxr contract's method. Threading: core thread.
#pragma once

#include "contracts/lxr/calls.h"

namespace xh::contracts::lxr {

// Refusals: UNKNOWN_WITHDRAWAL, NOT_YOUR_WITHDRAWAL, ALREADY_SETTLED, AMOUNT_CHANGED, BAD_REASON, BAD_REFERENCE and
// those of custody.h.
[[nodiscard]] Outcome settle_one(Context& context, const chain::AccountId& bank, const SettlementLine& line);

}  // namespace xh::contracts::lxr
