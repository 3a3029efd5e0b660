// Work sheets: what is read, and that every bad cell is named with its line.
#include "cli/payroll/work_sheet.h"

#include <boost/test/unit_test.hpp>

namespace xh::cli {
namespace {

chain::Result<chain::RecordKey> find(const std::string& name) {
  if (name == "zhang") return chain::RecordKey{{1}};
  if (name == "li") return chain::RecordKey{{2}};
  return chain::invalid("unknown agreement '" + name + "'");
}

std::string problems(const WorkSheet& sheet) {
  std::string out;
  for (const auto& p : sheet.problems) out += std::to_string(p.line) + " " + p.column + ";";
  return out;
}

BOOST_AUTO_TEST_SUITE(work_sheet)

BOOST_AUTO_TEST_CASE(a_sheet_with_a_byte_order_mark_is_read_into_days) {
  const auto sheet = read_work_sheet(
      "\xEF\xBB\xBF"
      "agreement,day,reference,start,end,minutes,orders,amount\r\n"
      "zhang,2026-03-02,A-1,2026-03-02T08:00,2026-03-02T12:30,,14,\r\n"
      "li,2026-03-02,\"B,1\",,,480,,\"1,234.50\"\r\n"
      "zhang,2026-03-02,A-2,,,60,3,\r\n"
      "\r\n",
      find);
  BOOST_TEST(problems(sheet).empty());
  BOOST_REQUIRE(sheet.days.size() == 2u);
  BOOST_TEST(sheet.entries == 3u);
  BOOST_REQUIRE(sheet.days[0].entries.size() == 2u);
  const auto& first = sheet.days[0].entries[0];
  BOOST_TEST(first.minutes == 270u);
  BOOST_TEST(first.orders == 14u);
  BOOST_TEST(first.start->value == 1772409600000);
  BOOST_TEST(sheet.days[1].entries[0].reference == "B,1");
  BOOST_TEST(sheet.days[1].entries[0].agreed_amount.value == 123450);
  BOOST_TEST(sheet.days[0].day.value == 20514);
}

BOOST_AUTO_TEST_CASE(columns_may_come_in_any_order_and_with_semicolons) {
  const auto sheet = read_work_sheet("reference;day;agreement;minutes\nA;2026-03-02;li;5\n", find);
  BOOST_TEST(problems(sheet).empty());
  BOOST_TEST(sheet.entries == 1u);
}

BOOST_AUTO_TEST_CASE(every_bad_cell_is_named_with_its_line) {
  const auto sheet = read_work_sheet(
      "agreement,day,reference,start,end,minutes,orders,amount\n"
      "nobody,2026-03-02,A,,,60,,\n"
      "zhang,2026-02-30,A,,,60,,\n"
      "zhang,2026-03-02,,,,60,,\n"
      "zhang,2026-03-02,A,,,1441,,\n"
      "zhang,2026-03-02,A,,,x,-1,1.234\n"
      "zhang,2026-03-02,A,2026-03-02T12:00,2026-03-02T11:00,,,\n"
      "zhang,2026-03-02,A,,2026-03-02T11:00,60,,\n"
      "zhang,2026-03-02,A,2026-03-02T00:00,2026-03-03T00:01,,,\n"
      "zhang,2026-03-02,A,,,60,,,extra\n",
      find);
  BOOST_TEST(problems(sheet) ==
             "2 agreement;3 day;4 reference;5 minutes;6 minutes;6 orders;6 amount;7 end;8 end;9 end;10 ;");
}

BOOST_AUTO_TEST_CASE(the_same_reference_twice_on_a_day_is_named) {
  const auto sheet = read_work_sheet(
      "agreement,day,reference,minutes\nzhang,2026-03-02,A,1\nli,2026-03-02,A,1\nzhang,2026-03-03,A,1\nzhang,2026-03-"
      "02,A,1\n",
      find);
  BOOST_TEST(problems(sheet) == "5 reference;");
}

BOOST_AUTO_TEST_CASE(lines_are_counted_through_quoted_line_feeds) {
  const auto sheet =
      read_work_sheet("agreement,day,reference,minutes\nzhang,2026-03-02,\"A\nB\",1\nzhang,2026-03-02,C,bad\n", find);
  BOOST_TEST(problems(sheet) == "4 minutes;");
}

BOOST_AUTO_TEST_CASE(broken_sheets_are_refused_as_a_whole) {
  BOOST_TEST(problems(read_work_sheet("", find)) == "0 ;");
  BOOST_TEST(problems(read_work_sheet("agreement,day,reference\n", find)) == "0 ;");
  BOOST_TEST(problems(read_work_sheet("agreement,day,salary\nzhang,2026-03-02,1\n", find)) == "1 salary;1 reference;");
  BOOST_TEST(problems(read_work_sheet("agreement,day,reference\n\"open", find)) == "0 ;");
  BOOST_TEST(problems(read_work_sheet("agreement,day,reference\nzhang,2026-03-02,\xff\xff\n", find)) == "0 ;");
}

BOOST_AUTO_TEST_CASE(a_sheet_in_gb18030_is_read_like_one_in_utf_8) {
  const auto sheet = read_work_sheet("agreement,day,reference,minutes\nzhang,2026-03-02,\xd5\xc5\xc8\xfd-1,60\n", find);
  BOOST_TEST(problems(sheet).empty());
  BOOST_REQUIRE(sheet.days.size() == 1u);
  BOOST_TEST(sheet.days[0].entries[0].reference == "张三-1");
}

BOOST_AUTO_TEST_CASE(a_milestone_is_read_and_the_marked_sheet_says_what_is_wrong_in_each_row) {
  const std::string text =
      "agreement,day,reference,minutes,milestone\nzhang,2026-03-02,\"A,1\",0,draft\nnobody,2026-02-30,B,x,\n";
  const auto sheet = read_work_sheet(text, find);
  BOOST_TEST(problems(sheet) == "3 agreement;3 day;3 minutes;");
  const auto marked = mark_sheet(text, sheet);
  BOOST_TEST(
      marked.starts_with("\xEF\xBB\xBF"
                         "agreement,day,reference,minutes,milestone,problem\r\n"
                         "zhang,2026-03-02,\"A,1\",0,draft,\r\n"
                         "nobody,2026-02-30,B,x,,"));
  for (const char* column : {"agreement: ", "day: ", "minutes: "}) BOOST_TEST(marked.find(column) != std::string::npos);
  const auto good = read_work_sheet("agreement,day,reference,milestone\nzhang,2026-03-02,A,draft\n", find);
  BOOST_REQUIRE(good.days.size() == 1u);
  BOOST_TEST(good.days[0].entries[0].milestone == "draft");
}

BOOST_AUTO_TEST_CASE(a_revision_names_one_version_for_the_whole_day) {
  const auto sheet = read_work_sheet(
      "agreement,day,reference,minutes,replaces\nzhang,2026-03-02,A,1,2\nzhang,2026-03-02,B,1,\n", find);
  BOOST_TEST(problems(sheet) == "3 replaces;");
}

BOOST_AUTO_TEST_CASE(uploads_are_cut_between_days_within_the_contracts_limits) {
  WorkSheet sheet;
  for (int day = 0; day < 25; ++day) {
    sheet.days.push_back({chain::RecordKey{{1}}, chain::Day{day}, 0, std::vector<contracts::payroll::WorkEntry>(400)});
  }
  const auto uploads = plan_uploads(sheet);
  BOOST_REQUIRE(uploads.size() == 3u);
  BOOST_TEST(uploads[0].logs.size() == 12u);
  BOOST_TEST(uploads[2].logs.size() == 1u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
