#include "contracts/payroll/weeks.h"

#include <algorithm>
#include <numeric>

#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/payroll.h"

namespace xh::contracts::payroll {
namespace {

using chain::Day;
using chain::Int128;

constexpr std::int64_t kMillion = 1'000'000;
constexpr std::int64_t kDaysOfWeek = 7;
constexpr std::int64_t kEarlierWeeks = 8;        // at most so many weeks before are looked at
constexpr std::int64_t kFewestEarlierWeeks = 3;  // fewer say nothing about a habit

std::uint64_t total(const std::vector<std::uint64_t>& days) {
  return std::accumulate(days.begin(), days.end(), std::uint64_t{0});
}

std::uint32_t days_worked(const WeekSums& week) {
  std::uint32_t out = 0;
  for (std::size_t i = 0; i < week.minutes.size(); ++i) {
    if (week.minutes[i] > 0 || week.orders[i] > 0) ++out;
  }
  return out;
}

// The week's record, made when it is not there; null for a week older than all that are kept.
WeekSums* find_week(WorkWeeks& book, Day monday) {
  auto at = std::ranges::lower_bound(book.weeks, monday, {}, &WeekSums::monday);
  if (at != book.weeks.end() && at->monday == monday) return &*at;
  if (book.weeks.size() == WorkWeeks::kMaxWeeks) {
    if (at == book.weeks.begin()) return nullptr;
    book.weeks.erase(book.weeks.begin());
    --at;
  }
  return &*book.weeks.insert(
      at, {monday, std::vector<std::uint64_t>(kDaysOfWeek), std::vector<std::uint64_t>(kDaysOfWeek)});
}

std::uint64_t changed(std::uint64_t before, std::uint64_t taken, std::uint64_t given) {
  CHECK(before + given >= taken);  // what a version counted stays until its successor takes it back
  return before + given - taken;
}

bool is_above(std::uint64_t now, std::uint64_t earlier, std::int64_t weeks, std::int64_t factor_ppm) {
  return earlier > 0 && Int128{now} * weeks * kMillion > Int128{earlier} * factor_ppm;
}

bool is_outlier(const WorkWeeks& book, const WeekSums& week, std::int64_t factor_ppm) {
  std::int64_t count = 0;
  std::uint64_t minutes = 0;
  std::uint64_t orders = 0;
  for (const auto& other : book.weeks) {
    const bool earlier =
        other.monday < week.monday && other.monday >= add_days(week.monday, -kEarlierWeeks * kDaysOfWeek);
    if (!earlier || days_worked(other) == 0) continue;
    ++count;
    minutes += total(other.minutes);
    orders += total(other.orders);
  }
  return count >= kFewestEarlierWeeks && (is_above(total(week.minutes), minutes, count, factor_ppm) ||
                                          is_above(total(week.orders), orders, count, factor_ppm));
}

std::uint64_t open_review(Context& context, const OpenAgreement& agreement, const WeekSums& week) {
  auto book = context.read<ReviewBook>(review_book_key()).value_or(ReviewBook{});
  Review review;
  review.agreement = agreement.key;
  review.employer = agreement.terms().employer;
  review.worker = agreement.terms().worker;
  review.monday = week.monday;
  review.minutes = total(week.minutes);
  review.days = days_worked(week);
  review.opened_at = context.now();
  context.write(review_key(book.count), review);
  ++book.count;
  context.write(review_book_key(), book);
  return book.count - 1;
}

}  // namespace

StateKey weeks_key(const chain::AccountId& worker, const chain::AccountId& employer) {
  return StateKey(ContractId::kPayroll, kWeeksTable).add(worker).add(employer);
}
StateKey review_book_key() {
  return {ContractId::kPayroll, kReviewBookTable};
}
StateKey review_key(std::uint64_t number) {
  return StateKey(ContractId::kPayroll, kReviewTable).add(number);
}

Day monday_of(Day day) {
  return add_days(day, -static_cast<std::int64_t>(weekday_of(day)));
}

bool count_week(Context& context, const OpenAgreement& agreement, const DayContent& content,
                const std::optional<DayLog>& replaced) {
  const auto key = weeks_key(agreement.terms().worker, agreement.terms().employer);
  auto book = context.read<WorkWeeks>(key).value_or(WorkWeeks{});
  WeekSums* week = find_week(book, monday_of(content.day));
  if (week == nullptr) return false;
  const auto at = static_cast<std::size_t>(weekday_of(content.day));
  const DaySums before = replaced ? replaced->sums : DaySums{};
  week->minutes[at] = changed(week->minutes[at], before.minutes, content.sums.minutes);
  week->orders[at] = changed(week->orders[at], before.orders, content.sums.orders);
  const auto factor = context.parameter(parameters::kWeekOutlierPpm, context.now()).value;
  const bool outlier = is_outlier(book, *week, factor);
  context.write(key, book);
  return outlier;
}

void watch_part_time(Context& context, const OpenAgreement& agreement, Day day) {
  const auto key = weeks_key(agreement.terms().worker, agreement.terms().employer);
  auto book = context.read<WorkWeeks>(key).value_or(WorkWeeks{});
  const auto week = std::ranges::find(book.weeks, monday_of(day), &WeekSums::monday);
  if (week == book.weeks.end() || week->reported) return;
  const auto end = local_time(*agreement.zone, add_days(week->monday, kDaysOfWeek), 0);
  const bool over = context.now() >= end;
  PartTimeLimitEvent event;
  event.agreement = agreement.key;
  event.monday = week->monday;
  event.minutes = total(week->minutes);
  event.days = days_worked(*week);
  event.week_limit = use_parameter(context, parameters::kPartTimeWeekMinutes, end);
  event.day_limit = use_parameter(context, parameters::kPartTimeDayMinutes, end);
  event.over_week = Int128{event.minutes} > event.week_limit.value;
  event.over_average = Int128{event.minutes} > Int128{event.day_limit.value} * event.days;
  if (event.over_week || (over && event.over_average)) {
    week->reported = true;
    event.review = open_review(context, agreement, *week);
    context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kPartTimeLimit), event,
                 agreement.parties());
  } else if (!over && !week->watched) {
    week->watched = true;
    context.schedule({end, static_cast<std::uint32_t>(ContractId::kPayroll), kPartTimeItem, agreement.key, {}});
  } else {
    return;
  }
  context.write(key, book);
}

}  // namespace xh::contracts::payroll
