#include "contracts/credit/parts.h"

#include <algorithm>
#include <limits>

#include "contracts/engine/calendar.h"

namespace xh::contracts::credit {
namespace {

using chain::Int128;

constexpr std::int64_t kBasisPoints = 10'000;

chain::Day months_before(chain::Day month, std::int64_t months) {
  return add_months(first_of_month(month), -months);
}

std::optional<std::int64_t> ratio(std::uint64_t part, std::uint64_t whole, std::int64_t full) {
  if (whole == 0) return std::nullopt;
  return chain::mul_div_floor(full, static_cast<std::int64_t>(part), static_cast<std::int64_t>(whole));
}

std::int64_t half_up(Int128 numerator, Int128 denominator) {
  const Int128 out = (2 * numerator + denominator) / (2 * denominator);
  constexpr Int128 kMax = std::numeric_limits<std::int64_t>::max();
  return static_cast<std::int64_t>(std::min(out, kMax));
}

bool has_work(const payroll::WorkerMonth& month) {
  return month.days > 0;
}

// The last month whose income can be judged; nothing without any settled month before this one.
std::optional<chain::Day> last_judged(std::span<const payroll::WorkerMonth> months, chain::Day at) {
  const auto current = first_of_month(at);
  std::optional<chain::Day> newest;
  for (const auto& month : months) {
    if (has_work(month) && month.month < current) newest = month.month;
  }
  if (!newest) return std::nullopt;
  return std::max(*newest, months_before(current, 2));
}

Int128 gross_in(std::span<const payroll::WorkerMonth> months, chain::Day month) {
  for (const auto& known : months) {
    if (known.month == month) return std::max<std::int64_t>(0, known.gross.value);
  }
  return 0;
}

chain::Fen to_fen(Int128 sum) {
  constexpr Int128 kMax = std::numeric_limits<std::int64_t>::max();
  return chain::Fen{static_cast<std::int64_t>(std::min(sum, kMax))};
}

ReliabilityFacts reliability_facts(std::span<const payroll::WorkerMonth> months, chain::Day first) {
  ReliabilityFacts out;
  for (const auto& month : months) {
    if (month.month < first) continue;
    out.days += month.days;
    out.confirmed += month.confirmed;
    out.flagged += month.flagged;
    out.disputes_lost += month.disputes_lost;
  }
  return out;
}

CoverFacts cover_facts(std::span<const payroll::WorkerMonth> work,
                       std::span<const insurance::MonthStanding> contributions, std::int64_t window) {
  CoverFacts out;
  const auto skip = work.size() > static_cast<std::size_t>(window) ? work.size() - static_cast<std::size_t>(window) : 0;
  Int128 gross = 0;
  for (const auto& month : work.subspan(skip)) {
    if (month.gross.value <= 0) continue;
    ++out.months;
    gross += month.gross.value;
  }
  out.gross = to_fen(gross);
  for (const auto& month : contributions) {
    if (month.total.value > 0) out.contribution = month.total;  // the newest stays
  }
  return out;
}

}  // namespace

PunctualityFacts punctuality_facts(std::span<const insurance::MonthStanding> months, chain::Day at,
                                   std::int64_t window) {
  using enum insurance::MonthState;
  PunctualityFacts out;
  const auto first = months_before(at, window);
  for (const auto& month : months) {
    if (month.month < first || month.state == kOpen) continue;
    ++out.months_due;
    if (month.state == kPaidOnTime) ++out.on_time;
    if (month.state == kWaitsForWage) ++out.waiting;
    if (month.state == kPaidInGrace) ++out.in_grace;
    if (month.state == kDefaulted) ++out.defaulted;
    if (month.state == kCured) ++out.cured;
  }
  return out;
}

std::optional<std::int64_t> punctuality_of(const PunctualityFacts& facts) {
  return ratio(facts.on_time + facts.waiting, facts.months_due, kFull);
}

std::optional<std::int64_t> stability_of(std::span<const payroll::WorkerMonth> months, chain::Day at,
                                         std::int64_t window, StabilityFacts& facts) {
  const auto last = last_judged(months, at);
  const auto first_work = std::ranges::find_if(months, has_work);
  if (!last || first_work == months.end() || window <= 0) return std::nullopt;
  facts.to = *last;
  facts.from = std::max(months_before(*last, window - 1), first_of_month(first_work->month));
  std::vector<Int128> gross;
  for (auto month = facts.from; month <= facts.to; month = add_months(month, 1))
    gross.push_back(gross_in(months, month));
  const auto count = static_cast<Int128>(gross.size());
  Int128 total = 0;
  for (const auto amount : gross) total += amount;
  facts.months = static_cast<std::uint32_t>(gross.size());
  facts.total = to_fen(total);
  facts.lowest = to_fen(*std::ranges::min_element(gross));
  facts.highest = to_fen(*std::ranges::max_element(gross));
  if (total == 0) return std::nullopt;
  Int128 deviation = 0;
  for (const auto amount : gross) {
    const Int128 distance = count * amount - total;
    deviation += distance < 0 ? -distance : distance;
  }
  return std::max<std::int64_t>(0, kFull - half_up(kFull * deviation, count * total));
}

std::optional<std::int64_t> reliability_of(const PartRules& rules, const ReliabilityFacts& facts) {
  if (facts.days == 0) return std::nullopt;
  const Int128 unconfirmed = facts.days - std::min(facts.confirmed, facts.days);
  const Int128 flagged = std::min(facts.flagged, facts.days);
  const Int128 weighted = unconfirmed * rules.unconfirmed_ppm + flagged * rules.flagged_ppm;
  const auto share = half_up(kFull * weighted, static_cast<Int128>(facts.days) * kWeightSum);
  const Int128 lost = static_cast<Int128>(rules.lost_dispute_points) * facts.disputes_lost;
  return static_cast<std::int64_t>(std::max<Int128>(0, kFull - share - lost));
}

std::optional<std::int64_t> tenure_of(std::uint32_t months, std::int64_t cap) {
  if (months == 0 || cap <= 0) return std::nullopt;
  return kFull * std::min<std::int64_t>(months, cap) / cap;
}

std::optional<std::int64_t> cover_of(const CoverFacts& facts) {
  if (facts.months == 0 || facts.contribution.value <= 0) return std::nullopt;
  const Int128 cover = static_cast<Int128>(kBasisPoints) * facts.gross.value /
                       (static_cast<Int128>(facts.months) * facts.contribution.value);
  return to_fen(cover).value;
}

DerivedParts derive_parts(const PartRules& rules, std::span<const payroll::WorkerMonth> work,
                          std::span<const insurance::MonthStanding> contributions, chain::Day at) {
  DerivedParts out;
  const auto first = months_before(at, rules.reliability_months);
  for (const auto& month : work) {
    if (!has_work(month)) continue;
    ++out.tenure_months;
    if (month.month >= first) ++out.months_of_work;
  }
  out.punctuality = punctuality_facts(contributions, at, rules.punctuality_months);
  out.reliability = reliability_facts(work, first);
  out.cover = cover_facts(work, contributions, rules.stability_months);
  out.on_time_bp = ratio(out.punctuality.on_time + out.punctuality.waiting, out.punctuality.months_due, kBasisPoints);
  out.income_cover_bp = cover_of(out.cover);
  const auto stability = stability_of(work, at, rules.stability_months, out.stability);
  if (out.months_of_work < rules.least_months) return out;
  out.values = {punctuality_of(out.punctuality), stability, reliability_of(rules, out.reliability),
                tenure_of(out.tenure_months, rules.tenure_months)};
  return out;
}

}  // namespace xh::contracts::credit
