// What the state holds under a raw key, and how it becomes a leaf of the authenticated map (architecture, decisions 5
// and 10).
//
//   leaf key    SHA-256(raw key)
//   salt        when the secret is not zero: H("xh/leaf-salt/1", no chain, secret || leaf key || height of the last
//               write, 8 bytes big-endian), new at each write, so that a disclosed value opens no later one;
//               otherwise 32 zero bytes (parameters, sets, buckets)
//   value hash  SHA-256(salt || value)
// Raw keys are byte strings that begin with a namespace chosen by the contracts. Plain values, no threading concerns.
#pragma once

#include <memory>

#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::chain {

inline constexpr std::size_t kRawKeyMax = 1024;            // bytes
inline constexpr std::size_t kRecordValueMax = 16U << 20;  // bytes

struct Record {
  Hash256 secret;  // zero: the leaf has no salt
  Height written;  // block of the last write
  Bytes value;

  friend bool operator==(const Record&, const Record&) = default;
};

// Records are shared between overlays, branches, cache and undo lists; they never change. Null means absent.
using RecordPtr = std::shared_ptr<const Record>;

// A raw key and its leaf key, hashed once for a whole stack of views.
struct StateKey {
  Bytes raw;
  Hash256 leaf;

  StateKey(Bytes raw_key);      // NOLINT: implicit on purpose, a raw key is a state key
  StateKey(BytesView raw_key);  // NOLINT
};

[[nodiscard]] Hash256 leaf_salt(const Hash256& leaf_key, const Record& record);
[[nodiscard]] Hash256 leaf_value_hash(const Hash256& leaf_key, const Record& record);

}  // namespace xh::chain
