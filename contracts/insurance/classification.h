// The open rule score of ability and will to pay (IN-06, OP-42; docs/decisions/0015): from the ledger's own facts, with
// every part shown. A person decides; the score proposes. Who calls: classify.cpp, steps.cpp, contracts.cpp. Reads
// only. Cost: 12 months of history.
#pragma once

#include "contracts/insurance/records.h"

namespace xh::contracts::insurance {

inline constexpr std::uint32_t kTerms[] = {12, 6, 3};  // months, OP-43

// Undecided. Needs a rate table of the city.
[[nodiscard]] Classification classify_now(const Context& context, const chain::AccountId& worker,
                                          const std::string& city);
// "income_cover 412 of 1000, months_worked 83 of 1000": the factors that fell short.
[[nodiscard]] std::string short_factors(const Classification& classification);

// Wages of a month as payroll told them; keeps the worker's last kMaxIncomeMonths.
void add_income(Context& context, const chain::AccountId& worker, chain::Day month, chain::Fen gross);

}  // namespace xh::contracts::insurance
