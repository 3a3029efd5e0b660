// Times and days as people read and type them. Civil days and hours are Asia/Shanghai, UTC+8 since 1991 without summer
// time. Stateless.
#pragma once

#include <string>
#include <string_view>

#include "chain/primitives/result.h"
#include "chain/primitives/types.h"

namespace xh::cli {

[[nodiscard]] std::string format_day(chain::Day day);  // 2026-03-31
[[nodiscard]] std::string format_time(
    chain::Timestamp time);  // 2026-03-31 23:59:00+08:00, with .mmm when not a whole second
[[nodiscard]] chain::Result<chain::Day> parse_day(std::string_view text);
// "2026-03-31T08:30", "2026-03-31 08:30:15", either with "Z" or "+08:00"/"-05:00" behind (default +08:00), or a bare
// number of ms.
[[nodiscard]] chain::Result<chain::Timestamp> parse_time(std::string_view text);
// "90s", "15m", "12h", "1d" or a number of ms.
[[nodiscard]] chain::Result<std::int64_t> parse_duration_ms(std::string_view text);
[[nodiscard]] chain::Day day_of(chain::Timestamp time);

}  // namespace xh::cli
