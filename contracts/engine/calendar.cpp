#include "contracts/engine/calendar.h"

#include <algorithm>
#include <array>
#include <limits>

#include "chain/codec/codec.h"
#include "contracts/engine/records.h"

namespace xh::contracts {
namespace {

using chain::Day;
using chain::HolidayTable;
using chain::kDayMs;
using chain::kSecondMs;
using chain::Timestamp;
using chain::Zone;

constexpr std::int64_t kDaysPer400Years = 146'097;
constexpr std::int64_t kDaysToEpoch = 719'468;  // from 0000-03-01 to 1970-01-01
constexpr Day kFirstDay{-719'162};              // 0001-01-01
constexpr Day kLastDay{2'932'896};              // 9999-12-31

constexpr std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

bool is_leap(std::int64_t year) {
  return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

std::int64_t offset_ms(const Zone& zone, std::size_t index) {
  return zone.transitions[index].offset_s * kSecondMs;
}

// The first entry holds from the beginning of time.
std::int64_t starts_ms(const Zone& zone, std::size_t index) {
  return index == 0 ? std::numeric_limits<std::int64_t>::min() : zone.transitions[index].from_utc_s * kSecondMs;
}

std::size_t index_at(const Zone& zone, std::int64_t utc_ms) {
  const auto after =
      std::ranges::upper_bound(zone.transitions, floor_div(utc_ms, kSecondMs), {}, &chain::ZoneTransition::from_utc_s);
  return after == zone.transitions.begin() ? 0 : static_cast<std::size_t>(after - zone.transitions.begin()) - 1;
}

bool contains(const std::vector<Day>& days, Day day) {
  return std::ranges::binary_search(days, day);
}

template <chain::Message T>
std::optional<T> read_table(const chain::StateView& state, const StateKey& key) {
  const auto record = state.find(chain::StateKey(key.view()));
  if (!record) return std::nullopt;
  auto table = chain::decode<T>(record->value);
  CHECK(table.has_value());
  return std::move(*table);
}

template <class T>
const T* remember(std::map<std::string, std::optional<T>, std::less<>>& known, std::string_view name,
                  const std::function<std::optional<T>(std::string_view)>& load) {
  auto found = known.find(name);
  if (found == known.end()) found = known.emplace(std::string(name), load(name)).first;
  return found->second ? &*found->second : nullptr;
}

}  // namespace

// Both directions count from 1 March, so that the leap day is the year's last.
CivilDate civil_date(Day day) {
  const std::int64_t shifted = day.value + kDaysToEpoch;
  const std::int64_t era = floor_div(shifted, kDaysPer400Years);
  const std::int64_t day_of_era = shifted - era * kDaysPer400Years;
  const std::int64_t year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36'524 - day_of_era / 146'096) / 365;
  const std::int64_t day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
  const std::int64_t march_month = (5 * day_of_year + 2) / 153;
  const std::int64_t month = march_month < 10 ? march_month + 3 : march_month - 9;
  return {era * 400 + year_of_era + (month <= 2 ? 1 : 0), month, day_of_year - (153 * march_month + 2) / 5 + 1};
}

Day day_of(const CivilDate& date) {
  const std::int64_t year = date.month <= 2 ? date.year - 1 : date.year;
  const std::int64_t era = floor_div(year, 400);
  const std::int64_t year_of_era = year - era * 400;
  const std::int64_t march_month = date.month > 2 ? date.month - 3 : date.month + 9;
  const std::int64_t day_of_year = (153 * march_month + 2) / 5 + date.day - 1;
  return Day{era * kDaysPer400Years + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year -
             kDaysToEpoch};
}

std::int64_t days_in_month(std::int64_t year, std::int64_t month) {
  static constexpr std::array<std::int64_t, 12> kDays{31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  return month == 2 && is_leap(year) ? 29 : kDays[static_cast<std::size_t>(month - 1)];
}

Weekday weekday_of(Day day) {  // 1970-01-01 was a Thursday
  const std::int64_t since_monday = day.value + 3;
  return static_cast<Weekday>(since_monday - 7 * floor_div(since_monday, 7));
}

Day add_days(Day day, std::int64_t days) {
  return Day{day.value + days};
}

Day add_months(Day day, std::int64_t months) {
  const CivilDate date = civil_date(day);
  const std::int64_t counted = date.year * 12 + date.month - 1 + months;
  const std::int64_t year = floor_div(counted, 12);
  const std::int64_t month = counted - year * 12 + 1;
  return day_of({year, month, std::min(date.day, days_in_month(year, month))});
}

Day first_of_month(Day day) {
  return Day{day.value - civil_date(day).day + 1};
}

bool is_plausible(Day day) {
  return day >= kFirstDay && day <= kLastDay;
}
bool is_plausible(Timestamp at) {
  return at.value >= 0 && at.value < (kLastDay.value + 1) * kDayMs;
}

std::string to_text(Day day) {
  const CivilDate date = civil_date(day);
  const auto padded = [](std::int64_t number, std::size_t width) {
    std::string digits = std::to_string(number);
    return digits.size() < width ? std::string(width - digits.size(), '0') + digits : digits;
  };
  return padded(date.year, 4) + "-" + padded(date.month, 2) + "-" + padded(date.day, 2);
}

std::optional<Day> day_from_text(std::string_view text) {
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto number = [&](std::size_t from, std::size_t count) {
    std::int64_t out = 0;
    for (const char c : text.substr(from, count)) {
      if (c < '0' || c > '9') return std::int64_t{-1};
      out = out * 10 + (c - '0');
    }
    return out;
  };
  const CivilDate date{number(0, 4), number(5, 2), number(8, 2)};
  if (date.year < 1 || date.month < 1 || date.month > 12 || date.day < 1) return std::nullopt;
  if (date.day > days_in_month(date.year, date.month)) return std::nullopt;
  return day_of(date);
}

Day civil_day(const Zone& zone, Timestamp at) {
  return Day{floor_div(at.value + offset_ms(zone, index_at(zone, at.value)), kDayMs)};
}

Timestamp local_time(const Zone& zone, Day day, std::int64_t ms_of_day) {
  const std::int64_t wall = day.value * kDayMs + ms_of_day;
  // Offsets stay within a day (check_genesis), so the answer's offset is among those in force within a day of `wall`
  // read as UTC.
  for (std::size_t i = index_at(zone, wall - kDayMs); i < zone.transitions.size(); ++i) {
    const std::int64_t at = wall - offset_ms(zone, i);
    if (at < starts_ms(zone, i)) return Timestamp{starts_ms(zone, i)};  // skipped: the moment of the change
    if (i + 1 == zone.transitions.size() || at < starts_ms(zone, i + 1)) return Timestamp{at};
  }
  CHECK(false);  // the last entry always answers
}

bool is_working_day(const HolidayTable& table, Day day) {
  if (weekday_of(day) >= Weekday::kSaturday) return contains(table.working_weekend_days, day);
  return !contains(table.holidays, day);
}

Day preceding_working_day(const HolidayTable& table, Day day) {
  for (std::int64_t back = 0; back <= 366; ++back) {
    if (is_working_day(table, add_days(day, -back))) return add_days(day, -back);
  }
  return day;
}

CalendarReader::CalendarReader(const Context& context)
    : load_zone_([&context](std::string_view name) { return context.read<Zone>(engine::zone_key(name)); }),
      load_holidays_(
          [&context](std::string_view name) { return context.read<HolidayTable>(engine::holidays_key(name)); }) {}

CalendarReader::CalendarReader(const chain::StateView& state)
    : load_zone_([&state](std::string_view name) { return read_table<Zone>(state, engine::zone_key(name)); }),
      load_holidays_(
          [&state](std::string_view name) { return read_table<HolidayTable>(state, engine::holidays_key(name)); }) {}

const Zone* CalendarReader::zone(std::string_view name) {
  return remember(zones_, name, load_zone_);
}

const HolidayTable* CalendarReader::holidays(std::string_view name) {
  return remember(holidays_, name, load_holidays_);
}

}  // namespace xh::contracts
