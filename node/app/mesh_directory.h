// The peers of a running node: those that its config lists, and the validators that the ledger names (PeerDirectory
// over p2p/mesh.h). A configured peer is always kept; a validator's address is the config's, if there is one, else the
// ledger's.
//
// Threading: core thread. Limits: p2p::kMaxPeers over the process's life, since numbers are never given twice; when
// they are used up, further validators are not connected and the log says to restart.
#pragma once

#include <map>
#include <string>

#include "node/config/config.h"
#include "node/core/peer_map.h"
#include "p2p/mesh.h"

namespace xh::node {

class MeshDirectory final : public PeerDirectory {
 public:
  // The mesh begins with peers_of(config), in that order.
  MeshDirectory(p2p::Mesh& mesh, const P2pConfig& config);
  [[nodiscard]] static std::vector<p2p::PeerEndpoint> peers_of(const P2pConfig& config);

  void follow(const std::vector<chain::Validator>& wanted) override;
  [[nodiscard]] std::optional<p2p::PeerId> find(const chain::NodeKey& key) const override;

 private:
  struct Peer {
    p2p::PeerId id;
    HostPort address;
    bool configured = false;
    bool enabled = true;
  };
  [[nodiscard]] std::optional<HostPort> address_of(const chain::Validator& validator) const;
  void connect(const chain::Validator& validator);

  p2p::Mesh& mesh_;
  std::map<std::string, HostPort> moved_;  // by the validator's name
  std::map<chain::NodeKey, Peer> peers_;
};

}  // namespace xh::node
