// The production disk (contract: file_system.h): write(2), fdatasync(2), fsync(2) of folders, flock(2). Files are made
// with mode 0600, folders with 0700: ledger data and voting journals are for the node's own user. The object is
// stateless and thread-safe.
#pragma once

#include "chain/storage/file_system.h"

namespace xh::chain {

class PosixFileSystem final : public FileSystem {
 public:
  [[nodiscard]] Result<std::unique_ptr<AppendFile>> open_append(const std::string& path, OpenMode mode) override;
  [[nodiscard]] Result<std::unique_ptr<ReadFile>> open_read(const std::string& path) const override;
  [[nodiscard]] Result<bool> exists(const std::string& path) const override;
  [[nodiscard]] Result<std::vector<std::string>> list(const std::string& dir) const override;
  [[nodiscard]] Status create_dirs(const std::string& dir) override;
  [[nodiscard]] Status truncate(const std::string& path, std::uint64_t size) override;
  [[nodiscard]] Status rename(const std::string& from, const std::string& to) override;
  [[nodiscard]] Status remove(const std::string& path) override;
  [[nodiscard]] Status sync_dir(const std::string& dir) override;
  [[nodiscard]] Result<std::unique_ptr<FileLock>> lock(const std::string& path) override;
};

}  // namespace xh::chain
