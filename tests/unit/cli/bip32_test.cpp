// BIP-32: the BIP's own test vectors.
#include "cli/wallet/bip32.h"

#include <boost/test/unit_test.hpp>

#include "cli/wallet/key_file.h"
#include "tests/unit/cli/base58.h"

namespace xh::cli {
namespace {

struct Step {
  const char* path;
  const char* extended_private;
};

void check_chain(std::string_view seed_hex, std::initializer_list<Step> steps) {
  const auto seed = chain::from_hex(seed_hex).value();
  for (const auto& step : steps) {
    BOOST_TEST_CONTEXT(step.path) {
      const auto derived = derive_path(seed, step.path);
      const auto published = test::decode_extended_private(step.extended_private);
      BOOST_REQUIRE(derived.has_value());
      BOOST_REQUIRE(published.has_value());
      BOOST_TEST(chain::to_hex(derived->key.get()) == chain::to_hex(published->key));
      BOOST_TEST(chain::to_hex(derived->chain_code.get()) == chain::to_hex(published->chain_code));
      BOOST_TEST(derived->depth == published->depth);
      BOOST_TEST(derived->index == published->index);
    }
  }
}

BOOST_AUTO_TEST_SUITE(bip32)

BOOST_AUTO_TEST_CASE(test_vector_1) {
  check_chain("000102030405060708090a0b0c0d0e0f", {{"m",
                                                    "xprv9s21ZrQH143K3QTDL4LXw2F7HEK3wJUD2nW2nRk4stbPy6cq3jPPqjiChkVvvN"
                                                    "KmPGJxWUtg6LnF5kejMRNNU3TGtRBeJgk33yuGBxrMPHi"},
                                                   {"m/0'",
                                                    "xprv9uHRZZhk6KAJC1avXpDAp4MDc3sQKNxDiPvvkX8Br5ngLNv1TxvUxt4cV1rGL5"
                                                    "hj6KCesnDYUhd7oWgT11eZG7XnxHrnYeSvkzY7d2bhkJ7"},
                                                   {"m/0h/1",
                                                    "xprv9wTYmMFdV23N2TdNG573QoEsfRrWKQgWeibmLntzniatZvR9BmLnvSxqu53Kw1"
                                                    "UmYPxLgboyZQaXwTCg8MSY3H2EU4pWcQDnRnrVA1xe8fs"},
                                                   {"m/0'/1/2'",
                                                    "xprv9z4pot5VBttmtdRTWfWQmoH1taj2axGVzFqSb8C9xaxKymcFzXBDptWmT7FwuE"
                                                    "zG3ryjH4ktypQSAewRiNMjANTtpgP4mLTj34bhnZX7UiM"},
                                                   {"m/0'/1/2'/2",
                                                    "xprvA2JDeKCSNNZky6uBCviVfJSKyQ1mDYahRjijr5idH2WwLsEd4Hsb2Tyh8RfQMu"
                                                    "Ph7f7RtyzTtdrbdqqsunu5Mm3wDvUAKRHSC34sJ7in334"},
                                                   {"m/0'/1/2'/2/1000000000",
                                                    "xprvA41z7zogVVwxVSgdKUHDy1SKmdb533PjDz7J6N6mV6uS3ze1ai8FHa8kmHScGp"
                                                    "Wmj4WggLyQjgPie1rFSruoUihUZREPSL39UNdE3BBDu76"}});
}

BOOST_AUTO_TEST_CASE(test_vector_2) {
  check_chain(
      "fffcf9f6f3f0edeae7e4e1dedbd8d5d2cfccc9c6c3c0bdbab7b4b1aeaba8a5a29f9c999693908d8a8784817e7b7875726f6c696663605d5a"
      "5754514e4b484542",
      {{"m",
        "xprv9s21ZrQH143K31xYSDQpPDxsXRTUcvj2iNHm5NUtrGiGG5e2DtALGdso3pGz6ssrdK4PFmM8NSpSBHNqPqm55Qn3LqFtT2emdEXVYsCzC2"
        "U"},
       {"m/0",
        "xprv9vHkqa6EV4sPZHYqZznhT2NPtPCjKuDKGY38FBWLvgaDx45zo9WQRUT3dKYnjwih2yJD9mkrocEZXo1ex8G81dwSM1fwqWpWkeS3v86pgK"
        "t"},
       {"m/0/2147483647'",
        "xprv9wSp6B7kry3Vj9m1zSnLvN3xH8RdsPP1Mh7fAaR7aRLcQMKTR2vidYEeEg2mUCTAwCd6vnxVrcjfy2kRgVsFawNzmjuHc2YmYRmagcEPdU"
        "9"},
       {"m/0/2147483647'/1",
        "xprv9zFnWC6h2cLgpmSA46vutJzBcfJ8yaJGg8cX1e5StJh45BBciYTRXSd25UEPVuesF9yog62tGAQtHjXajPPdbRCHuWS6T8XA2ECKADdw4E"
        "f"},
       {"m/0/2147483647'/1/2147483646'",
        "xprvA1RpRA33e1JQ7ifknakTFpgNXPmW2YvmhqLQYMmrj4xJXXWYpDPS3xz7iAxn8L39njGVyuoseXzU6rcxFLJ8HFsTjSyQbLYnMpCqE2VbFW"
        "c"},
       {"m/0/2147483647'/1/2147483646'/2",
        "xprvA2nrNbFZABcdryreWet9Ea4LvTJcGsqrMzxHx98MMrotbir7yrKCEXw7nadnHM8Dq38EGfSh6dqA9QWTyefMLEcBYJUuekgW4BYPJcr9E7"
        "j"}});
}

BOOST_AUTO_TEST_CASE(a_path_that_cannot_be_read_is_refused) {
  const chain::Bytes seed(32, 1);
  for (const char* path : {"", "0/1", "m/", "m/x", "m/-1", "m/2147483648", "m/1//2", "m/1/"})
    BOOST_TEST(!derive_path(seed, path).has_value(), path);
}

BOOST_AUTO_TEST_CASE(a_seed_that_is_too_short_is_refused) {
  BOOST_TEST(!master_from_seed(chain::Bytes(15)).has_value());
}

BOOST_AUTO_TEST_CASE(two_indexes_of_the_same_words_are_two_accounts) {
  constexpr std::string_view kWords =
      "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";
  const auto first = material_from_words(kWords, 0);
  const auto second = material_from_words(kWords, 1);
  BOOST_REQUIRE(first.has_value() && second.has_value());
  BOOST_TEST(first->path == "m/44'/22600'/0'/0/0");
  BOOST_TEST((first->secret.get() != second->secret.get()));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
