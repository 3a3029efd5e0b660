#include "contracts/payroll/pay_rules.h"

#include <algorithm>
#include <limits>

#include "chain/primitives/check.h"
#include "contracts/payroll/night.h"

namespace xh::contracts::payroll {

using chain::Fen;
using chain::Int128;

namespace {

constexpr std::int64_t kMinutesPerHour = 60;
constexpr std::int64_t kMillion = 1'000'000;
// With these bounds no product below leaves 128 bits, whatever foreign bytes say.
constexpr std::uint64_t kMaxQuantity = std::uint64_t{1} << 32;
constexpr std::int64_t kMaxAnyRate = std::int64_t{1} << 40;

std::optional<Fen> half_up(Int128 numerator, Int128 denominator) {
  const Int128 out = (2 * numerator + denominator) / (2 * denominator);
  if (numerator < 0 || out > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return Fen{static_cast<std::int64_t>(out)};
}

// Sum of quantity x rate over the item's tiers; nothing for tiers that do not ascend or rates out of bounds.
std::optional<Int128> tiered(const PayItem& item, std::uint64_t quantity) {
  Int128 sum = 0;
  std::uint64_t done = 0;
  Fen rate = item.rate;
  const auto up_to = [&](std::uint64_t end) {
    if (end > done) sum += Int128{end - done} * rate.value;
    done = std::max(done, end);
  };
  const auto sound = [](Fen r) { return r.value >= 0 && r.value <= kMaxAnyRate; };
  if (!sound(rate)) return std::nullopt;
  for (const auto& tier : item.tiers) {
    if (!sound(tier.rate) || tier.from == 0 || tier.from - 1 < done) return std::nullopt;
    if (tier.from > quantity) break;
    up_to(tier.from - 1);
    rate = tier.rate;
  }
  up_to(quantity);
  return sum;
}

std::optional<LinePay> pay_units(const PayItem& item, std::uint64_t quantity, std::uint64_t at_night,
                                 std::int64_t denominator) {
  if (quantity > kMaxQuantity || at_night > quantity || item.night_ppm > kMaxNightPpm) return std::nullopt;
  const auto sum = tiered(item, quantity);
  if (!sum) return std::nullopt;
  const auto base = half_up(*sum, denominator);
  if (!base) return std::nullopt;
  LinePay out{quantity, at_night, *base, {}};
  if (at_night == 0 || item.night_ppm == 0) return out;
  const auto night = half_up(*sum * at_night * item.night_ppm, Int128{denominator} * quantity * kMillion);
  if (!night) return std::nullopt;
  out.night = *night;
  return out;
}

std::optional<LinePay> pay_milestones(const PayItem& item, const DaySums& work) {
  LinePay out;
  for (const auto& milestone : item.milestones) {
    if (std::ranges::find(work.milestones, milestone.name) == work.milestones.end()) continue;
    const auto sum = chain::checked_add(out.base, milestone.amount);
    if (!sum || milestone.amount.value < 0) return std::nullopt;
    out.base = *sum;
    ++out.quantity;
  }
  return out;
}

std::optional<Fen> minimum_of(const DaySums& work) {
  if (work.minutes > kMaxQuantity || work.min_hour->value < 0) return std::nullopt;
  return half_up(Int128{work.min_hour->value} * work.minutes, kMinutesPerHour);
}

// Cap, floor, top-up, in this order.
bool bound_day(const PayFactors& factors, DaySums& day) {
  if (factors.day_cap.value > 0 && day.amount > factors.day_cap) day.cut = sub(day.amount, factors.day_cap);
  Fen amount = sub(day.amount, day.cut);
  if (is_worked(day) && amount < factors.day_floor) day.raised = sub(factors.day_floor, amount);
  const auto raised = chain::checked_add(amount, day.raised);
  if (!raised) return false;
  amount = *raised;
  if (factors.min_wage_top_up && day.min_hour) {
    const auto minimum = minimum_of(day);
    if (!minimum) return false;
    if (amount < *minimum) day.top_up = sub(*minimum, amount);
    amount = std::max(amount, *minimum);
  }
  day.amount = amount;
  return true;
}

}  // namespace

Fen add(Fen a, Fen b) {
  const auto sum = chain::checked_add(a, b);
  CHECK(sum.has_value());
  return *sum;
}

Fen sub(Fen a, Fen b) {
  const auto difference = chain::checked_sub(a, b);
  CHECK(difference.has_value());
  return *difference;
}

bool is_worked(const DaySums& sums) {
  return sums.orders > 0 || sums.minutes > 0 || sums.agreed.value > 0 || !sums.milestones.empty();
}

std::optional<LinePay> line_pay(const PayItem& item, const DaySums& work) {
  switch (item.kind) {
    case PayKind::kPerOrder:
      return pay_units(item, work.orders, work.night_orders, 1);
    case PayKind::kPerMinute:
      return pay_units(item, work.minutes, work.night_minutes, kMinutesPerHour);
    case PayKind::kPerDay:
      return pay_units(item, is_worked(work) ? 1 : 0, 0, 1);
    case PayKind::kAgreedAmount:
      return work.agreed.value < 0 ? std::nullopt : std::optional(LinePay{0, 0, work.agreed, {}});
    case PayKind::kMilestones:
      return pay_milestones(item, work);
  }
  return std::nullopt;
}

std::optional<DaySums> price(const PayRules& rules, DaySums work) {
  work.items.clear();
  work.amount = work.cut = work.raised = work.top_up = Fen{};
  for (const auto& item : rules.items) {
    const auto pay = line_pay(item, work);
    const auto line = pay ? chain::checked_add(pay->base, pay->night) : std::nullopt;
    const auto sum = line ? chain::checked_add(work.amount, *line) : std::nullopt;
    if (!sum) return std::nullopt;
    work.items.push_back(*line);
    work.amount = *sum;
  }
  const PayFactors factors = rules.factors.value_or(PayFactors{});
  if (factors.day_floor.value < 0 || factors.day_cap.value < 0 || !bound_day(factors, work)) return std::nullopt;
  return work;
}

DaySums quantities(const PayRules& rules, const std::vector<WorkEntry>& entries, const chain::Zone* zone) {
  const PayFactors factors = rules.factors.value_or(PayFactors{});
  DaySums sums;
  for (const auto& entry : entries) {
    sums.orders += entry.orders;
    sums.minutes += entry.minutes;
    sums.agreed = add(sums.agreed, entry.agreed_amount);
    if (!entry.milestone.empty()) sums.milestones.push_back(entry.milestone);
    if (zone == nullptr) continue;
    const NightPart night = night_part(entry, factors, *zone);
    sums.night_orders += night.orders;
    sums.night_minutes += night.minutes;
  }
  return sums;
}

DaySums day_sums(const PayRules& rules, const std::vector<WorkEntry>& entries, const chain::Zone* zone,
                 UsedParameter min_hour) {
  DaySums work = quantities(rules, entries, zone);
  if (rules.factors && rules.factors->min_wage_top_up) work.min_hour = min_hour;
  auto out = price(rules, std::move(work));
  CHECK(out.has_value());
  return std::move(*out);
}

DaySums day_sums(const std::vector<PayItem>& items, const std::vector<WorkEntry>& entries) {
  return day_sums(PayRules{0, items, {}}, entries, nullptr, {});
}

PeriodBounds period_bounds(const std::optional<PayFactors>& factors, Fen days, bool fresh) {
  PeriodBounds out;
  if (!factors) return out;
  // Days of foreign bytes may be anything; those of the contract are never negative.
  const auto over = [](Fen more, Fen less) { return chain::checked_sub(more, less).value_or(Fen{}); };
  if (factors->period_cap.value > 0 && days > factors->period_cap) out.cut = over(days, factors->period_cap);
  if (fresh && days < factors->period_floor) out.raised = over(factors->period_floor, days);
  return out;
}

void add_sums(DaySums& total, const DaySums& day) {
  total.orders += day.orders;
  total.minutes += day.minutes;
  total.night_orders += day.night_orders;
  total.night_minutes += day.night_minutes;
  total.agreed = add(total.agreed, day.agreed);
  total.cut = add(total.cut, day.cut);
  total.raised = add(total.raised, day.raised);
  total.top_up = add(total.top_up, day.top_up);
  if (total.items.size() < day.items.size()) total.items.resize(day.items.size());
  for (std::size_t i = 0; i < day.items.size(); ++i) total.items[i] = add(total.items[i], day.items[i]);
}

Fen fee_of(Fen gross, std::int64_t fee_ppm) {
  const auto fee = chain::mul_div_half_up(gross.value, fee_ppm, kMillion);
  CHECK(fee.has_value());
  return Fen{*fee};
}

}  // namespace xh::contracts::payroll
