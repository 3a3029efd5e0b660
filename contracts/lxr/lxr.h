// Contract 2, LXR: the ledger's money of account, pegged 1:1 to RMB in custody (LX-01 to LX-07, OP-24, OP-27 to OP-31).
// New LXR only against a deposit that the bank confirms with a reference used once and that its own custody statement
// covers; transfers only along relations that the union opened; withdrawals in two steps, paid out by files whose lines
// and sums the ledger checks.
//
// Refusals beside those of balances.h, custody.h, settlements.h, payout_batches.h, payouts.h and identity/members.h:
// EMPTY_LIST, BAD_REFERENCE, REFERENCE_USED, BAD_PURPOSE, RELATION_CLOSED, SAME_ACCOUNT, NO_DESTINATION, DAILY_LIMIT.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts {

void register_lxr(Registry& registry);

}  // namespace xh::contracts
