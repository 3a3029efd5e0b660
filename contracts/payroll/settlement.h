// A settlement's making: which days are due, what they come to, what is taken from it. Used by payday.cpp. Core
// thread.
#pragma once

#include "contracts/payroll/book.h"

namespace xh::contracts::payroll {

struct DueDays {
  std::vector<SettledDay> payable;  // ascending days
  std::vector<HeldDay> held;
};

// Of the open days up to `to`: what is to be paid on this payday, and why; what is held, and why (OP-09 to OP-11,
// OP-26).
[[nodiscard]] DueDays due_days(const Context& context, const OpenAgreement& agreement, chain::Day to);

// A settlement over some payable days, with its deductions, not yet paid; marks their logs, closes those that are done
// and counts them in the worker's months. `held` is listed in it.
[[nodiscard]] Settlement make_settlement(Context& context, OpenAgreement& agreement, const Period& period,
                                         std::vector<SettledDay> days, std::vector<HeldDay> held);

}  // namespace xh::contracts::payroll
