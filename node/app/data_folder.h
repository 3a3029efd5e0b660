// The node's data folder: who holds it, what is in it, how it is opened (architecture, decisions 5 and 6; R12; campaign rule 4).
//   <data>/LOCK            one process a folder
//   <data>/blocks/         the block log: the truth; its presence says that the folder was initialised
//   <data>/state/          LevelDB; removed by an operator, it is rebuilt from the block log
//   <data>/journal         the voting journal of this epoch
//   <data>/ledger_clock    a driven clock's time
// Errors: kLocal, the text says what to do. Core thread.
#pragma once

#include <memory>

#include "chain/storage/data_dir_lock.h"
#include "chain/storage/leveldb_state_store.h"
#include "chain/storage/posix_file_system.h"
#include "node/config/config.h"
#include "node/core/replica.h"

namespace xh::node {

class DataFolder {
 public:
  [[nodiscard]] static chain::Result<std::unique_ptr<DataFolder>> open(const NodeConfig& config, const chain::Genesis& genesis,
                                                                       const std::function<void(const std::string&)>& progress);

  [[nodiscard]] Ledger& ledger() { return *ledger_; }
  // The journal for this validator key. A journal that is missing where there should be one, damaged or another's: may_sign is false and
  // `warning` says why.
  [[nodiscard]] chain::Result<Replica::JournalStart> open_journal(const chain::PublicKey& validator, std::string& warning);

 private:
  DataFolder(const NodeConfig& config, chain::DataDirLock lock) : config_(config), lock_(std::move(lock)) {}

  NodeConfig config_;
  chain::PosixFileSystem disk_;
  chain::DataDirLock lock_;
  bool fresh_ = false;
  std::unique_ptr<chain::LevelDbStateStore> state_;
  std::unique_ptr<Ledger> ledger_;
};

}  // namespace xh::node
