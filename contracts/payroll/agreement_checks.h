// What makes terms acceptable (PY-01 to PY-03, PY-17, PY-18, AC-15, OP-14, OP-15): asked when an agreement is signed
// and when it is amended. Core thread; nothing is written.
#pragma once

#include "contracts/engine/calendar.h"
#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

// Three different active accounts in their roles, all of which signed this call.
[[nodiscard]] Outcome check_parties(const Context& context, const Terms& terms);
[[nodiscard]] Outcome check_terms(const Context& context, const Terms& terms, CalendarReader& calendar);

}  // namespace xh::contracts::payroll
