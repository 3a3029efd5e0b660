// The official BIP-340 vectors (tests/golden/bip340.csv, as published with the BIP), all nineteen.
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <sstream>

#include "chain/crypto/schnorr.h"

namespace xh::chain {
namespace {

struct Case {
  std::string index, secret, public_key, aux, message, signature, result, comment;
};

std::vector<Case> load_cases() {
  std::ifstream in(XH_SOURCE_DIR "/tests/golden/bip340.csv");
  std::vector<Case> out;
  std::string line;
  std::getline(in, line);  // heading
  while (std::getline(in, line)) {
    std::istringstream row(line);
    Case c;
    for (auto* column : {&c.index, &c.secret, &c.public_key, &c.aux, &c.message, &c.signature, &c.result}) std::getline(row, *column, ',');
    std::getline(row, c.comment);
    out.push_back(c);
  }
  return out;
}

BOOST_AUTO_TEST_SUITE(crypto_bip340)

BOOST_AUTO_TEST_CASE(every_official_vector_verifies_as_published) {
  const auto cases = load_cases();
  BOOST_REQUIRE_EQUAL(cases.size(), 19u);
  for (const auto& c : cases) {
    BOOST_TEST_CONTEXT("vector " << c.index << " " << c.comment) {
      const auto key = fixed_from_hex<PublicKey>(c.public_key);
      const auto message = from_hex(c.message);
      const auto signature = fixed_from_hex<Signature>(c.signature);
      BOOST_REQUIRE(key && message && signature);
      BOOST_TEST(verify_signature(*key, *message, *signature) == (c.result.starts_with("TRUE")));
    }
  }
}

BOOST_AUTO_TEST_CASE(every_official_secret_signs_to_the_published_bytes) {
  std::size_t signed_count = 0;
  for (const auto& c : load_cases()) {
    if (c.secret.empty()) continue;
    BOOST_TEST_CONTEXT("vector " << c.index) {
      const auto secret = SecretKey::from_bytes(*from_hex(c.secret));
      BOOST_REQUIRE(secret.has_value());
      BOOST_TEST(to_hex(secret->public_key().view()) == to_hex(*from_hex(c.public_key)));
      const auto signature = secret->sign(*from_hex(c.message), *fixed_from_hex<Hash256>(c.aux));
      BOOST_TEST(to_hex(signature.view()) == to_hex(*from_hex(c.signature)));
      ++signed_count;
    }
  }
  BOOST_TEST(signed_count == 8u);
}

BOOST_AUTO_TEST_CASE(secrets_of_zero_or_of_the_group_order_are_refused) {
  BOOST_TEST(!SecretKey::from_bytes(Bytes(32, 0)).has_value());
  BOOST_TEST(!SecretKey::from_bytes(*from_hex("FFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141")).has_value());
  BOOST_TEST(!SecretKey::from_bytes(Bytes(31, 1)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
