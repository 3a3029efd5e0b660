// Money of a month: into escrow, and what follows from it (OP-38, OP-40).
#include <algorithm>

#include "contracts/identity/members.h"
#include "contracts/insurance/events.h"
#include "contracts/insurance/months.h"
#include "contracts/lxr/balances.h"

namespace xh::contracts::insurance {
namespace {

using chain::Fen;

Fen within(Fen wanted, std::int64_t missing) {
  return Fen{std::clamp<std::int64_t>(wanted.value, 0, std::max<std::int64_t>(missing, 0))};
}

void pay(Context& context, const chain::AccountId& from, const chain::AccountId& to, Fen amount, lxr::Purpose purpose,
         const chain::RecordKey& reference) {
  if (amount.value == 0) return;
  const auto voucher = lxr::post(context, from, to, amount, purpose, reference);
  CHECK(voucher.has_value());  // both balances were looked at
}

// The worker's part came late unless it waited for his wage; what the attempt at the end of the due date takes is on
// time.
void judge_punctuality(Context& context, const OpenContract& contract, Month& month) {
  if (!month.is_charged() || month.missing_worker().value > 0) return;
  if (month.state == MonthState::kDefaulted && contract.content.state != ContractState::kTerminated) {
    month.state = MonthState::kCured;
    end_default(context, month, true);
    return;
  }
  if (month.state != MonthState::kOpen && month.state != MonthState::kWaitsForWage) return;
  const bool on_time = month.waited || context.now() <= month.due_at;
  month.state = on_time ? MonthState::kPaidOnTime : MonthState::kPaidInGrace;
}

}  // namespace

bool collect(Context& context, Month& month, const Parts& wanted, const chain::RecordKey& reference) {
  const auto escrow = escrow_account();
  const auto union_account = identity::union_account(context);
  const Fen subsidy = within(wanted.subsidy, month.due.subsidy.value - month.paid.subsidy.value);
  const Fen worker = within(wanted.worker, month.missing_worker().value);
  const std::int64_t borne = month.paid.worker.value + worker.value - month.due.worker.value;
  const Fen back = within(subsidy, borne);
  if (lxr::balance_of(context, month.worker).available < worker) return false;
  if (lxr::balance_of(context, union_account).available < subsidy) return false;
  pay(context, month.worker, escrow, worker, lxr::Purpose::kContribution, reference);
  pay(context, union_account, escrow, Fen{subsidy.value - back.value}, lxr::Purpose::kContribution, reference);
  pay(context, union_account, month.worker, back, lxr::Purpose::kRefund, reference);
  month.paid.worker.value += worker.value - back.value;
  month.paid.subsidy.value += subsidy.value;
  return true;
}

bool collect_all(Context& context, const OpenContract& contract, Month& month) {
  Month tried = month;
  if (!tried.is_charged()) static_cast<void>(raise(context, contract, tried, Case::kC));
  if (!collect(context, tried, tried.due, contract.key)) return false;
  month = std::move(tried);
  settle(context, contract, month);
  return true;
}

void settle(Context& context, const OpenContract& contract, Month& month) {
  judge_punctuality(context, contract, month);
  if (!month.is_paid()) return;
  month.paid_at = context.now();
  emit_to(context, parties_of(month), EventKind::kMonthPaid, month);
}

}  // namespace xh::contracts::insurance
