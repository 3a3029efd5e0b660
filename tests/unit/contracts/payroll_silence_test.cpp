// Silence after an upload (OP-10), many rejections by one signature, flagged work that the union turns down (OP-26),
// and the counters of it all.
#include <boost/test/unit_test.hpp>

#include "contracts/payroll/history.h"
#include "payroll_world.h"

namespace xh::contracts::payroll::test {
namespace {

struct Silence {
  World world{"2026-03-10 20:00"};
  chain::AccountId e1 = world.employers[0];
  chain::AccountId w1 = world.workers[0];
  chain::RecordKey k1 = world.agree(world.terms());
  chain::RecordKey k2 = world.agree(world.terms(0, 1));

  void upload() {
    BOOST_REQUIRE(world
                      .submit(e1, {{k1, day("2026-03-09"), 0, {entry("a", 60, 1)}},
                                   {k1, day("2026-03-10"), 0, {entry("a", 60, 1)}},
                                   {k2, day("2026-03-10"), 0, {entry("a", 60, 1)}}})
                      .ok());
  }
  // Two entries of the same time: flagged.
  LogRef flagged() {
    const auto from = world.wall("2026-03-10 10:00");
    const auto to = world.wall("2026-03-10 11:00");
    BOOST_REQUIRE(
        world.submit(e1, {{k1, day("2026-03-10"), 0, {shift("a", from, to, 1), shift("b", from, to, 1)}}}).ok());
    return world.ref(k1, "2026-03-10");
  }
  Answer turn_down(const LogRef& log) {
    return world.call(world.union_account, MethodId::kRejectFlags, RejectFlagsArgs{log, FlagReason::kDoubleBooked});
  }
};

BOOST_AUTO_TEST_SUITE(payroll_silence)

BOOST_FIXTURE_TEST_CASE(s04_5_a_silent_worker_is_reminded_after_12_hours_and_the_union_told_after_24, Silence) {
  upload();
  BOOST_TEST(world.confirm(w1, {world.ref(k1, "2026-03-09")}).ok());
  BOOST_TEST(world.at("2026-03-11 07:59:59.999").of<ReminderEvent>(EventKind::kReminder).empty());
  const auto reminded = world.at("2026-03-11 08:00");
  const auto reminders = reminded.of<ReminderEvent>(EventKind::kReminder);
  BOOST_REQUIRE(reminders.size() == 2u);
  for (const auto& reminder : reminders) {
    BOOST_REQUIRE(reminder.logs.size() == 1u);
    BOOST_TEST(to_text(reminder.logs[0].day) == "2026-03-10");
  }
  for (const auto& event : reminded.events) BOOST_TEST(event.parties.size() == 1u);  // each worker his own
  BOOST_TEST(world.confirm(w1, {world.ref(k1, "2026-03-10")}).ok());
  BOOST_TEST(world.at("2026-03-11 19:59:59.999").of<EscalatedEvent>(EventKind::kEscalated).empty());
  const auto told = world.at("2026-03-11 20:00");
  const auto escalated = told.of<EscalatedEvent>(EventKind::kEscalated);
  BOOST_REQUIRE(escalated.size() == 1u);
  BOOST_REQUIRE(escalated[0].logs.size() == 1u);
  BOOST_TEST((escalated[0].logs[0].agreement == k2));
}

BOOST_FIXTURE_TEST_CASE(nobody_is_reminded_of_what_was_answered_or_replaced, Silence) {
  upload();
  BOOST_TEST(world.confirm(w1, {world.ref(k1, "2026-03-09")}).ok());
  BOOST_TEST(world.reject(w1, world.ref(k1, "2026-03-10")).ok());
  world.at("2026-03-10 22:00");
  BOOST_TEST(world.submit(e1, {{k2, day("2026-03-10"), 1, {entry("a", 70, 1)}}}).ok());
  BOOST_TEST(world.at("2026-03-11 08:00").of<ReminderEvent>(EventKind::kReminder).empty());
  BOOST_TEST(world.at("2026-03-11 10:00").of<ReminderEvent>(EventKind::kReminder).size() == 1u);  // of the revision
}

BOOST_FIXTURE_TEST_CASE(many_days_are_rejected_by_one_signature_or_none, Silence) {
  upload();
  const auto reject = [&](std::vector<LogRef> logs, DisputeReason reason = DisputeReason::kTooLow) {
    return world.call(w1, MethodId::kRejectMany, RejectManyArgs{std::move(logs), reason});
  };
  const auto bad = reject({world.ref(k1, "2026-03-09"), world.ref(k2, "2026-03-10")});
  BOOST_TEST(bad.code == "NOT_YOUR_LOG");
  BOOST_TEST(bad.message.find("line 2") != std::string::npos, bad.message);
  BOOST_TEST(!world.log(k1, "2026-03-09").disputed_at.has_value());
  BOOST_TEST(reject({}).code == "EMPTY_LIST");
  BOOST_TEST(reject({world.ref(k1, "2026-03-09")}, DisputeReason::kFlagsRejected).code == "NOT_YOUR_REASON");
  BOOST_TEST(reject({world.ref(k1, "2026-03-09"), world.ref(k1, "2026-03-10")}).ok());
  BOOST_TEST(world.log(k1, "2026-03-09").disputed_at.has_value());
  BOOST_TEST(world.log(k1, "2026-03-10").disputed_at.has_value());
  const auto months = employer_months(world.reader(), e1, 12);
  BOOST_REQUIRE(months.size() == 1u);
  BOOST_TEST(months[0].logs == 3u);
  BOOST_TEST(months[0].late == 1u);  // the day before
  BOOST_TEST(months[0].disputed == 2u);
}

BOOST_FIXTURE_TEST_CASE(a_lost_dispute_is_counted_in_the_workers_month, Silence) {
  upload();
  const auto log = world.ref(k1, "2026-03-10");
  BOOST_TEST(world.reject(w1, log).ok());
  world.at("2026-03-14 08:00");
  BOOST_TEST(world.call(world.union_account, MethodId::kDecideDispute, DecideDisputeArgs{log}).ok());
  const auto months = worker_months(world.reader(), w1, 12);
  BOOST_REQUIRE(months.size() == 1u);
  BOOST_TEST(months[0].disputes_lost == 1u);
}

BOOST_FIXTURE_TEST_CASE(flagged_work_that_the_union_turns_down_is_disputed_and_not_paid, Silence) {
  world.deposit(e1, 1'000'000);
  const auto log = flagged();
  BOOST_TEST(world.call(w1, MethodId::kRejectFlags, RejectFlagsArgs{log, FlagReason::kOther}).code == "ROLE_REQUIRED");
  const auto answer = turn_down(log);
  BOOST_TEST(answer.ok(), answer);
  BOOST_TEST((answer.of<FlagsRejectedEvent>(EventKind::kFlagsRejected).at(0).reason == FlagReason::kDoubleBooked));
  BOOST_TEST(turn_down(log).code == "NO_OPEN_FLAGS");
  // Neither the worker's yes nor his own kind of no changes that.
  BOOST_TEST(world.reject(w1, log).code == "ALREADY_DISPUTED");
  BOOST_TEST(world.confirm(w1, {log}).ok());
  BOOST_TEST(!world.log(k1, "2026-03-10").confirmed());
  const auto payday = world.at("2026-04-10 12:00");
  BOOST_TEST(payday.of<Settlement>(EventKind::kSettlement).empty());
  BOOST_TEST(payday.of<DaysHeldEvent>(EventKind::kDaysHeld).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(after_turning_down_the_enterprise_revises_or_the_union_rules, Silence) {
  world.deposit(e1, 1'000'000);
  const auto log = flagged();
  BOOST_TEST(turn_down(log).ok());
  BOOST_TEST(world.call(world.union_account, MethodId::kDecideDispute, DecideDisputeArgs{log}).code == "TOO_EARLY");
  BOOST_TEST(world.submit(e1, {{k1, day("2026-03-10"), 1, {entry("a", 60, 1)}}}).ok());
  BOOST_TEST(world.log(k1, "2026-03-10").flag_count == 0u);
  BOOST_TEST(!world.log(k1, "2026-03-10").disputed_at.has_value());
  const auto old = world.call(w1, MethodId::kConfirmWork, ConfirmWorkArgs{{log}});
  BOOST_TEST(old.code == "SUPERSEDED");
  BOOST_TEST(world.at("2026-04-10 12:00").of<Settlement>(EventKind::kSettlement).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(a_ruling_after_turning_down_pays_and_counts_no_lost_dispute, Silence) {
  world.deposit(e1, 1'000'000);
  const auto log = flagged();
  BOOST_TEST(turn_down(log).ok());
  world.at("2026-03-14 08:00");
  BOOST_TEST(world.call(world.union_account, MethodId::kDecideDispute, DecideDisputeArgs{log}).ok());
  BOOST_TEST(world.log(k1, "2026-03-10").confirmed());
  BOOST_TEST(worker_months(world.reader(), w1, 12).empty());
  BOOST_TEST(world.at("2026-04-10 12:00").of<Settlement>(EventKind::kSettlement).size() == 1u);
}

BOOST_FIXTURE_TEST_CASE(the_good_lines_of_a_refused_batch_can_be_sent_alone, Silence) {
  std::vector<DayUpload> logs{{k1, day("2026-03-10"), 0, {entry("a", 60, 1)}},
                              {k2, day("2026-03-10"), 0, {entry("a", 60, 1), entry("b", 60, 10'001)}}};
  const auto key = world.new_key();
  const auto refused = world.submit(e1, logs, key);
  BOOST_TEST(refused.code == "BAD_ENTRY");
  BOOST_TEST(refused.message.find("log 2") != std::string::npos, refused.message);
  BOOST_TEST(refused.message.find("entry 2 'b'") != std::string::npos, refused.message);
  logs.pop_back();
  BOOST_TEST(world.submit(e1, logs, key).ok());
  BOOST_TEST(world.log(k1, "2026-03-10").version == 1u);
  BOOST_TEST(!find_day_log(world.state(), k2, day("2026-03-10")).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll::test
