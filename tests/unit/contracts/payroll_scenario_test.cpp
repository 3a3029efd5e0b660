// S01 (payroll part) and S04 of the acceptance scenarios, to the fen.
#include <boost/json.hpp>
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "contracts/payroll/explain.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

struct Row {
  const char* day;
  std::uint32_t orders;
  std::uint32_t minutes;
  std::int64_t order_pay;
  std::int64_t time_pay;
};

constexpr Row kMarch[] = {
    {"2026-03-02", 38, 480, 18240, 5200}, {"2026-03-03", 41, 505, 19680, 5471}, {"2026-03-04", 36, 470, 17280, 5092},
    {"2026-03-05", 44, 510, 21120, 5525}, {"2026-03-06", 47, 530, 22560, 5742}, {"2026-03-07", 52, 560, 24960, 6067},
    {"2026-03-09", 40, 490, 19200, 5308}, {"2026-03-10", 39, 480, 18720, 5200}, {"2026-03-11", 43, 515, 20640, 5579},
    {"2026-03-12", 45, 520, 21600, 5633}, {"2026-03-13", 49, 540, 23520, 5850}, {"2026-03-14", 55, 575, 26400, 6229},
    {"2026-03-16", 37, 475, 17760, 5146}, {"2026-03-17", 42, 500, 20160, 5417}, {"2026-03-18", 40, 495, 19200, 5363},
    {"2026-03-19", 46, 525, 22080, 5688}, {"2026-03-20", 48, 535, 23040, 5796}, {"2026-03-21", 50, 550, 24000, 5958},
    {"2026-03-23", 35, 465, 16800, 5038}, {"2026-03-24", 44, 510, 21120, 5525}, {"2026-03-25", 41, 500, 19680, 5417},
    {"2026-03-26", 43, 515, 20640, 5579}, {"2026-03-27", 51, 545, 24480, 5904}, {"2026-03-28", 53, 555, 25440, 6013},
    {"2026-03-30", 39, 485, 18720, 5254}, {"2026-03-31", 42, 505, 20160, 5471},
};

struct S01 {
  World world;
  chain::AccountId e1 = world.employers[0];
  chain::AccountId w1 = world.workers[0];
  chain::RecordKey k1;
  std::size_t signatures = 0;

  S01() {
    world.deposit(e1, 1'000'000);
    k1 = world.agree(world.terms());
  }
  Answer upload(const Row& row, std::uint32_t orders, std::uint32_t replaces = 0) {
    ++signatures;
    return world.submit(e1, {{k1, day(row.day), replaces, {entry("day", row.minutes, orders)}}});
  }
  void confirm_and_approve(const char* date) {
    signatures += 2;
    BOOST_TEST_REQUIRE(world.confirm(w1, {world.ref(k1, date)}).ok());
    BOOST_TEST_REQUIRE(world.approve({world.ref(k1, date)}).ok());
  }
  void work(const Row& row) {
    world.at(std::string(row.day) + " 21:00");
    if (std::string_view(row.day) == "2026-03-18") {
      BOOST_TEST_REQUIRE(upload(row, 37).ok());
      BOOST_TEST_REQUIRE(world.reject(w1, world.ref(k1, row.day)).ok());
      ++signatures;
      BOOST_TEST_REQUIRE(upload(row, row.orders, 1).ok());
    } else {
      BOOST_TEST_REQUIRE(upload(row, row.orders).ok());
    }
    confirm_and_approve(row.day);
  }
};

BOOST_AUTO_TEST_SUITE(payroll_scenarios)

BOOST_AUTO_TEST_CASE(s01_courier_month_pays_to_the_fen) {
  S01 s;
  for (const auto& row : kMarch) s.work(row);
  BOOST_TEST(s.signatures == 80u);  // 78 on final versions, one superseded upload, one rejection

  s.world.at("2026-03-31 23:00");
  const auto accrual = find_accrual(s.world.state(), s.k1, 0);
  BOOST_REQUIRE(accrual.has_value());
  BOOST_TEST(accrual->sums.orders == 1140u);
  BOOST_TEST(accrual->sums.minutes == 13'335u);
  BOOST_TEST(accrual->sums.items[0].value == 547'200);
  BOOST_TEST(accrual->sums.items[1].value == 144'465);
  BOOST_TEST(accrual->sums.amount.value == 691'665);
  BOOST_TEST(to_text(accrual->payday) == "2026-04-10");
  const auto owed = owed_by(s.world.state(), s.e1, 60'000);
  BOOST_TEST(coverage_bp(chain::Fen{s.world.balance(s.e1)}, owed).value() == 13'639);

  BOOST_TEST(s.world.at("2026-04-10 09:59:59.999").events.empty());
  const auto answer = s.world.at("2026-04-10 10:00:01");
  const auto payslips = answer.of<Settlement>(EventKind::kSettlement);
  BOOST_TEST_REQUIRE(payslips.size() == 1u);
  const Settlement& slip = payslips[0];
  BOOST_TEST(slip.gross.value == 691'665);
  BOOST_TEST(slip.fee.value == 41'500);
  BOOST_TEST(slip.net.value == 691'665);
  BOOST_TEST(slip.days.size() == 26u);
  BOOST_TEST(slip.held.empty());
  BOOST_TEST(slip.paid());
  BOOST_REQUIRE(slip.wage_voucher && slip.fee_voucher);
  BOOST_TEST(slip.wage_voucher->serial + 1 == slip.fee_voucher->serial);
  for (std::size_t i = 0; i < slip.days.size(); ++i) {
    BOOST_TEST(to_text(slip.days[i].day) == kMarch[i].day);
    BOOST_TEST(slip.days[i].sums.items[0].value == kMarch[i].order_pay);
    BOOST_TEST(slip.days[i].sums.items[1].value == kMarch[i].time_pay);
    BOOST_CHECK(slip.days[i].basis == PayBasis::kConfirmed);
  }
  BOOST_TEST(explain(slip).agrees());
  BOOST_CHECK(find_settlement(s.world.state(), s.k1, 0) == slip);
  BOOST_TEST(s.world.balance(s.w1) == 691'665);
  BOOST_TEST(s.world.balance(s.world.union_account) == 41'500);
  BOOST_TEST(s.world.balance(s.e1) == 1'000'000 - 691'665 - 41'500);
  BOOST_TEST(s.world.supply() == 1'000'000);
  BOOST_TEST(s.world.postings() == 3u);  // deposit, wage, fee
  BOOST_CHECK(owed_by(s.world.state(), s.e1, 60'000).gross == 0);
}

BOOST_AUTO_TEST_CASE(s01_golden_figures_are_those_of_this_test) {
  std::ifstream file(std::string(XH_SHARED_DIR) + "/domain/scenarios_golden.json");
  if (!file) {
    BOOST_TEST_MESSAGE("SKIPPED: no scenarios_golden.json beside the project");
    return;
  }
  std::stringstream text;
  text << file.rdbuf();
  const auto golden = boost::json::parse(text.str()).at("S01");
  const auto& daily = golden.at("daily").as_array();
  BOOST_TEST_REQUIRE(daily.size() == std::size(kMarch));
  for (std::size_t i = 0; i < daily.size(); ++i) {
    BOOST_TEST(daily[i].at(0).as_string() == kMarch[i].day);
    BOOST_TEST(daily[i].at(1).as_int64() == kMarch[i].orders);
    BOOST_TEST(daily[i].at(2).as_int64() == kMarch[i].minutes);
    BOOST_TEST(daily[i].at(3).as_int64() == kMarch[i].order_pay);
    BOOST_TEST(daily[i].at(4).as_int64() == kMarch[i].time_pay);
  }
  BOOST_TEST(golden.at("gross").as_int64() == 691'665);
  BOOST_TEST(golden.at("fee").as_int64() == 41'500);
  BOOST_TEST(golden.at("coverage_bp_mar31").as_int64() == 13'639);
}

BOOST_AUTO_TEST_CASE(s04_1_upload_a_millisecond_before_the_cut_off_is_on_time) {
  S01 s;
  s.world.at("2026-03-02 23:58:59.999");
  const auto answer = s.upload(kMarch[0], 38);
  BOOST_TEST(answer.ok());
  BOOST_CHECK(answer.of<DayRecordedEvent>(EventKind::kDayRecorded).at(0).timeliness == Timeliness::kOnTime);
  BOOST_TEST(party_of(s.world.state(), s.e1).late_uploads == 0u);
}

BOOST_AUTO_TEST_CASE(s04_2_upload_at_the_cut_off_is_late_and_counts_for_the_next_day) {
  S01 s;
  s.world.at("2026-03-02 23:59:00.000");
  const auto answer = s.upload(kMarch[0], 38);
  BOOST_TEST(answer.ok());
  BOOST_CHECK(answer.of<DayRecordedEvent>(EventKind::kDayRecorded).at(0).timeliness == Timeliness::kLate);
  BOOST_TEST(answer.of<BatchRecordedEvent>(EventKind::kBatchRecorded).at(0).late == 1u);
  BOOST_TEST(to_text(s.world.log(s.k1, "2026-03-02").settle_day) == "2026-03-03");
  BOOST_TEST(party_of(s.world.state(), s.e1).late_uploads == 1u);
  s.confirm_and_approve("2026-03-02");
  s.world.at("2026-04-10 12:00");
  BOOST_TEST(s.world.balance(s.w1) == 23'440);  // late, but paid
}

BOOST_AUTO_TEST_CASE(s04_3_revision_after_rejection_keeps_the_superseded_version) {
  S01 s;
  const Row& row = kMarch[14];
  s.world.at("2026-03-18 21:00");
  BOOST_TEST(s.upload(row, 37).ok());
  const auto first = s.world.ref(s.k1, row.day);
  BOOST_TEST(s.world.log(s.k1, row.day).sums.amount.value == 23'123);
  BOOST_TEST(s.world.reject(s.w1, first).ok());
  BOOST_TEST(s.world.log(s.k1, row.day).disputed_at.has_value());
  const auto revised = s.upload(row, 40, 1);
  BOOST_TEST(revised.ok());
  const auto event = revised.of<DayRecordedEvent>(EventKind::kDayRecorded).at(0);
  BOOST_TEST(event.amount.value - event.replaced_amount.value == 1'440);
  BOOST_TEST(s.world.log(s.k1, row.day).sums.amount.value == 24'563);
  BOOST_TEST(s.world.log(s.k1, row.day).version == 2u);
  BOOST_TEST(!s.world.log(s.k1, row.day).disputed_at.has_value());
  const auto old = find_day_log(s.world.state(), s.k1, day(row.day), 1);
  BOOST_REQUIRE(old.has_value());
  BOOST_CHECK(old->hash == first.hash);
  BOOST_TEST(old->disputed_at.has_value());
  BOOST_TEST(find_content(s.world.state(), s.k1, day(row.day), 1)->entries.at(0).orders == 37u);
  const auto answer = s.world.confirm(s.w1, {first});
  BOOST_TEST(answer.code == "SUPERSEDED");
  BOOST_TEST(answer.rule == "OP-12");
}

BOOST_AUTO_TEST_CASE(s04_4_the_same_log_again_changes_nothing_and_accrues_once) {
  S01 s;
  s.world.at("2026-03-02 21:00");
  BOOST_TEST(s.upload(kMarch[0], 38).ok());
  const auto before = s.world.log(s.k1, "2026-03-02");
  const auto again = s.upload(kMarch[0], 38);
  BOOST_TEST(again.ok());
  BOOST_TEST(again.of<DayRecordedEvent>(EventKind::kDayRecorded).at(0).repeated);
  s.confirm_and_approve("2026-03-02");
  BOOST_TEST(s.upload(kMarch[0], 38).ok());
  BOOST_CHECK(s.world.log(s.k1, "2026-03-02").hash == before.hash);
  BOOST_TEST(find_accrual(s.world.state(), s.k1, 0)->sums.amount.value == 23'440);
  s.world.at("2026-04-11 12:00");
  BOOST_TEST(s.upload(kMarch[0], 38).ok());  // even after it was paid
  s.world.at("2026-05-11 12:00");
  BOOST_TEST(s.world.balance(s.w1) == 23'440);
}

BOOST_AUTO_TEST_CASE(s04_6_silence_until_payday_is_paid_at_the_enterprises_figure_and_stays_disputable) {
  S01 s;
  s.world.at("2026-03-02 21:00");
  BOOST_TEST(s.upload(kMarch[0], 38).ok());
  const auto slip = s.world.at("2026-04-10 10:00:01").of<Settlement>(EventKind::kSettlement).at(0);
  BOOST_CHECK(slip.days.at(0).basis == PayBasis::kSilence);
  BOOST_TEST(s.world.balance(s.w1) == 23'440);
  BOOST_TEST(find_book(s.world.state(), s.k1)->open_days.empty());
  // Disputed within the year: the enterprise may now revise upwards, and the difference is paid once.
  s.world.at("2026-04-20 10:01");
  BOOST_TEST(s.upload(kMarch[0], 41, 1).code == "LOG_FINAL");
  BOOST_TEST(s.world.reject(s.w1, s.world.ref(s.k1, "2026-03-02")).ok());
  BOOST_TEST(s.upload(kMarch[0], 36, 1).code == "BELOW_PAID");
  BOOST_TEST(s.upload(kMarch[0], 41, 1).ok());
  s.confirm_and_approve("2026-03-02");
  const auto second = s.world.at("2026-05-11 10:00:01").of<Settlement>(EventKind::kSettlement).at(0);
  BOOST_TEST(second.gross.value == 3 * 480);
  BOOST_TEST(second.days.at(0).paid_before.value == 23'440);
  BOOST_TEST(explain(second).agrees());
  BOOST_TEST(s.world.balance(s.w1) == 23'440 + 3 * 480);
}

BOOST_AUTO_TEST_CASE(s04_6_the_dispute_window_closes_after_365_days) {
  S01 s;
  s.world.at("2026-03-02 21:00");
  BOOST_TEST(s.upload(kMarch[0], 38).ok());
  s.world.at("2027-04-10 10:00:00.001");
  BOOST_TEST(s.world.reject(s.w1, s.world.ref(s.k1, "2026-03-02")).code == "DISPUTE_TOO_LATE");
}

BOOST_AUTO_TEST_CASE(s04_7_an_entry_of_1441_minutes_and_a_future_day_are_refused) {
  S01 s;
  s.world.at("2026-03-02 21:00");
  auto answer = s.world.submit(s.e1, {{s.k1, day("2026-03-02"), 0, {entry("a", 1441, 1)}}});
  BOOST_TEST(answer.code == "ENTRY_TOO_LONG");
  BOOST_TEST(answer.rule == "OP-26");
  answer = s.world.submit(s.e1, {{s.k1, day("2026-03-03"), 0, {entry("a", 480, 1)}}});
  BOOST_TEST(answer.code == "FUTURE_DAY");
  BOOST_TEST(s.world.submit(s.e1, {{s.k1, day("2026-03-02"), 0, {entry("a", 1440, 1)}}}).ok());
}

BOOST_AUTO_TEST_CASE(s04_7_overlap_at_two_enterprises_is_accepted_flagged_and_held_until_a_human_decides) {
  World world;
  world.deposit(world.employers[0], 1'000'000);
  world.deposit(world.employers[1], 1'000'000);
  const auto first = world.agree(world.terms(0, 0));
  const auto second = world.agree(world.terms(1, 0));
  world.at("2026-03-02 22:00");
  const auto t = [&](const char* time) { return world.wall(std::string("2026-03-02 ") + time); };
  BOOST_TEST(
      world.submit(world.employers[0], {{first, day("2026-03-02"), 0, {shift("a", t("09:00"), t("12:00"), 9)}}}).ok());
  const auto answer =
      world.submit(world.employers[1], {{second, day("2026-03-02"), 0, {shift("b", t("11:00"), t("14:00"), 9)}}});
  BOOST_TEST(answer.ok());
  const auto flags = answer.of<DayRecordedEvent>(EventKind::kDayRecorded).at(0).flags;
  BOOST_TEST_REQUIRE(flags.size() == 1u);
  BOOST_CHECK(flags[0].kind == FlagKind::kOverlap);
  BOOST_TEST(flags[0].elsewhere);
  BOOST_TEST(flags[0].other_reference.empty());  // the other employer is not named to this one
  BOOST_TEST(world.confirm(world.workers[0], {world.ref(second, "2026-03-02")}).ok());
  BOOST_TEST(world.approve({world.ref(second, "2026-03-02")}).code == "FLAGS_UNDECIDED");
  const auto slips = world.at("2026-04-10 12:00");
  BOOST_TEST(slips.of<Settlement>(EventKind::kSettlement).size() == 1u);
  const auto held = slips.of<DaysHeldEvent>(EventKind::kDaysHeld);
  BOOST_TEST_REQUIRE(held.size() == 1u);
  BOOST_CHECK(held[0].held.at(0).reason == HoldReason::kFlagged);
  BOOST_TEST(world.approve({world.ref(second, "2026-03-02")}, {{second, day("2026-03-02")}}).ok());
  world.at("2026-05-11 12:00");
  BOOST_TEST(world.balance(world.workers[0]) == 2 * (9 * 480 + 3 * 650));
}

BOOST_AUTO_TEST_CASE(s04_8_two_of_three_signatures_at_payday_are_not_final_but_paid) {
  for (const bool worker_signs : {true, false}) {
    S01 s;
    s.world.at("2026-03-02 21:00");
    BOOST_TEST(s.upload(kMarch[0], 38).ok());
    const auto ref = s.world.ref(s.k1, "2026-03-02");
    BOOST_TEST((worker_signs ? s.world.confirm(s.w1, {ref}) : s.world.approve({ref})).ok());
    BOOST_TEST(!find_accrual(s.world.state(), s.k1, 0).has_value());
    const auto slip = s.world.at("2026-04-10 10:00:01").of<Settlement>(EventKind::kSettlement).at(0);
    BOOST_CHECK(slip.days.at(0).basis == PayBasis::kSilence);
    BOOST_TEST(s.world.balance(s.w1) == 23'440);
  }
}

BOOST_AUTO_TEST_CASE(s04_9_a_final_log_changes_no_more) {
  S01 s;
  s.world.at("2026-03-02 21:00");
  BOOST_TEST(s.upload(kMarch[0], 38).ok());
  s.confirm_and_approve("2026-03-02");
  const auto before = s.world.log(s.k1, "2026-03-02");
  BOOST_TEST(s.upload(kMarch[0], 39, 1).code == "LOG_FINAL");
  BOOST_TEST(s.world.reject(s.w1, s.world.ref(s.k1, "2026-03-02")).code == "LOG_FINAL");
  BOOST_CHECK(s.world.log(s.k1, "2026-03-02") == before);
  BOOST_TEST(find_content(s.world.state(), s.k1, day("2026-03-02"), 1)->entries.at(0).orders == 38u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
