#include "tests/sim/node/network.h"

#include <utility>

namespace xh::sim {

class Network::Endpoint final : public p2p::Transport {
 public:
  Endpoint(Network& network, std::size_t self) : network_(network), self_(self) {}

  [[nodiscard]] std::size_t peer_count() const override { return network_.peers_; }
  [[nodiscard]] p2p::PeerState peer_state(p2p::PeerId peer) const override {
    p2p::PeerState out;
    out.enabled = peer.value < network_.peers_;
    out.up = out.enabled && peer.value != network_.peer_of_[self_] &&
             network_.link(self_, network_.instance(self_, peer.value)).up;
    return out;
  }
  bool send(p2p::PeerId peer, p2p::Lane lane, p2p::SharedBytes payload) override {
    if (network_.watcher_) network_.watcher_(self_, peer.value, lane, *payload);
    return send_unwatched(peer, {lane, std::move(payload)});
  }
  std::size_t broadcast(p2p::Lane lane, p2p::SharedBytes payload) override {
    if (network_.watcher_) network_.watcher_(self_, network_.peer_of_[self_], lane, *payload);
    std::size_t taken = 0;
    for (std::uint32_t peer = 0; peer < network_.peers_; ++peer)
      taken += send_unwatched(p2p::PeerId{peer}, {lane, payload}) ? 1 : 0;
    return taken;
  }
  void penalize(p2p::PeerId peer, std::uint32_t points, std::string_view reason) override {
    network_.penalized(self_, peer.value, points, reason);
  }

 private:
  bool send_unwatched(p2p::PeerId peer, const Frame& frame) {
    return peer_state(peer).up && network_.send(self_, network_.instance(self_, peer.value), frame);
  }

  Network& network_;
  std::size_t self_;
};

Network::Network(Scheduler& scheduler, Prng& chance, std::size_t peers, std::size_t slots)
    : scheduler_(scheduler),
      chance_(chance),
      peers_(peers),
      slots_(slots),
      links_(slots * slots),
      ways_(slots * slots),
      handlers_(slots, nullptr) {
  for (std::size_t slot = 0; slot < slots; ++slot) {
    peer_of_.push_back(slot);
    for (std::size_t peer = 0; peer < peers; ++peer) routes_.push_back(peer);
    endpoints_.push_back(std::make_unique<Endpoint>(*this, slot));
  }
}

Network::~Network() = default;

p2p::Transport& Network::endpoint(std::size_t slot) {
  return *endpoints_[slot];
}

void Network::attach(std::size_t slot, p2p::FrameHandler& handler) {
  handlers_[slot] = &handler;
  update_all(slot);
}

void Network::detach(std::size_t slot) {
  handlers_[slot] = nullptr;
  update_all(slot);
}

void Network::route(std::size_t slot, std::size_t peer, std::size_t to) {
  const auto before = std::exchange(instance(slot, peer), to);
  update(slot, before);
  update(slot, to);
}

void Network::cut(std::size_t a, std::size_t b) {
  link(a, b).cut = true;
  update(a, b);
}

void Network::swallow(std::size_t from, std::size_t to) {
  way(from, to).swallows = true;
}

void Network::clog(std::size_t from, std::size_t to) {
  way(from, to).clogged = true;
}

void Network::unclog(std::size_t from, std::size_t to) {
  auto& w = way(from, to);
  w.clogged = false;
  w.held_bytes = {};
  for (const auto& frame : std::exchange(w.held, {})) deliver_at(scheduler_.now_ms() + 1, from, to, frame);
}

void Network::slow_down(std::size_t from, std::size_t to, std::int64_t ms_per_frame) {
  way(from, to).ms_per_frame = ms_per_frame;
}

void Network::break_session(std::size_t a, std::size_t b) {
  if (!link(a, b).up) return;
  link(a, b).cut = true;
  update(a, b);
  link(a, b).cut = false;
  update(a, b);
}

void Network::mend_all() {
  for (std::size_t a = 0; a < slots_; ++a) {
    for (std::size_t b = 0; b < slots_; ++b) {
      auto& w = way(a, b);
      w.swallows = false;
      w.ms_per_frame = w.busy_until_ms = 0;
      if (w.clogged) unclog(a, b);
      if (a >= b) continue;
      link(a, b).cut = false;
      update(a, b);
    }
  }
}

// Two instances of one peer have no session; with others it is the one that was chosen.
bool Network::routed(std::size_t a, std::size_t b) {
  return peer_of_[a] != peer_of_[b] && instance(a, peer_of_[b]) == b && instance(b, peer_of_[a]) == a;
}

void Network::update_all(std::size_t slot) {
  for (std::size_t other = 0; other < slots_; ++other) update(slot, other);
}

void Network::update(std::size_t a, std::size_t b) {
  if (a == b) return;
  auto& l = link(a, b);
  const bool banned = l.banned_until_ms > scheduler_.now_ms();
  const bool up = !l.cut && !banned && handlers_[a] != nullptr && handlers_[b] != nullptr && routed(a, b);
  if (up == l.up) return;
  l.up = up;
  ++l.session;
  for (auto* w : {&way(a, b), &way(b, a)}) {  // what waited on the session is gone with it
    w->held.clear();
    w->held_bytes = {};
    w->last_ms = w->busy_until_ms = 0;
  }
  tell(a, b, up, l.session);
  tell(b, a, up, l.session);
}

void Network::tell(std::size_t slot, std::size_t other, bool up, std::uint64_t session) {
  scheduler_.after(1, [this, slot, other, up, session] {
    auto* handler = handlers_[slot];
    if (handler == nullptr || link(slot, other).session < session) return;
    if (up && link(slot, other).session != session) return;
    const p2p::PeerId id{static_cast<std::uint32_t>(peer_of_[other])};
    if (up)
      handler->on_peer_up(id);
    else
      handler->on_peer_down(id);
  });
}

bool Network::send(std::size_t from, std::size_t to, const Frame& frame) {
  ++frames_sent_;
  auto& w = way(from, to);
  if (w.swallows || chance_.percent(weather_.loss_percent)) return true;
  if (w.clogged) return hold(w, frame);
  if (w.ms_per_frame > 0) {
    if (w.busy_until_ms - scheduler_.now_ms() > kQueueDelayMaxMs) return frame.lane == p2p::Lane::kVotes;
    w.busy_until_ms = std::max(w.busy_until_ms, scheduler_.now_ms()) + w.ms_per_frame;
  }
  travel(from, to, frame);
  if (chance_.percent(weather_.duplicate_percent)) travel(from, to, frame);
  return true;
}

// A full vote queue drops its oldest, any other lane refuses the new frame (p2p/transport.h).
bool Network::hold(Way& w, const Frame& frame) {
  auto& bytes = w.held_bytes[p2p::lane_index(frame.lane)];
  while (bytes + frame.bytes->size() > kQueueBytesMax) {
    if (frame.lane != p2p::Lane::kVotes) return false;
    const auto oldest = std::ranges::find(w.held, p2p::Lane::kVotes, &Frame::lane);
    if (oldest == w.held.end()) return true;
    bytes -= oldest->bytes->size();
    w.held.erase(oldest);
  }
  bytes += frame.bytes->size();
  w.held.push_back(frame);
  return true;
}

void Network::travel(std::size_t from, std::size_t to, const Frame& frame) {
  auto& w = way(from, to);
  auto when =
      std::max(scheduler_.now_ms(), w.busy_until_ms) + chance_.between(weather_.delay_ms_min, weather_.delay_ms_max);
  if (!weather_.reorders) when = std::max(when, w.last_ms);
  w.last_ms = when;
  deliver_at(when, from, to, frame);
}

void Network::deliver_at(std::int64_t when_ms, std::size_t from, std::size_t to, const Frame& frame) {
  scheduler_.at(when_ms, [this, from, to, frame, session = link(from, to).session] {
    const auto& l = link(from, to);
    if (!l.up || l.session != session) return;
    handlers_[to]->on_frame(p2p::PeerId{static_cast<std::uint32_t>(peer_of_[from])}, frame.lane, *frame.bytes);
  });
}

void Network::penalized(std::size_t by, std::size_t peer, std::uint32_t points, std::string_view why) {
  if (penalty_watcher_) penalty_watcher_(by, peer, points, why);
  if (!bans_ || points < p2p::kPenaltyMalicious || peer >= peers_) return;
  const auto other = instance(by, peer);
  link(by, other).banned_until_ms = scheduler_.now_ms() + kBanMs;
  // Not inside the call that found the fault: the handler is in the middle of that peer's frame.
  scheduler_.after(0, [this, by, other] { update(by, other); });
  scheduler_.after(kBanMs, [this, by, other] { update(by, other); });
}

}  // namespace xh::sim
