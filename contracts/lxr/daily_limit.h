// The daily withdrawal limit (OP-30): days are civil days of the union's zone, by block time. Who calls: the lxr
// contract. Core thread.
#pragma once

#include "contracts/lxr/records.h"

namespace xh::contracts::lxr {

// Refusal: DAILY_LIMIT. Needs amount > 0.
[[nodiscard]] Outcome count_against_daily_limit(Context& context, const chain::AccountId& account, chain::Fen amount);

}  // namespace xh::contracts::lxr
