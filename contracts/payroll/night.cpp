#include "contracts/payroll/night.h"

#include <algorithm>

#include "contracts/engine/calendar.h"

namespace xh::contracts::payroll {

using chain::Day;
using chain::Timestamp;

namespace {

struct Span {
  std::int64_t from = 0;
  std::int64_t to = 0;

  [[nodiscard]] std::int64_t length() const { return std::max<std::int64_t>(to - from, 0); }
  [[nodiscard]] Span common(const Span& other) const { return {std::max(from, other.from), std::min(to, other.to)}; }
};

// The night that begins on `day`.
Span night_of(Day day, const PayFactors& factors, const chain::Zone& zone) {
  const Day end = factors.night_to > factors.night_from ? day : add_days(day, 1);
  return {local_time(zone, day, factors.night_from * chain::kMinuteMs).value,
          local_time(zone, end, factors.night_to * chain::kMinuteMs).value};
}

std::uint32_t share(std::uint32_t quantity, std::int64_t part, std::int64_t whole) {
  return static_cast<std::uint32_t>((2 * std::int64_t{quantity} * part + whole) / (2 * whole));
}

}  // namespace

Timestamp end_of(const WorkEntry& entry) {
  return entry.end ? *entry.end : Timestamp{entry.start->value + std::int64_t{entry.minutes} * chain::kMinuteMs};
}

// An entry without length has its moment; the whole of it is night or day.
NightPart night_part(const WorkEntry& entry, const PayFactors& factors, const chain::Zone& zone) {
  if (!entry.start || factors.night_from == factors.night_to) return {};
  const Span span{entry.start->value, std::max(end_of(entry).value, entry.start->value + 1)};
  const Day first = add_days(civil_day(zone, *entry.start), -1);
  const Day last = civil_day(zone, Timestamp{span.to});
  std::int64_t inside = 0;
  for (Day day = first; day <= last; day = add_days(day, 1))
    inside += span.common(night_of(day, factors, zone)).length();
  return {share(entry.minutes, inside, span.length()), share(entry.orders, inside, span.length())};
}

}  // namespace xh::contracts::payroll
