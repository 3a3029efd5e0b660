#include "node/ops/admin_server.h"

#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <boost/asio/buffer.hpp>
#include <boost/asio/local/stream_protocol.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/streambuf.hpp>
#include <boost/asio/write.hpp>
#include <cerrno>
#include <chrono>
#include <cstring>
#include <utility>
#include <vector>

#include "node/ops/unix_address.h"

namespace xh::node {
namespace {

namespace asio = boost::asio;
using Socket = asio::local::stream_protocol::socket;

// The answer to one line, and whether the connection goes on after it.
struct LineAnswer {
  chain::json::object answer;
  bool goes_on = true;
};

LineAnswer answer_line(std::string_view line, const AdminHandler& handler) {
  const auto request = chain::parse_json(line);
  if (!request || !request->is_object()) return {admin_error("a request is one JSON object on one line"), false};
  return {handler(request->get_object()), true};
}

}  // namespace

class AdminServer::Impl : public std::enable_shared_from_this<Impl> {
 public:
  Impl(asio::io_context& io, std::filesystem::path socket, AdminHandler handler)
      : acceptor_(io), retry_(io), path_(std::move(socket)), handler_(std::move(handler)) {}

  chain::Status listen() {
    auto address = UnixAddress::of(path_);
    if (!address) return std::unexpected(address.error());
    if (::unlink(path_.c_str()) != 0 && errno != ENOENT) return failed(std::strerror(errno));
    boost::system::error_code error;
    acceptor_.open(asio::local::stream_protocol(), error);
    if (error) return failed(error.message());
    // The folder is 0700; the mode is set before listen(), so that no one else can have connected before.
    acceptor_.bind(asio::local::stream_protocol::endpoint(address->path()), error);
    if (error) return failed(error.message());
    if (::chmod(path_.c_str(), S_IRUSR | S_IWUSR) != 0) return failed(std::strerror(errno));
    acceptor_.listen(static_cast<int>(kMaxAdminConnections), error);
    if (error) return failed(error.message());
    accept();
    return {};
  }

  void stop() {
    if (std::exchange(stopped_, true)) return;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    retry_.cancel();
    for (const auto& connection : connections_) connection->close();
    connections_.clear();
    ::unlink(path_.c_str());
  }

 private:
  // One client: read a line, answer, again.
  class Connection : public std::enable_shared_from_this<Connection> {
   public:
    Connection(Socket socket, std::weak_ptr<Impl> owner)
        : socket_(std::move(socket)), owner_(std::move(owner)), in_(kMaxAdminLineBytes) {}

    void read() {
      asio::async_read_until(socket_, in_, '\n', [self = shared_from_this()](const auto& error, std::size_t size) {
        if (error == asio::error::not_found) return self->write({admin_error("a request line is too long"), false});
        if (error) return self->done();
        self->on_line(size);
      });
    }
    void close() {
      boost::system::error_code ignored;
      socket_.close(ignored);
    }

   private:
    void on_line(std::size_t size) {
      const auto owner = owner_.lock();
      if (!owner) return;
      const auto* const data = static_cast<const char*>(in_.data().data());
      const auto answer = answer_line(std::string_view(data, size - 1), owner->handler_);
      in_.consume(size);
      write(answer);
    }
    void write(const LineAnswer& answer) {
      out_ = chain::json::serialize(answer.answer) + "\n";
      asio::async_write(socket_, asio::buffer(out_),
                        [self = shared_from_this(), goes_on = answer.goes_on](const auto& error, std::size_t) {
                          if (error || !goes_on) return self->done();
                          self->read();
                        });
    }
    void done() {
      close();
      if (const auto owner = owner_.lock()) std::erase(owner->connections_, shared_from_this());
    }

    Socket socket_;
    std::weak_ptr<Impl> owner_;
    asio::streambuf in_;
    std::string out_;
  };

  chain::Status failed(const std::string& why) const {
    return chain::local_fault("cannot open the admin socket " + path_.string() + ": " + why);
  }

  void accept() {
    acceptor_.async_accept([self = shared_from_this()](const auto& error, Socket socket) {
      if (self->stopped_) return;
      if (error) return self->accept_later();
      if (self->connections_.size() < kMaxAdminConnections) {
        self->connections_.push_back(std::make_shared<Connection>(std::move(socket), self));
        self->connections_.back()->read();
      }
      self->accept();
    });
  }

  // Out of descriptors, most likely: trying again at once would only burn the processor.
  void accept_later() {
    retry_.expires_after(std::chrono::milliseconds(200));
    retry_.async_wait([self = shared_from_this()](const auto& error) {
      if (!error && !self->stopped_) self->accept();
    });
  }

  asio::local::stream_protocol::acceptor acceptor_;
  asio::steady_timer retry_;
  std::filesystem::path path_;
  AdminHandler handler_;
  std::vector<std::shared_ptr<Connection>> connections_;
  bool stopped_ = false;
};

chain::Result<std::unique_ptr<AdminServer>> AdminServer::start(asio::io_context& io, std::filesystem::path socket,
                                                               AdminHandler handler) {
  auto impl = std::make_shared<Impl>(io, std::move(socket), std::move(handler));
  if (auto ok = impl->listen(); !ok) return std::unexpected(ok.error());
  return std::unique_ptr<AdminServer>(new AdminServer(std::move(impl)));
}

AdminServer::AdminServer(std::shared_ptr<Impl> impl) : impl_(std::move(impl)) {}
AdminServer::~AdminServer() {
  stop();
}
void AdminServer::stop() {
  impl_->stop();
}

}  // namespace xh::node
