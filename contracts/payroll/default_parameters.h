// The payroll contract's parameters with their proposed values (rulebook, section 14). Genesis takes them from here
// unless the consortium decides otherwise; the contract reads them from the state only.
#pragma once

#include <vector>

#include "chain/ledger/genesis.h"

namespace xh::contracts::payroll {

namespace parameters {
inline constexpr const char* kFeePpm = "fee.ppm";
inline constexpr const char* kCutoffS = "payroll.cutoff_s";
inline constexpr const char* kPaydayS = "payroll.payday_s";
inline constexpr const char* kDisputeDays = "payroll.dispute_days";
inline constexpr const char* kDisputeDecisionDays = "payroll.dispute_decision_days";
inline constexpr const char* kMaxOrdersPerHour = "payroll.max_orders_per_hour";
inline constexpr const char* kMaxDayMinutes = "payroll.max_day_minutes";
}  // namespace parameters

[[nodiscard]] inline std::vector<chain::Parameter> default_parameters(chain::Timestamp from) {
  using chain::Parameter;
  return {
      Parameter{parameters::kFeePpm, from, 60'000, "OP-18: 6 % of gross, paid by the enterprise on top"},
      Parameter{parameters::kCutoffS, from, 86'340, "OP-07: before 23:59:00.000 of the work date"},
      Parameter{parameters::kPaydayS, from, 36'000, "PY-09: the payday runs at 10:00 local time (proposed)"},
      Parameter{parameters::kDisputeDays, from, 365, "OP-10: a log paid unanswered stays open to dispute"},
      Parameter{parameters::kDisputeDecisionDays, from, 3, "OP-11: the union decides after 3 days"},
      Parameter{parameters::kMaxOrdersPerHour, from, 12, "OP-26: per-trade limit (proposed for deliveries)"},
      Parameter{parameters::kMaxDayMinutes, from, 1'440, "OP-26: a day summing above this is flagged"},
  };
}

}  // namespace xh::contracts::payroll
