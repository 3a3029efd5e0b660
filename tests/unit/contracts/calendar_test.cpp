#include <boost/test/unit_test.hpp>

#include "contracts/engine/calendar.h"
#include "payroll_world.h"

namespace xh::contracts {
namespace {

using chain::Day;
using chain::Timestamp;
using payroll::test::day;
using payroll::test::london;

constexpr std::int64_t kHour = chain::kHourMs;

std::string text(const CivilDate& d) {
  return to_text(day_of(d));
}
Timestamp utc(const std::string& date, std::int64_t hour, std::int64_t minute = 0) {
  return Timestamp{day(date).value * chain::kDayMs + hour * kHour + minute * chain::kMinuteMs};
}

BOOST_AUTO_TEST_SUITE(calendar)

BOOST_AUTO_TEST_CASE(days_and_dates_convert_both_ways_over_eight_centuries) {
  CivilDate expected{1600, 1, 1};
  for (Day d = day_of(expected); d < day_of({2400, 1, 1}); d = add_days(d, 1)) {
    const CivilDate got = civil_date(d);
    BOOST_REQUIRE(got == expected);
    BOOST_REQUIRE(day_of(got) == d);
    if (++expected.day > days_in_month(expected.year, expected.month)) {
      expected.day = 1;
      if (++expected.month > 12) expected = {expected.year + 1, 1, 1};
    }
  }
}

BOOST_AUTO_TEST_CASE(known_days_have_their_numbers_and_weekdays) {
  BOOST_TEST(day("1970-01-01").value == 0);
  BOOST_TEST(day("2000-03-01").value == 11'017);
  BOOST_TEST(day("1969-12-31").value == -1);
  BOOST_CHECK(weekday_of(day("1970-01-01")) == Weekday::kThursday);
  BOOST_CHECK(weekday_of(day("2026-04-10")) == Weekday::kFriday);
  BOOST_CHECK(weekday_of(day("1969-12-28")) == Weekday::kSunday);
}

BOOST_AUTO_TEST_CASE(texts_that_are_no_date_are_refused) {
  for (const char* bad : {"2026-02-29", "2026-13-01", "2026-00-10", "2026-1-01", "26-01-01", "2026-01-32", "2026/01/01",
                          "0000-01-01", "2026-01-0x"}) {
    BOOST_TEST(!day_from_text(bad).has_value(), bad);
  }
  BOOST_TEST(to_text(*day_from_text("2024-02-29")) == "2024-02-29");
  BOOST_TEST(to_text(*day_from_text("0001-01-01")) == "0001-01-01");
}

BOOST_AUTO_TEST_CASE(adding_months_clamps_to_the_month_end) {
  BOOST_TEST(to_text(add_months(day("2026-01-31"), 1)) == "2026-02-28");
  BOOST_TEST(to_text(add_months(day("2024-01-31"), 1)) == "2024-02-29");
  BOOST_TEST(to_text(add_months(day("2026-12-15"), 1)) == "2027-01-15");
  BOOST_TEST(to_text(add_months(day("2026-03-31"), -1)) == "2026-02-28");
  BOOST_TEST(to_text(add_months(day("2026-01-10"), -13)) == "2024-12-10");
  BOOST_TEST(text({2026, 2, 1}) == to_text(first_of_month(day("2026-02-28"))));
}

BOOST_AUTO_TEST_CASE(a_moment_belongs_to_the_day_of_its_zone) {
  const chain::Zone shanghai{"Asia/Shanghai", {{0, 8 * 3600}}};
  BOOST_TEST(to_text(civil_day(shanghai, utc("2026-03-17", 15, 59))) == "2026-03-17");
  BOOST_TEST(to_text(civil_day(shanghai, utc("2026-03-17", 16))) == "2026-03-18");
  BOOST_CHECK(local_time(shanghai, day("2026-03-18"), 0) == utc("2026-03-17", 16));
  const chain::Zone west{"Etc/GMT+12", {{0, -12 * 3600}}};
  BOOST_TEST(to_text(civil_day(west, Timestamp{0})) == "1969-12-31");
}

BOOST_AUTO_TEST_CASE(summer_time_shifts_the_days_borders) {
  const auto zone = london();
  BOOST_TEST(to_text(civil_day(zone, utc("2021-06-30", 23))) == "2021-07-01");  // 00:00 summer time
  BOOST_TEST(to_text(civil_day(zone, utc("2021-12-31", 23))) == "2021-12-31");
  BOOST_CHECK(local_time(zone, day("2021-07-01"), 0) == utc("2021-06-30", 23));
  BOOST_CHECK(local_time(zone, day("2021-01-01"), 0) == utc("2021-01-01", 0));
}

BOOST_AUTO_TEST_CASE(a_wall_time_that_is_skipped_means_the_moment_of_the_change) {
  const auto zone = london();  // 2021-03-28: 01:00 becomes 02:00
  BOOST_CHECK(local_time(zone, day("2021-03-28"), kHour - 1) == Timestamp{utc("2021-03-28", 1).value - 1});
  BOOST_CHECK(local_time(zone, day("2021-03-28"), kHour) == utc("2021-03-28", 1));
  BOOST_CHECK(local_time(zone, day("2021-03-28"), kHour + kHour / 2) == utc("2021-03-28", 1));
  BOOST_CHECK(local_time(zone, day("2021-03-28"), 2 * kHour) == utc("2021-03-28", 1));
  BOOST_CHECK(local_time(zone, day("2021-03-28"), 3 * kHour) == utc("2021-03-28", 2));
}

BOOST_AUTO_TEST_CASE(a_wall_time_that_occurs_twice_means_the_first) {
  const auto zone = london();  // 2021-10-31: 02:00 becomes 01:00
  BOOST_CHECK(local_time(zone, day("2021-10-31"), kHour + kHour / 2) == utc("2021-10-31", 0, 30));
  BOOST_CHECK(local_time(zone, day("2021-10-31"), 2 * kHour) == utc("2021-10-31", 2));
}

BOOST_AUTO_TEST_CASE(every_hour_of_years_maps_back_to_its_own_day) {
  const auto zone = london();
  for (std::int64_t t = utc("2020-01-01", 0).value; t < utc("2023-01-01", 0).value; t += kHour) {
    const Day d = civil_day(zone, Timestamp{t});
    BOOST_REQUIRE(local_time(zone, d, 0).value <= t);
    BOOST_REQUIRE(local_time(zone, add_days(d, 1), 0).value > t);
  }
}

BOOST_AUTO_TEST_CASE(a_payday_on_a_holiday_moves_to_the_preceding_working_day) {
  const chain::HolidayTable table{"CN", "test", {day("2026-04-06"), day("2026-04-10")}, {day("2026-04-11")}};
  const auto moved = [&](const char* from) { return to_text(preceding_working_day(table, day(from))); };
  BOOST_TEST(moved("2026-04-08") == "2026-04-08");
  BOOST_TEST(moved("2026-04-10") == "2026-04-09");  // holiday on a Friday
  BOOST_TEST(moved("2026-04-11") == "2026-04-11");  // Saturday that is worked
  BOOST_TEST(moved("2026-04-12") == "2026-04-11");  // Sunday
  BOOST_TEST(moved("2026-04-06") == "2026-04-03");  // Monday holiday after a weekend
}

BOOST_AUTO_TEST_CASE(tables_are_read_from_the_state_and_unknown_ones_are_absent) {
  payroll::test::World world;
  CalendarReader from_state(world.state());
  BOOST_REQUIRE(from_state.zone("Europe/London") != nullptr);
  BOOST_CHECK(*from_state.zone("Europe/London") == london());
  BOOST_CHECK(from_state.zone("Europe/Paris") == nullptr);
  BOOST_REQUIRE(from_state.holidays("CN") != nullptr);
  BOOST_CHECK(from_state.holidays("") == nullptr);
}

BOOST_AUTO_TEST_CASE(absurd_days_and_times_are_recognised) {
  BOOST_TEST(is_plausible(day("0001-01-01")));
  BOOST_TEST(is_plausible(day("9999-12-31")));
  BOOST_TEST(!is_plausible(add_days(day("9999-12-31"), 1)));
  BOOST_TEST(!is_plausible(Day{std::numeric_limits<std::int64_t>::max()}));
  BOOST_TEST(!is_plausible(Timestamp{-1}));
  BOOST_TEST(!is_plausible(Timestamp{std::numeric_limits<std::int64_t>::max()}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts
