// Tax rules as pure functions (OP-22, R-13): the figures of S01_tax and the edges of the tables.
#include <boost/test/unit_test.hpp>

#include "contracts/payroll/tax.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

using chain::Fen;

struct Tax {
  World world;
  TaxRules rules(TaxRegime regime) {
    world.set_parameter("tax.regime", static_cast<std::int64_t>(regime));
    return tax_rules(world.reader(), world.now());
  }
  std::int64_t labor(std::int64_t fen) {
    return tax_on(rules(TaxRegime::kLaborService2018), Fen{fen}, {}).amount.value;
  }
  std::int64_t platform(std::int64_t payment, std::int64_t income, std::uint32_t months, std::int64_t withheld) {
    const TaxBase base{Fen{income}, {}, months, Fen{withheld}};
    return tax_on(rules(TaxRegime::kPlatformCumulative2025), Fen{payment}, base).amount.value;
  }
  std::int64_t wages(std::int64_t payment, std::int64_t income, std::int64_t contributions, std::uint32_t months,
                     std::int64_t withheld) {
    const TaxBase base{Fen{income}, Fen{contributions}, months, Fen{withheld}};
    return tax_on(rules(TaxRegime::kWages), Fen{payment}, base).amount.value;
  }
};

BOOST_AUTO_TEST_SUITE(payroll_tax)

BOOST_FIXTURE_TEST_CASE(s01_figures_of_the_golden_file, Tax) {
  BOOST_TEST(labor(691'665) == 110'666);
  BOOST_TEST(labor(3'000'000) == 520'000);
  BOOST_TEST(labor(400'000) == 64'000);
  BOOST_TEST(labor(80'000) == 0);
  BOOST_TEST(platform(691'665, 691'665, 1, 0) == 1'600);
  BOOST_TEST(platform(691'665, 2 * 691'665, 2, 1'600) == 1'600);
  BOOST_TEST(wages(691'665, 691'665, 71'933, 1, 0) == 3'592);
}

BOOST_FIXTURE_TEST_CASE(labour_service_changes_its_deduction_and_its_bracket_at_the_limits, Tax) {
  BOOST_TEST(labor(79'999) == 0);
  BOOST_TEST(labor(400'001) == 64'000);     // 320,000.8 x 20 %
  BOOST_TEST(labor(2'500'000) == 400'000);  // 20,000.00 taxable: still 20 %
  BOOST_TEST(labor(2'500'010) == 400'002);  // above: 30 % less 2,000.00
  BOOST_TEST(labor(6'250'000) == 1'300'000);
  BOOST_TEST(labor(10'000'000) == 2'500'000);
}

BOOST_FIXTURE_TEST_CASE(cumulative_regimes_take_the_difference_and_never_give_back, Tax) {
  BOOST_TEST(platform(100'000, 100'000, 1, 0) == 0);
  BOOST_TEST(platform(100'000, 791'665, 2, 1'600) == 0);
  // 36,000.00 taxable is 3 %, one yuan more is 10 %.
  BOOST_TEST(wages(4'100'000, 4'100'000, 0, 1, 0) == 108'000);
  BOOST_TEST(wages(4'100'100, 4'100'100, 0, 1, 0) == 108'010);
  BOOST_TEST(wages(200'000'000, 200'000'000, 0, 1, 0) == (200'000'000 - 500'000) * 45LL / 100 - 18'192'000);
}

BOOST_FIXTURE_TEST_CASE(a_tax_is_never_more_than_the_payment, Tax) {
  BOOST_TEST(wages(10, 100'000'000, 0, 1, 0) == 10);
  constexpr auto kMax = std::numeric_limits<std::int64_t>::max();
  BOOST_TEST(labor(kMax) <= kMax);
  BOOST_TEST(wages(kMax, kMax, 0, 12, 0) > 0);
}

BOOST_FIXTURE_TEST_CASE(regime_off_and_unknown_numbers_withhold_nothing, Tax) {
  BOOST_TEST(tax_on(rules(TaxRegime::kOff), Fen{691'665}, {}).amount.value == 0);
  world.set_parameter("tax.regime", 77);
  BOOST_CHECK(tax_rules(world.reader(), world.now()).regime == TaxRegime::kOff);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
