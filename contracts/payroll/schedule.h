// Pay periods of an agreement: which days, which payday. Pure functions of the terms and the on-chain tables (OP-15,
// OP-16). A payday moved to the working day before may come before its period's last days are uploaded; what is not
// settled then settles on the next payday, like every late log.
#pragma once

#include "chain/ledger/genesis.h"
#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

struct Period {
  std::uint64_t index = 0;  // 0 is the period that holds the effective day
  chain::Day from;
  chain::Day to;
  chain::Day payday;  // a working day

  friend bool operator==(const Period&, const Period&) = default;
};

[[nodiscard]] Period period_at(const Terms& terms, const chain::HolidayTable& holidays, std::uint64_t index);
// Needs day >= terms.effective.
[[nodiscard]] std::uint64_t period_index_of(const Terms& terms, chain::Day day);

}  // namespace xh::contracts::payroll
