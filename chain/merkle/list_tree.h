// The RFC 9162 list tree: one root over a list in order. Roots of transactions, receipts and idempotency buckets are
// made here; the node's API makes its proofs here. Checking a proof needs list_proof.h only.
//
// Leaves are hashed data: pass list_leaf_hash(data), where data may itself be a hash (e.g. TxHash::view()).
// A ListTreeBuilder belongs to one thread. Memory: builder O(log n), prove_inclusion a copy of the leaf hashes.
#pragma once

#include <span>

#include "chain/merkle/list_proof.h"

namespace xh::chain {

// Adds leaves one by one; root() at any time is the root of those added so far. Adding costs amortised one node hash.
class ListTreeBuilder {
 public:
  void add(BytesView data) { add_leaf_hash(list_leaf_hash(data)); }
  void add_leaf_hash(const Hash256& leaf);
  [[nodiscard]] std::uint64_t size() const { return size_; }
  [[nodiscard]] Hash256 root() const;

 private:
  std::vector<Hash256> peaks_;  // roots of the complete subtrees, largest first: one for each set bit of size_
  std::uint64_t size_ = 0;
};

[[nodiscard]] Hash256 list_root(std::span<const Hash256> leaf_hashes);

// Proof that leaf_hashes[index] is in the list. Needs index < leaf_hashes.size(). O(n) hashes.
[[nodiscard]] ListProof prove_inclusion(std::span<const Hash256> leaf_hashes, std::uint64_t index);

}  // namespace xh::chain
