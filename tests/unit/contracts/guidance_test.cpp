// Awareness content, worker classes and offers through the executor.
#include <limits>

#include "contracts/guidance/classes.h"
#include "contracts/guidance/events.h"
#include "contracts/matching/events.h"
#include "matching_world.h"

namespace xh::contracts::test::services {
namespace {

using namespace guidance;  // NOLINT: the contract under test
using chain::Fen;
using chain::kDayMs;
constexpr auto kGuidance = ContractId::kGuidance;

struct Desk : ServiceLedger {
  using ServiceLedger::ServiceLedger;

  ContentTerms lecture(std::uint32_t seats = 2, std::int64_t in_days = 3) {
    ContentTerms out = booklet();
    out.kind = ContentKind::kLecture;
    out.starts_at = chain::Timestamp{time().value + in_days * kDayMs};
    out.seats = seats;
    return out;
  }
  static ContentTerms booklet() {
    return {ContentKind::kBooklet, Topic::kInsurance, hash_of(1), hash_of(2), "content/injury.pdf", "zh-CN", {}, 0};
  }
  chain::RecordKey publish(const ContentTerms& terms) {
    const auto receipt = run_ok(the_union(), kGuidance, MethodId::kPublishContent, PublishContent{terms});
    return events_of<ContentChanged>(receipt, kGuidance, EventKind::kContentPublished).at(0).content;
  }
  OfferTerms fund(std::uint32_t risk, std::vector<std::uint32_t> goals = {}) {
    return {OfferKind::kFund, hash_of(3), hash_of(4),
            "offers/fund",    risk,       std::move(goals),
            Fen{100'000},     {},         chain::Timestamp{time().value + 30 * kDayMs}};
  }
  OfferTerms job(const chain::RecordKey& opening) {
    return {OfferKind::kCharityJob,
            hash_of(3),
            hash_of(4),
            "offers/job",
            0,
            {},
            Fen{0},
            opening,
            chain::Timestamp{time().value + 30 * kDayMs}};
  }
  chain::RecordKey opening() {
    matching::OpeningTerms terms;
    terms.text = hash_of(1);
    terms.skills = {{7, 1, 1}};
    terms.place = 510'104;
    terms.places = 10;
    terms.expires = chain::Timestamp{time().value + 30 * kDayMs};
    const auto receipt =
        run_ok(employer(), ContractId::kMatching, matching::MethodId::kPublishOpening, matching::PublishOpening{terms});
    return events_of<matching::OpeningPublished>(receipt, ContractId::kMatching, matching::EventKind::kOpeningPublished)
        .at(0)
        .opening;
  }
  chain::RecordKey offer(const OfferTerms& terms) {
    const auto receipt = run_ok(the_union(), kGuidance, MethodId::kPublishOffer, PublishOffer{terms});
    return events_of<OfferChanged>(receipt, kGuidance, EventKind::kOfferPublished).at(0).offer;
  }
  std::string try_offer(const OfferTerms& terms) {
    return guide(the_union(), MethodId::kPublishOffer, PublishOffer{terms}).code;
  }
  void classify(const Actor& of) { run_ok(the_union(), kGuidance, MethodId::kClassify, Classify{{of.id}}); }
  std::string sign(const Actor& of, WorkerClass as, std::optional<chain::Hash256> reason = {}) {
    return guide(the_union(), MethodId::kSignClass, SignClass{of.id, as, reason}).code;
  }
  WorkerClass class_now(const Actor& of) { return class_of(view().context(), of.id); }
  void make_active(const Actor& of) {
    work(of, std::vector<std::int64_t>(12, 700'000));
    classify(of);
    BOOST_REQUIRE(sign(of, WorkerClass::kActive) == "OK");
  }
  void declare(const Actor& of, std::uint32_t capacity, std::uint32_t preference,
               std::vector<std::uint32_t> goals = {}) {
    run_ok(of, kGuidance, MethodId::kDeclareRisk, DeclareRisk{capacity, preference, std::move(goals)});
  }
  std::string note(const Actor& by, const chain::RecordKey& key, bool withdraw = false) {
    return guide(by, MethodId::kNoteInterest, NoteInterest{key, withdraw}).code;
  }
  std::vector<chain::RecordKey> recommended(const Actor& to) {
    std::vector<chain::RecordKey> out;
    for (const auto& row : recommend(view().context(), to.id)) out.push_back(row.offer);
    return out;
  }
};

ClassRule rule() {
  return {3, Fen{600'000}, 200'000, Fen{400'000}, 500'000};
}
DerivedClass derive(const std::vector<std::int64_t>& fen) {
  std::vector<Fen> incomes;
  std::uint32_t worked = 0;
  for (const auto value : fen) {
    incomes.emplace_back(value);
    worked += value > 0 ? 1 : 0;
  }
  return derive_class(incomes, worked, rule());
}

BOOST_AUTO_TEST_SUITE(guidance_flow)

BOOST_AUTO_TEST_CASE(the_rule_tells_high_and_steady_from_low_and_unsteady_income) {
  const auto steady = derive({700'000, 700'000, 700'000});
  BOOST_TEST((steady.worker_class == WorkerClass::kActive));
  BOOST_TEST(steady.mean.value == 700'000);
  BOOST_TEST(steady.swing_ppm == 0);
  const auto low = derive({300'000, 300'000, 300'000});
  BOOST_TEST((low.worker_class == WorkerClass::kPassive && low.reason == ClassReason::kLowIncome));
  const auto unsteady = derive({2'000'000, 100'000, 0, 0, 100'000});
  BOOST_TEST((unsteady.worker_class == WorkerClass::kPassive && unsteady.reason == ClassReason::kUnsteadyIncome));
  const auto between = derive({500'000, 500'000, 500'000});
  BOOST_TEST((between.worker_class == WorkerClass::kUnclassified && between.reason == ClassReason::kBetween));
  const auto few = derive({700'000, 0, 700'000});
  BOOST_TEST((few.worker_class == WorkerClass::kUnclassified && few.reason == ClassReason::kTooFewMonths));
  BOOST_TEST((derive({}).reason == ClassReason::kTooFewMonths));
}

BOOST_AUTO_TEST_CASE(the_rules_limits_belong_to_the_better_side_and_rounding_is_half_up) {
  BOOST_TEST((derive({480'000, 600'000, 720'000}).worker_class == WorkerClass::kActive));  // mean 600,000
  BOOST_TEST(derive({480'000, 600'000, 720'000}).swing_ppm == 133'333);
  BOOST_TEST((derive({599'999, 599'999, 599'999}).reason == ClassReason::kBetween));
  BOOST_TEST((derive({400'000, 400'000, 400'000}).reason == ClassReason::kBetween));
  BOOST_TEST((derive({399'999, 400'000, 399'999}).reason == ClassReason::kLowIncome));
  BOOST_TEST((derive({480'000, 720'000, 480'000, 720'000}).worker_class == WorkerClass::kActive));  // swing 200,000
  BOOST_TEST((derive({479'000, 721'000, 479'000, 721'000}).reason == ClassReason::kBetween));
}

BOOST_AUTO_TEST_CASE(the_rule_takes_the_largest_incomes_without_overflow) {
  const auto most = std::numeric_limits<std::int64_t>::max();
  const auto out = derive({most, most, most, 0});
  BOOST_TEST(out.swing_ppm == 500'000);
  BOOST_TEST(out.mean.value > 0);
}

BOOST_AUTO_TEST_CASE(a_class_counts_only_once_a_human_signed_it) {
  Desk ledger;
  ledger.work(worker_a(), std::vector<std::int64_t>(12, 700'000));
  BOOST_TEST(ledger.sign(worker_a(), WorkerClass::kActive) == "NO_CLASS");
  ledger.classify(worker_a());
  const auto derived = *find_class(ledger.view().context(), worker_a().id);
  BOOST_TEST((derived.derived.worker_class == WorkerClass::kActive));
  BOOST_TEST(derived.derived.months == 12u);
  BOOST_TEST((ledger.class_now(worker_a()) == WorkerClass::kUnclassified));
  BOOST_TEST(ledger.sign(worker_a(), WorkerClass::kPassive) == "REASON_REQUIRED");
  BOOST_TEST(ledger.sign(worker_a(), WorkerClass::kPassive, hash_of(1)) == "OK");  // a human overturns the rule
  BOOST_TEST((ledger.class_now(worker_a()) == WorkerClass::kPassive));
}

BOOST_AUTO_TEST_CASE(an_objection_takes_the_class_away_until_the_union_signs_again_with_a_reason) {
  Desk ledger;
  ledger.make_active(worker_a());
  const auto object = [&] { return ledger.guide(worker_a(), MethodId::kObjectClass, ObjectClass{hash_of(5)}).code; };
  BOOST_TEST(ledger.guide(worker_a(), MethodId::kObjectClass, ObjectClass{}).code == "NO_OBJECTION");
  BOOST_TEST(ledger.guide(worker_b(), MethodId::kObjectClass, ObjectClass{hash_of(5)}).code == "NO_CLASS");
  BOOST_TEST(object() == "OK");
  BOOST_TEST(object() == "ALREADY_OBJECTED");
  BOOST_TEST((ledger.class_now(worker_a()) == WorkerClass::kUnclassified));
  ledger.classify(worker_a());  // looking again does not answer the objection
  BOOST_TEST((ledger.class_now(worker_a()) == WorkerClass::kUnclassified));
  BOOST_TEST(ledger.sign(worker_a(), WorkerClass::kActive) == "REASON_REQUIRED");
  BOOST_TEST(ledger.sign(worker_a(), WorkerClass::kActive, hash_of(6)) == "OK");
  BOOST_TEST((ledger.class_now(worker_a()) == WorkerClass::kActive));
}

BOOST_AUTO_TEST_CASE(another_result_of_the_rule_waits_for_a_signature_and_the_same_keeps_it) {
  Desk ledger;
  ledger.make_active(worker_a());
  ledger.classify(worker_a());
  BOOST_TEST((ledger.class_now(worker_a()) == WorkerClass::kActive));
  ledger.work(worker_a(), std::vector<std::int64_t>(12, 100'000));
  ledger.classify(worker_a());
  BOOST_TEST((ledger.class_now(worker_a()) == WorkerClass::kUnclassified));
}

BOOST_AUTO_TEST_CASE(months_without_work_between_count_as_months_without_income) {
  Desk ledger;
  ledger.work(worker_a(), {700'000, 0, 0, 0, 700'000, 700'000});
  ledger.classify(worker_a());
  const auto derived = find_class(ledger.view().context(), worker_a().id)->derived;
  BOOST_TEST(derived.months == 6u);
  BOOST_TEST(derived.mean.value == 350'000);
  BOOST_TEST((derived.reason == ClassReason::kLowIncome));
}

BOOST_AUTO_TEST_CASE(active_workers_see_finance_and_the_others_see_jobs) {
  Desk ledger({}, 1);
  ledger.make_active(worker_a());
  ledger.work(worker_b(), std::vector<std::int64_t>(12, 100'000));
  ledger.classify(worker_b());
  BOOST_TEST(ledger.sign(worker_b(), WorkerClass::kPassive) == "OK");
  const auto fund = ledger.offer(ledger.fund(2));
  const auto job = ledger.offer(ledger.job(ledger.opening()));
  ledger.declare(worker_a(), 3, 3);
  ledger.declare(worker_b(), 5, 5);
  BOOST_TEST((ledger.recommended(worker_a()) == std::vector{fund}));
  BOOST_TEST((ledger.recommended(worker_b()) == std::vector{job}));
  BOOST_TEST((ledger.recommended(worker(0)) == std::vector{job}));  // not classified: help is not withheld
  BOOST_TEST(ledger.recommended(employer()).empty());
  BOOST_TEST(ledger.note(worker_a(), fund) == "OK");
  BOOST_TEST(ledger.note(worker_a(), fund) == "INTEREST_NOTED");
  BOOST_TEST(ledger.note(worker_a(), job) == "NOT_FOR_YOUR_CLASS");
  BOOST_TEST(ledger.note(worker_b(), fund) == "NOT_FOR_YOUR_CLASS");
  BOOST_TEST(ledger.note(worker_b(), job) == "OK");
  BOOST_TEST(ledger.note(employer(), fund) == "ROLE_REQUIRED");
}

BOOST_AUTO_TEST_CASE(finance_keeps_within_capacity_and_is_recommended_within_the_lower_of_both) {
  Desk ledger;
  ledger.make_active(worker_a());
  const auto calm = ledger.offer(ledger.fund(1));
  const auto middle = ledger.offer(ledger.fund(3));
  const auto wild = ledger.offer(ledger.fund(5));
  BOOST_TEST(ledger.note(worker_a(), calm) == "NO_RISK_PROFILE");
  BOOST_TEST(ledger.recommended(worker_a()).empty());
  ledger.declare(worker_a(), 4, 3);
  BOOST_TEST((ledger.recommended(worker_a()) == std::vector{middle, calm}));  // nearest to the tolerance first
  BOOST_TEST(ledger.note(worker_a(), wild) == "RISK_TOO_HIGH");
  ledger.declare(worker_a(), 4, 1);
  BOOST_TEST((ledger.recommended(worker_a()) == std::vector{calm}));
  BOOST_TEST(ledger.note(worker_a(), middle) == "OK");  // within the capacity: the worker's own choice
}

BOOST_AUTO_TEST_CASE(offers_that_meet_more_goals_come_first) {
  Desk ledger;
  ledger.make_active(worker_a());
  ledger.declare(worker_a(), 3, 3, {1, 2});
  const auto none = ledger.offer(ledger.fund(3, {9}));
  const auto one = ledger.offer(ledger.fund(1, {2}));
  const auto both = ledger.offer(ledger.fund(1, {1, 2}));
  BOOST_TEST((ledger.recommended(worker_a()) == std::vector{both, one, none}));
  const auto rows = recommend(ledger.view().context(), worker_a().id);
  BOOST_TEST(rows[0].reasons == (std::vector<std::string>{"class: active (FN-06)", "risk 1 of 3", "goals met 2 of 2"}),
             boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(closed_and_withdrawn_offers_take_nobody_and_interest_can_be_taken_back) {
  Desk ledger;
  ledger.make_active(worker_a());
  ledger.declare(worker_a(), 5, 5);
  const auto first = ledger.offer(ledger.fund(2));
  const auto second = ledger.offer(ledger.fund(2));
  BOOST_TEST(ledger.note(worker_a(), first) == "OK");
  BOOST_TEST(ledger.guide(the_union(), MethodId::kWithdrawOffer, WithdrawOffer{first}).code == "OK");
  BOOST_TEST(ledger.guide(the_union(), MethodId::kWithdrawOffer, WithdrawOffer{first}).code == "OFFER_CLOSED");
  BOOST_TEST(ledger.note(worker_a(), first, true) == "OK");
  BOOST_TEST(ledger.note(worker_a(), first, true) == "NO_INTEREST");
  ledger.pass(31 * kDayMs);
  BOOST_TEST(ledger.note(worker_a(), second) == "OFFER_CLOSED");
  BOOST_TEST(ledger.recommended(worker_a()).empty());
  BOOST_TEST(ledger.note(worker_a(), {}) == "UNKNOWN_OFFER");
}

BOOST_AUTO_TEST_CASE(a_risk_profile_is_the_workers_own_and_can_be_forgotten) {
  Desk ledger;
  const auto declare = [&](const Actor& by, std::uint32_t capacity, std::uint32_t preference,
                           std::vector<std::uint32_t> goals = {}) {
    return ledger.guide(by, MethodId::kDeclareRisk, DeclareRisk{capacity, preference, std::move(goals)}).code;
  };
  BOOST_TEST(declare(worker_a(), 0, 3) == "BAD_RISK");
  BOOST_TEST(declare(worker_a(), 3, 6) == "BAD_RISK");
  BOOST_TEST(declare(worker_a(), 3, 3, {1, 1}) == "BAD_CODES");
  BOOST_TEST(declare(employer(), 3, 3) == "ROLE_REQUIRED");
  BOOST_TEST(declare(worker_a(), 3, 3) == "OK");
  BOOST_TEST(ledger.guide(worker_a(), MethodId::kForgetRisk, ForgetRisk{}).code == "OK");
  BOOST_TEST(ledger.guide(worker_a(), MethodId::kForgetRisk, ForgetRisk{}).code == "NO_RISK_PROFILE");
  BOOST_TEST(!find_risk(ledger.view().context(), worker_a().id).has_value());
}

BOOST_AUTO_TEST_CASE(offers_that_make_no_sense_are_refused_by_code) {
  Desk ledger;
  const auto opening = ledger.opening();
  const auto with = [&](OfferTerms terms, auto change) {
    change(terms);
    return ledger.try_offer(terms);
  };
  BOOST_TEST(with(ledger.fund(0), [](auto&) {}) == "BAD_OFFER");
  BOOST_TEST(with(ledger.fund(6), [](auto&) {}) == "BAD_OFFER");
  BOOST_TEST(with(ledger.fund(2), [&](auto& t) { t.opening = opening; }) == "BAD_OFFER");
  BOOST_TEST(with(ledger.fund(2), [](auto& t) { t.least = Fen{-1}; }) == "BAD_OFFER");
  BOOST_TEST(with(ledger.fund(2), [](auto& t) { t.title = {}; }) == "NO_CONTENT");
  BOOST_TEST(with(ledger.fund(2), [](auto& t) { t.pointer = "with blank "; }) == "BAD_POINTER");
  BOOST_TEST(with(ledger.fund(2), [](auto& t) { t.closes_at = chain::Timestamp{0}; }) == "BAD_CLOSING");
  BOOST_TEST(with(ledger.job({}), [](auto&) {}) == "BAD_OFFER");
  BOOST_TEST(with(ledger.job(opening), [](auto& t) { t.risk = 1; }) == "BAD_OFFER");
  BOOST_TEST(with(ledger.job(opening), [](auto&) {}) == "OK");
  BOOST_TEST(ledger.guide(employer(), MethodId::kPublishOffer, PublishOffer{ledger.fund(2)}).code == "ROLE_REQUIRED");
}

BOOST_AUTO_TEST_CASE(a_lecture_takes_its_seats_and_no_more_until_it_begins) {
  Desk ledger({}, 3);
  const auto key = ledger.publish(ledger.lecture(2));
  const auto sign_up = [&](const Actor& by, bool cancel = false) {
    return ledger.guide(by, MethodId::kSignUp, SignUp{key, cancel}).code;
  };
  BOOST_TEST(sign_up(worker(0)) == "OK");
  BOOST_TEST(sign_up(worker(0)) == "SIGNED_UP");
  BOOST_TEST(sign_up(worker(1)) == "OK");
  BOOST_TEST(sign_up(worker(2)) == "LECTURE_FULL");
  BOOST_TEST(sign_up(worker(0), true) == "OK");
  BOOST_TEST(sign_up(worker(0), true) == "NOT_SIGNED_UP");
  BOOST_TEST(sign_up(worker(2)) == "OK");
  ledger.pass(3 * kDayMs);
  BOOST_TEST(sign_up(worker(2), true) == "LECTURE_BEGAN");
  const auto booklet = ledger.publish(Desk::booklet());
  BOOST_TEST(ledger.guide(worker(0), MethodId::kSignUp, SignUp{booklet, false}).code == "NOT_A_LECTURE");
}

BOOST_AUTO_TEST_CASE(nobody_counts_readers_unless_the_union_turned_it_on) {
  Desk off;
  const auto content = off.publish(Desk::booklet());
  BOOST_TEST(off.guide(worker_a(), MethodId::kReadReceipt, NameContent{content}).code == "READ_RECEIPTS_OFF");
  BOOST_TEST(!off.view().context().exists(read_key(content, worker_a().id)));
  Desk on({{"guidance.read_receipts", 1}});
  const auto read = on.publish(Desk::booklet());
  for (const auto& reader : {worker_a(), worker_a(), worker_b()})
    BOOST_TEST(on.guide(reader, MethodId::kReadReceipt, NameContent{read}).code == "OK");
  BOOST_TEST(on.view().context().read<Reads>(reads_key(read))->count == 2u);
  BOOST_TEST(on.guide(worker_a(), MethodId::kReadReceipt, NameContent{}).code == "UNKNOWN_CONTENT");
}

BOOST_AUTO_TEST_CASE(content_that_makes_no_sense_is_refused_by_code) {
  Desk ledger;
  const auto with = [&](ContentTerms terms, auto change) {
    change(terms);
    return ledger.guide(the_union(), MethodId::kPublishContent, PublishContent{terms}).code;
  };
  BOOST_TEST(with(Desk::booklet(), [](auto& t) { t.title = {}; }) == "NO_CONTENT");
  BOOST_TEST(with(Desk::booklet(), [](auto& t) { t.pointer.clear(); }) == "BAD_POINTER");
  BOOST_TEST(with(Desk::booklet(), [](auto& t) { t.language = "中文"; }) == "BAD_LANGUAGE");
  BOOST_TEST(with(Desk::booklet(), [](auto& t) { t.seats = 1; }) == "BAD_LECTURE");
  BOOST_TEST(with(ledger.lecture(0), [](auto&) {}) == "BAD_LECTURE");
  BOOST_TEST(with(ledger.lecture(kMaxSeats + 1), [](auto&) {}) == "BAD_LECTURE");
  BOOST_TEST(with(ledger.lecture(), [](auto& t) { t.starts_at = chain::Timestamp{1}; }) == "BAD_LECTURE");
  const auto key = ledger.publish(Desk::booklet());
  BOOST_TEST(ledger.guide(worker_a(), MethodId::kWithdrawContent, NameContent{key}).code == "ROLE_REQUIRED");
  BOOST_TEST(ledger.guide(the_union(), MethodId::kWithdrawContent, NameContent{key}).code == "OK");
  BOOST_TEST(ledger.guide(the_union(), MethodId::kWithdrawContent, NameContent{key}).code == "CONTENT_WITHDRAWN");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test::services
