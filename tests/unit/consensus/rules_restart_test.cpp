// R12: the journal, its replay, and the wait before the first signature after a start.
#include <algorithm>

#include <boost/test/unit_test.hpp>

#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {
namespace {

// The same validator after a crash: same journal, another life.
Bench restarted(const Bench& before) {
  Bench after;
  after.config = before.config;
  after.journal = before.journal;
  after.last_final = before.last_final;
  after.nonce = before.nonce + 1;
  after.start();
  return after;
}

RestartAnswered answer(const Bench& bench, std::size_t other, std::vector<Vote> votes = {},
                       std::vector<Certificate> certificates = {}) {
  return {PeerId(bench.others()[other].value),
          RestartAnswer{bench.config.set.epoch, bench.nonce, std::move(votes), std::move(certificates)}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_restart)

BOOST_AUTO_TEST_CASE(r12_a_fresh_network_signs_after_empty_answers_of_a_quorum_less_one) {
  Bench bench;
  bench.start();
  BOOST_TEST(bench.said<RestartQuery>().size() == 1u);
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 1));
  bench.give(answer(bench, 0));
  bench.give(answer(bench, 0));  // the same member twice is one
  BOOST_TEST(!bench.engine->status().may_sign);
  bench.give(answer(bench, 1));
  BOOST_TEST(bench.engine->status().may_sign);
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 1));
}

BOOST_AUTO_TEST_CASE(r12_answers_of_an_earlier_start_or_of_strangers_do_not_count) {
  Bench bench;
  bench.start();
  for (std::size_t i = 0; i < 3; ++i) {
    auto old = answer(bench, i);
    old.answer.nonce = bench.nonce - 1;
    bench.give(old);
  }
  bench.give(RestartAnswered{PeerId(50), RestartAnswer{chain::Epoch(1), bench.nonce, {}, {}}});
  bench.give(RestartAnswered{PeerId(51), RestartAnswer{chain::Epoch(1), bench.nonce, {}, {}}});
  bench.give(RestartAnswered{PeerId(bench.config.self->value), RestartAnswer{chain::Epoch(1), bench.nonce, {}, {}}});
  BOOST_TEST(!bench.engine->status().may_sign);
}

BOOST_AUTO_TEST_CASE(r12_the_question_is_asked_again_until_answered) {
  Bench bench;
  bench.start();
  bench.fire(TimerKind::kRestart);
  bench.fire(TimerKind::kRestart);
  BOOST_TEST(bench.said<RestartQuery>().size() == 3u);
  bench.allow_signing();
  BOOST_TEST(!bench.timer(TimerKind::kRestart).has_value());
}

BOOST_AUTO_TEST_CASE(r12_answering_needs_no_right_to_sign) {
  Bench bench;
  bench.start();
  bench.give(RestartQueried{PeerId(bench.others()[0].value), RestartQuery{chain::Epoch(1), View(0), 42}});
  const auto answers = bench.said<RestartAnswer>();
  BOOST_REQUIRE_EQUAL(answers.size(), 1u);
  BOOST_TEST(answers.front().nonce == 42u);
  BOOST_TEST(answers.front().votes.empty());
}

BOOST_AUTO_TEST_CASE(r12_an_answer_holds_the_askers_votes_above_its_floor_and_the_best_certificates) {
  Bench bench;
  bench.ready();
  const auto other = bench.others()[0];
  bench.nullify_view(1);
  bench.give(VoteReceived{PeerId(other.value), Bench::vote(Bench::nullify(2), other)});
  bench.give(RestartQueried{PeerId(other.value), RestartQuery{chain::Epoch(1), View(1), 1}});
  auto answers = bench.said<RestartAnswer>();
  BOOST_REQUIRE_EQUAL(answers.size(), 1u);
  BOOST_REQUIRE_EQUAL(answers.front().votes.size(), 1u);
  BOOST_TEST((answers.front().votes.front().subject == Bench::nullify(2)));
  BOOST_TEST(answers.front().certificates.size() == 1u);
  bench.pass(bench.config.answer_interval.value);
  bench.give(RestartQueried{PeerId(other.value), RestartQuery{chain::Epoch(1), View(2), 2}});
  BOOST_REQUIRE_EQUAL(bench.said<RestartAnswer>().size(), 2u);
  BOOST_TEST(bench.said<RestartAnswer>().back().votes.empty());
}

BOOST_AUTO_TEST_CASE(r12_restored_flags_forbid_a_second_notarize) {
  Bench before;
  before.ready();
  before.propose(before.block(1, genesis()), 0);
  BOOST_TEST(before.voted(VoteKind::kNotarize, 1));
  Bench after = restarted(before);
  after.allow_signing();
  after.propose(after.block(1, genesis(), 9), 0);
  BOOST_TEST(!after.voted(VoteKind::kNotarize, 1));
}

BOOST_AUTO_TEST_CASE(r12_restored_nullify_forbids_notarize_and_finalize) {
  Bench before;
  before.ready();
  before.give(WorkHint{true, false});
  before.fire(TimerKind::kView);
  Bench after = restarted(before);
  after.allow_signing();
  const auto b1 = after.block(1, genesis());
  after.propose(b1, 0);
  after.notarize(b1, 0);
  BOOST_TEST(after.cur() == 1u);  // the block was never executed here: the proposal's check stops at the nullify
  BOOST_TEST(after.asked_to_validate(b1));
  after.give(BlockValidated{b1.id, Verdict::kValid});
  BOOST_TEST(after.cur() == 2u);
  BOOST_TEST(!after.voted(VoteKind::kNotarize, 1));
  BOOST_TEST(!after.voted(VoteKind::kFinalize, 1));
}

BOOST_AUTO_TEST_CASE(r12_restored_finalize_forbids_nullify_and_the_view_stays_left) {
  Bench before;
  before.ready();
  const auto b1 = before.block(1, genesis());
  before.propose(b1, 0);
  before.notarize(b1, 0);
  BOOST_TEST(before.voted(VoteKind::kFinalize, 1));
  Bench after = restarted(before);
  after.allow_signing();
  BOOST_TEST(after.cur() == 2u);
  BOOST_TEST(after.asked_to_validate(b1));  // executed again, so that children can be
  after.fire(TimerKind::kView);
  BOOST_TEST(after.voted(VoteKind::kNullify, 2));
  BOOST_TEST(!after.voted(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_CASE(r12_own_votes_are_fed_back_into_the_tally) {
  Bench before;
  before.ready();
  const auto b1 = before.block(1, genesis());
  before.propose(b1, 0);
  Bench after = restarted(before);
  const auto subject = Bench::about(VoteKind::kNotarize, b1, 0);
  const auto others = after.others();
  after.give(VoteReceived{PeerId(others[0].value), Bench::vote(subject, others[0])});
  after.give(VoteReceived{PeerId(others[1].value), Bench::vote(subject, others[1])});
  after.give(BlockValidated{b1.id, Verdict::kValid});
  BOOST_TEST(after.cur() == 2u);  // two others and our own of before the crash
}

BOOST_AUTO_TEST_CASE(r12_finalization_in_the_journal_but_not_in_the_block_log_is_committed_after_the_start) {
  Bench before;
  before.ready();
  const auto b1 = before.block(1, genesis());
  before.propose(b1, 0);
  before.notarize(b1, 0);
  before.finalize(b1, 0);
  BOOST_TEST(before.did<Commit>().size() == 1u);
  Bench after = restarted(before);  // the log lost the block: last_final is genesis still
  BOOST_REQUIRE(after.asked_to_validate(b1));
  after.give(BlockValidated{b1.id, Verdict::kValid});
  BOOST_REQUIRE_EQUAL(after.did<Commit>().size(), 1u);
  BOOST_TEST((after.did<Commit>().front().blocks.front() == b1));
}

BOOST_AUTO_TEST_CASE(r12_records_below_the_last_final_view_are_ignored) {
  Bench before;
  before.ready();
  const auto b1 = before.block(1, genesis());
  before.propose(b1, 0);
  before.notarize(b1, 0);
  before.finalize(b1, 0);
  before.last_final = {b1, View(1), before.certificate(Bench::about(VoteKind::kFinalize, b1, 0))};
  Bench after = restarted(before);
  BOOST_TEST(after.cur() == 2u);
  BOOST_TEST(after.did<Commit>().empty());
  BOOST_TEST(after.engine->status().blocks_held == 0u);
}

BOOST_AUTO_TEST_CASE(r12_a_vote_that_the_journal_lacks_forbids_signing_for_the_epoch) {
  Bench bench;
  bench.start();
  bench.give(answer(bench, 0, {Bench::vote(Bench::nullify(4), *bench.config.self)}));
  BOOST_TEST(bench.did<SigningForbidden>().size() == 1u);
  bench.give(answer(bench, 1));
  bench.give(answer(bench, 2));
  BOOST_TEST(!bench.engine->status().may_sign);
  bench.propose(bench.block(1, genesis()), 0);
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 1));
  Bench after = restarted(bench);  // and it is remembered, whatever the others say
  for (std::size_t i = 0; i < 3; ++i) after.give(answer(after, i));
  BOOST_TEST(!after.engine->status().may_sign);
  BOOST_TEST(after.said<RestartQuery>().empty());
}

BOOST_AUTO_TEST_CASE(r12_a_known_vote_in_an_answer_is_no_fault_even_when_final_since) {
  Bench before;
  before.ready();
  const auto b1 = before.block(1, genesis());
  before.propose(b1, 0);
  Bench after = restarted(before);
  const auto own = Bench::vote(Bench::about(VoteKind::kNotarize, b1, 0), *after.config.self);
  after.give(answer(after, 0, {own}, {after.certificate(Bench::about(VoteKind::kFinalize, b1, 0))}));
  after.give(answer(after, 1, {own}));
  BOOST_TEST(after.did<SigningForbidden>().empty());
  BOOST_TEST(after.engine->status().may_sign);
  BOOST_TEST(after.cur() == 2u);
}

BOOST_AUTO_TEST_CASE(r12_a_missing_journal_signs_nothing) {
  Bench bench;
  bench.may_sign = false;
  bench.start();
  for (std::size_t i = 0; i < 3; ++i) bench.give(answer(bench, i));
  bench.propose(bench.block(1, genesis()), 0);
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 1));
}

BOOST_AUTO_TEST_CASE(r12_a_twin_with_our_key_silences_us) {
  Bench by_vote;
  by_vote.ready();
  by_vote.give(VoteReceived{PeerId(by_vote.others()[0].value), Bench::vote(Bench::nullify(1), *by_vote.config.self)});
  BOOST_TEST(by_vote.did<SigningForbidden>().size() == 1u);

  Bench by_certificate;
  by_certificate.ready();
  std::vector<Vote> votes{Bench::vote(Bench::nullify(1), *by_certificate.config.self)};
  for (std::size_t i = 0; i < 2; ++i) votes.push_back(Bench::vote(Bench::nullify(1), by_certificate.others()[i]));
  by_certificate.give(CertificateReceived{PeerId(0), chain::make_certificate(Bench::nullify(1), votes, 4)});
  BOOST_TEST(by_certificate.did<SigningForbidden>().size() == 1u);
  BOOST_TEST(by_certificate.cur() == 2u);  // it follows on
}

BOOST_AUTO_TEST_CASE(r12_a_leader_restarted_in_its_view_spreads_the_proposal_it_signed_and_no_other) {
  Bench before(Bench::Role::kLeader);
  before.ready();
  before.give(WorkHint{true, false});
  const auto b1 = before.block(1, genesis());
  before.give(BlockBuilt{View(1), b1});
  Bench after = restarted(before);
  after.allow_signing();
  after.give(WorkHint{true, false});
  BOOST_TEST(after.did<BuildBlock>().empty());
  after.fire(TimerKind::kStandstill);
  BOOST_REQUIRE_EQUAL(after.said<Proposal>().size(), 1u);
  BOOST_TEST((after.said<Proposal>().front().block == b1.id));
}

BOOST_AUTO_TEST_CASE(r12_a_send_waits_for_every_write_before_it) {
  Bench bench;
  bench.ready();
  bench.hold_writes = true;
  bench.nullify_view(1);
  bench.forget();
  bench.give(CertificateRequested{PeerId(bench.others()[0].value),
                                  CertificateRequest{chain::Epoch(1), View(1), VoteKind::kNullify}});
  BOOST_TEST(bench.said<CertificatesMessage>().empty());
  bench.give(Persisted{bench.held_writes.back()});
  BOOST_TEST(bench.said<CertificatesMessage>().size() == 2u);  // told once, and the answer
}

// What was signed in those views is recorded nowhere: the journal was pruned, and the block log has lost its end since.
BOOST_AUTO_TEST_CASE(r12_nothing_is_signed_in_views_up_to_the_journals_floor) {
  Bench bench;
  bench.journal_floor = View(2);
  bench.start();
  BOOST_REQUIRE_EQUAL(bench.said<RestartQuery>().size(), 1u);
  BOOST_TEST(bench.said<RestartQuery>().front().floor.value == 2u);
  const auto peers = bench.others();
  for (std::size_t i = 0; i < 3; ++i) bench.give(answer(bench, i));
  BOOST_TEST(!bench.engine->status().may_sign);
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.notarize(b1, 0);
  bench.give(WorkHint{true, false});
  bench.fire(TimerKind::kView);
  BOOST_TEST(bench.cur() == 2u);
  for (const auto kind : {VoteKind::kNotarize, VoteKind::kNullify, VoteKind::kFinalize}) {
    BOOST_TEST(!bench.voted(kind, 1));
    BOOST_TEST(!bench.voted(kind, 2));
  }
  // A vote of its own from then is no sign of another host.
  auto own = Bench::vote(Bench::nullify(2), *bench.config.self);
  bench.give(VoteReceived{PeerId(peers[0].value), own});
  BOOST_TEST(bench.did<SigningForbidden>().empty());
  bench.nullify_view(2);
  BOOST_TEST(bench.engine->status().may_sign);
  bench.fire(TimerKind::kView);
  BOOST_TEST(bench.voted(VoteKind::kNullify, 3));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
