#include "chain/storage/posix_file_system.h"

#include <dirent.h>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <system_error>

namespace xh::chain {
namespace {

constexpr mode_t kFileMode = 0600;
constexpr mode_t kDirMode = 0700;

std::unexpected<Error> disk_error(const std::string& operation, const std::string& path, int number) {
  const std::string reason = std::generic_category().message(number);
  if (number == ENOENT) return not_found("cannot " + operation + " " + path + ": " + reason);
  return local_fault("cannot " + operation + " " + path + ": " + reason);
}

// A descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  [[nodiscard]] int get() const { return fd_; }
  [[nodiscard]] bool ok() const { return fd_ >= 0; }

 private:
  int fd_;
};

int open_retrying(const std::string& path, int flags) {
  int fd = -1;
  do {
    fd = ::open(path.c_str(), flags | O_CLOEXEC, kFileMode);
  } while (fd < 0 && errno == EINTR);
  return fd;
}

Result<std::uint64_t> size_of(int fd, const std::string& path) {
  struct stat info{};
  if (::fstat(fd, &info) != 0) return disk_error("stat", path, errno);
  return static_cast<std::uint64_t>(info.st_size);
}

class PosixAppendFile final : public AppendFile {
 public:
  PosixAppendFile(int fd, std::string path, std::uint64_t size) : fd_(fd), path_(std::move(path)), size_(size) {}

  Status append(BytesView data) override {
    if (failed_) return refuse();
    while (!data.empty()) {
      const ssize_t written = ::write(fd_.get(), data.data(), data.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) return fail("write to", errno);
      size_ += static_cast<std::uint64_t>(written);
      data = data.subspan(static_cast<std::size_t>(written));
    }
    return {};
  }

  Status sync() override {
    if (failed_) return refuse();
    if (::fdatasync(fd_.get()) != 0) return fail("sync", errno);
    return {};
  }

  std::uint64_t size() const override { return size_; }

 private:
  std::unexpected<Error> refuse() const {
    return local_fault("refusing to use " + path_ +
                       " after a failed write: restart the node, it recovers from what is on disk");
  }
  std::unexpected<Error> fail(const std::string& operation, int number) {
    failed_ = true;
    return local_fault("cannot " + operation + " " + path_ + ": " + std::generic_category().message(number));
  }

  Descriptor fd_;
  std::string path_;
  std::uint64_t size_;
  bool failed_ = false;
};

class PosixReadFile final : public ReadFile {
 public:
  PosixReadFile(int fd, std::string path) : fd_(fd), path_(std::move(path)) {}

  Result<Bytes> read(std::uint64_t offset, std::size_t size) const override {
    Bytes out(size);
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got = ::pread(fd_.get(), out.data() + done, size - done, static_cast<off_t>(offset + done));
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) return local_fault("cannot read " + path_ + ": " + std::generic_category().message(errno));
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    out.resize(done);
    return out;
  }

  Result<std::uint64_t> size() const override { return size_of(fd_.get(), path_); }

 private:
  Descriptor fd_;
  std::string path_;
};

class PosixFileLock final : public FileLock {
 public:
  explicit PosixFileLock(int fd) : fd_(fd) {}

 private:
  Descriptor fd_;  // closing it drops the lock
};

Status sync_folder(const std::string& dir) {
  const Descriptor fd(open_retrying(dir, O_RDONLY | O_DIRECTORY));
  if (!fd.ok()) return disk_error("open folder", dir, errno);
  if (::fsync(fd.get()) != 0) return disk_error("sync folder", dir, errno);
  return {};
}

}  // namespace

Result<std::unique_ptr<AppendFile>> PosixFileSystem::open_append(const std::string& path, OpenMode mode) {
  const int flags = O_WRONLY | O_APPEND | (mode == OpenMode::kCreateNew ? O_CREAT | O_EXCL : 0);
  const int fd = open_retrying(path, flags);
  if (fd < 0) return disk_error(mode == OpenMode::kCreateNew ? "create" : "open", path, errno);
  const auto size = size_of(fd, path);
  auto file = std::make_unique<PosixAppendFile>(fd, path, size.value_or(0));
  if (!size) return std::unexpected(size.error());
  return file;
}

Result<std::unique_ptr<ReadFile>> PosixFileSystem::open_read(const std::string& path) const {
  const int fd = open_retrying(path, O_RDONLY);
  if (fd < 0) return disk_error("open", path, errno);
  return std::make_unique<PosixReadFile>(fd, path);
}

Result<bool> PosixFileSystem::exists(const std::string& path) const {
  struct stat info{};
  if (::stat(path.c_str(), &info) == 0) return true;
  if (errno == ENOENT) return false;
  return disk_error("stat", path, errno);
}

Result<std::vector<std::string>> PosixFileSystem::list(const std::string& dir) const {
  const std::unique_ptr<DIR, int (*)(DIR*)> handle(::opendir(dir.c_str()), &::closedir);
  if (!handle) return disk_error("list", dir, errno);
  std::vector<std::string> names;
  errno = 0;
  while (const dirent* entry = ::readdir(handle.get())) {
    const std::string name = entry->d_name;
    struct stat info{};
    if (::stat(join_path(dir, name).c_str(), &info) == 0 && S_ISREG(info.st_mode)) names.push_back(name);
    errno = 0;
  }
  if (errno != 0) return disk_error("list", dir, errno);
  std::sort(names.begin(), names.end());
  return names;
}

Status PosixFileSystem::create_dirs(const std::string& dir) {
  if (dir.empty() || dir == "." || dir == "/") return {};
  if (::mkdir(dir.c_str(), kDirMode) == 0) return sync_folder(parent_dir(dir));
  struct stat info{};
  if (errno == EEXIST && ::stat(dir.c_str(), &info) == 0 && S_ISDIR(info.st_mode)) return {};
  if (errno == EEXIST) return disk_error("create folder", dir, ENOTDIR);
  if (errno != ENOENT) return disk_error("create folder", dir, errno);
  if (auto parent = create_dirs(parent_dir(dir)); !parent) return parent;
  if (::mkdir(dir.c_str(), kDirMode) != 0 && errno != EEXIST) return disk_error("create folder", dir, errno);
  return sync_folder(parent_dir(dir));
}

Status PosixFileSystem::truncate(const std::string& path, std::uint64_t size) {
  const Descriptor fd(open_retrying(path, O_WRONLY));
  if (!fd.ok()) return disk_error("open", path, errno);
  if (::ftruncate(fd.get(), static_cast<off_t>(size)) != 0) return disk_error("truncate", path, errno);
  if (::fsync(fd.get()) != 0) return disk_error("sync", path, errno);
  return {};
}

Status PosixFileSystem::rename(const std::string& from, const std::string& to) {
  if (::rename(from.c_str(), to.c_str()) != 0) return disk_error("rename to " + to, from, errno);
  return {};
}

Status PosixFileSystem::remove(const std::string& path) {
  if (::unlink(path.c_str()) != 0) return disk_error("remove", path, errno);
  return {};
}

Status PosixFileSystem::sync_dir(const std::string& dir) {
  return sync_folder(dir);
}

Result<std::unique_ptr<FileLock>> PosixFileSystem::lock(const std::string& path) {
  const int fd = open_retrying(path, O_RDWR | O_CREAT);
  if (fd < 0) return disk_error("open lock file", path, errno);
  auto held = std::make_unique<PosixFileLock>(fd);
  int rc = -1;
  do {
    rc = ::flock(fd, LOCK_EX | LOCK_NB);
  } while (rc != 0 && errno == EINTR);
  if (rc == 0) return held;
  if (errno == EWOULDBLOCK) return local_fault("another process holds the lock " + path);
  return disk_error("lock", path, errno);
}

}  // namespace xh::chain
