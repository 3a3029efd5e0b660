#include "p2p/mesh_core.h"

#include <algorithm>
#include <boost/asio/post.hpp>
#include <utility>

#include "chain/primitives/check.h"

namespace xh::p2p {

namespace asio = boost::asio;

namespace {

chain::Status check_address(const std::string& host, std::uint16_t port) {
  if (host.size() > kMaxHostBytes) return chain::local_fault("p2p: the host name of a peer is too long");
  if (host.empty() && port != 0) return chain::local_fault("p2p: a peer has a port but no host");
  return {};
}

}  // namespace

MeshCore::MeshCore(asio::io_context& io, const MeshConfig& config, const chain::NodeKey& own_key, TlsContext tls,
                   std::shared_ptr<Listener> listener, JitterSource jitter, LogSink log)
    : io_(io),
      config_(config),
      own_key_(own_key),
      tls_(std::move(tls)),
      listener_(std::move(listener)),
      listen_port_(listener_->port()),
      jitter_(std::move(jitter)),
      log_(std::move(log)) {}

// --- peers ---

chain::Result<PeerId> MeshCore::add_peer(PeerEndpoint endpoint) {
  const auto key = endpoint.key;
  if (auto address = check_address(endpoint.host, endpoint.port); !address) return std::unexpected(address.error());
  PeerId id;
  {
    const std::lock_guard<std::mutex> lock(peers_mutex_);
    const auto index = peer_count_.load();
    if (index >= kMaxPeers) return chain::local_fault("p2p: more than " + std::to_string(kMaxPeers) + " peers");
    if (by_key_.contains(key))
      return chain::local_fault("p2p: node key " + chain::to_hex(key.view()) + " is listed twice");
    id = PeerId(static_cast<std::uint32_t>(index));
    peers_[index] = std::make_unique<Peer>(id, std::move(endpoint), config_, io_);
    by_key_.emplace(key, id);
    peer_count_.store(index + 1);
  }
  // Does nothing before begin(), which dials all peers itself.
  asio::post(
      io_, [self = shared_from_this(), id] { self->schedule_dial(*self->peer_at(id), std::chrono::milliseconds(0)); });
  return id;
}

MeshCore::Peer* MeshCore::peer_at(PeerId peer) const {
  return peer.value < peer_count_.load() ? peers_[peer.value].get() : nullptr;
}

MeshCore::Peer* MeshCore::peer_of(const Session& session) const {
  if (session.dialled_peer()) return peer_at(*session.dialled_peer());
  if (!session.peer_key()) return nullptr;
  const std::lock_guard<std::mutex> lock(peers_mutex_);
  const auto found = by_key_.find(*session.peer_key());
  return found == by_key_.end() ? nullptr : peer_at(found->second);
}

std::string MeshCore::name_of(const Peer& peer) const {
  const auto endpoint = peer.link.endpoint();
  return "peer " + std::to_string(peer.id.value) + " (" + endpoint.host + ":" + std::to_string(endpoint.port) +
         ", key " + chain::to_hex(endpoint.key.view()).substr(0, 16) + ")";
}

void MeshCore::set_peer_enabled(PeerId id, bool enabled) {
  auto* peer = peer_at(id);
  if (peer == nullptr) return;
  peer->link.set_enabled(enabled);
  asio::post(io_, [self = shared_from_this(), peer, enabled] {
    if (!enabled) return self->disconnect(*peer, "disabled");
    self->schedule_dial(*peer, std::chrono::milliseconds(0));
  });
}

chain::Status MeshCore::set_peer_address(PeerId id, std::string host, std::uint16_t port) {
  auto* peer = peer_at(id);
  if (peer == nullptr) return chain::not_found("p2p: no peer " + std::to_string(id.value));
  if (auto address = check_address(host, port); !address) return address;
  peer->link.set_address(std::move(host), port);
  asio::post(io_, [self = shared_from_this(), peer] { self->schedule_dial(*peer, std::chrono::milliseconds(0)); });
  return {};
}

PeerState MeshCore::peer_state(PeerId id) const {
  const auto* peer = peer_at(id);
  if (peer == nullptr) return PeerState{.enabled = false};
  return peer->link.state(Clock::now());
}

// --- sending ---

bool MeshCore::send(PeerId id, Lane lane, SharedBytes payload) {
  CHECK(payload != nullptr);
  auto* peer = peer_at(id);
  const auto index = lane_index(lane);
  if (peer == nullptr || payload->size() > max_frame_bytes(lane)) {
    count([index, peer](MeshCounters& c) {
      ++(peer == nullptr ? c.lanes[index].refused_down : c.lanes[index].refused_oversize);
    });
    return false;
  }
  const auto sent = peer->link.send(lane, std::move(payload));
  if (sent.wake) asio::post(io_, [self = shared_from_this(), id] { self->wake(id); });
  const bool queued = sent.outcome == PeerLink::SendOutcome::kQueued;
  if (!queued || sent.dropped > 0) {
    count([&sent, index](MeshCounters& c) {
      c.lanes[index].dropped_oldest += sent.dropped;
      c.lanes[index].refused_down += sent.outcome == PeerLink::SendOutcome::kDown ? 1 : 0;
      c.lanes[index].refused_full += sent.outcome == PeerLink::SendOutcome::kFull ? 1 : 0;
    });
  }
  return queued;
}

std::size_t MeshCore::broadcast(Lane lane, const SharedBytes& payload) {
  std::size_t taken = 0;
  const auto peers = peer_count();
  for (std::size_t i = 0; i < peers; ++i) {
    if (is_self(*peers_[i])) continue;
    taken += send(PeerId(static_cast<std::uint32_t>(i)), lane, payload) ? 1 : 0;
  }
  return taken;
}

void MeshCore::wake(PeerId id) {
  auto* peer = peer_at(id);
  CHECK(peer != nullptr);
  peer->link.woken();
  if (peer->session) peer->session->pump();
}

void MeshCore::fill_batch(Session& session, chain::Bytes& batch) {
  auto* peer = peer_of(session);
  if (peer == nullptr || !counts(*peer, session)) return;
  SendQueue::Sent sent;
  const auto before = batch.size();
  peer->link.fill(batch, sent);
  if (batch.size() == before) return;
  count([&sent](MeshCounters& c) {
    ++c.batches_out;
    for (std::size_t i = 0; i < kLaneCount; ++i) {
      c.lanes[i].frames_out += sent.frames[i];
      c.lanes[i].bytes_out += sent.bytes[i];
    }
  });
}

// --- life ---

void MeshCore::start(FrameHandler& handler) {
  asio::post(io_, [self = shared_from_this(), &handler] { self->begin(handler); });
}

void MeshCore::stop() {
  asio::post(io_, [self = shared_from_this()] { self->shutdown(); });
}

void MeshCore::begin(FrameHandler& handler) {
  if (stopped_) return;
  CHECK(handler_ == nullptr);
  handler_ = &handler;
  auto self = shared_from_this();
  listener_->start([self](Session::Socket socket) { self->on_socket(std::move(socket)); },
                   [self](const std::string& text) { self->log_.stranger(Clock::now(), text); },
                   config_.timings.accept_retry_ms);
  for (std::size_t i = 0; i < peer_count(); ++i) schedule_dial(*peers_[i], std::chrono::milliseconds(0));
}

void MeshCore::shutdown() {
  if (stopped_) return;
  stopped_ = true;
  listener_->stop();
  const auto pending = std::exchange(pending_, {});
  for (const auto& session : pending) session->close(CloseCause::kLocal, "shutdown");
  for (std::size_t i = 0; i < peer_count(); ++i) {
    boost::system::error_code ignored;
    peers_[i]->dial_timer.cancel(ignored);
    disconnect(*peers_[i], "shutdown");
  }
  handler_ = nullptr;
}

void MeshCore::disconnect(Peer& peer, const std::string& why) {
  const auto dialling = peer.dialling;
  const auto session = peer.session;
  if (dialling) dialling->close(CloseCause::kLocal, why);
  if (session) session->close(CloseCause::kLocal, why);
}

MeshCounters MeshCore::counters() const {
  const std::lock_guard<std::mutex> lock(counters_mutex_);
  return counters_;
}

// --- misbehaviour ---

void MeshCore::penalize(PeerId id, std::uint32_t points, std::string_view reason) {
  asio::post(io_, [self = shared_from_this(), id, points, text = std::string(reason.substr(0, kMaxReasonBytes))] {
    self->apply_penalty(id, points, text);
  });
}

void MeshCore::apply_penalty(PeerId id, std::uint32_t points, const std::string& reason) {
  auto* peer = peer_at(id);
  if (peer == nullptr || points == 0) return;
  const bool ban = peer->link.add_penalty(Clock::now(), points, config_.timings.ban_ms);
  const auto text = "p2p: " + name_of(*peer) + " gets " + std::to_string(points) + " penalty points: " + reason;
  points < kPenaltyInvalid ? log_.line(LogLevel::kDebug, text) : log_.stranger(Clock::now(), text);
  if (!ban) return;
  count([](MeshCounters& c) { ++c.bans; });
  log_.line(LogLevel::kWarn,
            "p2p: " + name_of(*peer) + " is kept out for " + std::to_string(config_.timings.ban_ms) + " ms: " + reason);
  disconnect(*peer, "banned: " + reason);
}

}  // namespace xh::p2p
