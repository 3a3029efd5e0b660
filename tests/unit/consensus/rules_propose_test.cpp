// R2 and R15: the leader's side, and the clock.
#include <boost/test/unit_test.hpp>

#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {

BOOST_AUTO_TEST_SUITE(rules_propose)

BOOST_AUTO_TEST_CASE(r2_leader_with_work_builds_on_the_final_block_and_proposes_once) {
  Bench bench(Bench::Role::kLeader);
  bench.ready();
  bench.give(WorkHint{true, false});
  BOOST_REQUIRE_EQUAL(bench.did<BuildBlock>().size(), 1u);
  const auto order = bench.did<BuildBlock>().front();
  BOOST_TEST((order.view == View(1) && order.parent == genesis() && !order.allow_empty));
  const auto b1 = bench.block(1, genesis());
  bench.give(BlockBuilt{View(1), b1});
  BOOST_REQUIRE_EQUAL(bench.said<Proposal>().size(), 1u);
  BOOST_TEST((bench.said<Proposal>().front().block == b1.id));
  bench.give(BlockBuilt{View(1), bench.block(1, genesis(), 5)});
  bench.give(WorkHint{true, true});
  BOOST_TEST(bench.said<Proposal>().size() == 1u);
  BOOST_TEST(bench.did<BuildBlock>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(r2_proposal_leaves_only_when_block_and_vote_are_durable) {
  Bench bench(Bench::Role::kLeader);
  bench.ready();
  bench.give(WorkHint{true, false});
  bench.hold_writes = true;
  bench.give(BlockBuilt{View(1), bench.block(1, genesis())});
  BOOST_TEST(bench.said<Proposal>().empty());
  bench.give(Persisted{bench.held_writes.back()});
  BOOST_TEST(bench.said<Proposal>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(r2_failed_build_is_nullified_at_once) {
  Bench bench(Bench::Role::kLeader);
  bench.ready();
  bench.give(WorkHint{true, false});
  bench.give(BuildFailed{View(1)});
  BOOST_TEST(bench.voted(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_CASE(r2_a_block_that_is_not_what_was_ordered_is_a_failed_build) {
  Bench bench(Bench::Role::kLeader);
  bench.ready();
  bench.give(WorkHint{true, false});
  auto wrong = bench.block(1, genesis());
  wrong.height = chain::Height(7);
  bench.give(BlockBuilt{View(1), wrong});
  BOOST_TEST(bench.said<Proposal>().empty());
  BOOST_TEST(bench.voted(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_CASE(r2_next_leader_builds_in_the_step_that_certifies_its_parent) {
  Bench bench;
  bench.config.self = bench.leader(2);
  bench.ready();
  bench.give(WorkHint{true, false});
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  BOOST_TEST(bench.did<BuildBlock>().empty());
  bench.notarize(b1, 0);
  BOOST_REQUIRE_EQUAL(bench.did<BuildBlock>().size(), 1u);
  BOOST_TEST((bench.did<BuildBlock>().front().parent == b1));
}

BOOST_AUTO_TEST_CASE(r2_justification_is_the_parents_certificate_and_the_skipped_nullifications) {
  Bench bench;
  bench.config.self = bench.leader(3);
  bench.ready();
  bench.give(WorkHint{true, false});
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.notarize(b1, 0);
  bench.nullify_view(2);
  bench.give(BlockBuilt{View(3), bench.block(3, b1)});
  BOOST_REQUIRE_EQUAL(bench.said<Proposal>().size(), 1u);
  const auto why = bench.said<Proposal>().front().justification;
  BOOST_REQUIRE_EQUAL(why.size(), 2u);
  BOOST_TEST((why[0].subject == Bench::about(VoteKind::kNotarize, b1, 0)));
  BOOST_TEST((why[1].subject == Bench::nullify(2)));
}

BOOST_AUTO_TEST_CASE(r2_first_gap_is_asked_for_before_proposing) {
  Bench bench;
  bench.config.self = bench.leader(4);
  bench.ready();
  bench.give(WorkHint{true, false});
  bench.nullify_view(3);
  BOOST_TEST(bench.did<BuildBlock>().empty());
  BOOST_REQUIRE(!bench.said<CertificateRequest>().empty());
  BOOST_TEST(bench.said<CertificateRequest>().front().view.value == 2u);
  bench.nullify_view(2);
  bench.nullify_view(1);
  BOOST_TEST(bench.did<BuildBlock>().size() == 1u);
}

BOOST_AUTO_TEST_CASE(r2_leader_without_work_waits_half_a_delta_for_its_parents_finalization) {
  Bench bench;
  bench.config.self = bench.leader(2);
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.notarize(b1, 0);
  BOOST_TEST(bench.did<BuildBlock>().empty());
  const auto at = bench.timer(TimerKind::kEmptyBlock);
  BOOST_REQUIRE(at.has_value());
  BOOST_TEST(at->value - bench.now.steady.value == bench.config.delta.value / 2);
  bench.fire(TimerKind::kEmptyBlock);
  BOOST_REQUIRE_EQUAL(bench.did<BuildBlock>().size(), 1u);
  BOOST_TEST(bench.did<BuildBlock>().front().allow_empty);
}

BOOST_AUTO_TEST_CASE(r2_leader_without_work_parks_when_the_finalization_comes_in_time) {
  Bench bench;
  bench.config.self = bench.leader(2);
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.notarize(b1, 0);
  bench.finalize(b1, 0);
  BOOST_TEST(bench.engine->status().parked);
  BOOST_TEST(!bench.timer(TimerKind::kEmptyBlock).has_value());
  BOOST_TEST(bench.did<BuildBlock>().empty());
}

BOOST_AUTO_TEST_CASE(r2_no_work_after_all_is_a_lack_of_work_not_a_failure) {
  Bench bench(Bench::Role::kLeader);
  bench.ready();
  bench.give(WorkHint{true, false});
  bench.give(NoWork{View(1)});
  BOOST_TEST(!bench.voted(VoteKind::kNullify, 1));
  BOOST_TEST(bench.did<BuildBlock>().size() == 1u);
  bench.fire(TimerKind::kEmptyBlock);  // the hint stays: others wait for a block
  BOOST_REQUIRE_EQUAL(bench.did<BuildBlock>().size(), 2u);
  BOOST_TEST(bench.did<BuildBlock>().back().allow_empty);

  Bench corrected(Bench::Role::kLeader);
  corrected.ready();
  corrected.give(WorkHint{true, false});
  corrected.give(NoWork{View(1)});
  corrected.give(WorkHint{false, false});
  BOOST_TEST(corrected.engine->status().parked);
  corrected.give(WorkHint{true, false});
  BOOST_TEST(corrected.did<BuildBlock>().size() == 2u);
}

BOOST_AUTO_TEST_CASE(r2_a_higher_certified_parent_found_while_building_makes_another_build) {
  Bench bench;
  bench.config.self = bench.leader(3);
  bench.ready();
  bench.give(WorkHint{true, false});
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.nullify_view(1);
  bench.nullify_view(2);
  BOOST_REQUIRE_EQUAL(bench.did<BuildBlock>().size(), 1u);
  BOOST_TEST((bench.did<BuildBlock>().back().parent == genesis()));
  bench.notarize(b1, 0);  // now a higher certified parent is at hand
  BOOST_REQUIRE_EQUAL(bench.did<BuildBlock>().size(), 2u);
  BOOST_TEST((bench.did<BuildBlock>().back().parent == b1));
}

BOOST_AUTO_TEST_CASE(r15_timestamp_ahead_of_the_clock_is_pending_until_the_clock_comes) {
  Bench bench;
  bench.ready();
  auto b1 = bench.block(1, genesis());
  b1.timestamp = chain::Timestamp(bench.now.ledger.value + bench.config.clock_drift.value + 100);
  bench.propose(b1, 0);
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 1));
  BOOST_TEST(!bench.voted(VoteKind::kNullify, 1));
  bench.fire(TimerKind::kClock);
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 1));
}

BOOST_AUTO_TEST_CASE(r15_timestamp_at_the_edges) {
  const auto accepted = [](std::int64_t offset) {
    Bench bench;
    bench.ready();
    auto b1 = bench.block(1, genesis());
    b1.timestamp = chain::Timestamp(bench.now.ledger.value + offset);
    bench.propose(b1, 0);
    return bench.voted(VoteKind::kNotarize, 1);
  };
  const Config config = make_config(4);
  BOOST_TEST(accepted(config.clock_drift.value));
  BOOST_TEST(!accepted(config.clock_drift.value + 1));
}

BOOST_AUTO_TEST_CASE(r15_dated_back_behind_drift_and_timeout_is_nullified) {
  Bench bench;
  bench.last_final.block.timestamp = chain::Timestamp(900'000);
  bench.ready();
  const std::int64_t oldest = bench.now.ledger.value - bench.config.clock_drift.value - 3 * bench.config.delta.value;
  auto b1 = bench.block(1, bench.last_final.block);
  b1.timestamp = chain::Timestamp(oldest - 1);
  bench.propose(b1, 0);
  BOOST_TEST(bench.voted(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_CASE(r15_a_parent_ahead_of_the_clock_allows_one_millisecond_more) {
  Bench bench;
  bench.last_final.block.timestamp = chain::Timestamp(bench.now.ledger.value + 60'000);
  bench.ready();
  bench.propose(bench.block(1, bench.last_final.block), 0);
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 1));
}

BOOST_AUTO_TEST_CASE(r15_no_clock_check_when_certifying) {
  Bench bench;
  bench.ready();
  auto b1 = bench.block(1, genesis());
  b1.timestamp = chain::Timestamp(bench.now.ledger.value + 3'600'000);
  bench.notarize(b1, 0);
  bench.fire(TimerKind::kFetch);
  bench.give(BlockFetched{b1});
  bench.give(BlockValidated{b1.id, Verdict::kValid});
  BOOST_TEST(bench.cur() == 2u);
  BOOST_TEST(bench.voted(VoteKind::kFinalize, 1));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
