#include "contracts/insurance/classification.h"

#include <algorithm>

#include "contracts/insurance/charges.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/insurance/months.h"

namespace xh::contracts::insurance {
namespace {

using chain::Day;

constexpr std::int64_t kFull = 1000;  // points
constexpr std::int64_t kCoverMonths = 6;
constexpr std::int64_t kYear = 12;

std::int64_t number(const Context& context, const char* name) {
  return context.parameter(name, context.now()).value;
}

// Average wage of the last full months (six at most, from the first one with income on) over one flexible contribution
// at the floor.
Factor income_cover(const Context& context, const Income& income, Day month, const std::string& city) {
  Factor out{"income_cover", 0, 0, number(context, parameters::kWeightCover), false};
  const Day from = add_months(month, -kCoverMonths);
  chain::Int128 sum = 0;
  std::int64_t months = 0;
  for (Day day = from; day < month; day = add_months(day, 1)) {
    const auto at = std::ranges::find(income.months, day, &IncomeMonth::month);
    if (at != income.months.end()) sum += at->gross.value;
    if (at != income.months.end() || months > 0) ++months;
  }
  const auto table = find_rates(context, city);
  CHECK(table.has_value());
  // A renewal check may come before the first month of the contract, and of its city's table.
  const auto* in_force = row_of(*table, month);
  const auto* row = in_force != nullptr ? in_force : &table->rows.front();
  Terms terms;
  terms.scheme = Scheme::kFlexible;
  const auto contribution = month_due(row->row, terms, {}).bears.total().value;
  if (months == 0 || contribution == 0 || sum <= 0) return out;
  constexpr chain::Int128 kMaxCover = 1'000'000'000;  // a thousand contributions say no more than five
  out.measure = static_cast<std::int64_t>(std::min(sum * 1'000'000 / months / contribution, kMaxCover));
  const auto full = std::max<std::int64_t>(number(context, parameters::kFullCoverPpm), 1);
  out.points = std::min(kFull, out.measure * kFull / full);
  return out;
}

std::int64_t points_of(MonthState state) {
  switch (state) {
    case MonthState::kPaidOnTime:
      return kFull;
    case MonthState::kPaidInGrace:
      return 600;
    case MonthState::kCured:
      return 300;
    case MonthState::kDefaulted:
    case MonthState::kOpen:
    case MonthState::kWaitsForWage:
      return 0;
  }
  return 0;
}

// The average of the last twelve months that are decided; open months and those that wait for a wage do not count.
Factor punctuality(const Context& context, const chain::AccountId& worker) {
  Factor out{"punctuality", 0, number(context, parameters::kNoHistory), number(context, parameters::kWeightPunctuality),
             false};
  std::int64_t sum = 0;
  for (const auto& month : months_of(context, worker, static_cast<std::size_t>(kYear))) {
    if (month.state == MonthState::kOpen || month.state == MonthState::kWaitsForWage) continue;
    sum += points_of(month.state);
    ++out.measure;
  }
  if (out.measure > 0) out.points = sum / out.measure;
  return out;
}

Factor months_worked(const Context& context, const Income& income, Day month) {
  Factor out{"months_worked", 0, 0, number(context, parameters::kWeightMonths), false};
  const Day from = add_months(month, -kYear);
  out.measure = std::ranges::count_if(
      income.months, [&](const IncomeMonth& m) { return m.month >= from && m.month < month && m.gross.value > 0; });
  out.points = out.measure * kFull / kYear;
  return out;
}

std::uint32_t months_for(const Context& context, std::int64_t score) {
  const char* const bands[] = {parameters::kLongScore, parameters::kMiddleScore, parameters::kShortScore};
  for (std::size_t i = 0; i < std::size(bands); ++i) {
    if (score >= number(context, bands[i])) return kTerms[i];
  }
  return 0;
}

}  // namespace

Classification classify_now(const Context& context, const chain::AccountId& worker, const std::string& city) {
  const Day month = first_of_month(today(context));
  const auto income = context.read<Income>(income_key(worker)).value_or(Income{});
  Classification out;
  out.worker = worker;
  out.city = city;
  out.at = context.now();
  out.factors = {income_cover(context, income, month, city), punctuality(context, worker),
                 months_worked(context, income, month)};
  std::int64_t weights = 0;
  for (auto& factor : out.factors) {
    factor.is_short = factor.points < number(context, parameters::kShortScore);
    out.score += factor.points * factor.weight;
    weights += factor.weight;
  }
  out.score = weights > 0 ? out.score / weights : 0;
  out.rule_months = months_for(context, out.score);
  return out;
}

std::string short_factors(const Classification& classification) {
  std::string out;
  for (const auto& factor : classification.factors) {
    if (!factor.is_short) continue;
    out += (out.empty() ? "" : ", ") + factor.name + " " + std::to_string(factor.points) + " of 1000";
  }
  return out.empty() ? "none alone" : out;
}

void add_income(Context& context, const chain::AccountId& worker, Day month, chain::Fen gross) {
  auto income = context.read<Income>(income_key(worker)).value_or(Income{});
  auto& months = income.months;
  auto at = std::ranges::lower_bound(months, month, {}, &IncomeMonth::month);
  if (at == months.end() || at->month != month) {
    if (months.size() == kMaxIncomeMonths) {
      if (at == months.begin()) return;  // older than all that is kept
      months.erase(months.begin());
      at = std::ranges::lower_bound(months, month, {}, &IncomeMonth::month);
    }
    at = months.insert(at, {month, {}});
  }
  at->gross = chain::checked_add(at->gross, gross).value_or(at->gross);
  context.write(income_key(worker), income);
}

}  // namespace xh::contracts::insurance
