#include "node/app/data_folder.h"

#include "chain/state/state_rows.h"

namespace xh::node {
namespace {

// A state beside no block log: left by an initialisation that was cut short, or the log is lost.
chain::Status remove_unfinished_state(const std::string& dir) {
  auto store = chain::LevelDbStateStore::open(dir);
  if (!store) return std::unexpected(store.error());
  auto row = (*store)->get(chain::position_row_key());
  if (!row) return std::unexpected(row.error());
  const auto position = *row ? chain::decode_position_row(**row) : chain::Result<chain::PositionRow>(chain::PositionRow{});
  if (!position) return std::unexpected(position.error());
  if (const auto height = position->position.height.value; height > 0) {
    return chain::local_fault("the block log is missing but " + dir + " stands at height " + std::to_string(height) +
                              ": put the folder 'blocks' back, or remove 'state' too and let the node catch up from its peers");
  }
  store->reset();
  return chain::LevelDbStateStore::destroy(dir);
}

chain::Result<std::unique_ptr<chain::LevelDbStateStore>> open_state(const std::string& dir, bool fresh) {
  const bool exists = std::filesystem::exists(dir);
  if (fresh && exists) {
    if (auto ok = remove_unfinished_state(dir); !ok) return std::unexpected(ok.error());
  }
  return exists && !fresh ? chain::LevelDbStateStore::open(dir) : chain::LevelDbStateStore::create(dir);
}

}  // namespace

chain::Result<std::unique_ptr<DataFolder>> DataFolder::open(const NodeConfig& config, const chain::Genesis& genesis,
                                                            const std::function<void(const std::string&)>& progress) {
  chain::PosixFileSystem disk;
  if (auto ok = disk.create_dirs(config.data_dir.string()); !ok) return std::unexpected(ok.error());
  auto lock = chain::DataDirLock::acquire(disk, config.data_dir.string());
  if (!lock) return std::unexpected(lock.error());
  auto out = std::unique_ptr<DataFolder>(new DataFolder(config, std::move(*lock)));
  const auto blocks = (config.data_dir / "blocks").string();
  auto logged = std::filesystem::exists(blocks) ? chain::BlockLog::exists(disk, blocks) : chain::Result<bool>(false);
  if (!logged) return std::unexpected(logged.error());
  out->fresh_ = !*logged;
  auto state = open_state((config.data_dir / "state").string(), out->fresh_);
  if (!state) return std::unexpected(state.error());
  out->state_ = std::move(*state);
  if (auto ok = disk.create_dirs(blocks); !ok) return std::unexpected(ok.error());
  auto ledger = Ledger::open(genesis, {out->disk_, blocks, *out->state_}, out->fresh_, progress);
  if (!ledger) return std::unexpected(ledger.error());
  out->ledger_ = std::move(*ledger);
  return out;
}

chain::Result<Replica::JournalStart> DataFolder::open_journal(const chain::PublicKey& validator, std::string& warning) {
  const auto path = (config_.data_dir / "journal").string();
  const chain::JournalIdentity identity{ledger_->context().tag, validator, ledger_->context().validators.epoch};
  Replica::JournalStart out;
  auto opened = chain::Journal::open(disk_, path, identity);
  if (!opened) return std::unexpected(opened.error());
  if (opened->state == chain::JournalState::kIntact) {
    warning = opened->message;
    out.journal = std::move(opened->journal);
    out.records = std::move(opened->records);
    return out;
  }
  if (opened->state == chain::JournalState::kMissing) {
    // Right only before anything was ever signed: a folder that has blocks had a journal.
    out.may_sign = fresh_ || ledger_->height().value == 0;
    if (!out.may_sign) warning = "the voting journal is missing: this validator signs nothing in this epoch";
  } else {
    out.may_sign = false;
    warning = opened->message;
    const auto aside = path + ".set-aside-" + std::to_string(ledger_->height().value);
    if (auto ok = disk_.rename(path, aside); !ok) return std::unexpected(ok.error());
    if (auto ok = disk_.sync_dir(config_.data_dir.string()); !ok) return std::unexpected(ok.error());
  }
  auto created = chain::Journal::create(disk_, path, identity);
  if (!created) return std::unexpected(created.error());
  out.journal = std::move(*created);
  return out;
}

}  // namespace xh::node
