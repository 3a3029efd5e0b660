#include "chain/merkle/state_tree.h"

#include <algorithm>
#include <utility>

#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

using Updates = std::span<const TreeUpdate>;

// One pass of sorted updates over a tree. Every function returns a reference that the caller owns (one count).
class Updater {
 public:
  explicit Updater(NodePool& pool) : pool_(pool) {}

  // The subtree `node`, which sits at `depth`, after the updates.
  [[nodiscard]] NodeRef apply(NodeRef node, std::size_t depth, Updates updates) {
    if (updates.empty()) return pool_.retain(node);
    if (!node.is_inner()) return grow(node, depth, updates);
    const auto [lower, upper] = split(updates, depth);
    const InnerNode& before = pool_.inner(node);  // stays where it is: slabs never move
    const NodeRef left = apply(before.left, depth + 1, lower);
    const NodeRef right = apply(before.right, depth + 1, upper);
    if (left == before.left && right == before.right) {
      pool_.release(left);
      pool_.release(right);
      return pool_.retain(node);
    }
    return join(left, right);
  }

  [[nodiscard]] std::int64_t size_change() const { return size_change_; }

 private:
  // The subtree that holds `existing` (a leaf or nothing) after the updates.
  [[nodiscard]] NodeRef grow(NodeRef existing, std::size_t depth, Updates updates) {
    if (updates.empty()) return pool_.retain(existing);
    if (updates.size() == 1 && (existing.is_empty() || pool_.leaf(existing).key == updates[0].key)) {
      return replace(existing, updates[0]);
    }
    CHECK(depth < kMapDepthMax);
    const auto [lower, upper] = split(updates, depth);
    const bool goes_right = !existing.is_empty() && map_key_bit(pool_.leaf(existing).key, depth);
    const NodeRef left = grow(goes_right ? NodeRef{} : existing, depth + 1, lower);
    const NodeRef right = grow(goes_right ? existing : NodeRef{}, depth + 1, upper);
    return join(left, right);
  }

  [[nodiscard]] NodeRef replace(NodeRef existing, const TreeUpdate& update) {
    if (!update.value_hash) {
      if (!existing.is_empty()) --size_change_;
      return {};
    }
    if (existing.is_empty()) ++size_change_;
    if (!existing.is_empty() && pool_.leaf(existing).value_hash == *update.value_hash) return pool_.retain(existing);
    return pool_.make_leaf(update.key, *update.value_hash);
  }

  // A subtree with one leaf collapses to that leaf, an empty one to nothing.
  [[nodiscard]] NodeRef join(NodeRef left, NodeRef right) {
    if (left.is_empty() && !right.is_inner()) return right;
    if (right.is_empty() && !left.is_inner()) return left;
    return pool_.make_inner(left, right);
  }

  [[nodiscard]] static std::pair<Updates, Updates> split(Updates updates, std::size_t depth) {
    const auto middle = std::partition_point(updates.begin(), updates.end(),
                                             [&](const TreeUpdate& u) { return !map_key_bit(u.key, depth); });
    const auto count = static_cast<std::size_t>(middle - updates.begin());
    return {updates.first(count), updates.subspan(count)};
  }

  NodePool& pool_;
  std::int64_t size_change_ = 0;
};

}  // namespace

StateTree::StateTree() : pool_(std::make_shared<NodePool>()) {}

StateTree::StateTree(std::shared_ptr<NodePool> pool, NodeRef root, std::uint64_t size)
    : pool_(std::move(pool)), root_(root), size_(size) {}

StateTree::StateTree(const StateTree& other)
    : pool_(other.pool_), root_(pool_->retain(other.root_)), size_(other.size_) {}

// The moved-from handle becomes the empty map of the same pool.
StateTree::StateTree(StateTree&& other) noexcept
    : pool_(other.pool_), root_(std::exchange(other.root_, {})), size_(std::exchange(other.size_, 0)) {}

StateTree& StateTree::operator=(StateTree other) noexcept {
  std::swap(pool_, other.pool_);
  std::swap(root_, other.root_);
  std::swap(size_, other.size_);
  return *this;
}

StateTree::~StateTree() {
  // The last handle's nodes go with the pool: no walk over millions of them at shutdown.
  if (pool_.use_count() > 1) pool_->release(root_);
}

Hash256 StateTree::root() const {
  return pool_->hash(root_);
}

std::optional<Hash256> StateTree::value_hash(const Hash256& key) const {
  NodeRef at = root_;
  for (std::size_t depth = 0; at.is_inner(); ++depth) {
    const InnerNode& node = pool_->inner(at);
    at = map_key_bit(key, depth) ? node.right : node.left;
  }
  if (at.is_empty() || pool_->leaf(at).key != key) return std::nullopt;
  return pool_->leaf(at).value_hash;
}

StateTree StateTree::with(std::span<const TreeUpdate> sorted_updates) const {
  for (std::size_t i = 1; i < sorted_updates.size(); ++i) CHECK(sorted_updates[i - 1].key < sorted_updates[i].key);
  Updater updater(*pool_);
  const NodeRef root = updater.apply(root_, 0, sorted_updates);
  return StateTree(pool_, root, size_ + static_cast<std::uint64_t>(updater.size_change()));
}

MapProof StateTree::prove(const Hash256& key) const {
  MapProof proof;
  NodeRef at = root_;
  for (std::size_t depth = 0; at.is_inner(); ++depth) {
    const InnerNode& node = pool_->inner(at);
    const bool right = map_key_bit(key, depth);
    proof.siblings.push_back(pool_->hash(right ? node.left : node.right));
    at = right ? node.right : node.left;
  }
  if (at.is_leaf() && pool_->leaf(at).key != key)
    proof.other = MapLeaf{pool_->leaf(at).key, pool_->leaf(at).value_hash};
  return proof;
}

}  // namespace xh::chain
