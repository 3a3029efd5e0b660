// The transport of a liar's replica: all its frames pass the behaviours, in order, before they reach the network; it
// penalizes nobody. Frames that come in are shown to the behaviours first. One thread.
#pragma once

#include "tests/sim/node/byzantine/behaviour.h"

namespace xh::sim {

class LiarTransport final : public p2p::Transport {
 public:
  // `kit.say` is set here. The endpoint outlives this.
  LiarTransport(p2p::Transport& endpoint, LiarKit kit, const std::vector<Fault>& habits);

  [[nodiscard]] std::size_t peer_count() const override { return endpoint_.peer_count(); }
  [[nodiscard]] p2p::PeerState peer_state(p2p::PeerId peer) const override { return endpoint_.peer_state(peer); }
  bool send(p2p::PeerId peer, p2p::Lane lane, p2p::SharedBytes payload) override;
  std::size_t broadcast(p2p::Lane lane, p2p::SharedBytes payload) override;
  void penalize(p2p::PeerId, std::uint32_t, std::string_view) override {}

  // What the replica gets of a frame that comes in.
  [[nodiscard]] chain::Bytes incoming(p2p::PeerId from, p2p::Lane lane, chain::Bytes bytes);
  void tick();
  void behave() { honest_ = true; }  // from now on it lies no more

 private:
  p2p::Transport& endpoint_;
  LiarKit kit_;
  std::vector<std::unique_ptr<Behaviour>> behaviours_;
  bool honest_ = false;
};

}  // namespace xh::sim
