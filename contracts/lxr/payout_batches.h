// Payout batches: the file that takes a bank's waiting withdrawals to the bank, as the ledger knows it (OP-31). A file
// with another count, sum or line than the ledger's is refused before any money moves.
//
// Who calls: the lxr contract's methods. Threading: core thread. Limits: kMaxLines withdrawals a batch.
#pragma once

#include "contracts/lxr/calls.h"

namespace xh::contracts::lxr {

// Refusals (OP-31 unless named): EMPTY_LIST, ROLE_REQUIRED for the bank, NO_FILE_HASH, BATCH_NUMBER,
// UNKNOWN_WITHDRAWAL, OTHER_BANK, ALREADY_SETTLED, IN_A_BATCH, COUNT_CHANGED, SUM_CHANGED.
[[nodiscard]] Outcome open_payout(Context& context, const OpenPayout& args);

// The bank answered for a withdrawal of a batch; the last answer closes it (event kPayoutClosed).
void count_settled(Context& context, const Withdrawal& withdrawal);

}  // namespace xh::contracts::lxr
