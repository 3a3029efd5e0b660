// The mempool: transactions whose signatures are verified and that are not final yet, in the order they came.
//
// Callers: Replica. Invariants: a transaction leaves at finalization, at expiry, or when it can never be included; one entry a TxHash and a TxId.
// Threading: core thread. Limits: MempoolLimits; a full pool refuses (the API answers BUSY), it never drops what it accepted.
#pragma once

#include <map>
#include <set>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "contracts/engine/executor.h"

namespace xh::node {

using contracts::TransactionPtr;
using TxHashSet = std::unordered_set<chain::TxHash>;  // look-up only, never iterated

struct MempoolLimits {
  std::size_t max_transactions = 100'000;
  std::size_t max_bytes = 256U << 20;
};

class Mempool {
 public:
  enum class Added : std::uint8_t { kAdded, kKnown, kFull };

  explicit Mempool(MempoolLimits limits) : limits_(limits) {}

  [[nodiscard]] Added add(TransactionPtr tx);
  void remove(const chain::TxHash& hash);
  // Removes those whose expiry lies before `block_time`; gives what was removed.
  std::vector<TransactionPtr> remove_expired(chain::Timestamp block_time);

  [[nodiscard]] TransactionPtr find(const chain::TxHash& hash) const;  // null when absent
  [[nodiscard]] TransactionPtr find(const chain::TxId& id) const;
  // Oldest first, without those in `excluded`, up to both limits.
  [[nodiscard]] std::vector<TransactionPtr> candidates(const TxHashSet& excluded, std::size_t max_count, std::uint64_t max_bytes) const;
  [[nodiscard]] std::vector<TransactionPtr> oldest(std::size_t max_count) const;

  [[nodiscard]] std::size_t size() const { return by_order_.size(); }
  [[nodiscard]] std::size_t bytes() const { return bytes_; }

 private:
  MempoolLimits limits_;
  std::uint64_t next_order_ = 0;
  std::size_t bytes_ = 0;
  std::map<std::uint64_t, TransactionPtr> by_order_;
  std::unordered_map<chain::TxHash, std::uint64_t> by_hash_;
  std::unordered_map<chain::TxId, std::uint64_t> by_id_;
  std::set<std::pair<chain::Timestamp, std::uint64_t>> by_expiry_;  // (expires_at, order)
};

}  // namespace xh::node
