#include "cli/bank/payout_plan.h"

#include <algorithm>
#include <numeric>

#include "chain/crypto/sha256.h"

namespace xh::cli {
namespace {

namespace lxr = contracts::lxr;

PaymentLine line_of(const lxr::QueueLine& waiting, const Payee& payee) {
  PaymentLine out;
  out.end_to_end = end_to_end_id(waiting.withdrawal);
  out.amount = waiting.amount;
  out.payee = payee.at;
  out.purpose = payee.purpose;
  out.bank_name = payee.bank_name;
  out.province = payee.province;
  out.city = payee.city;
  out.phone = payee.phone;
  return out;
}

// Salaries first, then the other purposes by their codes; within one, the order of asking.
void sort_by_purpose(PayoutPlan& plan) {
  std::vector<std::size_t> order(plan.lines.size());
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::ranges::stable_sort(order, {}, [&plan](std::size_t i) {
    const auto& purpose = plan.lines[i].purpose;
    return std::pair(purpose != kSalary, purpose);
  });
  PayoutPlan sorted;
  for (const auto i : order) {
    sorted.taken.push_back(plan.taken[i]);
    sorted.lines.push_back(plan.lines[i]);
  }
  plan.taken = std::move(sorted.taken);
  plan.lines = std::move(sorted.lines);
}

}  // namespace

PayoutPlan plan_payout(const std::vector<lxr::QueueLine>& waiting, const PayeeList& payees) {
  PayoutPlan out;
  for (const auto& line : waiting) {
    if (const auto* payee = payees.opening(line.account, line.destination)) {
      out.taken.push_back(line);
      out.lines.push_back(line_of(line, *payee));
      continue;
    }
    const bool known = payees.first_of(line.account) != nullptr;
    out.refused.push_back({line.account, line.withdrawal, line.amount,
                           known ? "name, bank account, CNAPS number and salt of the payee list do not open the "
                                   "destination on the ledger"
                                 : "the payee list has no row for this account"});
  }
  sort_by_purpose(out);
  return out;
}

lxr::OpenPayout open_payout_call(const chain::AccountId& bank, std::uint64_t number, const PaymentFile& file,
                                 std::string_view bytes, const PayoutPlan& plan) {
  lxr::OpenPayout out;
  out.bank = bank;
  out.number = number;
  out.count = file.lines.size();
  out.control_sum = sum_of(file);
  out.file_hash = chain::sha256(chain::as_bytes(bytes));
  for (const auto& line : plan.taken) out.withdrawals.push_back(line.withdrawal);
  return out;
}

}  // namespace xh::cli
