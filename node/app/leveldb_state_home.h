// The state store as a LevelDB folder (contract: node/core/state_home.h).
//   <data>/state             the state
//   <data>/state.rebuild     one in the making; worth nothing at a start
//   <data>/state.suspect     an empty file: the state was found damaged while the node ran
//   <data>/state.damaged-<n> set aside, for somebody to look at and remove
#pragma once

#include "chain/storage/leveldb_state_store.h"
#include "chain/storage/posix_file_system.h"
#include "node/core/state_home.h"

namespace xh::node {

class LevelDbStateHome final : public StateHome {
 public:
  // `data_dir` exists.
  LevelDbStateHome(chain::PosixFileSystem& disk, std::string data_dir);

  [[nodiscard]] chain::Result<bool> exists() const override { return disk_.exists(state_); }
  [[nodiscard]] chain::Result<std::unique_ptr<chain::StateStore>> open(chain::StoreTrouble& trouble) override;
  [[nodiscard]] chain::Status mark_suspect() override;
  [[nodiscard]] chain::Result<bool> is_suspect() const override { return disk_.exists(suspect_); }
  [[nodiscard]] chain::Result<std::string> set_aside() override;
  [[nodiscard]] chain::Status discard() override { return remove_folder(state_); }
  [[nodiscard]] chain::Result<std::unique_ptr<chain::StateStore>> begin_rebuild() override;
  [[nodiscard]] chain::Status finish_rebuild(std::unique_ptr<chain::StateStore> store) override;

 private:
  [[nodiscard]] chain::Status clear_suspicion();
  [[nodiscard]] chain::Status remove_folder(const std::string& dir);

  chain::PosixFileSystem& disk_;
  std::string data_dir_;
  std::string state_;
  std::string rebuild_;
  std::string suspect_;
};

}  // namespace xh::node
