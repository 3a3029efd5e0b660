// Paying a settlement's share of a round: wage, late interest, employer's contributions, fee; then what is taken from
// the wage; then the rest out to the worker's bank (OP-17, OP-23, OP-29). Used by payday.cpp and arrears.cpp. Core
// thread.
//
// Needs: the share is reserved on the employer's balance. Never refuses: what the worker's or the union's balance does
// not cover stays open with its month (insurance/payday.h). Cost: constant.
#pragma once

#include "contracts/payroll/records.h"

namespace xh::contracts::payroll {

void pay_share(Context& context, Settlement& settlement, const VaultSums& share);

}  // namespace xh::contracts::payroll
