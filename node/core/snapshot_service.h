// Snapshots of a running node: makes them (snapshot_maker.h) and gives them, and the way through the epochs, to nodes
// that begin or repair (boot.h). It stands beside Replica and takes the frames that are its own.
//
// Caller: node/app (frames before Replica, a call after each final block), tests. Attacker: a peer that asks without
// end; kAnswersPerSecond a peer are given, the rest is dropped. Threading: core thread. Memory: kManifestsCached
// manifests.
#pragma once

#include <map>

#include "node/core/messages.h"
#include "node/core/snapshot_maker.h"

namespace xh::node {

inline constexpr std::uint32_t kSnapshotAnswersPerSecond = 64;
inline constexpr std::size_t kManifestsCached = 4;
inline constexpr std::size_t kOfferBytesMax = 12 * 1024 * 1024;  // below p2p's frame limit of the sync lane

class SnapshotService {
 public:
  struct Paths {
    std::string snapshots;  // the node's own
    std::string base;       // the one that its ledger began from
  };
  SnapshotService(Host& host, p2p::Transport& network, Ledger& ledger, const chain::StateStore& state,
                  chain::FileSystem& disk, const Paths& paths);

  // False: the frame is not of ours.
  [[nodiscard]] bool on_frame(p2p::PeerId peer, chain::BytesView frame);
  void on_final() { maker_.on_final(); }
  [[nodiscard]] const SnapshotMaker& maker() const { return maker_; }

 private:
  void answer(p2p::PeerId peer, const SnapshotQuery& query);
  void answer(p2p::PeerId peer, const ChunkRequest& request);
  [[nodiscard]] bool may_ask(p2p::PeerId peer);
  [[nodiscard]] std::optional<chain::SnapshotManifest> newest() const;
  [[nodiscard]] const chain::SnapshotFolder* find(chain::Height height, const chain::SnapshotManifest*& manifest);
  template <class T>
  void handle(p2p::PeerId peer, chain::BytesView body);

  struct Budget {
    consensus::SteadyTime since;
    std::uint32_t used = 0;
  };
  struct Known {
    const chain::SnapshotFolder* folder = nullptr;
    chain::SnapshotManifest manifest;
  };

  Host& host_;
  p2p::Transport& network_;
  Ledger& ledger_;
  chain::SnapshotFolder own_;
  chain::SnapshotFolder base_;
  SnapshotMaker maker_;
  std::map<p2p::PeerId, Budget> budgets_;
  std::map<chain::Height, Known> known_;
};

}  // namespace xh::node
