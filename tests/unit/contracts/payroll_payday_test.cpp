#include <boost/test/unit_test.hpp>

#include "contracts/payroll/explain.h"
#include "contracts/payroll/schedule.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

constexpr std::int64_t kDayPay = 10 * 480 + 5200;  // 10 orders, 480 minutes

struct Payday {
  World world{"2026-03-02 20:00"};
  chain::AccountId e1 = world.employers[0];
  chain::AccountId w1 = world.workers[0];

  void upload(const chain::RecordKey& agreement, const std::string& date, std::uint32_t orders = 10,
              std::uint32_t replaces = 0) {
    BOOST_TEST_REQUIRE(world.submit(e1, {{agreement, day(date), replaces, {entry("a", 480, orders)}}}).ok());
  }
  void sign(const chain::RecordKey& agreement, const std::string& date, std::size_t worker = 0) {
    BOOST_TEST_REQUIRE(world.confirm(world.workers[worker], {world.ref(agreement, date)}).ok());
    BOOST_TEST_REQUIRE(world.approve({world.ref(agreement, date)}).ok());
  }
};

BOOST_AUTO_TEST_SUITE(payroll_payday)

BOOST_FIXTURE_TEST_CASE(periods_follow_the_schedule_and_the_holidays, Payday) {
  const chain::HolidayTable table{"T", "test", {day("2026-05-08")}, {}};
  auto terms = world.terms(0, 0, "2026-01-20");
  auto period = period_at(terms, table, 0);
  BOOST_TEST(to_text(period.from) == "2026-01-20");
  BOOST_TEST(to_text(period.to) == "2026-01-31");
  BOOST_TEST(to_text(period.payday) == "2026-02-10");
  period = period_at(terms, table, 3);
  BOOST_TEST(to_text(period.from) == "2026-04-01");
  BOOST_TEST(to_text(period.payday) == "2026-05-07");  // the 10th is a Sunday, the 8th a holiday
  terms.schedule.days = 31;
  BOOST_TEST(to_text(period_at(terms, table, 0).payday) == "2026-02-27");  // the 28th, a Saturday
  BOOST_TEST(period_index_of(terms, day("2027-01-01")) == 12u);
  // S03: 14 days from Monday 2 March, paid on the 15th day.
  terms = world.terms(0, 0, "2026-03-02");
  terms.schedule = {ScheduleKind::kCycle, 14};
  period = period_at(terms, table, 0);
  BOOST_TEST(to_text(period.to) == "2026-03-15");
  BOOST_TEST(to_text(period.payday) == "2026-03-16");
  BOOST_TEST(period_index_of(terms, day("2026-03-15")) == 0u);
  BOOST_TEST(period_index_of(terms, day("2026-03-16")) == 1u);
}

BOOST_FIXTURE_TEST_CASE(cycles_pay_every_fourteen_days_and_paydays_go_on, Payday) {
  auto terms = world.terms(0, 0, "2026-03-02");
  terms.schedule = {ScheduleKind::kCycle, 14};
  const auto k = world.agree(terms);
  world.deposit(e1, 10'000'000);
  std::size_t slips = 0;
  for (chain::Day d = day("2026-03-02"); d < day("2026-05-25"); d = add_days(d, 1)) {
    slips += world.at(to_text(d) + " 20:00").of<Settlement>(EventKind::kSettlement).size();
    upload(k, to_text(d));
    sign(k, to_text(d));
  }
  slips += world.at("2026-06-10 12:00").of<Settlement>(EventKind::kSettlement).size();
  BOOST_TEST(slips == 6u);
  BOOST_TEST(world.balance(w1) == 84 * kDayPay);
}

BOOST_FIXTURE_TEST_CASE(a_payday_before_its_periods_end_leaves_the_rest_to_the_next, Payday) {
  auto terms = world.terms(0, 0, "2026-03-02");
  terms.schedule = {ScheduleKind::kCycle, 6};  // 2 to 7 March; Sunday 8 moves to Friday 6
  const auto k = world.agree(terms);
  world.deposit(e1, 1'000'000);
  world.at("2026-03-05 20:00");
  upload(k, "2026-03-05");
  BOOST_TEST(world.at("2026-03-06 20:00").of<Settlement>(EventKind::kSettlement).size() == 1u);
  upload(k, "2026-03-06");
  BOOST_TEST(world.balance(w1) == kDayPay);
  world.at("2026-03-13 12:00");
  BOOST_TEST(world.balance(w1) == 2 * kDayPay);
}

BOOST_FIXTURE_TEST_CASE(a_log_later_than_its_payday_is_paid_on_the_next, Payday) {
  const auto k = world.agree(world.terms());
  world.deposit(e1, 1'000'000);
  world.at("2026-04-10 12:00");
  upload(k, "2026-03-31");
  sign(k, "2026-03-31");
  BOOST_TEST(find_accrual(world.state(), k, 1)->sums.amount.value == kDayPay);
  const auto slip = world.at("2026-05-08 10:01").of<Settlement>(EventKind::kSettlement).at(0);  // 10 May is a Sunday
  BOOST_TEST(to_text(slip.days.at(0).day) == "2026-03-31");
  BOOST_CHECK(slip.days.at(0).timeliness == Timeliness::kLate);
  BOOST_TEST(world.balance(w1) == kDayPay);
}

BOOST_FIXTURE_TEST_CASE(an_agreement_signed_after_its_days_pays_them_on_the_first_payday_to_come, Payday) {
  world.at("2026-06-15 09:00");
  const auto k = world.agree(world.terms(0, 0, "2025-11-01"));
  world.deposit(e1, 1'000'000);
  for (const char* date : {"2025-11-03", "2026-01-05", "2026-06-01"}) upload(k, date);
  const auto answer = world.at("2026-07-10 10:01");
  BOOST_TEST(answer.of<Settlement>(EventKind::kSettlement).at(0).days.size() == 3u);
  BOOST_TEST(world.balance(w1) == 3 * kDayPay);
}

BOOST_FIXTURE_TEST_CASE(too_low_is_paid_as_admitted_and_the_difference_after_the_revision, Payday) {
  const auto k = world.agree(world.terms());
  world.deposit(e1, 1'000'000);
  upload(k, "2026-03-02");
  BOOST_TEST(world.reject(w1, world.ref(k, "2026-03-02"), DisputeReason::kTooLow).ok());
  const auto first = world.at("2026-04-10 12:00").of<Settlement>(EventKind::kSettlement).at(0);
  BOOST_CHECK(first.days.at(0).basis == PayBasis::kAdmitted);
  BOOST_TEST(world.balance(w1) == kDayPay);
  const auto next = world.at("2026-05-08 12:00");
  BOOST_TEST(next.of<Settlement>(EventKind::kSettlement).empty());  // nothing more is admitted
  BOOST_CHECK(next.of<DaysHeldEvent>(EventKind::kDaysHeld).at(0).held.at(0).reason == HoldReason::kDisputed);
  upload(k, "2026-03-02", 13, 1);
  sign(k, "2026-03-02");
  const auto slip = world.at("2026-06-10 12:00").of<Settlement>(EventKind::kSettlement).at(0);
  BOOST_TEST(slip.gross.value == 3 * 480);
  BOOST_TEST(explain(slip).agrees());
  BOOST_TEST(find_book(world.state(), k)->open_days.empty());
}

BOOST_FIXTURE_TEST_CASE(not_my_work_is_held_while_the_undisputed_days_are_paid, Payday) {
  const auto k = world.agree(world.terms());
  world.deposit(e1, 1'000'000);
  upload(k, "2026-03-01");
  upload(k, "2026-03-02");
  sign(k, "2026-03-01");
  BOOST_TEST(world.reject(w1, world.ref(k, "2026-03-02"), DisputeReason::kNotMyWork).ok());
  const auto slip = world.at("2026-04-10 12:00").of<Settlement>(EventKind::kSettlement).at(0);
  BOOST_TEST(slip.days.size() == 1u);
  BOOST_TEST(slip.held.size() == 1u);
  BOOST_TEST(world.balance(w1) == kDayPay);
  upload(k, "2026-03-02", 10, 1);
  world.at("2026-05-08 12:00");
  BOOST_TEST(world.balance(w1) == 2 * kDayPay);
}

BOOST_FIXTURE_TEST_CASE(shortage_pays_what_there_is_and_is_retried_daily_until_funded, Payday) {
  world.set_parameter("payroll.late_ppm", 0);
  const auto k = world.agree(world.terms());
  upload(k, "2026-03-02");
  sign(k, "2026-03-02");
  world.deposit(e1, kDayPay - 1);
  const auto short_day = world.at("2026-04-10 12:00");
  const auto shortage = short_day.of<ShortageEvent>(EventKind::kShortage).at(0);
  BOOST_TEST(shortage.wage_due.value == 1);
  BOOST_TEST(shortage.fee_due.value == 600);
  BOOST_CHECK(shortage.next_attempt == world.wall("2026-04-11 10:00"));
  BOOST_TEST(!short_day.of<Settlement>(EventKind::kSettlement).at(0).paid());
  BOOST_TEST(world.balance(w1) == kDayPay - 1);
  BOOST_TEST(world.balance(e1) == 0);
  BOOST_TEST(party_of(world.state(), e1).shortages == 1u);
  BOOST_TEST((owed_by(world.state(), e1, 60'000).gross == 1));
  const auto next = world.at("2026-04-11 12:00").of<ArrearsEvent>(EventKind::kArrearsOpen);
  BOOST_TEST_REQUIRE(next.size() == 1u);
  BOOST_TEST(next[0].open.wages.value == 1);
  BOOST_TEST(next[0].open.fees.value == 600);
  world.deposit(e1, 1);  // the wage now, the fee not yet
  const auto half = world.at("2026-04-12 12:00").of<Settlement>(EventKind::kArrearsPaid).at(0);
  BOOST_TEST(half.wage_paid_at.has_value());
  BOOST_TEST(!half.paid());
  BOOST_TEST(world.balance(w1) == kDayPay);
  world.deposit(e1, 600);
  const auto last = world.at("2026-04-13 12:00");
  const auto paid = last.of<Settlement>(EventKind::kArrearsPaid);
  BOOST_TEST_REQUIRE(paid.size() == 1u);
  BOOST_TEST(paid[0].attempts == 3u);
  BOOST_TEST(paid[0].paid());
  BOOST_TEST(last.of<ArrearsEvent>(EventKind::kVaultCleared).size() == 1u);
  BOOST_TEST(world.balance(world.union_account) == 600);
  BOOST_TEST(find_book(world.state(), k)->arrears.empty());
  BOOST_TEST(world.at("2026-04-20 10:01").events.empty());
}

BOOST_FIXTURE_TEST_CASE(arrears_of_several_months_pay_wages_before_fees, Payday) {
  world.set_parameter("payroll.late_ppm", 0);
  const auto k = world.agree(world.terms());
  upload(k, "2026-03-02");
  world.at("2026-04-02 20:00");
  upload(k, "2026-04-02");
  world.at("2026-05-08 12:00");
  BOOST_TEST(find_book(world.state(), k)->arrears.size() == 2u);
  world.deposit(e1, 2 * kDayPay);
  world.at("2026-05-09 12:00");
  BOOST_TEST(world.balance(w1) == 2 * kDayPay);
  BOOST_TEST(world.balance(world.union_account) == 0);
  world.deposit(e1, 1200);
  world.at("2026-05-10 12:00");
  BOOST_TEST(world.balance(world.union_account) == 1200);
}

BOOST_FIXTURE_TEST_CASE(an_ended_agreement_pays_its_last_days_and_then_falls_silent, Payday) {
  const auto k = world.agree(world.terms());
  world.deposit(e1, 1'000'000);
  upload(k, "2026-03-02");
  BOOST_TEST(
      world.call(world.union_account, MethodId::kEndAgreement, EndAgreementArgs{k, day("2026-03-15")}, {w1}).ok());
  world.at("2026-04-10 12:00");
  BOOST_TEST(world.balance(w1) == kDayPay);
  BOOST_TEST(!find_book(world.state(), k)->payday_queued);
  // A dispute wakes it up again.
  BOOST_TEST(world.reject(w1, world.ref(k, "2026-03-02")).ok());
  BOOST_TEST(find_book(world.state(), k)->payday_queued);
  upload(k, "2026-03-02", 12, 1);
  world.at("2026-05-08 12:00");
  BOOST_TEST(world.balance(w1) == kDayPay + 960);
  BOOST_TEST(!find_book(world.state(), k)->payday_queued);
}

BOOST_FIXTURE_TEST_CASE(many_open_days_settle_in_parts_of_four_hundred, Payday) {
  const auto k = world.agree(world.terms(0, 0, "2024-01-01"));
  world.deposit(e1, 100'000'000);
  world.at("2026-03-09 12:00");
  std::vector<DayUpload> logs;
  for (int i = 0; i < 750; ++i) logs.push_back({k, add_days(day("2024-01-01"), i), 0, {entry("a", 480, 10)}});
  BOOST_TEST(world.submit(e1, logs).ok());
  const auto slips = world.at("2026-03-10 12:00").of<Settlement>(EventKind::kSettlement);
  BOOST_TEST_REQUIRE(slips.size() == 2u);
  BOOST_TEST(slips[0].days.size() == 400u);
  BOOST_TEST(slips[1].days.size() == 350u);
  BOOST_TEST(world.balance(w1) == 750 * kDayPay);
  BOOST_TEST(settlements(world.state(), k, 0, 10).size() == 2u);
}

BOOST_FIXTURE_TEST_CASE(explanation_objects_to_every_changed_figure, Payday) {
  const auto k = world.agree(world.terms());
  world.deposit(e1, 1'000'000);
  upload(k, "2026-03-01");
  upload(k, "2026-03-02");
  const auto slip = world.at("2026-04-10 12:00").of<Settlement>(EventKind::kSettlement).at(0);
  const auto told = explain(slip);
  BOOST_TEST(told.agrees());
  BOOST_TEST(told.days.at(0).items.at(1).text == "480 min x 6.50 per hour = 52.00");
  BOOST_TEST(told.fee.text == "200.00 x 60000 / 1000000 = 12.00 (fee.ppm, version 1)");
  const auto objects = [&](auto change) {
    Settlement changed = slip;
    change(changed);
    return !explain(changed).agrees();
  };
  BOOST_TEST(objects([](Settlement& s) { s.gross.value += 1; }));
  BOOST_TEST(objects([](Settlement& s) { s.fee.value -= 1; }));
  BOOST_TEST(objects([](Settlement& s) { s.net.value -= 1; }));
  BOOST_TEST(objects([](Settlement& s) { s.days[1].amount.value += 1; }));
  BOOST_TEST(objects([](Settlement& s) { s.days[1].sums.orders += 1; }));
  BOOST_TEST(objects([](Settlement& s) { s.days[1].sums.items.pop_back(); }));
  BOOST_TEST(objects([](Settlement& s) { s.days[1].paid_before.value = 1; }));
  BOOST_TEST(objects([](Settlement& s) { s.items[0].rate.value += 1; }));
  BOOST_TEST(objects([](Settlement& s) { s.days[0].sums.orders = ~std::uint64_t{0}; }));
  BOOST_TEST(objects([](Settlement& s) { s.days[0].paid_before.value = std::numeric_limits<std::int64_t>::min(); }));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
