// Moves the ledger time of a testnet with a driven clock (architecture, decision 8): through each node's admin socket,
// all to the same millisecond, never backwards. Safe to repeat: a node that stands there already says so.
#pragma once

#include "node/ops/testnet.h"

namespace xh::node {

[[nodiscard]] Outcome<Output> show_clock(const std::vector<TestnetNode>& nodes);

// Nodes that are down fail the command before any clock moves, unless `allow_down`; they read their clock from the
// ledger when they come back and must be set again then.
[[nodiscard]] Outcome<Output> set_clock(const std::vector<TestnetNode>& nodes, chain::Timestamp to, bool allow_down);
// From the latest of the nodes' clocks.
[[nodiscard]] Outcome<Output> advance_clock(const std::vector<TestnetNode>& nodes, std::int64_t by_ms, bool allow_down);

}  // namespace xh::node
