// Measures beside the score, all open rule scores with their arithmetic: skill level, overall ability, re-employment
// odds of a worker (MA-01, MA-03, MA-05) and an employer's risk coefficient (OP-81). Formulas: docs/decisions/0014.
//
// Who calls: profile.cpp, tests. Pure; any thread. A re-employment score is a rank by rules, not a probability that was
// estimated from anything.
#pragma once

#include <span>

#include "contracts/credit/parts.h"

namespace xh::contracts::credit {

struct MeasureRules {
  std::int64_t least_weight = 0;               // ppm, as for the score
  std::array<std::int64_t, 3> ability{};       // ppm: skill, reliability, tenure
  std::array<std::int64_t, 4> reemployment{};  // ppm: activity, gap, reliability, skill
  std::int64_t gap_months = 6;
  std::int64_t window_months = 12;
};

inline constexpr std::uint32_t kMaxSkillLevel = 5;

// Mean of the attested levels x 200, floored; nothing without an attestation. Levels are 1 to 5.
[[nodiscard]] std::optional<std::int64_t> skill_level_of(std::span<const std::uint32_t> levels);

// "skill", "work_reliability", "tenure".
[[nodiscard]] WeightedSum ability_of(const MeasureRules& rules, std::optional<std::int64_t> skill,
                                     const PartValues& parts);

// "activity": floor(1000 x months with work / months) of the last 12 that can be judged (as income stability's window).
// "gap": floor(1000 x (g - longest gap in that window) / g), at least 0, g = 6 months.
[[nodiscard]] WeightedSum reemployment_of(const MeasureRules& rules, std::span<const payroll::WorkerMonth> work,
                                          std::optional<std::int64_t> skill, const PartValues& parts, chain::Day at);

struct RiskRules {
  std::int64_t least_weight = 0;
  std::array<std::int64_t, 4> weights{};  // ppm: arrears, coverage, late, disputed
  std::int64_t months = 12;
  std::int64_t arrears_days = 30;
};

// An employer's last months added up.
struct RiskFacts {
  std::uint32_t months = 0;
  std::uint64_t logs = 0;
  std::uint64_t late = 0;
  std::uint64_t disputed = 0;
  std::uint64_t paydays = 0;
  std::uint64_t short_paydays = 0;
  std::uint64_t arrears_days = 0;
  chain::Fen due;
  chain::Fen granted;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("months", &RiskFacts::months), chain::field<2>("logs", &RiskFacts::logs),
                      chain::field<3>("late", &RiskFacts::late), chain::field<4>("disputed", &RiskFacts::disputed),
                      chain::field<5>("paydays", &RiskFacts::paydays),
                      chain::field<6>("short_paydays", &RiskFacts::short_paydays),
                      chain::field<7>("arrears_days", &RiskFacts::arrears_days),
                      chain::field<8>("due", &RiskFacts::due), chain::field<9>("granted", &RiskFacts::granted));
  }
  friend bool operator==(const RiskFacts&, const RiskFacts&) = default;
};

// One part of the coefficient in ppm: value x share / 10^6, rounded half-up when the parts are added.
struct RiskPart {
  std::string name;
  std::optional<std::int64_t> value;  // ppm of full risk; nothing: no data
  std::int64_t weight = 0;
  std::int64_t share = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("name", &RiskPart::name, 32), chain::field<2>("value", &RiskPart::value),
                      chain::field<3>("weight", &RiskPart::weight), chain::field<4>("share", &RiskPart::share));
  }
  friend bool operator==(const RiskPart&, const RiskPart&) = default;
};

struct Risk {
  std::optional<std::int64_t> ppm;  // 0 (none seen) to 1,000,000; nothing: no history
  std::vector<RiskPart> parts;
  RiskFacts facts;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("ppm", &Risk::ppm), chain::field<2>("parts", &Risk::parts, kMaxParts),
                      chain::field<3>("facts", &Risk::facts));
  }
  friend bool operator==(const Risk&, const Risk&) = default;
};

// arrears = min(days / 30, 1); coverage = 1 - granted / due; late = late / logs; disputed = rejections / logs, at most
// 1; each rounded up to a millionth, in the last 12 months with the current one.
[[nodiscard]] Risk risk_of(const RiskRules& rules, std::span<const payroll::EmployerMonth> months, chain::Day at);

}  // namespace xh::contracts::credit
