#include "contracts/payroll/schedule.h"

#include <algorithm>

#include "contracts/engine/calendar.h"

namespace xh::contracts::payroll {
namespace {

using chain::Day;

std::int64_t month_number(Day day) {
  const CivilDate date = civil_date(day);
  return date.year * 12 + date.month - 1;
}

Period monthly(const Terms& terms, std::uint64_t index) {
  const Day first = add_months(first_of_month(terms.effective), static_cast<std::int64_t>(index));
  const Day next = add_months(first, 1);
  const CivilDate paid = civil_date(next);
  const auto day = std::min<std::int64_t>(terms.schedule.days, days_in_month(paid.year, paid.month));
  return {index, std::max(first, terms.effective), add_days(next, -1), add_days(next, day - 1)};
}

Period cycle(const Terms& terms, std::uint64_t index) {
  const std::int64_t length = terms.schedule.days;
  const Day from = add_days(terms.effective, static_cast<std::int64_t>(index) * length);
  return {index, from, add_days(from, length - 1), add_days(from, length)};
}

}  // namespace

Period period_at(const Terms& terms, const chain::HolidayTable& holidays, std::uint64_t index) {
  Period period = terms.schedule.kind == ScheduleKind::kMonthly ? monthly(terms, index) : cycle(terms, index);
  period.payday = preceding_working_day(holidays, period.payday);
  return period;
}

std::uint64_t period_index_of(const Terms& terms, Day day) {
  if (terms.schedule.kind == ScheduleKind::kMonthly) {
    return static_cast<std::uint64_t>(month_number(day) - month_number(terms.effective));
  }
  return static_cast<std::uint64_t>((day.value - terms.effective.value) / terms.schedule.days);
}

}  // namespace xh::contracts::payroll
