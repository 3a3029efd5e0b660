#include "node/app/leveldb_state_home.h"

#include <filesystem>

#include "chain/storage/log_salvage.h"

namespace xh::node {

LevelDbStateHome::LevelDbStateHome(chain::PosixFileSystem& disk, std::string data_dir)
    : disk_(disk),
      data_dir_(std::move(data_dir)),
      state_(chain::join_path(data_dir_, "state")),
      rebuild_(chain::join_path(data_dir_, "state.rebuild")),
      suspect_(chain::join_path(data_dir_, "state.suspect")) {}

chain::Result<std::unique_ptr<chain::StateStore>> LevelDbStateHome::open(chain::StoreTrouble& trouble) {
  auto store = chain::LevelDbStateStore::open(state_, &trouble);
  if (!store) return std::unexpected(store.error());
  return std::move(*store);
}

chain::Status LevelDbStateHome::mark_suspect() {
  const auto there = is_suspect();
  if (!there) return std::unexpected(there.error());
  if (*there) return {};
  auto file = disk_.open_append(suspect_, chain::OpenMode::kCreateNew);
  if (!file) return std::unexpected(file.error());
  return disk_.sync_dir(data_dir_);
}

chain::Status LevelDbStateHome::clear_suspicion() {
  auto gone = disk_.remove(suspect_);
  return !gone && gone.error().fault == chain::Fault::kNotFound ? chain::Status{} : gone;
}

chain::Result<std::string> LevelDbStateHome::set_aside() {
  auto to = chain::set_aside_path(disk_, state_);
  if (!to) return to;
  if (auto renamed = disk_.rename(state_, *to); !renamed) return std::unexpected(renamed.error());
  if (auto ok = clear_suspicion(); !ok) return std::unexpected(ok.error());
  if (auto synced = disk_.sync_dir(data_dir_); !synced) return std::unexpected(synced.error());
  return to;
}

chain::Status LevelDbStateHome::remove_folder(const std::string& dir) {
  std::error_code error;
  std::filesystem::remove_all(dir, error);
  if (error) return chain::local_fault("cannot remove " + dir + ": " + error.message());
  return disk_.sync_dir(data_dir_);
}

chain::Result<std::unique_ptr<chain::StateStore>> LevelDbStateHome::begin_rebuild() {
  if (auto gone = remove_folder(rebuild_); !gone) return std::unexpected(gone.error());
  auto store = chain::LevelDbStateStore::create(rebuild_);
  if (!store) return std::unexpected(store.error());
  return std::move(*store);
}

chain::Status LevelDbStateHome::finish_rebuild(std::unique_ptr<chain::StateStore> store) {
  store.reset();
  if (auto ok = clear_suspicion(); !ok) return ok;
  if (auto renamed = disk_.rename(rebuild_, state_); !renamed) return renamed;
  return disk_.sync_dir(data_dir_);
}

}  // namespace xh::node
