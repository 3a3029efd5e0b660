// From waiting withdrawals and a payee list to a payout file: who goes in, who cannot and why. Stateless.
#pragma once

#include "cli/bank/payees.h"
#include "contracts/lxr/calls.h"

namespace xh::cli {

struct RefusedPayee {
  chain::AccountId account;
  chain::RecordKey withdrawal;
  chain::Fen amount;
  std::string message;
};

struct PayoutPlan {
  std::vector<contracts::lxr::QueueLine> taken;  // in the order of the file: payments of a purpose stand together
  std::vector<PaymentLine> lines;                // the same, as the file has them
  std::vector<RefusedPayee> refused;
};

[[nodiscard]] PayoutPlan plan_payout(const std::vector<contracts::lxr::QueueLine>& waiting, const PayeeList& payees);

// The call that opens the batch for a file.
[[nodiscard]] contracts::lxr::OpenPayout open_payout_call(const chain::AccountId& bank, std::uint64_t number,
                                                          const PaymentFile& file, std::string_view bytes,
                                                          const PayoutPlan& plan);

}  // namespace xh::cli
