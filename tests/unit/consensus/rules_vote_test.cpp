// R1, R3, R4, R5, R6, R7: entering, notarizing, nullifying, certifying, finalizing.
#include <boost/test/unit_test.hpp>

#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {

BOOST_AUTO_TEST_SUITE(rules_vote)

BOOST_AUTO_TEST_CASE(r3_valid_proposal_is_notarized_once_durable) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.give(bench.proposal(b1, 0));
  BOOST_TEST(bench.asked_to_validate(b1));
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 1));
  bench.hold_writes = true;
  bench.give(BlockValidated{b1.id, Verdict::kValid});
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 1));  // R12: not before the write is reported
  BOOST_REQUIRE_EQUAL(bench.held_writes.size(), 1u);
  const auto writes = bench.did<Persist>();
  BOOST_TEST((writes.back().records.front().block == b1));  // the block itself is durable with the vote
  bench.give(Persisted{bench.held_writes.front()});
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 1));
}

BOOST_AUTO_TEST_CASE(r3_second_proposal_of_the_leader_gets_no_vote) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  const auto other = bench.block(1, genesis(), 1);
  bench.give(bench.proposal(b1, 0));
  bench.give(bench.proposal(other, 0));
  bench.give(BlockValidated{b1.id, Verdict::kValid});
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 1));
  BOOST_TEST(bench.did<ReportEvidence>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(r3_no_vote_after_a_conflicting_certificate) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  const auto other = bench.block(1, genesis(), 1);
  bench.notarize(other, 0);
  bench.give(bench.proposal(b1, 0));
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 1));
}

BOOST_AUTO_TEST_CASE(r3_no_notarize_after_nullify) {
  Bench bench;
  bench.ready();
  bench.give(WorkHint{true, false});
  bench.fire(TimerKind::kLeader);
  BOOST_TEST(bench.voted(VoteKind::kNullify, 1));
  bench.propose(bench.block(1, genesis()), 0);
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 1));
}

BOOST_AUTO_TEST_CASE(r3_what_never_becomes_valid_is_nullified) {
  const auto nullified = [](auto spoil) {
    Bench bench;
    bench.ready();
    auto b1 = bench.block(1, genesis());
    spoil(b1);
    bench.propose(b1, 0);
    return bench.voted(VoteKind::kNullify, 1) && !bench.voted(VoteKind::kNotarize, 1);
  };
  BOOST_TEST(nullified([](BlockInfo& b) { b.height = chain::Height(2); }));
  BOOST_TEST(nullified([](BlockInfo& b) { b.parent = make_id(99); }));
  BOOST_TEST(nullified([](BlockInfo& b) { b.timestamp = genesis().timestamp; }));
  BOOST_TEST(nullified([](BlockInfo& b) { b.proposer.value = (b.proposer.value + 1) % 4; }));
  BOOST_TEST(nullified([](BlockInfo& b) { b.epoch = chain::Epoch(2); }) ==
             false);  // its vote is of another epoch: not even admitted
  BOOST_TEST(!nullified([](BlockInfo&) {}));
}

BOOST_AUTO_TEST_CASE(r3_executor_that_rejects_makes_a_nullify) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.give(bench.proposal(b1, 0));
  bench.give(BlockValidated{b1.id, Verdict::kPending});
  BOOST_TEST(!bench.voted(VoteKind::kNullify, 1));
  bench.give(BlockValidated{b1.id, Verdict::kInvalid});
  BOOST_TEST(bench.voted(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_CASE(r3_skipped_view_without_nullification_is_asked_for_and_waited_for) {
  Bench bench;
  bench.ready();
  bench.nullify_view(2);  // jump to 3 without a word about 1
  const auto b3 = bench.block(3, genesis());
  bench.propose(b3, 0, {bench.certificate(Bench::nullify(2))});
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 3));
  const auto requests = bench.said<CertificateRequest>();
  BOOST_REQUIRE(!requests.empty());
  BOOST_TEST(requests.front().view.value == 1u);
  bench.nullify_view(1);
  bench.give(BlockValidated{b3.id, Verdict::kValid});
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 3));
}

BOOST_AUTO_TEST_CASE(r3_parent_below_the_last_final_view_is_invalid) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.finalize(b1, 0);
  BOOST_TEST(bench.cur() == 2u);
  bench.propose(bench.block(2, genesis()), 0);
  BOOST_TEST(bench.voted(VoteKind::kNullify, 2));
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 2));
}

BOOST_AUTO_TEST_CASE(r3_proposal_of_the_next_view_is_kept_until_it_is_entered) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  const auto b2 = bench.block(2, b1);
  bench.propose(b1, 0);
  bench.give(bench.proposal(b2, 1));
  BOOST_TEST(!bench.asked_to_validate(b2));
  bench.notarize(b1, 0);
  BOOST_TEST(bench.cur() == 2u);
  BOOST_TEST(bench.asked_to_validate(b2));
}

BOOST_AUTO_TEST_CASE(r4_view_timer_nullifies_even_after_own_notarize) {
  Bench bench;
  bench.ready();
  bench.propose(bench.block(1, genesis()), 0);
  BOOST_TEST(!bench.timer(TimerKind::kLeader).has_value());  // R1: stopped by the proposal
  bench.fire(TimerKind::kView);
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 1));
  BOOST_TEST(bench.voted(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_CASE(r4_no_nullify_after_finalize) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.notarize(b1, 0);
  BOOST_TEST(bench.voted(VoteKind::kFinalize, 1));
  bench.give(WorkHint{true, false});
  bench.give(VoteReceived{PeerId(bench.leader(1).value), Bench::vote(Bench::nullify(1), bench.leader(1))});
  bench.fire(TimerKind::kView);  // of view 2
  BOOST_TEST(!bench.voted(VoteKind::kNullify, 1));
  BOOST_TEST(bench.voted(VoteKind::kNullify, 2));
}

BOOST_AUTO_TEST_CASE(r4_the_leaders_own_nullify_is_followed) {
  Bench bench;
  bench.ready();
  bench.give(WorkHint{true, false});
  bench.give(VoteReceived{PeerId(bench.leader(1).value), Bench::vote(Bench::nullify(1), bench.leader(1))});
  BOOST_TEST(bench.voted(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_CASE(r4_a_silent_leader_is_not_waited_for_while_a_quorum_is_active) {
  Bench bench(Bench::Role::kFollower, 7);
  bench.config.silent_views = 3;
  bench.ready();
  bench.give(WorkHint{true, false});
  const auto silent = bench.leader(5);
  for (std::uint64_t view = 1; view <= 4; ++view) {
    for (const auto other : bench.others()) {
      if (other != silent) bench.give(VoteReceived{PeerId(other.value), Bench::vote(Bench::nullify(view), other)});
    }
  }
  BOOST_TEST(bench.cur() == 5u);
  BOOST_TEST(bench.voted(VoteKind::kNullify, 5));
}

BOOST_AUTO_TEST_CASE(r5_notarized_block_never_voted_for_is_fetched_validated_and_certified) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.notarize(b1, 0);
  BOOST_TEST(bench.cur() == 1u);
  BOOST_TEST(bench.did<FetchBlock>().empty());  // its proposal may be on the way
  bench.fire(TimerKind::kFetch);
  BOOST_REQUIRE(!bench.did<FetchBlock>().empty());
  BOOST_TEST((bench.did<FetchBlock>().back().id == b1.id));
  bench.give(BlockFetched{b1});
  BOOST_REQUIRE(bench.asked_to_validate(b1));
  bench.give(BlockValidated{b1.id, Verdict::kValid});
  BOOST_TEST(bench.cur() == 2u);
  BOOST_TEST(bench.voted(VoteKind::kFinalize, 1));
}

BOOST_AUTO_TEST_CASE(r5_a_certified_block_that_the_executor_rejects_halts) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.notarize(b1, 0);
  bench.fire(TimerKind::kFetch);
  bench.give(BlockFetched{b1});
  bench.give(BlockValidated{b1.id, Verdict::kInvalid});
  BOOST_TEST(bench.halted());
  BOOST_REQUIRE_EQUAL(bench.did<Halt>().size(), 1u);
  BOOST_TEST(bench.did<Halt>().front().certificates.size() == 1u);
  BOOST_TEST(bench.give(WorkHint{true, false}).empty());  // nothing more, ever
}

BOOST_AUTO_TEST_CASE(r5_an_unasked_block_is_not_taken) {
  Bench bench;
  bench.ready();
  bench.give(BlockFetched{bench.block(1, genesis())});
  BOOST_TEST(bench.engine->status().blocks_held == 0u);
}

BOOST_AUTO_TEST_CASE(r6_no_finalize_after_nullify) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.fire(TimerKind::kView);
  bench.notarize(b1, 0);
  BOOST_TEST(bench.cur() == 2u);  // certified and entered all the same (R5)
  BOOST_TEST(!bench.voted(VoteKind::kFinalize, 1));
}

BOOST_AUTO_TEST_CASE(r6_finalizes_a_view_that_was_left_by_a_jump) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.nullify_view(1);
  BOOST_TEST(bench.cur() == 2u);
  bench.notarize(b1, 0);
  BOOST_TEST(bench.voted(VoteKind::kFinalize, 1));
}

BOOST_AUTO_TEST_CASE(r6_needs_a_certified_notarization) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.notarize(b1, 0);  // the block is not here
  BOOST_TEST(!bench.voted(VoteKind::kFinalize, 1));
}

BOOST_AUTO_TEST_CASE(r7_votes_of_a_quorum_make_a_certificate_told_once) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  const auto subject = Bench::about(VoteKind::kNotarize, b1, 0);
  for (const auto other : bench.others()) bench.give(VoteReceived{PeerId(other.value), Bench::vote(subject, other)});
  BOOST_TEST(bench.cur() == 2u);
  std::size_t told = 0;
  for (const auto& message : bench.said<CertificatesMessage>()) told += message.certificates.size();
  BOOST_TEST(told == 1u);
  BOOST_TEST(bench.voted(VoteKind::kFinalize, 1));
}

BOOST_AUTO_TEST_CASE(r7_own_vote_counts_only_when_durable) {
  Bench bench;
  bench.ready();
  bench.hold_writes = true;
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  const auto subject = Bench::about(VoteKind::kNotarize, b1, 0);
  std::size_t given = 0;
  for (const auto other : bench.others()) {
    if (other != bench.leader(1) && given++ == 0)
      bench.give(VoteReceived{PeerId(other.value), Bench::vote(subject, other)});
  }
  BOOST_TEST(bench.cur() == 1u);  // the leader's, another's and ours, which is not on disk
  bench.give(Persisted{bench.held_writes.front()});
  BOOST_TEST(bench.cur() == 2u);
}

BOOST_AUTO_TEST_CASE(r7_finalization_commits_every_ancestor_in_order_once) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  const auto b2 = bench.block(2, b1);
  bench.propose(b1, 0);
  bench.notarize(b1, 0);
  bench.propose(b2, 1);
  bench.notarize(b2, 1);
  bench.finalize(b2, 1);
  BOOST_REQUIRE_EQUAL(bench.did<Commit>().size(), 1u);
  const auto commit = bench.did<Commit>().front();
  BOOST_REQUIRE_EQUAL(commit.blocks.size(), 2u);
  BOOST_TEST((commit.blocks[0] == b1 && commit.blocks[1] == b2));
  bench.finalize(b1, 0);  // late, and of no news
  bench.finalize(b2, 1);
  BOOST_TEST(bench.did<Commit>().size() == 1u);
  BOOST_TEST(bench.engine->status().final_height.value == 2u);
  BOOST_TEST(bench.engine->status().views_held <= 1u);  // pruned
  BOOST_TEST(bench.engine->status().blocks_held == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
