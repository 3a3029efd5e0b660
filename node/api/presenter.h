// Ledger objects as the API's JSON (docs/api.md). Pure; core thread for those that read the ledger.
#pragma once

#include "node/api/http.h"
#include "node/core/replica.h"

namespace xh::node::api {

[[nodiscard]] std::string hex(chain::BytesView bytes);
[[nodiscard]] json::object block_summary(const StoredBlock& block);
// The whole block with finality and transactions. Error: those of Ledger::finality_of.
[[nodiscard]] chain::Result<json::object> block_document(const Ledger& ledger, const StoredBlock& block);
[[nodiscard]] json::object transaction_summary(const contracts::TransactionPtr& tx, const StoredBlock& block, std::uint32_t index);
[[nodiscard]] json::object proof_json(const chain::ListProof& proof);
[[nodiscard]] chain::ListProof transaction_proof(const Ledger& ledger, const StoredBlock& block, std::uint32_t index);
[[nodiscard]] std::string type_name(const chain::Call& call);
// A receipt with its events decoded; only events that `reader` may see (null: all).
[[nodiscard]] json::object receipt_json(const chain::Receipt& receipt, std::uint32_t index, const chain::AccountId* reader);

}  // namespace xh::node::api
