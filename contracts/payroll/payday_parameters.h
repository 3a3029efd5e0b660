// The numbers of paydays: late interest, corrections, advances, the local minimum wage, tax (rulebook section 14,
// reference data). Part of default_parameters.h. Each is read at the effective time of what it is used for.
#pragma once

#include <string>
#include <vector>

#include "chain/ledger/genesis.h"

namespace xh::contracts::payroll {

namespace parameters {
inline constexpr const char* kLatePpm = "payroll.late_ppm";
inline constexpr const char* kMinMonthFen = "payroll.min_month_fen";
inline constexpr const char* kCorrectionPpm = "payroll.correction_ppm";
inline constexpr const char* kAdvancePpm = "payroll.advance_ppm";
inline constexpr const char* kTaxRegime = "tax.regime";
inline constexpr const char* kTaxSmallLimitFen = "tax.labor.small_limit_fen";
inline constexpr const char* kTaxSmallDeductionFen = "tax.labor.small_deduction_fen";
inline constexpr const char* kTaxLaborDeductionPpm = "tax.labor.deduction_ppm";
inline constexpr const char* kTaxLaborTable = "tax.labor.";
inline constexpr const char* kTaxPlatformDeductionPpm = "tax.platform.deduction_ppm";
inline constexpr const char* kTaxMonthDeductionFen = "tax.year.month_deduction_fen";
inline constexpr const char* kTaxYearTable = "tax.year.";
}  // namespace parameters

inline constexpr std::size_t kLaborBrackets = 3;
inline constexpr std::size_t kYearBrackets = 7;

// A bracket's parameters: "<table>limit_1_fen" (the last bracket has none), "<table>rate_1_ppm", "<table>quick_1_fen".
[[nodiscard]] inline std::string bracket_parameter(const char* table, const char* what, std::size_t number,
                                                   const char* unit) {
  return table + std::string(what) + "_" + std::to_string(number) + "_" + unit;
}

inline void add_brackets(std::vector<chain::Parameter>& out, chain::Timestamp from, const char* table,
                         const std::vector<std::int64_t>& limits, const std::vector<std::int64_t>& rates_ppm,
                         const std::vector<std::int64_t>& quick_fen, const std::string& source) {
  for (std::size_t i = 0; i < rates_ppm.size(); ++i) {
    if (i < limits.size()) out.push_back({bracket_parameter(table, "limit", i + 1, "fen"), from, limits[i], source});
    out.push_back({bracket_parameter(table, "rate", i + 1, "ppm"), from, rates_ppm[i], source});
    out.push_back({bracket_parameter(table, "quick", i + 1, "fen"), from, quick_fen[i], source});
  }
}

[[nodiscard]] inline std::vector<chain::Parameter> payday_parameters(chain::Timestamp from) {
  using chain::Parameter;
  const std::string labor = "R-13a: income of labour services";
  const std::string year = "R-13c: yearly cumulative table";
  std::vector<Parameter> out{
      Parameter{parameters::kLatePpm, from, 500, "OP-19, R-05: 0.05 % of the arrears a day"},
      Parameter{parameters::kMinMonthFen, from, 233'000, "R-14d: monthly minimum wage, first tier (RECALL)"},
      Parameter{parameters::kCorrectionPpm, from, 200'000, "R-14e: at most 20 % of a month's wage (RECALL)"},
      Parameter{parameters::kAdvancePpm, from, 0, "OP-20: off; proposed when on: 500000"},
      Parameter{parameters::kTaxRegime, from, 0,
                "OP-22: 0 off, 1 labor_service_2018, 2 platform_cumulative_2025, 3 wages"},
      Parameter{parameters::kTaxSmallLimitFen, from, 400'000, labor},
      Parameter{parameters::kTaxSmallDeductionFen, from, 80'000, labor},
      Parameter{parameters::kTaxLaborDeductionPpm, from, 200'000, labor},
      Parameter{parameters::kTaxPlatformDeductionPpm, from, 200'000, "R-13b: costs, 20 % of the cumulative income"},
      Parameter{parameters::kTaxMonthDeductionFen, from, 500'000, "R-13b: 5,000 yuan a month"},
  };
  add_brackets(out, from, parameters::kTaxLaborTable, {2'000'000, 5'000'000}, {200'000, 300'000, 400'000},
               {0, 200'000, 700'000}, labor);
  add_brackets(out, from, parameters::kTaxYearTable,
               {3'600'000, 14'400'000, 30'000'000, 42'000'000, 66'000'000, 96'000'000},
               {30'000, 100'000, 200'000, 250'000, 300'000, 350'000, 450'000},
               {0, 252'000, 1'692'000, 3'192'000, 5'292'000, 8'592'000, 18'192'000}, year);
  return out;
}

}  // namespace xh::contracts::payroll
