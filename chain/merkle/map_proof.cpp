#include "chain/merkle/map_proof.h"

#include <array>
#include <cstring>

#include "chain/crypto/sha256.h"

namespace xh::chain {
namespace {

Hash256 hash_pair(std::uint8_t prefix, const Hash256& first, const Hash256& second) {
  std::array<std::uint8_t, 65> buffer;
  buffer[0] = prefix;
  std::memcpy(buffer.data() + 1, first.bytes.data(), 32);
  std::memcpy(buffer.data() + 33, second.bytes.data(), 32);
  return sha256(buffer);
}

// The root that follows when the path of `key` ends in `bottom` below these siblings.
Hash256 climb(const Hash256& key, Hash256 bottom, const std::vector<Hash256>& siblings) {
  for (std::size_t depth = siblings.size(); depth-- > 0;) {
    bottom = map_key_bit(key, depth) ? map_node_hash(siblings[depth], bottom) : map_node_hash(bottom, siblings[depth]);
  }
  return bottom;
}

bool share_path(const Hash256& a, const Hash256& b, std::size_t depth) {
  for (std::size_t i = 0; i < depth; ++i) {
    if (map_key_bit(a, i) != map_key_bit(b, i)) return false;
  }
  return true;
}

}  // namespace

Hash256 map_key(BytesView raw_key) {
  return sha256(raw_key);
}

Hash256 map_value_hash(const Hash256& salt, BytesView value) {
  return Sha256{}.update(salt.view()).update(value).finish();
}

Hash256 map_leaf_hash(const Hash256& key, const Hash256& value_hash) {
  return hash_pair(0x00, key, value_hash);
}

Hash256 map_node_hash(const Hash256& left, const Hash256& right) {
  return hash_pair(0x01, left, right);
}

bool verify_inclusion(const Hash256& root, const Hash256& key, const Hash256& value_hash, const MapProof& proof) {
  if (proof.siblings.size() > kMapDepthMax || proof.other) return false;
  return climb(key, map_leaf_hash(key, value_hash), proof.siblings) == root;
}

bool verify_absence(const Hash256& root, const Hash256& key, const MapProof& proof) {
  if (proof.siblings.size() > kMapDepthMax) return false;
  if (!proof.other) return climb(key, Hash256{}, proof.siblings) == root;
  // The other leaf stands for the whole subtree on the key's path, so it must lie on that path and be another key.
  if (proof.other->key == key || !share_path(proof.other->key, key, proof.siblings.size())) return false;
  return climb(key, map_leaf_hash(proof.other->key, proof.other->value_hash), proof.siblings) == root;
}

}  // namespace xh::chain
