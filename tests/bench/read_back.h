// What the ledger says after the measurement, read through the API by signed requests and compared with what was sent:
// nothing is taken from the sender's own count alone.
#pragma once

#include <cstdint>
#include <vector>

#include "chain/primitives/result.h"
#include "scenario.h"

namespace xh::bench {

// Receipts of a prepared stage: each must be OK (the first kReceiptsChecked of them are read).
inline constexpr std::size_t kReceiptsChecked = 40;
[[nodiscard]] chain::Status check_receipts(const Plan& plan, std::uint16_t api_port, const Stage& stage);

// Waits until every node is as high as the first is now: what one of them knows as final, the others know too.
[[nodiscard]] chain::Status wait_for_all(const std::vector<std::uint16_t>& api_ports);

// Compares state roots at heights spread
// over the chain.
[[nodiscard]] chain::Status check_roots(std::uint16_t one, std::uint16_t other);

// Transfers: every account's balance must be its deposit less what jobs 0 to jobs_done - 1 sent plus what they brought;
// each account asks for itself, half of them at each node. Gives the number of transfers that the balances prove.
[[nodiscard]] chain::Result<std::uint64_t> count_transfers(const Plan& plan, std::uint16_t one, std::uint16_t other,
                                                           std::size_t jobs_done);

// Work logs: the entries of day logs that three parties confirmed and that are in an accrual, over all agreements that
// were used; the union asks, half of them at each node. The accruals' own sums must be those of the same logs.
[[nodiscard]] chain::Result<std::uint64_t> count_entries(const Plan& plan, std::uint16_t one, std::uint16_t other,
                                                         std::size_t jobs_done);

}  // namespace xh::bench
