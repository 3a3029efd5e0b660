// What an employer's balance grants: the vault of a payday, and its arrears every day afterwards until they are paid,
// oldest vault first within each kind of money: wages, late interest, employer's contributions, fees (OP-17, OP-19).
//
// Who calls: payroll.cpp (calendar items vault, arrears, arrears_pay), coverage.cpp, queries. Invariants: what is
// granted is reserved at once, so that neither a withdrawal nor a later payday takes it; arrears of a day come before
// the paydays of that moment. Threading: core thread. Cost: a day's round reads the open vaults, and their entries when
// it grants a part of something; the entries are paid one calendar item each.
#pragma once

#include "contracts/payroll/vault.h"

namespace xh::contracts::payroll {

// Sum over the employer's vaults with arrears; interest as it has run up so far.
[[nodiscard]] VaultSums open_arrears(const Context& context, const chain::AccountId& employer);
[[nodiscard]] ArrearsBook arrears_book(const Context& context, const chain::AccountId& employer);
// When an employer's arrears are tried again: tomorrow at the payday's hour, in the union's zone.
[[nodiscard]] chain::Timestamp next_attempt(const Context& context);

}  // namespace xh::contracts::payroll
