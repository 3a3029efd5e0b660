#include "node/core/ledger_recovery.h"

#include <algorithm>

#include "chain/storage/log_salvage.h"
#include "chain/storage/snapshot_folder.h"
#include "contracts/engine/registry.h"
#include "node/core/epoch.h"
#include "node/core/snapshot_restore.h"

namespace xh::node {
namespace {

std::string text(chain::Height height) {
  return std::to_string(height.value);
}

}  // namespace

LedgerRecovery::LedgerRecovery(const chain::Genesis& genesis, chain::FileSystem& disk, RecoveryPaths paths,
                               StateHome& home, RecoveryLog log)
    : genesis_(genesis),
      context_(chain::make_context(genesis)),
      disk_(disk),
      paths_(std::move(paths)),
      home_(home),
      log_(std::move(log)) {}

chain::Status LedgerRecovery::prepare() {
  if (auto ok = chain::check_genesis(genesis_); !ok) return chain::invalid("genesis: " + ok.error().message);
  if (auto ok = load_base(); !ok) return ok;
  if (auto ok = open_log_file(); !ok) return ok;
  if (auto ok = drop_foreign_log(); !ok) return ok;
  return find_wanted();
}

chain::Status LedgerRecovery::load_base() {
  base_.reset();
  const chain::SnapshotFolder folder(disk_, paths_.base, context_.tag);
  const auto heights = folder.heights();
  if (!heights) return std::unexpected(heights.error());
  if (heights->empty()) return {};
  auto manifest = folder.manifest(heights->front());
  if (!manifest) {
    return chain::local_fault("the snapshot that this ledger began from cannot be used: " + manifest.error().message +
                              ". Put its files back, or move 'blocks', 'state' and 'base' of the data folder away and "
                              "let the node join again from its peers");
  }
  auto head = chain::check_manifest(context_, *manifest);
  if (!head) return chain::local_fault("the base snapshot " + paths_.base + ": " + head.error().message);
  base_ = LedgerBase{std::move(*head), std::move(manifest->finality), std::move(manifest->epochs)};
  return {};
}

// Opens the log if there is one, cutting off what is damaged.
chain::Status LedgerRecovery::open_log_file() {
  log_file_.reset();
  for (bool again = true;; again = false) {
    const auto there = chain::BlockLog::exists(disk_, paths_.blocks);
    if (!there) return std::unexpected(there.error());
    if (!*there) return {};
    std::optional<chain::LogDamage> damage;
    auto log = chain::BlockLog::open(disk_, paths_.blocks, context_.tag, {}, &damage);
    if (log) {
      log_file_ = std::move(*log);
      return {};
    }
    if (!damage || !again) return std::unexpected(log.error());
    if (auto ok = salvage(*damage); !ok) return ok;
  }
}

chain::Status LedgerRecovery::salvage(const chain::LogDamage& damage) {
  log_.warning("the block log is damaged (" + damage.segment + ": " + damage.problem +
               "): keeping what is before, setting the rest aside");
  auto aside = chain::salvage_log(disk_, paths_.blocks, damage);
  if (!aside) return std::unexpected(aside.error());
  for (const auto& name : *aside) log_.warning("set aside: " + paths_.blocks + "/" + name);
  return {};
}

// An empty log of the genesis ledger that a snapshot has replaced since.
chain::Status LedgerRecovery::drop_foreign_log() {
  if (!base_ || !log_file_ || !log_file_->empty()) return {};
  if (log_file_->first_height().value == base_height().value + 1) return {};
  log_file_.reset();
  const auto names = chain::BlockLog::segments(disk_, paths_.blocks);
  if (!names) return std::unexpected(names.error());
  for (const auto& name : *names) {
    if (auto gone = disk_.remove(chain::join_path(paths_.blocks, name)); !gone) return gone;
  }
  return disk_.sync_dir(paths_.blocks);
}

chain::Result<std::unique_ptr<chain::BlockLog>> LedgerRecovery::open_log() {
  if (log_file_) return std::move(log_file_);
  return chain::BlockLog::create(disk_, paths_.blocks, context_.tag, chain::Height{base_height().value + 1});
}

chain::Result<chain::BlockId> LedgerRecovery::base_block() const {
  if (base_) return base_->head.block;
  const auto genesis = genesis_block_header(genesis_);
  if (!genesis) return std::unexpected(genesis.error());
  return chain::block_id_of(*genesis);
}

chain::Status LedgerRecovery::find_wanted() {
  wanted_.reset();
  const auto& log = log_file_;
  if (log && log->first_height().value != base_height().value + 1) {
    return chain::local_fault("the block log begins at height " + text(log->first_height()) +
                              ", but the snapshot before it is not in " + paths_.base +
                              ": put it back, or move 'blocks', 'state' and 'base' of the data folder away and let "
                              "the node join again from its peers");
  }
  const chain::Height top = log ? chain::Height{log->next_height().value - 1} : base_height();
  const auto reached = chain::highest_set_aside(disk_, paths_.blocks);
  if (!reached) return std::unexpected(reached.error());
  const auto state = state_position();
  if (!state) return std::unexpected(state.error());
  const auto until = std::max(*reached, *state ? (*state)->height : chain::Height{});
  fresh_ = top.value == 0 && until.value == 0;
  if (until <= top) return {};
  BlocksWanted wanted{chain::Height{top.value + 1}, {}, until, std::nullopt};
  auto parent = base_block();
  if (top > base_height()) {
    auto last = log->read(top);
    if (!last) return std::unexpected(last.error());
    parent = last->id;
  }
  if (!parent) return std::unexpected(parent.error());
  wanted.parent = *parent;
  if (*state && (*state)->height == until) wanted.last = (*state)->block;
  log_.warning("the block log ends at height " + text(top) + " and has reached " + text(until) +
               ": the blocks between have to come from peers before this node takes part again");
  wanted_ = wanted;
  return {};
}

std::vector<chain::Validator> LedgerRecovery::known_validators() {
  auto out = genesis_.validators;
  const auto add = [&](const std::vector<chain::Validator>& more) {
    for (const auto& validator : more) {
      const bool known = std::ranges::any_of(out, [&](const auto& v) { return v.node_key == validator.node_key; });
      if (!known) out.push_back(validator);
    }
  };
  if (base_) add(base_->head.set.validators);
  const auto there = home_.exists();
  if (fresh_ || !there || !*there) return out;
  auto trouble = chain::StoreTrouble::kNone;
  auto store = home_.open(trouble);
  if (!store) return out;
  auto executor = contracts::BlockExecutor::open(genesis_, contracts::all_contracts(), **store);
  if (executor) add(epoch_after(**executor, (*executor)->finalized()).set.validators);
  return out;
}

// Where the state stands, if it is one. A damaged state is set aside at once.
chain::Result<std::optional<chain::StatePosition>> LedgerRecovery::state_position() {
  const auto there = home_.exists();
  if (!there) return std::unexpected(there.error());
  if (!*there) return std::nullopt;
  const auto suspect = home_.is_suspect();
  if (!suspect) return std::unexpected(suspect.error());
  if (*suspect) {
    if (auto ok = give_up_state("the state was found damaged while the node ran"); !ok) {
      return std::unexpected(ok.error());
    }
    return std::nullopt;
  }
  auto trouble = chain::StoreTrouble::kNone;
  auto store = home_.open(trouble);
  if (store) {
    if (auto ours = check_owner(**store); !ours) return std::unexpected(ours.error());
    auto position = read_position(**store);
    if (position) return position;
    trouble = (*store)->trouble() == chain::StoreTrouble::kInputOutput ? chain::StoreTrouble::kInputOutput
                                                                       : chain::StoreTrouble::kDamaged;
    store = std::unexpected(position.error());
  }
  if (trouble != chain::StoreTrouble::kDamaged) return std::unexpected(store.error());
  if (auto ok = give_up_state(store.error().message); !ok) return std::unexpected(ok.error());
  return std::nullopt;
}

// A state of another chain or of another version of the program is not damaged: nothing is to be set aside.
chain::Status LedgerRecovery::check_owner(const chain::StateStore& store) const {
  const auto row = store.get(chain::format_row_key());
  const bool readable = row && *row && (*row)->size() == chain::kFormatRowBytes;
  return readable ? chain::check_format_row(**row, context_.tag) : chain::Status{};
}

chain::Result<std::optional<chain::StatePosition>> LedgerRecovery::read_position(const chain::StateStore& store) {
  auto row = store.get(chain::position_row_key());
  if (!row) return std::unexpected(row.error());
  if (!*row) return std::nullopt;  // unfinished
  auto position = chain::decode_position_row(**row);
  if (!position) return std::unexpected(position.error());
  return position->position;
}

chain::Status LedgerRecovery::give_up_state(const std::string& why) {
  const auto name = home_.set_aside();
  if (!name) return std::unexpected(name.error());
  log_.warning(why);
  log_.warning("the state is set aside as " + *name + " and rebuilt from " +
               (base_ ? "the base snapshot (height " + text(base_height()) + ") and the block log" : "the block log"));
  return {};
}

chain::Status LedgerRecovery::rebuild_state() {
  auto store = home_.begin_rebuild();
  if (!store) return std::unexpected(store.error());
  if (base_) {
    const chain::SnapshotFolder folder(disk_, paths_.base, context_.tag);
    auto manifest = folder.manifest(base_height());
    if (!manifest) return std::unexpected(manifest.error());
    log_.progress("restoring the state of height " + text(base_height()) + " from " + paths_.base);
    auto head = restore_snapshot(context_, folder, *manifest, **store);
    if (!head) {
      return chain::local_fault("cannot restore the base snapshot: " + head.error().message +
                                ". Put its files back, or move 'blocks', 'state' and 'base' of the data folder away "
                                "and let the node join again from its peers");
    }
  }
  return home_.finish_rebuild(std::move(*store));
}

chain::Result<std::unique_ptr<chain::StateStore>> LedgerRecovery::open_state() {
  const auto there = home_.exists();
  if (!there) return std::unexpected(there.error());
  if (!*there) {
    if (auto ok = rebuild_state(); !ok) return std::unexpected(ok.error());
  }
  auto trouble = chain::StoreTrouble::kNone;
  return home_.open(trouble);
}

chain::Result<LedgerRecovery::Opened> LedgerRecovery::open() {
  // A snapshot may have come since prepare().
  if (auto ok = load_base(); !ok) return std::unexpected(ok.error());
  if (!log_file_) {  // given away for a repair, or there is none
    if (auto ok = open_log_file(); !ok) return std::unexpected(ok.error());
  }
  if (auto ok = drop_foreign_log(); !ok) return std::unexpected(ok.error());
  auto position = state_position();
  if (!position) return std::unexpected(position.error());
  const auto there = home_.exists();
  if (!there) return std::unexpected(there.error());
  // Genesis alone, or a state that was never finished, under a base: worth nothing.
  if (*there && base_ && (!*position || (*position)->height.value == 0)) {
    if (auto ok = home_.discard(); !ok) return std::unexpected(ok.error());
  }
  for (bool again = true;; again = false) {
    auto log = open_log();
    if (!log) return std::unexpected(log.error());
    Opened out;
    auto store = open_state();
    if (!store) return std::unexpected(store.error());
    out.state = std::move(*store);
    bool bad = false;
    auto ledger =
        Ledger::open(genesis_, {disk_, paths_.blocks, *out.state, base_, &bad, std::move(*log)}, false, log_.progress);
    if (ledger) {
      out.ledger = std::move(*ledger);
      return out;
    }
    if (!bad || !again) return std::unexpected(ledger.error());
    out.state.reset();
    if (auto ok = give_up_state(ledger.error().message); !ok) return std::unexpected(ok.error());
    if (auto ok = open_log_file(); !ok) return std::unexpected(ok.error());
  }
}

}  // namespace xh::node
