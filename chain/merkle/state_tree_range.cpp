// Making range proofs (rule: range_proof.h): the two ways to the range's ends, what lies beside them, and nothing else.
#include "chain/merkle/state_tree.h"

namespace xh::chain {
namespace {

class RangeWalk {
 public:
  RangeWalk(const NodePool& pool, const KeyRange& range) : pool_(pool), range_(range) {}

  void walk(NodeRef node, const RangeCut& cut, std::size_t depth) {
    if (cut.inside() || node.is_empty()) return;
    if (node.is_leaf()) return end_in_leaf(pool_.leaf(node));
    if (cut.at_first()) ++proof_.first_depth;
    if (cut.at_last()) ++proof_.last_depth;
    const InnerNode& inner = pool_.inner(node);
    const bool left_outside = cut.left_is_outside(depth);
    const bool right_outside = cut.right_is_outside(depth);
    if (left_outside) proof_.before.push_back(pool_.hash(inner.left));
    if (right_outside) proof_.after.push_back(pool_.hash(inner.right));
    if (!left_outside) walk(inner.left, cut.child(depth, false), depth + 1);
    if (!right_outside) walk(inner.right, cut.child(depth, true), depth + 1);
  }

  [[nodiscard]] MapRangeProof take() { return std::move(proof_); }

 private:
  void end_in_leaf(const LeafNode& leaf) {
    if (leaf.key < range_.first) proof_.leaf_before = MapLeaf{leaf.key, leaf.value_hash};
    if (range_.last < leaf.key) proof_.leaf_after = MapLeaf{leaf.key, leaf.value_hash};
  }

  const NodePool& pool_;
  KeyRange range_;
  MapRangeProof proof_;
};

}  // namespace

MapRangeProof StateTree::prove_range(const KeyRange& range) const {
  RangeWalk walk(*pool_, range);
  walk.walk(root_, RangeCut(range), 0);
  return walk.take();
}

}  // namespace xh::chain
