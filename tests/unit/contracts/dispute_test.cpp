// Disputes through the executor: who may bring and decide what, deadlines by the calendar, one appeal, legal aid.
#include <limits>
#include <set>

#include "contracts/dispute/events.h"
#include "matching_world.h"

namespace xh::contracts::test::services {
namespace {

using namespace dispute;  // NOLINT: the contract under test
using chain::Fen;
using chain::kDayMs;
constexpr auto kDispute = ContractId::kDispute;

struct Court : ServiceLedger {
  using ServiceLedger::ServiceLedger;
  chain::RecordKey agreement = agree(worker_a());

  FileDispute wage(std::optional<std::int64_t> claim = 50'000) {
    FileDispute out;
    out.kind = Kind::kWage;
    out.respondent = employer().id;
    out.subject = agreement;
    if (claim) out.claim = Fen{*claim};
    out.statement = hash_of(1);
    out.evidence = {hash_of(2), hash_of(3)};
    return out;
  }
  chain::RecordKey file(const FileDispute& args, const Actor& by = worker_a()) {
    const auto receipt = run_ok(by, kDispute, MethodId::kFile, args);
    return events_of<DisputeFiled>(receipt, kDispute, EventKind::kFiled).at(0).dispute;
  }
  chain::RecordKey file() { return file(wage()); }
  std::string answered(const chain::RecordKey& key, const Actor& by = employer()) {
    return dispute(by, MethodId::kAnswer, AnswerDispute{key, hash_of(4), {}}).code;
  }
  std::string decided(const chain::RecordKey& key, Finding finding, std::int64_t amount,
                      FollowUp follow_up = FollowUp::kRevision, const Actor& by = the_union()) {
    return dispute(by, MethodId::kDecide, DecideDispute{key, finding, Fen{amount}, hash_of(5), follow_up}).code;
  }
  std::string appealed(const chain::RecordKey& key, const Actor& by = employer()) {
    return dispute(by, MethodId::kAppeal, AppealDispute{key, hash_of(6)}).code;
  }
  Dispute now(const chain::RecordKey& key) { return *find_dispute(view().context(), key); }
  std::uint64_t listed(ListKind kind) { return list_count(view().context(), desk(kind)); }
  // The next block's time is `at`.
  std::vector<chain::Receipt> until(chain::Timestamp at) { return pass(at.value - time().value); }
};

BOOST_AUTO_TEST_SUITE(dispute_flow)

BOOST_AUTO_TEST_CASE(a_wage_dispute_is_filed_answered_heard_decided_and_becomes_final) {
  Court ledger;
  const auto key = ledger.file();
  BOOST_TEST(ledger.listed(ListKind::kOpenDisputes) == 1u);
  BOOST_TEST(ledger.answered(key) == "OK");
  const chain::Timestamp hearing{ledger.time().value + 6 * kDayMs};
  BOOST_TEST(ledger.dispute(the_union(), MethodId::kHear, SetHearing{key, hearing}).code == "OK");
  BOOST_TEST(ledger.decided(key, Finding::kUpheld, 50'000) == "TOO_EARLY");
  ledger.until(hearing);
  BOOST_TEST(ledger.decided(key, Finding::kUpheld, 50'000) == "OK");
  const auto decided = ledger.now(key);
  BOOST_TEST((decided.state == State::kDecided));
  BOOST_TEST(!decided.decision->late);
  BOOST_TEST((decided.decision->follow_up == FollowUp::kRevision));
  BOOST_TEST(ledger.listed(ListKind::kOpenDisputes) == 0u);
  const auto receipts = ledger.until(*decided.appeal_until);
  BOOST_TEST(events_in<DisputeStep>(receipts, kDispute, EventKind::kFinal).size() == 1u);
  BOOST_TEST((ledger.now(key).state == State::kFinal));
  BOOST_TEST(ledger.appealed(key) == "APPEAL_TOO_LATE");
  ledger.pass(60 * kDayMs);  // the first instance's deadline finds nothing to do
  BOOST_TEST(!ledger.now(key).escalated);
}

BOOST_AUTO_TEST_CASE(silence_is_noted_at_the_deadline_and_the_case_goes_on) {
  Court ledger;
  const auto key = ledger.file();
  const auto due = ledger.now(key).answer_due;
  BOOST_TEST(due.value == ledger.time().value + 10 * kDayMs);
  BOOST_TEST(ledger.decided(key, Finding::kDismissed, 0) == "TOO_EARLY");
  ledger.until(chain::Timestamp{due.value - 2'000});
  BOOST_TEST(ledger.decided(key, Finding::kDismissed, 0) == "TOO_EARLY");
  const auto receipts = ledger.until(due);
  BOOST_TEST(events_in<DisputeStep>(receipts, kDispute, EventKind::kUnanswered).size() == 1u);
  BOOST_TEST(ledger.answered(key) == "ANSWER_TOO_LATE");
  BOOST_TEST(ledger.decided(key, Finding::kDismissed, 0) == "OK");
}

BOOST_AUTO_TEST_CASE(an_undecided_dispute_escalates_by_the_calendar_and_a_late_decision_says_so) {
  Court ledger;
  const auto key = ledger.file();
  BOOST_TEST(ledger.answered(key) == "OK");
  BOOST_TEST(ledger.decided(key, Finding::kUpheld, 50'000, FollowUp::kRevision, regulator()) == "NOT_THE_DECIDER");
  const auto due = ledger.now(key).decide_due;
  ledger.until(chain::Timestamp{due.value - 1});
  BOOST_TEST(!ledger.now(key).escalated);
  const auto receipts = ledger.until(due);
  BOOST_TEST(events_in<DisputeStep>(receipts, kDispute, EventKind::kEscalated).size() == 1u);
  BOOST_TEST(ledger.now(key).escalated);
  BOOST_TEST(ledger.listed(ListKind::kEscalated) == 1u);
  BOOST_TEST(ledger.decided(key, Finding::kUpheld, 50'000) == "OK");
  BOOST_TEST(ledger.now(key).decision->late);
  BOOST_TEST(ledger.listed(ListKind::kEscalated) == 0u);
}

BOOST_AUTO_TEST_CASE(the_regulator_may_decide_what_the_union_left_and_that_is_final) {
  Court ledger;
  const auto key = ledger.file();
  ledger.until(ledger.now(key).decide_due);
  BOOST_TEST(ledger.decided(key, Finding::kPartly, 20'000, FollowUp::kReversal, regulator()) == "OK");
  BOOST_TEST((ledger.now(key).state == State::kFinal));
  BOOST_TEST(ledger.appealed(key) == "NO_APPEAL");
}

BOOST_AUTO_TEST_CASE(a_decision_is_appealed_once_and_the_regulator_decides_for_good) {
  Court ledger;
  const auto key = ledger.file();
  BOOST_TEST(ledger.appealed(key) == "NOT_DECIDED");
  BOOST_TEST(ledger.answered(key) == "OK");
  BOOST_TEST(ledger.decided(key, Finding::kUpheld, 50'000) == "OK");
  BOOST_TEST(ledger.appealed(key, worker_b()) == "NOT_A_PARTY");
  BOOST_TEST(ledger.appealed(key) == "OK");
  BOOST_TEST(ledger.appealed(key, worker_a()) == "NO_APPEAL");
  BOOST_TEST(ledger.listed(ListKind::kEscalated) == 1u);
  BOOST_TEST(ledger.decided(key, Finding::kUpheld, 50'000) == "NOT_THE_DECIDER");
  BOOST_TEST(ledger.decided(key, Finding::kDismissed, 0, FollowUp::kNone, regulator()) == "OK");
  const auto now = ledger.now(key);
  BOOST_TEST((now.state == State::kFinal));
  BOOST_TEST((now.decision->finding == Finding::kUpheld));  // the first decision stays to be read
  BOOST_TEST((now.on_appeal->finding == Finding::kDismissed));
  BOOST_TEST(ledger.appealed(key, worker_a()) == "NO_APPEAL");
}

BOOST_AUTO_TEST_CASE(an_appeal_in_the_last_moment_counts_and_one_at_the_deadline_does_not) {
  for (const std::int64_t before : {1, 0}) {
    Court ledger;
    const auto key = ledger.file();
    BOOST_TEST(ledger.answered(key) == "OK");
    BOOST_TEST(ledger.decided(key, Finding::kUpheld, 50'000) == "OK");
    const auto until = *ledger.now(key).appeal_until;
    ledger.until(chain::Timestamp{until.value - before - 1'000});
    BOOST_TEST(ledger.appealed(key) == (before == 1 ? "OK" : "APPEAL_TOO_LATE"));
  }
}

BOOST_AUTO_TEST_CASE(the_deadline_of_the_first_instance_does_not_escalate_an_appeal) {
  Court ledger;
  const auto key = ledger.file();
  const auto first_due = ledger.now(key).decide_due;
  BOOST_TEST(ledger.answered(key) == "OK");
  ledger.until(chain::Timestamp{first_due.value - 5 * kDayMs});
  BOOST_TEST(ledger.decided(key, Finding::kUpheld, 50'000) == "OK");
  BOOST_TEST(ledger.appealed(key) == "OK");
  ledger.until(first_due);
  BOOST_TEST(!ledger.now(key).escalated);
  ledger.until(ledger.now(key).decide_due);
  BOOST_TEST(ledger.now(key).escalated);
}

BOOST_AUTO_TEST_CASE(nobody_decides_his_own_case) {
  Court ledger;
  auto args = ledger.wage(std::nullopt);
  args.kind = Kind::kContract;
  args.respondent = the_union().id;
  const auto key = ledger.file(args);
  BOOST_TEST(ledger.listed(ListKind::kEscalated) == 1u);
  BOOST_TEST(ledger.answered(key, the_union()) == "OK");
  BOOST_TEST(ledger.decided(key, Finding::kDismissed, 0, FollowUp::kNone) == "NOT_THE_DECIDER");
  BOOST_TEST(ledger.decided(key, Finding::kSettled, 100, FollowUp::kTransfer, regulator()) == "OK");
}

BOOST_AUTO_TEST_CASE(disputes_of_strangers_and_about_nothing_are_refused) {
  Court ledger;
  const auto code = [&](const Actor& by, auto change) {
    auto args = ledger.wage();
    change(args);
    return ledger.dispute(by, MethodId::kFile, args).code;
  };
  BOOST_TEST(code(worker_b(), [](auto&) {}) == "NOT_A_PARTY");
  BOOST_TEST(code(worker_a(), [](auto& a) { a.respondent = second_employer().id; }) == "NOT_A_PARTY");
  BOOST_TEST(code(worker_a(), [](auto& a) { a.respondent = worker_a().id; }) == "SAME_ACCOUNT");
  BOOST_TEST(code(worker_a(), [](auto& a) { a.subject = {}; }) == "UNKNOWN_SUBJECT");
  BOOST_TEST(code(worker_a(), [](auto& a) { a.statement = {}; }) == "NO_STATEMENT");
  BOOST_TEST(code(worker_a(), [](auto& a) { a.evidence = {hash_of(2), hash_of(2)}; }) == "BAD_EVIDENCE");
  BOOST_TEST(code(worker_a(), [](auto& a) { a.claim = Fen{0}; }) == "BAD_CLAIM");
  BOOST_TEST(code(worker_a(), [](auto& a) { a.claim = Fen{std::numeric_limits<std::int64_t>::max()}; }) == "BAD_CLAIM");
  BOOST_TEST(code(worker_a(), [](auto& a) { a.kind = Kind::kWorkLog; }) == "DAY_REQUIRED");
  BOOST_TEST(code(worker_a(), [](auto& a) {
               a.kind = Kind::kWorkLog;
               a.day = chain::Day{std::numeric_limits<std::int64_t>::min()};
             }) == "UNKNOWN_LOG");
}

BOOST_AUTO_TEST_CASE(one_open_dispute_about_one_thing_and_a_new_one_after_it_is_over) {
  Court ledger;
  const auto key = ledger.file();
  BOOST_TEST(ledger.dispute(worker_a(), MethodId::kFile, ledger.wage()).code == "ALREADY_OPEN");
  BOOST_TEST(ledger.dispute(employer(), MethodId::kWithdraw, WithdrawDispute{key}).code == "NOT_THE_FILER");
  BOOST_TEST(ledger.dispute(worker_a(), MethodId::kWithdraw, WithdrawDispute{key}).code == "OK");
  BOOST_TEST(ledger.dispute(worker_a(), MethodId::kWithdraw, WithdrawDispute{key}).code == "DISPUTE_OVER");
  BOOST_TEST(ledger.answered(key) == "DISPUTE_OVER");
  BOOST_TEST(ledger.decided(key, Finding::kDismissed, 0) == "DISPUTE_OVER");
  BOOST_TEST(ledger.dispute(worker_a(), MethodId::kFile, ledger.wage()).code == "OK");
}

BOOST_AUTO_TEST_CASE(answers_are_the_other_sides_and_given_once) {
  Court ledger;
  const auto key = ledger.file();
  BOOST_TEST(ledger.answered(key, worker_a()) == "NOT_THE_RESPONDENT");
  BOOST_TEST(ledger.answered({}) == "UNKNOWN_DISPUTE");
  BOOST_TEST(ledger.answered(key) == "OK");
  BOOST_TEST(ledger.answered(key) == "ALREADY_ANSWERED");
}

BOOST_AUTO_TEST_CASE(a_decision_fits_the_claim_and_names_what_follows) {
  Court ledger;
  const auto key = ledger.file();
  BOOST_TEST(ledger.answered(key) == "OK");
  BOOST_TEST(ledger.decided(key, Finding::kUpheld, 50'001) == "BAD_AMOUNT");
  BOOST_TEST(ledger.decided(key, Finding::kUpheld, 49'999) == "BAD_AMOUNT");
  BOOST_TEST(ledger.decided(key, Finding::kPartly, 0) == "BAD_AMOUNT");
  BOOST_TEST(ledger.decided(key, Finding::kPartly, -1) == "BAD_AMOUNT");
  BOOST_TEST(ledger.decided(key, Finding::kDismissed, 1) == "BAD_AMOUNT");
  BOOST_TEST(ledger.decided(key, Finding::kPartly, 1, FollowUp::kNone) == "FOLLOW_UP_REQUIRED");
  BOOST_TEST(ledger.decided(key, Finding::kPartly, 1, FollowUp::kTransfer) == "FOLLOW_UP_REQUIRED");
  const auto no_reasons =
      ledger.dispute(the_union(), MethodId::kDecide, DecideDispute{key, Finding::kDismissed, Fen{0}, {}, {}});
  BOOST_TEST(no_reasons.code == "NO_REASONS");
  BOOST_TEST(ledger.decided(key, Finding::kPartly, 1, FollowUp::kReversal) == "OK");
}

BOOST_AUTO_TEST_CASE(a_hearing_is_announced_in_time_and_lies_before_the_decision) {
  Court ledger;
  const auto key = ledger.file();
  const auto hear = [&](std::int64_t days, const Actor& by) {
    return ledger.dispute(by, MethodId::kHear, SetHearing{key, chain::Timestamp{ledger.time().value + days * kDayMs}})
        .code;
  };
  BOOST_TEST(hear(6, worker_a()) == "NOT_THE_DECIDER");
  BOOST_TEST(hear(4, the_union()) == "BAD_HEARING");
  BOOST_TEST(hear(46, the_union()) == "BAD_HEARING");
  BOOST_TEST(hear(6, the_union()) == "OK");
  BOOST_TEST(hear(7, the_union()) == "OK");  // moved
}

BOOST_AUTO_TEST_CASE(both_sides_are_advised_but_never_by_one_adviser) {
  Court ledger({}, 3);
  const auto key = ledger.file();
  const auto ask = [&](const Actor& by) {
    const auto receipt =
        ledger.run_ok(by, kDispute, MethodId::kRequestAid, RequestAid{AidKind::kAdvice, key, hash_of(7)});
    return events_of<AidChanged>(receipt, kDispute, EventKind::kAidRequested).at(0).request;
  };
  const auto assign = [&](const chain::RecordKey& request, const Actor& adviser, const Actor& by = the_union()) {
    return ledger.dispute(by, MethodId::kAssignAid, AssignAid{request, adviser.id}).code;
  };
  const auto mine = ask(worker_a());
  const auto theirs = ask(employer());
  BOOST_TEST(ledger.dispute(worker_b(), MethodId::kRequestAid, RequestAid{AidKind::kAdvice, key, hash_of(7)}).code ==
             "NOT_A_PARTY");
  BOOST_TEST(assign(mine, worker(0), employer()) == "ROLE_REQUIRED");
  BOOST_TEST(assign(mine, worker(0)) == "OK");
  BOOST_TEST(assign(theirs, worker(0)) == "SAME_ADVISER");
  BOOST_TEST(assign(theirs, worker_a()) == "SAME_ADVISER");
  BOOST_TEST(assign(theirs, employer()) == "SAME_ADVISER");
  BOOST_TEST(assign(theirs, worker(1)) == "OK");
  const auto close = [&](const Actor& by, const chain::Hash256& result) {
    return ledger.dispute(by, MethodId::kCloseAid, CloseAid{mine, result}).code;
  };
  BOOST_TEST(close(worker(1), hash_of(8)) == "NOT_A_PARTY");
  BOOST_TEST(close(worker(0), {}) == "NO_RESULT");
  BOOST_TEST(close(worker(0), hash_of(8)) == "OK");
  BOOST_TEST(close(worker(0), hash_of(8)) == "REQUEST_CLOSED");
  BOOST_TEST(ledger.listed(ListKind::kOpenAid) == 1u);
}

BOOST_AUTO_TEST_CASE(a_request_that_nobody_takes_is_marked_at_its_deadline) {
  Court ledger;
  const auto receipt = ledger.run_ok(worker_a(), kDispute, MethodId::kRequestAid,
                                     RequestAid{AidKind::kInjuryRecognition, {}, hash_of(7)});
  const auto request = events_of<AidChanged>(receipt, kDispute, EventKind::kAidRequested).at(0).request;
  ledger.until(chain::Timestamp{ledger.time().value + 5 * kDayMs - 1});
  BOOST_TEST(!find_aid(ledger.view().context(), request)->overdue);
  ledger.pass(1);
  BOOST_TEST(find_aid(ledger.view().context(), request)->overdue);
  BOOST_TEST(ledger.dispute(the_union(), MethodId::kRequestAid, RequestAid{AidKind::kAdvice, {}, hash_of(1)}).code ==
             "ROLE_REQUIRED");
}

BOOST_AUTO_TEST_CASE(liability_for_a_shared_worker_is_signed_by_all_who_answer) {
  Court ledger;
  LiabilityTerms terms{ledger.agreement,   second_employer().id, employer().id, second_employer().id,
                       chain::Day{20'850}, chain::Day{20'900},   hash_of(9)};
  const auto declare = [&](std::vector<Actor> with, const Actor& by = employer()) {
    TxOptions options;
    options.co_signers = std::move(with);
    return ledger.dispute(by, MethodId::kDeclareLiability, DeclareLiability{terms}, options).code;
  };
  BOOST_TEST(declare({the_union()}) == "SIGNATURE_MISSING");
  BOOST_TEST(declare({second_employer()}) == "SIGNATURE_MISSING");
  BOOST_TEST(declare({the_union(), employer()}, second_employer()) == "NOT_YOUR_AGREEMENT");
  BOOST_TEST(declare({the_union(), second_employer()}) == "OK");
  BOOST_TEST(declare({the_union(), second_employer()}) == "OK");
  BOOST_TEST(find_liability(ledger.view().context(), ledger.agreement)->version == 2u);
  terms.injury_bearer = worker_a().id;
  BOOST_TEST(declare({the_union(), second_employer()}) == "BAD_BEARER");
  terms.injury_bearer = employer().id;
  terms.until = chain::Day{20'849};
  BOOST_TEST(declare({the_union(), second_employer()}) == "BAD_DAYS");
  terms.borrower = employer().id;
  BOOST_TEST(declare({the_union()}) == "SAME_ACCOUNT");
}

BOOST_AUTO_TEST_CASE(receipts_of_a_dispute_name_its_two_sides_and_nobody_else) {
  Court ledger;
  const auto receipt = ledger.run_ok(worker_a(), kDispute, MethodId::kFile, ledger.wage());
  for (const auto& event : receipt.events) {
    const std::set<chain::AccountId> parties(event.parties.begin(), event.parties.end());
    BOOST_TEST((parties == std::set{worker_a().id, employer().id}));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test::services
