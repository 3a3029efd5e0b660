// A payout file against the batch that the ledger opened for it: each line, the count, the sum, the bytes (OP-31).
// Stateless.
#pragma once

#include "cli/bank/payees.h"
#include "cli/bank/payment_file.h"
#include "contracts/lxr/records.h"

namespace xh::cli {

struct FileProblem {
  std::size_t place = 0;  // the payment's number in the file; 0: the file as a whole, or a payment that it lacks
  std::string end_to_end;
  std::string code;  // AMOUNT_CHANGED, PAYEE_CHANGED, UNKNOWN_LINE, DOUBLED_LINE, MISSING_LINE, COUNT_CHANGED,
                     // SUM_CHANGED, CONTRADICTION, FILE_CHANGED
  std::string message;
};

// `hash` is the SHA-256 of the file's bytes. Names and bank accounts are compared when there is a payee list: the
// ledger has commitments only. Empty: the file is the one that the batch was opened with.
[[nodiscard]] std::vector<FileProblem> check_payment_file(const PaymentFile& file, const chain::Hash256& hash,
                                                          const contracts::lxr::PayoutBatch& batch,
                                                          const contracts::lxr::PayoutLines& lines,
                                                          const PayeeList* payees);

}  // namespace xh::cli
