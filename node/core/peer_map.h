// Two numberings of peers and who joins them. The network numbers peers by node key, for good (p2p::PeerId); the engine
// numbers them by the epoch: a validator has its index in the epoch's set, everyone else n + the network's number.
//
// PeerDirectory: the list of peers as it follows governance. Production: node/app/mesh_directory.h; a simulator may
// have a fixed list. PeerMap: the translation for one epoch. Used by Replica only. Threading: core thread.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "chain/ledger/validator_set.h"
#include "consensus/types.h"
#include "p2p/transport.h"

namespace xh::node {

class PeerDirectory {
 public:
  PeerDirectory() = default;
  PeerDirectory(const PeerDirectory&) = delete;
  PeerDirectory& operator=(const PeerDirectory&) = delete;
  virtual ~PeerDirectory() = default;

  // These validators are to be connected from now on: the epoch's, and those of an accepted change. A peer that is no
  // longer among them and that nobody configured is disconnected and refused. An entry that cannot be used (a bad
  // address) is left out and logged: one validator's mistake must not stop another's node.
  virtual void follow(const std::vector<chain::Validator>& wanted) = 0;
  // Nothing for a key that is not listed, and for our own.
  [[nodiscard]] virtual std::optional<p2p::PeerId> find(const chain::NodeKey& key) const = 0;
};

class PeerMap {
 public:
  // The translation for this epoch's set; needs the directory to follow it already.
  void enter(const chain::ValidatorSet& set, const PeerDirectory& directory);

  [[nodiscard]] consensus::PeerId engine_id(p2p::PeerId peer) const;
  // Nothing for ourselves and for a validator without a usable address.
  [[nodiscard]] std::optional<p2p::PeerId> network_id(consensus::PeerId peer) const;

 private:
  std::vector<std::optional<p2p::PeerId>> of_validator_;
  std::map<p2p::PeerId, chain::ValidatorIndex> validator_of_;
};

}  // namespace xh::node
