// The matching contract's parameters with their proposed values. Genesis takes them from here unless the consortium
// decides otherwise; the contract reads them from the state only.
#pragma once

#include <vector>

#include "chain/ledger/genesis.h"

namespace xh::contracts::matching {

namespace parameters {
inline constexpr const char* kWeightSkill = "match.weight.skill_pct";
inline constexpr const char* kWeightReliability = "match.weight.reliability_pct";
inline constexpr const char* kWeightTimePlace = "match.weight.time_place_pct";
inline constexpr const char* kWeightPreference = "match.weight.preference_pct";
inline constexpr const char* kUnattestedPct = "match.skill.unattested_pct";
inline constexpr const char* kSameCityPoints = "match.place.same_city_points";
inline constexpr const char* kUnknownPoints = "match.reliability.unknown_points";
inline constexpr const char* kMaxOpenDays = "match.opening.max_days";
inline constexpr const char* kAnswerDays = "match.answer_days";
inline constexpr const char* kFeeFen = "match.fee_fen";
}  // namespace parameters

[[nodiscard]] inline std::vector<chain::Parameter> default_parameters(chain::Timestamp from) {
  using chain::Parameter;
  return {
      Parameter{parameters::kWeightSkill, from, 40, "OP-80: 40 % skill fit"},
      Parameter{parameters::kWeightReliability, from, 30, "OP-80: 30 % reliability"},
      Parameter{parameters::kWeightTimePlace, from, 20, "OP-80: 20 % time and place"},
      Parameter{parameters::kWeightPreference, from, 10, "OP-80: 10 % preference"},
      Parameter{parameters::kUnattestedPct, from, 50, "MA-01: a level that is only stated counts half (proposed)"},
      Parameter{parameters::kSameCityPoints, from, 60, "OP-80: another district of the same city (proposed)"},
      Parameter{parameters::kUnknownPoints, from, 50,
                "MA-01: reliability of a worker whose history is too short (proposed)"},
      Parameter{parameters::kMaxOpenDays, from, 90, "MA-04: an opening's longest life (proposed)"},
      Parameter{parameters::kAnswerDays, from, 7, "MA-04: time to answer a proposal (proposed)"},
      Parameter{parameters::kFeeFen, from, 0, "MA-04: recruiting fee for one hire; none until the union sets it"},
  };
}

}  // namespace xh::contracts::matching
