#include "p2p/listener.h"

#include <boost/asio/ip/address.hpp>
#include <utility>

#include "p2p/limits.h"

namespace xh::p2p {

using boost::asio::ip::tcp;
using boost::system::error_code;

chain::Result<std::shared_ptr<Listener>> Listener::bind(boost::asio::io_context& io, const std::string& host,
                                                        std::uint16_t port) {
  error_code error;
  const auto address = boost::asio::ip::make_address(host, error);
  if (error) return chain::local_fault("p2p: listen address " + host + " is not an IP address");
  auto listener = std::make_shared<Listener>(io);
  auto& acceptor = listener->acceptor_;
  const tcp::endpoint endpoint(address, port);
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(kListenBacklog, error);
  if (!error) listener->port_ = acceptor.local_endpoint(error).port();
  if (error) {
    return chain::local_fault("p2p: cannot listen on " + host + ":" + std::to_string(port) + ": " + error.message());
  }
  return listener;
}

void Listener::start(OnSocket on_socket, OnError on_error, std::uint32_t retry_ms) {
  on_socket_ = std::move(on_socket);
  on_error_ = std::move(on_error);
  retry_ms_ = retry_ms;
  accept();
}

void Listener::accept() {
  acceptor_.async_accept([self = shared_from_this()](const error_code& error, tcp::socket socket) {
    if (self->stopped_) return;
    if (error) {
      self->on_error_("p2p: cannot accept a connection: " + error.message());
      return self->pause();
    }
    self->on_socket_(std::move(socket));
    if (!self->stopped_) self->accept();
  });
}

void Listener::pause() {
  retry_.expires_after(std::chrono::milliseconds(retry_ms_));
  retry_.async_wait([self = shared_from_this()](const error_code&) {
    if (!self->stopped_) self->accept();
  });
}

void Listener::stop() {
  stopped_ = true;
  error_code ignored;
  acceptor_.close(ignored);
  retry_.cancel(ignored);
  on_socket_ = nullptr;
  on_error_ = nullptr;
}

}  // namespace xh::p2p
