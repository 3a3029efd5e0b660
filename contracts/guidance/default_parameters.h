// The guidance contract's parameters with their proposed values. Genesis takes them from here unless the consortium
// decides otherwise; the contract reads them from the state only.
#pragma once

#include <vector>

#include "chain/ledger/genesis.h"

namespace xh::contracts::guidance {

namespace parameters {
inline constexpr const char* kReadReceipts = "guidance.read_receipts";
inline constexpr const char* kClassMonths = "guidance.class.months";
inline constexpr const char* kLeastMonths = "guidance.class.least_months";
inline constexpr const char* kActiveIncomeFen = "guidance.class.active_income_fen";
inline constexpr const char* kActiveSwingPpm = "guidance.class.active_swing_ppm";
inline constexpr const char* kPassiveIncomeFen = "guidance.class.passive_income_fen";
inline constexpr const char* kPassiveSwingPpm = "guidance.class.passive_swing_ppm";
}  // namespace parameters

[[nodiscard]] inline std::vector<chain::Parameter> default_parameters(chain::Timestamp from) {
  using chain::Parameter;
  return {
      Parameter{parameters::kReadReceipts, from, 0, "LG-01, R-10: who read what is nobody's business; off"},
      Parameter{parameters::kClassMonths, from, 12, "FN-01: months of work looked at (proposed)"},
      Parameter{parameters::kLeastMonths, from, 3, "FN-01: fewer months with work give no class (proposed)"},
      Parameter{parameters::kActiveIncomeFen, from, 600'000, "AC-11: monthly income of an active worker (proposed)"},
      Parameter{parameters::kActiveSwingPpm, from, 200'000, "AC-11: largest mean deviation of it (proposed)"},
      Parameter{parameters::kPassiveIncomeFen, from, 400'000, "AC-10: below this monthly income passive (proposed)"},
      Parameter{parameters::kPassiveSwingPpm, from, 500'000, "AC-10: above this mean deviation passive (proposed)"},
  };
}

}  // namespace xh::contracts::guidance
