#include "cli/people/file_batch.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "cli/files.h"
#include "cli/wallet/random.h"

namespace xh::cli {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view kUnfinished = ".new";

std::unexpected<Failure> disk_error(const fs::path& path) {
  return fail(ExitCode::kOther, "FILE_ERROR", path.string() + ": " + std::strerror(errno));
}

bool write_fully(int fd, chain::BytesView content) {
  while (!content.empty()) {
    const auto written = ::write(fd, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return false;
    content = content.subspan(static_cast<std::size_t>(written));
  }
  return true;
}

}  // namespace

FileBatch::~FileBatch() {
  for (const auto& name : names_) ::unlink((folder_ / (name + std::string(kUnfinished))).c_str());
}

Outcome<void> FileBatch::add(const std::string& name, chain::BytesView content) {
  const auto path = folder_ / (name + std::string(kUnfinished));
  const int fd = ::open(path.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  if (fd < 0) return disk_error(path);
  names_.push_back(name);
  const bool ok = write_fully(fd, content);
  const int error = errno;
  ::close(fd);
  errno = error;
  if (!ok) return disk_error(path);
  return {};
}

Outcome<void> FileBatch::commit() {
  if (names_.empty()) return {};
  const int fd = ::open(folder_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (fd < 0) return disk_error(folder_);
  const bool synced = ::syncfs(fd) == 0;  // one sync for all of them
  ::close(fd);
  if (!synced) return disk_error(folder_);
  for (const auto& name : names_) {
    if (::rename((folder_ / (name + std::string(kUnfinished))).c_str(), (folder_ / name).c_str()) != 0)
      return disk_error(folder_ / name);
  }
  names_.clear();
  return sync_folder(folder_);
}

Outcome<void> remove_unfinished(const fs::path& folder) {
  std::error_code error;
  for (const auto& item : fs::directory_iterator(folder, error)) {
    if (!item.path().string().ends_with(kUnfinished)) continue;
    if (::unlink(item.path().c_str()) != 0 && errno != ENOENT) return disk_error(item.path());
  }
  if (error) return fail(ExitCode::kFalse, "DAMAGED", folder.string() + ": " + error.message());
  return {};
}

Outcome<void> destroy_file(const fs::path& path) {
  const int fd = ::open(path.c_str(), O_WRONLY | O_CLOEXEC);
  if (fd < 0 && errno == ENOENT) return {};
  if (fd < 0) return disk_error(path);
  struct stat info{};
  const bool ok = ::fstat(fd, &info) == 0 && write_fully(fd, random_bytes(static_cast<std::size_t>(info.st_size))) &&
                  ::fsync(fd) == 0;
  const int error = errno;
  ::close(fd);
  errno = error;
  if (!ok || ::unlink(path.c_str()) != 0) return disk_error(path);
  return sync_folder(path.parent_path());
}

Outcome<void> destroy_folder(const fs::path& path) {
  std::error_code error;
  for (const auto& item : fs::directory_iterator(path, error)) {
    if (auto gone = destroy_file(item.path()); !gone) return gone;
  }
  if (!fs::remove(path, error) || error)
    return fail(ExitCode::kOther, "FILE_ERROR", path.string() + ": " + error.message());
  return sync_folder(path.parent_path());
}

}  // namespace xh::cli
