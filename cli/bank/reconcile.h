// The bank's answer against the batch of the ledger: what can be settled, who stays unpaid and why, and what does not
// fit together (OP-27, OP-31). Stateless.
#pragma once

#include "cli/bank/bank_answer.h"
#include "cli/bank/file_check.h"
#include "contracts/lxr/calls.h"

namespace xh::cli {

// A line of the batch, and how the ledger has it now.
struct BatchLine {
  contracts::lxr::QueueLine line;
  contracts::lxr::WithdrawalState state = contracts::lxr::WithdrawalState::kRequested;
};

struct ReconciledLine {
  BatchLine batch;
  AnswerLine answer;     // as the bank gave it
  bool settled = false;  // the ledger says so already: nothing to send
};

struct Reconciliation {
  std::vector<ReconciledLine> lines;  // clear ones, in the order of the batch
  std::vector<FileProblem> problems;  // UNKNOWN_LINE, DOUBLED_LINE, AMOUNT_CHANGED, MISSING_LINE, PENDING,
                                      // UNKNOWN_STATUS, SETTLED_OTHERWISE, BAD_REFERENCE, COUNT_CHANGED, SUM_CHANGED
  [[nodiscard]] contracts::lxr::SettleWithdrawal settlements() const;  // of the clear lines that are not settled yet
};

[[nodiscard]] Reconciliation reconcile(const BankAnswer& answer, const contracts::lxr::PayoutBatch& batch,
                                       const std::vector<BatchLine>& lines);

}  // namespace xh::cli
