#include <boost/test/unit_test.hpp>

#include "contracts/contribution/calls.h"
#include "contracts/contribution/events.h"
#include "contracts/contribution/formula.h"
#include "test_ledger.h"

namespace xh::contracts::test {
namespace {

using chain::MicroCv;
using chain::Ppm;
using contribution::CvCredited;
using contribution::EventKind;
using contribution::MethodId;
using contribution::Rating;
using contribution::RecordAct;
using contribution::Season;
constexpr auto kContribution = ContractId::kContribution;
constexpr std::int64_t kCv = 1'000'000;

Actor provider() {
  return actor(4);
}
Actor guest() {
  return actor(5);
}

RecordAct act_of(const TestLedger& ledger, std::string resource, std::uint32_t units, Season season,
                 std::uint8_t evidence = 1) {
  RecordAct act;
  act.counterpart = guest().id;
  act.resource = std::move(resource);
  act.units = units;
  act.season = season;
  act.completed_at = ledger.time();
  act.evidence.bytes[0] = evidence;
  return act;
}

chain::RecordKey record(TestLedger& ledger, const RecordAct& act) {
  const auto receipt = ledger.run_ok(provider(), kContribution, MethodId::kRecordAct, act);
  return events_of<contribution::ActRecorded>(receipt, kContribution, EventKind::kActRecorded).at(0).act;
}

chain::Receipt rate(TestLedger& ledger, const Actor& by, const chain::RecordKey& act, Rating rating) {
  return ledger.run(by, kContribution, MethodId::kRateAct, contribution::RateAct{act, rating});
}

std::vector<CvCredited> credited(const std::vector<chain::Receipt>& receipts) {
  std::vector<CvCredited> out;
  for (const auto& receipt : receipts) {
    for (auto& event : events_of<CvCredited>(receipt, kContribution, EventKind::kCvCredited))
      out.push_back(std::move(event));
  }
  return out;
}

contribution::CvBalance cv(const TestLedger& ledger) {
  auto view = ledger.view();
  return contribution::cv_balance_of(view.context(), provider().id);
}

BOOST_AUTO_TEST_SUITE(contribution_credit)

BOOST_AUTO_TEST_CASE(the_resource_formula_gives_the_documents_figures) {
  const auto value = [](std::int64_t base, std::uint32_t units, std::int64_t demand, std::int64_t rating) {
    return contribution::resource_cv({MicroCv{base}, units, Ppm{demand}, Ppm{rating}})->value;
  };
  BOOST_TEST(value(500 * kCv, 1, 1'000'000, 1'000'000) == 500 * kCv);
  BOOST_TEST(value(200 * kCv, 3, 1'500'000, 1'000'000) == 900 * kCv);
  BOOST_TEST(value(150 * kCv, 2, 800'000, 700'000) == 168 * kCv);
  BOOST_TEST(value(200 * kCv, 3, 1'500'000, 300'000) == 270 * kCv);
  BOOST_TEST(value(200 * kCv, 1, 1'333'333, 700'000) == 186'666'620);
  BOOST_TEST(value(71'428'571, 7, 1'000'000, 1'000'000) == 499'999'997);
  BOOST_TEST(value(1, 1, 1'999'999, 1'000'000) == 1);  // earned CV is floored, once
}

BOOST_AUTO_TEST_CASE(the_formula_has_no_answer_outside_its_range) {
  const std::int64_t most = std::numeric_limits<std::int64_t>::max();
  BOOST_TEST(!contribution::resource_cv({MicroCv{most}, 2, Ppm{1'000'000}, Ppm{1'000'000}}).has_value());
  BOOST_TEST(!contribution::resource_cv({MicroCv{most}, 4'000'000'000U, Ppm{most}, Ppm{most}}).has_value());
  BOOST_TEST(!contribution::resource_cv({MicroCv{1}, 1, Ppm{-1}, Ppm{1}}).has_value());
  BOOST_TEST(!contribution::resource_cv({MicroCv{-1}, 1, Ppm{1}, Ppm{1}}).has_value());
}

BOOST_AUTO_TEST_CASE(a_week_rated_good_by_both_is_credited_after_seven_days_with_its_arithmetic) {
  TestLedger ledger;
  const auto completed = ledger.time();
  const auto act = record(ledger, act_of(ledger, "room.week", 1, Season::kNormal));
  BOOST_TEST(rate(ledger, guest(), act, Rating::kGood).ok());
  BOOST_TEST(rate(ledger, provider(), act, Rating::kMedium).ok());
  BOOST_TEST(credited(ledger.block({}, completed.value + 7 * chain::kDayMs - 1 - ledger.time().value)).empty());
  const auto receipts = ledger.block({}, 1);
  const auto events = credited(receipts);
  BOOST_REQUIRE(events.size() == 1u);
  BOOST_TEST(receipts[0].effective.value == completed.value + 7 * chain::kDayMs);
  BOOST_TEST(events[0].base.value == 500 * kCv);
  BOOST_TEST(events[0].base.version == 1u);
  BOOST_TEST(events[0].units == 1u);
  BOOST_TEST(events[0].demand.value == 1'000'000);
  BOOST_TEST(events[0].factor.value == 1'000'000);
  BOOST_TEST(!events[0].is_automatic);
  BOOST_TEST(events[0].result.value == 500 * kCv);
  BOOST_TEST(cv(ledger).global.value == 500 * kCv);
  BOOST_TEST(cv(ledger).lifetime.value == 500 * kCv);
  BOOST_TEST(credited(ledger.block({}, 8 * chain::kDayMs)).empty());  // once
  BOOST_TEST(cv(ledger).global.value == 500 * kCv);
}

BOOST_AUTO_TEST_CASE(seasons_and_ratings_enter_the_formula) {
  TestLedger ledger;
  const auto peak = record(ledger, act_of(ledger, "room.night", 3, Season::kPeak, 1));
  const auto low = record(ledger, act_of(ledger, "vehicle.day", 2, Season::kLow, 2));
  const auto bad = record(ledger, act_of(ledger, "room.night", 3, Season::kPeak, 3));
  for (const auto& [act, rating] :
       {std::pair(peak, Rating::kGood), std::pair(low, Rating::kMedium), std::pair(bad, Rating::kBad)}) {
    BOOST_TEST(rate(ledger, guest(), act, rating).ok());
    BOOST_TEST(rate(ledger, provider(), act, Rating::kGood).ok());
  }
  const auto events = credited(ledger.block({}, 7 * chain::kDayMs));
  BOOST_REQUIRE(events.size() == 3u);
  BOOST_TEST(events[0].result.value == 900 * kCv);
  BOOST_TEST(events[1].result.value == 168 * kCv);
  BOOST_TEST(events[2].result.value == 270 * kCv);
  BOOST_TEST(cv(ledger).global.value == 1338 * kCv);
}

BOOST_AUTO_TEST_CASE(a_rating_that_never_comes_counts_as_medium_after_fourteen_days) {
  TestLedger ledger;
  record(ledger, act_of(ledger, "room.night", 1, Season::kNormal));
  BOOST_TEST(credited(ledger.block({}, 7 * chain::kDayMs)).empty());
  const auto events = credited(ledger.block({}, 7 * chain::kDayMs));
  BOOST_REQUIRE(events.size() == 1u);
  BOOST_TEST(events[0].is_automatic);
  BOOST_TEST(events[0].factor.value == 700'000);
  BOOST_TEST(events[0].result.value == 140 * kCv);
}

BOOST_AUTO_TEST_CASE(the_second_rating_after_seven_days_credits_in_the_next_block) {
  TestLedger ledger;
  const auto act = record(ledger, act_of(ledger, "room.night", 1, Season::kNormal));
  BOOST_TEST(rate(ledger, guest(), act, Rating::kGood).ok());
  BOOST_TEST(credited(ledger.block({}, 8 * chain::kDayMs)).empty());
  BOOST_TEST(rate(ledger, provider(), act, Rating::kGood).ok());
  BOOST_TEST(cv(ledger).global.value == 0);
  BOOST_TEST(credited(ledger.block({})).size() == 1u);
  BOOST_TEST(cv(ledger).global.value == 200 * kCv);
  BOOST_TEST(credited(ledger.block({}, 7 * chain::kDayMs)).empty());
}

BOOST_AUTO_TEST_CASE(a_second_rating_in_the_very_block_of_the_first_look_is_not_lost) {
  TestLedger ledger;
  const auto completed = ledger.time().value;
  const auto act = record(ledger, act_of(ledger, "room.night", 1, Season::kNormal));
  BOOST_TEST(rate(ledger, guest(), act, Rating::kGood).ok());
  ledger.block({}, completed + 7 * chain::kDayMs - 1000 - ledger.time().value);
  BOOST_TEST(rate(ledger, provider(), act, Rating::kGood).ok());
  BOOST_TEST(ledger.time().value == completed + 7 * chain::kDayMs);
  BOOST_TEST(credited(ledger.block({})).size() == 1u);
}

BOOST_AUTO_TEST_CASE(an_act_is_credited_once_whatever_the_order_of_the_waiting_times) {
  auto genesis = test_genesis();
  for (auto& parameter : genesis.parameters) {
    if (parameter.name == "cv.credit.wait_days") parameter.value = 14;
    if (parameter.name == "cv.credit.automatic_days") parameter.value = 7;
  }
  TestLedger ledger(genesis);
  const auto act = record(ledger, act_of(ledger, "room.night", 1, Season::kNormal));
  BOOST_TEST(rate(ledger, guest(), act, Rating::kGood).ok());
  BOOST_TEST(rate(ledger, provider(), act, Rating::kGood).ok());
  BOOST_TEST(credited(ledger.block({}, 20 * chain::kDayMs)).size() == 1u);
  BOOST_TEST(cv(ledger).global.value == 200 * kCv);
  BOOST_TEST(cv(ledger).acts == 1u);
}

BOOST_AUTO_TEST_CASE(ratings_that_may_not_be_are_refused_by_rule) {
  TestLedger ledger;
  const auto act = record(ledger, act_of(ledger, "room.night", 1, Season::kNormal));
  BOOST_TEST(rate(ledger, actor(3), act, Rating::kGood).code == "NOT_A_PARTY");
  BOOST_TEST(rate(ledger, guest(), act, Rating::kNone).code == "NO_RATING");
  BOOST_TEST(rate(ledger, guest(), {}, Rating::kGood).code == "UNKNOWN_ACT");
  BOOST_TEST(rate(ledger, guest(), act, Rating::kGood).ok());
  const auto second = rate(ledger, guest(), act, Rating::kBad);
  BOOST_TEST(second.code == "ALREADY_RATED");
  BOOST_TEST(second.rule == "OP-51");
  ledger.block({}, 15 * chain::kDayMs);
  BOOST_TEST(rate(ledger, provider(), act, Rating::kGood).code == "ALREADY_CREDITED");
}

BOOST_AUTO_TEST_CASE(acts_that_may_not_be_are_refused_by_rule) {
  TestLedger ledger;
  const auto code = [&](const RecordAct& act) {
    return ledger.run(provider(), kContribution, MethodId::kRecordAct, act).code;
  };
  const auto good = act_of(ledger, "room.night", 1, Season::kNormal);
  auto act = good;
  act.evidence = {};
  BOOST_TEST(code(act) == "NO_EVIDENCE");
  act = good;
  act.resource = "yacht.day";
  BOOST_TEST(code(act) == "UNKNOWN_RESOURCE");
  act = good;
  act.units = 0;
  BOOST_TEST(code(act) == "BAD_UNITS");
  act = good;
  act.counterpart = provider().id;
  BOOST_TEST(code(act) == "SAME_ACCOUNT");
  act = good;
  act.counterpart = actor(50).id;
  BOOST_TEST(code(act) == "UNKNOWN_MEMBER");
  act = good;
  act.completed_at.value += chain::kDayMs;
  BOOST_TEST(code(act) == "NOT_COMPLETED");
  act.completed_at.value = ledger.time().value - 8 * chain::kDayMs;
  BOOST_TEST(code(act) == "TOO_OLD");
  act.completed_at.value = std::numeric_limits<std::int64_t>::min();
  BOOST_TEST(code(act) == "TOO_OLD");
  BOOST_TEST(code(good) == "OK");
  BOOST_TEST(code(good) == "EVIDENCE_USED");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
