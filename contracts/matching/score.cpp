#include "contracts/matching/score.h"

#include <algorithm>

#include "chain/primitives/check.h"

namespace xh::contracts::matching {
namespace {

constexpr std::uint32_t kCity = 100;         // 5101|04
constexpr std::uint32_t kProvince = 10'000;  // 51|0104

// Both small enough for 64 bits: parts and weights are limited.
std::int64_t share(std::int64_t numerator, std::int64_t denominator) {
  const auto out = chain::mul_div_half_up(numerator, kFullPart, denominator);
  CHECK(out.has_value());
  return *out;
}

ScoreLine line_of(std::string_view name, std::int64_t part, std::int64_t weight) {
  ScoreLine out{name, part, weight, part * weight, {}};
  out.text =
      points_text(part, 1'000) + " x " + std::to_string(weight) + " % = " + points_text(out.product, kScorePoint);
  return out;
}

std::uint64_t overlap(const WeekTime& a, const WeekTime& b) {
  const auto from = std::max(a.from, b.from);
  const auto until = std::min(a.until, b.until);
  return until > from ? until - from : 0;
}

}  // namespace

bool in_range(const Weights& weights) {
  const std::array all{weights.skill, weights.reliability, weights.time_place, weights.preference};
  return std::ranges::all_of(all, [](std::int64_t weight) { return weight >= 0 && weight <= 100; });
}

bool is_valid(const Weights& weights) {
  return in_range(weights) && weights.skill + weights.reliability + weights.time_place + weights.preference == 100;
}

bool is_valid(const Parts& parts) {
  const std::array all{parts.skill, parts.reliability, parts.time_place, parts.preference};
  return std::ranges::all_of(all, [](std::int64_t part) { return part >= 0 && part <= kFullPart; });
}

std::string points_text(std::int64_t value, std::int64_t unit) {
  std::string out = std::to_string(value / unit);
  std::int64_t rest = value % unit;
  if (rest == 0) return out;
  out += '.';
  for (std::int64_t place = unit / 10; rest != 0; place /= 10) {
    out += static_cast<char>('0' + rest / place);
    rest %= place;
  }
  return out;
}

Score score(const Parts& parts, const Weights& weights) {
  CHECK(is_valid(parts) && in_range(weights));
  Score out;
  out.lines = {line_of("skill_fit", parts.skill, weights.skill),
               line_of("reliability", parts.reliability, weights.reliability),
               line_of("time_place", parts.time_place, weights.time_place),
               line_of("preference", parts.preference, weights.preference)};
  for (const auto& line : out.lines) {
    out.value += line.product;
    out.text += (out.text.empty() ? "" : " + ") + points_text(line.product, kScorePoint);
  }
  out.text += " = " + points_text(out.value, kScorePoint);
  return out;
}

std::int64_t score_value(const Parts& parts, const Weights& weights) {
  return parts.skill * weights.skill + parts.reliability * weights.reliability + parts.time_place * weights.time_place +
         parts.preference * weights.preference;
}

std::int64_t one_skill(const WantedSkill& wanted, const std::vector<KnownSkill>& known, std::int64_t unattested_pct) {
  const auto at = std::ranges::find(known, wanted.code, &KnownSkill::code);
  if (at == known.end()) return 0;
  const std::int64_t full = 100 * static_cast<std::int64_t>(wanted.level);
  const std::int64_t stated = static_cast<std::int64_t>(at->level) * unattested_pct;
  const std::int64_t attested = 100 * static_cast<std::int64_t>(at->attested);
  return share(std::min(full, std::max(stated, attested)), full);
}

std::int64_t skill_fit(const std::vector<WantedSkill>& wanted, const std::vector<KnownSkill>& known,
                       std::int64_t unattested_pct) {
  std::int64_t sum = 0;
  std::int64_t weights = 0;
  for (const auto& skill : wanted) {
    sum += one_skill(skill, known, unattested_pct) * skill.weight;
    weights += skill.weight;
  }
  return weights == 0 ? kFullPart : *chain::mul_div_half_up(sum, 1, weights);
}

std::int64_t time_fit(const std::vector<WeekTime>& wanted, const std::vector<WeekTime>& own) {
  std::uint64_t all = 0;
  std::uint64_t covered = 0;
  for (const auto& want : wanted) {
    all += want.until - want.from;
    for (const auto& have : own) covered += overlap(want, have);
  }
  if (all == 0) return kFullPart;
  return share(static_cast<std::int64_t>(covered), static_cast<std::int64_t>(all));
}

bool holds(std::uint32_t own, std::uint32_t wanted) {
  if (own == wanted) return true;
  if (own % kProvince == 0) return own / kProvince == wanted / kProvince;
  return own % kCity == 0 && own / kCity == wanted / kCity;
}

std::int64_t place_fit(std::uint32_t wanted, const std::vector<std::uint32_t>& own, std::int64_t same_city) {
  std::int64_t best = 0;
  for (const auto place : own) {
    if (holds(place, wanted)) return kFullPart;
    if (place / kCity == wanted / kCity) best = same_city;
  }
  return best;
}

std::int64_t wishes_met(const std::vector<Wish>& wishes, const std::vector<std::uint32_t>& has) {
  std::int64_t met = 0;
  std::int64_t all = 0;
  for (const auto& wish : wishes) {
    all += wish.weight;
    if (std::ranges::find(has, wish.code) != has.end()) met += wish.weight;
  }
  return all == 0 ? kFullPart : share(met, all);
}

std::int64_t mean(std::int64_t a, std::int64_t b) {
  return (a + b + 1) / 2;
}

}  // namespace xh::contracts::matching
