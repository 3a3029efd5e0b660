// Daily accrual (PY-08, OP-20): what all three parties confirmed is added to its period; money moves on payday only.
// Core thread.
#pragma once

#include "contracts/payroll/book.h"

namespace xh::contracts::payroll {

// To be called after every change that may complete a log's confirmation. Adds what is still unpaid of it, once; closes
// days that are paid in full. Changes `log` and the agreement's book; the caller writes the log, this function the
// rest.
void settle_confirmation(Context& context, OpenAgreement& agreement, chain::Day day, DayLog& log);

// A day that was accrued and not settled yet turns out to be something else (reversal.cpp).
void correct_accrual(Context& context, const chain::RecordKey& agreement, const DayLog& before, const DaySums& after);

}  // namespace xh::contracts::payroll
