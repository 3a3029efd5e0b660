#include "chain/merkle/list_proof.h"

#include <array>
#include <bit>
#include <cstring>

#include "chain/crypto/sha256.h"

namespace xh::chain {
namespace {

// Siblings of leaf `index` in a list of `size`: one a level up to where the path meets the right edge, then one for
// each left turn.
std::size_t path_length(std::uint64_t index, std::uint64_t size) {
  const auto inner = static_cast<std::size_t>(std::bit_width(index ^ (size - 1)));
  const auto border = static_cast<std::size_t>(inner >= 64 ? 0 : std::popcount(index >> inner));
  return inner + border;
}

}  // namespace

Hash256 list_leaf_hash(BytesView data) {
  static constexpr std::uint8_t kPrefix[] = {0x00};
  return Sha256{}.update(kPrefix).update(data).finish();
}

Hash256 list_node_hash(const Hash256& left, const Hash256& right) {
  std::array<std::uint8_t, 65> buffer;
  buffer[0] = 0x01;
  std::memcpy(buffer.data() + 1, left.bytes.data(), 32);
  std::memcpy(buffer.data() + 33, right.bytes.data(), 32);
  return sha256(buffer);
}

Hash256 list_empty_root() {
  return sha256({});
}

bool verify_inclusion(const Hash256& root, const Hash256& leaf_hash, const ListProof& proof) {
  if (proof.index >= proof.size || proof.path.size() != path_length(proof.index, proof.size)) return false;
  Hash256 at = leaf_hash;
  std::uint64_t index = proof.index;
  std::uint64_t last = proof.size - 1;
  for (const Hash256& sibling : proof.path) {
    // At the right edge a subtree without a sibling on this level rises until it is a right child.
    while (index == last && index % 2 == 0 && last != 0) {
      index /= 2;
      last /= 2;
    }
    at = index % 2 == 1 ? list_node_hash(sibling, at) : list_node_hash(at, sibling);
    index /= 2;
    last /= 2;
  }
  return last == 0 && at == root;
}

}  // namespace xh::chain
