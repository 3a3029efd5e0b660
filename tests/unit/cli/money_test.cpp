// Amounts in figures and in Chinese capitals; times.
#include "cli/output/money.h"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "cli/output/capital_amount.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

using chain::Fen;

// The number that capitals say, read by a way of its own: the value before the last 亿 or 万, times it, and the rest.
std::uint64_t yuan_of(const std::string& text) {
  for (const auto& [sign, factor] : {std::pair<std::string, std::uint64_t>{"亿", 100'000'000},
                                     {"万", 10'000},
                                     {"仟", 1000},
                                     {"佰", 100},
                                     {"拾", 10}}) {
    if (const auto at = text.rfind(sign); at != std::string::npos)
      return yuan_of(text.substr(0, at)) * factor + yuan_of(text.substr(at + sign.size()));
  }
  const std::string digits = "零壹贰叁肆伍陆柒捌玖";  // three bytes each
  const auto digit = text.starts_with("零") ? text.substr(3) : text;
  if (digit.empty()) return 0;
  return digits.find(digit) / 3;
}

std::uint64_t fen_of(std::string text) {
  const auto take = [&text](const std::string& sign) -> std::uint64_t {
    const auto at = text.find(sign);
    if (at == std::string::npos) return 0;
    const auto value = yuan_of(text.substr(0, at));
    text = text.substr(at + sign.size());
    return value;
  };
  const auto yuan = take("元");
  const auto jiao = take("角");
  return yuan * 100 + jiao * 10 + take("分");
}

BOOST_AUTO_TEST_SUITE(money)

BOOST_AUTO_TEST_CASE(fen_are_shown_with_commas_and_two_decimals) {
  BOOST_TEST(format_fen(Fen{691665}) == "6,916.65");
  BOOST_TEST(format_fen(Fen{5}) == "0.05");
  BOOST_TEST(format_fen(Fen{0}) == "0.00");
  BOOST_TEST(format_fen(Fen{100000000}) == "1,000,000.00");
  BOOST_TEST(format_fen(Fen{-123456}) == "-1,234.56");
  BOOST_TEST(format_fen(Fen{std::numeric_limits<std::int64_t>::min()}) == "-92,233,720,368,547,758.08");
}

BOOST_AUTO_TEST_CASE(yuan_are_read_to_the_fen_and_never_rounded) {
  BOOST_TEST(parse_yuan("6,916.65").value().value == 691665);
  BOOST_TEST(parse_yuan("6916").value().value == 691600);
  BOOST_TEST(parse_yuan("0.5").value().value == 50);
  BOOST_TEST(parse_yuan("-1.01").value().value == -101);
  for (const char* wrong : {"", ".", "1.005", "1e3", "12元", "1.2.3", "92233720368547758.08", "--1", "1 000"})
    BOOST_TEST(!parse_yuan(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(cv_are_shown_without_idle_zeros) {
  BOOST_TEST(format_micro_cv(chain::MicroCv{12500000}) == "12.5");
  BOOST_TEST(format_micro_cv(chain::MicroCv{1}) == "0.000001");
  BOOST_TEST(format_micro_cv(chain::MicroCv{1234000000}) == "1,234");
  BOOST_TEST(parse_cv("12.5").value().value == 12500000);
  BOOST_TEST(!parse_cv("0.0000001").has_value());
}

// The examples of the People's Bank's 支付结算办法, annex 1, where a 零 that may be left out is left out.
BOOST_AUTO_TEST_CASE(capital_amounts_of_the_central_banks_examples) {
  BOOST_TEST(capital_amount(Fen{140950}) == "壹仟肆佰零玖元伍角整");
  BOOST_TEST(capital_amount(Fen{600714}) == "陆仟零柒元壹角肆分");
  BOOST_TEST(capital_amount(Fen{168032}) == "壹仟陆佰捌拾元叁角贰分");
  BOOST_TEST(capital_amount(Fen{10700053}) == "壹拾万柒仟元伍角叁分");
  BOOST_TEST(capital_amount(Fen{1640902}) == "壹万陆仟肆佰零玖元零贰分");
  BOOST_TEST(capital_amount(Fen{32504}) == "叁佰贰拾伍元零肆分");
}

BOOST_AUTO_TEST_CASE(capital_amounts_at_the_edges) {
  BOOST_TEST(capital_amount(Fen{691665}) == "陆仟玖佰壹拾陆元陆角伍分");
  BOOST_TEST(capital_amount(Fen{0}) == "零元整");
  BOOST_TEST(capital_amount(Fen{5}) == "伍分");
  BOOST_TEST(capital_amount(Fen{50}) == "伍角整");
  BOOST_TEST(capital_amount(Fen{55}) == "伍角伍分");
  BOOST_TEST(capital_amount(Fen{100}) == "壹元整");
  BOOST_TEST(capital_amount(Fen{1000}) == "壹拾元整");
  BOOST_TEST(capital_amount(Fen{101000}) == "壹仟零壹拾元整");
  BOOST_TEST(capital_amount(Fen{1000100}) == "壹万零壹元整");
  BOOST_TEST(capital_amount(Fen{1001000}) == "壹万零壹拾元整");
  BOOST_TEST(capital_amount(Fen{10000000000}) == "壹亿元整");
  BOOST_TEST(capital_amount(Fen{10000000100}) == "壹亿零壹元整");
  BOOST_TEST(capital_amount(Fen{10010000000}) == "壹亿零壹拾万元整");
  BOOST_TEST(capital_amount(Fen{100000000000000}) == "壹万亿元整");
  BOOST_TEST(capital_amount(Fen{-12345}) == "负壹佰贰拾叁元肆角伍分");
  BOOST_TEST(capital_amount(Fen{std::numeric_limits<std::int64_t>::max()}) ==
             "玖亿贰仟贰佰叁拾叁万柒仟贰佰零叁亿陆仟捌佰伍拾肆万柒仟柒佰伍拾捌元零柒分");
}

BOOST_AUTO_TEST_CASE(capital_amounts_name_an_empty_jiao_and_close_what_has_no_fen) {
  BOOST_TEST(capital_amount(Fen{691605}) == "陆仟玖佰壹拾陆元零伍分");
  BOOST_TEST(capital_amount(Fen{691660}) == "陆仟玖佰壹拾陆元陆角整");
  BOOST_TEST(capital_amount(Fen{691600}) == "陆仟玖佰壹拾陆元整");
  BOOST_TEST(capital_amount(Fen{1000005}) == "壹万元零伍分");
  BOOST_TEST(capital_amount(Fen{10}) == "壹角整");
  BOOST_TEST(capital_amount(Fen{10001}) == "壹佰元零壹分");
}

// Amounts of every length up to the largest one say their number, and never two 零 beside each other.
BOOST_AUTO_TEST_CASE(a_capital_amount_reads_back_to_the_same_fen) {
  std::uint64_t state = 26;
  for (int i = 0; i < 20'000; ++i) {
    state = state * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
    auto fen = (state >> 1) >> (i % 63);
    if (i % 3 == 0) fen = fen / 1000 * 1000;                             // many zeros at the end
    if (i % 5 == 0) fen = fen / 100'000'000 * 100'000'000 + fen % 1000;  // and in the middle
    const auto text = capital_amount(Fen{static_cast<std::int64_t>(fen)});
    BOOST_REQUIRE_MESSAGE(fen_of(text) == fen, text);
    BOOST_REQUIRE_MESSAGE(text.find("零零") == std::string::npos, text);
    BOOST_REQUIRE_MESSAGE(text.ends_with("整") == (fen % 10 == 0), text);
  }
  const auto largest = std::numeric_limits<std::int64_t>::max();
  BOOST_TEST(fen_of(capital_amount(Fen{largest})) == static_cast<std::uint64_t>(largest));
}

BOOST_AUTO_TEST_CASE(times_are_read_and_shown_in_shanghai) {
  BOOST_TEST(parse_time("2026-03-31T23:59").value().value == 1774972740000);
  BOOST_TEST(parse_time("2026-03-31T15:59:00Z").value().value == 1774972740000);
  BOOST_TEST(parse_time("2026-03-31T16:59:00+01:00").value().value == 1774972740000);
  BOOST_TEST(format_time(chain::Timestamp{1774972740000}) == "2026-03-31 23:59:00+08:00");
  BOOST_TEST(format_time(chain::Timestamp{1774972740250}) == "2026-03-31 23:59:00.250+08:00");
  BOOST_TEST(parse_time(format_time(chain::Timestamp{1774972740000})).value().value == 1774972740000);
  for (const char* wrong :
       {"", "2026-03-31", "2026-02-30T10:00", "2026-03-31T24:00", "2026-03-31T10:60", "31.3.2026 10:00"}) {
    BOOST_TEST(!parse_time(wrong).has_value(), wrong);
  }
}

BOOST_AUTO_TEST_CASE(days_and_durations_are_read) {
  BOOST_TEST(parse_day("1970-01-02").value().value == 1);
  BOOST_TEST(format_day(chain::Day{-1}) == "1969-12-31");
  BOOST_TEST(!parse_day("2025-02-29").has_value());
  BOOST_TEST(parse_duration_ms("12h").value() == 12 * chain::kHourMs);
  BOOST_TEST(parse_duration_ms("1500").value() == 1500);
  for (const char* wrong : {"", "h", "-5s", "5w", "99999999999999999d"})
    BOOST_TEST(!parse_duration_ms(wrong).has_value(), wrong);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
