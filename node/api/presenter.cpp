#include "node/api/presenter.h"

#include <algorithm>

#include "chain/merkle/list_tree.h"
#include "contracts/catalog/event_catalog.h"

namespace xh::node::api {

std::string hex(chain::BytesView bytes) { return chain::to_hex(bytes); }

json::object block_summary(const StoredBlock& block) {
  const auto& h = block.header;
  return {{"height", h.height.value},
          {"id", hex(block.id.view())},
          {"time", h.timestamp.value},
          {"proposer", h.proposer.value},
          {"view", h.view.value},
          {"epoch", h.epoch.value},
          {"transaction_count", h.transaction_count},
          {"receipt_count", h.receipt_count}};
}

chain::Result<json::object> block_document(const Ledger& ledger, const StoredBlock& block) {
  auto out = block_summary(block);
  const auto& h = block.header;
  out["header"] = hex(block.block.header);
  out["parent"] = hex(h.parent.view());
  out["state_root"] = hex(h.state_root.view());
  out["transactions_root"] = hex(h.transactions_root.view());
  out["receipts_root"] = hex(h.receipts_root.view());
  out["validator_set_hash"] = hex(h.validator_set_hash.view());
  json::array links;
  if (block.height.value == 0) {
    out["finalization"] = nullptr;
  } else {
    auto finality = ledger.finality_of(block.height);
    if (!finality) return std::unexpected(finality.error());
    for (const auto& link : finality->links) links.push_back(json::value(hex(link)));
    out["finalization"] = hex(chain::encode(finality->finalization));
    out["finalized_by"] = block.height.value + finality->links.size();
  }
  out["links"] = std::move(links);
  auto bodies = ledger.parse_bodies(block.block.transactions);
  if (!bodies) return std::unexpected(bodies.error());
  json::array transactions;
  for (std::uint32_t i = 0; i < bodies->size(); ++i) transactions.push_back(transaction_summary((*bodies)[i], block, i));
  out["transactions"] = std::move(transactions);
  return out;
}

json::object transaction_summary(const contracts::TransactionPtr& tx, const StoredBlock& block, std::uint32_t index) {
  return {{"id", hex(tx->id.view())},          {"hash", hex(tx->hash.view())},
          {"height", block.height.value},      {"index", index},
          {"time", block.header.timestamp.value}, {"type", type_name(tx->body.call)},
          {"state", "final"}};
}

json::object proof_json(const chain::ListProof& proof) {
  json::array path;
  for (const auto& step : proof.path) path.push_back(json::value(hex(step.view())));
  return {{"index", proof.index}, {"size", proof.size}, {"path", std::move(path)}};
}

chain::ListProof transaction_proof(const Ledger& ledger, const StoredBlock& block, std::uint32_t index) {
  std::vector<chain::Hash256> leaves;
  leaves.reserve(block.block.transactions.size());
  for (const auto& wire : block.block.transactions) leaves.push_back(chain::list_leaf_hash(ledger.hasher().hash_of(wire).view()));
  return chain::prove_inclusion(leaves, index);
}

std::string type_name(const chain::Call& call) {
  const auto* method = contracts::all_contracts().find_method(call.contract, call.method);
  return method != nullptr ? method->name : "unknown";
}

json::object receipt_json(const chain::Receipt& receipt, std::uint32_t index, const chain::AccountId* reader) {
  json::array events;
  for (const auto& event : receipt.events) {
    if (reader == nullptr || std::ranges::find(event.parties, *reader) != event.parties.end()) {
      events.push_back(contracts::event_to_json(event));
    }
  }
  json::object out{{"height", receipt.height.value}, {"index", index},
                   {"time", receipt.effective.value}, {"code", receipt.code},
                   {"rule", receipt.rule},            {"message", receipt.message},
                   {"events", std::move(events)}};
  out["source"] = receipt.source == chain::ReceiptSource::kCalendar ? "calendar" : "transaction";
  if (receipt.source == chain::ReceiptSource::kTransaction) out["transaction"] = hex(receipt.transaction.view());
  return out;
}

}  // namespace xh::node::api
