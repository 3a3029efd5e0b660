// Tax to be withheld from a wage (OP-22, R-13a to R-13c). Amounts are exact until one half-up rounding to the fen.
//
//   labor_service_2018        payment <= small limit: payment - small deduction; above: payment less a share of it;
//                             the payment's bracket
//   platform_cumulative_2025  year's income less a share of it - months x deduction; the year's bracket; less what was
//                             withheld
//   wages                     year's income - months x deduction - employee contributions; the same
//
// Who calls: settlement making; explanation and tests (pure functions). Errors: none; a tax is never negative and never
// above the payment. Limits: none of their own.
#pragma once

#include <vector>

#include "contracts/payroll/records.h"

namespace xh::contracts::payroll {

struct TaxBracket {
  std::optional<chain::Fen> limit;  // of the taxable income, inclusive; none: the last bracket
  std::int64_t rate_ppm = 0;
  chain::Fen quick;
};

struct TaxRules {
  TaxRegime regime = TaxRegime::kOff;
  chain::Fen small_limit;
  chain::Fen small_deduction;
  chain::Fen month_deduction;
  std::int64_t deduction_ppm = 0;
  std::vector<TaxBracket> brackets;  // ascending
};
// In force at `at`. A regime number that no one knows is off.
[[nodiscard]] TaxRules tax_rules(const Context& context, chain::Timestamp at);

// `base` covers the payment too.
[[nodiscard]] TaxLine tax_on(const TaxRules& rules, chain::Fen payment, const TaxBase& base);

// The amount that a payslip's line comes to, from its own figures; nothing when they are beyond all bounds. For the
// explanation of foreign bytes.
[[nodiscard]] std::optional<chain::Fen> tax_of(const TaxLine& line, chain::Fen payment);

// Enters the payment into the worker's year with the employer and says what is withheld from it. The year is kept in
// every regime, so that one that comes into force within it counts from its beginning.
[[nodiscard]] std::optional<TaxLine> withhold_tax(Context& context, const Settlement& settlement,
                                                  chain::Fen contributions);
[[nodiscard]] StateKey tax_year_key(const chain::AccountId& worker, const chain::AccountId& employer,
                                    std::int64_t year);

// Where withheld tax waits for its remittance: an account that nobody holds keys of.
[[nodiscard]] chain::AccountId tax_account();

}  // namespace xh::contracts::payroll
