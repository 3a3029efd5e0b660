// Session: one TCP connection with TLS and the frame format on top, from connect or accept to close. It knows keys and
// bytes; which session with a peer counts, and what follows from its end, is its owner's business.
//
// Callers: p2p/mesh_core, its owner.
// Life: dial() or accept(), then SessionOwner::on_session_open at most once, frames, and on_session_closed exactly
//   once, whatever goes wrong and wherever. After that the session lets go of its owner.
// Threading: confined to the network thread.
// Limits: handshake_ms until hello is done; idle_ms without a byte; write_stall_ms for one batch (limits.h).
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/steady_timer.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "chain/primitives/bytes.h"
#include "p2p/frame_codec.h"
#include "p2p/limits.h"
#include "p2p/peer_health.h"
#include "p2p/tls_context.h"
#include "p2p/transport.h"

namespace xh::p2p {

// Why a session ended; the owner counts and reacts by it.
enum class CloseCause : std::uint8_t {
  kUnreachable,    // name look-up or connect failed
  kHandshake,      // TLS failed, or the handshake's time ran out
  kRefusedKey,     // by us
  kWrongNetwork,   // hello with another network id
  kWrongProtocol,  // hello without a common version
  kViolation,      // the stream broke the format
  kLost,           // the connection ended or failed
  kSilent,         // no byte for idle_ms, or no batch taken for write_stall_ms
  kLocal,          // by the owner: duplicate, ban, eviction, shutdown
};

class Session;

class SessionOwner {
 public:
  virtual ~SessionOwner() = default;
  // May this key come in through this session? Pure question, asked twice: inside TLS and after it.
  virtual bool admits_key(const Session& session, const chain::NodeKey& key) noexcept = 0;
  virtual void on_session_open(Session& session) = 0;
  virtual void on_session_frame(Session& session, Lane lane, chain::Bytes payload) = 0;
  // Appends fragments until `batch` has at most kBatchBytes.
  virtual void fill_batch(Session& session, chain::Bytes& batch) = 0;
  virtual void on_session_bytes(std::size_t in, std::size_t out) = 0;
  virtual void on_session_rtt(Session& session, std::chrono::microseconds rtt) = 0;
  virtual void on_session_closed(Session& session, CloseCause cause, const std::string& why) = 0;
};

class Session final : public std::enable_shared_from_this<Session>, private KeyGate {
 public:
  using Socket = boost::asio::ip::tcp::socket;

  struct Setup {
    chain::Hash256 network_id;
    MeshTimings timings;
    std::optional<PeerId> dialled_peer;  // nothing for an inbound session
  };
  // Null when OpenSSL has no memory for a connection.
  [[nodiscard]] static std::shared_ptr<Session> make(Socket socket, TlsContext& tls,
                                                     std::shared_ptr<SessionOwner> owner, const Setup& setup);
  Session(Socket socket, TlsContext& tls, std::shared_ptr<SessionOwner> owner, const Setup& setup);

  void dial(const std::string& host, std::uint16_t port);
  void accept();
  // Sends what waits, if no write is under way.
  void pump();
  // Sends a ping now, so that a dead connection shows.
  void probe();
  void close(CloseCause cause, const std::string& why);

  [[nodiscard]] bool dialled() const { return setup_.dialled_peer.has_value(); }
  [[nodiscard]] std::optional<PeerId> dialled_peer() const { return setup_.dialled_peer; }
  [[nodiscard]] const std::optional<chain::NodeKey>& peer_key() const {
    return peer_key_;
  }  // set before on_session_open
  [[nodiscard]] const std::string& remote() const { return remote_; }  // address:port, for the log
  [[nodiscard]] Clock::time_point opened_at() const { return opened_at_; }

 private:
  enum class Stage : std::uint8_t { kConnecting, kTls, kHello, kOpen, kClosed };

  bool admits_key(const chain::NodeKey& key) noexcept override;
  void connect(const boost::asio::ip::tcp::resolver::results_type& endpoints);
  void begin_tls();
  void on_tls_done(const boost::system::error_code& error);
  void arm_deadline();
  void arm_tick();
  void tick();
  void read();
  void on_read(const boost::system::error_code& error, std::size_t size);
  void on_input(chain::BytesView input);
  void on_frame(InboundFrame frame);
  void on_hello(const chain::Bytes& payload);
  void on_pong(const chain::Bytes& payload);
  void append_control(chain::Bytes& batch);
  void on_written(const boost::system::error_code& error, std::size_t size);

  boost::asio::ssl::stream<Socket> stream_;
  boost::asio::ip::tcp::resolver resolver_;
  boost::asio::steady_timer timer_;
  std::shared_ptr<SessionOwner> owner_;  // empty once closed
  Setup setup_;
  Stage stage_ = Stage::kConnecting;
  std::string remote_;
  std::optional<chain::NodeKey> refused_key_;
  std::optional<chain::NodeKey> peer_key_;
  Clock::time_point opened_at_{};

  FrameDecoder decoder_;
  chain::Bytes in_;
  Clock::time_point last_read_{};

  chain::Bytes out_;
  bool writing_ = false;
  Clock::time_point write_began_{};

  bool hello_due_ = false;
  bool ping_due_ = false;
  std::optional<std::uint64_t> pong_due_;  // only the latest ping is answered: a flood of pings buys one pong a batch
  std::uint64_t ping_number_ = 0;
  std::optional<Clock::time_point> ping_sent_at_;  // set while a pong is awaited
};

}  // namespace xh::p2p
