#include "contracts/payroll/tax.h"

#include <algorithm>

#include "chain/crypto/sha256.h"
#include "contracts/engine/calendar.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/pay_rules.h"

namespace xh::contracts::payroll {
namespace {

using chain::Fen;
using chain::Int128;

constexpr std::int64_t kWholePpm = 1'000'000;
constexpr Int128 kMillion = kWholePpm;

std::int64_t share_ppm(std::int64_t value) {
  return std::clamp<std::int64_t>(value, 0, kWholePpm);
}

std::vector<TaxBracket> brackets_of(const Context& context, chain::Timestamp at, const char* table, std::size_t count) {
  std::vector<TaxBracket> out(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto value = [&](const char* what, const char* unit) {
      return context.parameter(bracket_parameter(table, what, i + 1, unit), at).value;
    };
    if (i + 1 < count) out[i].limit = Fen{value("limit", "fen")};
    out[i].rate_ppm = share_ppm(value("rate", "ppm"));
    out[i].quick = Fen{value("quick", "fen")};
  }
  return out;
}

TaxRegime regime_at(const Context& context, chain::Timestamp at) {
  const auto number = context.parameter(parameters::kTaxRegime, at).value;
  const bool known = number >= 0 && number <= static_cast<std::int64_t>(enum_max(TaxRegime{}));
  return known ? static_cast<TaxRegime>(number) : TaxRegime::kOff;
}

// Taxable income in millionths of a fen.
Int128 taxable(const TaxLine& line, Fen payment) {
  const bool cumulative = line.regime != TaxRegime::kLaborService2018;
  const Int128 income = cumulative ? line.base.income.value : payment.value;
  const Int128 contributions = line.regime == TaxRegime::kWages ? line.base.contributions.value : 0;
  return income * (kMillion - line.deduction_ppm) - (Int128{line.deduction.value} + contributions) * kMillion;
}

const TaxBracket& bracket_of(const TaxRules& rules, Int128 income) {
  const auto holds = [&](const TaxBracket& b) { return !b.limit || income <= b.limit->value * kMillion; };
  return *std::ranges::find_if(rules.brackets, holds);
}

}  // namespace

TaxRules tax_rules(const Context& context, chain::Timestamp at) {
  TaxRules out;
  out.regime = regime_at(context, at);
  const auto fen = [&](const char* name) { return Fen{context.parameter(name, at).value}; };
  if (out.regime == TaxRegime::kOff) return out;
  if (out.regime == TaxRegime::kLaborService2018) {
    out.small_limit = fen(parameters::kTaxSmallLimitFen);
    out.small_deduction = fen(parameters::kTaxSmallDeductionFen);
    out.deduction_ppm = share_ppm(context.parameter(parameters::kTaxLaborDeductionPpm, at).value);
    out.brackets = brackets_of(context, at, parameters::kTaxLaborTable, kLaborBrackets);
    return out;
  }
  out.month_deduction = fen(parameters::kTaxMonthDeductionFen);
  if (out.regime == TaxRegime::kPlatformCumulative2025)
    out.deduction_ppm = share_ppm(context.parameter(parameters::kTaxPlatformDeductionPpm, at).value);
  out.brackets = brackets_of(context, at, parameters::kTaxYearTable, kYearBrackets);
  return out;
}

TaxLine tax_on(const TaxRules& rules, Fen payment, const TaxBase& base) {
  TaxLine line;
  line.regime = rules.regime;
  line.base = base;
  if (rules.regime == TaxRegime::kOff) return line;
  if (rules.regime != TaxRegime::kLaborService2018) {
    line.deduction = Fen{rules.month_deduction.value * base.months};
    line.deduction_ppm = rules.deduction_ppm;
  } else if (payment <= rules.small_limit) {
    line.deduction = rules.small_deduction;
  } else {
    line.deduction_ppm = rules.deduction_ppm;
  }
  const Int128 income = taxable(line, payment);
  if (income <= 0) return line;
  const TaxBracket& bracket = bracket_of(rules, income);
  line.rate_ppm = bracket.rate_ppm;
  line.quick = bracket.quick;
  line.amount = tax_of(line, payment).value_or(Fen{});
  return line;
}

std::optional<Fen> tax_of(const TaxLine& line, Fen payment) {
  const auto is_share = [](std::int64_t ppm) { return ppm >= 0 && ppm <= kWholePpm; };
  if (!is_share(line.deduction_ppm) || !is_share(line.rate_ppm) || payment.value < 0) return std::nullopt;
  const Int128 income = taxable(line, payment);
  if (income <= 0) return Fen{};
  constexpr Int128 kUnit = kMillion * kMillion;
  const Int128 tax = (income * line.rate_ppm - line.quick.value * kUnit + kUnit / 2) / kUnit;
  const Int128 before = line.regime == TaxRegime::kLaborService2018 ? 0 : line.base.withheld.value;
  return Fen{static_cast<std::int64_t>(std::clamp<Int128>(tax - before, 0, payment.value))};
}

std::optional<TaxLine> withhold_tax(Context& context, const Settlement& settlement, Fen contributions) {
  const auto month = first_of_month(settlement.payday);
  const auto key = tax_year_key(settlement.worker, settlement.employer, civil_date(month).year);
  auto year = context.read<TaxYear>(key).value_or(TaxYear{});
  if (year.months == 0 || year.last_month != month) ++year.months;
  year.last_month = month;
  year.income = add(year.income, settlement.gross);
  year.contributions = add(year.contributions, contributions);
  const auto rules = tax_rules(context, context.now());
  const auto line = tax_on(rules, settlement.gross, {year.income, year.contributions, year.months, year.withheld});
  year.withheld = add(year.withheld, line.amount);
  context.write(key, year);
  return rules.regime == TaxRegime::kOff ? std::nullopt : std::optional(line);
}

StateKey tax_year_key(const chain::AccountId& worker, const chain::AccountId& employer, std::int64_t year) {
  return StateKey(ContractId::kPayroll, kTaxYearTable).add(worker).add(employer).add(static_cast<std::uint64_t>(year));
}

chain::AccountId tax_account() {
  return chain::retag<chain::AccountId>(chain::Sha256().update(chain::as_bytes("xh/payroll/tax/1")).finish());
}

}  // namespace xh::contracts::payroll
