// Downloads the chunks of one snapshot whose manifest was checked: one chunk at a time from each peer, several peers,
// in parts. A chunk counts once its bytes have the manifest's hash and, for records, prove themselves under the
// header's state root. Pure bookkeeping; node/core/boot sends and writes.
//
// Attacker: a peer that answers anything. A wrong chunk costs one chunk's transfer and the peer's place in this
// download. Memory: kSnapshotPeers chunks of at most kSnapshotChunkBytesMax. Threading: core thread. Limits:
// kChunkTimeout a part.
#pragma once

#include <map>
#include <set>

#include "consensus/types.h"
#include "node/core/messages.h"

namespace xh::node {

inline constexpr std::size_t kSnapshotPeers = 4;
inline constexpr consensus::Duration kChunkTimeout{5'000};

// What a peer gives to one asker, and a quarter of it, which is asked for: what comes late and in heaps is answered too.
inline constexpr consensus::Duration kSnapshotBudgetTime{1'000};
inline constexpr std::uint32_t kSnapshotAnswersPerSecond = 64;
inline constexpr std::size_t kSnapshotBytesPerSecond = 4 * kChunkPartBytes;
inline constexpr std::uint32_t kChunkAsksPerSecond = kSnapshotAnswersPerSecond / 4;
inline constexpr std::size_t kChunkBytesAskedPerSecond = kSnapshotBytesPerSecond / 4;

class SnapshotSync {
 public:
  // `have`: chunks that are on disk already, by number.
  SnapshotSync(chain::SnapshotManifest manifest, const chain::SnapshotHead& head, std::set<std::size_t> have);

  struct Ask {
    p2p::PeerId peer;
    ChunkRequest request;
  };
  // All requests to send now. A peer that let its time pass is not asked again.
  [[nodiscard]] std::vector<Ask> next_asks(const std::vector<p2p::PeerId>& peers, consensus::SteadyTime now);
  [[nodiscard]] std::optional<consensus::SteadyTime> deadline() const;

  struct Chunk {
    std::size_t number = 0;
    chain::Bytes bytes;
  };
  // A chunk when it is complete and good, to be written. kInvalid: the peer, or who made the manifest, lies. kNotFound:
  // the peer does not have it. In both cases the peer is out of this download.
  [[nodiscard]] chain::Result<std::optional<Chunk>> accept(p2p::PeerId from, ChunkAnswer answer);

  [[nodiscard]] bool done() const { return left_.empty() && under_way_.empty(); }
  // Nobody of these peers can give what is missing.
  [[nodiscard]] bool stuck(const std::vector<p2p::PeerId>& peers) const;
  [[nodiscard]] const chain::SnapshotManifest& manifest() const { return manifest_; }
  [[nodiscard]] std::size_t chunks_left() const { return left_.size() + under_way_.size(); }

 private:
  struct UnderWay {
    std::size_t chunk = 0;
    chain::Bytes bytes;
    consensus::SteadyTime deadline;
    bool asked = false;  // for the part at bytes.size()
  };
  struct Pace {
    consensus::SteadyTime since;
    std::uint32_t asks = 0;
    std::size_t bytes = 0;
  };
  void give_back(p2p::PeerId peer);
  [[nodiscard]] bool in_pace(p2p::PeerId peer, const UnderWay& work, consensus::SteadyTime now);

  chain::SnapshotManifest manifest_;
  chain::Hash256 root_;
  std::set<std::size_t> left_;
  std::map<p2p::PeerId, UnderWay> under_way_;
  std::map<p2p::PeerId, Pace> pace_;
  std::set<p2p::PeerId> out_;
};

}  // namespace xh::node
