#include "cli/output/time_text.h"

#include <array>
#include <charconv>
#include <chrono>
#include <cstdio>
#include <optional>

namespace xh::cli {
namespace {

using chain::invalid;

constexpr std::int64_t kShanghaiOffsetMs = 8 * chain::kHourMs;

std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (text.empty() || text.front() == '-' || error != std::errc{} || end != text.data() + text.size())
    return std::nullopt;
  return out;
}

std::int64_t floor_div(std::int64_t a, std::int64_t b) {
  return a / b - (a % b < 0 ? 1 : 0);
}

// "Z", "+08:00" -> ms; removes it from `text`. No suffix: Shanghai.
std::optional<std::int64_t> take_offset(std::string_view& text) {
  if (text.ends_with('Z')) {
    text.remove_suffix(1);
    return 0;
  }
  if (text.size() < 16 + 6 || (text[text.size() - 6] != '+' && text[text.size() - 6] != '-')) return kShanghaiOffsetMs;
  const auto suffix = text.substr(text.size() - 6);
  const auto hours = digits(suffix.substr(1, 2));
  const auto minutes = digits(suffix.substr(4, 2));
  if (!hours || !minutes || suffix[3] != ':') return std::nullopt;
  text.remove_suffix(6);
  const auto offset = *hours * chain::kHourMs + *minutes * chain::kMinuteMs;
  return suffix[0] == '-' ? -offset : offset;
}

// "08:30" or "08:30:15" or "08:30:15.250"
std::optional<std::int64_t> clock_ms(std::string_view text) {
  if (text.size() < 5 || text[2] != ':') return std::nullopt;
  const auto hours = digits(text.substr(0, 2));
  const auto minutes = digits(text.substr(3, 2));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  std::int64_t out = *hours * chain::kHourMs + *minutes * chain::kMinuteMs;
  if (text.size() == 5) return out;
  const auto seconds = text.size() >= 8 && text[5] == ':' ? digits(text.substr(6, 2)) : std::nullopt;
  if (!seconds || *seconds > 59) return std::nullopt;
  out += *seconds * chain::kSecondMs;
  if (text.size() == 8) return out;
  const auto ms = text.size() == 12 && text[8] == '.' ? digits(text.substr(9)) : std::nullopt;
  return ms ? std::optional(out + *ms) : std::nullopt;
}

}  // namespace

chain::Day day_of(chain::Timestamp time) {
  return chain::Day{floor_div(time.value + kShanghaiOffsetMs, chain::kDayMs)};
}

std::string format_day(chain::Day day) {
  const std::chrono::year_month_day date{std::chrono::sys_days{std::chrono::days{day.value}}};
  std::array<char, 32> out{};
  std::snprintf(out.data(), out.size(), "%04d-%02u-%02u", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
  return out.data();
}

std::string format_time(chain::Timestamp time) {
  const auto local = time.value + kShanghaiOffsetMs;
  const auto day = floor_div(local, chain::kDayMs);
  const auto ms = local - day * chain::kDayMs;
  std::array<char, 32> clock{};
  std::snprintf(clock.data(), clock.size(), " %02d:%02d:%02d", static_cast<int>(ms / chain::kHourMs),
                static_cast<int>(ms / chain::kMinuteMs % 60), static_cast<int>(ms / chain::kSecondMs % 60));
  std::string out = format_day(chain::Day{day}) + clock.data();
  if (ms % chain::kSecondMs != 0) {
    std::snprintf(clock.data(), clock.size(), ".%03d", static_cast<int>(ms % chain::kSecondMs));
    out += clock.data();
  }
  return out + "+08:00";
}

chain::Result<chain::Day> parse_day(std::string_view text) {
  const auto wrong = [&] { return invalid("'" + std::string(text) + "' is no day: write it as 2026-03-31"); };
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return wrong();
  const auto year = digits(text.substr(0, 4));
  const auto month = digits(text.substr(5, 2));
  const auto day = digits(text.substr(8, 2));
  if (!year || !month || !day) return wrong();
  const std::chrono::year_month_day date{std::chrono::year{static_cast<int>(*year)},
                                         std::chrono::month{static_cast<unsigned>(*month)},
                                         std::chrono::day{static_cast<unsigned>(*day)}};
  if (!date.ok()) return wrong();
  return chain::Day{std::chrono::sys_days{date}.time_since_epoch().count()};
}

chain::Result<chain::Timestamp> parse_time(std::string_view text) {
  if (const auto ms = digits(text)) return chain::Timestamp{*ms};
  const auto wrong = invalid("'" + std::string(text) +
                             "' is no time: write it as 2026-03-31T08:30 (Asia/Shanghai) or with Z or +hh:mm behind");
  auto rest = text;
  const auto offset = take_offset(rest);
  if (!offset || rest.size() < 16 || (rest[10] != 'T' && rest[10] != ' ')) return wrong;
  const auto day = parse_day(rest.substr(0, 10));
  const auto clock = clock_ms(rest.substr(11));
  if (!day || !clock) return wrong;
  return chain::Timestamp{day->value * chain::kDayMs + *clock - *offset};
}

chain::Result<std::int64_t> parse_duration_ms(std::string_view text) {
  std::int64_t unit = 1;
  auto number = text;
  if (!text.empty() && (text.back() < '0' || text.back() > '9')) {
    const char suffix = text.back();
    unit = suffix == 's'   ? chain::kSecondMs
           : suffix == 'm' ? chain::kMinuteMs
           : suffix == 'h' ? chain::kHourMs
           : suffix == 'd' ? chain::kDayMs
                           : 0;
    number.remove_suffix(1);
  }
  const auto count = digits(number);
  std::int64_t out = 0;
  if (!count || unit == 0 || __builtin_mul_overflow(*count, unit, &out)) {
    return invalid("'" + std::string(text) + "' is no duration: write it as 90s, 15m, 12h or 1d");
  }
  return out;
}

}  // namespace xh::cli
