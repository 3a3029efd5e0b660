// A project's milestones, each reached on one day and paid once. Used by upload.cpp. Core thread.
#pragma once

#include "contracts/payroll/book.h"

namespace xh::contracts::payroll {

// Takes the milestones that the day's new version names, and lets go those that only its old version named. Refusal:
// MILESTONE_DONE, when another day has one of them.
[[nodiscard]] Outcome claim_milestones(Context& context, const chain::RecordKey& agreement, chain::Day day,
                                       const std::vector<std::string>& named, const std::vector<std::string>& before);

}  // namespace xh::contracts::payroll
