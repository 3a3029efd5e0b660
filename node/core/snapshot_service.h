// Snapshots of a running node: makes them (snapshot_maker.h) and gives them, and the way through the epochs, to nodes
// that begin or repair (boot.h). It stands beside Replica and takes the frames that are its own.
//
// Caller: node/app (frames before Replica, a call after each final block), tests. Attacker: a peer that asks without
// end: a query is cheap to send and dear to answer. Of one peer, one query is answered in kSnapshotQueryInterval and
// chunks within kSnapshotAnswersPerSecond and kSnapshotBytesPerSecond; the rest is dropped. Who asks honestly stays
// well below (snapshot_sync.h). Threading: core thread. Memory: the newest manifest and kManifestsCached others.
#pragma once

#include <map>

#include "node/core/messages.h"
#include "node/core/snapshot_maker.h"
#include "node/core/snapshot_sync.h"

namespace xh::node {

inline constexpr consensus::Duration kSnapshotQueryInterval{5'000};
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
  [[nodiscard]] bool may_ask(p2p::PeerId peer, const SnapshotQuery& query);
  [[nodiscard]] bool may_ask(p2p::PeerId peer, const ChunkRequest& request);
  [[nodiscard]] const std::optional<chain::SnapshotManifest>& newest();
  [[nodiscard]] std::optional<chain::SnapshotManifest> read_newest() const;
  [[nodiscard]] const chain::SnapshotFolder* find(chain::Height height, const chain::SnapshotManifest*& manifest);
  template <class T>
  void handle(p2p::PeerId peer, chain::BytesView body);

  struct Budget {
    std::optional<consensus::SteadyTime> query;  // when one was answered
    consensus::SteadyTime since;
    std::uint32_t chunks = 0;
    std::size_t bytes = 0;
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
  std::optional<chain::SnapshotManifest> newest_;
  std::optional<std::uint64_t> newest_of_;  // the maker's count when it was read
};

}  // namespace xh::node
