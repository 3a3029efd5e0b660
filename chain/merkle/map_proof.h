// Proofs of the authenticated map (architecture, decision 5): that a key has a value, or that it has none. The part a
// light client needs; state_tree.h makes the proofs. Stateless, thread-safe, at most kMapDepthMax hashes; a proof is
// an attacker's data and is refused, never asserted on.
//
// The map is a binary tree over 256-bit keys (SHA-256 of the raw key), bits taken from the most significant:
//   empty subtree            32 zero bytes
//   subtree with one leaf    that leaf: SHA-256(0x00 || key || value hash), where value hash = SHA-256(salt || value)
//   any other subtree        SHA-256(0x01 || left || right)
// A leaf therefore sits at depth 0..256, and a root depends on the stored pairs alone, not on the order in which they
// came.
#pragma once

#include <optional>
#include <tuple>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/primitives/bytes.h"

namespace xh::chain {

inline constexpr std::size_t kMapDepthMax = 256;

struct MapLeaf {
  Hash256 key;
  Hash256 value_hash;

  static constexpr auto fields() {
    return std::tuple(field<1>("key", &MapLeaf::key), field<2>("value_hash", &MapLeaf::value_hash));
  }
  friend bool operator==(const MapLeaf&, const MapLeaf&) = default;
};

// siblings: from the root downwards, one for each level passed. An absence proof ends in an empty subtree (`other`
// absent) or in the leaf of another key that shares the path.
struct MapProof {
  std::vector<Hash256> siblings;
  std::optional<MapLeaf> other;

  static constexpr auto fields() {
    return std::tuple(field<1>("siblings", &MapProof::siblings, kMapDepthMax), field<2>("other", &MapProof::other));
  }
  friend bool operator==(const MapProof&, const MapProof&) = default;
};

[[nodiscard]] Hash256 map_key(BytesView raw_key);                            // SHA-256(raw key)
[[nodiscard]] Hash256 map_value_hash(const Hash256& salt, BytesView value);  // SHA-256(salt || value)
[[nodiscard]] Hash256 map_leaf_hash(const Hash256& key, const Hash256& value_hash);
[[nodiscard]] Hash256 map_node_hash(const Hash256& left, const Hash256& right);

// Bit `depth` of a key: 0 is the most significant bit of the first byte. Needs depth < 256.
[[nodiscard]] inline bool map_key_bit(const Hash256& key, std::size_t depth) {
  return (key.bytes[depth / 8] >> (7 - depth % 8) & 1) != 0;
}

// True when the map with this (trusted) root holds `key` with exactly this value hash.
[[nodiscard]] bool verify_inclusion(const Hash256& root, const Hash256& key, const Hash256& value_hash,
                                    const MapProof& proof);
// True when the map with this (trusted) root does not hold `key`.
[[nodiscard]] bool verify_absence(const Hash256& root, const Hash256& key, const MapProof& proof);

}  // namespace xh::chain
