#include "node/core/peer_map.h"

namespace xh::node {

void PeerMap::enter(const chain::ValidatorSet& set, const PeerDirectory& directory) {
  of_validator_.clear();
  validator_of_.clear();
  for (std::uint32_t i = 0; i < set.size(); ++i) {
    of_validator_.push_back(directory.find(set.validators[i].node_key));
    if (of_validator_.back()) validator_of_.emplace(*of_validator_.back(), chain::ValidatorIndex{i});
  }
}

consensus::PeerId PeerMap::engine_id(p2p::PeerId peer) const {
  const auto found = validator_of_.find(peer);
  if (found != validator_of_.end()) return consensus::PeerId{found->second.value};
  return consensus::PeerId{static_cast<std::uint32_t>(of_validator_.size()) + peer.value};
}

std::optional<p2p::PeerId> PeerMap::network_id(consensus::PeerId peer) const {
  if (peer.value < of_validator_.size()) return of_validator_[peer.value];
  return p2p::PeerId{peer.value - static_cast<std::uint32_t>(of_validator_.size())};
}

}  // namespace xh::node
