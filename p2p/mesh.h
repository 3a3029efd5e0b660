// Mesh: the production Transport. TLS 1.3 sessions, mutually authenticated by Ed25519 node keys, between this node and
// every peer of a configured list, over TCP. There is no certificate authority: a peer is who its key says, and the key
// must be in the list. Both sides dial; of two sessions with one peer the one dialled by the lower key stays.
//
// Callers: node/ (wiring). The core sees Transport and FrameHandler only.
// Life: create() binds the port, start() begins to accept and dial, stop() ends. All network work runs on the caller's
//   io_context, which must be run by exactly one thread: the network thread.
// Threading: every function but the destructor may be called from any thread. After stop() has been called and the
//   network thread has worked it off, io_context::run() returns if nothing else is pending (a name look-up under way is
//   waited for). Destroy the Mesh after that, or on the network thread, and always before the io_context. The
//   destructor closes what is still open, with on_peer_down; no callback comes after it.
// Errors: create and start give Fault::kLocal with a text for the operator. Nothing a peer sends leads to a throw, an
//   abort or more memory than limits.h says; it leads to a dropped session, a log line and a counter.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "chain/primitives/bytes.h"
#include "chain/primitives/result.h"
#include "p2p/limits.h"
#include "p2p/node_identity.h"
#include "p2p/transport.h"

namespace boost::asio {
class io_context;
}

namespace xh::p2p {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarn, kError };
using LogSink =
    std::function<void(LogLevel, std::string)>;  // called on the network thread, or on the thread that calls the Mesh
using JitterSource = std::function<std::uint64_t()>;  // uniform 64 bits; called on the network thread only

struct PeerEndpoint {
  chain::NodeKey key;
  std::string host;        // address or name; looked up at each dial
  std::uint16_t port = 0;  // 0: never dialled, it dials us
};

struct MeshConfig {
  chain::Hash256 network_id;        // the chain this mesh serves; a peer that says another one is refused
  std::vector<PeerEndpoint> peers;  // PeerId = index; may contain this node's own key (never dialled, never up)
  std::string listen_host = "0.0.0.0";
  std::uint16_t listen_port = 0;  // 0: the system chooses; see Mesh::listen_port()
  MeshLimits limits;
  MeshTimings timings;
};

struct LaneCounters {
  std::uint64_t frames_in = 0;
  std::uint64_t bytes_in = 0;  // payload bytes of whole frames
  std::uint64_t frames_out = 0;
  std::uint64_t bytes_out = 0;
  std::uint64_t dropped_oldest = 0;  // vote lane: pushed out by newer frames
  std::uint64_t refused_full = 0;    // send() gave false: queue full
  std::uint64_t refused_down = 0;    // send() gave false: peer not up
  std::uint64_t refused_oversize = 0;
};

// Totals since create(), but for the first two, which are of now.
struct MeshCounters {
  std::uint64_t peers_up = 0;
  std::uint64_t pending_inbound = 0;
  std::uint64_t sessions_opened = 0;  // hello on both sides
  std::uint64_t sessions_closed = 0;
  std::uint64_t reconnects = 0;  // sessions opened with a peer that had been up before
  std::uint64_t dials = 0;
  std::uint64_t dial_failures = 0;
  std::uint64_t inbound_accepted = 0;
  std::uint64_t inbound_evicted = 0;      // pushed out of the pending set by newer connections
  std::uint64_t handshakes_failed = 0;    // TLS or time limit, in or out
  std::uint64_t refused_keys = 0;         // a key that is unknown, disabled, banned, our own, or not the one dialled
  std::uint64_t wrong_network = 0;        // hello with another network id
  std::uint64_t wrong_protocol = 0;       // hello without a common protocol version
  std::uint64_t protocol_violations = 0;  // malformed frames
  std::uint64_t bans = 0;
  std::uint64_t tls_bytes_in = 0;  // what the sessions read, headers included, before decryption's overhead
  std::uint64_t tls_bytes_out = 0;
  std::uint64_t batches_out = 0;  // TLS writes
  std::array<LaneCounters, kLaneCount> lanes;
};

class MeshCore;

class Mesh final : public Transport {
 public:
  // Checks the configuration and binds the port. Errors (kLocal): duplicate or too many peers, a limit that is too
  // small, an address that cannot be bound, no OpenSSL algorithm.
  [[nodiscard]] static chain::Result<std::unique_ptr<Mesh>> create(boost::asio::io_context& io, MeshConfig config,
                                                                   const NodeIdentity& identity, JitterSource jitter,
                                                                   LogSink log);
  ~Mesh() override;
  Mesh(const Mesh&) = delete;
  Mesh& operator=(const Mesh&) = delete;

  // Accepts and dials from now on. `handler` must outlive the Mesh. Once only.
  void start(FrameHandler& handler);
  // Closes all sessions (with on_peer_down) and the port. Idempotent; returns at once, the work happens on the network
  // thread.
  void stop();

  [[nodiscard]] std::uint16_t listen_port() const;
  [[nodiscard]] chain::NodeKey own_key() const;
  [[nodiscard]] MeshCounters counters() const;

  // The peer list follows governance. Ids are never reused: a node that changes its key is disabled and added anew.
  // add_peer: error when the key is listed already, the host too long, or the list full (kMaxPeers).
  [[nodiscard]] chain::Result<PeerId> add_peer(PeerEndpoint endpoint);
  void set_peer_enabled(PeerId peer, bool enabled);  // false: session closed, key refused, never dialled
  // Holds for the next dial. Errors: no such peer (kNotFound), host too long or empty with a port (kLocal).
  [[nodiscard]] chain::Status set_peer_address(PeerId peer, std::string host, std::uint16_t port);

  [[nodiscard]] std::size_t peer_count() const override;
  [[nodiscard]] PeerState peer_state(PeerId peer) const override;
  using Transport::broadcast;
  using Transport::send;
  bool send(PeerId peer, Lane lane, SharedBytes payload) override;
  std::size_t broadcast(Lane lane, SharedBytes payload) override;
  void penalize(PeerId peer, std::uint32_t points, std::string_view reason) override;

 private:
  explicit Mesh(std::shared_ptr<MeshCore> core);
  std::shared_ptr<MeshCore> core_;
};

}  // namespace xh::p2p
