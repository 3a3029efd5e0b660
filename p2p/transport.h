// Transport: what the node's core knows of the network. It moves opaque frames between numbered peers; what a frame
// means is the business of its two ends. Production gives p2p/mesh.h, the simulator gives a seeded scheduler: same
// contract.
//
// Callers: node/driver, node/mempool, node/sync send and penalize; they are called back through FrameHandler.
//
// Contract
// - A frame arrives whole or not at all; frames of one lane from one peer arrive in the order they were sent, as long
//   as the session lives. Frames of different lanes may overtake each other: lanes have strict priority, the lowest
//   number first.
// - Nothing is promised across on_peer_down: frames queued or on the wire are lost. Whoever needs them sends again
//   after on_peer_up. A session that replaces another is reported as on_peer_down followed by on_peer_up.
// - Back-pressure: each lane of each peer has a queue bounded in bytes (limits.h). A full vote queue drops its oldest
//   frame (a newer vote outdates it); every other lane refuses the new frame with `false`, and the caller decides: keep
//   it, slow its own source, or let the peer ask again.
// Threading: send, broadcast, penalize and peer_state may be called from any thread and never block on the network. The
// handler runs on the one network thread; it must not block and must not throw.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string_view>
#include <utility>

#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::p2p {

// Position in the configured list of peers (the genesis list, then peers added later). The list may name this node
// itself: that peer is never up, so that indices agree on all nodes.
using PeerId = chain::Strong<struct PeerIdTag, std::uint32_t>;

// Priority classes, highest first. The number is on the wire: never renumber.
enum class Lane : std::uint8_t {
  kVotes = 0,         // votes, certificates, timeouts: small and urgent
  kBlocks = 1,        // proposals and the bodies they need
  kTransactions = 2,  // the push of pending transactions
  kSync = 3,          // bulk: old blocks, snapshots
};
inline constexpr std::size_t kLaneCount = 4;
inline constexpr std::array<Lane, kLaneCount> kAllLanes = {Lane::kVotes, Lane::kBlocks, Lane::kTransactions,
                                                           Lane::kSync};

[[nodiscard]] constexpr std::size_t lane_index(Lane lane) {
  return static_cast<std::size_t>(lane);
}
[[nodiscard]] std::string_view lane_name(Lane lane);  // "votes", "blocks", "transactions", "sync"

// Immutable payload, shared by all the queues it waits in.
using SharedBytes = std::shared_ptr<const chain::Bytes>;
[[nodiscard]] inline SharedBytes share(chain::Bytes bytes) {
  return std::make_shared<const chain::Bytes>(std::move(bytes));
}

// Penalty points for penalize(). A peer's score decays with time; at kBanScore (limits.h) it is disconnected and kept
// out.
inline constexpr std::uint32_t kPenaltyUseless = 5;      // unasked, outdated, repeated: harmless in small doses
inline constexpr std::uint32_t kPenaltyInvalid = 25;     // wrong and stays wrong: Fault::kInvalid on a decoded message
inline constexpr std::uint32_t kPenaltyMalicious = 100;  // no honest program sends this: out at once

// What is known of a peer now. A snapshot: it may be outdated when the caller looks at it.
struct PeerState {
  bool up = false;      // a session is open and both sides said hello
  bool enabled = true;  // false after set_peer_enabled(peer, false): revoked or removed by governance
  bool banned = false;  // kept out for misbehaviour until the ban ends
  std::uint32_t score = 0;
  std::uint64_t rtt_us = 0;  // last measured round trip, 0 = not yet
  std::array<std::size_t, kLaneCount> queued_bytes{};
};

// Receives what the network brings. All calls come from the network thread, one at a time.
class FrameHandler {
 public:
  virtual ~FrameHandler() = default;
  // One whole frame, at most max_frame_bytes(lane) long (limits.h), possibly empty. Its content is unverified outside
  // input.
  virtual void on_frame(PeerId peer, Lane lane, chain::Bytes payload) = 0;
  virtual void on_peer_up(PeerId peer) = 0;
  virtual void on_peer_down(PeerId peer) = 0;
};

class Transport {
 public:
  virtual ~Transport() = default;

  // Number of peers in the list; valid ids are 0 .. peer_count() - 1.
  [[nodiscard]] virtual std::size_t peer_count() const = 0;
  [[nodiscard]] virtual PeerState peer_state(
      PeerId peer) const = 0;  // all defaults, enabled = false, for an unknown id

  // Queues one frame. False when it will not be sent: the peer is down, the frame exceeds max_frame_bytes(lane), or the
  // lane's queue is full (never the vote lane's). True promises nothing more than a place in the queue.
  virtual bool send(PeerId peer, Lane lane, SharedBytes payload) = 0;

  // send() to every peer that is up; the bytes are shared, not copied. Gives the number of peers whose queue took it.
  virtual std::size_t broadcast(Lane lane, SharedBytes payload) = 0;

  // Counts misbehaviour against the peer; `reason` goes to the log of this node only. May end in on_peer_down, later.
  virtual void penalize(PeerId peer, std::uint32_t points, std::string_view reason) = 0;

  bool send(PeerId peer, Lane lane, chain::Bytes payload) { return send(peer, lane, share(std::move(payload))); }
  std::size_t broadcast(Lane lane, chain::Bytes payload) { return broadcast(lane, share(std::move(payload))); }
};

}  // namespace xh::p2p
