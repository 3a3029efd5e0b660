// What may be disclosed of a person, to whom and what for (OP-78, OP-79, CR-09). Only derived indicators: raw logs,
// payslips, rent lists, marital status and whatever else is not in this list is no indicator and cannot be asked for,
// whatever a consent says. Numbers and names are stable for ever. Pure; any thread.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace xh::contracts::credit {

enum class Indicator : std::uint32_t {
  kNone = 0,
  kScore = 1,            // with its grade
  kGrade = 2,            // alone
  kScoreReasons = 3,     // the four parts and what each default takes
  kOnTimeRate = 4,       // basis points
  kIncomeCover = 5,      // basis points
  kIncomeStability = 6,  // 0 to 1000, as the part of the score
  kWorkReliability = 7,
  kTenure = 8,
  kDefaults = 9,        // number of those shown (OP-41), each with month and amount
  kLoanRepayment = 10,  // basis points of instalments paid on time
  kCommitments = 11,    // CR-01, CR-02: hashes that the worker added; never the data
  kAbility = 12,
  kSkillLevel = 13,
  kReemployment = 14,
};
constexpr Indicator enum_max(Indicator) {
  return Indicator::kReemployment;
}
constexpr std::string_view enum_name(Indicator indicator) {
  switch (indicator) {
    case Indicator::kScore:
      return "score";
    case Indicator::kGrade:
      return "grade";
    case Indicator::kScoreReasons:
      return "score_reasons";
    case Indicator::kOnTimeRate:
      return "on_time_rate";
    case Indicator::kIncomeCover:
      return "income_cover";
    case Indicator::kIncomeStability:
      return "income_stability";
    case Indicator::kWorkReliability:
      return "work_reliability";
    case Indicator::kTenure:
      return "tenure";
    case Indicator::kDefaults:
      return "defaults";
    case Indicator::kLoanRepayment:
      return "loan_repayment";
    case Indicator::kCommitments:
      return "commitments";
    case Indicator::kAbility:
      return "ability";
    case Indicator::kSkillLevel:
      return "skill_level";
    case Indicator::kReemployment:
      return "reemployment";
    case Indicator::kNone:
      break;
  }
  return "none";
}
inline constexpr std::size_t kMaxIndicators = 14;
inline constexpr std::size_t kMaxIndicatorBytes = 32;

[[nodiscard]] constexpr std::optional<Indicator> indicator_of(std::string_view name) {
  for (std::uint32_t i = 1; i <= static_cast<std::uint32_t>(enum_max(Indicator{})); ++i) {
    if (enum_name(static_cast<Indicator>(i)) == name) return static_cast<Indicator>(i);
  }
  return std::nullopt;
}

// What a consent is for (R-10a, R-10b). The two loan scenes are CR-06's.
enum class ConsentPurpose : std::uint32_t { kNone = 0, kHomeLoan = 1, kGapLoan = 2, kEmployment = 3 };
constexpr ConsentPurpose enum_max(ConsentPurpose) {
  return ConsentPurpose::kEmployment;
}
constexpr std::string_view enum_name(ConsentPurpose purpose) {
  switch (purpose) {
    case ConsentPurpose::kHomeLoan:
      return "home_loan";
    case ConsentPurpose::kGapLoan:
      return "gap_loan";
    case ConsentPurpose::kEmployment:
      return "employment";
    case ConsentPurpose::kNone:
      break;
  }
  return "none";
}

// An employer may see measures of work only, never a credit score (OP-80: no credit discrimination in work).
[[nodiscard]] constexpr bool may_serve(ConsentPurpose purpose, Indicator indicator) {
  if (purpose == ConsentPurpose::kNone || indicator == Indicator::kNone) return false;
  if (purpose != ConsentPurpose::kEmployment) return true;
  return indicator == Indicator::kWorkReliability || indicator == Indicator::kTenure ||
         indicator == Indicator::kAbility || indicator == Indicator::kSkillLevel ||
         indicator == Indicator::kReemployment;
}

}  // namespace xh::contracts::credit
