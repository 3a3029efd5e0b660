// Memory of the authenticated map: fixed-size nodes in slabs, named by 32-bit references, shared by count. Used by
// state_tree.cpp only.
//
// Invariants: a node is immutable once made; an inner node owns one count of each child; a reference is valid while its
// count is above zero. A reference's number is an address, never an input to a hash or an order.
// Threading: one thread (counts are plain integers).
// Limit: kTreeNodesMax of each kind; running out is a CHECK, since a node that cannot hold its state must stop.
// Sizes: leaf 68 B, inner 44 B; a map of n random keys has about 1.44 n inner nodes.
#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "chain/primitives/bytes.h"

namespace xh::chain {

inline constexpr std::uint32_t kTreeNodesMax = 0x7ffffffe;

// 0 is the empty subtree; otherwise the lowest bit tells leaf (1) from inner (0) and the rest is the slot number plus
// one.
struct NodeRef {
  std::uint32_t bits = 0;

  [[nodiscard]] bool is_empty() const { return bits == 0; }
  [[nodiscard]] bool is_leaf() const { return (bits & 1) != 0; }
  [[nodiscard]] bool is_inner() const { return bits != 0 && (bits & 1) == 0; }
  [[nodiscard]] std::uint32_t slot() const { return (bits >> 1) - 1; }
  friend bool operator==(const NodeRef&, const NodeRef&) = default;
};

struct LeafNode {
  Hash256 key;
  Hash256 value_hash;
  std::uint32_t count = 0;
};

struct InnerNode {
  Hash256 hash;
  NodeRef left;
  NodeRef right;
  std::uint32_t count = 0;
};

// Slots of one node type, in slabs that never move; freed slots are reused, last freed first.
template <class Node>
class NodeSlabs {
 public:
  static constexpr std::uint32_t kSlabNodes = 1 << 14;

  [[nodiscard]] Node& at(std::uint32_t slot) { return slabs_[slot / kSlabNodes][slot % kSlabNodes]; }
  [[nodiscard]] const Node& at(std::uint32_t slot) const { return slabs_[slot / kSlabNodes][slot % kSlabNodes]; }
  [[nodiscard]] std::uint32_t take();
  void give_back(std::uint32_t slot) { free_.push_back(slot); }
  [[nodiscard]] std::size_t in_use() const { return used_ - free_.size(); }
  [[nodiscard]] std::size_t bytes() const { return slabs_.size() * kSlabNodes * sizeof(Node); }

 private:
  std::vector<std::unique_ptr<Node[]>> slabs_;
  std::vector<std::uint32_t> free_;
  std::uint32_t used_ = 0;
};

class NodePool {
 public:
  // Both return a reference with a count of one. make_inner takes over the caller's counts of its children.
  [[nodiscard]] NodeRef make_leaf(const Hash256& key, const Hash256& value_hash);
  [[nodiscard]] NodeRef make_inner(NodeRef left, NodeRef right);

  NodeRef retain(NodeRef node);  // returns its argument
  void release(NodeRef node);    // frees what nothing refers to any more

  [[nodiscard]] const LeafNode& leaf(NodeRef node) const { return leaves_.at(node.slot()); }
  [[nodiscard]] const InnerNode& inner(NodeRef node) const { return inners_.at(node.slot()); }
  [[nodiscard]] Hash256 hash(NodeRef node) const;  // zero for the empty subtree; a leaf's is computed anew

  [[nodiscard]] std::size_t nodes_in_use() const { return leaves_.in_use() + inners_.in_use(); }
  [[nodiscard]] std::size_t bytes() const { return leaves_.bytes() + inners_.bytes(); }

 private:
  NodeSlabs<LeafNode> leaves_;
  NodeSlabs<InnerNode> inners_;
};

}  // namespace xh::chain
