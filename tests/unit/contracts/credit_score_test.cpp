// The score as arithmetic (OP-76, OP-77, S06): parts in, points and reasons out.
#include "contracts/credit/score.h"

#include <boost/test/unit_test.hpp>

#include "contracts/credit/default_parameters.h"
#include "contracts/credit/rules.h"
#include "contracts/engine/calendar.h"

namespace xh::contracts::credit {
namespace {

std::int64_t default_value(std::string_view name) {
  for (const auto& parameter : default_parameters({})) {
    if (parameter.name == name) return parameter.value;
  }
  BOOST_FAIL("no default for " << name);
  return 0;
}
ScoreRules rules() {
  return score_rules(default_value);
}
chain::Day day(std::string_view text) {
  return *day_from_text(text);
}

const PartValues kScenario{900, 700, 850, 400};

Score with_default(std::string_view at) {
  const std::vector<DefaultEvent> defaults{{DefaultKind::kContribution, day("2026-06-26")}};
  return score_of(rules(), kScenario, defaults, day(at));
}

BOOST_AUTO_TEST_SUITE(credit_score)

BOOST_AUTO_TEST_CASE(the_scenario_gives_755_and_grade_b) {
  const auto score = score_of(rules(), kScenario, {}, day("2026-06-25"));
  BOOST_TEST(score.value.value() == 755);
  BOOST_TEST(enum_name(score.grade) == "B");
}

BOOST_AUTO_TEST_CASE(a_default_takes_100_and_gives_back_20_on_each_anniversary) {
  BOOST_TEST(with_default("2026-06-25").value.value() == 755);
  BOOST_TEST(with_default("2026-06-26").value.value() == 655);
  BOOST_TEST(enum_name(with_default("2026-06-26").grade) == "C");
  BOOST_TEST(with_default("2027-06-25").value.value() == 655);
  const std::vector<std::int64_t> fade{655, 675, 695, 715, 735, 755};
  for (std::size_t year = 0; year < fade.size(); ++year) {
    const auto at = add_months(day("2026-06-26"), static_cast<std::int64_t>(12 * year));
    BOOST_TEST(with_default(to_text(at)).value.value() == fade[year]);
  }
}

BOOST_AUTO_TEST_CASE(the_reasons_name_each_part_and_the_day_a_default_ends) {
  const auto score = with_default("2028-01-01");
  BOOST_REQUIRE(score.parts.size() == 4u);
  BOOST_TEST(score.parts[0].points == 315'000'000);
  BOOST_TEST(score.parts[0].lost == 35'000'000);
  std::int64_t sum = 0;
  for (const auto& part : score.parts) {
    sum += part.points;
    BOOST_TEST(part.points + part.lost == kFull * part.share);
  }
  BOOST_TEST(sum == 755'000'000);
  BOOST_REQUIRE(score.penalties.size() == 1u);
  BOOST_TEST(score.penalties[0].points == 80);
  BOOST_TEST(to_text(score.penalties[0].until) == "2031-06-26");
  BOOST_TEST(with_default("2031-06-26").penalties.empty());
}

BOOST_AUTO_TEST_CASE(a_default_of_29_february_fades_on_28_february) {
  const std::vector<DefaultEvent> defaults{{DefaultKind::kContribution, day("2028-02-29")}};
  BOOST_TEST(score_of(rules(), kScenario, defaults, day("2029-02-27")).value.value() == 655);
  BOOST_TEST(score_of(rules(), kScenario, defaults, day("2029-02-28")).value.value() == 675);
}

BOOST_AUTO_TEST_CASE(many_defaults_stop_at_zero_and_never_below) {
  const std::vector<DefaultEvent> defaults(12, {DefaultKind::kContribution, day("2026-06-26")});
  const auto score = score_of(rules(), kScenario, defaults, day("2026-07-01"));
  BOOST_TEST(score.value.value() == 0);
  BOOST_TEST(enum_name(score.grade) == "E");
  BOOST_TEST(score.penalties.size() == 12u);
}

BOOST_AUTO_TEST_CASE(grades_begin_exactly_at_their_limits) {
  const std::vector<std::pair<std::int64_t, std::string_view>> limits{
      {1000, "A"}, {800, "A"}, {799, "B"}, {700, "B"}, {699, "C"}, {600, "C"}, {599, "D"}, {500, "D"}, {499, "E"}};
  for (const auto& [score, grade] : limits) BOOST_TEST(enum_name(grade_of(rules(), score)) == grade);
}

BOOST_AUTO_TEST_CASE(a_part_without_data_gives_its_weight_to_the_others_exactly) {
  const auto score = score_of(rules(), {std::nullopt, 700, 850, 400}, {}, day("2026-06-25"));
  std::int64_t shares = 0;
  for (const auto& part : score.parts) shares += part.share;
  BOOST_TEST(shares == kWeightSum);
  // (30 x 700 + 20 x 850 + 15 x 400) / 65 = 676.92...
  BOOST_TEST(score.value.value() == 677);
  BOOST_TEST(score.parts[0].share == 0);
}

BOOST_AUTO_TEST_CASE(too_little_data_is_no_score_and_not_a_bad_one) {
  const auto nothing = score_of(rules(), {}, {}, day("2026-06-25"));
  BOOST_TEST(!nothing.value.has_value());
  BOOST_TEST(enum_name(nothing.grade) == "none");
  BOOST_TEST(!score_of(rules(), {std::nullopt, std::nullopt, 850, 400}, {}, day("2026-06-25")).value.has_value());
}

BOOST_AUTO_TEST_CASE(the_sum_is_rounded_half_up_once) {
  auto half = rules();
  half.weights = {500'000, 500'000, 0, 0};
  BOOST_TEST(score_of(half, {901, 900, 0, 0}, {}, day("2026-06-25")).value.value() == 901);
  BOOST_TEST(score_of(half, {900, 900, 0, 0}, {}, day("2026-06-25")).value.value() == 900);
}

BOOST_AUTO_TEST_CASE(absurd_parameters_are_clamped_and_break_nothing) {
  const auto wild = score_rules([](std::string_view) { return std::int64_t{-5}; });
  BOOST_TEST(!score_of(wild, kScenario, {}, day("2026-06-25")).value.has_value());
  const auto huge = score_rules([](std::string_view) { return std::numeric_limits<std::int64_t>::max(); });
  BOOST_TEST(score_of(huge, kScenario, {}, day("2026-06-25")).value.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::credit
