// What makes a day log need a human's eye (OP-26): too many minutes in the worker's day, overlapping or identical
// times, also across employers and over midnight, more orders than an hour of the trade holds, more minutes than lie
// between start and end, a week far above the worker's weeks before. Flagged work is accepted.
//
// To compare, it keeps for each worker the minutes of each civil day (WorkerDay) and the times of each UTC day
// (WorkerSpans); a log's new version replaces what its old one left there. Used by upload.cpp. Core thread. Cost: O(n
// log n) in the worker's entries of four days.
#pragma once

#include "contracts/payroll/book.h"
#include "contracts/payroll/night.h"

namespace xh::contracts::payroll {

[[nodiscard]] chain::Day utc_day(chain::Timestamp at);

struct Flags {
  std::vector<Flag> listed;  // by entry, at most kMaxFlagsPerLog
  std::uint32_t count = 0;
};

// Examines the log's new content and records its minutes and times. Needs content that upload.cpp has checked.
// `terms` are those in force on the day, `replaced` the version that this one revises.
[[nodiscard]] Flags examine(Context& context, const OpenAgreement& agreement, const Terms& terms,
                            const DayContent& content, const std::optional<DayLog>& replaced);

}  // namespace xh::contracts::payroll
