// Transactions and key policies: the shapes that are accepted, and each that is not.
#include <boost/test/unit_test.hpp>

#include "tests/unit/chain/ledger_fixture.h"

namespace xh::chain {
namespace {

struct Transactions {
  ChainContext context = make_context(test::sample_genesis());
  TransactionHasher hasher{context.tag};

  [[nodiscard]] TransactionBody body() const {
    return *decode<TransactionBody>(decode<Transaction>(test::sample_transaction(1, context))->body);
  }
  [[nodiscard]] static Bytes with_keys(const TransactionBody& body, const std::vector<PublicKey>& keys) {
    Transaction tx;
    tx.body = encode(body);
    for (const auto& key : keys) tx.signatures.push_back({key, {}});
    return encode(tx);
  }
  [[nodiscard]] auto parse(const Bytes& wire) const { return parse_transaction(wire, hasher, context.chain_id); }
  void refused(const Bytes& wire, const std::string& reason) const {
    const auto parsed = parse(wire);
    BOOST_REQUIRE_MESSAGE(!parsed.has_value(), "accepted although: " + reason);
    BOOST_TEST(parsed.error().message.find(reason) != std::string::npos, parsed.error().message);
  }
};

std::vector<PublicKey> sorted_keys(std::initializer_list<std::uint8_t> numbers) {
  std::vector<PublicKey> out;
  for (const auto n : numbers) out.push_back(test::secret_key(n).public_key());
  std::ranges::sort(out);
  return out;
}

BOOST_FIXTURE_TEST_SUITE(ledger_transaction, Transactions)

BOOST_AUTO_TEST_CASE(parsing_keeps_the_bytes_and_names_them) {
  const Bytes wire = test::sample_transaction(1, context);
  const auto parsed = parse(wire);
  BOOST_REQUIRE(parsed.has_value());
  BOOST_TEST((parsed->wire == wire));
  BOOST_TEST((parsed->id == hasher.id_of(parsed->envelope.body)));
  BOOST_TEST((parsed->hash == hasher.hash_of(wire)));
  BOOST_TEST(verify_signature(parsed->envelope.signatures[0].key, parsed->id.view(),
                              parsed->envelope.signatures[0].signature));
}

BOOST_AUTO_TEST_CASE(signature_changes_the_hash_but_not_the_id) {
  auto tx = *decode<Transaction>(test::sample_transaction(1, context));
  const auto before = *parse(encode(tx));
  tx.signatures[0].signature.bytes[0] ^= 1;
  const auto after = *parse(encode(tx));
  BOOST_TEST((before.id == after.id));
  BOOST_TEST((before.hash != after.hash));
}

BOOST_AUTO_TEST_CASE(id_depends_on_the_ledger) {
  auto other = test::sample_genesis();
  other.blinding.bytes[0] ^= 1;
  const Bytes text{1, 2, 3};
  BOOST_TEST((hasher.id_of(text) != TransactionHasher(make_context(other).tag).id_of(text)));
}

BOOST_AUTO_TEST_CASE(malformed_shapes_are_refused_with_the_reason) {
  const auto key = test::secret_key(3).public_key();
  auto foreign = body();
  foreign.chain_id = "another-ledger";
  refused(with_keys(foreign, {key}), "this ledger is");
  refused(with_keys(body(), {}), "no signature");
  auto keys = sorted_keys({3, 4});
  std::ranges::reverse(keys);
  refused(with_keys(body(), keys), "not sorted");
  refused(with_keys(body(), {key, key}), "not sorted");
  auto no_expiry = body();
  no_expiry.expires_at = Timestamp{0};
  refused(with_keys(no_expiry, {key}), "no expiry");
}

BOOST_AUTO_TEST_CASE(co_signers_are_sorted_distinct_and_not_the_submitter) {
  const auto key = test::secret_key(3).public_key();
  auto joint = body();
  joint.co_signers = {account_id_of(test::single_key(4)), account_id_of(test::single_key(5))};
  std::ranges::sort(joint.co_signers);
  BOOST_TEST(parse(with_keys(joint, {key})).has_value());
  std::ranges::reverse(joint.co_signers);
  refused(with_keys(joint, {key}), "co-signers are not sorted");
  joint.co_signers = {joint.account};
  refused(with_keys(joint, {key}), "co-signer too");
}

BOOST_AUTO_TEST_CASE(transaction_above_the_size_limit_is_refused_before_decoding) {
  refused(Bytes(kMaxTransactionBytes + 1, 0), "larger than");
}

BOOST_AUTO_TEST_CASE(policy_needs_sorted_distinct_keys_and_a_reachable_threshold) {
  const auto keys = sorted_keys({1, 2, 3});
  BOOST_TEST(check_policy({2, keys}).has_value());
  BOOST_TEST(check_policy({3, keys}).has_value());
  BOOST_TEST(!check_policy({0, keys}).has_value());
  BOOST_TEST(!check_policy({4, keys}).has_value());
  BOOST_TEST(!check_policy({1, {}}).has_value());
  BOOST_TEST(!check_policy({1, {keys[0], keys[0]}}).has_value());
  BOOST_TEST(!check_policy({1, {keys[1], keys[0]}}).has_value());
}

// The struct's initialiser says 1; on the wire an absent threshold is 0 all the same, and the check refuses it.
BOOST_AUTO_TEST_CASE(absent_threshold_reads_as_zero) {
  const KeyPolicy zero{0, sorted_keys({1})};
  const auto back = decode<KeyPolicy>(encode(zero));
  BOOST_REQUIRE(back.has_value());
  BOOST_TEST(back->threshold == 0U);
  BOOST_TEST(!check_policy(*back).has_value());
}

BOOST_AUTO_TEST_CASE(account_is_named_after_its_whole_first_policy) {
  const auto keys = sorted_keys({1, 2});
  BOOST_TEST((account_id_of({1, keys}) != account_id_of({2, keys})));
  BOOST_TEST((account_id_of({1, {keys[0]}}) != account_id_of({1, {keys[1]}})));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
