// R8 resend, R9 timeouts, R17 park.
#include <boost/test/unit_test.hpp>

#include "consensus/pacemaker.h"
#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {

BOOST_AUTO_TEST_SUITE(rules_pace)

BOOST_AUTO_TEST_CASE(r1_leader_timer_is_two_delta_and_view_timer_three) {
  Bench bench;
  bench.ready();
  bench.give(WorkHint{true, false});
  BOOST_REQUIRE(bench.timer(TimerKind::kLeader).has_value());
  BOOST_TEST(bench.timer(TimerKind::kLeader)->value - bench.now.steady.value == 2 * bench.config.delta.value);
  BOOST_TEST(bench.timer(TimerKind::kView)->value - bench.now.steady.value == 3 * bench.config.delta.value);
}

BOOST_AUTO_TEST_CASE(r1_jumps_forward_never_back) {
  Bench bench;
  bench.ready();
  bench.nullify_view(9);
  BOOST_TEST(bench.cur() == 10u);
  bench.nullify_view(4);
  BOOST_TEST(bench.cur() == 10u);
}

BOOST_AUTO_TEST_CASE(r1_late_reports_of_cancelled_or_future_timers_do_nothing) {
  Bench bench;
  bench.ready();
  bench.give(TimerFired{TimerKind::kView});  // parked: not armed
  bench.give(WorkHint{true, false});
  bench.give(TimerFired{TimerKind::kView});  // armed, but not due
  BOOST_TEST(!bench.voted(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_CASE(r9_flat_for_f_plus_one_views_then_half_as_much_more_up_to_the_cap) {
  Config config = make_config(4);
  config.delta = Duration(100);
  config.timeout_cap = Duration(900);
  const auto at = [&](std::uint64_t unfinalized) { return current_delta(config, unfinalized).value; };
  BOOST_TEST(at(0) == 100);
  BOOST_TEST(at(2) == 100);  // f + 1 = 2
  BOOST_TEST(at(3) == 150);
  BOOST_TEST(at(4) == 225);
  BOOST_TEST(at(5) == 300);  // a third of the cap
  BOOST_TEST(at(UINT64_MAX) == 300);
}

BOOST_AUTO_TEST_CASE(r9_only_a_finalization_resets_the_timeout) {
  Bench bench;
  bench.ready();
  bench.give(WorkHint{true, false});
  for (std::uint64_t view = 1; view <= 4; ++view) bench.nullify_view(view);
  const auto long_wait = bench.timer(TimerKind::kView)->value - bench.now.steady.value;
  BOOST_TEST(long_wait > 3 * bench.config.delta.value);
  const auto b5 = bench.block(5, genesis());
  bench.propose(b5, 0);
  bench.notarize(b5, 0);
  BOOST_TEST(bench.timer(TimerKind::kView)->value - bench.now.steady.value > long_wait);  // a notarization does not
  bench.finalize(b5, 0);
  bench.nullify_view(6);
  BOOST_TEST(bench.timer(TimerKind::kView)->value - bench.now.steady.value == 3 * bench.config.delta.value);
}

BOOST_AUTO_TEST_CASE(r8_stuck_after_nullify_resends_it_with_the_certificate_that_let_us_in) {
  Bench bench;
  bench.ready();
  bench.give(WorkHint{true, false});
  bench.nullify_view(1);
  bench.fire(TimerKind::kView);
  bench.forget();
  bench.fire(TimerKind::kNullifyRetry);
  BOOST_TEST(bench.voted(VoteKind::kNullify, 2));
  BOOST_TEST(bench.told(VoteKind::kNullify, 1));
  BOOST_TEST(bench.did<ForwardTransactions>().size() == 1u);
  bench.forget();
  bench.fire(TimerKind::kNullifyRetry);  // and again
  BOOST_TEST(bench.voted(VoteKind::kNullify, 2));
}

BOOST_AUTO_TEST_CASE(r8_standstill_resends_finalization_certificates_and_own_votes_above_it) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  const auto b2 = bench.block(2, b1);
  bench.propose(b1, 0);
  bench.notarize(b1, 0);
  bench.finalize(b1, 0);
  bench.propose(b2, 1);
  bench.notarize(b2, 1);
  bench.forget();
  bench.fire(TimerKind::kStandstill);
  BOOST_TEST(bench.told(VoteKind::kFinalize, 1));
  BOOST_TEST(bench.told(VoteKind::kNotarize, 2));
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 2));
  BOOST_TEST(bench.voted(VoteKind::kFinalize, 2));
  BOOST_TEST(bench.timer(TimerKind::kStandstill).has_value());
}

BOOST_AUTO_TEST_CASE(r17_a_view_without_work_after_a_final_parent_is_parked) {
  Bench bench;
  bench.ready();
  BOOST_TEST(bench.engine->status().parked);
  for (const auto kind : {TimerKind::kLeader, TimerKind::kView, TimerKind::kStandstill, TimerKind::kNullifyRetry}) {
    BOOST_TEST(!bench.timer(kind).has_value());
  }
  BOOST_TEST(bench.timer(TimerKind::kHeartbeat).has_value());
}

BOOST_AUTO_TEST_CASE(r17_work_a_due_calendar_a_proposal_a_certificate_or_f_plus_one_votes_unpark) {
  const auto unparked_by = [](auto what) {
    Bench bench;
    bench.ready();
    BOOST_TEST(bench.engine->status().parked);
    what(bench);
    return !bench.engine->status().parked;
  };
  BOOST_TEST(unparked_by([](Bench& b) { b.give(WorkHint{true, false}); }));
  BOOST_TEST(unparked_by([](Bench& b) { b.give(WorkHint{false, true}); }));
  BOOST_TEST(unparked_by([](Bench& b) { b.give(b.proposal(b.block(1, genesis()), 0)); }));
  BOOST_TEST(unparked_by([](Bench& b) { b.notarize(b.block(1, genesis()), 0); }));
  const auto votes = [](Bench& b, std::size_t count) {
    b.hold_writes = true;  // our own nullify, which follows the leader's, would end the view
    for (std::size_t i = 0; i < count; ++i)
      b.give(VoteReceived{PeerId(b.others()[i].value), Bench::vote(Bench::nullify(1), b.others()[i])});
  };
  BOOST_TEST(!unparked_by([&](Bench& b) { votes(b, 1); }));
  BOOST_TEST(unparked_by([&](Bench& b) { votes(b, 2); }));
}

BOOST_AUTO_TEST_CASE(r17_leaving_the_park_arms_the_timers_afresh) {
  Bench bench;
  bench.ready();
  bench.give(WorkHint{true, false});
  bench.pass(900);
  bench.give(WorkHint{false, false});
  BOOST_TEST(bench.engine->status().parked);
  bench.pass(5'000);
  bench.give(WorkHint{true, false});
  BOOST_TEST(bench.timer(TimerKind::kView)->value == bench.now.steady.value + 3 * bench.config.delta.value);
  BOOST_TEST(!bench.voted(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_CASE(r17_not_parked_while_the_parent_is_not_final) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.notarize(b1, 0);
  BOOST_TEST(!bench.engine->status().parked);
  bench.finalize(b1, 0);
  BOOST_TEST(bench.engine->status().parked);
}

BOOST_AUTO_TEST_CASE(r17_the_heartbeat_makes_the_leader_propose_an_empty_block) {
  Bench bench(Bench::Role::kLeader);
  bench.ready();
  BOOST_TEST(bench.did<BuildBlock>().empty());
  const auto at = bench.timer(TimerKind::kHeartbeat);
  BOOST_REQUIRE(at.has_value());
  BOOST_TEST(at->value - bench.now.steady.value == bench.config.heartbeat.value);
  bench.fire(TimerKind::kHeartbeat);
  BOOST_REQUIRE_EQUAL(bench.did<BuildBlock>().size(), 1u);
  BOOST_TEST(bench.did<BuildBlock>().front().allow_empty);
}

BOOST_AUTO_TEST_CASE(r17_a_finalization_restarts_the_heartbeat) {
  Bench bench;
  bench.ready();
  bench.fire(TimerKind::kHeartbeat);
  BOOST_TEST(!bench.engine->status().parked);
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.finalize(b1, 0);
  BOOST_TEST(bench.engine->status().parked);
  BOOST_TEST(bench.timer(TimerKind::kHeartbeat)->value == bench.now.steady.value + bench.config.heartbeat.value);
}

BOOST_AUTO_TEST_CASE(r17_parked_nodes_do_not_follow_a_lone_nullify_of_the_leader) {
  Bench bench;
  bench.ready();
  bench.give(VoteReceived{PeerId(bench.leader(1).value), Bench::vote(Bench::nullify(1), bench.leader(1))});
  BOOST_TEST(!bench.voted(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
