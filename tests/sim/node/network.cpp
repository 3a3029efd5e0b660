#include "tests/sim/node/network.h"

namespace xh::sim {

class Network::Endpoint final : public p2p::Transport {
 public:
  Endpoint(Network& network, std::size_t self) : network_(network), self_(self) {}

  [[nodiscard]] std::size_t peer_count() const override { return network_.nodes_; }
  [[nodiscard]] p2p::PeerState peer_state(p2p::PeerId peer) const override {
    p2p::PeerState out;
    out.enabled = peer.value < network_.nodes_;
    out.up = out.enabled && peer.value != self_ && network_.link(self_, peer.value).up;
    return out;
  }
  bool send(p2p::PeerId peer, p2p::Lane lane, p2p::SharedBytes payload) override {
    return peer_state(peer).up && network_.send(self_, peer.value, payload, lane);
  }
  std::size_t broadcast(p2p::Lane lane, p2p::SharedBytes payload) override {
    std::size_t taken = 0;
    for (std::uint32_t peer = 0; peer < network_.nodes_; ++peer)
      taken += send(p2p::PeerId{peer}, lane, payload) ? 1 : 0;
    return taken;
  }
  void penalize(p2p::PeerId peer, std::uint32_t points, std::string_view reason) override {
    if (network_.penalty_watcher_) network_.penalty_watcher_(self_, peer.value, points, reason);
  }

 private:
  Network& network_;
  std::size_t self_;
};

Network::Network(Scheduler& scheduler, Prng& chance, std::size_t nodes)
    : scheduler_(scheduler), chance_(chance), nodes_(nodes), links_(nodes * nodes), handlers_(nodes, nullptr) {
  for (std::size_t i = 0; i < nodes; ++i) endpoints_.push_back(std::make_unique<Endpoint>(*this, i));
}

Network::~Network() = default;

p2p::Transport& Network::endpoint(std::size_t node) {
  return *endpoints_[node];
}

void Network::attach(std::size_t node, p2p::FrameHandler& handler) {
  handlers_[node] = &handler;
  for (std::size_t peer = 0; peer < nodes_; ++peer) update(node, peer);
}

void Network::detach(std::size_t node) {
  handlers_[node] = nullptr;
  for (std::size_t peer = 0; peer < nodes_; ++peer) update(node, peer);
}

void Network::cut(std::size_t a, std::size_t b) {
  link(a, b).cut = true;
  update(a, b);
}

void Network::mend_all() {
  for (std::size_t a = 0; a < nodes_; ++a) {
    for (std::size_t b = a + 1; b < nodes_; ++b) {
      link(a, b).cut = false;
      update(a, b);
    }
  }
}

void Network::update(std::size_t a, std::size_t b) {
  if (a == b) return;
  auto& l = link(a, b);
  const bool up = !l.cut && handlers_[a] != nullptr && handlers_[b] != nullptr;
  if (up == l.up) return;
  l.up = up;
  ++l.session;
  tell(a, b, up, l.session);
  tell(b, a, up, l.session);
}

void Network::tell(std::size_t node, std::size_t peer, bool up, std::uint64_t session) {
  scheduler_.after(1, [this, node, peer, up, session] {
    if (handlers_[node] == nullptr || link(node, peer).session != session) return;
    const p2p::PeerId id{static_cast<std::uint32_t>(peer)};
    if (up)
      handlers_[node]->on_peer_up(id);
    else
      handlers_[node]->on_peer_down(id);
  });
}

bool Network::send(std::size_t from, std::size_t to, const p2p::SharedBytes& payload, p2p::Lane lane) {
  if (watcher_) watcher_(from, *payload);
  if (chance_.percent(weather_.loss_percent)) return true;
  const auto session = link(from, to).session;
  scheduler_.after(chance_.between(1, weather_.delay_ms_max), [this, from, to, payload, lane, session] {
    const auto& l = link(from, to);
    if (!l.up || l.session != session) return;
    handlers_[to]->on_frame(p2p::PeerId{static_cast<std::uint32_t>(from)}, lane, *payload);
  });
  return true;
}

}  // namespace xh::sim
