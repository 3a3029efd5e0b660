#include "chain/state/state_db.h"

#include <algorithm>

#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

constexpr std::size_t kLoadBatchKeys = 1U << 16;
constexpr const char* kRebuildAdvice = ": rebuild the state from a verified snapshot and the block log";

Bytes namespace_prefix(std::uint8_t space) {
  return Bytes{space};
}

// The leaf key of a record row's key, which is one namespace byte and 32 more.
Result<Hash256> leaf_of_row_key(BytesView row_key) {
  if (row_key.size() != 33)
    return local_fault(std::string("the state store holds a row with a bad key") + kRebuildAdvice);
  return to_fixed<Hash256>(row_key.subspan(1));
}

Status visit_rows(const StateStore& store, const std::function<void(const Hash256&, const RecordRow&)>& visit) {
  return store.for_each(namespace_prefix(kStoreRecord), [&](BytesView row_key, BytesView value) -> Status {
    const auto leaf_key = leaf_of_row_key(row_key);
    if (!leaf_key) return std::unexpected(leaf_key.error());
    const auto row = decode_record_row(*leaf_key, value);
    if (!row) return std::unexpected(row.error());
    visit(*leaf_key, *row);
    return {};
  });
}

TreeUpdate update_of(const Hash256& leaf_key, const RecordPtr& record) {
  if (!record) return {leaf_key, std::nullopt};
  return {leaf_key, leaf_value_hash(leaf_key, *record)};
}

}  // namespace

bool verify_record_proof(BytesView raw_key, const RecordProof& proof) {
  const Hash256 key = map_key(raw_key);
  if (!proof.value) return verify_absence(proof.root, key, proof.proof);
  return verify_inclusion(proof.root, key, map_value_hash(proof.salt, *proof.value), proof.proof);
}

StateDb::StateDb(StateStore& store, const StateDbLimits& limits)
    : store_(store), limits_(limits), cache_(limits.cache_bytes_max) {
  CHECK(limits.recent_heights_max >= 1);
}

StateDb::~StateDb() = default;

Status StateDb::create(StateStore& store, const ChainTag& chain) {
  auto empty = store.for_each({}, [](BytesView, BytesView) -> Status {
    return local_fault("cannot create a state: the state store is not empty");
  });
  if (!empty) return empty;
  StoreBatch batch;
  batch.put(format_row_key(), encode_format_row(chain));
  return store.write(batch);
}

Result<std::unique_ptr<StateDb>> StateDb::open(StateStore& store, const ChainTag& chain, const StateDbLimits& limits,
                                               const RecordVisitor& visit) {
  auto format = store.get(format_row_key());
  if (!format) return std::unexpected(format.error());
  if (!*format) return local_fault(std::string("the state store holds no state") + kRebuildAdvice);
  if (auto checked = check_format_row(**format, chain); !checked) return std::unexpected(checked.error());

  std::unique_ptr<StateDb> db(new StateDb(store, limits));
  auto tree = db->load_tree(visit);
  if (!tree) return std::unexpected(tree.error());
  if (auto loaded = db->load_position(*tree); !loaded) return std::unexpected(loaded.error());
  const Height height = db->position_ ? db->position_->height : Height{};
  db->finalized_.reset(new Branch(*db, nullptr, height, std::make_shared<const std::vector<StateChange>>(), *tree));
  db->finalized_->status_ = Branch::BranchStatus::kFinal;
  if (auto loaded = db->load_recent_heights(); !loaded) return std::unexpected(loaded.error());
  return db;
}

Result<StateTree> StateDb::load_tree(const RecordVisitor& visit) const {
  StateTree tree;
  std::vector<TreeUpdate> batch;  // rows come in order of leaf keys
  const auto flush = [&] {
    tree = tree.with(batch);
    batch.clear();
  };
  auto read = visit_rows(store_, [&](const Hash256& leaf_key, const RecordRow& row) {
    batch.push_back({leaf_key, leaf_value_hash(leaf_key, row.record)});
    if (batch.size() == kLoadBatchKeys) flush();
    if (visit) visit(row.raw_key, row.record);
  });
  if (!read) return std::unexpected(read.error());
  flush();
  return tree;
}

Status StateDb::load_position(const StateTree& tree) {
  auto row = store_.get(position_row_key());
  if (!row) return std::unexpected(row.error());
  PositionRow position;
  if (*row) {
    auto decoded = decode_position_row(**row);
    if (!decoded) return std::unexpected(decoded.error());
    position = *decoded;
    position_ = position.position;
  }
  if (position.position.root == tree.root() && position.records == tree.size()) return {};
  return local_fault("the state store's records do not have the recorded root at height " +
                     std::to_string(position.position.height.value) + kRebuildAdvice);
}

// From the newest height backwards: the map before a block is the map after it with the block's undo record applied.
Status StateDb::load_recent_heights() {
  if (!position_) return {};
  recent_.push_front({position_->height, finalized_->tree(), {}});
  while (recent_.size() < limits_.recent_heights_max) {
    auto row = store_.get(undo_row_key(recent_.front().height));
    if (!row) return std::unexpected(row.error());
    if (!*row) return {};
    auto undo = decode_undo_row(**row);
    if (!undo) return std::unexpected(undo.error());
    std::vector<TreeUpdate> updates;
    for (const UndoEntry& entry : *undo) updates.push_back(update_of(entry.leaf_key, entry.before));
    RecentHeight& newer = recent_.front();
    newer.undo = std::move(*undo);
    recent_.push_front({Height{newer.height.value - 1}, newer.tree.with(updates), {}});
  }
  return {};
}

RecordPtr StateDb::find_final(const Hash256& leaf_key) const {
  if (!health_) return nullptr;
  if (RecordPtr cached = cache_.find(leaf_key)) return cached;
  const auto expected = finalized_->tree().value_hash(leaf_key);
  if (!expected) return nullptr;
  auto row = load_row(leaf_key, *expected);
  if (!row) {
    health_ = std::unexpected(row.error());
    return nullptr;
  }
  cache_.put(leaf_key, *row);
  return *row;
}

Result<RecordPtr> StateDb::load_row(const Hash256& leaf_key, const Hash256& expected_value_hash) const {
  auto bytes = store_.get(record_row_key(leaf_key));
  if (!bytes) return std::unexpected(bytes.error());
  if (!*bytes) return local_fault(std::string("the state store has lost a record") + kRebuildAdvice);
  auto row = decode_record_row(leaf_key, **bytes);
  if (!row) return std::unexpected(row.error());
  if (leaf_value_hash(leaf_key, row->record) != expected_value_hash) {
    return local_fault(std::string("the state store has changed a record") + kRebuildAdvice);
  }
  return std::make_shared<const Record>(std::move(row->record));
}

std::vector<StateChange> StateDb::changes_of(const Branch& parent, const Overlay& block) const {
  std::vector<StateChange> changes;
  changes.reserve(block.writes().size());
  for (const auto& [leaf_key, write] : block.writes()) {
    RecordPtr before = parent.find_leaf(leaf_key);
    const bool same = before && write.record ? before->value == write.record->value : before == write.record;
    if (!same) changes.push_back({leaf_key, write.raw_key, std::move(before), write.record});
  }
  return changes;
}

Result<BranchPtr> StateDb::seal(const BranchPtr& parent, const Overlay& block) {
  CHECK(parent && parent->is_live() && &parent->db_ == this);
  CHECK(!position_ || block.height().value == parent->height().value + 1);
  auto changes = changes_of(*parent, block);
  if (!health_) return std::unexpected(health_.error());
  std::vector<TreeUpdate> updates;
  updates.reserve(changes.size());
  for (const StateChange& change : changes) updates.push_back(update_of(change.leaf_key, change.after));
  std::shared_ptr<Branch> branch(new Branch(*this, parent, block.height(),
                                            std::make_shared<const std::vector<StateChange>>(std::move(changes)),
                                            parent->tree().with(updates)));
  std::erase_if(branches_, [](const auto& known) { return known.expired(); });
  branches_.push_back(branch);
  return branch;
}

StoreBatch StateDb::batch_of(const Branch& branch, const StatePosition& position) const {
  StoreBatch batch;
  for (const StateChange& change : branch.changes()) {
    if (change.after) {
      batch.put(record_row_key(change.leaf_key), encode_record_row(change.raw_key, *change.after));
    } else {
      batch.remove(record_row_key(change.leaf_key));
    }
  }
  batch.put(position_row_key(), encode_position_row({position, branch.tree().size()}));
  if (!position_) return batch;  // nothing before the first state can be proven
  batch.put(undo_row_key(position.height), encode_undo_row(branch.changes()));
  if (position.height.value >= limits_.recent_heights_max) {
    batch.remove(undo_row_key(Height{position.height.value - limits_.recent_heights_max}));
  }
  return batch;
}

Status StateDb::commit(const BranchPtr& branch, const BlockId& block, StoreBatch index_rows) {
  CHECK(branch && &branch->db_ == this && branch->parent_ == finalized_);
  for (const auto& write : index_rows.writes()) CHECK(!write.key.empty() && write.key[0] == kStoreIndex);
  if (!health_) return health_;
  const StatePosition position{branch->height(), block, branch->root()};
  StoreBatch batch = batch_of(*branch, position);
  batch.take(std::move(index_rows));
  if (auto written = store_.write(batch); !written) {
    health_ = written;
    return health_;
  }
  position_ = position;
  make_final(std::const_pointer_cast<Branch>(branch));
  return {};
}

void StateDb::make_final(const std::shared_ptr<Branch>& branch) {
  drop_others(*branch);
  finalized_->status_ = Branch::BranchStatus::kSuperseded;
  branch->status_ = Branch::BranchStatus::kFinal;
  branch->parent_.reset();
  finalized_ = branch;
  for (const StateChange& change : branch->changes()) cache_.put(change.leaf_key, change.after);
  remember_height(*branch);
}

void StateDb::drop_others(const Branch& kept) {
  std::vector<std::shared_ptr<Branch>> dropped;
  std::vector<std::weak_ptr<Branch>> left;
  for (const auto& known : branches_) {
    const auto branch = known.lock();
    if (!branch || branch.get() == &kept) continue;
    const Branch* at = branch.get();
    while (at != nullptr && at != &kept) at = at->parent_.get();
    if (at == &kept) {
      left.push_back(branch);
    } else {
      dropped.push_back(branch);
    }
  }
  // Only after every line of descent was walked.
  for (const auto& branch : dropped) {
    branch->status_ = Branch::BranchStatus::kDropped;
    branch->parent_.reset();
  }
  branches_ = std::move(left);
}

void StateDb::remember_height(const Branch& branch) {
  std::vector<UndoEntry> undo;
  undo.reserve(branch.changes().size());
  for (const StateChange& change : branch.changes()) undo.push_back({change.leaf_key, change.before});
  recent_.push_back({branch.height(), branch.tree(), std::move(undo)});
  if (recent_.size() > limits_.recent_heights_max) recent_.pop_front();
  recent_.front().undo = {};  // served heights that cannot be proven
}

RecordPtr StateDb::record_at(std::size_t recent, const Hash256& leaf_key) const {
  for (std::size_t later = recent + 1; later < recent_.size(); ++later) {
    const auto& undo = recent_[later].undo;
    const auto it = std::lower_bound(undo.begin(), undo.end(), leaf_key,
                                     [](const UndoEntry& entry, const Hash256& key) { return entry.leaf_key < key; });
    if (it != undo.end() && it->leaf_key == leaf_key) return it->before;
  }
  return find_final(leaf_key);
}

Result<RecordProof> StateDb::prove(const StateKey& key, Height height) const {
  if (recent_.empty() || height > recent_.back().height) {
    return not_yet("height " + std::to_string(height.value) + " is not final here yet");
  }
  if (height < recent_.front().height) {
    return not_found("height " + std::to_string(height.value) + " is too far back: proofs go back to " +
                     std::to_string(recent_.front().height.value));
  }
  const auto position = static_cast<std::size_t>(height.value - recent_.front().height.value);
  const StateTree& tree = recent_[position].tree;
  const RecordPtr record = record_at(position, key.leaf);
  if (!health_) return std::unexpected(health_.error());
  RecordProof out{height, tree.root(), std::nullopt, {}, tree.prove(key.leaf)};
  if (record) {
    out.value = record->value;
    out.salt = leaf_salt(key.leaf, *record);
  }
  return out;
}

Height StateDb::oldest_provable() const {
  return recent_.empty() ? Height{} : recent_.front().height;
}

Status StateDb::for_each_record(BytesView raw_prefix, const RecordVisitor& visit) const {
  if (!health_) return health_;
  auto read = visit_rows(store_, [&](const Hash256&, const RecordRow& row) {
    const bool wanted = row.raw_key.size() >= raw_prefix.size() &&
                        std::equal(raw_prefix.begin(), raw_prefix.end(), row.raw_key.begin());
    if (wanted) visit(row.raw_key, row.record);
  });
  if (!read) health_ = read;
  return read;
}

std::size_t StateDb::branch_count() const {
  return static_cast<std::size_t>(
      std::count_if(branches_.begin(), branches_.end(), [](const auto& known) { return !known.expired(); }));
}

}  // namespace xh::chain
