// Zone tables and holiday tables: against facts that are known without this program.
#include <boost/test/unit_test.hpp>

#include "contracts/engine/calendar.h"
#include "node/config/private_file.h"
#include "node/ops/holiday_file.h"
#include "node/ops/posix_tz.h"
#include "node/ops/time_text.h"
#include "node/ops/zone_table.h"
#include "tests/unit/node/temporary_folder.h"

using namespace xh;
using namespace xh::node;

namespace {

chain::Zone zone(std::string_view name) {
  auto out = make_zone(name);
  BOOST_REQUIRE_MESSAGE(out, (out ? "" : out.error().message));
  return *out;
}

// Hours east of UTC at a UTC time.
std::int64_t offset_s(const chain::Zone& table, std::string_view utc) {
  const auto at = parse_rfc3339(utc)->value / 1000;
  std::int64_t out = table.transitions.front().offset_s;
  for (const auto& t : table.transitions) {
    if (t.from_utc_s <= at) out = t.offset_s;
  }
  return out;
}

chain::Day day(std::string_view text) {
  return *contracts::day_from_text(text);
}

chain::HolidayTable chinese_table() {
  auto out = read_holiday_file(std::filesystem::path(XH_SOURCE_DIR) / "genesis" / "holidays" / "cn.json");
  BOOST_REQUIRE_MESSAGE(out, (out ? "" : out.error().message));
  return *out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(genesis_tables)

BOOST_AUTO_TEST_CASE(shanghai_has_eight_hours_and_the_summers_of_1986_to_1991) {
  const auto table = zone("Asia/Shanghai");
  BOOST_TEST(offset_s(table, "2026-04-10T00:00:00Z") == 8 * 3600);
  BOOST_TEST(offset_s(table, "2099-07-01T00:00:00Z") == 8 * 3600);
  BOOST_TEST(offset_s(table, "1988-07-01T00:00:00Z") == 9 * 3600);
  BOOST_TEST(table.transitions.size() == 13u);  // the base and two changes in each of six years
}

BOOST_AUTO_TEST_CASE(london_changes_in_the_years_of_the_courier_records) {
  const auto table = zone("Europe/London");
  BOOST_TEST(offset_s(table, "2020-03-29T00:59:59Z") == 0);
  BOOST_TEST(offset_s(table, "2020-03-29T01:00:00Z") == 3600);
  BOOST_TEST(offset_s(table, "2020-10-25T00:59:59Z") == 3600);
  BOOST_TEST(offset_s(table, "2020-10-25T01:00:00Z") == 0);
  BOOST_TEST(offset_s(table, "1970-06-01T00:00:00Z") == 3600);  // British Standard Time, 1968 to 1971
}

BOOST_AUTO_TEST_CASE(london_goes_on_by_its_rule_after_the_zone_file_ends) {
  const auto table = zone("Europe/London");
  // Last Sundays: 2050-03-27 and 2050-10-30; 2099-03-29 and 2099-10-25.
  BOOST_TEST(offset_s(table, "2050-03-27T00:59:59Z") == 0);
  BOOST_TEST(offset_s(table, "2050-03-27T01:00:00Z") == 3600);
  BOOST_TEST(offset_s(table, "2050-10-30T00:59:59Z") == 3600);
  BOOST_TEST(offset_s(table, "2050-10-30T01:00:00Z") == 0);
  BOOST_TEST(offset_s(table, "2099-03-29T01:00:00Z") == 3600);
  BOOST_TEST(offset_s(table, "2099-10-25T01:00:00Z") == 0);
  BOOST_TEST(table.transitions.back().from_utc_s < parse_rfc3339("2100-01-01T00:00:00Z")->value / 1000);
}

BOOST_AUTO_TEST_CASE(tables_ascend_from_1970_and_every_entry_changes_something) {
  for (const auto* name :
       {"Asia/Shanghai", "Europe/London", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", "UTC"}) {
    const auto table = zone(name);
    BOOST_TEST(table.transitions.front().from_utc_s == 0);
    BOOST_TEST(table.transitions.size() <= 1024u);
    for (std::size_t i = 1; i < table.transitions.size(); ++i) {
      BOOST_TEST(table.transitions[i - 1].from_utc_s < table.transitions[i].from_utc_s);
      BOOST_TEST(table.transitions[i - 1].offset_s != table.transitions[i].offset_s);
    }
  }
}

BOOST_AUTO_TEST_CASE(zone_that_does_not_exist_is_refused_by_name) {
  for (const auto* name : {"Asia/Chengdu", "", "../../etc/passwd", "asia/shanghai"}) {
    const auto refused = make_zone(name);
    BOOST_REQUIRE(!refused);
    BOOST_TEST(refused.error().message.find("'" + std::string(name) + "'") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(posix_rules_in_their_several_forms) {
  BOOST_TEST(parse_tz_rule("CST-8")->standard_offset_s == 8 * 3600);
  BOOST_TEST(!parse_tz_rule("CST-8")->daylight.has_value());
  BOOST_TEST(parse_tz_rule("<+0530>-5:30")->standard_offset_s == 19'800);
  BOOST_TEST(parse_tz_rule("EST5EDT,M3.2.0,M11.1.0")->daylight->offset_s == -4 * 3600);
  // Lord Howe: half an hour of daylight time.
  BOOST_TEST(parse_tz_rule("<+1030>-10:30<+11>-11,M10.1.0,M4.1.0")->daylight->offset_s == 11 * 3600);
  for (const auto* bad :
       {"", "8", "CST", "C-8", "CST-8X", "EST5EDT", "EST5EDT,M3.2.0", "EST5EDT,M13.2.0,M11.1.0",
        "EST5EDT,M3.6.0,M11.1.0", "EST5EDT,M3.2.7,M11.1.0", "EST5EDT,J0,M11.1.0", "<+05-5", "EST168"}) {
    BOOST_TEST(!parse_tz_rule(bad), bad);
  }
}

BOOST_AUTO_TEST_CASE(rule_dates_by_day_number_count_the_leap_day_or_not) {
  const auto julian = *parse_tz_rule("EST5EDT,J60/0,J365/0");
  const auto zero_based = *parse_tz_rule("EST5EDT,59/0,364/0");
  const auto first_day = [](const TzRule& rule, std::int64_t year) {
    return contracts::to_text(chain::Day{changes_in_year(rule, year).front().from_utc_s / 86'400});
  };
  BOOST_TEST(first_day(julian, 2024) == "2024-03-01");
  BOOST_TEST(first_day(zero_based, 2024) == "2024-02-29");
  BOOST_TEST(first_day(julian, 2025) == "2025-03-01");
  BOOST_TEST(first_day(zero_based, 2025) == "2025-03-01");
}

BOOST_AUTO_TEST_CASE(chinese_table_has_the_days_of_the_2026_notice) {
  const auto table = chinese_table();
  BOOST_TEST(table.name == "CN");
  BOOST_TEST(table.source.find("2025〕7号") != std::string::npos);
  for (const auto* off : {"2026-01-01", "2026-02-17", "2026-04-06", "2026-05-01", "2026-06-19", "2026-09-25",
                          "2026-10-01", "2026-10-07"}) {
    BOOST_TEST(!contracts::is_working_day(table, day(off)), off);
  }
  for (const auto* on : {"2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10",
                         "2026-02-24", "2026-10-08"}) {
    BOOST_TEST(contracts::is_working_day(table, day(on)), on);
  }
  const auto year_has = [](const std::vector<chain::Day>& days, std::string_view from, std::string_view to) {
    return std::ranges::count_if(days, [&](chain::Day d) { return d >= day(from) && d <= day(to); });
  };
  BOOST_TEST(year_has(table.holidays, "2026-01-01", "2026-12-31") == 33);  // 3 + 9 + 3 + 5 + 3 + 3 + 7
  BOOST_TEST(year_has(table.holidays, "2025-01-01", "2025-12-31") == 28);  // 1 + 8 + 3 + 5 + 3 + 8
}

BOOST_AUTO_TEST_CASE(payday_of_scenario_one_is_a_working_day) {
  const auto table = chinese_table();
  const auto payday = day("2026-04-10");
  BOOST_TEST((contracts::weekday_of(payday) == contracts::Weekday::kFriday));
  BOOST_TEST(contracts::is_working_day(table, payday));
  BOOST_TEST((contracts::preceding_working_day(table, payday) == payday));
  // A payday in the October holidays moves before them (OP-16).
  BOOST_TEST(contracts::to_text(contracts::preceding_working_day(table, day("2026-10-05"))) == "2026-09-30");
}

BOOST_AUTO_TEST_CASE(damaged_holiday_files_are_refused) {
  const test::TemporaryFolder folder;
  const auto file = folder.path() / "t.json";
  const auto reads = [&](const std::string& text) {
    BOOST_REQUIRE(replace_file(file, text, kPublicFileMode));
    return read_holiday_file(file).has_value();
  };
  BOOST_TEST(reads(R"({"name":"T","source":"s","holidays":["2026-01-01"],"working_weekend_days":["2026-01-03"]})"));
  BOOST_TEST(!reads(R"({"name":"T","source":"s","holidays":["2026-02-30"],"working_weekend_days":[]})"));
  BOOST_TEST(!reads(R"({"name":"T","source":"s","holidays":["2026-01-02","2026-01-01"],"working_weekend_days":[]})"));
  BOOST_TEST(!reads(R"({"name":"T","source":"s","holidays":["2026-01-02","2026-01-02"],"working_weekend_days":[]})"));
  BOOST_TEST(!reads(R"({"name":"T","source":"s","holidays":[],"working_weekend_days":["2026-01-02"]})"));  // a Friday
  BOOST_TEST(
      !reads(R"({"name":"T","source":"s","holidays":["2026-01-03"],"working_weekend_days":["2026-01-03"]})"));  // both
  BOOST_TEST(!reads(R"({"name":"T","holidays":[],"working_weekend_days":[]})"));
  BOOST_TEST(!reads(R"({"name":"T","source":"s","holiday":[]})"));
  BOOST_TEST(!reads("not JSON"));
  BOOST_TEST(!read_holiday_file(folder.path() / "none.json"));
}

BOOST_AUTO_TEST_SUITE_END()
