// The disk as chain/storage sees it: append-only files, random reads, names, locks. Production gives it POSIX
// (posix_file_system.h), the simulator and the tests memory (memory_file_system.h). Block log, journal and data folder
// lock are written against this alone.
//
// Durability contract, which both implementations keep and every caller may lean on, no more and no less:
// - appended bytes survive a power loss once sync() of that file returned ok; until then any subset of their 512-byte
//   sectors may survive, the others reading as zeros or cut off;
// - a created, renamed or removed name survives once sync_dir() of its folder returned ok; a rename is atomic;
// - truncate() is durable when it returns;
// - after a failed append() or sync() the file object refuses everything (a retried fsync may lie): stop, reopen,
//   recover.
//
// Threading: an object belongs to one thread at a time; different files may be used from different threads.
// Errors: Fault::kNotFound when a name does not exist, Fault::kLocal (path, operation, reason) for everything else.
#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "chain/primitives/bytes.h"

namespace xh::chain {

class AppendFile {
 public:
  virtual ~AppendFile() = default;
  [[nodiscard]] virtual Status append(BytesView data) = 0;
  [[nodiscard]] virtual Status sync() = 0;
  [[nodiscard]] virtual std::uint64_t size() const = 0;  // bytes, unsynced ones included
};

class ReadFile {
 public:
  virtual ~ReadFile() = default;
  // Up to `size` bytes from `offset`; fewer only where the file ends.
  [[nodiscard]] virtual Result<Bytes> read(std::uint64_t offset, std::size_t size) const = 0;
  [[nodiscard]] virtual Result<std::uint64_t> size() const = 0;
};

// Held as long as the object lives; the operating system drops it when the process dies.
class FileLock {
 public:
  virtual ~FileLock() = default;
};

enum class OpenMode : std::uint8_t {
  kCreateNew,  // fails if the name exists
  kExisting,   // Fault::kNotFound if it does not
};

class FileSystem {
 public:
  virtual ~FileSystem() = default;

  [[nodiscard]] virtual Result<std::unique_ptr<AppendFile>> open_append(const std::string& path, OpenMode mode) = 0;
  [[nodiscard]] virtual Result<std::unique_ptr<ReadFile>> open_read(const std::string& path) const = 0;
  [[nodiscard]] virtual Result<bool> exists(const std::string& path) const = 0;  // file or folder
  [[nodiscard]] virtual Result<std::vector<std::string>> list(
      const std::string& dir) const = 0;  // names of files, ascending
  [[nodiscard]] virtual Status create_dirs(
      const std::string& dir) = 0;  // with all parents, durable; an existing one is fine
  [[nodiscard]] virtual Status truncate(const std::string& path, std::uint64_t size) = 0;
  [[nodiscard]] virtual Status rename(const std::string& from, const std::string& to) = 0;
  [[nodiscard]] virtual Status remove(const std::string& path) = 0;
  [[nodiscard]] virtual Status sync_dir(const std::string& dir) = 0;
  // Exclusive, never waits. kLocal when another holder has it; the message names the path.
  [[nodiscard]] virtual Result<std::unique_ptr<FileLock>> lock(const std::string& path) = 0;
};

[[nodiscard]] inline std::string join_path(const std::string& dir, const std::string& name) {
  return dir + "/" + name;
}
// "." for a path without a folder.
[[nodiscard]] std::string parent_dir(const std::string& path);

}  // namespace xh::chain
