#include "node/ops/time_text.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <utility>

#include "contracts/engine/calendar.h"

namespace xh::node {
namespace {

using chain::kDayMs;
using chain::kHourMs;
using chain::kMinuteMs;
using chain::kSecondMs;

std::optional<std::int64_t> digits(std::string_view text) {
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size() || text.front() == '-') return std::nullopt;
  return out;
}

// "HH:MM" in minutes.
std::optional<std::int64_t> clock_minutes(std::string_view text) {
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hours = digits(text.substr(0, 2));
  const auto minutes = digits(text.substr(3, 2));
  if (!hours || !minutes || *hours > 23 || *minutes > 59) return std::nullopt;
  return *hours * 60 + *minutes;
}

// "Z", "+08:00" or "-03:30" in ms east of UTC.
std::optional<std::int64_t> zone_offset_ms(std::string_view text) {
  if (text == "Z" || text == "z") return 0;
  if (text.size() != 6 || (text[0] != '+' && text[0] != '-')) return std::nullopt;
  const auto minutes = clock_minutes(text.substr(1));
  if (!minutes) return std::nullopt;
  return (text[0] == '-' ? -1 : 1) * *minutes * kMinuteMs;
}

// ".25" or "" in ms; at most three digits, since the ledger knows no finer time.
std::optional<std::int64_t> fraction_ms(std::string_view text) {
  if (text.empty()) return 0;
  if (text.front() != '.' || text.size() < 2 || text.size() > 4) return std::nullopt;
  auto padded = std::string(text.substr(1));
  padded.resize(3, '0');
  return digits(padded);
}

std::optional<chain::Timestamp> parse_parts(std::string_view text) {
  constexpr std::size_t kDateAndTime = 19;  // YYYY-MM-DDTHH:MM:SS
  if (text.size() < kDateAndTime + 1 || (text[10] != 'T' && text[10] != 't') || text[16] != ':') return std::nullopt;
  const auto day = contracts::day_from_text(text.substr(0, 10));
  const auto minutes = clock_minutes(text.substr(11, 5));
  const auto seconds = digits(text.substr(17, 2));
  const auto rest = text.substr(kDateAndTime);
  const auto zone_at = std::min(rest.find_first_of("Zz+-"), rest.size());
  const auto fraction = fraction_ms(rest.substr(0, zone_at));
  const auto offset = zone_offset_ms(rest.substr(zone_at));
  if (!day || !minutes || !seconds || *seconds > 59 || !fraction || !offset) return std::nullopt;
  const auto at = day->value * kDayMs + *minutes * kMinuteMs + *seconds * kSecondMs + *fraction - *offset;
  return at < 0 ? std::nullopt : std::optional(chain::Timestamp{at});
}

}  // namespace

chain::Result<chain::Timestamp> parse_rfc3339(std::string_view text) {
  if (const auto at = parse_parts(text)) return *at;
  return chain::invalid("'" + std::string(text) +
                        "' is no time such as 2026-03-01T08:00:00+08:00 or 2026-03-01T00:00:00.250Z");
}

chain::Result<chain::Timestamp> parse_time(std::string_view text) {
  if (text.empty()) return chain::invalid("a time is missing");
  if (const auto ms = digits(text)) return chain::Timestamp{*ms};
  return parse_rfc3339(text);
}

std::string format_rfc3339(chain::Timestamp at) {
  const auto days = at.value >= 0 ? at.value / kDayMs : -((kDayMs - 1 - at.value) / kDayMs);
  const auto rest = at.value - days * kDayMs;
  auto out = fmt::format("{}T{:02}:{:02}:{:02}", contracts::to_text(chain::Day{days}), rest / kHourMs,
                         rest / kMinuteMs % 60, rest / kSecondMs % 60);
  if (rest % kSecondMs != 0) out += fmt::format(".{:03}", rest % kSecondMs);
  return out + "Z";
}

chain::Result<std::int64_t> parse_duration_ms(std::string_view text) {
  constexpr std::array<std::pair<std::string_view, std::int64_t>, 5> kUnits = {
      {{"d", kDayMs}, {"h", kHourMs}, {"m", kMinuteMs}, {"s", kSecondMs}, {"ms", 1}}};
  constexpr std::int64_t kMax = 36'525 * kDayMs;
  const auto bad = [&] {
    return chain::invalid("'" + std::string(text) + "' is no duration such as 1d, 12h, 30m, 15s, 500ms or 1d12h");
  };
  std::int64_t total = 0;
  std::size_t next_unit = 0;
  for (auto rest = text; !rest.empty();) {
    const auto number_size = std::min(rest.find_first_not_of("0123456789"), rest.size());
    const auto unit_size = std::min(rest.find_first_of("0123456789", number_size), rest.size()) - number_size;
    const auto number = number_size == 0 ? std::nullopt : digits(rest.substr(0, number_size));
    const auto* const unit =
        std::find_if(kUnits.begin() + static_cast<std::ptrdiff_t>(next_unit), kUnits.end(),
                     [&](const auto& u) { return u.first == rest.substr(number_size, unit_size); });
    if (!number || unit == kUnits.end() || *number > kMax / unit->second) return bad();
    total += *number * unit->second;
    if (total > kMax) return bad();
    next_unit = static_cast<std::size_t>(unit - kUnits.begin()) + 1;
    rest.remove_prefix(number_size + unit_size);
  }
  if (total == 0) return bad();
  return total;
}

}  // namespace xh::node
