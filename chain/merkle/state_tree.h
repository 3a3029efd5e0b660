// The authenticated map in memory (rule: map_proof.h): a value handle on immutable, shared nodes. chain/state keeps one
// handle for each unfinalized branch and one for each recent final height; nodes that two versions have in common exist
// once.
//
// Invariants: a handle's content never changes; root() depends on the stored (key, value hash) pairs alone; with()
// hashes each changed node once, however many keys below it change.
// Threading: ONE thread. Reference counts are not atomic, and handles made from one another share a node pool
// (node_pool.h).
// Limits: kTreeNodesMax nodes of either kind a pool; recursion is at most kMapDepthMax + 1 deep, destruction included.
// Cost: about 132 B a key; with() of m keys in a map of n is O(m log n) in one pass; prove() O(log n).
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <vector>

#include "chain/merkle/map_proof.h"
#include "chain/merkle/node_pool.h"
#include "chain/merkle/range_proof.h"

namespace xh::chain {

// What happens to a key: a new value hash, or removal (no value hash). Removing an absent key changes nothing.
struct TreeUpdate {
  Hash256 key;
  std::optional<Hash256> value_hash;
};

class StateTree {
 public:
  StateTree();  // the empty map, with a node pool of its own
  StateTree(const StateTree& other);
  StateTree(StateTree&& other) noexcept;
  StateTree& operator=(StateTree other) noexcept;
  ~StateTree();

  [[nodiscard]] Hash256 root() const;
  [[nodiscard]] std::uint64_t size() const { return size_; }  // keys
  [[nodiscard]] std::optional<Hash256> value_hash(const Hash256& key) const;

  // The map after these updates. Needs strictly ascending keys (our own bug otherwise: CHECK). To build a map from
  // sorted leaves, apply them in ascending batches to an empty one.
  [[nodiscard]] StateTree with(std::span<const TreeUpdate> sorted_updates) const;

  // A proof of inclusion if the key is present, of absence if not.
  [[nodiscard]] MapProof prove(const Hash256& key) const;
  // What lies beside the leaves of the range; the leaves themselves are the caller's. O(log n).
  [[nodiscard]] MapRangeProof prove_range(const KeyRange& range) const;

  [[nodiscard]] std::size_t pool_bytes() const {
    return pool_->bytes();
  }  // of all handles that share the pool; for metrics

 private:
  StateTree(std::shared_ptr<NodePool> pool, NodeRef root, std::uint64_t size);

  std::shared_ptr<NodePool> pool_;
  NodeRef root_;
  std::uint64_t size_ = 0;
};

}  // namespace xh::chain
