// Facts: a header, the links to a finalization and one proof convince somebody who has the genesis alone, and nothing
// else does.
#include <boost/test/unit_test.hpp>

#include "chain/light/fact.h"
#include "chain/merkle/list_tree.h"
#include "chain/merkle/state_tree.h"
#include "tests/unit/chain/ledger_fixture.h"

namespace xh::chain {
namespace {

constexpr std::uint8_t kQuorum = 3;

// Three blocks; the first holds two receipts, three transactions and two records, the last alone has a finalization.
struct SmallChain {
  Genesis genesis = test::sample_genesis();
  ChainContext context = make_context(genesis);
  std::vector<TxHash> transactions;
  std::vector<Hash256> transaction_leaves;
  std::vector<SaltedReceipt> receipts;
  std::vector<Hash256> receipt_leaves;
  StateTree state;
  Bytes record_key{'r', 1};
  Bytes record_value{9, 8, 7};
  Hash256 record_salt = test::filled<Hash256>(0x51);
  std::vector<Bytes> headers;
  Certificate finalization;

  SmallChain() {
    make_content();
    Header header;
    header.chain = context.tag;
    header.validator_set_hash = context.validator_set_hash;
    header.transactions_root = list_root(transaction_leaves);
    header.transaction_count = 3;
    header.receipts_root = list_root(receipt_leaves);
    header.receipt_count = 2;
    header.state_root = state.root();
    for (std::uint64_t h = 1; h <= 3; ++h) {
      header.height = Height{h};
      header.view = View{h};
      header.timestamp = Timestamp{genesis.time.value + static_cast<std::int64_t>(h)};
      headers.push_back(encode(header));
      header.parent = block_id_of(header);
    }
    finalization = certify(VoteKind::kFinalize, header.parent, kQuorum);
  }

  void make_content() {
    const TransactionHasher hasher(context.tag);
    for (std::uint8_t n = 0; n < 3; ++n) {
      transactions.push_back(hasher.hash_of(test::sample_transaction(n, context)));
      transaction_leaves.push_back(list_leaf_hash(transactions.back().view()));
    }
    for (std::uint8_t n = 0; n < 2; ++n) {
      Receipt receipt;
      receipt.code = Receipt::kOk;
      receipt.height = Height{1};
      receipt.due_sequence = n;
      receipts.push_back({test::filled<Hash256>(n), encode(receipt)});
      receipt_leaves.push_back(list_leaf_hash(receipt_leaf(receipts.back())));
    }
    std::vector<TreeUpdate> updates{{map_key(record_key), map_value_hash(record_salt, record_value)},
                                    {map_key(Bytes{'r', 2}), map_value_hash(record_salt, Bytes{1})}};
    std::ranges::sort(updates, {}, &TreeUpdate::key);
    state = state.with(updates);
  }

  [[nodiscard]] Certificate certify(VoteKind kind, const BlockId& block, std::uint8_t signers) const {
    return test::certificate_of({kind, Epoch{0}, View{3}, View{2}, block}, context, signers);
  }
  [[nodiscard]] BlockId last() const { return block_id_of(headers[2], context.tag); }

  [[nodiscard]] Fact header_fact() const {
    Fact out;
    out.chain_id = genesis.chain_id;
    out.genesis_hash = context.genesis_hash;
    out.header = headers[0];
    out.finality = {{headers[1], headers[2]}, finalization};
    return out;
  }
  [[nodiscard]] Fact receipt_fact() const {
    Fact out = header_fact();
    out.receipt = ReceiptFact{receipts[1], prove_inclusion(receipt_leaves, 1)};
    return out;
  }
  [[nodiscard]] Fact transaction_fact() const {
    Fact out = header_fact();
    out.transaction = TransactionFact{transactions[2], prove_inclusion(transaction_leaves, 2)};
    return out;
  }
  [[nodiscard]] Fact record_fact() const {
    Fact out = header_fact();
    out.record = RecordFact{record_key, record_salt, record_value, state.prove(map_key(record_key))};
    return out;
  }
  [[nodiscard]] Fact absence_fact() const {
    Fact out = header_fact();
    const Bytes absent{'r', 3};
    out.record = RecordFact{absent, {}, std::nullopt, state.prove(map_key(absent))};
    return out;
  }
};

void refused(const Genesis& genesis, const Fact& fact, const std::string& reason) {
  const auto verified = verify_fact(genesis, fact);
  BOOST_REQUIRE_MESSAGE(!verified.has_value(), "accepted although: " + reason);
  BOOST_TEST((verified.error().fault == Fault::kInvalid));
  BOOST_TEST(verified.error().message.find(reason) != std::string::npos, verified.error().message);
}

BOOST_FIXTURE_TEST_SUITE(light_fact, SmallChain)

BOOST_AUTO_TEST_CASE(each_kind_of_fact_is_accepted_through_linked_headers) {
  for (const auto& fact : {header_fact(), receipt_fact(), transaction_fact(), record_fact(), absence_fact()}) {
    const auto verified = verify_fact(genesis, fact);
    BOOST_REQUIRE_MESSAGE(verified.has_value(), (verified ? "" : verified.error().message));
    BOOST_TEST((verified->header.height == Height{1}));
    BOOST_TEST((verified->block == block_id_of(headers[0], context.tag)));
    BOOST_TEST(verified->signers.size() == std::size_t{kQuorum});
    BOOST_TEST(verified->signers.front() == "validator 0");
  }
  BOOST_TEST(verify_fact(genesis, receipt_fact())->receipt->due_sequence == 1U);
}

BOOST_AUTO_TEST_CASE(fact_survives_its_encoding) {
  for (const auto& fact : {receipt_fact(), transaction_fact(), record_fact(), absence_fact()}) {
    const auto back = decode<Fact>(encode(fact));
    BOOST_REQUIRE(back.has_value());
    BOOST_TEST((*back == fact));
  }
}

BOOST_AUTO_TEST_CASE(notarization_proves_nothing) {
  auto fact = header_fact();
  fact.finality.finalization = certify(VoteKind::kNotarize, last(), 4);
  refused(genesis, fact, "no finalization");
}

BOOST_AUTO_TEST_CASE(fewer_signers_than_a_quorum_prove_nothing) {
  auto fact = header_fact();
  fact.finality.finalization = certify(VoteKind::kFinalize, last(), kQuorum - 1);
  refused(genesis, fact, "quorum");
}

BOOST_AUTO_TEST_CASE(one_validator_counted_twice_is_no_quorum) {
  auto fact = header_fact();
  auto& certificate = fact.finality.finalization;
  certificate.signers[0] = 0b0111;
  certificate.signatures[2] = certificate.signatures[1];
  refused(genesis, fact, "does not verify");
}

BOOST_AUTO_TEST_CASE(finalization_of_another_block_proves_nothing) {
  auto fact = header_fact();
  fact.finality.links.pop_back();
  refused(genesis, fact, "of another block");
}

BOOST_AUTO_TEST_CASE(link_left_out_or_out_of_order_breaks_the_chain) {
  auto fact = header_fact();
  fact.finality.links = {headers[2]};
  refused(genesis, fact, "does not follow");
  fact.finality.links = {headers[2], headers[1]};
  refused(genesis, fact, "does not follow");
}

BOOST_AUTO_TEST_CASE(fact_of_another_genesis_is_refused) {
  auto other = genesis;
  other.blinding.bytes[0] ^= 1;
  refused(other, receipt_fact(), "another genesis");
}

BOOST_AUTO_TEST_CASE(count_of_the_header_binds_the_size_of_a_proof) {
  auto fact = receipt_fact();
  fact.receipt->proof.size = 3;
  refused(genesis, fact, "another number of receipts");
  fact = transaction_fact();
  fact.transaction->proof.size = 4;
  refused(genesis, fact, "another number of transactions");
}

BOOST_AUTO_TEST_CASE(present_record_cannot_be_shown_absent_nor_absent_one_present) {
  auto fact = record_fact();
  fact.record->value.reset();
  refused(genesis, fact, "has no salt");
  fact.record->salt = {};
  refused(genesis, fact, "absence is not proven");
  fact = absence_fact();
  fact.record->value = Bytes{1};
  refused(genesis, fact, "not in the header's state root");
}

BOOST_AUTO_TEST_CASE(fact_with_two_contents_is_refused) {
  auto fact = receipt_fact();
  fact.transaction = transaction_fact().transaction;
  refused(genesis, fact, "one thing");
}

// Whatever single byte a liar changes, nobody is convinced of anything.
BOOST_AUTO_TEST_CASE(no_changed_byte_goes_unnoticed) {
  for (const auto& fact : {receipt_fact(), transaction_fact(), record_fact(), absence_fact()}) {
    const Bytes honest = encode(fact);
    for (std::size_t i = 0; i < honest.size(); ++i) {
      Bytes changed = honest;
      changed[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
      const auto decoded = decode<Fact>(changed);
      if (decoded) BOOST_TEST(!verify_fact(genesis, *decoded).has_value(), "byte " << i << " may be anything");
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
