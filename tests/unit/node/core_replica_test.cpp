// A replica against what no honest node sends: each frame is penalized or ignored, and nothing moves by it.
#include "chain/merkle/list_tree.h"
#include "contracts/governance/convictions.h"
#include "tests/unit/node/replica_net.h"

namespace xh::node::test {
namespace {

using chain::Subject;
using chain::View;
using chain::VoteKind;

// Node 0 runs; everyone else is played by the test, which has all keys.
struct Attacked : ReplicaNet {
  NetNode& victim;
  chain::VoteDigests digests{consortium.context().tag};
  const p2p::PeerId peer{1};

  Attacked() : ReplicaNet(4, 4), victim(node(0)) { victim.start(); }

  void frame(chain::Bytes bytes) { victim.replica().on_frame(peer, p2p::Lane::kVotes, std::move(bytes)); }
  template <class T>
  void message(const T& m) {
    frame(frame_of(m));
  }
  void blamed(const std::string& for_what) {
    BOOST_REQUIRE_MESSAGE(!victim.penalties.empty(), "nobody is blamed for: " + for_what);
    const auto& last = victim.penalties.back();
    BOOST_TEST(last.points == p2p::kPenaltyMalicious);
    BOOST_TEST(last.reason.find(for_what) != std::string::npos, last.reason);
    victim.penalties.clear();
  }
  void nothing_moved() {
    const auto status = victim.replica().consensus_status();
    BOOST_TEST(status.cur.value == 1U);
    BOOST_TEST(status.final_view.value == 0U);
    BOOST_TEST(victim.stops.empty());
  }
  chain::Vote vote(VoteKind kind, std::uint64_t view, std::uint32_t signer, std::uint8_t block = 7) const {
    Subject subject{kind, chain::Epoch{0}, View{view}, {}, {}};
    if (kind != VoteKind::kNullify) subject.block.bytes[0] = block;
    return chain::sign_vote(subject, chain::ValidatorIndex{signer}, key(signer), digests);
  }
  chain::Certificate certificate(VoteKind kind, std::uint64_t view, std::uint32_t signers = 3) const {
    std::vector<chain::Vote> votes;
    for (std::uint32_t i = 0; i < signers; ++i) votes.push_back(vote(kind, view, i));
    const auto subject = votes[0].subject;
    return chain::make_certificate(subject, std::move(votes), 4);
  }
  // An empty first block of the leader of view 1, as far as a header can tell.
  chain::Header header() {
    chain::Header out;
    out.chain = consortium.context().tag;
    out.height = chain::Height{1};
    out.view = View{1};
    out.parent = victim.ledger().tip().block.id;
    out.timestamp = victim.now().ledger;
    out.proposer = victim.replica().consensus_status().leader;
    out.transactions_root = chain::ListTreeBuilder().root();
    out.validator_set_hash = consortium.context().validator_set_hash;
    return out;
  }
  consensus::ProposalMessage proposal(const chain::Header& of) {
    const Subject subject{VoteKind::kNotarize, chain::Epoch{0}, View{1}, View{0},
                          chain::block_id_of(chain::encode(of), consortium.context().tag)};
    const auto leader = victim.replica().consensus_status().leader;
    return {chain::encode(of), {}, chain::sign_vote(subject, leader, key(leader.value), digests), {}};
  }
  chain::Evidence double_vote(std::uint64_t view, std::uint32_t signer) const {
    return {chain::EvidenceKind::kTwoNotarizes, vote(VoteKind::kNotarize, view, signer, 1),
            vote(VoteKind::kNotarize, view, signer, 2)};
  }
};

BOOST_FIXTURE_TEST_SUITE(core_replica, Attacked)

BOOST_AUTO_TEST_CASE(empty_frame_and_unknown_types_are_malicious) {
  frame({});
  blamed("empty frame");
  for (const auto type : std::initializer_list<std::uint8_t>{0, 19, 99, 255}) {
    frame({type, 1, 2, 3});
    blamed("unknown message type");
  }
  nothing_moved();
}

BOOST_AUTO_TEST_CASE(bytes_that_do_not_decode_are_malicious_in_every_type) {
  for (std::uint8_t type = 1; type <= 14; type = static_cast<std::uint8_t>(type + 1)) {
    for (const auto& body : {chain::Bytes{0xff}, chain::Bytes(100, 0x0a), chain::Bytes(70'000, 0xff)}) {
      chain::Bytes bytes{type};
      bytes.insert(bytes.end(), body.begin(), body.end());
      victim.penalties.clear();
      frame(std::move(bytes));
      BOOST_TEST(!victim.penalties.empty(), "type " << int{type} << " with " << body.size() << " bytes");
    }
  }
  nothing_moved();
}

BOOST_AUTO_TEST_CASE(lists_longer_than_their_limit_do_not_decode) {
  consensus::VotesMessage votes;
  votes.votes.resize(consensus::kMaxVotesPerMessage + 1);
  message(votes);
  blamed("above its limit");
  EvidenceMessage evidence;
  evidence.evidence.resize(kMaxEvidencePerMessage + 1);
  message(evidence);
  blamed("above its limit");
  nothing_moved();
}

// ---------------------------------------------------------------- proposals

BOOST_AUTO_TEST_CASE(proposal_whose_vote_names_another_block_is_malicious) {
  auto proposed = proposal(header());
  proposed.header = chain::encode([&] {
    auto other = header();
    other.timestamp = chain::Timestamp{other.timestamp.value + 1};
    return other;
  }());
  message(proposed);
  blamed("names another block");
  nothing_moved();
}

BOOST_AUTO_TEST_CASE(proposal_with_other_transactions_than_its_header_is_malicious) {
  auto proposed = proposal(header());
  proposed.transactions.resize(1);
  message(proposed);
  blamed("does not fit");
  auto counted = header();
  counted.transaction_count = 1;
  proposed = proposal(counted);
  proposed.transactions.resize(1);
  message(proposed);
  blamed("does not fit");
  nothing_moved();
}

BOOST_AUTO_TEST_CASE(proposal_for_another_ledger_is_malicious) {
  auto foreign = header();
  foreign.chain.bytes[3] ^= 1;
  message(proposal(foreign));
  blamed("does not fit");
  nothing_moved();
}

BOOST_AUTO_TEST_CASE(proposal_with_a_wrong_signature_is_malicious) {
  auto proposed = proposal(header());
  proposed.vote.signature.bytes[10] ^= 1;
  message(proposed);
  blamed("wrong signature");
  nothing_moved();
}

BOOST_AUTO_TEST_CASE(header_that_does_not_decode_is_malicious) {
  auto proposed = proposal(header());
  proposed.header.pop_back();
  message(proposed);
  blamed("proposal");
  nothing_moved();
}

// What its leader signed and this ledger's rules refuse: no vote, and no harm when the others go on without it.
BOOST_AUTO_TEST_CASE(block_of_another_epoch_version_or_content_gets_no_vote) {
  const std::vector<std::function<void(chain::Header&)>> spoil{
      [](auto& h) { h.epoch = chain::Epoch{1}; },
      [](auto& h) { h.protocol_version = 2; },
      [](auto& h) { h.validator_set_hash.bytes[0] ^= 1; },
      [](auto& h) { h.next_validator_set_hash.bytes[0] = 1; },
      [](auto& h) { h.state_root.bytes[0] ^= 1; },
      [](auto& h) { h.receipt_count = 3; },
      [](auto& h) { h.height = chain::Height{2}; },
      [](auto& h) { h.timestamp = chain::Timestamp{1}; },
      [](auto& h) { h.proposer = chain::ValidatorIndex{h.proposer.value ^ 1U}; },
  };
  for (std::size_t i = 0; i < spoil.size(); ++i) {
    Attacked all;
    all.start_all();
    BOOST_REQUIRE(all.run_until([&] { return all.victim.votes(); }));
    auto bad = all.header();
    spoil[i](bad);
    const auto proposed = all.proposal(bad);
    if (all.victim.replica().epoch().self == proposed.vote.signer) continue;  // its own proposals come from nobody
    all.victim.keep_frames = true;
    all.message(proposed);
    all.run_for(1'500);
    for (const auto& sent : all.victim.sent) {
      if (sent.front() != static_cast<std::uint8_t>(MessageType::kVotes)) continue;
      const auto votes = chain::decode<consensus::VotesMessage>(chain::BytesView(sent).subspan(1));
      BOOST_REQUIRE(votes.has_value());
      for (const auto& cast : votes->votes)
        BOOST_TEST((cast.subject.block != proposed.vote.subject.block), "case " << i << " got a vote");
    }
    all.transfer(0);
    BOOST_TEST(all.run_until([&] { return all.victim.height() > 0; }), "case " << i);
    BOOST_TEST(all.victim.stops.empty());
  }
}

// ---------------------------------------------------------------- votes and certificates

BOOST_AUTO_TEST_CASE(vote_with_a_wrong_signature_is_malicious) {
  auto bad = vote(VoteKind::kNullify, 1, 2);
  bad.signer = chain::ValidatorIndex{3};
  message(consensus::VotesMessage{{bad}});
  blamed("signature");
  nothing_moved();
}

BOOST_AUTO_TEST_CASE(votes_far_outside_the_window_move_nothing) {
  for (const std::uint64_t view : {std::uint64_t{1} << 63, ~std::uint64_t{0}, std::uint64_t{1'000}}) {
    for (const auto kind : {VoteKind::kNotarize, VoteKind::kNullify, VoteKind::kFinalize}) {
      for (std::uint32_t signer = 1; signer < 4; ++signer) message(consensus::VotesMessage{{vote(kind, view, signer)}});
    }
  }
  nothing_moved();
  BOOST_TEST(victim.replica().consensus_status().views_held <= 2U);
}

BOOST_AUTO_TEST_CASE(certificates_that_prove_nothing_move_nothing) {
  const auto good = certificate(VoteKind::kNullify, 1);
  const std::vector<std::function<void(chain::Certificate&)>> spoil{
      [](auto& c) { c.signatures[0].bytes[0] ^= 1; },
      [](auto& c) { std::swap(c.signatures[0], c.signatures[1]); },  // each under the other's name
      [](auto& c) { c.signatures[1] = c.signatures[0]; },            // one signer twice
      [](auto& c) { c.signers[0] = 0b1011; },                        // names one who did not sign
      [](auto& c) { c.signers[0] |= 0b0001'0000; },                  // a validator that does not exist
      [](auto& c) { c.signers = {}; },
      [](auto& c) { c.signers.push_back(0); },
      [](auto& c) { c.signatures.pop_back(); },
      [](auto& c) { c.signatures.pop_back(), c.signers[0] = 0b0011; },  // below the quorum
      [](auto& c) { c.signatures.push_back(c.signatures[0]); },
      [](auto& c) { c.subject.view = View{2}; },
      [](auto& c) { c.subject.view = View{std::uint64_t{1} << 63}; },
      [](auto& c) { c.subject.kind = VoteKind::kFinalize; },
      [](auto& c) { c.subject.block.bytes[0] = 1; },
  };
  for (std::size_t i = 0; i < spoil.size(); ++i) {
    auto bad = good;
    spoil[i](bad);
    BOOST_TEST_CONTEXT("case " << i) {
      message(consensus::CertificatesMessage{{bad}});
      nothing_moved();
    }
  }
  message(consensus::CertificatesMessage{{good}});
  BOOST_TEST(victim.replica().consensus_status().cur.value == 2U);
}

BOOST_AUTO_TEST_CASE(messages_of_another_epoch_move_nothing_and_are_answered_once) {
  victim.keep_frames = true;
  const auto before = victim.sent.size();
  for (int i = 0; i < 50; ++i) {
    auto later = vote(VoteKind::kNullify, 1, 2);
    later.subject.epoch = chain::Epoch{9};
    message(consensus::VotesMessage{{later}});
    message(consensus::CertificateRequest{chain::Epoch{9}, View{1}, VoteKind::kFinalize});
    message(consensus::RestartQuery{chain::Epoch{~std::uint64_t{0}}, View{0}, 1});
  }
  BOOST_TEST(victim.sent.size() == before + 1);
  nothing_moved();
}

BOOST_AUTO_TEST_CASE(two_certificates_that_cannot_both_be_stop_the_node_and_are_kept) {
  message(consensus::CertificatesMessage{{certificate(VoteKind::kNullify, 1)}});
  message(consensus::CertificatesMessage{{certificate(VoteKind::kFinalize, 1)}});
  BOOST_REQUIRE(victim.stops.size() == 1U);
  BOOST_TEST(victim.stops[0].find("halt-0.json") != std::string::npos);
  const auto& proof = victim.proofs["halt-0.json"];
  BOOST_TEST(proof.find("\"certificates\":[{") != std::string::npos);
  BOOST_TEST(proof.find("\"reason\"") != std::string::npos);
}

// ---------------------------------------------------------------- evidence

BOOST_AUTO_TEST_CASE(forged_evidence_is_malicious_and_not_kept) {
  auto forged = double_vote(1, 2);
  forged.second.signature.bytes[0] ^= 1;
  message(EvidenceMessage{{forged}});
  blamed("evidence");
  auto harmless = double_vote(1, 2);
  harmless.second = vote(VoteKind::kNullify, 1, 2);  // notarize, then nullify: allowed
  message(EvidenceMessage{{harmless}});
  blamed("evidence");
  auto two = double_vote(1, 2);
  two.second = vote(VoteKind::kNotarize, 1, 3, 2);  // two validators
  message(EvidenceMessage{{two}});
  blamed("evidence");
  BOOST_TEST(victim.replica().evidence().empty());
}

BOOST_AUTO_TEST_CASE(evidence_of_an_epoch_that_is_not_ours_is_ignored) {
  auto later = double_vote(1, 2);
  later.first.subject.epoch = later.second.subject.epoch = chain::Epoch{3};
  message(EvidenceMessage{{later}});
  BOOST_TEST(victim.penalties.empty());
  BOOST_TEST(victim.replica().evidence().empty());
}

BOOST_AUTO_TEST_CASE(flood_of_evidence_costs_a_bounded_number_of_checks) {
  for (std::uint64_t i = 0; i < 100; ++i) {
    auto forged = double_vote(i + 1, 2);
    forged.second.signature.bytes[0] ^= 1;
    message(EvidenceMessage{{forged}});
  }
  BOOST_TEST(victim.penalties.size() == kEvidenceChecks);
}

BOOST_AUTO_TEST_CASE(proven_evidence_is_kept_and_told_once) {
  start_all();
  run_for(100);
  victim.keep_frames = true;
  message(EvidenceMessage{{double_vote(1, 2), double_vote(1, 2), double_vote(5, 2)}});
  message(EvidenceMessage{{double_vote(1, 2)}});
  BOOST_TEST(victim.replica().evidence().size() == 1U);
  const auto told = std::ranges::count_if(victim.sent, [](const chain::Bytes& sent) {
    return sent.front() == static_cast<std::uint8_t>(MessageType::kEvidence);
  });
  BOOST_TEST(told == 3);  // each of the others
}

BOOST_AUTO_TEST_CASE(evidence_reaches_the_ledger_and_its_validator_leads_no_more) {
  start_all();
  BOOST_REQUIRE(run_until([&] { return victim.votes(); }));
  message(EvidenceMessage{{double_vote(1, 2)}});
  const auto convicted = [&] {
    bool out = true;
    for (std::size_t i = 0; i < size(); ++i)
      out = out && node(i).replica().suspended_leaders() == 1 && node(i).replica().evidence().empty();
    return out;
  };
  BOOST_TEST(run_until(convicted));
  BOOST_TEST(victim.height() == 1U);  // one report was enough
  for (int i = 0; i < 20; ++i) {
    transfer(0);
    const auto height = victim.height();
    BOOST_REQUIRE(run_until([&] { return victim.height() > height; }));
    if (victim.ledger().tip().block.view.value <= 9) continue;
    BOOST_TEST((victim.ledger().tip().block.proposer != chain::ValidatorIndex{2}));
  }
}

BOOST_AUTO_TEST_CASE(evidence_against_a_convicted_validator_is_neither_kept_nor_told) {
  start_all();
  BOOST_REQUIRE(run_until([&] { return victim.votes(); }));
  message(EvidenceMessage{{double_vote(1, 2)}});
  BOOST_REQUIRE(run_until([&] { return victim.replica().suspended_leaders() == 1; }));
  BOOST_REQUIRE(run_until([&] { return victim.replica().evidence().empty(); }));
  victim.keep_frames = true;
  const auto found = victim.replica().counters().evidence;
  message(EvidenceMessage{{double_vote(3, 2)}});
  BOOST_TEST(victim.replica().counters().evidence == found);
  BOOST_TEST(victim.replica().evidence().empty());
  BOOST_TEST(std::ranges::none_of(victim.sent, [](const chain::Bytes& sent) {
    return sent.front() == static_cast<std::uint8_t>(MessageType::kEvidence);
  }));
}

// The one who showed it may be gone, or its answer lost.
BOOST_AUTO_TEST_CASE(sign_of_a_later_epoch_is_followed_up_a_bounded_number_of_times) {
  start_all();
  BOOST_REQUIRE(run_until([&] { return victim.votes(); }));
  run_for(5'000);
  victim.keep_frames = true;
  auto later = vote(VoteKind::kNullify, 1, 2);
  later.subject.epoch = chain::Epoch{1};
  message(consensus::VotesMessage{{later}});
  const auto questions = [&] {
    return std::ranges::count_if(victim.sent, [](const chain::Bytes& sent) {
      return sent.front() == static_cast<std::uint8_t>(MessageType::kCertificateRequest);
    });
  };
  BOOST_TEST(questions() == 1);
  run_for(2'000);
  BOOST_TEST(questions() >= 3);
  run_for(18'000);
  BOOST_TEST(questions() <= 1 + static_cast<std::ptrdiff_t>(kEpochQuestions));
}

// A notarized block that nobody has any more is asked for while it may matter: not once a later view is final.
BOOST_AUTO_TEST_CASE(block_that_finality_passed_over_is_asked_for_no_more) {
  message(consensus::CertificatesMessage{{certificate(VoteKind::kNotarize, 1)}});
  victim.keep_frames = true;
  const auto questions = [&] {
    return std::ranges::count_if(victim.sent, [](const chain::Bytes& sent) {
      return sent.front() == static_cast<std::uint8_t>(MessageType::kBlockRequest);
    });
  };
  start_all();
  run_for(1'000);
  BOOST_TEST(questions() > 0);
  message(consensus::CertificatesMessage{{certificate(VoteKind::kNullify, 1)}});
  run_for(100);
  BOOST_REQUIRE(victim.replica().consensus_status().cur == View{2});
  auto second = header();
  second.view = View{2};
  auto& executor = victim.ledger().executor();
  const auto executed = executor.build(executor.finalized(), {second.height, second.timestamp, second.view}, {}, {});
  BOOST_REQUIRE(executed.has_value());
  second.receipts_root = executed->receipts_root;
  second.receipt_count = executed->receipt_count();
  second.state_root = executed->state_root;
  const auto bytes = chain::encode(second);
  Subject subject{VoteKind::kNotarize, chain::Epoch{0}, View{2}, View{0},
                  chain::block_id_of(bytes, consortium.context().tag)};
  const auto signed_by = [&](std::uint32_t signer) {
    return chain::sign_vote(subject, chain::ValidatorIndex{signer}, key(signer), digests);
  };
  message(
      consensus::ProposalMessage{bytes, {}, signed_by(second.proposer.value), {certificate(VoteKind::kNullify, 1)}});
  for (const auto kind : {VoteKind::kNotarize, VoteKind::kFinalize}) {
    subject.kind = kind;
    message(consensus::CertificatesMessage{
        {chain::make_certificate(subject, {signed_by(1), signed_by(2), signed_by(3)}, 4)}});
  }
  BOOST_REQUIRE(run_until([&] { return victim.height() > 0; }, 10'000));
  run_for(3'000);
  victim.sent.clear();
  run_for(60'000);
  BOOST_TEST(questions() == 0);
}

// ---------------------------------------------------------------- floods

BOOST_AUTO_TEST_CASE(what_was_not_asked_for_is_not_held) {
  for (std::uint64_t n = 0; n < 2'000; ++n) {
    auto unasked = header();
    unasked.timestamp = chain::Timestamp{unasked.timestamp.value + static_cast<std::int64_t>(n)};
    message(BlockAnswer{chain::encode(unasked), {}});
    message(BodiesAnswer{chain::block_id_of(unasked), {}});
    message(FinalBlocksAnswer{chain::Height{1}, {}});
    message(consensus::RestartAnswer{chain::Epoch{0}, n, {}, {}});
  }
  nothing_moved();
  BOOST_TEST(victim.replica().consensus_status().blocks_held == 0U);
}

BOOST_AUTO_TEST_CASE(transactions_that_do_not_parse_or_verify_are_malicious) {
  message(TransactionsMessage{{{1, 2, 3}}});
  run_for(10);
  blamed("transaction");
  auto call =
      consortium.sign(sim::Who::kBank, contracts::ContractId::kGovernance,
                      contracts::governance::MethodId::kApproveChange, contracts::governance::ApproveChange{}, 1);
  call.wire.back() ^= 1;
  message(TransactionsMessage{{call.wire}});
  run_for(10);
  blamed("transaction");
  BOOST_TEST(victim.replica().mempool().size() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node::test
