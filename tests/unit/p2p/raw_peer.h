// RawPeer: a client that speaks TLS with a given identity and then says whatever a test wants.
#pragma once

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <memory>

#include "p2p/frame_codec.h"
#include "p2p/tls_context.h"
#include "tests/unit/p2p/mesh_fixture.h"

namespace xh::p2p::test {

class RawPeer final : private KeyGate {
 public:
  RawPeer(boost::asio::io_context& io, const NodeIdentity& identity)
      : tls_(make_tls(identity)), stream_(io, tls_.context()) {}

  void connect(std::uint16_t port) {
    const boost::asio::ip::tcp::endpoint endpoint(boost::asio::ip::make_address("127.0.0.1"), port);
    BOOST_REQUIRE(set_key_gate(stream_.native_handle(), *this));
    stream_.next_layer().connect(endpoint);
    stream_.async_handshake(boost::asio::ssl::stream_base::client, [this](const boost::system::error_code& error) {
      ready = !error;
      closed = !!error;
    });
  }

  void send(chain::Bytes bytes) {
    auto shared = std::make_shared<chain::Bytes>(std::move(bytes));
    boost::asio::async_write(stream_, boost::asio::buffer(*shared),
                             [shared](const boost::system::error_code&, std::size_t) {});
  }

  void say_hello(const chain::Hash256& network_id) {
    chain::Bytes bytes;
    append_hello(bytes, Hello{.network_id = network_id});
    send(std::move(bytes));
  }

  // Reads until the other side closes.
  void read() {
    stream_.async_read_some(
        boost::asio::buffer(buffer_), [this](const boost::system::error_code& error, std::size_t size) {
          received.insert(received.end(), buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(size));
          closed = !!error;
          if (!error) read();
        });
  }

  bool ready = false;   // the client's part of the handshake is done
  bool closed = false;  // needs read() to be seen after the handshake
  chain::Bytes received;

 private:
  static TlsContext make_tls(const NodeIdentity& identity) {
    auto tls = TlsContext::make(identity);
    BOOST_REQUIRE(tls.has_value());
    return std::move(*tls);
  }
  bool admits_key(const chain::NodeKey&) noexcept override { return true; }

  TlsContext tls_;
  boost::asio::ssl::stream<boost::asio::ip::tcp::socket> stream_;
  std::array<std::uint8_t, 4096> buffer_{};
};

}  // namespace xh::p2p::test
