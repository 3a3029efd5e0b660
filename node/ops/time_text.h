// Times and durations as operators write and read them. Pure functions, UTC only; civil days come from
// contracts/engine/calendar.
#pragma once

#include <string>
#include <string_view>

#include "chain/primitives/result.h"
#include "chain/primitives/types.h"

namespace xh::node {

// RFC 3339 to the millisecond: "2026-03-01T00:00:00Z", "2026-03-01T08:00:00.250+08:00". Years 1970 to 9999; no leap
// second.
[[nodiscard]] chain::Result<chain::Timestamp> parse_rfc3339(std::string_view text);
// The same, or whole milliseconds since 1970 UTC.
[[nodiscard]] chain::Result<chain::Timestamp> parse_time(std::string_view text);
// "2026-03-01T00:00:00Z"; the fraction is written when there is one.
[[nodiscard]] std::string format_rfc3339(chain::Timestamp at);
// "1d", "12h", "30m", "15s", "500ms", or several in that order: "1d12h". Positive; at most 100 years.
[[nodiscard]] chain::Result<std::int64_t> parse_duration_ms(std::string_view text);

}  // namespace xh::node
