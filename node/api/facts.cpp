#include "node/api/facts.h"

#include "chain/merkle/list_tree.h"

namespace xh::node::api {
namespace {

chain::Result<chain::Fact> fact_at(const Ledger& ledger, chain::Height height) {
  auto block = ledger.read(height);
  if (!block) return std::unexpected(block.error());
  auto finality = ledger.finality_of(height);
  if (!finality) return std::unexpected(finality.error());
  const auto header = chain::decode<chain::Header>(block->block.header);
  CHECK(header.has_value());
  auto epochs = ledger.epoch_links(header->epoch);
  if (!epochs) return std::unexpected(epochs.error());
  chain::Fact out;
  out.chain_id = ledger.context().chain_id;
  out.genesis_hash = ledger.context().genesis_hash;
  out.header = std::move(block->block.header);
  out.finality = std::move(*finality);
  out.epochs.assign(epochs->begin(), epochs->end());
  return out;
}

}  // namespace

chain::Result<chain::Fact> receipt_fact(const Ledger& ledger, chain::Height height, const std::vector<chain::SaltedReceipt>& receipts,
                                        std::uint32_t index) {
  auto out = fact_at(ledger, height);
  if (!out) return out;
  std::vector<chain::Hash256> leaves;
  leaves.reserve(receipts.size());
  for (const auto& r : receipts) leaves.push_back(chain::list_leaf_hash(chain::receipt_leaf(r)));
  out->receipt = chain::ReceiptFact{receipts[index], chain::prove_inclusion(leaves, index)};
  return out;
}

chain::Result<chain::Fact> record_fact(const Ledger& ledger, const chain::Bytes& raw_key) {
  if (ledger.height().value == 0) return chain::not_yet("no block is final yet: there is nothing to prove it with");
  auto proof = ledger.state().prove(chain::StateKey(raw_key), ledger.height());
  if (!proof) return std::unexpected(proof.error());
  auto out = fact_at(ledger, ledger.height());
  if (!out) return out;
  out->record = chain::RecordFact{raw_key, proof->salt, std::move(proof->value), std::move(proof->proof)};
  return out;
}

}  // namespace xh::node::api
