// Insurance numbers that genesis brings, with the place each comes from. Rates and bases are not here: they are a dated
// table of the city (rates.h). Who calls: the contract (required parameters), genesis makers, tests.
#pragma once

#include <vector>

#include "chain/ledger/genesis.h"

namespace xh::contracts::insurance {

namespace parameters {
inline constexpr const char* kMode = "ins.mode";
inline constexpr const char* kSubsidyPpm = "ins.subsidy_ppm";
inline constexpr const char* kDueDay = "ins.due_day";
inline constexpr const char* kGraceDays = "ins.grace_days";
inline constexpr const char* kCureDays = "ins.cure_days";
inline constexpr const char* kHardshipDays = "ins.hardship_days";
inline constexpr const char* kPenaltyPpm = "ins.penalty_ppm";
inline constexpr const char* kPenaltyCap = "ins.penalty_cap_fen";
inline constexpr const char* kDefaultYears = "ins.default_years";
inline constexpr const char* kRenewalDays = "ins.renewal_days";
inline constexpr const char* kClassificationDays = "ins.classification_days";
inline constexpr const char* kWeightCover = "ins.weight_cover";
inline constexpr const char* kWeightPunctuality = "ins.weight_punctuality";
inline constexpr const char* kWeightMonths = "ins.weight_months";
inline constexpr const char* kFullCoverPpm = "ins.full_cover_ppm";
inline constexpr const char* kNoHistory = "ins.no_history_points";
inline constexpr const char* kLongScore = "ins.long_score";
inline constexpr const char* kMiddleScore = "ins.middle_score";
inline constexpr const char* kShortScore = "ins.short_score";
}  // namespace parameters

[[nodiscard]] inline std::vector<chain::Parameter> default_parameters(chain::Timestamp from) {
  using chain::Parameter;
  return {
      Parameter{parameters::kMode, from, 0, "OP-34: 0 strict legal mode, 1 as the documents are written"},
      Parameter{parameters::kSubsidyPpm, from, 500'000, "OP-33: half of the service fee on the worker's gross"},
      Parameter{parameters::kDueDay, from, 10, "OP-37: the 10th of the next month"},
      Parameter{parameters::kGraceDays, from, 15, "OP-37: days of grace after the due date"},
      Parameter{parameters::kCureDays, from, 7, "OP-40: days to cure a default"},
      Parameter{parameters::kHardshipDays, from, 90, "OP-40: most days that the union may add on hardship (proposed)"},
      Parameter{parameters::kPenaltyPpm, from, 100'000, "OP-39: as-written mode only"},
      Parameter{parameters::kPenaltyCap, from, 50'000, "OP-39: 500.00, as-written mode only"},
      Parameter{parameters::kDefaultYears, from, 5, "OP-41: a default is shown for 5 years after it ended"},
      Parameter{parameters::kRenewalDays, from, 30, "OP-43: renewal check before the end"},
      Parameter{parameters::kClassificationDays, from, 90, "OP-42: how long a decision can be signed on (proposed)"},
      Parameter{parameters::kWeightCover, from, 50, "OP-42: docs/decisions/0015"},
      Parameter{parameters::kWeightPunctuality, from, 30, "OP-42: docs/decisions/0015"},
      Parameter{parameters::kWeightMonths, from, 20, "OP-42: docs/decisions/0015"},
      Parameter{parameters::kFullCoverPpm, from, 5'000'000, "OP-42: income of five contributions counts in full"},
      Parameter{parameters::kNoHistory, from, 700, "OP-42: punctuality of who has no history yet"},
      Parameter{parameters::kLongScore, from, 750, "OP-43: 12 months from this score"},
      Parameter{parameters::kMiddleScore, from, 600, "OP-43: 6 months from this score"},
      Parameter{parameters::kShortScore, from, 450, "OP-43: 3 months from this score; below: declined"},
  };
}

}  // namespace xh::contracts::insurance
