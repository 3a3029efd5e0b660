#include "node/ops/admin_client.h"

#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <cstring>
#include <utility>

#include "node/ops/unix_address.h"

namespace xh::node {
namespace {

using Clock = std::chrono::steady_clock;

class Socket {
 public:
  Socket() : fd_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0)) {}
  ~Socket() {
    if (fd_ >= 0) ::close(fd_);
  }
  Socket(const Socket&) = delete;
  Socket& operator=(const Socket&) = delete;
  [[nodiscard]] int fd() const { return fd_; }

 private:
  int fd_;
};

// Waits until the socket is ready for `events`; false when the time is over.
bool wait_for(int fd, short events, Clock::time_point deadline) {
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
    if (left <= 0) return false;
    pollfd one{fd, events, 0};
    const int ready = ::poll(&one, 1, static_cast<int>(left));
    if (ready > 0) return true;
    if (ready < 0 && errno != EINTR) return false;
  }
}

chain::Status send_line(int fd, std::string_view line, Clock::time_point deadline) {
  while (!line.empty()) {
    const auto put = ::send(fd, line.data(), line.size(), MSG_NOSIGNAL);
    if (put > 0) {
      line.remove_prefix(static_cast<std::size_t>(put));
    } else if (errno != EINTR && errno != EAGAIN) {
      return chain::not_yet(std::string("the node hung up: ") + std::strerror(errno));
    } else if (!wait_for(fd, POLLOUT, deadline)) {
      return chain::not_yet("the node does not take the request");
    }
  }
  return {};
}

chain::Result<std::string> receive_line(int fd, Clock::time_point deadline) {
  std::string out;
  std::array<char, 4096> buffer{};
  while (out.size() <= kMaxAdminLineBytes) {
    const auto got = ::recv(fd, buffer.data(), buffer.size(), 0);
    if (got == 0) return chain::not_yet("the node hung up without an answer");
    if (got < 0) {
      if (errno != EINTR && errno != EAGAIN)
        return chain::not_yet(std::string("the node hung up: ") + std::strerror(errno));
      if (!wait_for(fd, POLLIN, deadline)) return chain::not_yet("the node does not answer in time");
      continue;
    }
    out.append(buffer.data(), static_cast<std::size_t>(got));
    if (out.back() == '\n') return out;
  }
  return chain::not_yet("the node's answer is too long");
}

chain::Result<std::string> exchange(const std::filesystem::path& socket, const std::string& line,
                                    Clock::time_point deadline) {
  auto address = UnixAddress::of(socket);
  if (!address) return chain::not_found("no node answers: " + address.error().message);
  const Socket connection;
  if (connection.fd() < 0) return chain::local_fault(std::string("cannot open a socket: ") + std::strerror(errno));
  if (::connect(connection.fd(), address->address(), address->size()) != 0) {
    return chain::not_found("no node answers on " + socket.string() + ": " + std::strerror(errno));
  }
  if (auto ok = send_line(connection.fd(), line, deadline); !ok) return std::unexpected(ok.error());
  return receive_line(connection.fd(), deadline);
}

chain::Result<AdminStatus> status_of(chain::Result<chain::json::object> answer) {
  if (!answer) return std::unexpected(answer.error());
  const auto* const status = answer->if_contains("status");
  if (status == nullptr) return chain::not_yet("the node's answer has no status");
  return chain::from_json<AdminStatus>(*status);
}

}  // namespace

chain::Result<chain::json::object> ask_admin(const std::filesystem::path& socket, const AdminRequest& request,
                                             std::chrono::milliseconds timeout) {
  const auto line = exchange(socket, chain::json::serialize(chain::to_json(request)) + "\n", Clock::now() + timeout);
  if (!line) return std::unexpected(line.error());
  auto answer = chain::parse_json(*line);
  if (!answer || !answer->is_object()) return chain::not_yet("the node's answer is no JSON object");
  auto& object = answer->get_object();
  const auto* const ok = object.if_contains("ok");
  if (ok != nullptr && ok->is_bool() && ok->get_bool()) return std::move(object);
  const auto* const error = object.if_contains("error");
  return chain::invalid(error != nullptr && error->is_string() ? std::string(error->get_string())
                                                               : "the node refused without a reason");
}

chain::Result<AdminStatus> ask_status(const std::filesystem::path& socket, std::chrono::milliseconds timeout) {
  return status_of(ask_admin(socket, {std::string(kAdminStatus), std::nullopt}, timeout));
}

chain::Result<AdminStatus> ask_clock(const std::filesystem::path& socket, chain::Timestamp to,
                                     std::chrono::milliseconds timeout) {
  return status_of(ask_admin(socket, {std::string(kAdminClock), to.value}, timeout));
}

}  // namespace xh::node
