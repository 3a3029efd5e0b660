// A settlement's making and paying: which days are due, what they come to, the postings. Used by payday.cpp. Core
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

// A settlement over some payable days, not yet paid; marks their logs and closes those that are done. `held` is listed
// in it.
[[nodiscard]] Settlement make_settlement(Context& context, OpenAgreement& agreement, const Period& period,
                                         std::vector<SettledDay> days, std::vector<HeldDay> held);

// Pays what the employer's balance covers: the wage first and whole, then the fee (docs/decisions/0005). One posting
// and voucher each.
void pay_wage(Context& context, Settlement& settlement);
void pay_fee(Context& context, Settlement& settlement);

}  // namespace xh::contracts::payroll
