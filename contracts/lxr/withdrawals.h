// Withdrawals in two steps: money is reserved when asked for, and leaves the ledger when the bank says that it was paid
// (LX-04, OP-27, OP-29, OP-30). Who calls: the lxr contract's methods; payroll, to pay a worker's net out on payday.
// Threading: core thread.
#pragma once

#include "chain/primitives/types.h"
#include "contracts/engine/context.h"

namespace xh::contracts::lxr {

struct WithdrawalRequest {
  chain::AccountId account;
  chain::AccountId bank;  // that is to pay; must hold the bank role
  chain::Fen amount;
  chain::Hash256
      destination;  // salted commitment to the bank account, opened to the bank off chain; never the number itself (I4)
};

// Reserves the amount and makes the withdrawal record, whose key is returned. The daily limit is not asked: the method
// lxr.request_withdrawal asks it before. Refusals: as reserve(), ROLE_REQUIRED for the bank.
[[nodiscard]] OutcomeOf<chain::RecordKey> open_withdrawal(Context& context, const WithdrawalRequest& request);

// Payroll calls this when it pays a wage: for the rest of that civil day (Asia/Shanghai) the account has no daily limit
// (OP-30).
void lift_daily_limit(Context& context, const chain::AccountId& account);

}  // namespace xh::contracts::lxr
