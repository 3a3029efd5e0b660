// A pay item as one word of a command line:
//
//   配送:per_order:4.80,41=5.50,night=30%    orders 1 to 40 at 4.80, from the 41st 5.50, at night 30 % more
//   工时:per_minute:25                        yuan an hour, by the minute; tiers count minutes
//   驻场:per_day:120
//   约定:agreed_amount
//   项目:milestones:draft=1000,final=2500
//
// Stateless. Errors: exit 2, with what is wrong.
#pragma once

#include <string>

#include "cli/exit_code.h"
#include "contracts/payroll/terms.h"

namespace xh::cli {

[[nodiscard]] Outcome<contracts::payroll::PayItem> parse_pay_item(const std::string& text);
// "22:00-06:00" into minutes of the day.
[[nodiscard]] Outcome<std::pair<std::uint32_t, std::uint32_t>> parse_night(const std::string& text);

}  // namespace xh::cli
