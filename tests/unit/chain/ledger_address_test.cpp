// Addresses: bech32m with the published vectors of BIP-350, and accounts as people see them.
#include <boost/test/unit_test.hpp>

#include "chain/codec/address.h"
#include "tests/unit/chain/ledger_fixture.h"

namespace xh::chain {
namespace {

BOOST_AUTO_TEST_SUITE(ledger_address)

BOOST_AUTO_TEST_CASE(bip350_valid_strings_are_read) {
  for (const char* text : {"A1LQFN3A", "a1lqfn3a",
                           "an83characterlonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11sg7hg6",
                           "abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx",
                           "11llllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllllludsr8",
                           "split1checkupstagehandshakeupstreamerranterredcaperredlc445v", "?1v759aa"}) {
    const auto decoded = bech32m_decode(text);
    BOOST_TEST(decoded.has_value(), text << ": " << (decoded ? "" : decoded.error().message));
  }
  BOOST_TEST(bech32m_decode("abcdef1l7aum6echk45nj3s0wdvt2fg8x9yrzpqzd3ryx")->prefix == "abcdef");
}

BOOST_AUTO_TEST_CASE(bip350_invalid_strings_are_refused) {
  for (const char* text :
       {"\x20"
        "1xj0phk",
        "\x7f"
        "1g6xzxy",
        "\x80"
        "1vctc34",
        "an84characterslonghumanreadablepartthatcontainsthetheexcludedcharactersbioandnumber11d6pts4", "qyrz8wqd2c9m",
        "1qyrz8wqd2c9m", "y1b0jsk6g", "lt1igcx5c0", "in1muywd", "mm1crxm3i", "au1s5cgom", "M1VUXWEZ", "16plkw9",
        "1p2gdwpf"}) {
    BOOST_TEST(!bech32m_decode(text).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(account_survives_its_address_in_either_case) {
  for (std::uint8_t n = 1; n <= 20; ++n) {
    const auto account = account_id_of(test::single_key(n));
    auto address = to_address(account);
    BOOST_TEST(address.starts_with("xh1"));
    BOOST_TEST((*from_address(address) == account));
    for (auto& c : address) c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    BOOST_TEST((*from_address(address) == account));
  }
}

BOOST_AUTO_TEST_CASE(every_mistyped_character_is_noticed) {
  const auto address = to_address(account_id_of(test::single_key(1)));
  for (std::size_t i = 0; i < address.size(); ++i) {
    for (const char c : {'q', 'p', 'z', 'b', 'Q'}) {
      if (address[i] == c) continue;
      auto wrong = address;
      wrong[i] = c;
      BOOST_TEST(!from_address(wrong).has_value(), wrong);
    }
  }
}

BOOST_AUTO_TEST_CASE(foreign_prefix_and_wrong_length_are_refused) {
  BOOST_TEST(!from_address(bech32m_encode("bc", test::filled<AccountId>(1).view())).has_value());
  BOOST_TEST(!from_address(bech32m_encode("xh", Bytes(31, 1))).has_value());
  BOOST_TEST(!from_address(bech32m_encode("xh", Bytes(33, 1))).has_value());
  BOOST_TEST(!from_address("").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
