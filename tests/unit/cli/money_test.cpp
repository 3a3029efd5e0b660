// Amounts in figures and in Chinese capitals; times.
#include "cli/output/money.h"

#include <boost/test/unit_test.hpp>
#include <limits>

#include "cli/output/capital_amount.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

using chain::Fen;

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
