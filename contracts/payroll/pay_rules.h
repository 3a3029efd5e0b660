// How work becomes money (OP-04, OP-14, OP-18), in integers. A day:
//
//   line    = half-up(units at their tiers' rates [/ 60]) + half-up(the same x night part x night_ppm / 1,000,000)
//   amount  = sum of lines, cut to day_cap, raised to day_floor if anything was done, topped up to
//             half-up(min_hour x minutes / 60)
//
// An entry's night part is the share of its time within the night window, applied to its minutes and to its orders,
// each half-up to a whole one. A settlement: the sum of its days, cut to period_cap or raised to period_floor (the
// floor only when it pays for a fresh day of its own period); the fee once. Pure functions, shared by the contract, the
// explanation and clients. Within the limits of terms.h nothing overflows (CHECK).
#pragma once

#include <optional>
#include <vector>

#include "chain/ledger/genesis.h"
#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

// What an item pays for: orders, minutes, days; 0 where amounts are agreed.
struct LinePay {
  std::uint64_t quantity = 0;
  std::uint64_t night_quantity = 0;
  chain::Fen base;
  chain::Fen night;  // the supplement
};
// Nothing only when quantities or rates are beyond the limits of terms.h: the explanation of foreign bytes asks with
// any numbers.
[[nodiscard]] std::optional<LinePay> line_pay(const PayItem& item, const DaySums& work);

// The work's amounts: fills items, cut, raised, top_up and amount from the quantities in `work`.
[[nodiscard]] std::optional<DaySums> price(const PayRules& rules, DaySums work);

// What the entries add up to, without amounts. The zone places the night; entries without a start have none.
[[nodiscard]] DaySums quantities(const PayRules& rules, const std::vector<WorkEntry>& entries, const chain::Zone* zone);

// Both. Needs entries within the limits of terms.h. `min_hour` is used and kept only when the rules promise the top-up.
[[nodiscard]] DaySums day_sums(const PayRules& rules, const std::vector<WorkEntry>& entries, const chain::Zone* zone,
                               UsedParameter min_hour);
// Of terms without factors.
[[nodiscard]] DaySums day_sums(const std::vector<PayItem>& items, const std::vector<WorkEntry>& entries);

// Anything done that day?
[[nodiscard]] bool is_worked(const DaySums& sums);

// What the period's bounds do to a settlement's sum of days. `fresh`: it pays a day of its own period for the first
// time.
struct PeriodBounds {
  chain::Fen cut;
  chain::Fen raised;
};
[[nodiscard]] PeriodBounds period_bounds(const std::optional<PayFactors>& factors, chain::Fen days, bool fresh);

// Adds quantities and amounts, item by item; a sum of days with different items has as many as the longest.
void add_sums(DaySums& total, const DaySums& day);

// Needs gross >= 0 and 0 <= fee_ppm <= 1,000,000.
[[nodiscard]] chain::Fen fee_of(chain::Fen gross, std::int64_t fee_ppm);

[[nodiscard]] chain::Fen add(chain::Fen a, chain::Fen b);  // checked: an overflow is our own bug
[[nodiscard]] chain::Fen sub(chain::Fen a, chain::Fen b);

}  // namespace xh::contracts::payroll
