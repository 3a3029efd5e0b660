// Corrections by reversal, advances, coverage warnings, months for credit.
#include <boost/test/unit_test.hpp>

#include "contracts/payroll/claims.h"
#include "contracts/payroll/coverage.h"
#include "contracts/payroll/explain.h"
#include "contracts/payroll/history.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

constexpr std::int64_t kDayPay = 10 * 480 + 5200;

struct Corrections {
  World world{"2026-03-02 20:00"};
  chain::AccountId e1 = world.employers[0];
  chain::AccountId w1 = world.workers[0];
  chain::RecordKey k = world.agree(world.terms());

  void work(const std::string& date, std::uint32_t orders = 10) {
    BOOST_TEST_REQUIRE(world.submit(e1, {{k, day(date), 0, {entry("a", 480, orders)}}}).ok());
    BOOST_TEST_REQUIRE(world.confirm(w1, {world.ref(k, date)}).ok());
    BOOST_TEST_REQUIRE(world.approve({world.ref(k, date)}).ok());
  }
  Answer reverse(const std::string& date, std::uint32_t orders,
                 std::optional<std::vector<chain::AccountId>> co_signers = {}) {
    const ReverseDayArgs args{world.ref(k, date), {entry("a", 480, orders)}};
    return world.call(e1, MethodId::kReverseDay, args, co_signers.value_or(std::vector{w1, world.union_account}));
  }
  Answer draw(std::int64_t fen) {
    return world.call(w1, MethodId::kDrawAdvance, DrawAdvanceArgs{k, e1, chain::Fen{fen}});
  }
  [[nodiscard]] Settlement slip(std::uint64_t number) { return find_settlement(world.state(), k, number).value(); }
};

BOOST_AUTO_TEST_SUITE(payroll_corrections)

BOOST_FIXTURE_TEST_CASE(s04_9_a_final_day_changes_by_the_reversal_of_all_three_only, Corrections) {
  work("2026-03-02");
  BOOST_TEST(reverse("2026-03-02", 12, std::vector{w1}).code == "SIGNATURE_MISSING");
  BOOST_TEST(reverse("2026-03-02", 12, std::vector{world.union_account}).code == "SIGNATURE_MISSING");
  const auto answer = reverse("2026-03-02", 12);
  BOOST_TEST(answer.ok());
  const auto event = answer.of<DayReversedEvent>(EventKind::kDayReversed).at(0);
  BOOST_TEST(event.reversal.replaced == 1u);
  BOOST_TEST(event.reversal.version == 2u);
  BOOST_TEST(world.log(k, "2026-03-02").confirmed());
  BOOST_TEST(find_day_log(world.state(), k, day("2026-03-02"), 1)->sums.amount.value == kDayPay);
  BOOST_TEST(find_content(world.state(), k, day("2026-03-02"), 1)->entries.at(0).orders == 10u);
  BOOST_TEST(find_accrual(world.state(), k, 0)->sums.amount.value == kDayPay + 960);
  BOOST_TEST(find_accrual(world.state(), k, 0)->sums.orders == 12u);
  world.deposit(e1, 1'000'000);
  world.at("2026-04-10 12:00");
  BOOST_TEST(world.balance(w1) == kDayPay + 960);
}

BOOST_FIXTURE_TEST_CASE(a_day_that_is_not_final_is_no_matter_of_reversal, Corrections) {
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-02"), 0, {entry("a", 480, 10)}}}).ok());
  BOOST_TEST(reverse("2026-03-02", 12).code == "LOG_NOT_FINAL");
  BOOST_TEST(world.confirm(w1, {world.ref(k, "2026-03-02")}).ok());
  BOOST_TEST(world.approve({world.ref(k, "2026-03-02")}).ok());
  const ReverseDayArgs old{world.ref(k, "2026-03-02"), {entry("a", 480, 11)}};
  BOOST_TEST(reverse("2026-03-02", 12).ok());
  BOOST_TEST(world.call(e1, MethodId::kReverseDay, old, {w1, world.union_account}).code == "SUPERSEDED");
}

BOOST_FIXTURE_TEST_CASE(a_paid_day_reversed_upwards_pays_the_difference_on_the_next_payday, Corrections) {
  work("2026-03-02");
  world.deposit(e1, 1'000'000);
  world.at("2026-04-10 12:00");
  BOOST_TEST(reverse("2026-03-02", 15).ok());
  const auto paid = world.at("2026-05-08 12:00").of<Settlement>(EventKind::kSettlement);
  BOOST_TEST_REQUIRE(paid.size() == 1u);
  BOOST_TEST(paid[0].gross.value == 5 * 480);
  BOOST_TEST(paid[0].deductions.orders == 5u);
  BOOST_TEST(world.balance(w1) == kDayPay + 5 * 480);
  const auto month = worker_months(world.reader(), w1, 12).at(0);
  BOOST_TEST(month.gross.value == kDayPay + 5 * 480);
  BOOST_TEST(month.orders == 15u);
  BOOST_TEST(month.days == 1u);
}

// Overpaid by 4,800 fen: at most 20 % of the next gross is kept back, the rest carries over.
BOOST_FIXTURE_TEST_CASE(a_paid_day_reversed_downwards_is_deducted_within_the_limits, Corrections) {
  world.set_parameter("payroll.min_month_fen", 0);
  work("2026-03-02");
  world.deposit(e1, 1'000'000);
  world.at("2026-04-10 12:00");
  work("2026-04-10");
  BOOST_TEST(reverse("2026-03-02", 0).ok());
  BOOST_TEST(claims_of(world.reader(), k).correction.value == 4'800);
  BOOST_TEST(world.log(k, "2026-03-02").settled.value == 5'200);
  BOOST_TEST(worker_months(world.reader(), w1, 12).at(0).gross.value == 5'200);
  world.at("2026-05-08 12:00");
  BOOST_TEST(slip(1).deductions.correction.value == 2'000);
  BOOST_TEST(slip(1).deductions.correction_left.value == 2'800);
  BOOST_TEST(slip(1).net.value == kDayPay - 2'000);
  BOOST_TEST(world.balance(w1) == 2 * kDayPay - 2'000);
  work("2026-05-08");
  world.at("2026-06-10 12:00");
  work("2026-06-10");
  world.at("2026-07-10 12:00");
  BOOST_TEST(slip(3).deductions.correction.value == 800);
  BOOST_TEST(world.balance(w1) == 4 * kDayPay - 4'800);
  BOOST_TEST(claims_of(world.reader(), k).correction.value == 0);
  BOOST_TEST(explain(slip(1)).agrees());
}

BOOST_FIXTURE_TEST_CASE(a_correction_never_takes_the_pay_below_the_minimum_wage, Corrections) {
  world.set_parameter("payroll.min_month_fen", kDayPay - 500);
  work("2026-03-02");
  world.deposit(e1, 1'000'000);
  world.at("2026-04-10 12:00");
  work("2026-04-10");
  BOOST_TEST(reverse("2026-03-02", 0).ok());
  world.at("2026-05-08 12:00");
  BOOST_TEST(slip(1).deductions.correction.value == 500);
  world.set_parameter("payroll.min_month_fen", 2 * kDayPay);
  work("2026-05-08");
  world.at("2026-06-10 12:00");
  BOOST_TEST(slip(2).deductions.correction.value == 0);
}

BOOST_FIXTURE_TEST_CASE(advances_are_off_unless_the_parameter_says_otherwise, Corrections) {
  work("2026-03-02");
  world.deposit(e1, 1'000'000);
  BOOST_TEST(draw(1).code == "ADVANCES_OFF");
}

BOOST_FIXTURE_TEST_CASE(an_advance_is_a_share_of_accrued_and_funded_pay_and_is_deducted, Corrections) {
  world.set_parameter("payroll.advance_ppm", 500'000);
  work("2026-03-02");
  BOOST_TEST(draw(1).code == "ADVANCE_LIMIT");  // accrued, not funded
  world.deposit(e1, 1'000'000);
  BOOST_TEST(draw(kDayPay / 2 + 1).code == "ADVANCE_LIMIT");
  BOOST_TEST(draw(0).code == "AMOUNT_NOT_POSITIVE");
  BOOST_TEST(draw(3'000).ok());
  BOOST_TEST(draw(2'001).code == "ADVANCE_LIMIT");
  BOOST_TEST(draw(2'000).ok());
  BOOST_TEST(world.balance(w1) == 5'000);
  world.at("2026-04-10 12:00");
  BOOST_TEST(slip(0).deductions.advance.value == 5'000);
  BOOST_TEST(slip(0).progress.wage.value == kDayPay - 5'000);
  BOOST_TEST(world.balance(w1) == kDayPay);
  BOOST_TEST(world.balance(e1) == 1'000'000 - kDayPay - 600);
  BOOST_TEST(claims_of(world.reader(), k).advance.value == 0);
  BOOST_TEST(explain(slip(0)).agrees());
}

BOOST_FIXTURE_TEST_CASE(tax_is_withheld_to_its_own_account_and_remitted_by_the_union, Corrections) {
  world.set_parameter("tax.regime", 1);
  for (int i = 2; i < 12; ++i) {
    const auto date = to_text(add_days(day("2026-03-01"), i));
    world.at(date + " 20:00");
    work(date);
  }
  world.deposit(e1, 1'000'000);
  world.at("2026-04-10 12:00");
  BOOST_REQUIRE(slip(0).deductions.tax.has_value());
  BOOST_TEST(slip(0).deductions.tax->amount.value == 4'000);  // 80,000 off, 20 %
  BOOST_TEST(world.balance(w1) == 100'000 - 4'000);
  BOOST_TEST(slip(0).deductions.minimum.has_value());  // and below the minimum wage of a month
  BOOST_TEST(explain(slip(0)).agrees());
  RemitTaxArgs args{world.bank, chain::Fen{4'000}, {}};
  BOOST_TEST(world.call(world.union_account, MethodId::kRemitTax, args).code == "NO_DESTINATION");
  args.destination.bytes[0] = 1;
  BOOST_TEST(world.call(w1, MethodId::kRemitTax, args).code == "ROLE_REQUIRED");
  BOOST_TEST(world.call(world.union_account, MethodId::kRemitTax, args).ok());
  BOOST_TEST(world.call(world.union_account, MethodId::kRemitTax, args).code == "INSUFFICIENT_BALANCE");
}

BOOST_FIXTURE_TEST_CASE(s05_coverage_is_warned_of_five_three_and_one_days_before, Corrections) {
  auto terms = world.terms(1, 1);
  terms.items = {{"agreed", PayKind::kAgreedAmount, chain::Fen{}}};
  const std::int64_t wages[] = {312'000, 287'550, 264'025};
  for (std::size_t w = 0; w < 3; ++w) {
    terms.worker = world.workers[w + 1];
    const auto key = world.agree(terms);
    BOOST_TEST(world.submit(world.employers[1], {{key, day("2026-03-02"), 0, {entry("a", 60, 0, wages[w])}}}).ok());
  }
  world.deposit(world.employers[1], 800'000);
  const auto warning_at = [&](const std::string& time) {
    return world.at(time).of<CoverageWarningEvent>(EventKind::kCoverageWarning);
  };
  BOOST_TEST(warning_at("2026-04-05 09:59").empty());
  const auto first = warning_at("2026-04-05 10:00");
  BOOST_TEST_REQUIRE(first.size() == 1u);
  BOOST_TEST(first[0].days_before == 5u);
  BOOST_TEST(first[0].coverage_bp == 8'739);
  BOOST_TEST(first[0].missing.value == 115'390);
  BOOST_TEST(first[0].required.value == 915'390);
  BOOST_TEST(warning_at("2026-04-07 10:00").size() == 1u);
  world.deposit(world.employers[1], 115'390);
  BOOST_TEST(warning_at("2026-04-09 10:00").empty());
  world.at("2026-04-10 12:00");
  BOOST_TEST(world.balance(world.employers[1]) == 0);
  BOOST_TEST(required_for(world.reader(), world.employers[1], world.wall("2026-12-31 00:00")).value == 0);
}

BOOST_FIXTURE_TEST_CASE(coverage_follows_revisions_and_what_a_payday_holds, Corrections) {
  const auto required = [&] { return required_for(world.reader(), e1, world.wall("2026-12-31 00:00")).value; };
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-02"), 0, {entry("a", 480, 10)}}}).ok());
  BOOST_TEST(required() == kDayPay + 600);
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-02"), 1, {entry("a", 480, 20)}}}).ok());
  BOOST_TEST(required() == kDayPay + 4'800 + 888);
  BOOST_TEST(world.reject(w1, world.ref(k, "2026-03-02"), DisputeReason::kNotMyWork).ok());
  world.deposit(e1, 1'000'000);
  world.at("2026-04-10 12:00");
  BOOST_TEST(required() == kDayPay + 4'800 + 888);  // held: it moved to the payday in May
  BOOST_TEST(world.reader().read<CoverageBook>(coverage_key(e1))->paydays.size() == 1u);
  BOOST_TEST(world.submit(e1, {{k, day("2026-03-02"), 2, {entry("a", 480, 10)}}}).ok());
  BOOST_TEST(required() == kDayPay + 600);
  world.at("2026-05-08 12:00");
  BOOST_TEST(required() == 0);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
