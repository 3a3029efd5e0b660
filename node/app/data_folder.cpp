#include "node/app/data_folder.h"

namespace xh::node {

DataFolder::DataFolder(const NodeConfig& config, chain::DataDirLock lock)
    : config_(config), lock_(std::move(lock)), home_(disk_, config.data_dir.string()) {}

chain::Result<std::unique_ptr<DataFolder>> DataFolder::open(const NodeConfig& config, const chain::Genesis& genesis,
                                                            RecoveryLog log) {
  chain::PosixFileSystem disk;
  if (auto ok = disk.create_dirs(config.data_dir.string()); !ok) return std::unexpected(ok.error());
  auto lock = chain::DataDirLock::acquire(disk, config.data_dir.string());
  if (!lock) return std::unexpected(lock.error());
  auto out = std::unique_ptr<DataFolder>(new DataFolder(config, std::move(*lock)));
  const RecoveryPaths paths{out->path("blocks"), out->base_dir()};
  out->recovery_ = std::make_unique<LedgerRecovery>(genesis, out->disk_, paths, out->home_, std::move(log));
  if (auto ok = out->recovery_->prepare(); !ok) return std::unexpected(ok.error());
  return out;
}

chain::Result<std::unique_ptr<BootTask>> DataFolder::boot_task(Host& host, p2p::Transport& network) {
  const auto& context = recovery_->context();
  if (!recovery_->wanted()) {
    chain::SnapshotFolder base(disk_, base_dir(), context.tag);
    return std::make_unique<JoinTask>(host, network, context, std::move(base));
  }
  auto log = recovery_->open_log();
  if (!log) return std::unexpected(log.error());
  repaired_log_ = std::move(*log);
  return std::make_unique<RepairTask>(host, network, context, *recovery_->wanted(), *repaired_log_);
}

chain::Status DataFolder::open_ledger() {
  repaired_log_.reset();
  auto opened = recovery_->open();
  if (!opened) return std::unexpected(opened.error());
  opened_ = std::move(*opened);
  return {};
}

chain::Status DataFolder::remember_damage() {
  const bool damaged = opened_.state && opened_.state->trouble() == chain::StoreTrouble::kDamaged;
  return damaged ? home_.mark_suspect() : chain::Status{};
}

}  // namespace xh::node
