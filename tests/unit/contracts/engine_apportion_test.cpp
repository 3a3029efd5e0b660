#include <algorithm>
#include <boost/test/unit_test.hpp>
#include <limits>
#include <numeric>
#include <random>

#include "contracts/engine/apportion.h"

namespace xh::contracts::test {
namespace {

Weighted entry(std::uint8_t id, std::int64_t weight, std::uint64_t order = 0) {
  Weighted out;
  out.id.bytes[0] = id;
  out.order = order;
  out.weight = weight;
  return out;
}

std::int64_t sum(const std::vector<std::int64_t>& parts) {
  return std::accumulate(parts.begin(), parts.end(), std::int64_t{0});
}

BOOST_AUTO_TEST_SUITE(engine_apportion)

BOOST_AUTO_TEST_CASE(s05_splits_to_the_fen) {
  const std::vector<Weighted> wages{entry(5, 312'000), entry(6, 287'550), entry(7, 264'025)};
  BOOST_TEST(apportion(800'000, wages) == (std::vector<std::int64_t>{289'031, 266'381, 244'588}),
             boost::test_tools::per_element());
  const std::vector<Weighted> arrears{entry(5, 22'969), entry(6, 21'169), entry(7, 19'437)};
  BOOST_TEST(apportion(318, arrears) == (std::vector<std::int64_t>{115, 106, 97}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(ties_go_to_the_smaller_account_then_to_the_smaller_order) {
  BOOST_TEST(apportion(100'000, std::vector{entry(3, 1), entry(1, 1), entry(2, 1)}) ==
                 (std::vector<std::int64_t>{33'333, 33'334, 33'333}),
             boost::test_tools::per_element());
  BOOST_TEST(apportion(1, std::vector{entry(1, 1, 9), entry(1, 1, 2)}) == (std::vector<std::int64_t>{0, 1}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(nothing_and_everything_and_a_weight_of_zero) {
  const std::vector<Weighted> entries{entry(1, 0), entry(2, 7), entry(3, 5)};
  BOOST_TEST(apportion(0, entries) == (std::vector<std::int64_t>{0, 0, 0}), boost::test_tools::per_element());
  BOOST_TEST(apportion(12, entries) == (std::vector<std::int64_t>{0, 7, 5}), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(products_beyond_64_bits_are_exact) {
  constexpr std::int64_t kHalf = std::numeric_limits<std::int64_t>::max() / 2;
  const auto parts = apportion(kHalf - 1, std::vector{entry(1, kHalf), entry(2, kHalf)});
  BOOST_TEST(sum(parts) == kHalf - 1);
  BOOST_TEST(std::abs(parts[0] - parts[1]) <= 1);
}

// Each part lies within one of its exact share, and each computed alone from the threshold is the same.
BOOST_AUTO_TEST_CASE(random_lists_add_up_and_each_part_is_found_alone) {
  std::mt19937_64 random(5);
  for (int round = 0; round < 2000; ++round) {
    std::vector<Weighted> entries;
    std::int64_t weights = 0;
    for (std::uint64_t i = 0; i < 1 + random() % 20; ++i) {
      entries.push_back(entry(static_cast<std::uint8_t>(random() % 4), static_cast<std::int64_t>(random() % 1000), i));
      weights += entries.back().weight;
    }
    if (weights == 0) continue;
    const auto total = static_cast<std::int64_t>(random() % 100'000);
    const auto parts = apportion(total, entries);
    BOOST_TEST_REQUIRE(sum(parts) == total);
    const auto threshold = apportion_threshold(total, entries);
    for (std::size_t i = 0; i < entries.size(); ++i) {
      BOOST_TEST_REQUIRE(apportioned(threshold, entries[i]) == parts[i]);
      BOOST_TEST_REQUIRE(parts[i] >= total * entries[i].weight / weights);
      BOOST_TEST_REQUIRE(parts[i] <= total * entries[i].weight / weights + 1);
    }
  }
}

// Who comes first in the list does not matter.
BOOST_AUTO_TEST_CASE(the_order_of_the_list_changes_nothing) {
  std::mt19937 random(7);
  std::vector<Weighted> entries;
  for (std::uint64_t i = 0; i < 30; ++i)
    entries.push_back(entry(static_cast<std::uint8_t>(i % 7), static_cast<std::int64_t>(i % 5), i));
  const auto threshold = apportion_threshold(1234, entries);
  for (int round = 0; round < 20; ++round) {
    std::ranges::shuffle(entries, random);
    BOOST_TEST((apportion_threshold(1234, entries) == threshold));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
