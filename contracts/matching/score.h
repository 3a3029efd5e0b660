// The match score of OP-80: a weighted sum of four parts, exact, with its arithmetic; and how the parts follow from
// what is on the ledger (docs/decisions/0016).
//
// Who calls: ranking.h, API, `xinghuo match score`, tests. Pure; any thread. Units: a part is thousandths of a point,
// 0 to 100,000 (100 points); a weight is percent, the four sum to 100; a score is 10^-5 points, 0 to 10,000,000, and
// never rounded. Roundings of a part are half-up to the thousandth (OP-04's rule), each said at its function.
#pragma once

#include <array>
#include <string>

#include "contracts/matching/terms.h"

namespace xh::contracts::matching {

inline constexpr std::int64_t kFullPart = 100'000;
inline constexpr std::int64_t kScorePoint = 100'000;  // one point

struct Parts {
  std::int64_t skill = 0;
  std::int64_t reliability = 0;
  std::int64_t time_place = 0;
  std::int64_t preference = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("skill", &Parts::skill), chain::field<2>("reliability", &Parts::reliability),
                      chain::field<3>("time_place", &Parts::time_place),
                      chain::field<4>("preference", &Parts::preference));
  }
  friend bool operator==(const Parts&, const Parts&) = default;
};

struct Weights {
  std::int64_t skill = 40;
  std::int64_t reliability = 30;
  std::int64_t time_place = 20;
  std::int64_t preference = 10;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("skill", &Weights::skill), chain::field<2>("reliability", &Weights::reliability),
                      chain::field<3>("time_place", &Weights::time_place),
                      chain::field<4>("preference", &Weights::preference));
  }
  friend bool operator==(const Weights&, const Weights&) = default;
};
// Four weights of 0 to 100; is_valid: which sum to 100, so that a score is at most 100 points.
[[nodiscard]] bool in_range(const Weights& weights);
[[nodiscard]] bool is_valid(const Weights& weights);
[[nodiscard]] bool is_valid(const Parts& parts);

struct ScoreLine {
  std::string_view name;  // "skill_fit", "reliability", "time_place", "preference"
  std::int64_t part = 0;
  std::int64_t weight = 0;
  std::int64_t product = 0;  // part x weight: 10^-5 points
  std::string text;          // "90 x 40 % = 36"
};
struct Score {
  std::array<ScoreLine, 4> lines;
  std::int64_t value = 0;
  std::string text;  // "36 + 24 + 14 + 6 = 80"
};
// Needs valid parts and weights in range.
[[nodiscard]] Score score(const Parts& parts, const Weights& weights);
[[nodiscard]] std::int64_t score_value(const Parts& parts, const Weights& weights);
// "81.5": a number of points without trailing zeros; `unit` is one point.
[[nodiscard]] std::string points_text(std::int64_t value, std::int64_t unit);

// One wanted skill: min(level, wanted) / wanted, where an attested level counts in full and a level that is only stated
// counts `unattested_pct` percent of itself; the higher of the two. Rounded half-up.
[[nodiscard]] std::int64_t one_skill(const WantedSkill& wanted, const std::vector<KnownSkill>& known,
                                     std::int64_t unattested_pct);
// Mean of the wanted skills by their weights, rounded half-up.
[[nodiscard]] std::int64_t skill_fit(const std::vector<WantedSkill>& wanted, const std::vector<KnownSkill>& known,
                                     std::int64_t unattested_pct);

// Minutes of the opening's week that the worker's week covers, over all of the opening's, rounded half-up; an opening
// without times fits everybody. Linear in the two lists.
[[nodiscard]] std::int64_t time_fit(const std::vector<WeekTime>& wanted, const std::vector<WeekTime>& own);
// Best of the worker's places: 100 points when it is the opening's or holds it (510100 holds 510104, 510000 both), the
// given points for another district of the same city, else 0.
[[nodiscard]] std::int64_t place_fit(std::uint32_t wanted, const std::vector<std::uint32_t>& own,
                                     std::int64_t same_city);
// Weight of the wishes that are met over the weight of all, rounded half-up; no wishes: 100 points.
[[nodiscard]] std::int64_t wishes_met(const std::vector<Wish>& wishes, const std::vector<std::uint32_t>& has);
// The mean of two parts, rounded half-up: time and place; the worker's wishes and the employer's.
[[nodiscard]] std::int64_t mean(std::int64_t a, std::int64_t b);

// Does a worker's place hold an opening's? (see place_fit)
[[nodiscard]] bool holds(std::uint32_t own, std::uint32_t wanted);

}  // namespace xh::contracts::matching
