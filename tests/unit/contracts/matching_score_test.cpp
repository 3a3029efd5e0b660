#include <boost/test/unit_test.hpp>

#include "contracts/matching/ranking.h"
#include "contracts/matching/score.h"
#include "test_ledger.h"

namespace xh::contracts::matching {
namespace {

constexpr std::int64_t kPoint = 1'000;

Parts points(std::int64_t skill, std::int64_t reliability, std::int64_t time_place, std::int64_t preference) {
  return {skill * kPoint, reliability * kPoint, time_place * kPoint, preference * kPoint};
}

Candidate candidate(std::uint8_t account, std::int64_t value, bool consents) {
  Candidate out;
  out.worker.bytes[0] = account;
  out.value = value;
  out.credit_on_tie = consents;
  return out;
}

std::vector<int> accounts(const std::vector<Candidate>& candidates) {
  std::vector<int> out;
  for (const auto& c : candidates) out.push_back(c.worker.bytes[0]);
  return out;
}

BOOST_AUTO_TEST_SUITE(matching_score)

BOOST_AUTO_TEST_CASE(the_scores_of_s15_come_out_with_their_arithmetic) {
  const auto w10 = score(points(90, 80, 70, 60), Weights{});
  const auto w11 = score(points(75, 95, 90, 50), Weights{});
  BOOST_TEST(w10.value == 80 * kScorePoint);
  BOOST_TEST(w10.text == "36 + 24 + 14 + 6 = 80");
  BOOST_TEST(w10.lines[0].text == "90 x 40 % = 36");
  BOOST_TEST(w11.value * 2 == 163 * kScorePoint);
  BOOST_TEST(w11.text == "30 + 28.5 + 18 + 5 = 81.5");
  BOOST_TEST(w11.value > w10.value);
}

BOOST_AUTO_TEST_CASE(a_score_is_exact_to_the_last_digit) {
  const auto out = score({33'333, 66'667, 1, 99'999}, Weights{});
  BOOST_TEST(out.value == 33'333 * 40 + 66'667 * 30 + 1 * 20 + 99'999 * 10);
  BOOST_TEST(points_text(out.value, kScorePoint) == "43.3334");
  BOOST_TEST(score(points(100, 100, 100, 100), Weights{}).value == 100 * kScorePoint);
  BOOST_TEST(score(points(0, 0, 0, 0), Weights{}).text == "0 + 0 + 0 + 0 = 0");
}

BOOST_AUTO_TEST_CASE(weights_sum_to_a_hundred_and_parts_stay_within_it) {
  BOOST_TEST(is_valid(Weights{}));
  BOOST_TEST(!is_valid(Weights{40, 30, 20, 11}));
  BOOST_TEST(!is_valid(Weights{140, -40, 0, 0}));
  BOOST_TEST(!is_valid(Parts{100'001, 0, 0, 0}));
  BOOST_TEST(!is_valid(Parts{0, -1, 0, 0}));
}

BOOST_AUTO_TEST_CASE(an_attested_level_counts_in_full_and_a_stated_one_by_half) {
  const WantedSkill wanted{7, 4, 1};
  BOOST_TEST(one_skill(wanted, {}, 50) == 0);
  BOOST_TEST(one_skill(wanted, {{7, 5, 0}}, 50) == 62'500);  // 2.5 of 4
  BOOST_TEST(one_skill(wanted, {{7, 5, 2}}, 50) == 62'500);  // the higher of the two
  BOOST_TEST(one_skill(wanted, {{7, 5, 3}}, 50) == 75'000);
  BOOST_TEST(one_skill(wanted, {{7, 1, 5}}, 50) == 100'000);  // more than wanted is no more than enough
  BOOST_TEST(one_skill({7, 3, 1}, {{7, 1, 1}}, 50) == 33'333);
  BOOST_TEST(one_skill({7, 3, 1}, {{7, 2, 2}}, 50) == 66'667);
}

BOOST_AUTO_TEST_CASE(skill_fit_is_the_mean_by_weight) {
  const std::vector<WantedSkill> wanted{{1, 2, 3}, {2, 2, 1}};
  BOOST_TEST(skill_fit(wanted, {{1, 2, 2}, {2, 2, 2}}, 50) == 100'000);
  BOOST_TEST(skill_fit(wanted, {{1, 2, 2}}, 50) == 75'000);
  BOOST_TEST(skill_fit(wanted, {{2, 2, 2}}, 50) == 25'000);
  BOOST_TEST(skill_fit({{1, 3, 1}, {2, 3, 1}}, {{1, 1, 1}, {2, 1, 1}}, 50) == 33'333);
}

BOOST_AUTO_TEST_CASE(time_is_the_share_of_the_openings_minutes_that_the_worker_has) {
  const std::vector<WeekTime> wanted{{0, 60}, {1'440, 1'500}};
  BOOST_TEST(time_fit(wanted, {{0, kWeekMinutes}}) == 100'000);
  BOOST_TEST(time_fit(wanted, {{30, 90}}) == 25'000);
  BOOST_TEST(time_fit(wanted, {{0, 20}, {40, 60}}) == 33'333);
  BOOST_TEST(time_fit(wanted, {}) == 0);
  BOOST_TEST(time_fit({}, {}) == 100'000);
}

BOOST_AUTO_TEST_CASE(a_place_holds_its_districts_and_a_neighbour_district_counts_partly) {
  BOOST_TEST(place_fit(510'104, {510'104}, 60'000) == 100'000);
  BOOST_TEST(place_fit(510'104, {510'100}, 60'000) == 100'000);
  BOOST_TEST(place_fit(510'104, {510'000}, 60'000) == 100'000);
  BOOST_TEST(place_fit(510'104, {510'107}, 60'000) == 60'000);
  BOOST_TEST(place_fit(510'104, {510'304, 440'100}, 60'000) == 0);
  BOOST_TEST(place_fit(510'104, {440'100, 510'104}, 60'000) == 100'000);
}

BOOST_AUTO_TEST_CASE(wishes_count_by_weight_and_none_are_all_met) {
  BOOST_TEST(wishes_met({{1, 2}, {2, 1}}, {1, 9}) == 66'667);
  BOOST_TEST(wishes_met({{1, 2}}, {}) == 0);
  BOOST_TEST(wishes_met({}, {}) == 100'000);
  BOOST_TEST(mean(66'667, 100'000) == 83'334);
}

BOOST_AUTO_TEST_CASE(credit_decides_a_tie_only_when_everyone_in_it_consents) {
  const auto grades = [](const chain::AccountId& account) { return std::uint32_t{account.bytes[0] == 9 ? 5u : 3u}; };
  std::vector both{candidate(1, 80, true), candidate(9, 80, true), candidate(5, 90, false)};
  order(both, grades);
  BOOST_TEST(accounts(both) == (std::vector{5, 9, 1}), boost::test_tools::per_element());
  BOOST_TEST(both[1].by_credit);
  BOOST_TEST(!both[0].by_credit);
  std::vector one{candidate(9, 80, true), candidate(1, 80, false)};
  order(one, [](const chain::AccountId&) -> std::uint32_t { throw std::logic_error("asked without consent"); });
  BOOST_TEST(accounts(one) == (std::vector{1, 9}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(credit_is_not_asked_where_the_scores_differ) {
  std::vector two{candidate(1, 80, true), candidate(2, 81, true)};
  order(two, [](const chain::AccountId&) -> std::uint32_t { throw std::logic_error("asked without need"); });
  BOOST_TEST(accounts(two) == (std::vector{2, 1}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(the_order_is_the_same_whatever_the_order_of_the_input) {
  test::Numbers numbers(80);
  std::vector<Candidate> list;
  for (std::uint8_t i = 0; i < 60; ++i)
    list.push_back(candidate(i, static_cast<std::int64_t>(numbers.below(7)), numbers.below(4) != 0));
  const auto grades = [](const chain::AccountId& account) { return std::uint32_t{account.bytes[0] % 6u}; };
  auto expected = list;
  order(expected, grades);
  for (int round = 0; round < 20; ++round) {
    for (std::size_t i = list.size(); i > 1; --i) std::swap(list[i - 1], list[numbers.below(i)]);
    auto shuffled = list;
    order(shuffled, grades);
    BOOST_TEST(accounts(shuffled) == accounts(expected), boost::test_tools::per_element());
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::matching
