#include "contracts/engine/executor.h"

#include <algorithm>

#include "contracts/engine/block_run.h"
#include "contracts/engine/genesis_state.h"
#include "contracts/engine/ledger_state.h"

namespace xh::contracts {
namespace {

// The engine's own leaves, gathered while the state is read.
struct EngineLeaves {
  std::map<std::uint64_t, engine::KeyBucket> buckets;
  DueItems due;
  std::size_t damaged = 0;

  void visit(const chain::Bytes& raw, const chain::Record& record) {
    if (raw.size() < 2 || raw[0] != static_cast<std::uint8_t>(ContractId::kEngine)) return;
    if (raw[1] == engine::kTableKeyBucket) visit_bucket(raw, record);
    if (raw[1] == engine::kTableDue) visit_due(raw, record);
  }

 private:
  void visit_bucket(const chain::Bytes& raw, const chain::Record& record) {
    const auto bucket = chain::decode<engine::KeyBucket>(record.value);
    if (raw.size() != 10 || !bucket) {
      ++damaged;
      return;
    }
    buckets[chain::read_be64(raw.data() + 2)] = *bucket;
  }

  void visit_due(const chain::Bytes& raw, const chain::Record& record) {
    auto item = chain::decode<DueItem>(record.value);
    if (raw.size() != 18 || !item || static_cast<std::uint64_t>(item->due.value) != chain::read_be64(raw.data() + 2)) {
      ++damaged;
      return;
    }
    const DueRef ref{item->due, chain::read_be64(raw.data() + 10)};
    due.insert(ref, std::make_shared<const QueuedItem>(QueuedItem{std::move(*item), record.secret}));
  }
};

chain::Status prepare_store(chain::StateStore& store, const chain::ChainTag& chain) {
  const auto format = store.get(chain::format_row_key());
  if (!format) return std::unexpected(format.error());
  return *format ? chain::Status{} : chain::StateDb::create(store, chain);
}

chain::Status commit_genesis(const chain::Genesis& genesis, const chain::ChainContext& context, chain::StateDb& db) {
  chain::Overlay overlay(*db.finalized(), chain::Height{0});
  write_genesis_state(genesis, context.tag, overlay);
  auto branch = db.seal(db.finalized(), overlay);
  if (!branch) return std::unexpected(branch.error());
  return db.commit(*branch, chain::block_id_of(chain::genesis_header(genesis, context, (*branch)->root())));
}

chain::Result<engine::BlockMeta> read_meta(const chain::StateDb& db) {
  const auto record = db.finalized()->find(chain::StateKey(engine::meta_key().view()));
  if (!record) return chain::local_fault("the state holds no block record: rebuild it from the block log");
  return chain::decode<engine::BlockMeta>(record->value);
}

}  // namespace

chain::Height height_of(const StatePtr& state) {
  return state->branch()->height();
}
chain::Timestamp time_of(const StatePtr& state) {
  return state->meta().time;
}
chain::Hash256 root_of(const StatePtr& state) {
  return state->branch()->root();
}

LedgerView::LedgerView(StatePtr state, chain::Timestamp at, const chain::ChainTag& chain)
    : state_(std::move(state)), overlay_(std::make_unique<chain::Overlay>(*state_->branch(), height_of(state_))) {
  CallInfo info;
  info.height = height_of(state_);
  info.block_time = time_of(state_);
  info.effective = at;
  context_ = std::make_unique<Context>(*overlay_, std::move(info), chain);
}

struct BlockExecutor::Parts {
  chain::ChainContext context;
  chain::StateStore& store;
  std::unique_ptr<chain::StateDb> db;
  std::unique_ptr<UsedKeys> used_keys;
  DueItems due_items;
  std::unique_ptr<RunEnvironment> environment;
  StatePtr finalized;

  [[nodiscard]] chain::Status load(const chain::Genesis& genesis, const Registry& registry, EngineLeaves leaves) {
    auto meta = read_meta(*db);
    if (!meta) return std::unexpected(meta.error());
    auto keys = UsedKeys::load(store, leaves.buckets, meta->time);
    if (!keys) return std::unexpected(keys.error());
    if ((*keys)->size() != meta->remembered_keys)
      return chain::local_fault("used keys differ from their count: restore a snapshot");
    used_keys = std::move(*keys);
    due_items = std::move(leaves.due);
    environment = std::make_unique<RunEnvironment>(registry, context.tag, genesis.consensus.calendar_slice, *used_keys,
                                                   due_items);
    auto due = std::make_shared<const DueLayer>(due_items, nullptr);
    finalized =
        std::make_shared<const LedgerState>(db->finalized(), *meta, used_keys->finalized_layer(), std::move(due));
    return {};
  }
};

BlockExecutor::BlockExecutor(std::unique_ptr<Parts> parts) : parts_(std::move(parts)) {}
BlockExecutor::~BlockExecutor() = default;

chain::Result<std::unique_ptr<BlockExecutor>> BlockExecutor::open(const chain::Genesis& genesis,
                                                                  const Registry& registry, chain::StateStore& store,
                                                                  const chain::StateDbLimits& limits) {
  if (auto ok = chain::check_genesis(genesis); !ok) return std::unexpected(ok.error());
  if (auto ok = check_genesis_state(genesis, registry); !ok) return std::unexpected(ok.error());
  const auto context = chain::make_context(genesis);
  if (auto ok = prepare_store(store, context.tag); !ok) return std::unexpected(ok.error());
  EngineLeaves leaves;
  auto db = chain::StateDb::open(store, context.tag, limits, [&](const chain::Bytes& raw, const chain::Record& record) {
    leaves.visit(raw, record);
  });
  if (!db) return std::unexpected(db.error());
  if (leaves.damaged > 0)
    return chain::local_fault("the engine's records are damaged: rebuild the state from the block log");
  if (!(*db)->position()) {
    if (auto ok = commit_genesis(genesis, context, **db); !ok) return std::unexpected(ok.error());
  }
  auto parts = std::unique_ptr<Parts>(new Parts{context, store, std::move(*db), nullptr, {}, nullptr, nullptr});
  if (auto ok = parts->load(genesis, registry, std::move(leaves)); !ok) return std::unexpected(ok.error());
  return std::unique_ptr<BlockExecutor>(new BlockExecutor(std::move(parts)));
}

const chain::ChainContext& BlockExecutor::chain() const {
  return parts_->context;
}
const chain::StateDb& BlockExecutor::state_db() const {
  return *parts_->db;
}
const StatePtr& BlockExecutor::finalized() const {
  return parts_->finalized;
}

chain::Result<ExecutedBlock> BlockExecutor::build(const StatePtr& parent, BlockInput input,
                                                  std::span<const TransactionPtr> candidates,
                                                  const BlockLimits& limits) {
  CHECK(input.height.value == height_of(parent).value + 1 && input.time > time_of(parent));
  BlockRun run(*parts_->environment, *parent, input);
  run.run_calendar();
  std::vector<Rejected> rejected;
  std::uint64_t bytes = 0;
  for (std::size_t i = 0; i < candidates.size() && run.transaction_count() < limits.max_transactions; ++i) {
    const auto size = candidates[i]->wire.size();
    if (bytes + size > limits.max_bytes) continue;
    auto admission = run.add(candidates[i]);
    if (admission.ok())
      bytes += size;
    else
      rejected.push_back({i, std::move(admission)});
  }
  auto out = run.finish(*parts_->db);
  if (out) out->rejected = std::move(rejected);
  return out;
}

chain::Result<ExecutedBlock> BlockExecutor::execute(const StatePtr& parent, BlockInput input,
                                                    std::span<const TransactionPtr> transactions) {
  if (input.height.value != height_of(parent).value + 1)
    return chain::invalid("block height does not follow its parent's");
  if (input.time <= time_of(parent)) return chain::invalid("block time is not above its parent's");
  BlockRun run(*parts_->environment, *parent, input);
  run.run_calendar();
  for (std::size_t i = 0; i < transactions.size(); ++i) {
    const auto admission = run.add(transactions[i]);
    if (!admission.ok()) {
      return chain::invalid("transaction " + std::to_string(i) + " may not be in this block: " + admission.code + ": " +
                            admission.message);
    }
  }
  return run.finish(*parts_->db);
}

chain::Status BlockExecutor::commit(const StatePtr& state, const chain::BlockId& block, chain::StoreBatch node_rows) {
  CHECK(height_of(state).value == height_of(parts_->finalized).value + 1);
  CHECK(std::ranges::none_of(node_rows.writes(),
                             [](const auto& w) { return w.key.size() > 1 && w.key[1] == kUsedKeyRows; }));
  auto rows = parts_->used_keys->rows_of(*state->used());
  rows.take(std::move(node_rows));
  if (auto ok = parts_->db->commit(state->branch(), block, std::move(rows)); !ok) return ok;
  parts_->used_keys->absorb(*state->used());
  state->due()->absorb_into(parts_->due_items);
  parts_->finalized = state;
  return {};
}

Admission BlockExecutor::check(const StatePtr& state, const chain::ParsedTransaction& tx,
                               chain::Timestamp block_time) const {
  const auto* method = parts_->environment->registry.find_method(tx.body.call.contract, tx.body.call.method);
  if (method == nullptr) return admit_never("UNKNOWN_METHOD", "no contract of this protocol version offers the method");
  if (const auto ok = method->check(tx.body.call.args); !ok)
    return admit_never("MALFORMED_ARGUMENTS", ok.error().message);
  if (auto admission = admit_expiry(tx.body, block_time); !admission.ok()) return admission;
  if (auto admission = admit_key(tx, *state->used(), block_time, state->meta().remembered_keys); !admission.ok())
    return admission;
  return admit_signers(tx, *state->branch());
}

std::optional<chain::Timestamp> BlockExecutor::next_due(const StatePtr& state) const {
  return state->due()->next_due();
}

LedgerView BlockExecutor::view(const StatePtr& state, chain::Timestamp at) const {
  return {state, at, parts_->context.tag};
}

}  // namespace xh::contracts
