#include "p2p/peer_link.h"

#include <utility>

namespace xh::p2p {

using Lock = std::lock_guard<std::mutex>;

PeerLink::PeerLink(PeerEndpoint endpoint, const MeshLimits& limits)
    : key_(endpoint.key), host_(std::move(endpoint.host)), port_(endpoint.port), queue_(limits.queue_bytes) {}

PeerEndpoint PeerLink::endpoint() const {
  const Lock lock(mutex_);
  return PeerEndpoint{.key = key_, .host = host_, .port = port_};
}

void PeerLink::set_address(std::string host, std::uint16_t port) {
  const Lock lock(mutex_);
  host_ = std::move(host);
  port_ = port;
}

bool PeerLink::enabled() const {
  const Lock lock(mutex_);
  return enabled_;
}

void PeerLink::set_enabled(bool enabled) {
  const Lock lock(mutex_);
  enabled_ = enabled;
}

PeerLink::SendResult PeerLink::send(Lane lane, SharedBytes payload) {
  const Lock lock(mutex_);
  SendResult result;
  if (!up_) return result;
  const auto pushed = queue_.push(lane, std::move(payload));
  result.dropped = pushed.dropped;
  result.outcome = pushed.queued ? SendOutcome::kQueued : SendOutcome::kFull;
  result.wake = pushed.queued && !std::exchange(wake_posted_, true);
  return result;
}

void PeerLink::woken() {
  const Lock lock(mutex_);
  wake_posted_ = false;
}

void PeerLink::fill(chain::Bytes& batch, SendQueue::Sent& sent) {
  const Lock lock(mutex_);
  queue_.fill(batch, kBatchBytes, sent);
}

void PeerLink::set_up() {
  const Lock lock(mutex_);
  up_ = true;
}

void PeerLink::set_down() {
  const Lock lock(mutex_);
  up_ = false;
  queue_.clear();
}

void PeerLink::set_rtt(std::uint64_t rtt_us) {
  const Lock lock(mutex_);
  rtt_us_ = rtt_us;
}

PeerState PeerLink::state(Clock::time_point now) const {
  const Lock lock(mutex_);
  PeerState state;
  state.up = up_;
  state.enabled = enabled_;
  state.banned = score_.banned(now);
  state.score = score_.value(now);
  state.rtt_us = rtt_us_;
  for (const auto lane : kAllLanes) state.queued_bytes[lane_index(lane)] = queue_.bytes(lane);
  return state;
}

bool PeerLink::add_penalty(Clock::time_point now, std::uint32_t points, std::uint32_t ban_ms) {
  const Lock lock(mutex_);
  return score_.add(now, points, ban_ms);
}

bool PeerLink::banned(Clock::time_point now) const {
  const Lock lock(mutex_);
  return score_.banned(now);
}

std::chrono::milliseconds PeerLink::ban_left(Clock::time_point now) const {
  const Lock lock(mutex_);
  return score_.ban_left(now);
}

}  // namespace xh::p2p
