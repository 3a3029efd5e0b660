// R8, R10: what one peer can make this node do, and how it goes round the others to catch up.
#include <set>

#include <boost/test/unit_test.hpp>

#include "consensus/engine_core.h"
#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {
namespace {

std::size_t sends_to(const Bench& bench, PeerId peer) {
  std::size_t count = 0;
  for (const auto& send : bench.did<Send>()) count += send.to == peer ? 1 : 0;
  return count;
}

RestartQueried restart_question(PeerId from, std::uint64_t nonce) {
  return {from, RestartQuery{chain::Epoch(1), View(0), nonce}};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_limits)

BOOST_AUTO_TEST_CASE(r12_a_flood_of_restart_questions_gets_one_answer_an_interval) {
  Bench bench;
  bench.ready();
  const PeerId peer(bench.others()[0].value);
  bench.forget();
  for (std::uint64_t i = 0; i < 500; ++i) bench.give(restart_question(peer, i));
  BOOST_TEST(bench.said<RestartAnswer>().size() == 1u);
  bench.give(restart_question(PeerId(bench.others()[1].value), 1));  // another one's start is not held up
  BOOST_TEST(bench.said<RestartAnswer>().size() == 2u);
  bench.pass(bench.config.answer_interval.value);
  bench.give(restart_question(peer, 501));
  BOOST_TEST(bench.said<RestartAnswer>().size() == 3u);
}

BOOST_AUTO_TEST_CASE(r10_every_kind_of_flood_from_one_peer_together_stays_within_its_budgets) {
  Bench bench;
  bench.ready();
  bench.nullify_view(1);
  bench.nullify_view(2);
  const auto liar = bench.others()[0];
  const PeerId peer(liar.value);
  bench.forget();
  for (std::uint64_t i = 0; i < 300; ++i) {
    bench.give(StaleReceived{peer});
    bench.give(restart_question(peer, i));
    bench.give(CertificateRequested{peer, {chain::Epoch(1), View(1 + i % 2), VoteKind::kNullify}});
    bench.give(VoteReceived{peer, Bench::vote(Bench::nullify(1 + i % 2), liar)});
    bench.give(VoteReceived{peer, Bench::vote(Bench::nullify(1'000 + i), liar)});
  }
  BOOST_TEST(sends_to(bench, peer) == kMaxRepliesPerInterval + 2);  // requests, one answer, one to the start
  BOOST_TEST(bench.did<Send>().size() == sends_to(bench, peer));
  BOOST_TEST(bench.did<Broadcast>().empty());
  BOOST_TEST(bench.did<Persist>().empty());
  BOOST_TEST(bench.engine->status().views_held <= 3u);
}

BOOST_AUTO_TEST_CASE(r8_a_standstill_is_told_once_in_its_time_whatever_the_peers_say) {
  Bench bench;
  bench.ready();
  bench.give(WorkHint{true, false});
  bench.nullify_view(1);
  const auto at = bench.timer(TimerKind::kStandstill);
  BOOST_REQUIRE(at.has_value());
  const auto liar = bench.others()[0];
  bench.forget();
  for (std::uint64_t i = 0; i < 100; ++i) {
    bench.give(StaleReceived{PeerId(liar.value)});
    bench.give(TimerFired{TimerKind::kStandstill});  // before its time
    bench.give(VoteReceived{PeerId(liar.value), Bench::vote(Bench::nullify(1), liar)});
  }
  BOOST_TEST((bench.timer(TimerKind::kStandstill) == at));
  BOOST_TEST(bench.did<ForwardTransactions>().empty());
  bench.forget();
  bench.fire(TimerKind::kStandstill);
  BOOST_TEST(bench.told(VoteKind::kNullify, 1));
  BOOST_TEST(bench.timer(TimerKind::kStandstill)->value - bench.now.steady.value == bench.config.standstill.value);
}

BOOST_AUTO_TEST_CASE(r10_a_long_gap_is_asked_for_a_piece_at_a_time) {
  Bench bench;
  bench.ready();
  bench.forget();
  bench.propose(bench.block(1, genesis()), 0);
  bench.nullify_view(200);
  bench.forget();
  bench.propose(bench.block(201, genesis()), 0);
  for (int i = 0; i < 50; ++i) bench.give(StaleReceived{PeerId(50)});
  BOOST_TEST(bench.said<CertificateRequest>().size() <= 2 * kMaxRequestsAtOnce);
  bench.forget();
  bench.fire(TimerKind::kFetch);
  const auto asked = bench.said<CertificateRequest>().size();
  BOOST_TEST(asked > 0u);
  BOOST_TEST(asked <= 2 * kMaxRequestsAtOnce);
}

BOOST_AUTO_TEST_CASE(r10_a_certificate_is_asked_of_every_other_validator_in_turn) {
  Bench bench(Bench::Role::kFollower, 7);
  bench.ready();
  bench.forget();
  bench.nullify_view(2);
  bench.propose(bench.block(3, genesis()), 0);
  std::set<std::uint32_t> asked;
  for (int i = 0; i < 6; ++i) {
    for (const auto& send : bench.did<Send>()) {
      if (std::holds_alternative<CertificateRequest>(send.message)) asked.insert(send.to.value);
    }
    bench.forget();
    bench.fire(TimerKind::kFetch);
  }
  BOOST_TEST(asked.size() == 6u);
  BOOST_TEST(!asked.contains(bench.config.self->value));
}

BOOST_AUTO_TEST_CASE(r10_a_split_view_is_repaired_by_the_leaders_justification_alone) {
  Bench bench;  // it nullified view 1, where the others hold a notarization, and left it by the nullification of view 2
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.give(WorkHint{true, false});
  bench.fire(TimerKind::kView);
  BOOST_REQUIRE(bench.voted(VoteKind::kNullify, 1));
  bench.nullify_view(2);
  const auto b3 = bench.block(3, b1);
  bench.give(bench.proposal(b3, 1, {bench.certificate(Bench::about(VoteKind::kNotarize, b1, 0))}));
  BOOST_TEST(!bench.voted(VoteKind::kNotarize, 3));
  bench.give(BlockFetched{b1});
  bench.give(BlockValidated{b1.id, Verdict::kValid});
  bench.give(BlockValidated{b3.id, Verdict::kValid});
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 3));
  BOOST_TEST(!bench.voted(VoteKind::kFinalize, 1));
}

BOOST_AUTO_TEST_CASE(r9_a_finalization_of_an_earlier_view_shortens_the_timeouts_that_follow) {
  Bench bench;
  bench.ready();
  bench.give(WorkHint{true, false});
  for (std::uint64_t view = 2; view <= 8; ++view) bench.nullify_view(view);
  const auto wait = [&] { return bench.timer(TimerKind::kView)->value - bench.now.steady.value; };
  const auto long_wait = wait();
  const auto b1 = bench.block(1, genesis());
  bench.finalize(b1, 0);
  bench.nullify_view(9);
  BOOST_TEST(wait() <= long_wait);  // view 1 is final, eight views were left since
  const auto b10 = bench.block(10, b1);
  bench.finalize(b10, 1);
  bench.nullify_view(11);
  BOOST_TEST(wait() == 3 * bench.config.delta.value);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
