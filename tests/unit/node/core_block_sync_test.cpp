// Catching up by height: what an answer must prove before anything of it is executed.
#include "chain/ledger/vote.h"
#include "node/core/block_sync.h"
#include "tests/unit/node/core_fixture.h"

namespace xh::node {
namespace {

using p2p::PeerId;
using consensus::SteadyTime;

// Three final blocks of another node: the first without a certificate of its own.
struct Sync {
  sim::Consortium consortium{test::kValidators};
  test::CoreLedger other{consortium};
  chain::VoteVerifier verifier{consortium.context().validators, consortium.context().tag};
  chain::TransactionHasher hasher{consortium.context().tag};
  chain::BlockId genesis;
  std::vector<chain::FinalBlock> blocks;
  BlockSync sync{consortium.context().tag};
  const std::vector<PeerId> peers{PeerId{1}, PeerId{2}};

  Sync() {
    BOOST_REQUIRE_EQUAL(other.open(true), "");
    genesis = other.ledger->tip().block.id;
    for (std::uint64_t n = 1; n <= 3; ++n) blocks.push_back(other.commit({test::sample_tx(consortium, n)}, n != 1));
    sync.begin({*blocks.back().finalization, chain::Height{3}});
  }
  PeerId ask(std::int64_t at_ms = 0) { return sync.next_ask(peers, chain::Height{0}, SteadyTime{at_ms})->peer; }
  auto answer(std::vector<chain::FinalBlock> with) {
    return sync.accept(ask(), {chain::Height{1}, std::move(with)}, genesis, chain::Height{0}, verifier, hasher);
  }
  void refused(std::vector<chain::FinalBlock> with, chain::Fault fault) {
    const auto taken = answer(std::move(with));
    BOOST_REQUIRE(!taken.has_value());
    BOOST_TEST((taken.error().fault == fault), taken.error().message);
  }
  chain::Header header(std::size_t i) const { return *chain::decode<chain::Header>(blocks[i].block.header); }
};

BOOST_FIXTURE_TEST_SUITE(core_block_sync, Sync)

BOOST_AUTO_TEST_CASE(honest_answer_is_taken_whole) {
  const auto taken = answer(blocks);
  BOOST_REQUIRE(taken.has_value());
  BOOST_TEST((*taken == blocks));
}

BOOST_AUTO_TEST_CASE(target_itself_needs_no_certificate_in_the_answer) {
  auto bare = blocks;
  for (auto& block : bare) block.finalization.reset();
  BOOST_TEST(answer(bare)->size() == 3U);
}

BOOST_AUTO_TEST_CASE(blocks_after_the_last_proof_are_left_out) {
  auto partly = blocks;
  partly.pop_back();
  partly.push_back(blocks[2]);
  partly[2].finalization.reset();
  sync = BlockSync(consortium.context().tag);
  auto far = *blocks[2].finalization;
  far.subject.block.bytes[0] ^= 1;  // a target further on, which this answer does not reach
  sync.begin({far, chain::Height{9}});
  BOOST_TEST(answer(partly)->size() == 2U);
}

BOOST_AUTO_TEST_CASE(unproven_blocks_are_not_taken) {
  refused({blocks[0]}, chain::Fault::kNotYet);
  refused({}, chain::Fault::kNotYet);
}

BOOST_AUTO_TEST_CASE(missing_link_or_foreign_bodies_are_the_peers_fault) {
  refused({blocks[0], blocks[2]}, chain::Fault::kInvalid);
  auto swapped = blocks;
  swapped[1].block.transactions = blocks[0].block.transactions;
  refused(swapped, chain::Fault::kInvalid);
  auto garbage = blocks;
  garbage[0].block.header = {1, 2, 3};
  refused(garbage, chain::Fault::kInvalid);
}

// Certificates that come along are stored and shown to light clients: a bad one is refused even where the block is
// proven without it.
BOOST_AUTO_TEST_CASE(bad_certificate_is_refused_on_any_block) {
  for (std::size_t i = 0; i < blocks.size(); ++i) {
    auto forged = blocks;
    forged[i].finalization = other.finalization(header(i));
    forged[i].finalization->signatures[0].bytes[0] ^= 1;
    refused(forged, chain::Fault::kInvalid);
    forged[i].finalization = other.finalization(header(i), 2);
    refused(forged, chain::Fault::kInvalid);
    forged[i].finalization = other.finalization(header((i + 1) % 3));
    refused(forged, chain::Fault::kInvalid);
    forged[i].finalization = other.finalization(header(i));
    forged[i].finalization->subject.kind = chain::VoteKind::kNotarize;
    refused(forged, chain::Fault::kInvalid);
  }
}

BOOST_AUTO_TEST_CASE(answer_from_a_peer_that_was_not_asked_is_ignored) {
  const auto asked = ask();
  const auto taken =
      sync.accept(PeerId{asked.value + 1}, {chain::Height{1}, blocks}, genesis, chain::Height{0}, verifier, hasher);
  BOOST_REQUIRE(!taken.has_value());
  BOOST_TEST((taken.error().fault == chain::Fault::kNotYet));
}

BOOST_AUTO_TEST_CASE(silent_peer_is_passed_over_after_the_timeout) {
  const auto first = ask(0);
  BOOST_TEST(!sync.next_ask(peers, chain::Height{0}, SteadyTime{kSyncTimeout.value - 1}).has_value());
  const auto second = sync.next_ask(peers, chain::Height{0}, SteadyTime{kSyncTimeout.value});
  BOOST_REQUIRE(second.has_value());
  BOOST_TEST((second->peer != first));
  BOOST_TEST(second->request.count == 3U);
}

BOOST_AUTO_TEST_CASE(after_enough_silence_it_gives_up) {
  std::int64_t at_ms = 0;
  for (std::size_t i = 0; i < kSyncAttempts; ++i, at_ms += kSyncTimeout.value) {
    BOOST_TEST(!sync.exhausted());
    BOOST_TEST(sync.next_ask(peers, chain::Height{0}, SteadyTime{at_ms}).has_value());
  }
  BOOST_TEST(sync.exhausted());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node
