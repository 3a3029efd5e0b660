// MeshCore: what the Mesh does, behind its public face: which session counts for which peer, when to dial, whom to keep
// out.
//
// Callers: p2p/mesh. Internal to p2p/.
// Threading: the functions of the first group from any thread (PeerLink, counters_ and peers_mutex_ guard what they
//   touch); everything else is confined to the network thread.
// Invariants (network thread): a peer has at most one open session and one dial under way; an inbound connection is in
//   pending_ until it is open or closed; after shutdown() there are no sessions, and the handler is not called any
//   more.
#pragma once

#include <array>
#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <deque>
#include <map>
#include <memory>
#include <mutex>
#include <string>

#include "chain/primitives/result.h"
#include "p2p/listener.h"
#include "p2p/mesh.h"
#include "p2p/mesh_log.h"
#include "p2p/peer_health.h"
#include "p2p/peer_link.h"
#include "p2p/session.h"
#include "p2p/tls_context.h"

namespace xh::p2p {

class MeshCore final : public SessionOwner, public std::enable_shared_from_this<MeshCore> {
 public:
  MeshCore(boost::asio::io_context& io, const MeshConfig& config, const chain::NodeKey& own_key, TlsContext tls,
           std::shared_ptr<Listener> listener, JitterSource jitter, LogSink log);

  // --- from any thread ---
  void start(FrameHandler& handler);
  void stop();
  [[nodiscard]] std::uint16_t listen_port() const { return listen_port_; }
  [[nodiscard]] const chain::NodeKey& own_key() const { return own_key_; }
  [[nodiscard]] MeshCounters counters() const;
  [[nodiscard]] chain::Result<PeerId> add_peer(PeerEndpoint endpoint);
  void set_peer_enabled(PeerId peer, bool enabled);
  [[nodiscard]] chain::Status set_peer_address(PeerId peer, std::string host, std::uint16_t port);
  [[nodiscard]] std::size_t peer_count() const { return peer_count_.load(); }
  [[nodiscard]] PeerState peer_state(PeerId peer) const;
  bool send(PeerId peer, Lane lane, SharedBytes payload);
  std::size_t broadcast(Lane lane, const SharedBytes& payload);
  void penalize(PeerId peer, std::uint32_t points, std::string_view reason);

  // --- on the network thread, or when nobody runs the io_context any more ---
  void shutdown();

 private:
  struct Peer {
    Peer(PeerId peer_id, PeerEndpoint endpoint, const MeshConfig& config, boost::asio::io_context& io)
        : id(peer_id),
          link(std::move(endpoint), config.limits),
          dial_timer(io),
          backoff(config.timings.backoff_first_ms, config.timings.backoff_cap_ms) {}
    const PeerId id;
    PeerLink link;
    // Network thread only:
    std::shared_ptr<Session> session;  // open, and the one that counts
    std::shared_ptr<Session> dialling;
    boost::asio::steady_timer dial_timer;
    bool dial_armed = false;
    Backoff backoff;
    bool was_up = false;
    bool failure_logged = false;  // one line for a series of failed dials
  };

  // SessionOwner
  bool admits_key(const Session& session, const chain::NodeKey& key) noexcept override;
  void on_session_open(Session& session) override;
  void on_session_frame(Session& session, Lane lane, chain::Bytes payload) override;
  void fill_batch(Session& session, chain::Bytes& batch) override;
  void on_session_bytes(std::size_t in, std::size_t out) override;
  void on_session_rtt(Session& session, std::chrono::microseconds rtt) override;
  void on_session_closed(Session& session, CloseCause cause, const std::string& why) override;

  [[nodiscard]] Peer* peer_at(PeerId peer) const;
  [[nodiscard]] Peer* peer_of(const Session& session) const;  // by dialled peer or proven key; null while unknown
  [[nodiscard]] bool is_self(const Peer& peer) const { return peer.link.key() == own_key_; }
  [[nodiscard]] std::string name_of(const Peer& peer) const;
  [[nodiscard]] static bool counts(const Peer& peer, const Session& session) { return peer.session.get() == &session; }

  void begin(FrameHandler& handler);
  void on_socket(Session::Socket socket);
  [[nodiscard]] Session::Setup session_setup(std::optional<PeerId> dialled_peer) const;
  [[nodiscard]] bool dialled_by_lower_key(const Peer& peer, const Session& session) const;
  [[nodiscard]] bool keeps_existing(Peer& peer, const Session& fresh);
  void forget_attempt(Session& session);
  void mark_down(Peer& peer, const Session& session, const std::string& why);
  void report_failure(Peer* peer, Session& session, CloseCause cause, const std::string& why);
  void count_close(const Session& session, CloseCause cause);

  [[nodiscard]] bool may_dial(const Peer& peer) const;
  void schedule_dial(Peer& peer, std::chrono::milliseconds delay);
  void redial(Peer& peer);  // after the next back-off
  void dial(Peer& peer);
  void wake(PeerId id);
  void apply_penalty(PeerId id, std::uint32_t points, const std::string& reason);
  void disconnect(Peer& peer, const std::string& why);

  template <class Update>
  void count(Update update) {
    const std::lock_guard<std::mutex> lock(counters_mutex_);
    update(counters_);
  }

  boost::asio::io_context& io_;
  const MeshConfig config_;  // peers: those of create(); later ones are in peers_ only
  const chain::NodeKey own_key_;
  TlsContext tls_;
  std::shared_ptr<Listener> listener_;
  const std::uint16_t listen_port_;
  JitterSource jitter_;
  MeshLog log_;
  FrameHandler* handler_ = nullptr;  // set by begin()
  bool stopped_ = false;
  std::deque<std::shared_ptr<Session>> pending_;  // inbound, oldest first

  // Slots are filled once, in order, before peer_count_ says so; so reading below peer_count_ needs no lock.
  std::array<std::unique_ptr<Peer>, kMaxPeers> peers_;
  std::atomic<std::size_t> peer_count_{0};
  mutable std::mutex peers_mutex_;  // guards by_key_ and additions to peers_
  std::map<chain::NodeKey, PeerId> by_key_;

  mutable std::mutex counters_mutex_;  // guards counters_; innermost
  MeshCounters counters_;
};

}  // namespace xh::p2p
