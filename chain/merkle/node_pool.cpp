#include "chain/merkle/node_pool.h"

#include "chain/merkle/map_proof.h"
#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

NodeRef leaf_ref(std::uint32_t slot) {
  return {(slot + 1) << 1 | 1};
}
NodeRef inner_ref(std::uint32_t slot) {
  return {(slot + 1) << 1};
}

}  // namespace

template <class Node>
std::uint32_t NodeSlabs<Node>::take() {
  if (!free_.empty()) {
    const std::uint32_t slot = free_.back();
    free_.pop_back();
    return slot;
  }
  CHECK(used_ < kTreeNodesMax);
  if (used_ % kSlabNodes == 0) slabs_.push_back(std::make_unique_for_overwrite<Node[]>(kSlabNodes));
  return used_++;
}

template class NodeSlabs<LeafNode>;
template class NodeSlabs<InnerNode>;

NodeRef NodePool::make_leaf(const Hash256& key, const Hash256& value_hash) {
  const std::uint32_t slot = leaves_.take();
  leaves_.at(slot) = LeafNode{key, value_hash, 1};
  return leaf_ref(slot);
}

NodeRef NodePool::make_inner(NodeRef left, NodeRef right) {
  const Hash256 node_hash = map_node_hash(hash(left), hash(right));
  const std::uint32_t slot = inners_.take();
  inners_.at(slot) = InnerNode{node_hash, left, right, 1};
  return inner_ref(slot);
}

NodeRef NodePool::retain(NodeRef node) {
  if (node.is_leaf()) ++leaves_.at(node.slot()).count;
  if (node.is_inner()) ++inners_.at(node.slot()).count;
  return node;
}

// Recursive on the left, a loop on the right: never deeper than the tree.
void NodePool::release(NodeRef node) {
  while (node.is_inner()) {
    InnerNode& inner_node = inners_.at(node.slot());
    if (--inner_node.count > 0) return;
    const NodeRef left = inner_node.left;
    const NodeRef right = inner_node.right;
    inners_.give_back(node.slot());
    release(left);
    node = right;
  }
  if (node.is_leaf() && --leaves_.at(node.slot()).count == 0) leaves_.give_back(node.slot());
}

Hash256 NodePool::hash(NodeRef node) const {
  if (node.is_inner()) return inner(node).hash;
  if (node.is_empty()) return {};
  const LeafNode& leaf_node = leaf(node);
  return map_leaf_hash(leaf_node.key, leaf_node.value_hash);
}

}  // namespace xh::chain
