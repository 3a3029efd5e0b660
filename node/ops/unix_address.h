// The address of a Unix socket whose path may be longer than the system's 107 bytes: then the folder is opened and the
// socket is named through its descriptor. Linux only. Keep the object until connect() or bind() has returned.
#pragma once

#include <sys/socket.h>
#include <sys/un.h>

#include <filesystem>

#include "chain/primitives/result.h"

namespace xh::node {

class UnixAddress {
 public:
  // kLocal when the folder cannot be opened.
  [[nodiscard]] static chain::Result<UnixAddress> of(const std::filesystem::path& socket);
  UnixAddress(UnixAddress&& other) noexcept;
  UnixAddress& operator=(UnixAddress&&) = delete;
  ~UnixAddress();

  [[nodiscard]] const char* path() const { return address_.sun_path; }
  [[nodiscard]] const sockaddr* address() const { return reinterpret_cast<const sockaddr*>(&address_); }
  [[nodiscard]] socklen_t size() const { return sizeof address_; }

 private:
  UnixAddress() = default;
  sockaddr_un address_{};
  int folder_ = -1;
};

}  // namespace xh::node
