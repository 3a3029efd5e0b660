#include "node/ops/unix_address.h"

#include <fcntl.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <utility>

namespace xh::node {

chain::Result<UnixAddress> UnixAddress::of(const std::filesystem::path& socket) {
  UnixAddress out;
  out.address_.sun_family = AF_UNIX;
  auto path = socket.string();
  if (path.size() >= sizeof out.address_.sun_path) {
    const auto folder = socket.parent_path();
    out.folder_ = ::open(folder.c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC);
    if (out.folder_ < 0)
      return chain::local_fault("cannot open folder " + folder.string() + ": " + std::strerror(errno));
    path = "/proc/self/fd/" + std::to_string(out.folder_) + "/" + socket.filename().string();
    if (path.size() >= sizeof out.address_.sun_path)
      return chain::local_fault("the name of socket " + socket.string() + " is too long");
  }
  std::memcpy(out.address_.sun_path, path.c_str(), path.size() + 1);
  return out;
}

UnixAddress::UnixAddress(UnixAddress&& other) noexcept
    : address_(other.address_), folder_(std::exchange(other.folder_, -1)) {}

UnixAddress::~UnixAddress() {
  if (folder_ >= 0) ::close(folder_);
}

}  // namespace xh::node
