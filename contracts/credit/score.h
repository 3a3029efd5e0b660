// Open rule scores: a few parts of 0 to 1000 with weights, added up so that everyone can check them by hand (OP-76,
// OP-77, OP-81; docs/decisions/0014). Nothing here knows where the parts come from (parts.h, measures.h).
//
// Who calls: profile.cpp on the ledger, the tool for its offline query, tests. Pure; any thread. Integers only: parts,
// points and shares are exact, the sum is rounded half-up once. A part without data is left out and its weight goes to
// the others in proportion; when too little weight is left there is no score, which is not the same as a bad one.
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/primitives/types.h"

namespace xh::contracts::credit {

inline constexpr std::int64_t kFull = 1000;            // of a part and of a score
inline constexpr std::int64_t kWeightSum = 1'000'000;  // ppm
inline constexpr std::size_t kMaxParts = 8;
inline constexpr std::size_t kMaxPenalties = 256;

// One part of a sum, with its arithmetic: points + lost = 1000 x share, in millionths of a point.
struct Part {
  std::string name;
  std::optional<std::int64_t> value;  // 0 to 1000; nothing: no data
  std::int64_t weight = 0;            // ppm, the rule's
  std::int64_t share = 0;             // ppm, of the parts that have data; they sum to 1,000,000
  std::int64_t points = 0;            // value x share
  std::int64_t lost = 0;              // (1000 - value) x share

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("name", &Part::name, 32), chain::field<2>("value", &Part::value),
                      chain::field<3>("weight", &Part::weight), chain::field<4>("share", &Part::share),
                      chain::field<5>("points", &Part::points), chain::field<6>("lost", &Part::lost));
  }
  friend bool operator==(const Part&, const Part&) = default;
};

struct WeightedSum {
  std::optional<std::int64_t> value;  // nothing: the parts with data weigh too little
  std::vector<Part> parts;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("value", &WeightedSum::value),
                      chain::field<2>("parts", &WeightedSum::parts, kMaxParts));
  }
  friend bool operator==(const WeightedSum&, const WeightedSum&) = default;
};

// Fills shares, points and the sum. Needs weights of 0 to 1,000,000. `least_weight`: ppm of all weights that must have
// data; values outside 0 to 1000 are clamped.
[[nodiscard]] WeightedSum weigh(std::vector<Part> parts, std::int64_t least_weight);

// What happened that lowers a score: a month of insurance in default, or a loan whose guarantee was called.
enum class DefaultKind : std::uint32_t { kContribution = 0, kLoan = 1 };
constexpr DefaultKind enum_max(DefaultKind) {
  return DefaultKind::kLoan;
}
constexpr std::string_view enum_name(DefaultKind kind) {
  return kind == DefaultKind::kLoan ? "loan" : "contribution";
}

struct DefaultEvent {
  DefaultKind kind = DefaultKind::kContribution;
  chain::Day day;  // on which it began, in the union's zone
};

// What a default takes today and from which day on it takes nothing.
struct Penalty {
  DefaultKind kind = DefaultKind::kContribution;
  chain::Day day;
  std::int64_t points = 0;
  chain::Day until;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("kind", &Penalty::kind), chain::field<2>("day", &Penalty::day),
                      chain::field<3>("points", &Penalty::points), chain::field<4>("until", &Penalty::until));
  }
  friend bool operator==(const Penalty&, const Penalty&) = default;
};

enum class Grade : std::uint32_t { kNone = 0, kA = 1, kB = 2, kC = 3, kD = 4, kE = 5 };  // OP-77
constexpr Grade enum_max(Grade) {
  return Grade::kE;
}
constexpr std::string_view enum_name(Grade grade) {
  switch (grade) {
    case Grade::kA:
      return "A";
    case Grade::kB:
      return "B";
    case Grade::kC:
      return "C";
    case Grade::kD:
      return "D";
    case Grade::kE:
      return "E";
    case Grade::kNone:
      break;
  }
  return "none";
}

struct ScoreRules {
  std::array<std::int64_t, 4> weights{};     // ppm: punctuality, income stability, work reliability, tenure
  std::int64_t least_weight = 0;             // ppm
  std::int64_t default_points = 0;           // of a default on its day
  std::int64_t fade_points = 0;              // given back each full civil year
  std::array<std::int64_t, 4> grade_from{};  // lowest score of A, B, C, D
};

inline constexpr std::array<std::string_view, 4> kScoreParts{"punctuality", "income_stability", "work_reliability",
                                                             "tenure"};

// The four parts, in the order of kScoreParts.
using PartValues = std::array<std::optional<std::int64_t>, 4>;

struct Score {
  std::optional<std::int64_t> value;  // base less the penalties, at least 0; nothing: no score
  std::optional<std::int64_t> base;
  Grade grade = Grade::kNone;
  std::vector<Part> parts;
  std::vector<Penalty> penalties;  // those that still take points, oldest first

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("value", &Score::value), chain::field<2>("base", &Score::base),
                      chain::field<3>("grade", &Score::grade), chain::field<4>("parts", &Score::parts, kMaxParts),
                      chain::field<5>("penalties", &Score::penalties, kMaxPenalties));
  }
  friend bool operator==(const Score&, const Score&) = default;
};

// OP-76. A default counts from its day on; years are full civil years (29 February ends on 28 February).
[[nodiscard]] Score score_of(const ScoreRules& rules, const PartValues& values, std::span<const DefaultEvent> defaults,
                             chain::Day at);
[[nodiscard]] Grade grade_of(const ScoreRules& rules, std::int64_t score);
// Full civil years from one day to another; 0 when `to` is before `from`.
[[nodiscard]] std::int64_t full_years(chain::Day from, chain::Day to);

}  // namespace xh::contracts::credit
