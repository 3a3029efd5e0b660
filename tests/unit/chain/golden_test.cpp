// tests/golden/ledger.json: every hash and encoding of one small ledger, recomputed from fixed inputs. The explorer's
// tests read the same file with an implementation of their own. To make it anew after a deliberate change of format see
// tests/golden/README.md.
#include <boost/test/unit_test.hpp>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "chain/codec/json.h"
#include "chain/ledger/evidence.h"
#include "chain/light/epochs.h"
#include "chain/merkle/list_tree.h"
#include "tests/unit/chain/ledger_fixture.h"

namespace xh::chain {
namespace {

constexpr std::uint8_t kTransactions = 5;  // no power of two: the tree has a ragged edge
constexpr std::uint64_t kProvenIndex = 4;
constexpr std::uint8_t kQuorum = 3;

Header sample_header(const ChainContext& context, const Hash256& transactions_root) {
  Header out;
  out.chain = context.tag;
  out.height = Height{300};
  out.view = View{(1ULL << 33) + 5};
  out.parent = test::filled<BlockId>(0x11);
  out.timestamp = Timestamp{1'767'225'700'123};
  out.proposer = ValidatorIndex{2};
  out.transactions_root = transactions_root;
  out.receipts_root = test::filled<Hash256>(0x22);
  out.state_root = test::filled<Hash256>(0x33);
  out.transaction_count = kTransactions;
  out.receipt_count = 7;
  out.validator_set_hash = context.validator_set_hash;
  return out;
}

json::array hex_list(const auto& items) {
  json::array out;
  for (const auto& item : items) out.push_back(json::value(to_hex(item.view())));
  return out;
}

json::object vote_fields(const Subject& subject, const VoteDigests& digests) {
  return {{"kind", "finalize"},
          {"epoch", subject.epoch.value},
          {"view", subject.view.value},
          {"parent_view", subject.parent_view.value},
          {"block", to_hex(subject.block.view())},
          {"digest", to_hex(digests.digest(subject).view())}};
}

// The sample block again as its epoch's last: a fifth validator joins.
EpochLink sample_epoch_link(const ChainContext& context, Header header) {
  ValidatorSet next = context.validators;
  next.epoch = Epoch{1};
  next.validators.push_back(test::sample_validator(4));
  header.next_validator_set_hash = validator_set_hash(next, context.tag);
  const Subject subject{VoteKind::kFinalize, Epoch{0}, View{header.view.value + 4}, header.view, block_id_of(header)};
  return {encode(header), test::certificate_of(subject, context, kQuorum), next};
}

// The second validator finalizes and nullifies one view.
Evidence sample_evidence(const ChainContext& context, const Subject& finalize) {
  const VoteDigests digests(context.tag);
  const auto key = test::secret_key(test::kFirstValidatorKey + 1);
  const Subject nullify{VoteKind::kNullify, finalize.epoch, finalize.view, View{0}, {}};
  return {EvidenceKind::kNullifyAndFinalize, sign_vote(finalize, ValidatorIndex{1}, key, digests),
          sign_vote(nullify, ValidatorIndex{1}, key, digests)};
}

json::object golden_fields() {
  const Genesis genesis = test::sample_genesis();
  const ChainContext context = make_context(genesis);
  const TransactionHasher hasher(context.tag);
  std::vector<TxHash> hashes;
  std::vector<Hash256> leaves;
  for (std::uint8_t n = 0; n < kTransactions; ++n) {
    hashes.push_back(hasher.hash_of(test::sample_transaction(n, context)));
    leaves.push_back(list_leaf_hash(hashes.back().view()));
  }
  const Header header = sample_header(context, list_root(leaves));
  const Subject subject{VoteKind::kFinalize, Epoch{0}, View{header.view.value + 2}, View{header.view.value - 1},
                        block_id_of(header)};
  const ListProof proof = prove_inclusion(leaves, kProvenIndex);
  return {{"genesis", to_json(genesis)},
          {"genesis_hash", to_hex(genesis_hash(genesis).view())},
          {"chain_tag", to_hex(context.tag.view())},
          {"header_hex", to_hex(encode(header))},
          {"block_id", to_hex(subject.block.view())},
          {"vote", vote_fields(subject, VoteDigests(context.tag))},
          {"certificate_hex", to_hex(encode(test::certificate_of(subject, context, kQuorum)))},
          {"epoch_link_hex", to_hex(encode(sample_epoch_link(context, header)))},
          {"evidence_hex", to_hex(encode(sample_evidence(context, subject)))},
          {"tx_hashes", hex_list(hashes)},
          {"transactions_root", to_hex(header.transactions_root.view())},
          {"proof", {{"index", proof.index}, {"size", proof.size}, {"path", hex_list(proof.path)}}}};
}

json::object load_golden() {
  std::ifstream in(XH_SOURCE_DIR "/tests/golden/ledger.json");
  std::ostringstream text;
  text << in.rdbuf();
  auto parsed = parse_json(text.str());
  BOOST_REQUIRE_MESSAGE(parsed.has_value() && parsed->is_object(),
                        "tests/golden/ledger.json is missing or no JSON object");
  return parsed->get_object();
}

BOOST_AUTO_TEST_SUITE(golden)

BOOST_AUTO_TEST_CASE(every_encoding_and_hash_is_the_published_one) {
  const auto computed = golden_fields();
  if (const char* path = std::getenv("XH_WRITE_GOLDEN")) {
    std::ofstream(path) << json::serialize(computed) << "\n";
    BOOST_FAIL("the golden file was written, nothing was compared");
  }
  const auto published = load_golden();
  BOOST_TEST(published.size() == computed.size());
  for (const auto& [name, value] : computed) {
    const auto* expected = published.if_contains(name);
    BOOST_REQUIRE_MESSAGE(expected != nullptr, std::string("missing: ") + std::string(name));
    BOOST_TEST(json::serialize(*expected) == json::serialize(value), std::string(name) + " differs");
  }
}

BOOST_AUTO_TEST_CASE(published_certificate_finalizes_the_published_block) {
  const auto golden = load_golden();
  const auto genesis = from_json<Genesis>(golden.at("genesis"));
  BOOST_REQUIRE_MESSAGE(genesis.has_value(), (genesis ? "" : genesis.error().message));
  BOOST_TEST(check_genesis(*genesis).has_value());
  const auto context = make_context(*genesis);
  auto certificate = decode<Certificate>(*from_hex(golden.at("certificate_hex").as_string()));
  BOOST_REQUIRE(certificate.has_value());
  const VoteVerifier verifier(context.validators, context.tag);
  BOOST_TEST(verifier.verify(*certificate).has_value());
  BOOST_TEST(to_hex(certificate->subject.block.view()) == std::string(golden.at("block_id").as_string()));
  certificate->signatures[0].bytes[5] ^= 1;
  BOOST_TEST(!verifier.verify(*certificate).has_value());
}

BOOST_AUTO_TEST_CASE(published_epoch_link_leads_to_five_validators_and_the_evidence_convicts) {
  const auto golden = load_golden();
  const auto context = make_context(*from_json<Genesis>(golden.at("genesis")));
  const auto link = decode<EpochLink>(*from_hex(golden.at("epoch_link_hex").as_string()));
  BOOST_REQUIRE(link.has_value());
  const auto next = follow_epochs(context, {&*link, 1});
  BOOST_REQUIRE_MESSAGE(next.has_value(), (next ? "" : next.error().message));
  BOOST_TEST(next->size() == 5u);
  const auto evidence = decode<Evidence>(*from_hex(golden.at("evidence_hex").as_string()));
  BOOST_REQUIRE(evidence.has_value());
  BOOST_TEST((conflict_of(evidence->first, evidence->second) == EvidenceKind::kNullifyAndFinalize));
  const VoteVerifier verifier(context.validators, context.tag);
  BOOST_TEST(verifier.verify(evidence->first));
  BOOST_TEST(verifier.verify(evidence->second));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
