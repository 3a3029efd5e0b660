// Part-time work (S03), weeks that stand out, silence after an upload, flags that the union turns down.
#include <boost/test/unit_test.hpp>

#include "contracts/payroll/history.h"
#include "contracts/payroll/weeks.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

using chain::Fen;

struct PartTime {
  World world{"2026-03-01 20:00"};
  chain::AccountId e1 = world.employers[0];

  Terms cleaner(std::int64_t rate = 2'400, std::uint32_t cycle = 14) const {
    Terms out = world.terms(0, 3, "2026-03-02");
    out.items = {{"hours", PayKind::kPerMinute, Fen{rate}}};
    out.schedule = {ScheduleKind::kCycle, cycle};
    out.form = EmploymentForm::kPartTime;
    return out;
  }
  Answer sign(const Terms& terms) {
    return world.call(terms.employer, MethodId::kSignAgreement, SignAgreementArgs{world.new_key(), terms},
                      {terms.worker, terms.union_account});
  }
  // Six days from Monday on, each uploaded in its evening; gives all part-time events on the way.
  std::vector<PartTimeLimitEvent> week(const chain::RecordKey& k, const std::string& monday,
                                       const std::vector<std::uint32_t>& minutes) {
    std::vector<PartTimeLimitEvent> out;
    const auto take = [&](const Answer& answer) {
      BOOST_REQUIRE_MESSAGE(answer.ok(), answer);
      for (const auto& event : answer.of<PartTimeLimitEvent>(EventKind::kPartTimeLimit)) out.push_back(event);
    };
    for (std::size_t i = 0; i < minutes.size(); ++i) {
      const auto date = to_text(add_days(day(monday), static_cast<std::int64_t>(i)));
      take(world.at(date + " 20:00"));
      take(world.submit(e1, {{k, day(date), 0, {entry("a", minutes[i], 0)}}}));
    }
    take(world.at(to_text(add_days(day(monday), 7)) + " 09:00"));
    return out;
  }
};

BOOST_AUTO_TEST_SUITE(payroll_part_time)

BOOST_FIXTURE_TEST_CASE(s03_a_cycle_over_15_days_is_refused_for_part_time, PartTime) {
  BOOST_TEST(sign(cleaner(2'400, 16)).code == "PART_TIME_CYCLE");
  BOOST_TEST(sign(cleaner(2'400, 16)).rule == "OP-15");
  auto monthly = cleaner();
  monthly.schedule = {ScheduleKind::kMonthly, 10};
  BOOST_TEST(sign(monthly).code == "PART_TIME_CYCLE");
  BOOST_TEST(sign(cleaner(2'400, 15)).ok());
  BOOST_TEST(sign(cleaner(2'400, 14)).ok());
  auto courier = cleaner(2'400, 16);
  courier.form = EmploymentForm::kCrowdsourcing;
  BOOST_TEST(sign(courier).ok());
}

BOOST_FIXTURE_TEST_CASE(an_hourly_rate_below_the_minimum_is_refused_unless_topped_up, PartTime) {
  BOOST_TEST(sign(cleaner(2'299)).code == "BELOW_HOURLY_MINIMUM");
  BOOST_TEST(sign(cleaner(2'300)).ok());
  auto tiers = cleaner(2'400);
  tiers.items[0].tiers = {{121, Fen{2'200}}};
  BOOST_TEST(sign(tiers).code == "BELOW_HOURLY_MINIMUM");
  tiers.factors = PayFactors{};
  tiers.factors->min_wage_top_up = true;
  BOOST_TEST(sign(tiers).ok());
}

BOOST_FIXTURE_TEST_CASE(s03_the_second_week_passes_24_hours_and_is_still_paid, PartTime) {
  const auto k = world.agree(cleaner());
  world.deposit(e1, 200'000);
  BOOST_TEST(week(k, "2026-03-02", {240, 210, 240, 240, 205, 240}).empty());
  const auto events = week(k, "2026-03-09", {240, 240, 240, 240, 240, 245});
  BOOST_REQUIRE(events.size() == 1u);
  BOOST_TEST(to_text(events[0].monday) == "2026-03-09");
  BOOST_TEST(events[0].minutes == 1'445u);
  BOOST_TEST(events[0].days == 6u);
  BOOST_TEST(events[0].over_week);
  BOOST_TEST(events[0].over_average);
  const auto slip = world.at("2026-03-16 12:00").of<Settlement>(EventKind::kSettlement).at(0);
  BOOST_TEST(slip.gross.value == 55'000 + 57'800);
  const auto review = world.reader().read<Review>(review_key(events[0].review));
  BOOST_REQUIRE(review.has_value());
  BOOST_TEST(review->minutes == 1'445u);
  BOOST_TEST((review->outcome == ReviewOutcome::kOpen));
}

BOOST_FIXTURE_TEST_CASE(an_average_above_four_hours_is_told_when_the_week_is_over, PartTime) {
  const auto k = world.agree(cleaner());
  // A long day alone says nothing yet; with the short ones after it the average holds.
  BOOST_TEST(week(k, "2026-03-02", {300, 180}).empty());
  const auto events = week(k, "2026-03-09", {300, 200});
  BOOST_REQUIRE(events.size() == 1u);
  BOOST_TEST(!events[0].over_week);
  BOOST_TEST(events[0].over_average);
  BOOST_TEST(events[0].minutes == 500u);
  // A late log for a week that is over is judged at once.
  const auto late = world.submit(e1, {{k, day("2026-03-04"), 0, {entry("a", 300, 0)}}});
  BOOST_TEST(late.of<PartTimeLimitEvent>(EventKind::kPartTimeLimit).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(all_agreements_with_one_employer_count_together, PartTime) {
  const auto k1 = world.agree(cleaner());
  const auto k2 = world.agree(cleaner());
  auto elsewhere = cleaner();
  elsewhere.employer = world.employers[1];
  const auto k3 = world.agree(elsewhere);
  world.at("2026-03-02 20:00");
  BOOST_TEST(world.submit(e1, {{k1, day("2026-03-02"), 0, {entry("a", 800, 0)}}}).ok());
  BOOST_TEST(world.submit(world.employers[1], {{k3, day("2026-03-02"), 0, {entry("a", 700, 0)}}})
                 .of<PartTimeLimitEvent>(EventKind::kPartTimeLimit)
                 .empty());
  const auto answer = world.submit(e1, {{k2, day("2026-03-02"), 0, {entry("a", 700, 0)}}});
  const auto events = answer.of<PartTimeLimitEvent>(EventKind::kPartTimeLimit);
  BOOST_REQUIRE(events.size() == 1u);
  BOOST_TEST(events[0].minutes == 1'500u);
}

BOOST_FIXTURE_TEST_CASE(the_union_closes_a_review_once, PartTime) {
  const auto k = world.agree(cleaner());
  const auto events = week(k, "2026-03-02", {300, 200});
  BOOST_REQUIRE(events.size() == 1u);
  const auto close = [&](const chain::AccountId& by, std::uint64_t number, ReviewOutcome outcome) {
    return world.call(by, MethodId::kCloseReview, CloseReviewArgs{number, outcome}).code;
  };
  BOOST_TEST(close(e1, events[0].review, ReviewOutcome::kNoted) == "ROLE_REQUIRED");
  BOOST_TEST(close(world.union_account, 7, ReviewOutcome::kNoted) == "UNKNOWN_REVIEW");
  BOOST_TEST(close(world.union_account, events[0].review, ReviewOutcome::kOpen) == "NO_OUTCOME");
  BOOST_TEST(close(world.union_account, events[0].review, ReviewOutcome::kReclassify) == "OK");
  BOOST_TEST(close(world.union_account, events[0].review, ReviewOutcome::kNoted) == "REVIEW_CLOSED");
}

struct Weeks {
  World world{"2026-03-01 20:00"};
  chain::AccountId e1 = world.employers[0];
  chain::RecordKey k = world.agree(world.terms());

  Weeks() { world.set_parameter("payroll.week_outlier_ppm", 2'000'000); }

  bool outlier(const std::string& date, std::uint32_t minutes, std::uint32_t orders, std::uint32_t replaces = 0) {
    if (world.now() < world.wall(date + " 20:00")) world.at(date + " 20:00");
    const auto answer = world.submit(e1, {{k, day(date), replaces, {entry("a", minutes, orders)}}});
    BOOST_REQUIRE_MESSAGE(answer.ok(), answer);
    const auto log = world.log(k, date);
    return std::ranges::any_of(log.flags, [](const Flag& f) { return f.kind == FlagKind::kWeekOutlier; });
  }
};

BOOST_FIXTURE_TEST_CASE(a_week_above_twice_the_mean_of_three_earlier_ones_is_flagged, Weeks) {
  BOOST_TEST(!outlier("2026-03-02", 400, 20));
  BOOST_TEST(!outlier("2026-03-09", 500, 25));
  BOOST_TEST(!outlier("2026-03-16", 1'200, 30));  // two weeks before are no habit
  BOOST_TEST(!outlier("2026-03-23", 1'400, 20));  // mean 700
  BOOST_TEST(outlier("2026-03-24", 1, 0));        // 1401 > 2 x 700
  BOOST_TEST(!outlier("2026-03-23", 1'300, 20, 1));
  BOOST_TEST(outlier("2026-03-25", 60, 31));  // 51 orders > 2 x 25
}

BOOST_FIXTURE_TEST_CASE(only_eight_weeks_before_are_looked_at, Weeks) {
  for (const char* monday : {"2026-03-02", "2026-03-09", "2026-03-16"}) BOOST_TEST(!outlier(monday, 100, 1));
  BOOST_TEST(!outlier("2026-05-18", 1'000, 1));  // nine weeks and more after them
}

BOOST_FIXTURE_TEST_CASE(a_trade_has_its_own_limit_of_orders_an_hour, Weeks) {
  auto freight = world.terms(0, 1);
  freight.trade = "freight";
  const auto k2 = world.agree(freight);
  const auto flags = [&](const chain::RecordKey& agreement, std::uint32_t orders) {
    BOOST_REQUIRE(world.submit(e1, {{agreement, day("2026-03-01"), 0, {entry("a", 60, orders)}}}).ok());
    return world.log(agreement, "2026-03-01").flag_count;
  };
  BOOST_TEST(flags(k, 12) == 0u);
  BOOST_TEST(flags(k2, 12) == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
