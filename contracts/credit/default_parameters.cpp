#include "contracts/credit/default_parameters.h"

#include <array>
#include <string_view>

namespace xh::contracts::credit {
namespace {

struct Default {
  std::string_view name;
  std::int64_t value;
  std::string_view source;
};

constexpr std::int64_t kYuan = 100;  // fen

constexpr auto kScoreDefaults = std::to_array<Default>({
    {"credit.weight.punctuality_ppm", 350'000, "OP-76"},
    {"credit.weight.stability_ppm", 300'000, "OP-76"},
    {"credit.weight.reliability_ppm", 200'000, "OP-76"},
    {"credit.weight.tenure_ppm", 150'000, "OP-76"},
    {"credit.least_weight_ppm", 500'000, "docs/decisions/0014: parts with data that a score needs"},
    {"credit.least_months", 3, "docs/decisions/0014: months of work that a score needs"},
    {"credit.default.points", 100, "OP-76"},
    {"credit.default.fade_points", 20, "OP-76"},
    {"credit.default.shown_years", 5, "OP-41, R-09b"},
    {"credit.grade.a", 800, "OP-77"},
    {"credit.grade.b", 700, "OP-77"},
    {"credit.grade.c", 600, "OP-77"},
    {"credit.grade.d", 500, "OP-77"},
    {"credit.punctuality.months", 24, "docs/decisions/0014"},
    {"credit.stability.months", 12, "OP-76, docs/decisions/0014"},
    {"credit.reliability.months", 24, "docs/decisions/0014"},
    {"credit.reliability.unconfirmed_ppm", 200'000, "docs/decisions/0014: silence is no fault, but no proof (OP-10)"},
    {"credit.reliability.flagged_ppm", 300'000, "OP-26, docs/decisions/0014"},
    {"credit.reliability.dispute_points", 25, "docs/decisions/0014: each dispute lost"},
    {"credit.tenure.months", 60, "docs/decisions/0014"},
});

constexpr auto kMeasureDefaults = std::to_array<Default>({
    {"credit.skill.months", 36, "docs/decisions/0014: an attestation's life"},
    {"credit.ability.skill_ppm", 400'000, "MA-01, MA-03, docs/decisions/0014"},
    {"credit.ability.reliability_ppm", 350'000, "MA-01, MA-03, docs/decisions/0014"},
    {"credit.ability.tenure_ppm", 250'000, "MA-01, MA-03, docs/decisions/0014"},
    {"credit.reemployment.activity_ppm", 400'000, "MA-05, docs/decisions/0014"},
    {"credit.reemployment.gap_ppm", 200'000, "MA-05, IN-03, docs/decisions/0014"},
    {"credit.reemployment.reliability_ppm", 200'000, "MA-05, docs/decisions/0014"},
    {"credit.reemployment.skill_ppm", 200'000, "MA-05, docs/decisions/0014"},
    {"credit.reemployment.gap_months", 6, "docs/decisions/0014: a gap of this length leaves nothing of its part"},
    {"credit.risk.arrears_ppm", 400'000, "OP-81, docs/decisions/0014"},
    {"credit.risk.coverage_ppm", 250'000, "OP-81, docs/decisions/0014"},
    {"credit.risk.late_ppm", 200'000, "OP-81, docs/decisions/0014"},
    {"credit.risk.disputed_ppm", 150'000, "OP-81, docs/decisions/0014"},
    {"credit.risk.months", 12, "docs/decisions/0014"},
    {"credit.risk.arrears_days", 30, "docs/decisions/0014: days of arrears that are full risk"},
});

// A grade's cap of the union's guarantee, by scene.
constexpr auto kServiceDefaults = std::to_array<Default>({
    {"credit.consent.max_days", 365, "OP-78: a consent ends"},
    {"credit.objection.days", 20, "R-09b, docs/decisions/0014: the union's answer"},
    {"credit.erasure.days", 15, "R-10e, docs/decisions/0014: the union's answer"},
    {"credit.behaviour", 0, "CR-01, CR-02, CR-08: off unless the consortium turns it on"},
    {"credit.retention.wage_months", 36, "R-04c, S15: wage ledgers"},
    {"credit.offer.max_days", 60, "docs/decisions/0014: how long a bank's offer may stand"},
    {"credit.guarantee.default_days", 90, "docs/decisions/0014: days in default before a guarantee is called"},
    {"credit.guarantee.home_loan.a_fen", 50'000 * kYuan, "CR-05, CR-06, docs/decisions/0014"},
    {"credit.guarantee.home_loan.b_fen", 30'000 * kYuan, "CR-05, CR-06, docs/decisions/0014"},
    {"credit.guarantee.home_loan.c_fen", 10'000 * kYuan, "CR-05, CR-06, docs/decisions/0014"},
    {"credit.guarantee.home_loan.d_fen", 0, "CR-05, CR-06, docs/decisions/0014"},
    {"credit.guarantee.home_loan.e_fen", 0, "CR-05, CR-06, docs/decisions/0014"},
    {"credit.guarantee.home_loan.none_fen", 0, "CR-05, CR-06, docs/decisions/0014: no score"},
    {"credit.guarantee.gap_loan.a_fen", 10'000 * kYuan, "CR-05, CR-06, docs/decisions/0014"},
    {"credit.guarantee.gap_loan.b_fen", 6'000 * kYuan, "CR-05, CR-06, docs/decisions/0014"},
    {"credit.guarantee.gap_loan.c_fen", 3'000 * kYuan, "CR-05, CR-06, docs/decisions/0014"},
    {"credit.guarantee.gap_loan.d_fen", 1'000 * kYuan, "CR-05, CR-06, docs/decisions/0014"},
    {"credit.guarantee.gap_loan.e_fen", 0, "CR-05, CR-06, docs/decisions/0014"},
    {"credit.guarantee.gap_loan.none_fen", 1'000 * kYuan, "CR-06, docs/decisions/0014: no score is not a bad score"},
});

}  // namespace

std::vector<chain::Parameter> default_parameters(chain::Timestamp from) {
  std::vector<chain::Parameter> out;
  const auto add = [&](const auto& list) {
    for (const auto& [name, value, source] : list) out.push_back({std::string(name), from, value, std::string(source)});
  };
  add(kScoreDefaults);
  add(kMeasureDefaults);
  add(kServiceDefaults);
  return out;
}

}  // namespace xh::contracts::credit
