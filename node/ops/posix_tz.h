// The rule by which a zone goes on after its table ends: the POSIX TZ text at the end of a zone file
// ("GMT0BST,M3.5.0/1,M10.5.0").
//
// Caller: zone_table. Source: POSIX.1-2017 8.3 "TZ", RFC 8536 3.3 (hours up to 167, either sign). Dates of the forms M,
// J and n. Pure functions.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

#include "chain/ledger/genesis.h"
#include "chain/primitives/result.h"

namespace xh::node {

// When a year's change happens, in local time before the change.
struct TzDate {
  enum class Form : std::uint8_t { kMonthWeekDay, kJulianWithoutLeapDay, kZeroBasedDay };
  Form form = Form::kMonthWeekDay;
  std::int64_t month = 1;    // 1..12
  std::int64_t week = 1;     // 1..5, 5 = the last
  std::int64_t weekday = 0;  // 0 = Sunday
  std::int64_t day = 0;      // J1..J365, or 0..365
  std::int64_t time_s = 7'200;
};

struct TzRule {
  std::int64_t standard_offset_s = 0;  // east of UTC
  struct Daylight {
    std::int64_t offset_s = 0;
    TzDate begins;
    TzDate ends;
  };
  std::optional<Daylight> daylight;
};

[[nodiscard]] chain::Result<TzRule> parse_tz_rule(std::string_view text);
// The changes that the rule makes in a year, ascending; none without daylight time.
[[nodiscard]] std::vector<chain::ZoneTransition> changes_in_year(const TzRule& rule, std::int64_t year);

}  // namespace xh::node
