// The node's data folder: who holds it, what is in it, how it is opened (architecture, decisions 5 and 6; R12; campaign
// rule 4; docs/decisions/0012).
//   <data>/LOCK            one process a folder
//   <data>/blocks/         the block log: the truth; damaged parts lie beside it as *.damaged-<n>
//   <data>/state/          LevelDB; damaged or removed, it is rebuilt (leveldb_state_home.h)
//   <data>/base/           the snapshot that the ledger began from, if it did: what the log stands on
//   <data>/snapshots/      the node's own newest snapshots, for others
//   <data>/journal-<epoch> the voting journals (node/core/journal_folder.h)
//   <data>/ledger_clock    a driven clock's time
//   <data>/reads/          who read whose records through this node's API (node/api/read_log.h)
//
// open() takes the folder and repairs what can be repaired alone; while needs_peers(), a boot task fetches the rest;
// open_ledger() comes last. Errors: kLocal, the text says what to do. Core thread.
#pragma once

#include <memory>

#include "chain/storage/data_dir_lock.h"
#include "node/app/leveldb_state_home.h"
#include "node/config/config.h"
#include "node/core/boot.h"
#include "node/core/ledger_recovery.h"

namespace xh::node {

class DataFolder {
 public:
  [[nodiscard]] static chain::Result<std::unique_ptr<DataFolder>> open(const NodeConfig& config,
                                                                       const chain::Genesis& genesis, RecoveryLog log);

  // Blocks are missing (they have to come first), or nothing is here yet (a snapshot may come).
  [[nodiscard]] bool lacks_blocks() const { return recovery_->wanted().has_value(); }
  [[nodiscard]] bool needs_peers() const { return lacks_blocks() || recovery_->fresh(); }
  // Needs needs_peers(). The task refers to host, network and this folder.
  [[nodiscard]] chain::Result<std::unique_ptr<BootTask>> boot_task(Host& host, p2p::Transport& network);

  [[nodiscard]] std::vector<chain::Validator> known_validators() { return recovery_->known_validators(); }

  // Needs the boot task, if there was one, to be finished and gone.
  [[nodiscard]] chain::Status open_ledger();
  [[nodiscard]] Ledger& ledger() { return *opened_.ledger; }
  [[nodiscard]] const chain::StateStore& state() const { return *opened_.state; }
  // At the end of the node's life: damage that LevelDB met in use makes the next start rebuild the state.
  [[nodiscard]] chain::Status remember_damage();
  // For the voting journals and snapshots, which lie in the data folder too.
  [[nodiscard]] chain::FileSystem& disk() { return disk_; }
  [[nodiscard]] std::string base_dir() const { return path("base"); }
  [[nodiscard]] std::string snapshots_dir() const { return path("snapshots"); }

 private:
  DataFolder(const NodeConfig& config, chain::DataDirLock lock);
  [[nodiscard]] std::string path(const std::string& name) const { return (config_.data_dir / name).string(); }

  NodeConfig config_;
  chain::PosixFileSystem disk_;
  chain::DataDirLock lock_;
  LevelDbStateHome home_;
  std::unique_ptr<LedgerRecovery> recovery_;
  std::unique_ptr<chain::BlockLog> repaired_log_;  // open while a boot task appends
  LedgerRecovery::Opened opened_;
};

}  // namespace xh::node
