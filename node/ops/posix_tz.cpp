#include "node/ops/posix_tz.h"

#include <algorithm>
#include <string>

#include "contracts/engine/calendar.h"

namespace xh::node {
namespace {

// Reads from the front of a text; a failure sticks.
class Cursor {
 public:
  explicit Cursor(std::string_view text) : text_(text) {}
  [[nodiscard]] bool ok() const { return ok_; }
  [[nodiscard]] bool at_end() const { return text_.empty(); }
  [[nodiscard]] bool starts(char c) const { return !text_.empty() && text_.front() == c; }

  bool take(char c) {
    if (!starts(c)) return false;
    text_.remove_prefix(1);
    return true;
  }
  void need(char c) { ok_ = take(c) && ok_; }

  std::int64_t number(std::int64_t least, std::int64_t most) {
    std::int64_t out = 0;
    std::size_t count = 0;
    while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9' && count < 4) {
      out = out * 10 + (text_.front() - '0');
      text_.remove_prefix(1);
      ++count;
    }
    ok_ = ok_ && count > 0 && out >= least && out <= most;
    return out;
  }

  // A zone's short name: letters, or anything between angle brackets.
  void name() {
    if (take('<')) {
      const auto end = text_.find('>');
      ok_ = ok_ && end != std::string_view::npos;
      text_.remove_prefix(ok_ ? end + 1 : text_.size());
      return;
    }
    const auto is_letter = [](char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); };
    std::size_t count = 0;
    while (!text_.empty() && is_letter(text_.front())) {
      text_.remove_prefix(1);
      ++count;
    }
    ok_ = ok_ && count >= 3;
  }

  // [+-]hh[:mm[:ss]] in seconds.
  std::int64_t hours_minutes_seconds() {
    const std::int64_t sign = take('-') ? -1 : 1;
    if (sign == 1) take('+');
    std::int64_t out = number(0, 167) * 3'600;
    if (take(':')) out += number(0, 59) * 60;
    if (take(':')) out += number(0, 59);
    return sign * out;
  }

  TzDate date() {
    TzDate out;
    if (take('M')) {
      out.month = number(1, 12);
      need('.');
      out.week = number(1, 5);
      need('.');
      out.weekday = number(0, 6);
    } else if (take('J')) {
      out.form = TzDate::Form::kJulianWithoutLeapDay;
      out.day = number(1, 365);
    } else {
      out.form = TzDate::Form::kZeroBasedDay;
      out.day = number(0, 365);
    }
    if (take('/')) out.time_s = hours_minutes_seconds();
    return out;
  }

 private:
  std::string_view text_;
  bool ok_ = true;
};

chain::Day day_in_year(const TzDate& date, std::int64_t year) {
  const auto new_year = contracts::day_of({year, 1, 1});
  if (date.form == TzDate::Form::kZeroBasedDay) return contracts::add_days(new_year, date.day);
  if (date.form == TzDate::Form::kJulianWithoutLeapDay) {
    const bool after_leap_day = contracts::days_in_month(year, 2) == 29 && date.day >= 60;
    return contracts::add_days(new_year, date.day - 1 + (after_leap_day ? 1 : 0));
  }
  const auto first = contracts::day_of({year, date.month, 1});
  const auto first_weekday = (static_cast<std::int64_t>(contracts::weekday_of(first)) + 1) % 7;  // 0 = Sunday
  const auto to_weekday = (date.weekday - first_weekday + 7) % 7;
  auto offset = to_weekday + 7 * (date.week - 1);
  if (offset >= contracts::days_in_month(year, date.month)) offset -= 7;
  return contracts::add_days(first, offset);
}

}  // namespace

chain::Result<TzRule> parse_tz_rule(std::string_view text) {
  Cursor in(text);
  TzRule out;
  in.name();
  out.standard_offset_s = -in.hours_minutes_seconds();  // POSIX counts west of Greenwich
  if (in.ok() && !in.at_end()) {
    auto& daylight = *(out.daylight = TzRule::Daylight{});
    in.name();
    daylight.offset_s = in.starts(',') ? out.standard_offset_s + 3'600 : -in.hours_minutes_seconds();
    in.need(',');
    daylight.begins = in.date();
    in.need(',');
    daylight.ends = in.date();
  }
  if (!in.ok() || !in.at_end()) return chain::invalid("'" + std::string(text) + "' is no POSIX time zone rule");
  return out;
}

std::vector<chain::ZoneTransition> changes_in_year(const TzRule& rule, std::int64_t year) {
  if (!rule.daylight) return {};
  const auto at = [year](const TzDate& date, std::int64_t offset_before_s) {
    return day_in_year(date, year).value * 86'400 + date.time_s - offset_before_s;
  };
  std::vector<chain::ZoneTransition> out = {
      {at(rule.daylight->begins, rule.standard_offset_s), rule.daylight->offset_s},
      {at(rule.daylight->ends, rule.daylight->offset_s), rule.standard_offset_s}};
  std::ranges::sort(out, {}, &chain::ZoneTransition::from_utc_s);
  return out;
}

}  // namespace xh::node
