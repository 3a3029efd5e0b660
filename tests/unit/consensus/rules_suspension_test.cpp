// R13, R14: a suspended leader, also when the news comes after its view began.
#include <boost/test/unit_test.hpp>

#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {
namespace {

// Views 1 and 2 of four: `guilty` leads view 2, its successor in the order leads it once `guilty` is suspended.
struct Scene {
  explicit Scene(bool self_succeeds = false) {
    guilty = bench.leader(2);
    successor = bench.leader(3);
    bench.config.self = self_succeeds ? successor : bench.leader(4);
    bench.ready();
  }
  // The present view is 2, which `guilty` leads, and there is work.
  void reach_view_two() {
    bench.give(WorkHint{true, false});
    bench.nullify_view(1);
    BOOST_REQUIRE_EQUAL(bench.cur(), 2u);
  }
  void suspend(std::uint64_t from_view) { bench.give(LeaderSuspended{guilty, View(from_view)}); }
  BlockInfo block_of_successor(std::uint64_t view) {
    auto out = bench.block(view, genesis(), 7);
    out.proposer = successor;
    return out;
  }
  void propose_as_successor(const BlockInfo& block) {
    const auto vote = Bench::vote(Bench::about(VoteKind::kNotarize, block, 0), successor);
    bench.give(ProposalReceived{PeerId(successor.value), block, vote, {}});
    bench.give(BlockValidated{block.id, Verdict::kValid});
  }
  [[nodiscard]] ValidatorIndex leader_now(std::uint64_t view) { return bench.engine->leader_of(View(view)); }

  Bench bench;
  ValidatorIndex guilty;
  ValidatorIndex successor;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_suspension)

BOOST_AUTO_TEST_CASE(r14_a_suspension_changes_no_view_before_its_own) {
  Scene s;
  s.reach_view_two();
  const auto timer = s.bench.timer(TimerKind::kView);
  s.bench.pass(100);
  s.suspend(6);
  BOOST_TEST((s.leader_now(2) == s.guilty));
  BOOST_TEST((s.leader_now(6) == s.successor));
  BOOST_TEST((s.leader_now(10) == s.successor));
  BOOST_TEST((s.bench.timer(TimerKind::kView) == timer));
  s.bench.propose(s.bench.block(2, genesis()), 0);
  BOOST_TEST(s.bench.voted(VoteKind::kNotarize, 2));
}

BOOST_AUTO_TEST_CASE(r14_the_new_leader_of_the_present_view_gets_its_time_from_now) {
  Scene s;
  s.reach_view_two();
  s.bench.give(s.bench.proposal(s.bench.block(2, genesis()), 0));
  BOOST_TEST(!s.bench.timer(TimerKind::kLeader).has_value());
  s.bench.pass(900);
  s.suspend(1);
  BOOST_REQUIRE(s.bench.timer(TimerKind::kLeader).has_value());
  BOOST_TEST(s.bench.timer(TimerKind::kLeader)->value - s.bench.now.steady.value == 2 * s.bench.config.delta.value);
  BOOST_TEST(s.bench.timer(TimerKind::kView)->value - s.bench.now.steady.value == 3 * s.bench.config.delta.value);
}

BOOST_AUTO_TEST_CASE(r14_what_the_suspended_leader_proposed_is_not_voted_for_and_the_successors_block_is) {
  Scene s;
  s.reach_view_two();
  const auto old = s.bench.block(2, genesis());
  s.bench.give(s.bench.proposal(old, 0));
  s.suspend(1);
  s.bench.give(BlockValidated{old.id, Verdict::kValid});
  BOOST_TEST(!s.bench.voted(VoteKind::kNotarize, 2));
  const auto late = Bench::vote(Bench::about(VoteKind::kNotarize, s.bench.block(2, genesis(), 3), 0), s.guilty);
  BOOST_TEST((s.bench.engine->admits_proposal(late) == Admission::kDrop));
  const auto block = s.block_of_successor(2);
  s.propose_as_successor(block);
  BOOST_TEST(s.bench.voted(VoteKind::kNotarize, 2));
}

BOOST_AUTO_TEST_CASE(r14_a_vote_given_for_the_suspended_leaders_block_stays_the_only_one) {
  Scene s;
  s.reach_view_two();
  const auto old = s.bench.block(2, genesis());
  s.bench.propose(old, 0);
  BOOST_REQUIRE(s.bench.voted(VoteKind::kNotarize, 2));
  s.suspend(1);
  s.bench.forget();
  s.propose_as_successor(s.block_of_successor(2));
  BOOST_TEST(!s.bench.voted(VoteKind::kNotarize, 2));
  s.bench.notarize(old, 0);  // a quorum committed later than we did: its certificate counts as ever
  BOOST_TEST(s.bench.cur() == 3u);
  BOOST_TEST(s.bench.voted(VoteKind::kFinalize, 2));
}

BOOST_AUTO_TEST_CASE(r14_the_successor_proposes_in_the_present_view_at_once) {
  Scene s(true);
  s.reach_view_two();
  BOOST_TEST(s.bench.did<BuildBlock>().empty());
  s.suspend(2);
  BOOST_REQUIRE_EQUAL(s.bench.did<BuildBlock>().size(), 1u);
  s.bench.give(BlockBuilt{View(2), s.block_of_successor(2)});
  BOOST_TEST(s.bench.said<Proposal>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(r14_a_suspended_leader_that_is_building_does_not_propose) {
  Bench bench(Bench::Role::kLeader);
  bench.ready();
  bench.give(WorkHint{true, false});
  BOOST_REQUIRE_EQUAL(bench.did<BuildBlock>().size(), 1u);
  bench.give(LeaderSuspended{*bench.config.self, View(1)});
  bench.give(BlockBuilt{View(1), bench.block(1, genesis())});
  BOOST_TEST(bench.said<Proposal>().empty());
  BOOST_TEST(!bench.voted(VoteKind::kNullify, 1));
  BOOST_TEST(bench.timer(TimerKind::kLeader).has_value());
}

BOOST_AUTO_TEST_CASE(r14_a_parked_network_stays_parked_when_a_leader_is_suspended) {
  Scene s;
  s.suspend(1);
  BOOST_TEST(s.bench.engine->status().parked);
  BOOST_TEST(!s.bench.timer(TimerKind::kLeader).has_value());
}

BOOST_AUTO_TEST_CASE(r14_a_suspension_repeated_or_of_a_stranger_changes_nothing) {
  Scene s;
  s.reach_view_two();
  s.suspend(2);
  s.bench.pass(300);
  const auto timer = s.bench.timer(TimerKind::kView);
  s.suspend(2);
  s.suspend(9);
  s.bench.give(LeaderSuspended{ValidatorIndex(77), View(1)});
  s.bench.give(LeaderSuspended{s.successor, View(1)});  // more than f
  BOOST_TEST((s.bench.timer(TimerKind::kView) == timer));
  BOOST_TEST((s.leader_now(2) == s.successor));
}

BOOST_AUTO_TEST_CASE(r14_a_successor_restarted_in_its_view_still_spreads_what_it_proposed) {
  Scene before(true);
  before.reach_view_two();
  before.suspend(2);
  const auto block = before.block_of_successor(2);
  before.bench.give(BlockBuilt{View(2), block});
  BOOST_REQUIRE_EQUAL(before.bench.said<Proposal>().size(), 1u);
  Bench after;
  after.config = before.bench.config;
  after.journal = before.bench.journal;
  after.nonce = before.bench.nonce + 1;
  after.start();
  after.give(LeaderSuspended{before.guilty, View(2)});
  after.allow_signing();
  after.give(WorkHint{true, false});
  BOOST_TEST(after.did<BuildBlock>().empty());
  after.fire(TimerKind::kStandstill);
  BOOST_REQUIRE_EQUAL(after.said<Proposal>().size(), 1u);
  BOOST_TEST((after.said<Proposal>().front().block == block.id));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
