// BIP-39: the published vectors, and what people do to words when they type them.
#include <boost/test/unit_test.hpp>
#include <fstream>
#include <iterator>

#include "chain/codec/json.h"
#include "cli/wallet/bip32.h"
#include "cli/wallet/mnemonic.h"
#include "tests/unit/cli/base58.h"

namespace xh::cli {
namespace {

constexpr std::string_view kZeros =
    "abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon about";

std::string published_vectors() {
  std::ifstream in(std::string(XH_SHARED_DIR) + "/data/vectors/bip39_vectors.json");
  return {std::istreambuf_iterator<char>(in), {}};
}

BOOST_AUTO_TEST_SUITE(mnemonic)

BOOST_AUTO_TEST_CASE(published_bip39_vectors_give_their_words_seeds_and_master_keys) {
  const auto document = chain::parse_json(published_vectors());
  if (!document) {
    BOOST_TEST_MESSAGE("SKIPPED: the published vectors are not beside this tree (XH_SHARED_DIR)");
    return;
  }
  const auto& cases = document->at("english").as_array();
  BOOST_TEST(cases.size() >= 24u);
  for (const auto& one : cases) {
    const auto text = [&](std::size_t i) { return std::string_view(one.as_array()[i].as_string()); };
    const auto entropy = chain::from_hex(text(0)).value();
    const auto words = mnemonic_from_entropy(entropy, WordLanguage::kEnglish);
    BOOST_REQUIRE(words.has_value());
    BOOST_TEST(words->get() == text(1));
    const auto seed = seed_from_mnemonic(*words, "TREZOR");
    BOOST_TEST(chain::to_hex(seed.get()) == text(2));
    const auto read = read_mnemonic(text(1));
    BOOST_REQUIRE(read.has_value());
    BOOST_TEST(chain::to_hex(read->entropy.get()) == text(0));
    const auto master = master_from_seed(seed.get());
    BOOST_REQUIRE(master.has_value());
    const auto published = test::decode_extended_private(text(3));
    BOOST_REQUIRE(published.has_value());
    BOOST_TEST(chain::to_hex(master->key.get()) == chain::to_hex(published->key));
    BOOST_TEST(chain::to_hex(master->chain_code.get()) == chain::to_hex(published->chain_code));
  }
}

BOOST_AUTO_TEST_CASE(zero_entropy_in_chinese_is_the_first_word_and_its_checksum_word) {
  const auto words = mnemonic_from_entropy(chain::Bytes(16), WordLanguage::kChinese);
  BOOST_REQUIRE(words.has_value());
  BOOST_TEST(words->get() == "的 的 的 的 的 的 的 的 的 的 的 在");
}

BOOST_AUTO_TEST_CASE(chinese_words_are_read_with_and_without_spaces) {
  for (const std::string typed : {"的 的 的 的 的 的 的 的 的 的 的 在", "的的的的的的的的的的的在",
                                  "的　的　的　的　的　的　的　的　的　的　的　在\n"}) {
    const auto read = read_mnemonic(typed);
    BOOST_REQUIRE_MESSAGE(read.has_value(), typed);
    BOOST_TEST(chain::to_hex(read->entropy.get()) == std::string(32, '0'));
    BOOST_TEST((read->language == WordLanguage::kChinese));
  }
}

BOOST_AUTO_TEST_CASE(capitals_and_loose_spacing_are_read) {
  std::string typed =
      "  ABANDON\tabandon  Abandon abandon abandon abandon abandon abandon abandon abandon abandon,about ";
  const auto read = read_mnemonic(typed);
  BOOST_REQUIRE(read.has_value());
  BOOST_TEST(read->words.get() == kZeros);
}

BOOST_AUTO_TEST_CASE(a_mistyped_word_is_named_by_its_place) {
  const auto read =
      read_mnemonic("abandon abandon abandno abandon abandon abandon abandon abandon abandon abandon abandon about");
  BOOST_REQUIRE(!read.has_value());
  BOOST_TEST(read.error().message.find("word 3") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(swapped_words_fail_the_checksum) {
  BOOST_TEST(
      !read_mnemonic("about abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon abandon")
           .has_value());
}

BOOST_AUTO_TEST_CASE(a_wrong_number_of_words_is_refused) {
  BOOST_TEST(!read_mnemonic("abandon about").has_value());
  BOOST_TEST(!read_mnemonic("").has_value());
  BOOST_TEST(!mnemonic_from_entropy(chain::Bytes(15), WordLanguage::kEnglish).has_value());
}

BOOST_AUTO_TEST_CASE(all_entropy_sizes_survive_the_way_through_words_in_both_languages) {
  for (const std::size_t size : {16u, 20u, 24u, 28u, 32u}) {
    chain::Bytes entropy(size);
    for (std::size_t i = 0; i < size; ++i) entropy[i] = static_cast<std::uint8_t>(37 * i + size);
    for (const auto language : {WordLanguage::kEnglish, WordLanguage::kChinese}) {
      const auto words = mnemonic_from_entropy(entropy, language);
      BOOST_REQUIRE(words.has_value());
      const auto read = read_mnemonic(words->get());
      BOOST_REQUIRE(read.has_value());
      BOOST_TEST((read->entropy.get() == entropy));
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
