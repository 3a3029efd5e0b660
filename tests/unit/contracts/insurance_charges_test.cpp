// The arithmetic of a month, by hand: the figures of S01, S02 and S06 (reference.md section 10).
#include "contracts/insurance/charges.h"
#include "insurance_world.h"

namespace xh::contracts::test {
namespace {

using chain::Fen;
using insurance::Case;
using insurance::DueFacts;
using insurance::Mode;
using insurance::Parts;
using insurance::Scheme;

insurance::Terms terms_of(Scheme scheme) {
  insurance::Terms out;
  out.scheme = scheme;
  return out;
}

DueFacts facts(Mode mode, Case kind, std::int64_t gross, std::int64_t fee) {
  return {mode, kind, Fen{gross}, Fen{fee}, 500'000};
}

Parts parts(std::int64_t worker, std::int64_t subsidy, std::int64_t employer) {
  return {Fen{worker}, Fen{subsidy}, Fen{employer}};
}

using Line = insurance::ChargeLine;

BOOST_AUTO_TEST_SUITE(insurance_charges)

BOOST_AUTO_TEST_CASE(the_courier_of_s01_is_charged_line_by_line_and_rounded_half_up) {
  const auto due =
      month_due(fixture_row(), terms_of(Scheme::kEmployee), facts(Mode::kAsWritten, Case::kA, 691'665, 41'500));
  BOOST_TEST(due.base.value == 691'665);
  const std::vector<Line> expected{{"pension", Fen{110'666}, Fen{55'333}},
                                   {"medical", Fen{47'725}, Fen{13'833}},
                                   {"unemployment", Fen{4'150}, Fen{2'767}},
                                   {"injury", Fen{2'767}, Fen{0}},
                                   {"maternity", Fen{5'533}, Fen{0}}};
  BOOST_TEST((due.lines == expected));
  BOOST_TEST((due.bears == parts(222'024, 20'750, 0)));
  BOOST_TEST(due.bears.total().value == 242'774);
}

BOOST_AUTO_TEST_CASE(strict_mode_charges_each_side_its_own_share_without_a_subsidy) {
  const auto due =
      month_due(fixture_row(), terms_of(Scheme::kEmployee), facts(Mode::kStrict, Case::kA, 691'665, 41'500));
  BOOST_TEST((due.bears == parts(71'933, 0, 170'841)));
}

BOOST_AUTO_TEST_CASE(the_flexible_scheme_of_s02_stands_on_the_floor_and_gets_the_subsidy_in_both_modes) {
  for (const auto mode : {Mode::kStrict, Mode::kAsWritten}) {
    const auto due = month_due(fixture_row(), terms_of(Scheme::kFlexible), facts(mode, Case::kA, 691'665, 41'500));
    const std::vector<Line> expected{{"pension", {}, Fen{90'220}}, {"medical", {}, Fen{38'344}}};
    BOOST_TEST((due.lines == expected));
    BOOST_TEST(due.personal.value == 36'088);
    BOOST_TEST((due.bears == parts(107'814, 20'750, 0)));
  }
}

BOOST_AUTO_TEST_CASE(cases_a_b_and_c_of_s06_cost_the_same_and_differ_in_the_subsidy) {
  const auto terms = terms_of(Scheme::kEmployee);
  const auto a = month_due(fixture_row(), terms, facts(Mode::kAsWritten, Case::kA, 451'100, 27'066));
  BOOST_TEST((a.bears == parts(144'803, 13'533, 0)));
  std::int64_t employer = 0;
  std::int64_t worker = 0;
  for (const auto& line : a.lines) {
    employer += line.employer.value;
    worker += line.worker.value;
  }
  BOOST_TEST(employer == 111'422);
  BOOST_TEST(worker == 46'914);
  const auto b = month_due(fixture_row(), terms, facts(Mode::kAsWritten, Case::kB, 451'100, 0));
  BOOST_TEST((b.bears == parts(158'336, 0, 0)));
  const auto c = month_due(fixture_row(), terms, facts(Mode::kAsWritten, Case::kC, 0, 0));
  BOOST_TEST((c.bears == parts(158'336, 0, 0)));
}

BOOST_AUTO_TEST_CASE(strict_cases_b_and_c_are_the_flexible_scheme) {
  for (const auto kind : {Case::kB, Case::kC}) {
    const auto due = month_due(fixture_row(), terms_of(Scheme::kEmployee), facts(Mode::kStrict, kind, 900'000, 0));
    BOOST_TEST(due.base.value == 451'100);
    BOOST_TEST((due.bears == parts(128'564, 0, 0)));
  }
}

BOOST_AUTO_TEST_CASE(the_base_is_clamped_between_floor_and_ceiling) {
  const auto employee = terms_of(Scheme::kEmployee);
  const auto base = [&](std::int64_t gross) {
    return month_due(fixture_row(), employee, facts(Mode::kStrict, Case::kA, gross, 0)).base.value;
  };
  BOOST_TEST(base(0) == 451'100);
  BOOST_TEST(base(451'099) == 451'100);
  BOOST_TEST(base(451'101) == 451'101);
  BOOST_TEST(base(2'255'400) == 2'255'400);
  BOOST_TEST(base(99'999'999) == 2'255'400);
  auto flexible = terms_of(Scheme::kFlexible);
  flexible.base = Fen{9'000'000};
  BOOST_TEST(month_due(fixture_row(), flexible, facts(Mode::kStrict, Case::kC, 0, 0)).base.value == 2'255'400);
  flexible.base = Fen{600'000};
  BOOST_TEST(month_due(fixture_row(), flexible, facts(Mode::kStrict, Case::kC, 0, 0)).base.value == 600'000);
}

BOOST_AUTO_TEST_CASE(the_subsidy_is_capped_by_what_the_worker_bears) {
  const auto due =
      month_due(fixture_row(), terms_of(Scheme::kFlexible), facts(Mode::kStrict, Case::kA, 451'100, 9'000'000));
  BOOST_TEST((due.bears == parts(0, 128'564, 0)));
}

BOOST_AUTO_TEST_CASE(the_housing_fund_is_off_until_a_rate_is_agreed) {
  auto terms = terms_of(Scheme::kEmployee);
  terms.housing_employer_ppm = 50'000;
  terms.housing_worker_ppm = 120'000;
  const auto strict = month_due(fixture_row(), terms, facts(Mode::kStrict, Case::kA, 500'010, 0));
  BOOST_TEST((strict.lines.back() == Line{"housing_fund", Fen{25'001}, Fen{60'001}}));  // 25,000.5 and 60,001.2
  const auto agency = month_due(fixture_row(), terms, facts(Mode::kStrict, Case::kC, 0, 0));
  BOOST_TEST((agency.lines.back() == Line{"housing_fund", {}, Fen{54'132}}));
}

BOOST_AUTO_TEST_CASE(whatever_the_facts_the_lines_sum_to_what_is_borne_and_nobody_bears_less_than_nothing) {
  Numbers numbers(20'260'310);
  for (int round = 0; round < 2'000; ++round) {
    auto terms = terms_of(numbers.below(2) == 0 ? Scheme::kEmployee : Scheme::kFlexible);
    terms.base = Fen{static_cast<std::int64_t>(numbers.below(3'000'000))};
    terms.housing_worker_ppm = static_cast<std::int64_t>(numbers.below(2) * (50'000 + numbers.below(70'001)));
    if (terms.scheme == Scheme::kEmployee)
      terms.housing_employer_ppm = static_cast<std::int64_t>(numbers.below(2) * (50'000 + numbers.below(70'001)));
    const auto mode = numbers.below(2) == 0 ? Mode::kStrict : Mode::kAsWritten;
    const auto kind = static_cast<Case>(1 + numbers.below(3));
    const auto gross = static_cast<std::int64_t>(numbers.below(3'000'000));
    const auto due =
        month_due(fixture_row(), terms, facts(mode, kind, gross, static_cast<std::int64_t>(numbers.below(400'000))));
    std::int64_t lines = 0;
    for (const auto& line : due.lines) lines += line.employer.value + line.worker.value;
    BOOST_REQUIRE(lines == due.bears.total().value);
    BOOST_REQUIRE(due.bears.worker.value >= 0 && due.bears.subsidy.value >= 0 && due.bears.employer.value >= 0);
    BOOST_REQUIRE(due.personal.value <= due.lines.front().worker.value);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
