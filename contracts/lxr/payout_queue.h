// What waits at each bank to be paid out: the list that a payout file is made from, page by page (OP-31).
//
// Who calls: withdrawals.cpp (a new one waits), payout_batches.cpp and settlements.cpp (it waits no more). Invariant:
// the lines of a bank's pages are its requested withdrawals that are in no batch; `waiting` and `waiting_amount` are
// their number and sum. Threading: core thread. Cost: one page and the bank's queue record.
#pragma once

#include "contracts/lxr/records.h"

namespace xh::contracts::lxr {

[[nodiscard]] BankQueue bank_queue(const Context& context, const chain::AccountId& bank);

// The line's position in the bank's queue.
std::uint64_t add_waiting(Context& context, const chain::AccountId& bank, const QueueLine& line);

// The withdrawal is settled or goes into a batch. Needs a withdrawal that waits.
void remove_waiting(Context& context, const chain::RecordKey& key, const Withdrawal& withdrawal);

}  // namespace xh::contracts::lxr
