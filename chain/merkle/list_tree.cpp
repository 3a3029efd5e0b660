#include "chain/merkle/list_tree.h"

#include <algorithm>

#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

// Replaces the nodes of one level by their parents; an odd last node rises as it is (RFC 9162's tree, seen level by
// level).
void raise_level(std::vector<Hash256>& level) {
  const std::size_t pairs = level.size() / 2;
  for (std::size_t i = 0; i < pairs; ++i) level[i] = list_node_hash(level[2 * i], level[2 * i + 1]);
  if (level.size() % 2 == 1) level[pairs] = level.back();
  level.resize(pairs + level.size() % 2);
}

}  // namespace

void ListTreeBuilder::add_leaf_hash(const Hash256& leaf) {
  Hash256 peak = leaf;
  for (std::uint64_t rest = size_; rest % 2 == 1; rest /= 2) {
    peak = list_node_hash(peaks_.back(), peak);
    peaks_.pop_back();
  }
  peaks_.push_back(peak);
  ++size_;
}

Hash256 ListTreeBuilder::root() const {
  if (peaks_.empty()) return list_empty_root();
  Hash256 root = peaks_.back();
  for (std::size_t i = peaks_.size() - 1; i-- > 0;) root = list_node_hash(peaks_[i], root);
  return root;
}

Hash256 list_root(std::span<const Hash256> leaf_hashes) {
  ListTreeBuilder builder;
  for (const Hash256& leaf : leaf_hashes) builder.add_leaf_hash(leaf);
  return builder.root();
}

ListProof prove_inclusion(std::span<const Hash256> leaf_hashes, std::uint64_t index) {
  CHECK(index < leaf_hashes.size());
  ListProof proof{index, leaf_hashes.size(), {}};
  std::vector<Hash256> level(leaf_hashes.begin(), leaf_hashes.end());
  for (std::size_t at = index; level.size() > 1; at /= 2) {
    const std::size_t sibling = at ^ 1;
    if (sibling < level.size()) proof.path.push_back(level[sibling]);
    raise_level(level);
  }
  return proof;
}

}  // namespace xh::chain
