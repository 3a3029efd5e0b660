// The open rule that derives a worker's class from what payroll settled (FN-01, FN-09, AC-10, AC-11; docs/decisions/
// 0016): how high and how steady the monthly income is. The rule proposes; a human signs; the worker may object.
//
// Who calls: the contract's classify, API, tests. Pure; any thread. Integers: the mean is rounded half-up to the fen,
// the swing (mean absolute deviation over the mean) half-up to a millionth.
#pragma once

#include <span>

#include "contracts/guidance/terms.h"

namespace xh::contracts::guidance {

struct ClassRule {
  std::int64_t least_months = 0;
  chain::Fen active_income;
  std::int64_t active_swing_ppm = 0;
  chain::Fen passive_income;
  std::int64_t passive_swing_ppm = 0;
};

// Why: one code, for people and scripts.
enum class ClassReason : std::uint32_t {
  kTooFewMonths = 0,    // unclassified
  kHighAndSteady = 1,   // active
  kLowIncome = 2,       // passive
  kUnsteadyIncome = 3,  // passive
  kBetween = 4,         // unclassified: a human looks
};
constexpr ClassReason enum_max(ClassReason) {
  return ClassReason::kBetween;
}
constexpr std::string_view enum_name(ClassReason reason) {
  switch (reason) {
    case ClassReason::kTooFewMonths:
      return "too_few_months";
    case ClassReason::kHighAndSteady:
      return "high_and_steady";
    case ClassReason::kLowIncome:
      return "low_income";
    case ClassReason::kUnsteadyIncome:
      return "unsteady_income";
    case ClassReason::kBetween:
      return "between";
  }
  return "";
}

struct DerivedClass {
  WorkerClass worker_class = WorkerClass::kUnclassified;
  ClassReason reason = ClassReason::kTooFewMonths;
  std::uint32_t months = 0;  // looked at, gaps between the first and the last included
  chain::Fen mean;
  std::int64_t swing_ppm = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("worker_class", &DerivedClass::worker_class),
                      chain::field<2>("reason", &DerivedClass::reason),
                      chain::field<3>("months", &DerivedClass::months), chain::field<4>("mean", &DerivedClass::mean),
                      chain::field<5>("swing_ppm", &DerivedClass::swing_ppm));
  }
  friend bool operator==(const DerivedClass&, const DerivedClass&) = default;
};

// `incomes`: gross of consecutive months, a month without work being zero; `worked`: how many of them have work.
// Active: mean >= active income and swing <= active swing. Passive: mean < passive income, or swing > passive swing.
[[nodiscard]] DerivedClass derive_class(std::span<const chain::Fen> incomes, std::uint32_t worked,
                                        const ClassRule& rule);

}  // namespace xh::contracts::guidance
