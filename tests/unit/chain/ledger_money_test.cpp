// Money arithmetic: one rounding, at the end, in 128 bits; nothing on overflow.
#include <boost/test/unit_test.hpp>

#include "chain/primitives/types.h"

namespace xh::chain {
namespace {

constexpr std::int64_t kMax = std::numeric_limits<std::int64_t>::max();
constexpr std::int64_t kMin = std::numeric_limits<std::int64_t>::min();

BOOST_AUTO_TEST_SUITE(ledger_money)

BOOST_AUTO_TEST_CASE(halves_round_away_from_zero) {
  BOOST_TEST(*mul_div_half_up(5, 1, 2) == 3);
  BOOST_TEST(*mul_div_half_up(-5, 1, 2) == -3);
  BOOST_TEST(*mul_div_half_up(4, 1, 3) == 1);
  BOOST_TEST(*mul_div_half_up(5, 1, 3) == 2);
  BOOST_TEST(*mul_div_half_up(-4, 1, 3) == -1);
  BOOST_TEST(*mul_div_half_up(0, 7, 3) == 0);
}

BOOST_AUTO_TEST_CASE(floor_goes_down_and_ceil_goes_up_on_both_sides_of_zero) {
  BOOST_TEST(*mul_div_floor(7, 1, 2) == 3);
  BOOST_TEST(*mul_div_floor(-7, 1, 2) == -4);
  BOOST_TEST(*mul_div_ceil(7, 1, 2) == 4);
  BOOST_TEST(*mul_div_ceil(-7, 1, 2) == -3);
  BOOST_TEST(*mul_div_floor(-6, 1, 2) == -3);
  BOOST_TEST(*mul_div_ceil(6, 1, 2) == 3);
}

// The definitions, without division: floor is the largest q with q*d <= p, ceil the smallest with q*d >= p, half-up the
// nearest.
BOOST_AUTO_TEST_CASE(results_satisfy_their_definitions_everywhere_near_zero) {
  for (std::int64_t value = -40; value <= 40; ++value) {
    for (const std::int64_t numerator : {-3, -1, 1, 2, 7}) {
      for (std::int64_t d = 1; d <= 12; ++d) {
        const std::int64_t p = value * numerator;
        const auto low = *mul_div_floor(value, numerator, d);
        const auto high = *mul_div_ceil(value, numerator, d);
        const auto near = *mul_div_half_up(value, numerator, d);
        BOOST_REQUIRE(low * d <= p && (low + 1) * d > p);
        BOOST_REQUIRE(high * d >= p && (high - 1) * d < p);
        const std::int64_t away = 2 * (near * d - p);
        BOOST_REQUIRE(away <= d && away >= -d);
        if (away == d) BOOST_REQUIRE(near > 0);
        if (away == -d) BOOST_REQUIRE(near < 0);
      }
    }
  }
}

BOOST_AUTO_TEST_CASE(product_may_leave_64_bits_as_long_as_the_result_does_not) {
  BOOST_TEST(*mul_div_floor(kMax, kMax, kMax) == kMax);
  BOOST_TEST(*mul_div_half_up(kMax, 1'000'000, 1'000'000) == kMax);
  BOOST_TEST(*mul_div_half_up(kMin, kMax, kMax) == kMin);
  BOOST_TEST(*mul_div_ceil(kMin, 3, 3) == kMin);
}

BOOST_AUTO_TEST_CASE(overflow_gives_nothing) {
  BOOST_TEST(!mul_div_floor(kMax, 2, 1).has_value());
  BOOST_TEST(!mul_div_ceil(kMin, 2, 1).has_value());
  BOOST_TEST(!mul_div_half_up(kMin, -1, 1).has_value());
  BOOST_TEST(!checked_add(Fen{kMax}, Fen{1}).has_value());
  BOOST_TEST(!checked_sub(Fen{kMin}, Fen{1}).has_value());
  BOOST_TEST(checked_add(Fen{kMax}, Fen{-1})->value == kMax - 1);
}

BOOST_AUTO_TEST_CASE(fee_of_six_percent_is_rounded_once) {
  BOOST_TEST(*mul_div_half_up(691'665, 60'000, 1'000'000) == 41'500);  // 41499.9
  BOOST_TEST(*mul_div_half_up(25, 60'000, 1'000'000) == 2);            // 1.5
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
