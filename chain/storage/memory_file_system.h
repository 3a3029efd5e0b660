// A disk in memory that forgets what was not synced (contract: file_system.h). The simulator gives one to each node;
// tests of the block log and the journal run on it. Deterministic: what happens depends on the calls alone.
//
// Model: of a file's bytes a prefix is durable; a folder has live names and durable names. sync() makes the file's
// bytes durable, sync_dir() the folder's names; crash() throws away what is not. A name's file is found by identity, so
// a file synced under one name and renamed keeps its bytes. Folders are durable when made.
// Threading: one thread. Limits: set_capacity() bytes of live data (a full disk), unlimited by default.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <set>

#include "chain/storage/file_system.h"

namespace xh::chain {

// What a power loss leaves of bytes that were never synced.
enum class UnsyncedBytes : std::uint8_t {
  kLost,        // the file ends where it was last synced
  kZeroed,      // the file has its full length, the unsynced part reads as zeros
  kHalfKept,    // the first half of the unsynced bytes survives, then the file ends
  kOddSectors,  // every second 512-byte sector of the unsynced part survives, the others read as zeros
  kKept,        // all of it happened to reach the disk
};

struct CrashModel {
  UnsyncedBytes bytes = UnsyncedBytes::kLost;
  bool keep_unsynced_names = false;  // creations, renames and removals that were not sync_dir'ed happened to survive
};

class MemoryFileSystem final : public FileSystem {
 public:
  MemoryFileSystem();
  ~MemoryFileSystem() override;

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

  // Power loss: live data becomes durable data under the model; all open files and locks go dead; injected failures are
  // lifted.
  void crash(const CrashModel& model = {});

  // Failure injection. A mutation is an append, sync, truncate, rename, remove, sync_dir, or the creation of a file or
  // folder. The next `mutations` succeed and all after that fail until crash(): the process was killed at this persist
  // boundary.
  void stop_after(std::uint64_t mutations);
  // The one mutation after the next `mutations` fails, later ones succeed (where the file object still takes any).
  void fail_once_after(std::uint64_t mutations);
  void set_capacity(std::uint64_t bytes);
  [[nodiscard]] std::uint64_t mutations_done() const;

  // Damage to what is on the disk. flip_bits and cut need an existing file and an offset inside it.
  void flip_bits(const std::string& path, std::uint64_t offset, std::uint8_t mask);
  void cut(const std::string& path, std::uint64_t size);
  void overwrite(const std::string& path, Bytes content);  // creates the file if absent
  void erase(const std::string& path);
  [[nodiscard]] Bytes content(const std::string& path) const;  // live bytes; empty when absent

 private:
  struct State;
  friend class MemoryAppendFile;
  friend class MemoryReadFile;
  friend class MemoryFileLock;
  std::shared_ptr<State> state_;
};

}  // namespace xh::chain
