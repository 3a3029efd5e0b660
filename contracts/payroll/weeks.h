// A worker's weeks with an employer, Monday to Sunday: what part-time limits (PY-17, OP-25) and weekly outliers (OP-26,
// SY-15) are judged by. Used by upload.cpp, flags.cpp and the calendar. Core thread. Cost: one small record read and
// written a day log.
#pragma once

#include "contracts/payroll/book.h"

namespace xh::contracts::payroll {

[[nodiscard]] StateKey weeks_key(const chain::AccountId& worker, const chain::AccountId& employer);
[[nodiscard]] StateKey review_book_key();
[[nodiscard]] StateKey review_key(std::uint64_t number);

[[nodiscard]] chain::Day monday_of(chain::Day day);

// Takes a log's new content (and gives back what its old version `replaced` had counted). True: the week it falls in is
// an outlier against the worker's earlier weeks. A day older than the weeks kept is not counted.
[[nodiscard]] bool count_week(Context& context, const OpenAgreement& agreement, const DayContent& content,
                              const std::optional<DayLog>& replaced);

// The part-time limits of the week that `day` lies in: over the week's minutes is reported at once; the average when
// the week is over, by the calendar item queued here or by a late upload. Reported once a week, with a review for the
// union; the work is paid like any other.
void watch_part_time(Context& context, const OpenAgreement& agreement, chain::Day day);

}  // namespace xh::contracts::payroll
