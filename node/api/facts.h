// Makes facts (chain/light/fact.h) from the ledger: what a worker takes home. Core thread.
#pragma once

#include "chain/light/fact.h"
#include "node/core/ledger.h"

namespace xh::node::api {

// `receipts`: all of that height. Needs index < receipts.size().
[[nodiscard]] chain::Result<chain::Fact> receipt_fact(const Ledger& ledger, chain::Height height,
                                                      const std::vector<chain::SaltedReceipt>& receipts, std::uint32_t index);
// The record, or its absence, at the last final height that has a finalization of its own or after it.
[[nodiscard]] chain::Result<chain::Fact> record_fact(const Ledger& ledger, const chain::Bytes& raw_key);

}  // namespace xh::node::api
