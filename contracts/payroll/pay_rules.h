// How work becomes money (OP-04, OP-14, OP-18): rate x quantity, each line rounded half-up once a day; the fee once a
// settlement. Pure integer functions, shared by the contract, the explanation and clients. Within the limits of terms.h
// nothing overflows (CHECK).
#pragma once

#include <vector>

#include "contracts/payroll/terms.h"

namespace xh::contracts::payroll {

// Nothing only when the quantities are beyond the limits of terms.h: the explanation of foreign bytes asks with any
// numbers.
[[nodiscard]] std::optional<chain::Fen> line_amount(const PayItem& item, std::uint64_t orders, std::uint64_t minutes,
                                                    chain::Fen agreed);

// Needs entries within the limits of terms.h.
[[nodiscard]] DaySums day_sums(const std::vector<PayItem>& items, const std::vector<WorkEntry>& entries);

// Needs gross >= 0 and 0 <= fee_ppm <= 1,000,000.
[[nodiscard]] chain::Fen fee_of(chain::Fen gross, std::int64_t fee_ppm);

[[nodiscard]] chain::Fen add(chain::Fen a, chain::Fen b);  // checked: an overflow is our own bug
[[nodiscard]] chain::Fen sub(chain::Fen a, chain::Fen b);

}  // namespace xh::contracts::payroll
