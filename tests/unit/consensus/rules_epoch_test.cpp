// R16: the epoch's last block is proposed again and again until it is final; then the engine rests for good.
#include <boost/test/unit_test.hpp>

#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {
namespace {

bool is(Admission want, Admission got) {
  return want == got;
}

BlockInfo last_block(const Bench& bench, std::uint64_t view, const BlockInfo& parent) {
  BlockInfo out = bench.block(view, parent);
  out.last_of_epoch = true;
  return out;
}

// `block` under a view that may be above its header's.
Subject about(VoteKind kind, const BlockInfo& block, std::uint64_t view, std::uint64_t parent_view) {
  return {kind, chain::Epoch(1), View(view), View(parent_view), block.id};
}

void give_certificate(Bench& bench, const Subject& subject) {
  bench.give(CertificateReceived{PeerId(bench.others().front().value), bench.certificate(subject)});
}

void propose_under(Bench& bench, const BlockInfo& block, std::uint64_t view, std::uint64_t parent_view) {
  const auto from = bench.leader(view);
  const auto vote = Bench::vote(about(VoteKind::kNotarize, block, view, parent_view), from);
  bench.give(ProposalReceived{PeerId(from.value), block, vote, {}});
}

// The last block is certified in view 1 and not final; view 2 is current.
BlockInfo certified_last_block(Bench& bench) {
  const auto last = last_block(bench, 1, genesis());
  bench.propose(last, 0);
  bench.notarize(last, 0);
  BOOST_REQUIRE_EQUAL(bench.cur(), 2u);
  return last;
}

Bench leader_of_view_two() {
  Bench bench;
  bench.config.self = bench.leader(2);
  bench.ready();
  return bench;
}

Bench restarted(const Bench& before) {
  Bench after;
  after.config = before.config;
  after.journal = before.journal;
  after.nonce = before.nonce + 1;
  after.start();
  return after;
}

void check_at_rest(const Bench& bench) {
  BOOST_TEST(bench.engine->status().parked);
  for (std::size_t kind = 0; kind < kTimerKinds; ++kind)
    BOOST_TEST(!bench.timer(static_cast<TimerKind>(kind)).has_value());
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_epoch)

BOOST_AUTO_TEST_CASE(r16_the_leader_proposes_the_certified_last_block_again_at_once_and_builds_nothing) {
  for (const bool work : {false, true}) {
    Bench bench = leader_of_view_two();
    if (work) bench.give(WorkHint{true, false});
    const auto last = certified_last_block(bench);
    BOOST_TEST(bench.did<BuildBlock>().empty());
    BOOST_TEST(!bench.timer(TimerKind::kEmptyBlock).has_value());
    BOOST_REQUIRE_EQUAL(bench.said<Proposal>().size(), 1u);
    const auto proposal = bench.said<Proposal>().front();
    BOOST_TEST((proposal.block == last.id));
    BOOST_TEST((proposal.vote.subject == about(VoteKind::kNotarize, last, 2, 1)));
    BOOST_REQUIRE_EQUAL(proposal.justification.size(), 1u);
    BOOST_TEST((proposal.justification.front().subject == about(VoteKind::kNotarize, last, 1, 0)));
  }
}

BOOST_AUTO_TEST_CASE(r16_the_block_again_is_notarized_without_clock_check_or_another_execution) {
  Bench bench;
  bench.ready();
  const auto last = certified_last_block(bench);
  bench.now.ledger.value += 3'600'000;  // far too old for a new block
  bench.forget();
  propose_under(bench, last, 2, 1);
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 2));
  BOOST_TEST(bench.did<ValidateBlock>().empty());
  give_certificate(bench, about(VoteKind::kNotarize, last, 2, 1));
  BOOST_TEST(bench.cur() == 3u);
  BOOST_TEST(bench.voted(VoteKind::kFinalize, 2));
  BOOST_TEST(bench.did<ValidateBlock>().empty());
}

BOOST_AUTO_TEST_CASE(r16_a_skipped_view_between_keeps_the_first_views_block_as_the_parent) {
  Bench bench;
  bench.config.self = bench.leader(3);
  bench.ready();
  const auto last = certified_last_block(bench);
  bench.nullify_view(2);
  BOOST_REQUIRE_EQUAL(bench.said<Proposal>().size(), 1u);
  BOOST_TEST((bench.said<Proposal>().front().vote.subject == about(VoteKind::kNotarize, last, 3, 1)));

  Bench follower;
  follower.ready();
  const auto same = certified_last_block(follower);
  follower.nullify_view(2);
  propose_under(follower, same, 3, 1);
  BOOST_TEST(follower.voted(VoteKind::kNotarize, 3));
}

BOOST_AUTO_TEST_CASE(r16_a_skipped_view_without_a_nullification_is_waited_for_here_too) {
  Bench bench;
  bench.ready();
  const auto last = certified_last_block(bench);
  bench.nullify_view(3);
  propose_under(bench, last, 4, 1);
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 4));
  BOOST_REQUIRE(!bench.said<CertificateRequest>().empty());
  BOOST_TEST(bench.said<CertificateRequest>().back().view.value == 2u);
}

BOOST_AUTO_TEST_CASE(r16_any_other_block_on_the_last_one_is_invalid) {
  Bench bench;
  bench.ready();
  const auto last = certified_last_block(bench);
  bench.propose(bench.block(2, last), 1);
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 2));
  BOOST_TEST(bench.voted(VoteKind::kNullify, 2));

  Bench two_ends;
  two_ends.ready();
  const auto end = certified_last_block(two_ends);
  two_ends.propose(last_block(two_ends, 2, end), 1);
  BOOST_TEST(two_ends.voted(VoteKind::kNullify, 2));
}

BOOST_AUTO_TEST_CASE(r16_only_the_last_block_may_come_again_and_only_as_its_parents_block) {
  Bench ordinary;
  ordinary.ready();
  const auto b1 = ordinary.block(1, genesis());
  ordinary.propose(b1, 0);
  ordinary.notarize(b1, 0);
  propose_under(ordinary, b1, 2, 1);
  BOOST_TEST(!ordinary.voted(VoteKind::kNotarize, 2));
  BOOST_TEST(ordinary.voted(VoteKind::kNullify, 2));

  Bench stranger;  // a last block of view 1 that nobody certified, on the certified one's place
  stranger.ready();
  const auto certified = stranger.block(1, genesis());
  stranger.propose(certified, 0);
  stranger.notarize(certified, 0);
  auto other = stranger.block(1, certified, 5);
  other.last_of_epoch = true;
  propose_under(stranger, other, 2, 1);
  BOOST_TEST(!stranger.voted(VoteKind::kNotarize, 2));
  BOOST_TEST(stranger.voted(VoteKind::kNullify, 2));
}

BOOST_AUTO_TEST_CASE(r16_a_node_that_missed_the_block_in_its_first_view_fetches_it_and_votes) {
  Bench bench;
  bench.ready();
  const auto last = last_block(bench, 1, genesis());
  give_certificate(bench, about(VoteKind::kNotarize, last, 1, 0));
  propose_under(bench, last, 2, 1);  // of the next view: kept
  BOOST_TEST(bench.cur() == 1u);
  bench.fire(TimerKind::kFetch);
  BOOST_REQUIRE(!bench.did<FetchBlock>().empty());
  bench.give(BlockFetched{last});
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 2));
  bench.give(BlockValidated{last.id, Verdict::kValid});
  BOOST_TEST(bench.cur() == 2u);
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 2));
}

BOOST_AUTO_TEST_CASE(r16_a_node_that_only_sees_the_second_view_certifies_by_it_and_asks_for_the_first) {
  Bench bench;
  bench.ready();
  const auto last = last_block(bench, 1, genesis());
  bench.nullify_view(1);
  propose_under(bench, last, 2, 1);
  BOOST_REQUIRE(!bench.said<CertificateRequest>().empty());
  BOOST_TEST((bench.said<CertificateRequest>().front().view == View(1)));
  give_certificate(bench, about(VoteKind::kNotarize, last, 2, 1));
  BOOST_REQUIRE(bench.asked_to_validate(last));
  bench.give(BlockValidated{last.id, Verdict::kValid});
  BOOST_TEST(bench.cur() == 3u);
  BOOST_TEST(bench.voted(VoteKind::kFinalize, 2));
}

BOOST_AUTO_TEST_CASE(r16_final_last_block_is_committed_once_and_the_engine_rests_for_good) {
  Bench bench = leader_of_view_two();
  bench.give(WorkHint{true, false});
  const auto last = certified_last_block(bench);
  give_certificate(bench, about(VoteKind::kNotarize, last, 2, 1));
  bench.forget();
  give_certificate(bench, about(VoteKind::kFinalize, last, 2, 1));
  BOOST_REQUIRE_EQUAL(bench.did<Commit>().size(), 1u);
  BOOST_TEST((bench.did<Commit>().front().blocks == std::vector{last}));
  BOOST_TEST((bench.did<Commit>().front().finalization.subject.view == View(2)));
  check_at_rest(bench);
  bench.forget();
  bench.give(WorkHint{true, true});
  bench.pass(600'000);
  for (std::size_t kind = 0; kind < kTimerKinds; ++kind) bench.give(TimerFired{static_cast<TimerKind>(kind)});
  bench.propose(bench.block(3, last), 2);
  propose_under(bench, last, 3, 2);
  bench.nullify_view(3);
  bench.give(VoteReceived{PeerId(bench.leader(3).value), Bench::vote(Bench::nullify(3), bench.leader(3))});
  check_at_rest(bench);
  BOOST_TEST(bench.cur() == 3u);
  BOOST_TEST(bench.did<BuildBlock>().empty());
  BOOST_TEST(bench.did<Commit>().empty());
  BOOST_TEST(bench.said<Proposal>().empty());
  BOOST_TEST(bench.said<VotesMessage>().empty());
  BOOST_TEST(bench.said<CertificateRequest>().empty());
}

BOOST_AUTO_TEST_CASE(r16_two_finalizations_of_the_last_block_are_no_contradiction_in_either_order) {
  for (const bool earlier_first : {true, false}) {
    Bench bench;
    bench.ready();
    const auto last = certified_last_block(bench);
    give_certificate(bench, about(VoteKind::kNotarize, last, 2, 1));
    give_certificate(bench, about(VoteKind::kFinalize, last, earlier_first ? 1 : 2, earlier_first ? 0 : 1));
    give_certificate(bench, about(VoteKind::kFinalize, last, earlier_first ? 2 : 1, earlier_first ? 1 : 0));
    BOOST_TEST(!bench.halted());
    BOOST_TEST(bench.did<Commit>().size() == 1u);
    check_at_rest(bench);
  }
}

BOOST_AUTO_TEST_CASE(r16_a_notarization_of_the_last_block_after_it_is_final_fetches_nothing_and_breaks_nothing) {
  Bench bench;
  bench.ready();
  const auto last = certified_last_block(bench);
  bench.finalize(last, 0);
  bench.forget();
  give_certificate(bench, about(VoteKind::kNotarize, last, 2, 1));
  bench.pass(60'000);
  bench.give(WorkHint{true, false});
  BOOST_TEST(bench.did<FetchBlock>().empty());
  BOOST_TEST(!bench.halted());
  check_at_rest(bench);
}

BOOST_AUTO_TEST_CASE(r16_two_different_final_blocks_at_the_end_of_an_epoch_halt) {
  Bench bench;
  bench.ready();
  const auto last = certified_last_block(bench);
  bench.finalize(last, 0);
  give_certificate(bench, about(VoteKind::kFinalize, bench.block(2, last), 2, 1));
  BOOST_TEST(bench.halted());
}

BOOST_AUTO_TEST_CASE(r16_an_epoch_that_is_over_still_answers_everyone_who_goes_on_in_it) {
  Bench bench;
  bench.ready();
  const auto last = certified_last_block(bench);
  bench.finalize(last, 0);
  const auto late = bench.others()[0];
  const PeerId peer(late.value);
  const auto answered = [&](const Event& event) {
    bench.pass(bench.config.answer_interval.value);
    bench.forget();
    bench.give(event);
    return bench.told(VoteKind::kFinalize, 1);
  };
  const auto again = about(VoteKind::kNotarize, last, 2, 1);
  BOOST_TEST(is(Admission::kStale, bench.engine->admits(Bench::vote(again, late))));
  BOOST_TEST(is(Admission::kStale, bench.engine->admits_proposal(Bench::vote(again, bench.leader(2)))));
  BOOST_TEST(is(Admission::kStale, bench.engine->admits(bench.certificate(again))));
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits(bench.certificate(about(VoteKind::kFinalize, last, 2, 1)))));
  BOOST_TEST(answered(StaleReceived{peer}));
  BOOST_TEST(answered(VoteReceived{peer, Bench::vote(Bench::nullify(9), late)}));
  BOOST_TEST(answered(CertificateRequested{peer, {chain::Epoch(1), View(2), VoteKind::kNullify}}));
  bench.forget();
  bench.give(RestartQueried{peer, {chain::Epoch(1), View(0), 3}});
  BOOST_REQUIRE_EQUAL(bench.said<RestartAnswer>().size(), 1u);
  BOOST_TEST(bench.said<RestartAnswer>().front().certificates.size() == 1u);
}

BOOST_AUTO_TEST_CASE(r16_a_restart_between_two_views_of_the_last_block_goes_on_where_it_was) {
  Bench before = leader_of_view_two();
  const auto last = certified_last_block(before);
  BOOST_REQUIRE(before.voted(VoteKind::kNotarize, 2));
  give_certificate(before, about(VoteKind::kNotarize, last, 2, 1));
  BOOST_REQUIRE(before.voted(VoteKind::kFinalize, 2));

  Bench after = restarted(before);
  after.allow_signing();
  BOOST_TEST(after.cur() == 3u);
  BOOST_TEST(after.asked_to_validate(last));
  propose_under(after, last, 3, 2);  // certified before: no need to wait for the executor
  BOOST_TEST(after.voted(VoteKind::kNotarize, 3));
  give_certificate(after, about(VoteKind::kFinalize, last, 2, 1));
  BOOST_TEST(after.did<Commit>().empty());
  after.give(BlockValidated{last.id, Verdict::kValid});
  BOOST_TEST(after.did<Commit>().size() == 1u);
  check_at_rest(after);
}

BOOST_AUTO_TEST_CASE(r16_a_leader_restarted_before_its_proposal_proposes_the_last_block_again) {
  Bench before;
  before.ready();
  certified_last_block(before);
  Bench after = restarted(before);
  after.config.self = after.leader(2);
  std::erase_if(after.journal, [](const JournalRecord& r) { return r.vote.has_value(); });
  after.start();
  after.forget();
  after.allow_signing();
  BOOST_REQUIRE_EQUAL(after.said<Proposal>().size(), 1u);
  BOOST_TEST((after.said<Proposal>().front().vote.subject.view == View(2)));
}

BOOST_AUTO_TEST_CASE(r16_a_leader_restarted_after_its_proposal_spreads_the_same_one) {
  Bench before = leader_of_view_two();
  const auto last = certified_last_block(before);
  Bench after = restarted(before);
  after.allow_signing();
  BOOST_TEST(after.said<Proposal>().empty());
  after.fire(TimerKind::kStandstill);
  BOOST_REQUIRE_EQUAL(after.said<Proposal>().size(), 1u);
  BOOST_TEST((after.said<Proposal>().front().vote.subject == about(VoteKind::kNotarize, last, 2, 1)));
}

BOOST_AUTO_TEST_CASE(r16_a_start_after_the_end_is_at_rest_at_once) {
  Bench bench;
  auto last = last_block(bench, 1, genesis());
  bench.last_final = {last, View(2), bench.certificate(about(VoteKind::kFinalize, last, 2, 1))};
  bench.ready();
  check_at_rest(bench);
  bench.forget();
  bench.give(StaleReceived{PeerId(bench.others()[0].value)});
  BOOST_TEST(bench.told(VoteKind::kFinalize, 2));
}

BOOST_AUTO_TEST_CASE(r16_missed_ancestors_are_synced_up_to_a_last_block_that_is_final_in_a_later_view) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  const auto last = last_block(bench, 2, b1);
  give_certificate(bench, about(VoteKind::kFinalize, last, 4, 2));
  bench.give(BlockFetched{last});
  BOOST_REQUIRE_EQUAL(bench.did<SyncTo>().size(), 1u);
  bench.give(Synced{last});
  check_at_rest(bench);
  BOOST_TEST(bench.engine->status().blocks_held == 0u);
}

BOOST_AUTO_TEST_CASE(r16_the_previous_epochs_last_block_is_an_ordinary_parent_of_the_first_view) {
  const auto previous = [] {
    BlockInfo out = genesis();
    out.epoch = chain::Epoch(0);
    out.height = chain::Height(40);
    out.view = View(17);
    out.last_of_epoch = true;
    return out;
  }();
  Bench leader(Bench::Role::kLeader);
  leader.last_final = {previous, View(0), std::nullopt};
  leader.ready();
  BOOST_TEST(leader.cur() == 1u);
  leader.give(WorkHint{true, false});
  BOOST_REQUIRE_EQUAL(leader.did<BuildBlock>().size(), 1u);
  BOOST_TEST((leader.did<BuildBlock>().front().parent == previous));
  const auto b1 = leader.block(1, previous);
  leader.give(BlockBuilt{View(1), b1});
  BOOST_REQUIRE_EQUAL(leader.said<Proposal>().size(), 1u);
  BOOST_TEST(leader.said<Proposal>().front().justification.empty());  // the parent's certificate is of another epoch

  Bench follower;
  follower.last_final = leader.last_final;
  follower.ready();
  follower.propose(b1, 0);
  BOOST_TEST(follower.voted(VoteKind::kNotarize, 1));
  follower.notarize(b1, 0);
  follower.finalize(b1, 0);
  BOOST_TEST(follower.did<Commit>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(r16_older_epochs_are_stale_and_newer_ones_are_dropped_whoever_signed) {
  Bench bench;
  bench.config.set.epoch = chain::Epoch(2);
  bench.schedule = LeaderSchedule(bench.config.set, bench.config.chain);
  bench.ready();
  const auto admits_vote = [&](std::uint64_t epoch, std::uint32_t signer) {
    const Subject s{VoteKind::kNotarize, chain::Epoch(epoch), View(90), View(0), make_id(5)};
    const Vote vote = Bench::vote(s, ValidatorIndex(signer));
    BOOST_TEST(is(bench.engine->admits(vote), bench.engine->admits_proposal(vote)));
    return bench.engine->admits(vote);
  };
  BOOST_TEST(is(Admission::kStale, admits_vote(1, 0)));
  BOOST_TEST(is(Admission::kStale, admits_vote(1, 60)));  // the older set was larger
  BOOST_TEST(is(Admission::kDrop, admits_vote(3, 0)));
  const auto admits_certificate = [&](std::uint64_t epoch) {
    return bench.engine->admits(
        bench.certificate({VoteKind::kFinalize, chain::Epoch(epoch), View(90), View(0), make_id(5)}));
  };
  BOOST_TEST(is(Admission::kStale, admits_certificate(1)));
  BOOST_TEST(is(Admission::kDrop, admits_certificate(3)));
  bench.forget();
  bench.give(CertificateRequested{PeerId(0), {chain::Epoch(1), View(1), VoteKind::kNotarize}});
  bench.give(RestartQueried{PeerId(0), {chain::Epoch(3), View(0), 1}});
  BOOST_TEST(bench.done.empty());  // the driver answers these
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
