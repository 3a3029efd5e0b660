// JSON of structs: what it looks like, and what from_json refuses, by path.
#include <boost/test/unit_test.hpp>

#include "chain/codec/json.h"
#include "tests/unit/chain/ledger_fixture.h"

namespace xh::chain {
namespace {

struct Purse {
  Fen money;
  std::uint64_t number = 0;
  std::optional<MicroCv> credit;
  std::vector<Day> days;
  Bytes note;
  static constexpr auto fields() {
    return std::tuple(field<1>("money", &Purse::money), field<2>("number", &Purse::number),
                      field<3>("credit", &Purse::credit), field<4>("days", &Purse::days),
                      field<5>("note", &Purse::note));
  }
  friend bool operator==(const Purse&, const Purse&) = default;
};

template <class T = Purse>
void refused(std::string_view text, const std::string& reason) {
  const auto value = parse_json(text);
  BOOST_REQUIRE(value.has_value());
  const auto out = from_json<T>(*value);
  BOOST_REQUIRE_MESSAGE(!out.has_value(), std::string(text) + " was accepted");
  BOOST_TEST(out.error().message.find(reason) != std::string::npos, out.error().message);
}

BOOST_AUTO_TEST_SUITE(codec_json)

BOOST_AUTO_TEST_CASE(money_is_text_and_numbers_are_exact) {
  const Purse purse{Fen{std::numeric_limits<std::int64_t>::min()}, ~std::uint64_t{0}, MicroCv{-1}, {Day{-3}}, {0xab}};
  const auto text = json::serialize(to_json(purse));
  BOOST_TEST(text ==
             R"({"money":"-9223372036854775808","number":18446744073709551615,"credit":"-1","days":[-3],"note":"ab"})");
  BOOST_TEST((*from_json<Purse>(*parse_json(text)) == purse));
}

BOOST_AUTO_TEST_CASE(absent_optional_stays_absent_and_missing_members_keep_defaults) {
  BOOST_TEST(json::serialize(to_json(Purse{})).find("credit") == std::string::npos);
  BOOST_TEST((*from_json<Purse>(*parse_json("{}")) == Purse{}));
}

BOOST_AUTO_TEST_CASE(wrong_values_are_refused_by_path) {
  refused(R"({"money":"1.5"})", "money: not a whole number");
  refused(R"({"money":""})", "money: not a whole number");
  refused(R"({"number":-1})", "number: not a whole number");
  refused(R"({"number":1.0})", "number: not a whole number");
  refused(R"({"days":[1,"x"]})", "days[1]: not a whole number");
  refused(R"({"days":{}})", "days: expected a list");
  refused(R"({"note":"abc"})", "note:");
  refused(R"({"purse":1})", "unknown member 'purse'");
  refused("[]", "expected an object");
}

BOOST_AUTO_TEST_CASE(nested_paths_names_and_required_members) {
  refused<KeySignature>("{}", "key: is missing");
  refused<Genesis>(R"({"clock":"sundial"})", "clock: unknown name 'sundial'");
  refused<KeyPolicy>(R"({"keys":["00"]})", "keys[0]: wrong length");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
