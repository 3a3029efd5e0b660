#include "chain/storage/memory_file_system.h"

#include <algorithm>
#include <limits>

#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

constexpr std::size_t kSector = 512;  // what a disk writes whole

// Files grow at the end only and truncation is durable, so what is durable is always a prefix of what is live.
struct FileData {
  Bytes live;
  std::size_t synced = 0;  // bytes
};
using FileDataPtr = std::shared_ptr<FileData>;
using Names = std::map<std::string, FileDataPtr>;

// The live bytes of `file` after a power loss.
Bytes survivors(const FileData& file, UnsyncedBytes model) {
  Bytes out = file.live;
  const std::size_t synced = file.synced;
  switch (model) {
    case UnsyncedBytes::kLost:
      out.resize(synced);
      break;
    case UnsyncedBytes::kKept:
      break;
    case UnsyncedBytes::kZeroed:
      std::fill(out.begin() + static_cast<std::ptrdiff_t>(synced), out.end(), std::uint8_t{0});
      break;
    case UnsyncedBytes::kHalfKept:
      out.resize(synced + (out.size() - synced) / 2);
      break;
    case UnsyncedBytes::kOddSectors:
      for (std::size_t i = synced; i < out.size(); ++i) {
        if ((i - synced) / kSector % 2 == 0) out[i] = 0;
      }
      break;
  }
  return out;
}

}  // namespace

struct MemoryFileSystem::State {
  Names live;
  Names durable;
  std::set<std::string> dirs{".", "/"};
  std::set<std::string> locks;
  std::uint64_t generation = 0;  // counts crashes: what was opened before is dead
  std::uint64_t mutations = 0;
  std::uint64_t stop_at = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t fail_at = std::numeric_limits<std::uint64_t>::max();
  std::uint64_t capacity = std::numeric_limits<std::uint64_t>::max();

  // Every mutation asks first.
  Status begin_mutation(const std::string& operation, const std::string& path) {
    const std::uint64_t number = mutations++;
    if (number >= stop_at) return local_fault("injected stop: cannot " + operation + " " + path);
    if (number == fail_at) return local_fault("injected failure: cannot " + operation + " " + path);
    return {};
  }

  std::uint64_t live_bytes() const {
    std::uint64_t total = 0;
    for (const auto& [path, file] : live) total += file->live.size();
    return total;
  }

  FileDataPtr find(const std::string& path) const {
    const auto it = live.find(path);
    return it == live.end() ? nullptr : it->second;
  }
};

class MemoryAppendFile final : public AppendFile {
 public:
  MemoryAppendFile(std::shared_ptr<MemoryFileSystem::State> state, FileDataPtr file, std::string path)
      : state_(std::move(state)), file_(std::move(file)), path_(std::move(path)), generation_(state_->generation) {}

  Status append(BytesView data) override {
    if (auto ready = begin("write to"); !ready) return ready;
    const std::uint64_t used = state_->live_bytes();
    const std::uint64_t room = state_->capacity > used ? state_->capacity - used : 0;
    const bool fits = data.size() <= room;
    chain::append(file_->live, fits ? data : data.first(static_cast<std::size_t>(room)));
    if (fits) return {};
    failed_ = true;
    return local_fault("cannot write to " + path_ + ": No space left on device");
  }

  Status sync() override {
    if (auto ready = begin("sync"); !ready) return ready;
    file_->synced = file_->live.size();
    return {};
  }

  std::uint64_t size() const override { return file_->live.size(); }

 private:
  Status begin(const std::string& operation) {
    if (failed_ || generation_ != state_->generation)
      return local_fault("refusing to use " + path_ + " after a failure");
    auto ready = state_->begin_mutation(operation, path_);
    failed_ = !ready;
    return ready;
  }

  std::shared_ptr<MemoryFileSystem::State> state_;
  FileDataPtr file_;
  std::string path_;
  std::uint64_t generation_;
  bool failed_ = false;
};

class MemoryReadFile final : public ReadFile {
 public:
  MemoryReadFile(FileDataPtr file, std::string path) : file_(std::move(file)), path_(std::move(path)) {}

  Result<Bytes> read(std::uint64_t offset, std::size_t size) const override {
    const Bytes& from = file_->live;
    if (offset >= from.size()) return Bytes{};
    const auto begin = from.begin() + static_cast<std::ptrdiff_t>(offset);
    return Bytes(begin, begin + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(size, from.size() - offset)));
  }

  Result<std::uint64_t> size() const override { return file_->live.size(); }

 private:
  FileDataPtr file_;
  std::string path_;
};

class MemoryFileLock final : public FileLock {
 public:
  MemoryFileLock(std::shared_ptr<MemoryFileSystem::State> state, std::string path)
      : state_(std::move(state)), path_(std::move(path)), generation_(state_->generation) {}
  ~MemoryFileLock() override {
    if (generation_ == state_->generation) state_->locks.erase(path_);
  }

 private:
  std::shared_ptr<MemoryFileSystem::State> state_;
  std::string path_;
  std::uint64_t generation_;
};

MemoryFileSystem::MemoryFileSystem() : state_(std::make_shared<State>()) {}
MemoryFileSystem::~MemoryFileSystem() = default;

Result<std::unique_ptr<AppendFile>> MemoryFileSystem::open_append(const std::string& path, OpenMode mode) {
  FileDataPtr file = state_->find(path);
  if (mode == OpenMode::kExisting) {
    if (!file) return not_found("cannot open " + path + ": no such file");
    return std::make_unique<MemoryAppendFile>(state_, std::move(file), path);
  }
  if (file) return local_fault("cannot create " + path + ": it exists");
  if (!state_->dirs.contains(parent_dir(path))) return not_found("cannot create " + path + ": no such folder");
  if (auto ready = state_->begin_mutation("create", path); !ready) return std::unexpected(ready.error());
  file = std::make_shared<FileData>();
  state_->live[path] = file;
  return std::make_unique<MemoryAppendFile>(state_, std::move(file), path);
}

Result<std::unique_ptr<ReadFile>> MemoryFileSystem::open_read(const std::string& path) const {
  FileDataPtr file = state_->find(path);
  if (!file) return not_found("cannot open " + path + ": no such file");
  return std::make_unique<MemoryReadFile>(std::move(file), path);
}

Result<bool> MemoryFileSystem::exists(const std::string& path) const {
  return state_->live.contains(path) || state_->dirs.contains(path);
}

Result<std::vector<std::string>> MemoryFileSystem::list(const std::string& dir) const {
  if (!state_->dirs.contains(dir)) return not_found("cannot list " + dir + ": no such folder");
  std::vector<std::string> names;
  for (const auto& [path, file] : state_->live) {
    if (parent_dir(path) == dir) names.push_back(path.substr(path.rfind('/') + 1));
  }
  return names;
}

Status MemoryFileSystem::create_dirs(const std::string& dir) {
  if (state_->dirs.contains(dir)) return {};
  if (auto parent = create_dirs(parent_dir(dir)); !parent) return parent;
  if (auto ready = state_->begin_mutation("create folder", dir); !ready) return ready;
  state_->dirs.insert(dir);
  return {};
}

Status MemoryFileSystem::truncate(const std::string& path, std::uint64_t size) {
  const FileDataPtr file = state_->find(path);
  if (!file) return not_found("cannot truncate " + path + ": no such file");
  if (auto ready = state_->begin_mutation("truncate", path); !ready) return ready;
  file->live.resize(static_cast<std::size_t>(size));
  file->synced = file->live.size();
  return {};
}

Status MemoryFileSystem::rename(const std::string& from, const std::string& to) {
  FileDataPtr file = state_->find(from);
  if (!file) return not_found("cannot rename " + from + ": no such file");
  if (auto ready = state_->begin_mutation("rename", from); !ready) return ready;
  state_->live.erase(from);
  state_->live[to] = std::move(file);
  return {};
}

Status MemoryFileSystem::remove(const std::string& path) {
  if (!state_->find(path)) return not_found("cannot remove " + path + ": no such file");
  if (auto ready = state_->begin_mutation("remove", path); !ready) return ready;
  state_->live.erase(path);
  return {};
}

Status MemoryFileSystem::sync_dir(const std::string& dir) {
  if (!state_->dirs.contains(dir)) return not_found("cannot sync " + dir + ": no such folder");
  if (auto ready = state_->begin_mutation("sync folder", dir); !ready) return ready;
  std::erase_if(state_->durable, [&](const auto& entry) { return parent_dir(entry.first) == dir; });
  for (const auto& [path, file] : state_->live) {
    if (parent_dir(path) == dir) state_->durable[path] = file;
  }
  return {};
}

Result<std::unique_ptr<FileLock>> MemoryFileSystem::lock(const std::string& path) {
  if (!state_->dirs.contains(parent_dir(path))) return not_found("cannot open lock file " + path + ": no such folder");
  if (!state_->locks.insert(path).second) return local_fault("another process holds the lock " + path);
  return std::make_unique<MemoryFileLock>(state_, path);
}

void MemoryFileSystem::crash(const CrashModel& model) {
  ++state_->generation;
  state_->locks.clear();
  state_->stop_at = state_->fail_at = std::numeric_limits<std::uint64_t>::max();
  const Names names = model.keep_unsynced_names ? state_->live : state_->durable;
  state_->live.clear();
  // Fresh file objects: what a dead process still holds open can reach nothing.
  for (const auto& [path, file] : names) {
    Bytes left = survivors(*file, model.bytes);
    const std::size_t size = left.size();
    state_->live[path] = std::make_shared<FileData>(FileData{std::move(left), size});
  }
  state_->durable = state_->live;
}

void MemoryFileSystem::stop_after(std::uint64_t mutations) {
  state_->stop_at = state_->mutations + mutations;
}
void MemoryFileSystem::fail_once_after(std::uint64_t mutations) {
  state_->fail_at = state_->mutations + mutations;
}
void MemoryFileSystem::set_capacity(std::uint64_t bytes) {
  state_->capacity = bytes;
}
std::uint64_t MemoryFileSystem::mutations_done() const {
  return state_->mutations;
}

void MemoryFileSystem::flip_bits(const std::string& path, std::uint64_t offset, std::uint8_t mask) {
  const FileDataPtr file = state_->find(path);
  CHECK(file != nullptr && offset < file->live.size());
  file->live[static_cast<std::size_t>(offset)] ^= mask;
}

void MemoryFileSystem::cut(const std::string& path, std::uint64_t size) {
  const FileDataPtr file = state_->find(path);
  CHECK(file != nullptr && size <= file->live.size());
  file->live.resize(static_cast<std::size_t>(size));
  file->synced = file->live.size();
}

void MemoryFileSystem::overwrite(const std::string& path, Bytes content) {
  const std::size_t size = content.size();
  FileDataPtr file = std::make_shared<FileData>(FileData{std::move(content), size});
  state_->live[path] = file;
  state_->durable[path] = std::move(file);
}

void MemoryFileSystem::erase(const std::string& path) {
  state_->live.erase(path);
  state_->durable.erase(path);
}

Bytes MemoryFileSystem::content(const std::string& path) const {
  const FileDataPtr file = state_->find(path);
  return file ? file->live : Bytes{};
}

}  // namespace xh::chain
