// Range proofs of the authenticated map: that certain leaves, and no others, have keys from `first` to `last`. A
// snapshot's chunk carries one, so that each chunk is checked by itself under a final header's state root
// (architecture, decision 5). state_tree.h makes the proofs.
//
// What a proof holds. A subtree wholly inside the range follows from the leaves given. One wholly outside is named by
// its hash. Those on the way to the range's two ends are walked through, down to where the way ends in an empty subtree
// or in one leaf (rule: map_proof.h); such a leaf, when its key lies outside the range, is given in full, since a bare
// hash there could hide a leaf of the range.
// Stateless, thread-safe. Cost: one hash for each leaf and inner node of the range, and at most 2 * kMapDepthMax more.
// Bytes from outside are refused, never asserted on.
#pragma once

#include <optional>
#include <span>
#include <tuple>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/merkle/map_proof.h"

namespace xh::chain {

// Both ends included.
struct KeyRange {
  Hash256 first;
  Hash256 last;

  [[nodiscard]] bool contains(const Hash256& key) const { return first <= key && key <= last; }
};

struct MapRangeProof {
  std::uint32_t first_depth = 0;       // inner nodes on the way to `first`, as far as they hold keys before it
  std::uint32_t last_depth = 0;        // likewise to `last`
  std::vector<Hash256> before;         // subtrees wholly before the range, from the root downwards; zero: empty
  std::vector<Hash256> after;          // wholly behind it
  std::optional<MapLeaf> leaf_before;  // where the way to `first` ends in a leaf before the range
  std::optional<MapLeaf> leaf_after;   // where the way to `last` ends in a leaf behind it

  static constexpr auto fields() {
    return std::tuple(
        field<1>("first_depth", &MapRangeProof::first_depth), field<2>("last_depth", &MapRangeProof::last_depth),
        field<3>("before", &MapRangeProof::before, kMapDepthMax),
        field<4>("after", &MapRangeProof::after, kMapDepthMax), field<5>("leaf_before", &MapRangeProof::leaf_before),
        field<6>("leaf_after", &MapRangeProof::leaf_after));
  }
  friend bool operator==(const MapRangeProof&, const MapRangeProof&) = default;
};

// Which of a range's two ends still cut through a subtree. Shared by the making and the checking of proofs.
class RangeCut {
 public:
  explicit RangeCut(const KeyRange& range);  // of the whole map

  [[nodiscard]] bool at_first() const { return at_first_; }  // the subtree holds `first` and keys before it
  [[nodiscard]] bool at_last() const { return at_last_; }    // the subtree holds `last` and keys behind it
  [[nodiscard]] bool inside() const { return !at_first_ && !at_last_; }
  // Of the subtree at hand, which sits at `depth`: is its left half wholly before the range, its right half behind it?
  [[nodiscard]] bool left_is_outside(std::size_t depth) const { return at_first_ && map_key_bit(range_.first, depth); }
  [[nodiscard]] bool right_is_outside(std::size_t depth) const { return at_last_ && !map_key_bit(range_.last, depth); }
  [[nodiscard]] RangeCut child(std::size_t depth, bool right) const;

 private:
  KeyRange range_;
  std::size_t first_end_;  // behind the last 1 of `first`: subtrees on its way from this depth on begin with it
  std::size_t last_end_;   // behind the last 0 of `last`
  bool at_first_;
  bool at_last_;
};

// True when the map with this (trusted) root holds exactly `leaves` (ascending keys) in the range. Needs nothing of the
// arguments: a range that is none, leaves out of order or out of the range are refused.
[[nodiscard]] bool verify_range(const Hash256& root, const KeyRange& range, std::span<const MapLeaf> leaves,
                                const MapRangeProof& proof);

}  // namespace xh::chain
