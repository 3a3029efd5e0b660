// The ledger's state: final records in the state store, the authenticated map over them in memory, branches for blocks
// not yet final, and proofs at the last final heights (architecture, decisions 5 and 7; consensus R12, R15). Owned by
// the core; the executor reads branches, the driver seals and commits, the API proves.
//
// Use: create() once for an empty store, open() at each start. For a block: Overlay over its parent's Branch, execute,
// seal(), compare root(), vote; when the block is final, commit(). Genesis is sealed on finalized() of the empty state
// and committed like a block.
//
// Invariants: the root of finalized() is that of the rows in the store, checked at open; one commit is one batch,
// durable when commit() returns ok; a row read is checked against the map, so a store that lies is noticed.
// Threading: the core thread only.
// Limits: StateDbLimits. Memory: about 132 B a record for the map, the cache, and the changes of recent_heights_max
// blocks.
// Errors: after any I/O error or damage every function refuses (health()): stop the node; the state can be rebuilt from
// a snapshot and the block log.
#pragma once

#include <deque>
#include <functional>

#include "chain/merkle/map_proof.h"
#include "chain/state/branch.h"
#include "chain/state/overlay.h"
#include "chain/state/record_cache.h"
#include "chain/state/state_rows.h"
#include "chain/storage/state_store.h"

namespace xh::chain {

struct StateDbLimits {
  std::size_t recent_heights_max = 64;      // final heights that can be proven, the last one included; at least 1
  std::size_t cache_bytes_max = 64U << 20;  // read cache of hot records
};

// What a reader gets for a raw key: everything but the secret. Inclusion when `value` is present, absence otherwise.
struct RecordProof {
  Height height;
  Hash256 root;
  std::optional<Bytes> value;
  Hash256 salt;  // zero for an absence
  MapProof proof;
};

// Stateless check, for light clients: the proof fits its own root, which the caller compares with a final header's.
[[nodiscard]] bool verify_record_proof(BytesView raw_key, const RecordProof& proof);

class StateDb {
 public:
  using RecordVisitor = std::function<void(const Bytes& raw_key, const Record& record)>;

  // Marks an empty store as this chain's. kLocal when the store holds anything.
  [[nodiscard]] static Status create(StateStore& store, const ChainTag& chain);
  // Reads every row, rebuilds the map and compares its root with the recorded one (kLocal when they differ: rebuild the
  // state). `visit` is called for each record, in order of leaf keys: the place to rebuild indexes over raw keys.
  [[nodiscard]] static Result<std::unique_ptr<StateDb>> open(StateStore& store, const ChainTag& chain,
                                                             const StateDbLimits& limits = {},
                                                             const RecordVisitor& visit = {});
  ~StateDb();
  StateDb(const StateDb&) = delete;
  StateDb& operator=(const StateDb&) = delete;

  // Nothing before genesis is committed.
  [[nodiscard]] const std::optional<StatePosition>& position() const { return position_; }
  // The state after the last final block. Ask again after each commit.
  [[nodiscard]] BranchPtr finalized() const { return finalized_; }

  // The state after executing a block: `block` was made over `parent` (live) with the block's height, parent's + 1 (any
  // height on an empty state). A record is rewritten exactly when its value differs from the parent's state. kLocal if
  // a read failed meanwhile.
  [[nodiscard]] Result<BranchPtr> seal(const BranchPtr& parent, const Overlay& block);

  // Makes a branch final: rows, position, undo record and `index_rows` (keys in namespace kStoreIndex only) in one
  // synced batch. Needs a parent that is final: commit ancestors first. Branches that do not descend from it are
  // dropped.
  [[nodiscard]] Status commit(const BranchPtr& branch, const BlockId& block, StoreBatch index_rows = {});

  // kNotFound below oldest_provable(), kNotYet above the last final height. O(log n), plus a search in each later
  // change list.
  [[nodiscard]] Result<RecordProof> prove(const StateKey& key, Height height) const;
  [[nodiscard]] Height oldest_provable() const;

  // All final records whose raw key begins with the prefix, in order of leaf keys. Reads every row: for start and
  // snapshots.
  [[nodiscard]] Status for_each_record(BytesView raw_prefix, const RecordVisitor& visit) const;

  [[nodiscard]] const Status& health() const { return health_; }
  [[nodiscard]] std::uint64_t record_count() const { return finalized_->tree().size(); }
  [[nodiscard]] std::size_t branch_count() const;  // live ones not yet final, for metrics

 private:
  friend class Branch;
  struct RecentHeight {  // a final height that can be proven
    Height height;
    StateTree tree;
    std::vector<UndoEntry> undo;  // of this height's block, for proofs at the heights before it
  };

  StateDb(StateStore& store, const StateDbLimits& limits);
  [[nodiscard]] RecordPtr find_final(const Hash256& leaf_key) const;
  [[nodiscard]] Result<RecordPtr> load_row(const Hash256& leaf_key, const Hash256& expected_value_hash) const;
  [[nodiscard]] Result<StateTree> load_tree(const RecordVisitor& visit) const;
  [[nodiscard]] Status load_position(const StateTree& tree);
  [[nodiscard]] Status load_recent_heights();
  [[nodiscard]] std::vector<StateChange> changes_of(const Branch& parent, const Overlay& block) const;
  [[nodiscard]] StoreBatch batch_of(const Branch& branch, const StatePosition& position) const;
  void make_final(const std::shared_ptr<Branch>& branch);
  void drop_others(const Branch& kept);
  void remember_height(const Branch& branch);
  [[nodiscard]] RecordPtr record_at(std::size_t recent, const Hash256& leaf_key) const;

  StateStore& store_;
  StateDbLimits limits_;
  std::optional<StatePosition> position_;
  std::shared_ptr<Branch> finalized_;
  std::vector<std::weak_ptr<Branch>> branches_;  // pending
  std::deque<RecentHeight> recent_;              // ascending heights; the last one is the final height
  mutable RecordCache cache_;
  mutable Status health_;
};

}  // namespace xh::chain
