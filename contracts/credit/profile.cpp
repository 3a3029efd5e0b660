#include "contracts/credit/profile.h"

#include <algorithm>

#include "contracts/credit/rules.h"
#include "contracts/engine/calendar.h"

namespace xh::contracts::credit {
namespace {

constexpr std::int64_t kBasisPoints = 10'000;
constexpr std::int64_t kMonthsOfYear = 12;
constexpr std::int64_t kMostYears = 100;

// What happened, without what an upheld objection took out of the file.
std::vector<ShownDefault> all_defaults(const Context& context, const chain::AccountId& worker, const File& file) {
  std::vector<ShownDefault> out;
  for (const auto& standing : insurance::defaults_of(context, worker)) {
    if (std::ranges::find(file.set_aside, standing.month) != file.set_aside.end()) continue;
    ShownDefault entry;
    entry.kind = DefaultKind::kContribution;
    entry.month = standing.month;
    entry.at = standing.at;
    entry.ended = standing.ended;
    entry.amount = standing.amount;
    out.push_back(entry);
  }
  for (const auto& loan : file.loan_defaults) {
    ShownDefault entry;
    entry.kind = DefaultKind::kLoan;
    entry.month = civil_day_of(context, loan.at);
    entry.at = loan.at;
    entry.ended = loan.ended;
    entry.amount = loan.amount;
    out.push_back(entry);
  }
  std::ranges::stable_sort(out, {}, &ShownDefault::at);
  if (out.size() > kMaxPenalties) out.erase(out.begin(), out.end() - static_cast<std::ptrdiff_t>(kMaxPenalties));
  return out;
}

// Keeps what is shown today: open ones and those that ended less than `years` full years ago (OP-41).
void keep_shown(const Context& context, std::vector<ShownDefault>& defaults, chain::Day today) {
  const auto years = number_now(context, "credit.default.shown_years", 0, kMostYears);
  for (auto& entry : defaults) {
    if (entry.ended) entry.shown_until = add_months(civil_day_of(context, *entry.ended), kMonthsOfYear * years);
  }
  std::erase_if(defaults, [&](const ShownDefault& entry) { return entry.shown_until && *entry.shown_until <= today; });
}

void mark_objected(const Context& context, const File& file, std::vector<ShownDefault>& defaults) {
  for (const auto& key : file.open_objections) {
    const auto objection = find_objection(context, key);
    if (!objection || objection->entry != ObjectedEntry::kDefault || !objection->month) continue;
    for (auto& entry : defaults) entry.objected = entry.objected || entry.month == *objection->month;
  }
}

std::optional<std::int64_t> skill_now(const Context& context, const File& file) {
  const auto life = number_now(context, "credit.skill.months", 1, kMonthsOfYear * kMostYears);
  const auto today = civil_day_of(context, context.now());
  std::vector<std::uint32_t> levels;
  for (const auto& attestation : file.attestations) {
    if (add_months(civil_day_of(context, attestation.at), life) > today) levels.push_back(attestation.level);
  }
  return skill_level_of(levels);
}

DisclosedIndicator known(Indicator indicator, std::optional<std::int64_t> value, std::string_view unit) {
  DisclosedIndicator out;
  out.indicator = indicator;
  out.known = value.has_value();
  out.value = value.value_or(0);
  out.unit = unit;
  if (!value) out.text = "no_history";
  return out;
}

std::optional<std::int64_t> part_value(const Profile& profile, std::size_t index) {
  return index < profile.score.parts.size() ? profile.score.parts[index].value : std::nullopt;
}

}  // namespace

Profile profile_of(const Context& context, const chain::AccountId& worker) {
  const auto lookup = rules_now(context);
  const auto rules = part_rules(lookup);
  const auto file = file_of(context, worker);
  const auto work = payroll::worker_months(context, worker, payroll::kMaxHistoryMonths);
  const auto contributions = insurance::months_of(context, worker, insurance::kMaxHistoryMonths);
  Profile out;
  out.day = civil_day_of(context, context.now());
  const auto parts = derive_parts(rules, work, contributions, out.day);
  out.defaults = all_defaults(context, worker, file);
  std::vector<DefaultEvent> events;
  for (const auto& entry : out.defaults) events.push_back({entry.kind, civil_day_of(context, entry.at)});
  out.score = score_of(score_rules(lookup), parts.values, events, out.day);
  keep_shown(context, out.defaults, out.day);
  mark_objected(context, file, out.defaults);
  out.months_of_work = parts.months_of_work;
  out.least_months = static_cast<std::uint32_t>(rules.least_months);
  out.tenure_months = parts.tenure_months;
  out.on_time_bp = parts.on_time_bp;
  out.income_cover_bp = parts.income_cover_bp;
  out.skill_level = skill_now(context, file);
  if (file.instalments > 0) {
    out.loan_repayment_bp = chain::mul_div_floor(kBasisPoints, static_cast<std::int64_t>(file.instalments_on_time),
                                                 static_cast<std::int64_t>(file.instalments));
  }
  out.punctuality = parts.punctuality;
  out.stability = parts.stability;
  out.reliability = parts.reliability;
  out.cover = parts.cover;
  const auto measures = measure_rules(lookup);
  out.ability = ability_of(measures, out.skill_level, parts.values);
  out.reemployment = reemployment_of(measures, work, out.skill_level, parts.values, out.day);
  out.statements = file.statements;
  out.open_objections = static_cast<std::uint32_t>(file.open_objections.size());
  return out;
}

Grade grade_now(const Context& context, const chain::AccountId& worker) {
  if (!require_usable(context, worker)) return Grade::kNone;
  return profile_of(context, worker).score.grade;
}

Risk risk_now(const Context& context, const chain::AccountId& employer) {
  const auto months = payroll::employer_months(context, employer, payroll::kMaxHistoryMonths);
  return risk_of(risk_rules(rules_now(context)), months, civil_day_of(context, context.now()));
}

DisclosedIndicator indicator_value(const Profile& profile, const File& file, Indicator indicator) {
  switch (indicator) {
    case Indicator::kScore: {
      auto out = known(indicator, profile.score.value, "points");
      if (out.known) out.text = enum_name(profile.score.grade);
      return out;
    }
    case Indicator::kGrade: {
      auto out = known(indicator, profile.score.value ? std::optional<std::int64_t>(0) : std::nullopt, "grade");
      if (out.known) out.text = enum_name(profile.score.grade);
      return out;
    }
    case Indicator::kScoreReasons:
      return known(indicator, static_cast<std::int64_t>(profile.score.parts.size()), "count");
    case Indicator::kOnTimeRate:
      return known(indicator, profile.on_time_bp, "basis_points");
    case Indicator::kIncomeCover:
      return known(indicator, profile.income_cover_bp, "basis_points");
    case Indicator::kIncomeStability:
      return known(indicator, part_value(profile, 1), "per_mille");
    case Indicator::kWorkReliability:
      return known(indicator, part_value(profile, 2), "per_mille");
    case Indicator::kTenure:
      return known(indicator, static_cast<std::int64_t>(profile.tenure_months), "months");
    case Indicator::kDefaults:
      return known(indicator, static_cast<std::int64_t>(profile.defaults.size()), "count");
    case Indicator::kLoanRepayment:
      return known(indicator, profile.loan_repayment_bp, "basis_points");
    case Indicator::kCommitments:
      return known(indicator, static_cast<std::int64_t>(file.commitments.size()), "count");
    case Indicator::kAbility:
      return known(indicator, profile.ability.value, "points");
    case Indicator::kSkillLevel:
      return known(indicator, profile.skill_level, "points");
    case Indicator::kReemployment:
      return known(indicator, profile.reemployment.value, "points");
    case Indicator::kNone:
      break;
  }
  return known(indicator, std::nullopt, "");
}

}  // namespace xh::contracts::credit
