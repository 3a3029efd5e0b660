// Inclusion proofs of the RFC 9162 list tree (transactions root, receipts root, buckets): the part a light client
// needs. Made by list_tree.h, carried by API and light client, checked here against a root that a final header names.
//
// Rule (RFC 9162, 2.1): leaf = SHA-256(0x00 || data), node = SHA-256(0x01 || left || right), the empty list is
// SHA-256("").
// Stateless, thread-safe. Cost: at most kListProofPathMax hashes. Bytes from outside are refused, never asserted on.
#pragma once

#include <cstdint>
#include <tuple>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/primitives/bytes.h"

namespace xh::chain {

inline constexpr std::size_t kListProofPathMax = 64;

struct ListProof {
  std::uint64_t index = 0;    // of the leaf, from 0
  std::uint64_t size = 0;     // leaves in the list
  std::vector<Hash256> path;  // siblings, from the leaf upwards

  static constexpr auto fields() {
    return std::tuple(field<1>("index", &ListProof::index), field<2>("size", &ListProof::size),
                      field<3>("path", &ListProof::path, kListProofPathMax));
  }
  friend bool operator==(const ListProof&, const ListProof&) = default;
};

[[nodiscard]] Hash256 list_leaf_hash(BytesView data);
[[nodiscard]] Hash256 list_node_hash(const Hash256& left, const Hash256& right);
[[nodiscard]] Hash256 list_empty_root();

// True when the list of `proof.size` leaves with this root holds `leaf_hash` at `proof.index` (RFC 9162, 2.1.3.2).
// `root` is trusted; everything in `proof` may come from an attacker. The size is NOT bound by the root: a caller that
// needs it takes it from the header's own count.
[[nodiscard]] bool verify_inclusion(const Hash256& root, const Hash256& leaf_hash, const ListProof& proof);

}  // namespace xh::chain
