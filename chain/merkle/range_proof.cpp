#include "chain/merkle/range_proof.h"

#include <algorithm>

namespace xh::chain {
namespace {

using Leaves = std::span<const MapLeaf>;

// What is known of a subtree while a proof is checked. An outside subtree's hash may be a leaf's or an inner node's.
enum class Content : std::uint8_t { kEmpty, kLeaf, kInner, kUnknown };
struct Subtree {
  Content content = Content::kEmpty;
  Hash256 hash;
};

Subtree leaf_subtree(const MapLeaf& leaf) {
  return {Content::kLeaf, map_leaf_hash(leaf.key, leaf.value_hash)};
}

std::pair<Leaves, Leaves> split(Leaves leaves, std::size_t depth) {
  const auto middle =
      std::partition_point(leaves.begin(), leaves.end(), [&](const MapLeaf& l) { return !map_key_bit(l.key, depth); });
  const auto count = static_cast<std::size_t>(middle - leaves.begin());
  return {leaves.first(count), leaves.subspan(count)};
}

// A subtree whose leaves are all given.
Subtree build(Leaves leaves, std::size_t depth) {
  if (leaves.empty()) return {};
  if (leaves.size() == 1) return leaf_subtree(leaves[0]);
  const auto [lower, upper] = split(leaves, depth);  // two different keys differ at some depth below 256
  const Hash256 left = build(lower, depth + 1).hash;
  const Hash256 right = build(upper, depth + 1).hash;
  // Passing on a lone inner node would be wrong: only a subtree with one leaf collapses.
  return {Content::kInner, map_node_hash(left, right)};
}

class RangeCheck {
 public:
  explicit RangeCheck(const MapRangeProof& proof) : proof_(proof) {}

  // False: the proof contradicts the rule of the map.
  [[nodiscard]] bool subtree(const RangeCut& cut, std::size_t depth, Leaves leaves, Subtree& out) {
    if (cut.inside()) {
      out = build(leaves, depth);
      return true;
    }
    const bool first_goes_on = cut.at_first() && depth < proof_.first_depth;
    const bool last_goes_on = cut.at_last() && depth < proof_.last_depth;
    if (cut.at_first() && cut.at_last() && first_goes_on != last_goes_on) return false;
    if (!first_goes_on && !last_goes_on) return end_of_way(cut, leaves, out);
    return depth < kMapDepthMax && inner(cut, depth, leaves, out);
  }

  [[nodiscard]] bool used_up() const {
    return first_passed_ == proof_.first_depth && last_passed_ == proof_.last_depth &&
           before_used_ == proof_.before.size() && after_used_ == proof_.after.size() &&
           leaf_before_used_ == proof_.leaf_before.has_value() && leaf_after_used_ == proof_.leaf_after.has_value();
  }

 private:
  // An empty subtree, or one leaf: of the range, or the one that the proof gives in full.
  [[nodiscard]] bool end_of_way(const RangeCut& cut, Leaves leaves, Subtree& out) {
    std::size_t found = leaves.size();
    if (found == 1) out = leaf_subtree(leaves[0]);
    if (cut.at_first() && proof_.leaf_before) {
      ++found;
      leaf_before_used_ = true;
      out = leaf_subtree(*proof_.leaf_before);
    }
    if (cut.at_last() && proof_.leaf_after) {
      ++found;
      leaf_after_used_ = true;
      out = leaf_subtree(*proof_.leaf_after);
    }
    return found <= 1;
  }

  [[nodiscard]] bool inner(const RangeCut& cut, std::size_t depth, Leaves leaves, Subtree& out) {
    if (cut.at_first()) ++first_passed_;
    if (cut.at_last()) ++last_passed_;
    const auto [lower, upper] = split(leaves, depth);
    Subtree left;
    Subtree right;
    const bool left_outside = cut.left_is_outside(depth);
    const bool right_outside = cut.right_is_outside(depth);
    if (left_outside && !take(proof_.before, before_used_, left)) return false;
    if (right_outside && !take(proof_.after, after_used_, right)) return false;
    if (!left_outside && !subtree(cut.child(depth, false), depth + 1, lower, left)) return false;
    if (!right_outside && !subtree(cut.child(depth, true), depth + 1, upper, right)) return false;
    if (collapses(left, right)) return false;
    out = {Content::kInner, map_node_hash(left.hash, right.hash)};
    return true;
  }

  [[nodiscard]] static bool take(const std::vector<Hash256>& from, std::size_t& used, Subtree& out) {
    if (used == from.size()) return false;
    out.hash = from[used++];
    out.content = out.hash.is_zero() ? Content::kEmpty : Content::kUnknown;
    return true;
  }

  // An inner node has two leaves below it at least.
  [[nodiscard]] static bool collapses(const Subtree& left, const Subtree& right) {
    const auto small = [](const Subtree& s) { return s.content == Content::kEmpty || s.content == Content::kLeaf; };
    return small(left) && small(right) && (left.content == Content::kEmpty || right.content == Content::kEmpty);
  }

  const MapRangeProof& proof_;
  std::size_t first_passed_ = 0;
  std::size_t last_passed_ = 0;
  std::size_t before_used_ = 0;
  std::size_t after_used_ = 0;
  bool leaf_before_used_ = false;
  bool leaf_after_used_ = false;
};

// The first `depth` bits are the same.
bool share_way(const Hash256& a, const Hash256& b, std::size_t depth) {
  for (std::size_t i = 0; i < depth; ++i) {
    if (map_key_bit(a, i) != map_key_bit(b, i)) return false;
  }
  return true;
}

bool outer_leaves_fit(const KeyRange& range, const MapRangeProof& proof) {
  const auto& before = proof.leaf_before;
  const auto& after = proof.leaf_after;
  if (before && !(before->key < range.first && share_way(before->key, range.first, proof.first_depth))) return false;
  return !after || (range.last < after->key && share_way(after->key, range.last, proof.last_depth));
}

}  // namespace

RangeCut::RangeCut(const KeyRange& range) : range_(range), first_end_(kMapDepthMax), last_end_(kMapDepthMax) {
  while (first_end_ > 0 && !map_key_bit(range.first, first_end_ - 1)) --first_end_;
  while (last_end_ > 0 && map_key_bit(range.last, last_end_ - 1)) --last_end_;
  at_first_ = first_end_ > 0;
  at_last_ = last_end_ > 0;
}

RangeCut RangeCut::child(std::size_t depth, bool right) const {
  RangeCut out = *this;
  out.at_first_ = at_first_ && map_key_bit(range_.first, depth) == right && depth + 1 < first_end_;
  out.at_last_ = at_last_ && map_key_bit(range_.last, depth) == right && depth + 1 < last_end_;
  return out;
}

bool verify_range(const Hash256& root, const KeyRange& range, std::span<const MapLeaf> leaves,
                  const MapRangeProof& proof) {
  if (range.last < range.first || proof.first_depth > kMapDepthMax || proof.last_depth > kMapDepthMax) return false;
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    if (!range.contains(leaves[i].key) || (i > 0 && !(leaves[i - 1].key < leaves[i].key))) return false;
  }
  if (!outer_leaves_fit(range, proof)) return false;
  RangeCheck check(proof);
  Subtree whole;
  return check.subtree(RangeCut(range), 0, leaves, whole) && check.used_up() && whole.hash == root;
}

}  // namespace xh::chain
