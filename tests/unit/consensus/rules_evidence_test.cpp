// R13 evidence, and the contradictions that only more than f liars can make: those halt.
#include <boost/test/unit_test.hpp>

#include "consensus/tally.h"
#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {
namespace {

std::vector<chain::EvidenceKind> kinds(const Bench& bench) {
  std::vector<chain::EvidenceKind> out;
  for (const auto& report : bench.did<ReportEvidence>()) out.push_back(report.evidence.kind);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_evidence)

BOOST_AUTO_TEST_CASE(r13_what_is_a_fault_and_what_is_not) {
  Bench bench;
  const auto a = bench.block(1, genesis());
  const auto b = bench.block(1, genesis(), 1);
  const ValidatorIndex who(2);
  const auto v = [&](const Subject& s) { return Bench::vote(s, who); };
  const auto notarize_a = v(Bench::about(VoteKind::kNotarize, a, 0));
  const auto notarize_b = v(Bench::about(VoteKind::kNotarize, b, 0));
  const auto finalize_a = v(Bench::about(VoteKind::kFinalize, a, 0));
  const auto finalize_b = v(Bench::about(VoteKind::kFinalize, b, 0));
  const auto nullify = v(Bench::nullify(1));
  BOOST_TEST((conflict_of(notarize_a, notarize_b) == chain::EvidenceKind::kTwoNotarizes));
  BOOST_TEST((conflict_of(finalize_a, finalize_b) == chain::EvidenceKind::kTwoFinalizes));
  BOOST_TEST((conflict_of(finalize_a, nullify) == chain::EvidenceKind::kNullifyAndFinalize));
  BOOST_TEST((conflict_of(nullify, finalize_a) == chain::EvidenceKind::kNullifyAndFinalize));
  BOOST_TEST(!conflict_of(notarize_a, nullify).has_value());
  BOOST_TEST(!conflict_of(notarize_a, finalize_b).has_value());
  BOOST_TEST(!conflict_of(notarize_a, Bench::vote(notarize_b.subject, ValidatorIndex(3))).has_value());
  BOOST_TEST(!conflict_of(nullify, v(Bench::nullify(2))).has_value());
  auto same_content = notarize_a;
  same_content.signature.bytes[9] = 1;
  BOOST_TEST(!conflict_of(notarize_a, same_content).has_value());  // signature bytes are never compared
  BOOST_TEST((conflict_of(notarize_a, v(Bench::about(VoteKind::kNotarize, a, 0))) == std::nullopt));
}

BOOST_AUTO_TEST_CASE(r13_double_votes_are_reported_once_and_counted_once) {
  Bench bench;
  bench.ready();
  const auto a = bench.block(1, genesis());
  const auto b = bench.block(1, genesis(), 1);
  const auto liar = bench.others()[0];
  for (int i = 0; i < 3; ++i) {
    bench.give(VoteReceived{PeerId(liar.value), Bench::vote(Bench::about(VoteKind::kFinalize, a, 0), liar)});
    bench.give(VoteReceived{PeerId(liar.value), Bench::vote(Bench::about(VoteKind::kFinalize, b, 0), liar)});
  }
  bench.give(VoteReceived{PeerId(liar.value), Bench::vote(Bench::nullify(1), liar)});
  const auto seen = kinds(bench);
  BOOST_REQUIRE_EQUAL(seen.size(), 2u);
  BOOST_TEST((seen[0] == chain::EvidenceKind::kTwoFinalizes));
  BOOST_TEST((seen[1] == chain::EvidenceKind::kNullifyAndFinalize));
}

BOOST_AUTO_TEST_CASE(r13_votes_inside_a_certificate_count_as_evidence) {
  Bench bench;
  bench.ready();
  const auto a = bench.block(1, genesis());
  const auto b = bench.block(1, genesis(), 1);
  const auto liar = bench.others()[0];
  bench.give(VoteReceived{PeerId(liar.value), Bench::vote(Bench::about(VoteKind::kNotarize, a, 0), liar)});
  bench.notarize(b, 0);
  BOOST_REQUIRE_EQUAL(kinds(bench).size(), 1u);
  BOOST_TEST((bench.did<ReportEvidence>().front().evidence.first.signer == liar));
}

BOOST_AUTO_TEST_CASE(r13_evidence_is_bounded_per_signer) {
  Tally tally(4, 3);
  const ValidatorIndex liar(1);
  std::size_t reported = 0;
  for (std::uint64_t view = 1; view <= 100; ++view) {
    Subject first{VoteKind::kNotarize, chain::Epoch(1), View(view), View(0), make_id(1)};
    Subject second = first;
    second.block = make_id(2);
    static_cast<void>(tally.add(Bench::vote(first, liar)));
    reported += tally.add(Bench::vote(second, liar)).evidence.size();
  }
  BOOST_TEST(reported == kMaxEvidencePerSigner);
}

BOOST_AUTO_TEST_CASE(two_notarizations_of_one_view_halt_with_both) {
  Bench bench;
  bench.ready();
  bench.notarize(bench.block(1, genesis()), 0);
  bench.notarize(bench.block(1, genesis(), 1), 0);
  BOOST_REQUIRE(bench.halted());
  BOOST_TEST(bench.did<Halt>().front().certificates.size() == 2u);
}

BOOST_AUTO_TEST_CASE(finalization_and_nullification_of_one_view_halt) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.nullify_view(1);
  bench.finalize(b1, 0);
  BOOST_TEST(bench.halted());
}

BOOST_AUTO_TEST_CASE(nullification_of_a_final_view_halts) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.finalize(b1, 0);
  BOOST_TEST(!bench.halted());
  bench.nullify_view(1);
  BOOST_TEST(bench.halted());
}

BOOST_AUTO_TEST_CASE(late_nullification_of_a_view_final_only_through_a_descendant_is_no_contradiction) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  const auto b2 = bench.block(2, b1);
  bench.propose(b1, 0);
  bench.notarize(b1, 0);
  bench.propose(b2, 1);
  bench.finalize(b2, 1);
  bench.nullify_view(1);
  BOOST_TEST(!bench.halted());
}

BOOST_AUTO_TEST_CASE(second_finalization_at_a_final_view_halts) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.finalize(b1, 0);
  bench.finalize(bench.block(1, genesis(), 1), 0);
  BOOST_TEST(bench.halted());
}

BOOST_AUTO_TEST_CASE(finalization_that_jumps_over_a_final_view_halts) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.finalize(b1, 0);
  bench.finalize(bench.block(3, genesis()), 0);  // its parent view 0 lies below the final view 1
  BOOST_REQUIRE(bench.halted());
  BOOST_TEST(bench.did<Halt>().front().certificates.size() == 2u);
}

BOOST_AUTO_TEST_CASE(final_block_that_does_not_descend_from_the_committed_one_halts) {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.finalize(b1, 0);
  auto stray = bench.block(2, genesis());  // height 1 again
  stray.parent = make_id(77);
  bench.finalize(stray, 1);
  bench.fire(TimerKind::kFetch);
  bench.give(BlockFetched{stray});
  BOOST_TEST(bench.halted());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
