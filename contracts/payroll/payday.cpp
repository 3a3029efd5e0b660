// Calendar work: the payday of an agreement and the daily retry of its arrears (PY-09, OP-09 to OP-11, OP-16 to OP-18,
// decision 7). An item never refuses: what cannot be paid becomes arrears, what cannot be decided is held, and the next
// item is always queued.
#include <algorithm>

#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/payroll.h"
#include "contracts/payroll/settlement.h"

namespace xh::contracts::payroll {
namespace {

using chain::Timestamp;

template <class Event>
void emit(Context& context, const OpenAgreement& agreement, EventKind kind, const Event& event) {
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(kind), event, agreement.parties());
}

OpenAgreement agreement_of(const Context& context, CalendarReader& calendar, const DueItem& item) {
  auto agreement = open_agreement(context, calendar, item.record);
  CHECK(agreement.has_value());  // agreements are never removed
  return std::move(*agreement);
}

Timestamp next_attempt(const Context& context, const OpenAgreement& agreement) {
  const auto today = civil_day(*agreement.zone, context.now());
  return payday_time(context, *agreement.zone, add_days(today, 1));
}

void queue_retry(Context& context, OpenAgreement& agreement) {
  if (agreement.book.retry_queued) return;
  agreement.book.retry_queued = true;
  queue_item(context, agreement, kRetryItem, next_attempt(context, agreement));
}

void report_shortage(Context& context, const OpenAgreement& agreement, const Settlement& settlement) {
  const chain::Fen wage_due = settlement.wage_paid_at ? chain::Fen{} : settlement.net;
  emit(context, agreement, EventKind::kShortage,
       ShortageEvent{agreement.key, settlement.sequence, wage_due, settlement.fee, next_attempt(context, agreement)});
}

void settle(Context& context, OpenAgreement& agreement, const Period& period, std::vector<SettledDay> days,
            std::vector<HeldDay> held) {
  Settlement settlement = make_settlement(context, agreement, period, std::move(days), std::move(held));
  pay_wage(context, settlement);
  pay_fee(context, settlement);
  settlement.attempts = 1;
  context.write(settlement_key(agreement.key, settlement.sequence), settlement);
  emit(context, agreement, EventKind::kSettlement, settlement);
  if (settlement.paid()) return;
  agreement.book.arrears.push_back(settlement.sequence);
  count_shortage(context, settlement.employer);
  report_shortage(context, agreement, settlement);
  queue_retry(context, agreement);
}

// Settlements of at most kMaxDaysPerSettlement days; what is held is listed in the last of them.
void settle_period(Context& context, OpenAgreement& agreement, const Period& period) {
  auto due = due_days(context, agreement, period.to);
  const std::size_t count = (due.payable.size() + kMaxDaysPerSettlement - 1) / kMaxDaysPerSettlement;
  if (agreement.book.arrears.size() + count > kMaxArrears)
    return;  // the days stay open for a payday after some arrears are paid
  if (count == 0 && !due.held.empty()) {
    emit(context, agreement, EventKind::kDaysHeld, DaysHeldEvent{agreement.key, period.payday, std::move(due.held)});
    return;
  }
  for (std::size_t done = 0; done < due.payable.size();) {
    const auto from = due.payable.begin() + static_cast<std::ptrdiff_t>(done);
    const auto size = std::min(kMaxDaysPerSettlement, due.payable.size() - done);
    done += size;
    std::vector<SettledDay> days(from, from + static_cast<std::ptrdiff_t>(size));
    settle(context, agreement, period, std::move(days),
           done == due.payable.size() ? std::move(due.held) : std::vector<HeldDay>{});
  }
}

// An agreement's paydays go on while it lives and while any of its days is open.
bool goes_on(const OpenAgreement& agreement, const Period& period) {
  const auto& last = agreement.content.last_day;
  return !last || period.to < *last || !agreement.book.open_days.empty();
}

}  // namespace

Outcome run_payday(Context& context, const DueItem& item) {
  CalendarReader calendar(context);
  OpenAgreement agreement = agreement_of(context, calendar, item);
  const Period period = period_at(agreement.terms(), *agreement.holidays, agreement.book.next_period);
  settle_period(context, agreement, period);
  agreement.book.next_period += 1;
  agreement.book.payday_queued = false;
  if (goes_on(agreement, period)) queue_payday(context, agreement);
  save_book(context, agreement);
  return {};
}

// Wages of all arrears first, oldest first, then fees (OP-17).
Outcome run_retry(Context& context, const DueItem& item) {
  CalendarReader calendar(context);
  OpenAgreement agreement = agreement_of(context, calendar, item);
  std::vector<Settlement> open;
  for (const auto sequence : agreement.book.arrears) {
    auto settlement = context.read<Settlement>(settlement_key(agreement.key, sequence));
    CHECK(settlement.has_value());
    open.push_back(std::move(*settlement));
  }
  for (auto& settlement : open) pay_wage(context, settlement);
  for (auto& settlement : open) pay_fee(context, settlement);
  agreement.book.arrears.clear();
  for (auto& settlement : open) {
    ++settlement.attempts;
    context.write(settlement_key(agreement.key, settlement.sequence), settlement);
    if (settlement.paid())
      emit(context, agreement, EventKind::kArrearsPaid, settlement);
    else
      agreement.book.arrears.push_back(settlement.sequence);
  }
  agreement.book.retry_queued = false;
  if (!agreement.book.arrears.empty()) {
    const auto oldest = std::ranges::find_if(open, [](const Settlement& s) { return !s.paid(); });
    report_shortage(context, agreement, *oldest);
    queue_retry(context, agreement);
  }
  save_book(context, agreement);
  return {};
}

}  // namespace xh::contracts::payroll
