#include "contracts/payroll/accrual.h"

#include <algorithm>

#include "contracts/payroll/events.h"
#include "contracts/payroll/pay_rules.h"

namespace xh::contracts::payroll {
namespace {

Accrual new_accrual(const OpenAgreement& agreement, std::uint64_t index) {
  const Period period = period_at(agreement.terms(), *agreement.holidays, index);
  Accrual out{period.from, period.to, period.payday, {}, {}};
  out.sums.items.resize(agreement.terms().items.size());
  return out;
}

// A day paid in part before (OP-11) brings its remaining money only; its quantities were counted then.
void add_day(Accrual& accrual, chain::Day day, const DayLog& log) {
  accrual.days.push_back(day);
  accrual.sums.amount = add(accrual.sums.amount, sub(log.sums.amount, log.settled));
  if (log.settlement > 0) return;
  add_sums(accrual.sums, log.sums);
}

// The reverse of add_sums, of a day that is in the total.
void take_sums(DaySums& total, const DaySums& day) {
  total.orders -= day.orders;
  total.minutes -= day.minutes;
  total.night_orders -= day.night_orders;
  total.night_minutes -= day.night_minutes;
  total.agreed = sub(total.agreed, day.agreed);
  total.cut = sub(total.cut, day.cut);
  total.raised = sub(total.raised, day.raised);
  total.top_up = sub(total.top_up, day.top_up);
  for (std::size_t i = 0; i < day.items.size(); ++i) total.items[i] = sub(total.items[i], day.items[i]);
}

}  // namespace

void settle_confirmation(Context& context, OpenAgreement& agreement, chain::Day day, DayLog& log) {
  if (log.disputed_at) return;
  if (log.settlement > 0 && log.settled == log.sums.amount) {
    if (remove_open_day(agreement, day)) save_book(context, agreement);
    return;
  }
  if (!log.confirmed() || log.accrued_period) return;
  // A period whose payday has run takes no more: the day counts for the next payday.
  const auto period = std::max(period_index_of(agreement.terms(), day), agreement.book.next_period);
  const auto key = accrual_key(agreement.key, period);
  auto accrual = context.read<Accrual>(key);
  if (!accrual) accrual = new_accrual(agreement, period);
  add_day(*accrual, day, log);
  context.write(key, *accrual);
  log.accrued_period = period;
  context.emit(
      ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kDayAccrued),
      DayAccruedEvent{
          {agreement.key, day, log.version, log.hash}, period, sub(log.sums.amount, log.settled), accrual->sums.amount},
      agreement.parties());
}

void correct_accrual(Context& context, const chain::RecordKey& agreement, const DayLog& before, const DaySums& after) {
  if (!before.accrued_period) return;
  const auto key = accrual_key(agreement, *before.accrued_period);
  auto accrual = context.read<Accrual>(key);
  CHECK(accrual.has_value());
  take_sums(accrual->sums, before.sums);
  add_sums(accrual->sums, after);
  accrual->sums.amount = add(sub(accrual->sums.amount, before.sums.amount), after.amount);
  context.write(key, *accrual);
}

}  // namespace xh::contracts::payroll
