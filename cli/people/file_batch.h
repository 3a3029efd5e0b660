// Many small private files written as one step, and files that leave no trace: the disk side of the people store.
// Failures: exit 1 with the file's name. Not thread-safe.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "chain/primitives/bytes.h"
#include "cli/exit_code.h"

namespace xh::cli {

// add() writes each file beside its place; commit() syncs them all, then renames them. A crash before leaves the old
// files, a crash between renames leaves each file old or new, never torn. Without commit() nothing is left.
class FileBatch {
 public:
  explicit FileBatch(std::filesystem::path folder) : folder_(std::move(folder)) {}
  ~FileBatch();
  FileBatch(const FileBatch&) = delete;
  FileBatch& operator=(const FileBatch&) = delete;

  [[nodiscard]] Outcome<void> add(const std::string& name, chain::BytesView content);
  [[nodiscard]] Outcome<void> commit();

 private:
  std::filesystem::path folder_;
  std::vector<std::string> names_;
};

// False also when it cannot be looked at: opening it then says why.
[[nodiscard]] inline bool is_there(const std::filesystem::path& path) {
  std::error_code ignored;
  return std::filesystem::exists(path, ignored);
}
// What a FileBatch that never committed left behind.
[[nodiscard]] Outcome<void> remove_unfinished(const std::filesystem::path& folder);
// Overwrites, unlinks, syncs the folder; nothing to do when it is not there. A disk that writes elsewhere (flash,
// copy-on-write) keeps the old bytes until it reuses them: sealed keys need the store's key too.
[[nodiscard]] Outcome<void> destroy_file(const std::filesystem::path& path);
[[nodiscard]] Outcome<void> destroy_folder(const std::filesystem::path& path);

}  // namespace xh::cli
