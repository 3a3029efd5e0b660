#include "node/core/mempool.h"

namespace xh::node {

Mempool::Added Mempool::add(TransactionPtr tx) {
  if (by_hash_.contains(tx->hash) || by_id_.contains(tx->id)) return Added::kKnown;
  if (by_order_.size() >= limits_.max_transactions || bytes_ + tx->wire.size() > limits_.max_bytes) return Added::kFull;
  const std::uint64_t order = next_order_++;
  by_hash_.emplace(tx->hash, order);
  by_id_.emplace(tx->id, order);
  by_expiry_.emplace(tx->body.expires_at, order);
  bytes_ += tx->wire.size();
  by_order_.emplace(order, std::move(tx));
  return Added::kAdded;
}

void Mempool::remove(const chain::TxHash& hash) {
  const auto at = by_hash_.find(hash);
  if (at == by_hash_.end()) return;
  const auto entry = by_order_.find(at->second);
  const TransactionPtr tx = entry->second;
  bytes_ -= tx->wire.size();
  by_id_.erase(tx->id);
  by_expiry_.erase({tx->body.expires_at, at->second});
  by_order_.erase(entry);
  by_hash_.erase(at);
}

std::vector<TransactionPtr> Mempool::remove_expired(chain::Timestamp block_time) {
  std::vector<TransactionPtr> out;
  while (!by_expiry_.empty() && by_expiry_.begin()->first < block_time) {
    out.push_back(by_order_.at(by_expiry_.begin()->second));
    remove(out.back()->hash);
  }
  return out;
}

TransactionPtr Mempool::find(const chain::TxHash& hash) const {
  const auto at = by_hash_.find(hash);
  return at == by_hash_.end() ? nullptr : by_order_.at(at->second);
}

TransactionPtr Mempool::find(const chain::TxId& id) const {
  const auto at = by_id_.find(id);
  return at == by_id_.end() ? nullptr : by_order_.at(at->second);
}

std::vector<TransactionPtr> Mempool::candidates(const TxHashSet& excluded, std::size_t max_count, std::uint64_t max_bytes) const {
  std::vector<TransactionPtr> out;
  std::uint64_t bytes = 0;
  for (const auto& [order, tx] : by_order_) {
    if (out.size() == max_count || bytes + tx->wire.size() > max_bytes) break;
    if (excluded.contains(tx->hash)) continue;
    bytes += tx->wire.size();
    out.push_back(tx);
  }
  return out;
}

std::vector<TransactionPtr> Mempool::oldest(std::size_t max_count) const {
  return candidates({}, max_count, ~std::uint64_t{0});
}

}  // namespace xh::node
