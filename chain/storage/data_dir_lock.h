// One process a data folder: taken first by every command that opens the folder's files, held until the object goes.
// Two nodes on one folder would sign twice with one key. The lock is the operating system's (flock on the file LOCK),
// so that a killed process leaves nothing behind; the file itself stays.
#pragma once

#include "chain/storage/file_system.h"

namespace xh::chain {

class DataDirLock {
 public:
  // kLocal naming the folder when another process holds it or the folder cannot be used. The folder must exist.
  [[nodiscard]] static Result<DataDirLock> acquire(FileSystem& disk, const std::string& dir);

 private:
  explicit DataDirLock(std::unique_ptr<FileLock> lock) : lock_(std::move(lock)) {}
  std::unique_ptr<FileLock> lock_;
};

}  // namespace xh::chain
