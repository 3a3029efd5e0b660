// The part of an entry that lies in the night window of its agreement (OP-14, night factor): its span's share of the
// window, applied to its minutes and its orders, each half-up to a whole one. Pure; cost: constant (an entry lasts a
// day at most). Used by pay_rules.cpp.
#pragma once

#include "chain/ledger/genesis.h"
#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

// When an entry with a start ends: at its end or, without one, after its minutes.
[[nodiscard]] chain::Timestamp end_of(const WorkEntry& entry);

struct NightPart {
  std::uint32_t minutes = 0;
  std::uint32_t orders = 0;
};
[[nodiscard]] NightPart night_part(const WorkEntry& entry, const PayFactors& factors, const chain::Zone& zone);

}  // namespace xh::contracts::payroll
