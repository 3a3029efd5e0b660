#include "contracts/credit/score.h"

#include <algorithm>

#include "chain/primitives/check.h"
#include "contracts/engine/apportion.h"
#include "contracts/engine/calendar.h"

namespace xh::contracts::credit {
namespace {

constexpr std::int64_t kMonthsOfYear = 12;

// The parts' shares of one million, exact: largest remainder, ties to the earlier part.
std::vector<std::int64_t> shares_of(const std::vector<Part>& parts) {
  std::vector<Weighted> entries;
  for (const auto& part : parts) {
    Weighted entry;
    entry.order = entries.size();
    entry.weight = part.value ? part.weight : 0;
    entries.push_back(entry);
  }
  return apportion(kWeightSum, entries);
}

std::int64_t weight_of(const std::vector<Part>& parts, bool with_data_only) {
  std::int64_t sum = 0;
  for (const auto& part : parts) {
    if (part.value || !with_data_only) sum += part.weight;
  }
  return sum;
}

std::optional<Penalty> penalty_of(const ScoreRules& rules, const DefaultEvent& event, chain::Day at) {
  if (event.day > at) return std::nullopt;
  const auto years = full_years(event.day, at);
  Penalty out;
  out.kind = event.kind;
  out.day = event.day;
  out.points = std::max<std::int64_t>(0, rules.default_points - years * rules.fade_points);
  if (out.points == 0) return std::nullopt;
  const auto last = rules.fade_points > 0 ? (rules.default_points + rules.fade_points - 1) / rules.fade_points : 0;
  if (last > 0) out.until = add_months(event.day, kMonthsOfYear * last);
  return out;
}

}  // namespace

WeightedSum weigh(std::vector<Part> parts, std::int64_t least_weight) {
  WeightedSum out;
  CHECK(parts.size() <= kMaxParts);
  for (auto& part : parts) {
    if (part.value) part.value = std::clamp<std::int64_t>(*part.value, 0, kFull);
  }
  const auto known = weight_of(parts, true);
  const auto all = weight_of(parts, false);
  const auto least = chain::mul_div_ceil(all, least_weight, kWeightSum);
  if (known > 0 && least && known >= *least) {
    const auto shares = shares_of(parts);
    std::int64_t points = 0;
    for (std::size_t i = 0; i < parts.size(); ++i) {
      if (!parts[i].value) continue;
      parts[i].share = shares[i];
      parts[i].points = *parts[i].value * shares[i];
      parts[i].lost = (kFull - *parts[i].value) * shares[i];
      points += parts[i].points;
    }
    out.value = (points + kWeightSum / 2) / kWeightSum;
  }
  out.parts = std::move(parts);
  return out;
}

Score score_of(const ScoreRules& rules, const PartValues& values, std::span<const DefaultEvent> defaults,
               chain::Day at) {
  std::vector<Part> parts;
  for (std::size_t i = 0; i < values.size(); ++i) {
    Part part;
    part.name = kScoreParts[i];
    part.value = values[i];
    part.weight = rules.weights[i];
    parts.push_back(std::move(part));
  }
  auto sum = weigh(std::move(parts), rules.least_weight);
  Score out;
  out.base = sum.value;
  out.parts = std::move(sum.parts);
  for (const auto& event : defaults) {
    if (auto penalty = penalty_of(rules, event, at); penalty && out.penalties.size() < kMaxPenalties)
      out.penalties.push_back(*penalty);
  }
  std::ranges::stable_sort(out.penalties, {}, &Penalty::day);
  if (!out.base) return out;
  std::int64_t value = *out.base;
  for (const auto& penalty : out.penalties) value -= penalty.points;
  out.value = std::max<std::int64_t>(0, value);
  out.grade = grade_of(rules, *out.value);
  return out;
}

Grade grade_of(const ScoreRules& rules, std::int64_t score) {
  constexpr std::array kGrades{Grade::kA, Grade::kB, Grade::kC, Grade::kD};
  for (std::size_t i = 0; i < kGrades.size(); ++i) {
    if (score >= rules.grade_from[i]) return kGrades[i];
  }
  return Grade::kE;
}

std::int64_t full_years(chain::Day from, chain::Day to) {
  if (to < from) return 0;
  std::int64_t years = civil_date(to).year - civil_date(from).year;
  if (add_months(from, kMonthsOfYear * years) > to) --years;
  return years;
}

}  // namespace xh::contracts::credit
