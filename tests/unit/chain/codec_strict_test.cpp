// The strict decoder: one encoding of a value and no other; and hashes of fixed inputs.
#include <boost/test/unit_test.hpp>

#include "chain/codec/codec.h"
#include "chain/codec/domain.h"
#include "chain/ledger/vote.h"
#include "tests/unit/chain/random_messages.h"

namespace xh::chain {
namespace {

struct Inner {
  std::uint64_t a = 0;
  std::string text;
  static constexpr auto fields() { return std::tuple(field<1>("a", &Inner::a), field<3>("text", &Inner::text, 5)); }
  friend bool operator==(const Inner&, const Inner&) = default;
};
struct Outer {
  std::uint32_t n = 0;
  std::int64_t s = 0;
  Bytes raw;
  std::vector<std::uint64_t> numbers;
  std::vector<Inner> inners;
  std::optional<std::uint64_t> maybe;
  bool flag = false;
  static constexpr auto fields() {
    return std::tuple(field<1>("n", &Outer::n), field<2>("s", &Outer::s), field<3>("raw", &Outer::raw, 4),
                      field<4>("numbers", &Outer::numbers, 3), field<5>("inners", &Outer::inners, 2),
                      field<6>("maybe", &Outer::maybe), field<7>("flag", &Outer::flag));
  }
  friend bool operator==(const Outer&, const Outer&) = default;
};

bool refused(std::string_view hex) { return !decode<Outer>(*from_hex(hex)).has_value(); }

BOOST_AUTO_TEST_SUITE(codec_strict)

BOOST_AUTO_TEST_CASE(value_has_its_golden_bytes) {
  const Outer value{300, -2, {0xaa}, {1, 300}, {{5, "hi"}, {}}, 0, true};
  BOOST_TEST(to_hex(encode(value)) == "08ac0210031a01aa220301ac022a0608051a0268692a0030003801");
  BOOST_TEST((*decode<Outer>(encode(value)) == value));
  BOOST_TEST(encode(Outer{}).empty());
}

BOOST_AUTO_TEST_CASE(every_other_spelling_is_refused) {
  BOOST_TEST(refused("0800"));            // default written out
  BOOST_TEST(refused("08818000"));        // varint not minimal
  BOOST_TEST(refused("0801" "0802"));     // field twice
  BOOST_TEST(refused("1002" "0801"));     // order
  BOOST_TEST(refused("4801"));            // unknown field
  BOOST_TEST(refused("1a00"));            // empty bytes written out
  BOOST_TEST(refused("2200"));            // empty list written out
  BOOST_TEST(refused("2001"));            // packed list sent unpacked
  BOOST_TEST(refused("3802"));            // bool of two
  BOOST_TEST(refused("08ffffffff1f"));    // above 32 bits
  BOOST_TEST(refused("08ffffffffffffffffff7f"));  // above 64 bits
  BOOST_TEST(refused("08"));              // ends inside a number
  BOOST_TEST(refused("1a05aa"));          // length past the end
  BOOST_TEST(refused("1a05aabbccddee"));  // above the byte limit
  BOOST_TEST(refused("220401010101"));    // above the list limit
  BOOST_TEST(refused("2a002a002a00"));    // above the message limit
  BOOST_TEST(refused("2a04" "1a02c328"));  // not UTF-8
  BOOST_TEST(refused("2a04" "1a026100"));  // NUL in text
  BOOST_TEST(refused("2a02" "0800"));      // default inside a message
  BOOST_TEST(!refused("3000"));            // an optional may say zero
}

BOOST_AUTO_TEST_CASE(whatever_decodes_encodes_to_the_same_bytes) {
  test::Random random(7);
  std::size_t accepted = 0;
  for (int round = 0; round < 20'000; ++round) {
    Outer value = random.message<Outer>();
    value.raw.resize(std::min<std::size_t>(value.raw.size(), 4));
    value.inners.resize(std::min<std::size_t>(value.inners.size(), 2));
    for (auto& inner : value.inners) inner.text = "ok";
    Bytes bytes = encode(value);
    for (std::uint64_t hits = random.below(3); hits > 0 && !bytes.empty(); --hits) {
      bytes[random.below(bytes.size())] = static_cast<std::uint8_t>(random.below(256));
    }
    const auto decoded = decode<Outer>(bytes);
    if (!decoded) continue;
    ++accepted;
    BOOST_REQUIRE(encode(*decoded) == bytes);
  }
  BOOST_TEST(accepted > 1000u);
}

BOOST_AUTO_TEST_CASE(utf8_is_judged_by_rfc_3629) {
  BOOST_TEST(wire::is_valid_utf8("星火 €"));
  BOOST_TEST(!wire::is_valid_utf8("\xc0\x80"));          // overlong
  BOOST_TEST(!wire::is_valid_utf8("\xed\xa0\x80"));      // surrogate
  BOOST_TEST(!wire::is_valid_utf8("\xf4\x90\x80\x80"));  // above U+10FFFF
  BOOST_TEST(!wire::is_valid_utf8("\xe6\x98"));          // cut
}

BOOST_AUTO_TEST_CASE(domains_separate_types_and_chains) {
  const ChainTag chain = make_chain_tag("xinghuo-test", Hash256{});
  const Bytes data = {1, 2, 3};
  BOOST_TEST(to_hex(tagged_hash("xh/test/1", {}, {}).view()) == to_hex(sha256(*from_hex(to_hex(sha256(as_bytes("xh/test/1")).view()) + std::string(64, '0'))).view()));
  BOOST_TEST((tagged_hash("xh/test/1", chain, data) != tagged_hash("xh/test/2", chain, data)));
  BOOST_TEST((tagged_hash("xh/test/1", chain, data) != tagged_hash("xh/test/1", {}, data)));
  BOOST_TEST((Domain("xh/test/1", chain).hash(BytesView(data).first(1), BytesView(data).subspan(1)) == tagged_hash("xh/test/1", chain, data)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
