// R11: the cheap checks before a signature is looked at.
#include <boost/test/unit_test.hpp>

#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {
namespace {

bool is(Admission want, Admission got) {
  return want == got;
}

// View 3 is current, view 1 final.
Bench at_view_three() {
  Bench bench;
  bench.ready();
  const auto b1 = bench.block(1, genesis());
  bench.propose(b1, 0);
  bench.finalize(b1, 0);
  bench.nullify_view(2);
  return bench;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(rules_admit)

BOOST_AUTO_TEST_CASE(r11_votes_only_of_the_window) {
  Bench bench = at_view_three();
  const auto other = bench.others()[0];
  const auto admits = [&](std::uint64_t view) {
    return bench.engine->admits(Bench::vote(Bench::nullify(view), other));
  };
  BOOST_TEST(is(Admission::kStale, admits(1)));
  BOOST_TEST(is(Admission::kAdmit, admits(2)));
  BOOST_TEST(is(Admission::kAdmit, admits(3)));
  BOOST_TEST(is(Admission::kAdmit, admits(4)));
  BOOST_TEST(is(Admission::kDrop, admits(5)));
  BOOST_TEST(is(Admission::kDrop, admits(1ULL << 63)));
  BOOST_TEST(is(Admission::kDrop, admits(UINT64_MAX)));
}

BOOST_AUTO_TEST_CASE(r11_a_huge_view_of_one_peer_moves_nothing) {
  Bench bench = at_view_three();
  const auto other = bench.others()[0];
  bench.give(VoteReceived{PeerId(other.value), Bench::vote(Bench::nullify(1ULL << 63), other)});
  const auto far = bench.block(1ULL << 62, genesis());
  bench.give(bench.proposal(far, 1));
  BOOST_TEST(bench.cur() == 3u);
  BOOST_TEST(bench.engine->status().views_held < 5u);
}

BOOST_AUTO_TEST_CASE(r11_members_of_this_epoch_only_and_once) {
  Bench bench = at_view_three();
  const auto other = bench.others()[0];
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits(Bench::vote(Bench::nullify(3), ValidatorIndex(4)))));
  auto next_epoch = Bench::nullify(3);
  next_epoch.epoch = chain::Epoch(2);
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits(Bench::vote(next_epoch, other))));
  auto old_epoch = Bench::nullify(3);
  old_epoch.epoch = chain::Epoch(0);
  BOOST_TEST(is(Admission::kStale, bench.engine->admits(Bench::vote(old_epoch, other))));
  bench.give(VoteReceived{PeerId(other.value), Bench::vote(Bench::nullify(3), other)});
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits(Bench::vote(Bench::nullify(3), other))));
}

BOOST_AUTO_TEST_CASE(r11_certificates_of_any_later_view) {
  Bench bench = at_view_three();
  const auto far = bench.certificate(Bench::nullify(1'000'000));
  BOOST_TEST(is(Admission::kAdmit, bench.engine->admits(far)));
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits(bench.certificate(Bench::nullify(2)))));  // held already
  BOOST_TEST(is(Admission::kAdmit, bench.engine->admits(bench.certificate(
                                       Bench::about(VoteKind::kFinalize, bench.block(9, genesis()), 8)))));
  bench.give(CertificateReceived{PeerId(0), far});
  BOOST_TEST(bench.cur() == 1'000'001u);
}

BOOST_AUTO_TEST_CASE(r11_malformed_certificates_cost_no_signature_check) {
  Bench bench = at_view_three();
  auto short_map = bench.certificate(Bench::nullify(3));
  short_map.signers.push_back(0);
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits(short_map)));
  auto few = bench.certificate(Bench::nullify(3));
  few.signatures.pop_back();
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits(few)));
  auto many = bench.certificate(Bench::nullify(3));
  many.signatures.resize(5);
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits(many)));
}

BOOST_AUTO_TEST_CASE(r11_certificates_below_the_best_are_stale_unless_they_contradict_it) {
  Bench bench = at_view_three();
  const auto b1 = bench.block(1, genesis());
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits(bench.certificate(Bench::about(VoteKind::kFinalize, b1, 0)))));
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits(bench.certificate(Bench::about(VoteKind::kNotarize, b1, 0)))));
  const auto other = bench.block(1, genesis(), 1);
  BOOST_TEST(
      is(Admission::kAdmit, bench.engine->admits(bench.certificate(Bench::about(VoteKind::kNotarize, other, 0)))));
  BOOST_TEST(is(Admission::kAdmit, bench.engine->admits(bench.certificate(Bench::nullify(1)))));
}

BOOST_AUTO_TEST_CASE(r11_proposals_of_the_elected_leader_only) {
  Bench bench = at_view_three();
  const auto b1 = bench.block(1, genesis());
  const auto b3 = bench.block(3, b1);
  auto vote = Bench::vote(Bench::about(VoteKind::kNotarize, b3, 1), bench.leader(3));
  BOOST_TEST(is(Admission::kAdmit, bench.engine->admits_proposal(vote)));
  auto usurper = vote;
  usurper.signer = bench.leader(4);
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits_proposal(usurper)));
  auto wrong_kind = vote;
  wrong_kind.subject.kind = VoteKind::kFinalize;
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits_proposal(wrong_kind)));
  bench.give(bench.proposal(b3, 1));
  BOOST_TEST(is(Admission::kDrop, bench.engine->admits_proposal(vote)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
