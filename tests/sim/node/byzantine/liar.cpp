#include "tests/sim/node/byzantine/liar.h"

namespace xh::sim {

LiarTransport::LiarTransport(p2p::Transport& endpoint, LiarKit kit, const std::vector<Fault>& habits)
    : endpoint_(endpoint), kit_(std::move(kit)) {
  kit_.peers = endpoint.peer_count();
  kit_.say = [this](p2p::PeerId to, const Frame& frame) { endpoint_.send(to, frame.lane, frame.bytes); };
  for (const auto habit : habits) {
    if (auto behaviour = make_behaviour(habit, kit_)) behaviours_.push_back(std::move(behaviour));
  }
}

bool LiarTransport::send(p2p::PeerId peer, p2p::Lane lane, p2p::SharedBytes payload) {
  if (honest_) return endpoint_.send(peer, lane, std::move(payload));
  if (!endpoint_.peer_state(peer).up) return false;
  std::vector<Frame> frames{{lane, std::move(payload)}};
  for (const auto& behaviour : behaviours_) {
    std::vector<Frame> next;
    for (const auto& frame : frames) {
      for (auto& changed : behaviour->outgoing(peer, frame)) next.push_back(std::move(changed));
    }
    frames = std::move(next);
  }
  for (const auto& frame : frames) endpoint_.send(peer, frame.lane, frame.bytes);
  return true;
}

std::size_t LiarTransport::broadcast(p2p::Lane lane, p2p::SharedBytes payload) {
  if (honest_) return endpoint_.broadcast(lane, std::move(payload));
  std::size_t taken = 0;
  for (std::uint32_t peer = 0; peer < endpoint_.peer_count(); ++peer)
    taken += send(p2p::PeerId{peer}, lane, payload) ? 1 : 0;
  return taken;
}

chain::Bytes LiarTransport::incoming(p2p::PeerId from, p2p::Lane lane, chain::Bytes bytes) {
  if (honest_) return bytes;
  Frame frame{lane, p2p::share(std::move(bytes))};
  for (const auto& behaviour : behaviours_) {
    behaviour->incoming(from, frame);
    frame = behaviour->heard(std::move(frame));
  }
  return *frame.bytes;
}

void LiarTransport::tick() {
  if (honest_) return;
  for (const auto& behaviour : behaviours_) behaviour->tick();
}

}  // namespace xh::sim
