#include "contracts/credit/measures.h"

#include <algorithm>

#include "contracts/engine/apportion.h"
#include "contracts/engine/calendar.h"

namespace xh::contracts::credit {
namespace {

constexpr std::size_t kReliability = 2;  // in PartValues
constexpr std::size_t kTenure = 3;

Part part(std::string_view name, std::optional<std::int64_t> value, std::int64_t weight) {
  Part out;
  out.name = name;
  out.value = value;
  out.weight = weight;
  return out;
}

// Months with work and the longest run of months without, in the window of income stability.
struct Activity {
  std::int64_t months = 0;
  std::int64_t worked = 0;
  std::int64_t longest_gap = 0;
};
Activity activity_in(std::span<const payroll::WorkerMonth> work, const StabilityFacts& window) {
  Activity out;
  std::int64_t gap = 0;
  for (auto month = window.from; month <= window.to; month = add_months(month, 1)) {
    const bool worked = std::ranges::any_of(work, [&](const auto& w) { return w.month == month && w.days > 0; });
    ++out.months;
    out.worked += worked ? 1 : 0;
    gap = worked ? 0 : gap + 1;
    out.longest_gap = std::max(out.longest_gap, gap);
  }
  return out;
}

// Share of full risk in ppm, rounded up: never less than what was seen.
std::optional<std::int64_t> share_ppm(std::int64_t part, std::int64_t whole) {
  if (whole <= 0) return std::nullopt;
  return chain::mul_div_ceil(std::clamp<std::int64_t>(part, 0, whole), kWeightSum, whole);
}

RiskFacts facts_of(std::span<const payroll::EmployerMonth> months, chain::Day first) {
  RiskFacts out;
  for (const auto& month : months) {
    if (month.month < first) continue;
    ++out.months;
    out.logs += month.logs;
    out.late += month.late;
    out.disputed += month.disputed;
    out.paydays += month.paydays;
    out.short_paydays += month.short_paydays;
    out.arrears_days += month.arrears_days;
    out.due = chain::checked_add(out.due, month.due).value_or(out.due);
    out.granted = chain::checked_add(out.granted, month.granted).value_or(out.granted);
  }
  return out;
}

void add_up(Risk& risk, std::int64_t least_weight) {
  std::vector<Weighted> entries;
  std::int64_t known = 0;
  std::int64_t all = 0;
  for (const auto& p : risk.parts) {
    Weighted entry;
    entry.order = entries.size();
    entry.weight = p.value ? p.weight : 0;
    known += entry.weight;
    all += p.weight;
    entries.push_back(entry);
  }
  const auto least = chain::mul_div_ceil(all, least_weight, kWeightSum);
  if (known <= 0 || !least || known < *least) return;
  const auto shares = apportion(kWeightSum, entries);
  std::int64_t sum = 0;
  for (std::size_t i = 0; i < shares.size(); ++i) {
    risk.parts[i].share = shares[i];
    sum += risk.parts[i].value.value_or(0) * shares[i];
  }
  risk.ppm = (sum + kWeightSum / 2) / kWeightSum;
}

}  // namespace

std::optional<std::int64_t> skill_level_of(std::span<const std::uint32_t> levels) {
  if (levels.empty()) return std::nullopt;
  std::int64_t sum = 0;
  for (const auto level : levels) sum += std::min(level, kMaxSkillLevel);
  return kFull * sum / (static_cast<std::int64_t>(levels.size()) * kMaxSkillLevel);
}

WeightedSum ability_of(const MeasureRules& rules, std::optional<std::int64_t> skill, const PartValues& parts) {
  return weigh({part("skill", skill, rules.ability[0]), part("work_reliability", parts[kReliability], rules.ability[1]),
                part("tenure", parts[kTenure], rules.ability[2])},
               rules.least_weight);
}

WeightedSum reemployment_of(const MeasureRules& rules, std::span<const payroll::WorkerMonth> work,
                            std::optional<std::int64_t> skill, const PartValues& parts, chain::Day at) {
  std::optional<std::int64_t> active;
  std::optional<std::int64_t> gap;
  StabilityFacts window;
  (void)stability_of(work, at, rules.window_months, window);
  if (window.months > 0) {
    const auto activity = activity_in(work, window);
    active = kFull * activity.worked / activity.months;
    const auto most = std::max<std::int64_t>(1, rules.gap_months);
    gap = kFull * std::max<std::int64_t>(0, most - activity.longest_gap) / most;
  }
  return weigh({part("activity", active, rules.reemployment[0]), part("gap", gap, rules.reemployment[1]),
                part("work_reliability", parts[kReliability], rules.reemployment[2]),
                part("skill", skill, rules.reemployment[3])},
               rules.least_weight);
}

Risk risk_of(const RiskRules& rules, std::span<const payroll::EmployerMonth> months, chain::Day at) {
  Risk out;
  out.facts = facts_of(months, add_months(first_of_month(at), -rules.months));
  const auto& facts = out.facts;
  const auto logs = static_cast<std::int64_t>(facts.logs);
  const auto arrears =
      facts.paydays > 0 ? share_ppm(static_cast<std::int64_t>(facts.arrears_days), rules.arrears_days) : std::nullopt;
  const auto uncovered = share_ppm(facts.due.value - facts.granted.value, facts.due.value);
  out.parts = {{"arrears_days", arrears, rules.weights[0], 0},
               {"coverage", uncovered, rules.weights[1], 0},
               {"late_uploads", share_ppm(static_cast<std::int64_t>(facts.late), logs), rules.weights[2], 0},
               {"disputed_logs", share_ppm(static_cast<std::int64_t>(facts.disputed), logs), rules.weights[3], 0}};
  add_up(out, rules.least_weight);
  return out;
}

}  // namespace xh::contracts::credit
