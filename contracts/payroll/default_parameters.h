// The payroll contract's parameters with their proposed values (rulebook, section 14). Genesis takes them from here
// unless the consortium decides otherwise; the contract reads them from the state only.
#pragma once

#include <vector>

#include "chain/ledger/genesis.h"
#include "contracts/payroll/payday_parameters.h"

namespace xh::contracts::payroll {

namespace parameters {
inline constexpr const char* kFeePpm = "fee.ppm";
inline constexpr const char* kCutoffS = "payroll.cutoff_s";
inline constexpr const char* kPaydayS = "payroll.payday_s";
inline constexpr const char* kDisputeDays = "payroll.dispute_days";
inline constexpr const char* kDisputeDecisionDays = "payroll.dispute_decision_days";
inline constexpr const char* kMaxOrdersPerHour = "payroll.max_orders_per_hour";
inline constexpr const char* kMaxDayMinutes = "payroll.max_day_minutes";
inline constexpr const char* kMinHourFen = "payroll.min_hour_fen";
inline constexpr const char* kPartTimeWeekMinutes = "payroll.part_time_week_minutes";
inline constexpr const char* kPartTimeDayMinutes = "payroll.part_time_day_minutes";
inline constexpr const char* kPartTimeCycleDays = "payroll.part_time_cycle_days";
inline constexpr const char* kReminderHours = "payroll.reminder_hours";
inline constexpr const char* kEscalationHours = "payroll.escalation_hours";
inline constexpr const char* kWeekOutlierPpm = "payroll.week_outlier_ppm";
inline constexpr const char* kTradeOrdersPerHour = "payroll.max_orders_per_hour.";  // and the trade's name
}  // namespace parameters

[[nodiscard]] inline std::vector<chain::Parameter> default_parameters(chain::Timestamp from) {
  using chain::Parameter;
  std::vector<Parameter> out{
      Parameter{parameters::kFeePpm, from, 60'000, "OP-18: 6 % of gross, paid by the enterprise on top"},
      Parameter{parameters::kCutoffS, from, 86'340, "OP-07: before 23:59:00.000 of the work date"},
      Parameter{parameters::kPaydayS, from, 36'000, "PY-09: the payday runs at 10:00 local time (proposed)"},
      Parameter{parameters::kDisputeDays, from, 365, "OP-10: a log paid unanswered stays open to dispute"},
      Parameter{parameters::kDisputeDecisionDays, from, 3, "OP-11: the union decides after 3 days"},
      Parameter{parameters::kMaxOrdersPerHour, from, 12, "OP-26: per-trade limit (proposed for deliveries)"},
      Parameter{parameters::kMaxDayMinutes, from, 1'440, "OP-26: a day summing above this is flagged"},
      Parameter{parameters::kMinHourFen, from, 2'300, "R-14d: hourly minimum wage of the ledger's city (fixture 2026)"},
      Parameter{parameters::kPartTimeWeekMinutes, from, 1'440, "PY-17, R-06: part-time, 24 hours a week"},
      Parameter{parameters::kPartTimeDayMinutes, from, 240, "PY-17, R-06: part-time, 4 hours a day worked on average"},
      Parameter{parameters::kPartTimeCycleDays, from, 15, "R-06: part-time, the longest pay cycle"},
      Parameter{parameters::kReminderHours, from, 12, "OP-10: the worker is reminded; 0: never"},
      Parameter{parameters::kEscalationHours, from, 24, "OP-10: the union is told; 0: never"},
      Parameter{parameters::kWeekOutlierPpm, from, 3'000'000,
                "OP-26: a week above 3 times the mean of up to 8 weeks before is flagged (proposed)"},
      Parameter{"payroll.max_orders_per_hour.delivery", from, 12, "OP-26: per-trade limit (proposed)"},
      Parameter{"payroll.max_orders_per_hour.freight", from, 4, "OP-26: per-trade limit (proposed)"},
      Parameter{"payroll.max_orders_per_hour.ride", from, 6, "OP-26: per-trade limit (proposed)"},
  };
  for (auto& parameter : payday_parameters(from)) out.push_back(std::move(parameter));
  return out;
}

}  // namespace xh::contracts::payroll
