// Openings, profiles and proposals through the executor: who may do what, deadlines, what is deleted, fees.
#include <limits>
#include <set>

#include "contracts/identity/calls.h"
#include "contracts/lxr/calls.h"
#include "contracts/matching/events.h"
#include "contracts/matching/ranking.h"
#include "matching_world.h"

namespace xh::contracts::test::services {
namespace {

using namespace matching;  // NOLINT: the contract under test
using chain::kDayMs;

constexpr std::uint32_t kPlace = 510'104;

OpeningTerms terms_of(const TestLedger& ledger, std::int64_t days = 30) {
  OpeningTerms out;
  out.text = hash_of(1);
  out.skills = {{7, 4, 3}, {8, 2, 1}};
  out.place = kPlace;
  out.times = {{0, 600}};
  out.offers = {70, 71};
  out.places = 1;
  out.expires = chain::Timestamp{ledger.time().value + days * kDayMs};
  return out;
}

PublishProfile profile_of(std::uint32_t level = 4, bool visible = true) {
  PublishProfile out;
  out.skills = {{7, level}};
  out.places = {kPlace};
  out.times = {{0, 600}};
  out.visible = visible;
  return out;
}

struct Market : ServiceLedger {
  using ServiceLedger::ServiceLedger;

  chain::RecordKey open(const OpeningTerms& terms) {
    const auto receipt = run_ok(employer(), ContractId::kMatching, MethodId::kPublishOpening, PublishOpening{terms});
    return events_of<OpeningPublished>(receipt, ContractId::kMatching, EventKind::kOpeningPublished).at(0).opening;
  }
  chain::RecordKey open() { return open(terms_of(*this)); }
  void publish(const Actor& of, const PublishProfile& profile = profile_of()) {
    run_ok(of, ContractId::kMatching, MethodId::kPublishProfile, profile);
  }
  chain::RecordKey propose(const chain::RecordKey& opening, const Actor& whom) {
    const auto receipt = run_ok(the_union(), ContractId::kMatching, MethodId::kPropose, Propose{opening, {whom.id}});
    return events_of<Proposed>(receipt, ContractId::kMatching, EventKind::kProposed).at(0).proposal;
  }
  std::string reply(const Actor& by, const chain::RecordKey& proposal, Reply with) {
    return match(by, MethodId::kAnswer, AnswerProposal{proposal, with}).code;
  }
  std::string try_open(const OpeningTerms& terms) {
    return match(employer(), MethodId::kPublishOpening, PublishOpening{terms}).code;
  }
  std::string try_profile(const PublishProfile& profile) {
    return match(worker_a(), MethodId::kPublishProfile, profile).code;
  }
  Ranking ranking(const chain::RecordKey& opening) {
    auto now = view();
    return rank(now.context(), opening, *find_opening(now.context(), opening), grades_of(now.context()));
  }
  ProposalState state_of(const chain::RecordKey& proposal) { return find_proposal(view().context(), proposal)->state; }
};

BOOST_AUTO_TEST_SUITE(matching_flow)

BOOST_AUTO_TEST_CASE(a_worker_is_ranked_proposed_accepts_and_is_hired) {
  Market ledger;
  const auto opening = ledger.open();
  ledger.publish(worker_a());
  ledger.publish(worker_b(), profile_of(5));
  const auto ranking = ledger.ranking(opening);
  BOOST_REQUIRE(ranking.candidates.size() == 2u);
  BOOST_TEST((ranking.candidates[0].worker == worker_b().id));
  const auto proposal = ledger.propose(opening, worker_b());
  BOOST_TEST(ledger.reply(worker_b(), proposal, Reply::kAccept) == "OK");
  BOOST_TEST(ledger.reply(employer(), proposal, Reply::kHire) == "OK");
  BOOST_TEST((ledger.state_of(proposal) == ProposalState::kHired));
  BOOST_TEST((find_opening(ledger.view().context(), opening)->state == OpeningState::kFilled));
  BOOST_TEST(ledger.match(the_union(), MethodId::kPropose, Propose{opening, {worker_a().id}}).code == "OPENING_ENDED");
}

BOOST_AUTO_TEST_CASE(parts_follow_from_the_records) {
  Market ledger;
  const auto opening = ledger.open();
  ledger.publish(worker_a());
  auto found = ledger.ranking(opening).candidates.at(0);
  BOOST_TEST(found.parts.skill == 37'500);        // half of level 4 for three quarters of the weight
  BOOST_TEST(found.parts.reliability == 50'000);  // no history
  BOOST_TEST(found.parts.time_place == 100'000);
  BOOST_TEST(found.parts.preference == 100'000);
  BOOST_TEST(ledger.match(the_union(), MethodId::kAttestSkills, AttestSkills{worker_a().id, {}, {{7, 4}}}).ok());
  ledger.work(worker_a(), {500'000, 500'000, 500'000, 500'000, 500'000, 500'000, 500'000, 500'000, 500'000, 500'000,
                           500'000, 500'000});
  found = ledger.ranking(opening).candidates.at(0);
  BOOST_TEST(found.parts.skill == 75'000);
  BOOST_TEST(found.parts.reliability == 100'000);
}

BOOST_AUTO_TEST_CASE(flagged_work_lowers_the_reliability_part) {
  Market ledger;
  const auto opening = ledger.open();
  ledger.publish(worker_a());
  ledger.work(worker_a(), std::vector<std::int64_t>(12, 500'000), 10);
  const auto part = ledger.ranking(opening).candidates.at(0).parts.reliability;
  BOOST_TEST(part > 0);
  BOOST_TEST(part < 100'000);
}

BOOST_AUTO_TEST_CASE(only_profiles_with_a_wanted_skill_in_reach_are_candidates) {
  Market ledger({}, 5);
  const auto opening = ledger.open();
  auto profile = profile_of();
  ledger.publish(worker(0), profile);
  profile.places = {510'000};
  ledger.publish(worker(1), profile);
  profile.places = {440'103};
  ledger.publish(worker(2), profile);
  profile.places = {kPlace};
  profile.skills = {{9, 5}};
  ledger.publish(worker(3), profile);
  const auto ranking = ledger.ranking(opening);
  BOOST_TEST(ranking.candidates.size() == 2u);
  BOOST_TEST(!ranking.cut);
}

BOOST_AUTO_TEST_CASE(a_changed_profile_moves_in_the_lists_and_a_withdrawn_one_is_gone) {
  Market ledger;
  const auto opening = ledger.open();
  ledger.publish(worker_a());
  auto elsewhere = profile_of();
  elsewhere.places = {440'103};
  ledger.publish(worker_a(), elsewhere);
  BOOST_TEST(ledger.ranking(opening).candidates.empty());
  ledger.publish(worker_a());
  BOOST_TEST(ledger.ranking(opening).candidates.size() == 1u);
  BOOST_TEST(ledger.match(worker_a(), MethodId::kWithdrawProfile, WithdrawProfile{}).ok());
  BOOST_TEST(!find_profile(ledger.view().context(), worker_a().id).has_value());
  BOOST_TEST(ledger.ranking(opening).candidates.empty());
  BOOST_TEST(list_count(ledger.view().context(), skilled_list(7, area_of(kPlace))) == 0u);
  BOOST_TEST(ledger.match(worker_a(), MethodId::kWithdrawProfile, WithdrawProfile{}).code == "NO_PROFILE");
}

BOOST_AUTO_TEST_CASE(the_employer_sees_a_pseudonym_that_differs_by_opening_and_the_score_only_by_consent) {
  Market ledger;
  const auto first = ledger.open();
  const auto second = ledger.open();
  ledger.publish(worker_a(), profile_of(4, false));
  const auto propose = [&](const chain::RecordKey& opening) {
    const auto receipt = ledger.match(the_union(), MethodId::kPropose, Propose{opening, {worker_a().id}});
    return events_of<CandidateOffered>(receipt, ContractId::kMatching, EventKind::kCandidateOffered).at(0);
  };
  const auto hidden = propose(first);
  ledger.publish(worker_a(), profile_of(4, true));
  const auto shown = propose(second);
  BOOST_TEST(!hidden.score.has_value());
  BOOST_TEST(shown.score.has_value());
  BOOST_TEST((hidden.pseudonym != shown.pseudonym));
}

BOOST_AUTO_TEST_CASE(the_employer_learns_the_account_only_of_a_worker_who_accepts) {
  Market ledger({}, 2);
  auto terms = terms_of(ledger);
  terms.places = 2;
  const auto opening = ledger.open(terms);
  for (std::uint8_t i = 0; i < 2; ++i) ledger.publish(worker(i));
  const auto answers = [&](const Actor& by, Reply with) {
    const auto receipt = ledger.match(by, MethodId::kAnswer, AnswerProposal{ledger.propose(opening, by), with});
    BOOST_TEST(receipt.ok());
    return events_of<ProposalAnswered>(receipt, ContractId::kMatching, EventKind::kCandidateAnswered).at(0);
  };
  BOOST_TEST((answers(worker(0), Reply::kAccept).worker == worker(0).id));
  BOOST_TEST(!answers(worker(1), Reply::kDecline).worker.has_value());
}

BOOST_AUTO_TEST_CASE(a_proposal_lapses_at_its_deadline_and_not_before) {
  Market ledger;
  const auto opening = ledger.open();
  ledger.publish(worker_a());
  ledger.publish(worker_b());
  const auto late = ledger.propose(opening, worker_a());
  const auto due = find_proposal(ledger.view().context(), late)->answer_due;
  const auto early = ledger.propose(opening, worker_b());
  ledger.pass(due.value - ledger.time().value - 1'000 - 1);
  BOOST_TEST((ledger.state_of(late) == ProposalState::kProposed));
  BOOST_TEST(ledger.reply(worker_b(), early, Reply::kAccept) == "OK");
  ledger.pass(1);
  BOOST_TEST(ledger.time().value == due.value);
  BOOST_TEST((ledger.state_of(late) == ProposalState::kLapsed));
  BOOST_TEST(ledger.reply(worker_a(), late, Reply::kAccept) == "ANSWER_TOO_LATE");
  ledger.pass(8 * kDayMs);
  BOOST_TEST((ledger.state_of(early) == ProposalState::kAccepted));  // an acceptance waits for the employer
}

BOOST_AUTO_TEST_CASE(an_opening_expires_by_the_calendar) {
  Market ledger;
  const auto opening = ledger.open(terms_of(ledger, 1));
  const auto receipts = ledger.pass(kDayMs);
  const auto ended = events_in<OpeningEnded>(receipts, ContractId::kMatching, EventKind::kOpeningEnded);
  BOOST_REQUIRE(ended.size() == 1u);
  BOOST_TEST((ended[0].state == OpeningState::kExpired));
  BOOST_TEST(list_count(ledger.view().context(), area_list(area_of(kPlace))) == 0u);
  BOOST_TEST(ledger.match(employer(), MethodId::kCloseOpening, CloseOpening{opening}).code == "OPENING_ENDED");
}

BOOST_AUTO_TEST_CASE(a_hire_owes_the_fee_of_its_day_and_is_paid_along_an_open_relation_once) {
  Market ledger({{"match.fee_fen", 12'345}});
  ledger.deposit(employer(), 20'000);
  const auto opening = ledger.open();
  ledger.publish(worker_a());
  const auto proposal = ledger.propose(opening, worker_a());
  BOOST_TEST(ledger.match(employer(), MethodId::kPayFee, PayFee{proposal}).code == "NO_FEE");
  BOOST_TEST(ledger.reply(worker_a(), proposal, Reply::kAccept) == "OK");
  BOOST_TEST(ledger.reply(employer(), proposal, Reply::kHire) == "OK");
  BOOST_TEST(ledger.match(employer(), MethodId::kPayFee, PayFee{proposal}).code == "RELATION_CLOSED");
  lxr::SetRelations relations;
  relations.relations = {{employer().id, the_union().id, lxr::Purpose::kFee, true}};
  ledger.run_ok(the_union(), ContractId::kLxr, lxr::MethodId::kSetRelations, relations);
  BOOST_TEST(ledger.match(second_employer(), MethodId::kPayFee, PayFee{proposal}).code == "NOT_A_PARTY");
  BOOST_TEST(ledger.match(employer(), MethodId::kPayFee, PayFee{proposal}).code == "OK");
  BOOST_TEST(ledger.match(employer(), MethodId::kPayFee, PayFee{proposal}).code == "FEE_PAID");
  BOOST_TEST(lxr::balance_of(ledger.view().context(), the_union().id).available.value == 12'345);
}

BOOST_AUTO_TEST_CASE(a_hire_of_a_withdrawn_profile_is_refused) {
  Market ledger;
  const auto opening = ledger.open();
  ledger.publish(worker_a());
  const auto proposal = ledger.propose(opening, worker_a());
  BOOST_TEST(ledger.reply(worker_a(), proposal, Reply::kAccept) == "OK");
  BOOST_TEST(ledger.match(worker_a(), MethodId::kWithdrawProfile, WithdrawProfile{}).ok());
  BOOST_TEST(ledger.reply(employer(), proposal, Reply::kHire) == "PROFILE_WITHDRAWN");
  ledger.publish(worker_a());  // a new profile is a new consent
  BOOST_TEST(ledger.reply(employer(), proposal, Reply::kHire) == "PROFILE_WITHDRAWN");
}

BOOST_AUTO_TEST_CASE(answers_of_the_wrong_side_and_second_answers_are_refused) {
  Market ledger;
  const auto opening = ledger.open();
  ledger.publish(worker_a());
  const auto proposal = ledger.propose(opening, worker_a());
  BOOST_TEST(ledger.reply(employer(), proposal, Reply::kHire) == "NOT_ACCEPTED");
  BOOST_TEST(ledger.reply(employer(), proposal, Reply::kAccept) == "NOT_YOUR_ANSWER");
  BOOST_TEST(ledger.reply(worker_a(), proposal, Reply::kHire) == "NOT_YOUR_ANSWER");
  BOOST_TEST(ledger.reply(worker_b(), proposal, Reply::kAccept) == "NOT_A_PARTY");
  BOOST_TEST(ledger.reply(worker_a(), {}, Reply::kAccept) == "UNKNOWN_PROPOSAL");
  BOOST_TEST(ledger.reply(worker_a(), proposal, Reply::kDecline) == "OK");
  BOOST_TEST(ledger.reply(worker_a(), proposal, Reply::kAccept) == "ALREADY_ANSWERED");
  BOOST_TEST(ledger.match(the_union(), MethodId::kPropose, Propose{opening, {worker_a().id}}).code ==
             "ALREADY_PROPOSED");
}

BOOST_AUTO_TEST_CASE(a_list_of_proposals_is_all_or_nothing_and_names_the_line) {
  Market ledger;
  const auto opening = ledger.open();
  ledger.publish(worker_a());
  const auto refused = ledger.match(the_union(), MethodId::kPropose, Propose{opening, {worker_a().id, worker_b().id}});
  BOOST_TEST(refused.code == "NO_PROFILE");
  BOOST_TEST(refused.message.starts_with("line 2: "));
  BOOST_TEST(!ledger.view().context().exists(proposed_key(opening, worker_a().id)));
}

BOOST_AUTO_TEST_CASE(roles_are_kept) {
  Market ledger;
  const auto opening = ledger.open();
  BOOST_TEST(ledger.match(worker_a(), MethodId::kPublishOpening, PublishOpening{terms_of(ledger)}).code ==
             "ROLE_REQUIRED");
  BOOST_TEST(ledger.match(employer(), MethodId::kPublishProfile, profile_of()).code == "ROLE_REQUIRED");
  BOOST_TEST(ledger.match(employer(), MethodId::kPropose, Propose{opening, {worker_a().id}}).code == "ROLE_REQUIRED");
  BOOST_TEST(ledger.match(second_employer(), MethodId::kCloseOpening, CloseOpening{opening}).code ==
             "NOT_YOUR_OPENING");
  BOOST_TEST(ledger.match(the_union(), MethodId::kCloseOpening, CloseOpening{{}}).code == "UNKNOWN_OPENING");
}

BOOST_AUTO_TEST_CASE(an_employer_attests_only_its_own_worker_and_what_the_profile_names) {
  Market ledger;
  ledger.publish(worker_a());
  const auto own = ledger.agree(worker_a());
  const auto foreign = ledger.agree(worker_b());
  const auto attest = [&](const Actor& by, std::optional<chain::RecordKey> agreement, std::uint32_t skill,
                          std::uint32_t level) {
    return ledger.match(by, MethodId::kAttestSkills, AttestSkills{worker_a().id, agreement, {{skill, level}}}).code;
  };
  BOOST_TEST(attest(employer(), own, 7, 3) == "OK");
  BOOST_TEST(attest(employer(), own, 7, 0) == "OK");
  BOOST_TEST(attest(employer(), foreign, 7, 3) == "NOT_YOUR_WORKER");
  BOOST_TEST(attest(employer(), std::nullopt, 7, 3) == "UNKNOWN_AGREEMENT");
  BOOST_TEST(attest(second_employer(), own, 7, 3) == "NOT_YOUR_WORKER");
  BOOST_TEST(attest(worker_b(), own, 7, 3) == "ROLE_REQUIRED");
  BOOST_TEST(attest(the_union(), std::nullopt, 99, 3) == "UNKNOWN_SKILL");
  BOOST_TEST(attest(the_union(), std::nullopt, 7, 6) == "BAD_SKILLS");
}

BOOST_AUTO_TEST_CASE(openings_that_make_no_sense_are_refused_by_code) {
  Market ledger;
  const auto with = [&](auto change) {
    auto terms = terms_of(ledger);
    change(terms);
    return ledger.try_open(terms);
  };
  BOOST_TEST(with([](auto& t) { t.text = {}; }) == "NO_TEXT");
  BOOST_TEST(with([](auto& t) { t.skills.clear(); }) == "BAD_SKILLS");
  BOOST_TEST(with([](auto& t) { t.skills.push_back(t.skills[0]); }) == "BAD_SKILLS");
  BOOST_TEST(with([](auto& t) { t.skills[0].level = 6; }) == "BAD_SKILLS");
  BOOST_TEST(with([](auto& t) { t.skills[0].weight = 0; }) == "BAD_SKILLS");
  BOOST_TEST(with([](auto& t) { t.place = 99'999; }) == "BAD_PLACE");
  BOOST_TEST(with([](auto& t) { t.times = {{10, 10}}; }) == "BAD_TIMES");
  BOOST_TEST(with([](auto& t) { t.times = {{0, 60}, {30, 90}}; }) == "BAD_TIMES");
  BOOST_TEST(with([](auto& t) { t.times = {{0, kWeekMinutes + 1}}; }) == "BAD_TIMES");
  BOOST_TEST(with([](auto& t) { t.offers = {1, 1}; }) == "BAD_CODES");
  BOOST_TEST(with([](auto& t) { t.wishes = {{1, 101}}; }) == "BAD_CODES");
  BOOST_TEST(with([](auto& t) { t.places = 0; }) == "BAD_PLACES");
  BOOST_TEST(with([](auto& t) { t.places = kMaxOpenPlaces + 1; }) == "BAD_PLACES");
  BOOST_TEST(with([](auto& t) { t.expires = chain::Timestamp{std::numeric_limits<std::int64_t>::min()}; }) ==
             "BAD_EXPIRY");
  BOOST_TEST(with([](auto& t) { t.expires = chain::Timestamp{std::numeric_limits<std::int64_t>::max()}; }) ==
             "BAD_EXPIRY");
  BOOST_TEST(with([](auto& t) { t.expires.value += 90 * kDayMs; }) == "BAD_EXPIRY");
  BOOST_TEST(ledger.try_open(terms_of(ledger)) == "OK");
}

BOOST_AUTO_TEST_CASE(profiles_that_make_no_sense_are_refused_by_code) {
  Market ledger;
  const auto with = [&](auto change) {
    auto profile = profile_of();
    change(profile);
    return ledger.try_profile(profile);
  };
  BOOST_TEST(with([](auto& p) { p.skills.clear(); }) == "BAD_SKILLS");
  BOOST_TEST(with([](auto& p) { p.skills[0].level = 0; }) == "BAD_SKILLS");
  BOOST_TEST(with([](auto& p) { p.skills[0].code = 0; }) == "BAD_SKILLS");
  BOOST_TEST(with([](auto& p) { p.places.clear(); }) == "BAD_PLACE");
  BOOST_TEST(with([](auto& p) { p.places = {510'104, 510'104}; }) == "BAD_PLACE");
  BOOST_TEST(with([](auto& p) { p.times = {{60, 0}}; }) == "BAD_TIMES");
  BOOST_TEST(with([](auto& p) { p.wishes = {{0, 1}}; }) == "BAD_CODES");
  BOOST_TEST(with([](auto&) {}) == "OK");
}

BOOST_AUTO_TEST_CASE(lists_stay_whole_when_items_leave_in_any_order) {
  Market ledger({}, 40);
  for (std::uint8_t i = 0; i < 40; ++i) ledger.publish(worker(i));
  const auto opening = ledger.open();
  BOOST_TEST(ledger.ranking(opening).candidates.size() == 40u);
  for (std::uint8_t i = 0; i < 40; i = static_cast<std::uint8_t>(i + 2))
    ledger.run_ok(worker(i), ContractId::kMatching, MethodId::kWithdrawProfile, WithdrawProfile{});
  std::set<chain::AccountId> left;
  for (const auto& candidate : ledger.ranking(opening).candidates) left.insert(candidate.worker);
  BOOST_TEST(left.size() == 20u);
  for (std::uint8_t i = 1; i < 40; i = static_cast<std::uint8_t>(i + 2)) BOOST_TEST(left.contains(worker(i).id));
}

BOOST_AUTO_TEST_CASE(a_suspended_worker_is_no_candidate) {
  Market ledger;
  const auto opening = ledger.open();
  ledger.publish(worker_a());
  ledger.run_ok(the_union(), ContractId::kIdentity, std::uint32_t{4},
                identity::SuspendMember{worker_a().id, true, hash_of(9)});
  BOOST_TEST(ledger.ranking(opening).candidates.empty());
  BOOST_TEST(ledger.match(worker_a(), MethodId::kWithdrawProfile, WithdrawProfile{}).ok());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test::services
