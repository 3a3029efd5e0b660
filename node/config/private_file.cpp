#include "node/config/private_file.h"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <openssl/rand.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <utility>

namespace xh::node {
namespace {

namespace fs = std::filesystem;
using chain::local_fault;

class Descriptor {
 public:
  explicit Descriptor(int fd) : fd_(fd) {}
  ~Descriptor() {
    if (fd_ >= 0) ::close(fd_);
  }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  [[nodiscard]] int get() const { return fd_; }

 private:
  int fd_;
};

std::string os_error(std::string_view what, const fs::path& file) {
  return std::string(what) + " " + file.string() + ": " + std::strerror(errno);
}

chain::Status check_kind(int fd, const fs::path& file, bool is_private) {
  struct stat info{};
  if (::fstat(fd, &info) != 0) return local_fault(os_error("cannot inspect", file));
  if (!S_ISREG(info.st_mode)) return local_fault(file.string() + " is not a regular file");
  if (is_private && (info.st_mode & (S_IRWXG | S_IRWXO)) != 0) {
    return local_fault(file.string() + " holds a secret and is open to group or others; run: chmod 600 " +
                       file.string());
  }
  return {};
}

chain::Result<std::string> read_file(const fs::path& file, std::size_t max_bytes, bool is_private) {
  const Descriptor in(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK));
  if (in.get() < 0 && errno == ENOENT) return chain::not_found(file.string() + " does not exist");
  if (in.get() < 0) return local_fault(os_error("cannot open", file));
  if (auto ok = check_kind(in.get(), file, is_private); !ok) return std::unexpected(ok.error());
  std::string out(max_bytes + 1, '\0');
  std::size_t have = 0;
  while (have < out.size()) {
    const auto got = ::read(in.get(), out.data() + have, out.size() - have);
    if (got < 0 && errno == EINTR) continue;
    if (got < 0) return local_fault(os_error("cannot read", file));
    if (got == 0) {
      out.resize(have);
      return out;
    }
    have += static_cast<std::size_t>(got);
  }
  wipe(out);
  return local_fault(file.string() + " is longer than " + std::to_string(max_bytes) + " bytes");
}

chain::Status write_all(int fd, std::string_view text, const fs::path& file) {
  while (!text.empty()) {
    const auto put = ::write(fd, text.data(), text.size());
    if (put < 0 && errno == EINTR) continue;
    if (put < 0) return local_fault(os_error("cannot write", file));
    text.remove_prefix(static_cast<std::size_t>(put));
  }
  if (::fsync(fd) != 0) return local_fault(os_error("cannot sync", file));
  return {};
}

chain::Status sync_folder_of(const fs::path& file) {
  const auto folder = file.has_parent_path() ? file.parent_path() : fs::path(".");
  const Descriptor dir(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (dir.get() < 0 || ::fsync(dir.get()) != 0) return local_fault(os_error("cannot sync folder", folder));
  return {};
}

}  // namespace

chain::Result<std::string> read_text_file(const fs::path& file, std::size_t max_bytes) {
  return read_file(file, max_bytes, false);
}

chain::Result<std::string> read_private_file(const fs::path& file, std::size_t max_bytes) {
  return read_file(file, max_bytes, true);
}

chain::Status write_new_file(const fs::path& file, std::string_view text, std::uint32_t mode) {
  const Descriptor out(::open(file.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode));
  if (out.get() < 0 && errno == EEXIST) return local_fault(file.string() + " exists already and is not overwritten");
  if (out.get() < 0) return local_fault(os_error("cannot create", file));
  if (auto ok = write_all(out.get(), text, file); !ok) return ok;
  return sync_folder_of(file);
}

chain::Status replace_file(const fs::path& file, std::string_view text, std::uint32_t mode) {
  const fs::path beside = file.string() + ".new";
  if (::unlink(beside.c_str()) != 0 && errno != ENOENT) return local_fault(os_error("cannot remove", beside));
  if (auto ok = write_new_file(beside, text, mode); !ok) return ok;
  if (::rename(beside.c_str(), file.c_str()) != 0) return local_fault(os_error("cannot replace", file));
  return sync_folder_of(file);
}

chain::Status make_private_dirs(const fs::path& dir) {
  std::error_code error;
  if (fs::is_directory(dir, error)) return {};
  if (dir.has_parent_path() && dir.parent_path() != dir) {
    if (auto ok = make_private_dirs(dir.parent_path()); !ok) return ok;
  }
  if (::mkdir(dir.c_str(), kPrivateDirMode) != 0 && errno != EEXIST)
    return local_fault(os_error("cannot make folder", dir));
  return {};
}

chain::Status fill_random(std::span<std::uint8_t> out) {
  if (RAND_priv_bytes(out.data(), static_cast<int>(out.size())) != 1)
    return local_fault("the system's random source gave no bytes");
  return {};
}

void wipe(std::span<std::uint8_t> secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
}
void wipe(std::string& secret) {
  OPENSSL_cleanse(secret.data(), secret.size());
}

}  // namespace xh::node
