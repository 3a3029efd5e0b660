#include "contracts/credit/rules.h"

#include <algorithm>

namespace xh::contracts::credit {
namespace {

constexpr std::int64_t kMostMonths = static_cast<std::int64_t>(payroll::kMaxHistoryMonths);
constexpr std::int64_t kMostDays = 3'660;

std::int64_t ppm(const ParameterLookup& lookup, std::string_view name) {
  return std::clamp<std::int64_t>(lookup(name), 0, kWeightSum);
}
std::int64_t points(const ParameterLookup& lookup, std::string_view name) {
  return std::clamp<std::int64_t>(lookup(name), 0, kFull);
}
std::int64_t months(const ParameterLookup& lookup, std::string_view name) {
  return std::clamp<std::int64_t>(lookup(name), 1, kMostMonths);
}

}  // namespace

ScoreRules score_rules(const ParameterLookup& lookup) {
  ScoreRules out;
  out.weights = {ppm(lookup, "credit.weight.punctuality_ppm"), ppm(lookup, "credit.weight.stability_ppm"),
                 ppm(lookup, "credit.weight.reliability_ppm"), ppm(lookup, "credit.weight.tenure_ppm")};
  out.least_weight = ppm(lookup, "credit.least_weight_ppm");
  out.default_points = points(lookup, "credit.default.points");
  out.fade_points = points(lookup, "credit.default.fade_points");
  out.grade_from = {points(lookup, "credit.grade.a"), points(lookup, "credit.grade.b"),
                    points(lookup, "credit.grade.c"), points(lookup, "credit.grade.d")};
  return out;
}

PartRules part_rules(const ParameterLookup& lookup) {
  PartRules out;
  out.punctuality_months = months(lookup, "credit.punctuality.months");
  out.stability_months = months(lookup, "credit.stability.months");
  out.reliability_months = months(lookup, "credit.reliability.months");
  out.tenure_months = months(lookup, "credit.tenure.months");
  out.least_months = std::clamp<std::int64_t>(lookup("credit.least_months"), 0, kMostMonths);
  out.unconfirmed_ppm = ppm(lookup, "credit.reliability.unconfirmed_ppm");
  out.flagged_ppm = ppm(lookup, "credit.reliability.flagged_ppm");
  out.lost_dispute_points = points(lookup, "credit.reliability.dispute_points");
  return out;
}

MeasureRules measure_rules(const ParameterLookup& lookup) {
  MeasureRules out;
  out.least_weight = ppm(lookup, "credit.least_weight_ppm");
  out.ability = {ppm(lookup, "credit.ability.skill_ppm"), ppm(lookup, "credit.ability.reliability_ppm"),
                 ppm(lookup, "credit.ability.tenure_ppm")};
  out.reemployment = {ppm(lookup, "credit.reemployment.activity_ppm"), ppm(lookup, "credit.reemployment.gap_ppm"),
                      ppm(lookup, "credit.reemployment.reliability_ppm"), ppm(lookup, "credit.reemployment.skill_ppm")};
  out.gap_months = months(lookup, "credit.reemployment.gap_months");
  out.window_months = months(lookup, "credit.stability.months");
  return out;
}

RiskRules risk_rules(const ParameterLookup& lookup) {
  RiskRules out;
  out.least_weight = ppm(lookup, "credit.least_weight_ppm");
  out.weights = {ppm(lookup, "credit.risk.arrears_ppm"), ppm(lookup, "credit.risk.coverage_ppm"),
                 ppm(lookup, "credit.risk.late_ppm"), ppm(lookup, "credit.risk.disputed_ppm")};
  out.months = months(lookup, "credit.risk.months");
  out.arrears_days = std::clamp<std::int64_t>(lookup("credit.risk.arrears_days"), 1, kMostDays);
  return out;
}

ParameterLookup rules_now(const Context& context) {
  return [&context](std::string_view name) { return context.parameter(name, context.now()).value; };
}

std::int64_t number_now(const Context& context, std::string_view name, std::int64_t least, std::int64_t most) {
  return std::clamp(context.parameter(name, context.now()).value, least, most);
}

}  // namespace xh::contracts::credit
