#include "chain/storage/data_dir_lock.h"

namespace xh::chain {

Result<DataDirLock> DataDirLock::acquire(FileSystem& disk, const std::string& dir) {
  auto lock = disk.lock(join_path(dir, "LOCK"));
  if (lock) return DataDirLock(std::move(*lock));
  return local_fault("cannot use the data folder " + dir + ": " + lock.error().message +
                     ". Is a node already running on this folder?");
}

}  // namespace xh::chain
