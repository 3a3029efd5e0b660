// The shapes that scripts rely on: the JSON envelope, CSV, text tables.
#include "cli/output/document.h"

#include <boost/test/unit_test.hpp>

namespace xh::cli {
namespace {

Document listing() {
  return Document{
      .data = {{"items", json::array{{{"name", "甲"}, {"amount", "691665"}, {"nested", {{"code", "OK"}}}},
                                     {{"name", "b,\"c\""}, {"amount", "-5"}, {"nested", {{"code", "NO"}}}}}}},
      .height = 7,
      .list = "items",
      .columns = {"name", "amount", "nested.code"}};
}

BOOST_AUTO_TEST_SUITE(document)

BOOST_AUTO_TEST_CASE(the_envelope_of_a_success_is_frozen) {
  const Document out{.data = {{"amount", "691665"}}};
  BOOST_TEST(render(out, Format::kJson, Language::kEnglish) ==
             R"({"schema_version":1,"success":true,"data":{"amount":"691665"},"errors":[]})"
             "\n");
}

BOOST_AUTO_TEST_CASE(the_envelope_names_the_height_when_there_is_one) {
  const Document out{.data = {{"a", 1}}, .height = 12};
  BOOST_TEST(render(out, Format::kJson, Language::kEnglish) ==
             R"({"schema_version":1,"success":true,"data":{"a":1},"height":12,"errors":[]})"
             "\n");
}

BOOST_AUTO_TEST_CASE(the_envelope_of_a_failure_is_frozen) {
  const Failure failure{ExitCode::kRefused, "INSUFFICIENT_BALANCE", "too little"};
  BOOST_TEST(
      render(failure, Format::kJson, Language::kEnglish) ==
      R"({"schema_version":1,"success":false,"data":null,"errors":[{"code":"INSUFFICIENT_BALANCE","message":"too little","exit":9}]})"
      "\n");
}

BOOST_AUTO_TEST_CASE(text_tables_align_chinese_and_show_amounts_for_people) {
  BOOST_TEST(render(listing(), Format::kText, Language::kEnglish) ==
             "name     amount  code\n"
             "甲     6,916.65  OK\n"
             "b,\"c\"     -0.05  NO\n");
}

BOOST_AUTO_TEST_CASE(csv_keeps_integer_fen_and_quotes_what_needs_it) {
  BOOST_TEST(render(listing(), Format::kCsv, Language::kEnglish) ==
             "name,amount,nested.code\r\n甲,691665,OK\r\n\"b,\"\"c\"\"\",-5,NO\r\n");
}

BOOST_AUTO_TEST_CASE(csv_defuses_what_a_spreadsheet_would_execute) {
  const Document out{.data = json::array{{{"message", "=HYPERLINK(1)"}}}};
  BOOST_TEST(render(out, Format::kCsv, Language::kEnglish) == "message\r\n'=HYPERLINK(1)\r\n");
}

BOOST_AUTO_TEST_CASE(control_characters_of_others_do_not_reach_the_terminal) {
  const Document out{.data = {{"message", "a\x1b[2Jb"}}};
  BOOST_TEST(render(out, Format::kText, Language::kEnglish).find('\x1b') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(objects_are_shown_line_by_line_in_the_chosen_language) {
  const Document out{.data = {{"gross", "691665"}, {"clock", "real"}}};
  BOOST_TEST(render(out, Format::kText, Language::kChinese) == "应发: 6,916.65\n时钟: real\n");
}

BOOST_AUTO_TEST_CASE(a_name_that_means_a_day_here_and_a_time_there_is_shown_by_its_value) {
  const Document out{.data = {{"effective", 20514}, {"from", "xh1abc"}, {"to", 20543}}};
  BOOST_TEST(render(out, Format::kText, Language::kEnglish) == "effective: 2026-03-02\nfrom: xh1abc\nto: 2026-03-31\n");
  const Document receipt{.data = {{"effective", 1774972740000}}};
  BOOST_TEST(render(receipt, Format::kText, Language::kEnglish) == "effective: 2026-03-31 23:59:00+08:00\n");
}

BOOST_AUTO_TEST_CASE(amounts_of_contribution_records_are_cv_and_not_money) {
  const Document out{.data = {{"type", "contribution.cv_credited"}, {"data", {{"balance", "12500000"}}}}};
  BOOST_TEST(render(out, Format::kText, Language::kEnglish) ==
             "type: contribution.cv_credited\ndata:\n  balance: 12.5\n");
  const Document money{.data = {{"type", "lxr.balance"}, {"data", {{"balance", "12500000"}}}}};
  BOOST_TEST(render(money, Format::kText, Language::kEnglish) == "type: lxr.balance\ndata:\n  balance: 125,000.00\n");
}

BOOST_AUTO_TEST_CASE(lists_in_objects_are_marked_with_a_dash) {
  const Document out{.data = {{"events", json::array{{{"a", 1}, {"b", 2}}, {{"a", 3}}}}}};
  BOOST_TEST(render(out, Format::kText, Language::kEnglish) == "events:\n  - a: 1\n    b: 2\n  - a: 3\n");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
