// From gross to net (OP-23): tax, statutory insurance, the advance drawn, corrections. Used by settlement.cpp. Core
// thread.
#pragma once

#include "contracts/payroll/book.h"

namespace xh::contracts::payroll {

// Needs gross, fee, days and period of the settlement. Sets its deductions, its net and what the employer owes of the
// wage; makes the month owe its insurance, enters the tax year, lessens the claims. A contribution that the wage does
// not cover is not taken from it (OP-38: a month is paid whole or not at all); the month is tried again on its due
// date.
void deduct(Context& context, const OpenAgreement& agreement, Settlement& settlement);

// What insurance is asked and told about the settlement's wage.
[[nodiscard]] insurance::WageFacts wage_facts(const Settlement& settlement);

}  // namespace xh::contracts::payroll
