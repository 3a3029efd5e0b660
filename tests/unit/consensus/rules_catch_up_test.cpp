// R10: asking, answering, backfill and sync.
#include <boost/test/unit_test.hpp>

#include "consensus/peers.h"
#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {
namespace {

std::size_t certificates_said(const Bench& bench) {
  std::size_t count = 0;
  for (const auto& message : bench.said<CertificatesMessage>()) count += message.certificates.size();
  return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_catch_up)

BOOST_AUTO_TEST_CASE(r10_a_vote_below_the_best_is_answered_even_when_parked_and_rate_limited) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.finalize(b1, 0);
  BOOST_TEST(bench.engine->status().parked);
  bench.forget();
  const auto late = bench.others()[0];
  bench.give(StaleReceived{PeerId(late.value)});
  BOOST_TEST(bench.told(VoteKind::kFinalize, 1));
  bench.give(StaleReceived{PeerId(late.value)});
  BOOST_TEST(certificates_said(bench) == 1u);
  bench.give(StaleReceived{PeerId(bench.others()[1].value)});  // another peer has its own budget
  BOOST_TEST(certificates_said(bench) == 2u);
  bench.pass(bench.config.answer_interval.value);
  bench.give(StaleReceived{PeerId(late.value)});
  BOOST_TEST(certificates_said(bench) == 3u);
}

BOOST_AUTO_TEST_CASE(r10_a_nullify_of_a_view_left_is_answered_with_what_let_us_leave) {
  Bench bench;
  bench.ready();
  bench.nullify_view(1);
  bench.forget();
  const auto late = bench.others()[0];
  bench.give(VoteReceived{PeerId(late.value), Bench::vote(Bench::nullify(1), late)});
  BOOST_TEST(bench.told(VoteKind::kNullify, 1));
}

BOOST_AUTO_TEST_CASE(r10_requests_are_answered_by_view_and_a_later_finalization_also_answers) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.notarize(b1, 0);
  const PeerId peer(bench.others()[0].value);
  bench.forget();
  bench.give(CertificateRequested{peer, CertificateRequest{chain::Epoch(1), View(1), VoteKind::kNullify}});
  BOOST_TEST(bench.told(VoteKind::kNotarize, 1));
  bench.finalize(b1, 0);
  bench.forget();
  bench.give(CertificateRequested{peer, CertificateRequest{chain::Epoch(1), View(1), VoteKind::kNotarize}});
  BOOST_TEST(bench.told(VoteKind::kFinalize, 1));
  bench.forget();
  bench.give(CertificateRequested{peer, CertificateRequest{chain::Epoch(1), View(8), VoteKind::kNotarize}});
  BOOST_TEST(certificates_said(bench) == 0u);
}

BOOST_AUTO_TEST_CASE(r10_replies_to_requests_are_rate_limited) {
  Bench bench;
  bench.ready();
  bench.nullify_view(1);
  bench.forget();
  for (int i = 0; i < 200; ++i) {
    bench.give(CertificateRequested{PeerId(0), CertificateRequest{chain::Epoch(1), View(1), VoteKind::kNullify}});
  }
  BOOST_TEST(certificates_said(bench) == kMaxRepliesPerInterval);
}

BOOST_AUTO_TEST_CASE(r10_strangers_beyond_the_numbering_are_not_answered) {
  Bench bench;
  bench.ready();
  bench.nullify_view(1);
  bench.forget();
  bench.give(StaleReceived{PeerId(kMaxPeers)});
  bench.give(StaleReceived{PeerId(UINT32_MAX)});
  BOOST_TEST(certificates_said(bench) == 0u);
  bench.give(StaleReceived{PeerId(kMaxPeers - 1)});
  BOOST_TEST(certificates_said(bench) == 1u);
}

BOOST_AUTO_TEST_CASE(r10_a_missing_block_is_asked_for_again_from_others_first) {
  Bench bench;
  bench.ready();
  bench.finalize(bench.block(3, genesis()), 0);
  BOOST_REQUIRE_EQUAL(bench.did<FetchBlock>().size(), 1u);
  const auto first = bench.did<FetchBlock>().front();
  bench.fire(TimerKind::kFetch);
  BOOST_REQUIRE_EQUAL(bench.did<FetchBlock>().size(), 2u);
  BOOST_TEST((bench.did<FetchBlock>().back().id == first.id));
  BOOST_TEST((bench.did<FetchBlock>().back().peers.front() != first.peers.front()));
}

BOOST_AUTO_TEST_CASE(r10_a_finalization_moves_the_view_at_once_and_the_missed_ancestors_are_synced_by_height) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(2, genesis());
  const auto b2 = bench.block(3, b1);
  const auto b3 = bench.block(4, b2);
  bench.finalize(b3, 3);
  BOOST_TEST(bench.cur() == 5u);  // at once; the blocks follow
  BOOST_TEST(bench.did<SyncTo>().empty());
  BOOST_TEST((bench.did<FetchBlock>().back().id == b3.id));
  bench.give(BlockFetched{b3});
  BOOST_REQUIRE_EQUAL(bench.did<SyncTo>().size(), 1u);
  BOOST_TEST((bench.did<SyncTo>().front().height == b3.height));
  bench.give(SyncFailed{});
  BOOST_TEST(bench.did<SyncTo>().size() == 1u);
  bench.fire(TimerKind::kFetch);
  BOOST_TEST(bench.did<SyncTo>().size() == 2u);
  bench.give(Synced{b3});
  BOOST_TEST((bench.engine->status().final_block == b3.id));
  BOOST_TEST(bench.did<Commit>().empty());  // the driver's own doing
  const auto b5 = bench.block(5, b3);
  bench.propose(b5, 4);
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 5));
}

BOOST_AUTO_TEST_CASE(r10_known_ancestors_are_executed_parents_first_and_committed_together) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  const auto b2 = bench.block(2, b1);
  bench.give(bench.proposal(b1, 0));  // the executor takes its time
  bench.notarize(b1, 0);
  bench.give(bench.proposal(b2, 1));
  bench.notarize(b2, 1);
  bench.finalize(b2, 1);
  BOOST_TEST(bench.did<Commit>().empty());
  BOOST_TEST(!bench.asked_to_validate(b2));
  bench.give(BlockValidated{b1.id, Verdict::kValid});
  BOOST_TEST(bench.asked_to_validate(b2));
  bench.give(BlockValidated{b2.id, Verdict::kValid});
  BOOST_REQUIRE_EQUAL(bench.did<Commit>().size(), 1u);
  BOOST_TEST(bench.did<Commit>().front().blocks.size() == 2u);
}

BOOST_AUTO_TEST_CASE(r10_a_block_the_driver_lost_is_fetched_and_validated_again) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.give(bench.proposal(b1, 0));
  bench.give(BlockValidated{b1.id, Verdict::kMissing});
  BOOST_REQUIRE_EQUAL(bench.did<FetchBlock>().size(), 1u);
  BOOST_TEST(bench.did<ValidateBlock>().size() == 1u);
  bench.give(BlockFetched{b1});
  BOOST_TEST(bench.did<ValidateBlock>().size() == 2u);
  bench.give(BlockValidated{b1.id, Verdict::kValid});
  BOOST_TEST(bench.voted(VoteKind::kNotarize, 1));
}

BOOST_AUTO_TEST_CASE(r10_certificates_are_asked_of_the_leader_and_another) {
  Bench bench;
  bench.ready();
  bench.nullify_view(2);
  bench.propose(bench.block(3, genesis()), 0, {});
  std::vector<PeerId> asked;
  for (const auto& send : bench.did<Send>()) {
    if (std::holds_alternative<CertificateRequest>(send.message)) asked.push_back(send.to);
  }
  BOOST_REQUIRE_EQUAL(asked.size(), 2u);
  BOOST_TEST((asked[0].value == bench.leader(3).value));
  BOOST_TEST((asked[1] != asked[0]));
}

BOOST_AUTO_TEST_CASE(r10_long_standstill_answers_keep_the_beginning_and_the_end) {
  Bench bench;
  bench.ready();
  for (std::uint64_t view = 1; view <= 100; ++view) bench.nullify_view(view);
  const auto best = bench.engine->best_certificates();
  BOOST_TEST(best.size() == kMaxCertificatesPerMessage);
  BOOST_TEST(best.front().subject.view.value == 1u);
  BOOST_TEST(best.back().subject.view.value == 100u);
}

BOOST_AUTO_TEST_CASE(an_observer_follows_and_never_signs) {
  Bench bench;
  bench.config.self.reset();
  bench.start();
  BOOST_TEST(bench.said<RestartQuery>().empty());
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.give(WorkHint{true, false});
  bench.notarize(b1, 0);
  bench.finalize(b1, 0);
  BOOST_TEST(bench.did<Commit>().size() == 1u);
  BOOST_TEST(bench.said<VotesMessage>().empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
