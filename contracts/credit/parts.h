// The four parts of the score and the two ratios, from what payroll and insurance know by the month (OP-76, OP-78,
// S15; formulas in docs/decisions/0014). Given histories in, parts with the facts they came from out.
//
// Who calls: profile.cpp, tests. Pure; any thread. Rounding is stated at each formula. Months are named by their first
// civil day; the histories are oldest first, as payroll/history.h and insurance/history.h give them.
#pragma once

#include <optional>
#include <span>

#include "contracts/credit/score.h"
#include "contracts/insurance/history.h"
#include "contracts/payroll/history.h"

namespace xh::contracts::credit {

struct PartRules {
  std::int64_t punctuality_months = 24;
  std::int64_t stability_months = 12;
  std::int64_t reliability_months = 24;
  std::int64_t tenure_months = 60;
  std::int64_t least_months = 3;         // with settled work, within the reliability window: fewer give no score
  std::int64_t unconfirmed_ppm = 0;      // of 1000 points, when every day is unconfirmed
  std::int64_t flagged_ppm = 0;          // the same for flagged days
  std::int64_t lost_dispute_points = 0;  // each
};

// Months of contributions that fell due in the window, open ones left out.
struct PunctualityFacts {
  std::uint32_t months_due = 0;
  std::uint32_t on_time = 0;
  std::uint32_t waiting = 0;  // the employer owes the wage: counts as on time
  std::uint32_t in_grace = 0;
  std::uint32_t defaulted = 0;
  std::uint32_t cured = 0;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("months_due", &PunctualityFacts::months_due),
        chain::field<2>("on_time", &PunctualityFacts::on_time), chain::field<3>("waiting", &PunctualityFacts::waiting),
        chain::field<4>("in_grace", &PunctualityFacts::in_grace),
        chain::field<5>("defaulted", &PunctualityFacts::defaulted), chain::field<6>("cured", &PunctualityFacts::cured));
  }
  friend bool operator==(const PunctualityFacts&, const PunctualityFacts&) = default;
};

// The months compared, gaps counting as zero; `deviation` is the sum of |months x gross - total|.
struct StabilityFacts {
  chain::Day from;
  chain::Day to;
  std::uint32_t months = 0;
  chain::Fen total;
  chain::Fen lowest;
  chain::Fen highest;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("from", &StabilityFacts::from), chain::field<2>("to", &StabilityFacts::to),
        chain::field<3>("months", &StabilityFacts::months), chain::field<4>("total", &StabilityFacts::total),
        chain::field<5>("lowest", &StabilityFacts::lowest), chain::field<6>("highest", &StabilityFacts::highest));
  }
  friend bool operator==(const StabilityFacts&, const StabilityFacts&) = default;
};

struct ReliabilityFacts {
  std::uint32_t days = 0;
  std::uint32_t confirmed = 0;
  std::uint32_t flagged = 0;
  std::uint32_t disputes_lost = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("days", &ReliabilityFacts::days),
                      chain::field<2>("confirmed", &ReliabilityFacts::confirmed),
                      chain::field<3>("flagged", &ReliabilityFacts::flagged),
                      chain::field<4>("disputes_lost", &ReliabilityFacts::disputes_lost));
  }
  friend bool operator==(const ReliabilityFacts&, const ReliabilityFacts&) = default;
};

struct CoverFacts {
  std::uint32_t months = 0;  // with income
  chain::Fen gross;          // their sum
  chain::Fen contribution;   // of the latest month

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("months", &CoverFacts::months), chain::field<2>("gross", &CoverFacts::gross),
                      chain::field<3>("contribution", &CoverFacts::contribution));
  }
  friend bool operator==(const CoverFacts&, const CoverFacts&) = default;
};

struct DerivedParts {
  PartValues values;                            // all empty for a file too thin
  std::uint32_t months_of_work = 0;             // in the reliability window
  std::uint32_t tenure_months = 0;              // with settled work, all that are known
  std::optional<std::int64_t> on_time_bp;       // OP-78's on_time_rate, floored
  std::optional<std::int64_t> income_cover_bp;  // S15, floored
  PunctualityFacts punctuality;
  StabilityFacts stability;
  ReliabilityFacts reliability;
  CoverFacts cover;
};

// Punctuality = floor(1000 x (on time + waiting) / due). on_time_rate is the same ratio in basis points.
[[nodiscard]] PunctualityFacts punctuality_facts(std::span<const insurance::MonthStanding> months, chain::Day at,
                                                 std::int64_t window);
[[nodiscard]] std::optional<std::int64_t> punctuality_of(const PunctualityFacts& facts);

// Income stability = 1000 - half_up(1000 x mean absolute deviation / mean), at least 0. The window is the last 12
// months up to the last one that can be settled: the month of the newest settled work before this one, and the month
// before the last when that is later (an unsettled last month is nobody's gap). It begins no earlier than the first
// month with work.
[[nodiscard]] std::optional<std::int64_t> stability_of(std::span<const payroll::WorkerMonth> months, chain::Day at,
                                                       std::int64_t window, StabilityFacts& facts);

// Reliability = 1000 - half_up(1000 x (unconfirmed days x u + flagged days x f) / (days x 10^6)) - d x disputes lost,
// at least 0.
[[nodiscard]] std::optional<std::int64_t> reliability_of(const PartRules& rules, const ReliabilityFacts& facts);

// Tenure = floor(1000 x min(months with work, cap) / cap).
[[nodiscard]] std::optional<std::int64_t> tenure_of(std::uint32_t months, std::int64_t cap);

// Income cover = floor(10,000 x average gross of the months with income among the last 12 with a record / latest
// monthly contribution), in basis points; the average is not rounded.
[[nodiscard]] std::optional<std::int64_t> cover_of(const CoverFacts& facts);

[[nodiscard]] DerivedParts derive_parts(const PartRules& rules, std::span<const payroll::WorkerMonth> work,
                                        std::span<const insurance::MonthStanding> contributions, chain::Day at);

}  // namespace xh::contracts::credit
