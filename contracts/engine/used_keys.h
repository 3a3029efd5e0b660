// Exactly once (architecture, decision 3): which idempotency keys each account used, until no transaction that could
// carry them is valid.
//
// A used key is the pair (id = SHA-256(account || key), transaction id). It sits in the bucket of the minute of its
// expiry; each bucket is one leaf of the state (engine/records.h, KeyBucket: count and RFC 9162 root over id ||
// transaction id in execution order). A bucket is forgotten when its last millisecond lies before a block's time,
// before that block's first item: state at time t remembers the minutes from t / 60,000 on, and nothing else decides.
//
// Unfinalized blocks are layers above the finalized base; a look-up walks the layers down to the base. Rows in the
// store, written with the block that is finalized ('x' 'k' | 8 minute | 8 position of the first | 64 bytes each), let a
// restart rebuild base and roots; a snapshot carries these rows. Threading: core thread. Limits: kMaxBucketKeys a
// minute, kMaxRememberedKeys in all (about 150 B each).
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <unordered_map>
#include <vector>

#include "chain/ledger/transaction.h"
#include "chain/merkle/list_tree.h"
#include "chain/storage/state_store.h"
#include "contracts/engine/records.h"

namespace xh::contracts {

inline constexpr std::uint64_t kMaxBucketKeys = 1'000'000;
inline constexpr std::uint64_t kMaxRememberedKeys = 16'000'000;
inline constexpr std::uint8_t kUsedKeyRows = 'k';  // second byte of the rows' keys, after kStoreIndex

struct UsedKey {
  chain::Hash256 id;  // of account and key
  chain::TxId transaction;
};
[[nodiscard]] chain::Hash256 used_key_id(const chain::AccountId& account, const chain::IdempotencyKey& key);
[[nodiscard]] std::uint64_t minute_of(chain::Timestamp time);

struct SeenKey {
  chain::TxId transaction;
  std::uint64_t minute = 0;
};
// Look-ups only, never iterated: the order of an unordered map can decide nothing.
using SeenKeys = std::unordered_map<chain::Hash256, SeenKey>;

class UsedKeys;

// The keys that one block uses, on top of its parent's. Built while the block executes, then immutable.
class UsedKeysLayer {
 public:
  // `time` is the block's: from here on only buckets that reach it are remembered.
  UsedKeysLayer(const UsedKeys& base, std::shared_ptr<const UsedKeysLayer> parent, chain::Timestamp time);

  // The transaction that used the key, while remembered.
  [[nodiscard]] std::optional<chain::TxId> find(const chain::Hash256& id) const;
  // The same as a later block at `time` on top of this one would see it.
  [[nodiscard]] std::optional<chain::TxId> find_at(const chain::Hash256& id, chain::Timestamp time) const;
  [[nodiscard]] std::uint64_t count_of(std::uint64_t minute) const;

  // Needs: not remembered, expiry not before the block's time.
  void add(const UsedKey& key, chain::Timestamp expires_at);

  // Buckets of the parent's state that this block's time drops, with their counts: their leaves are to be erased.
  [[nodiscard]] std::vector<std::pair<std::uint64_t, std::uint64_t>> dropped() const;
  // Buckets that this block added to, as their leaves are now.
  [[nodiscard]] std::vector<std::pair<std::uint64_t, engine::KeyBucket>> touched() const;

 private:
  friend class UsedKeys;
  struct Bucket {
    chain::ListTreeBuilder tree;       // with all earlier blocks' keys
    std::uint64_t first_position = 0;  // of this block's first key in the bucket
    std::vector<UsedKey> added;        // by this block, in execution order
  };
  [[nodiscard]] std::optional<SeenKey> newest(const chain::Hash256& id) const;
  [[nodiscard]] const chain::ListTreeBuilder* tree_of(std::uint64_t minute) const;

  const UsedKeys& base_;
  mutable std::shared_ptr<const UsedKeysLayer> parent_;  // null once the parent is in the base
  std::uint64_t first_minute_;                           // remembered from here on
  std::uint64_t parent_first_minute_;
  std::map<std::uint64_t, Bucket> buckets_;
  SeenKeys seen_;
};
using UsedKeysPtr = std::shared_ptr<const UsedKeysLayer>;

// The finalized base.
class UsedKeys {
 public:
  // Reads the rows back. `leaves` are the bucket leaves of the finalized state, `time` its block's: kLocal when rows
  // and leaves disagree.
  [[nodiscard]] static chain::Result<std::unique_ptr<UsedKeys>> load(
      const chain::StateStore& store, const std::map<std::uint64_t, engine::KeyBucket>& leaves, chain::Timestamp time);

  // The layer that stands for the finalized block itself (nothing added).
  [[nodiscard]] UsedKeysPtr finalized_layer() const;
  // Rows that finalizing the layer writes and removes.
  [[nodiscard]] chain::StoreBatch rows_of(const UsedKeysLayer& layer) const;
  // Makes the layer final: to be called once its rows are durable. Needs a layer whose parent is final.
  void absorb(const UsedKeysLayer& layer);

  [[nodiscard]] std::uint64_t size() const { return seen_.size(); }

 private:
  friend class UsedKeysLayer;
  struct Bucket {
    chain::ListTreeBuilder tree;
    std::vector<chain::Hash256> ids;           // for forgetting them
    std::vector<std::uint64_t> row_positions;  // first positions of its rows
  };
  void drop_before(std::uint64_t minute);
  void add_row(std::uint64_t minute, std::uint64_t position, std::span<const UsedKey> keys);
  [[nodiscard]] chain::Status load_row(chain::BytesView key, chain::BytesView value);
  [[nodiscard]] chain::Status check(const std::map<std::uint64_t, engine::KeyBucket>& leaves) const;

  std::uint64_t first_minute_ = 0;
  std::map<std::uint64_t, Bucket> buckets_;
  SeenKeys seen_;
};

}  // namespace xh::contracts
