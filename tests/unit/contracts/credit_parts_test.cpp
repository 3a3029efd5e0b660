// From months to parts and measures (docs/decisions/0014), each formula against figures worked out by hand.
#include "contracts/credit/parts.h"

#include <boost/test/unit_test.hpp>

#include "contracts/credit/default_parameters.h"
#include "contracts/credit/rules.h"
#include "contracts/engine/calendar.h"

namespace xh::contracts::credit {
namespace {

using insurance::MonthState;

std::int64_t default_value(std::string_view name) {
  for (const auto& parameter : default_parameters({})) {
    if (parameter.name == name) return parameter.value;
  }
  BOOST_FAIL("no default for " << name);
  return 0;
}

chain::Day month(std::string_view text) {
  return *day_from_text(std::string(text) + "-01");
}
chain::Day day(std::string_view text) {
  return *day_from_text(text);
}

payroll::WorkerMonth work(std::string_view name, std::int64_t gross, std::uint32_t days = 20,
                          std::uint32_t confirmed = 20) {
  payroll::WorkerMonth out;
  out.month = month(name);
  out.gross = chain::Fen{gross};
  out.days = days;
  out.confirmed = confirmed;
  return out;
}
insurance::MonthStanding due(std::string_view name, MonthState state, std::int64_t total = 158'336) {
  return {month(name), state, chain::Fen{total}, chain::Fen{total}};
}

BOOST_AUTO_TEST_SUITE(credit_parts)

BOOST_AUTO_TEST_CASE(punctuality_counts_months_that_wait_for_the_wage_and_leaves_open_ones_out) {
  const std::vector months{due("2026-01", MonthState::kPaidOnTime),  due("2026-02", MonthState::kWaitsForWage),
                           due("2026-03", MonthState::kPaidInGrace), due("2026-04", MonthState::kDefaulted),
                           due("2026-05", MonthState::kCured),       due("2026-06", MonthState::kOpen)};
  const auto facts = punctuality_facts(months, day("2026-07-15"), 24);
  BOOST_TEST(facts.months_due == 5u);
  BOOST_TEST(punctuality_of(facts).value() == 400);
  BOOST_TEST(!punctuality_of(punctuality_facts({}, day("2026-07-15"), 24)).has_value());
}

BOOST_AUTO_TEST_CASE(the_window_of_punctuality_is_24_months_and_the_current_one) {
  const std::vector months{due("2024-06", MonthState::kDefaulted), due("2024-07", MonthState::kPaidOnTime)};
  const auto facts = punctuality_facts(months, day("2026-07-15"), 24);
  BOOST_TEST(facts.months_due == 1u);
  BOOST_TEST(punctuality_of(facts).value() == 1000);
}

BOOST_AUTO_TEST_CASE(equal_months_are_fully_stable_and_swings_cost_their_mean_deviation) {
  StabilityFacts facts;
  const std::vector equal{work("2026-01", 500'000), work("2026-02", 500'000), work("2026-03", 500'000)};
  BOOST_TEST(stability_of(equal, day("2026-04-15"), 12, facts).value() == 1000);
  BOOST_TEST(facts.months == 3u);
  // mean 500, deviations 100, 0, 100: 66.67 / 500 = 13.33 %
  const std::vector swings{work("2026-01", 400), work("2026-02", 500), work("2026-03", 600)};
  BOOST_TEST(stability_of(swings, day("2026-04-15"), 12, facts).value() == 867);
}

BOOST_AUTO_TEST_CASE(a_gap_counts_as_a_month_without_income_but_the_unsettled_last_month_does_not) {
  StabilityFacts facts;
  const std::vector months{work("2026-01", 600), work("2026-02", 600)};
  // 5 April: March may not be settled yet, so the window ends in February
  BOOST_TEST(stability_of(months, day("2026-04-05"), 12, facts).value() == 1000);
  BOOST_TEST(to_text(facts.to) == "2026-02-01");
  // 5 June: March and April had no work: 600, 600, 0, 0: mean 300, deviation 300
  BOOST_TEST(stability_of(months, day("2026-06-05"), 12, facts).value() == 0);
  BOOST_TEST(facts.months == 4u);
}

BOOST_AUTO_TEST_CASE(the_running_month_is_never_judged) {
  StabilityFacts facts;
  const std::vector months{work("2026-02", 600), work("2026-03", 600), work("2026-04", 10)};
  BOOST_TEST(stability_of(months, day("2026-04-20"), 12, facts).value() == 1000);
  BOOST_TEST(!stability_of(std::vector{work("2026-04", 10)}, day("2026-04-20"), 12, facts).has_value());
}

BOOST_AUTO_TEST_CASE(amounts_near_the_end_of_the_range_do_not_overflow) {
  StabilityFacts facts;
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  const std::vector months{work("2026-01", kMax), work("2026-02", kMax), work("2026-03", 0)};
  // mean 2/3, deviations 1/3, 1/3, 2/3: (4/9) / (2/3) = 2/3
  BOOST_TEST(stability_of(months, day("2026-04-15"), 12, facts).value() == 333);
}

BOOST_AUTO_TEST_CASE(reliability_falls_with_silence_flags_and_lost_disputes) {
  const auto rules = part_rules(default_value);
  BOOST_TEST(reliability_of(rules, {26, 26, 0, 0}).value() == 1000);
  BOOST_TEST(reliability_of(rules, {26, 0, 0, 0}).value() == 800);
  // 5 of 20 unconfirmed: 50 points; 2 of 20 flagged: 30; one dispute lost: 25
  BOOST_TEST(reliability_of(rules, {20, 15, 2, 1}).value() == 895);
  BOOST_TEST(reliability_of(rules, {20, 0, 20, 1'000'000}).value() == 0);
  BOOST_TEST(!reliability_of(rules, {}).has_value());
}

BOOST_AUTO_TEST_CASE(tenure_grows_by_months_of_work_up_to_five_years) {
  BOOST_TEST(tenure_of(24, 60).value() == 400);
  BOOST_TEST(tenure_of(1, 60).value() == 16);
  BOOST_TEST(tenure_of(60, 60).value() == 1000);
  BOOST_TEST(tenure_of(90, 60).value() == 1000);
  BOOST_TEST(!tenure_of(0, 60).has_value());
}

BOOST_AUTO_TEST_CASE(income_cover_is_the_scenarios_43683_basis_points) {
  const auto rules = part_rules(default_value);
  const std::vector months{work("2026-03", 691'665, 26, 26)};
  const std::vector contributions{due("2026-03", MonthState::kPaidOnTime, 242'774),
                                  due("2026-05", MonthState::kDefaulted, 158'336)};
  const auto parts = derive_parts(rules, months, contributions, day("2026-07-01"));
  BOOST_TEST(parts.income_cover_bp.value() == 43'683);
  BOOST_TEST(parts.on_time_bp.value() == 5'000);
}

BOOST_AUTO_TEST_CASE(fewer_than_three_months_of_work_give_no_parts_at_all) {
  const auto rules = part_rules(default_value);
  const std::vector two{work("2026-02", 500'000), work("2026-03", 500'000)};
  const auto thin = derive_parts(rules, two, {}, day("2026-04-15"));
  for (const auto& value : thin.values) BOOST_TEST(!value.has_value());
  const std::vector three{work("2026-01", 500'000), work("2026-02", 500'000), work("2026-03", 500'000)};
  const auto enough = derive_parts(rules, three, {}, day("2026-04-15"));
  BOOST_TEST(!enough.values[0].has_value());
  BOOST_TEST(enough.values[1].value() == 1000);
  BOOST_TEST(enough.values[2].value() == 1000);
  BOOST_TEST(enough.values[3].value() == 50);
}

BOOST_AUTO_TEST_CASE(the_scenarios_parts_can_be_reached_from_a_history) {
  // 24 months of work, 7,000 and 13,000 in turns (deviation 30 %); a quarter of the days unconfirmed and four disputes
  // lost; 9 of 10 contributions on time
  const auto rules = part_rules(default_value);
  std::vector<payroll::WorkerMonth> months;
  for (std::int64_t i = 0; i < 24; ++i) {
    auto entry = work("2024-06", i % 2 == 0 ? 700'000 : 1'300'000, 20, 15);
    entry.month = add_months(entry.month, i);
    months.push_back(entry);
  }
  months.back().disputes_lost = 4;
  std::vector<insurance::MonthStanding> contributions;
  for (std::int64_t i = 0; i < 10; ++i) {
    auto entry = due("2025-08", i == 3 ? MonthState::kPaidInGrace : MonthState::kPaidOnTime);
    entry.month = add_months(entry.month, i);
    contributions.push_back(entry);
  }
  const auto parts = derive_parts(rules, months, contributions, day("2026-06-15"));
  BOOST_TEST(parts.values[0].value() == 900);
  BOOST_TEST(parts.values[1].value() == 700);
  BOOST_TEST(parts.values[2].value() == 850);
  BOOST_TEST(parts.values[3].value() == 400);
  const auto score = score_of(score_rules(default_value), parts.values, {}, day("2026-06-15"));
  BOOST_TEST(score.value.value() == 755);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(credit_measures)

BOOST_AUTO_TEST_CASE(skill_is_the_mean_of_the_attested_levels) {
  BOOST_TEST(!skill_level_of({}).has_value());
  const std::vector<std::uint32_t> levels{4, 5, 3};
  BOOST_TEST(skill_level_of(levels).value() == 800);
}

BOOST_AUTO_TEST_CASE(ability_works_without_attestations) {
  const auto rules = measure_rules(default_value);
  const PartValues parts{std::nullopt, std::nullopt, 900, 400};
  // (350 x 900 + 250 x 400) / 600 = 691.67
  BOOST_TEST(ability_of(rules, std::nullopt, parts).value.value() == 692);
  // 0.4 x 800 + 0.35 x 900 + 0.25 x 400
  BOOST_TEST(ability_of(rules, 800, parts).value.value() == 735);
}

BOOST_AUTO_TEST_CASE(a_long_gap_lowers_the_odds_of_new_work) {
  const auto rules = measure_rules(default_value);
  const PartValues parts{std::nullopt, std::nullopt, 1000, std::nullopt};
  const std::vector steady{work("2026-01", 5), work("2026-02", 5), work("2026-03", 5)};
  BOOST_TEST(reemployment_of(rules, steady, 1000, parts, day("2026-04-15")).value.value() == 1000);
  // 15 August: April to June without work: activity 500, gap 500
  BOOST_TEST(reemployment_of(rules, steady, 1000, parts, day("2026-08-15")).value.value() == 700);
}

payroll::EmployerMonth employer_month(std::string_view name) {
  payroll::EmployerMonth out;
  out.month = month(name);
  out.logs = 100;
  out.paydays = 1;
  out.due = chain::Fen{1'000'000};
  out.granted = chain::Fen{1'000'000};
  return out;
}

BOOST_AUTO_TEST_CASE(an_employer_that_pays_all_on_time_has_no_risk) {
  const auto risk = risk_of(risk_rules(default_value), std::vector{employer_month("2026-03")}, day("2026-04-15"));
  BOOST_TEST(risk.ppm.value() == 0);
}

BOOST_AUTO_TEST_CASE(arrears_late_uploads_disputes_and_uncovered_wages_add_up_by_their_weights) {
  auto bad = employer_month("2026-03");
  bad.late = 10;
  bad.disputed = 20;
  bad.arrears_days = 15;
  bad.granted = chain::Fen{600'000};
  const auto risk = risk_of(risk_rules(default_value), std::vector{bad}, day("2026-04-15"));
  // 0.4 x 0.5 + 0.25 x 0.4 + 0.2 x 0.1 + 0.15 x 0.2
  BOOST_TEST(risk.ppm.value() == 350'000);
  BOOST_TEST(risk.facts.arrears_days == 15u);
}

BOOST_AUTO_TEST_CASE(risk_is_one_at_most_and_nothing_without_history) {
  auto worst = employer_month("2026-03");
  worst.late = 100;
  worst.disputed = 5'000;
  worst.arrears_days = 900;
  worst.granted = {};
  BOOST_TEST(risk_of(risk_rules(default_value), std::vector{worst}, day("2026-04-15")).ppm.value() == 1'000'000);
  BOOST_TEST(!risk_of(risk_rules(default_value), {}, day("2026-04-15")).ppm.has_value());
  BOOST_TEST(!risk_of(risk_rules(default_value), std::vector{employer_month("2025-03")}, day("2026-04-15")).ppm);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::credit
