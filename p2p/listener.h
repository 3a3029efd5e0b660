// Listener: the listening port. Accepts for ever, survives running out of descriptors.
// Callers: p2p/mesh_core. Threading: bind() anywhere, the rest on the network thread.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "chain/primitives/result.h"

namespace xh::p2p {

class Listener final : public std::enable_shared_from_this<Listener> {
 public:
  using OnSocket = std::function<void(boost::asio::ip::tcp::socket)>;
  using OnError = std::function<void(const std::string&)>;

  // Error (kLocal): not an address, or it cannot be bound; the text names it.
  [[nodiscard]] static chain::Result<std::shared_ptr<Listener>> bind(boost::asio::io_context& io,
                                                                     const std::string& host, std::uint16_t port);
  explicit Listener(boost::asio::io_context& io) : acceptor_(io), retry_(io) {}

  // After an error (reported each time) it pauses for retry_ms and goes on: with no descriptor left, trying at once
  // spins.
  void start(OnSocket on_socket, OnError on_error, std::uint32_t retry_ms);
  void stop();  // no callback after this

  [[nodiscard]] std::uint16_t port() const { return port_; }

 private:
  void accept();
  void pause();

  boost::asio::ip::tcp::acceptor acceptor_;
  boost::asio::steady_timer retry_;
  OnSocket on_socket_;
  OnError on_error_;
  std::uint32_t retry_ms_ = 0;
  std::uint16_t port_ = 0;
  bool stopped_ = false;
};

}  // namespace xh::p2p
