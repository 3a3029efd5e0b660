#include "p2p/mesh.h"

#include <string>
#include <utility>

#include "p2p/mesh_core.h"

namespace xh::p2p {

namespace {

chain::Status check_timings(const MeshTimings& t) {
  const bool positive = t.handshake_ms > 0 && t.ping_after_ms > 0 && t.write_stall_ms > 0 && t.backoff_first_ms > 0 &&
                        t.ban_ms > 0 && t.accept_retry_ms > 0;
  if (!positive) return chain::local_fault("p2p: a time limit is zero");
  if (t.idle_ms <= t.ping_after_ms) return chain::local_fault("p2p: idle_ms must be greater than ping_after_ms");
  if (t.backoff_cap_ms < t.backoff_first_ms) return chain::local_fault("p2p: backoff_cap_ms is below backoff_first_ms");
  return {};
}

chain::Status check_limits(const MeshLimits& limits) {
  if (limits.pending_inbound == 0) return chain::local_fault("p2p: pending_inbound is zero");
  for (const auto lane : kAllLanes) {
    if (limits.queue_bytes[lane_index(lane)] < min_queue_bytes(lane)) {
      return chain::local_fault("p2p: queue of lane " + std::string(lane_name(lane)) + " must have at least " +
                                std::to_string(min_queue_bytes(lane)) + " bytes");
    }
  }
  return {};
}

}  // namespace

chain::Result<std::unique_ptr<Mesh>> Mesh::create(boost::asio::io_context& io, MeshConfig config,
                                                  const NodeIdentity& identity, JitterSource jitter, LogSink log) {
  if (!jitter) return chain::local_fault("p2p: no source of jitter");
  if (auto timings = check_timings(config.timings); !timings) return std::unexpected(timings.error());
  if (auto limits = check_limits(config.limits); !limits) return std::unexpected(limits.error());
  auto tls = TlsContext::make(identity);
  if (!tls) return std::unexpected(tls.error());
  auto listener = Listener::bind(io, config.listen_host, config.listen_port);
  if (!listener) return std::unexpected(listener.error());
  auto core = std::make_shared<MeshCore>(io, config, identity.public_key(), std::move(*tls), std::move(*listener),
                                         std::move(jitter), std::move(log));
  for (auto& peer : config.peers) {
    if (auto added = core->add_peer(std::move(peer)); !added) return std::unexpected(added.error());
  }
  return std::unique_ptr<Mesh>(new Mesh(std::move(core)));
}

Mesh::Mesh(std::shared_ptr<MeshCore> core) : core_(std::move(core)) {}
Mesh::~Mesh() {
  core_->shutdown();
}

void Mesh::start(FrameHandler& handler) {
  core_->start(handler);
}
void Mesh::stop() {
  core_->stop();
}
std::uint16_t Mesh::listen_port() const {
  return core_->listen_port();
}
chain::NodeKey Mesh::own_key() const {
  return core_->own_key();
}
MeshCounters Mesh::counters() const {
  return core_->counters();
}
chain::Result<PeerId> Mesh::add_peer(PeerEndpoint endpoint) {
  return core_->add_peer(std::move(endpoint));
}
void Mesh::set_peer_enabled(PeerId peer, bool enabled) {
  core_->set_peer_enabled(peer, enabled);
}
chain::Status Mesh::set_peer_address(PeerId peer, std::string host, std::uint16_t port) {
  return core_->set_peer_address(peer, std::move(host), port);
}
std::size_t Mesh::peer_count() const {
  return core_->peer_count();
}
PeerState Mesh::peer_state(PeerId peer) const {
  return core_->peer_state(peer);
}
bool Mesh::send(PeerId peer, Lane lane, SharedBytes payload) {
  return core_->send(peer, lane, std::move(payload));
}
std::size_t Mesh::broadcast(Lane lane, SharedBytes payload) {
  return core_->broadcast(lane, payload);
}
void Mesh::penalize(PeerId peer, std::uint32_t points, std::string_view reason) {
  core_->penalize(peer, points, reason);
}

}  // namespace xh::p2p
