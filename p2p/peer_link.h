// PeerLink: the half of a peer that any thread may touch: its address, its send queue, its score, and what is known of
// it.
//
// Callers: p2p/mesh_core; send() from any thread, the rest mostly from the network thread.
// Invariant: the queue is empty while the peer is down.
// Threading: guarded by mutex_; each call is short and blocks on nothing but that.
#pragma once

#include <array>
#include <cstdint>
#include <mutex>
#include <string>

#include "chain/primitives/bytes.h"
#include "p2p/mesh.h"
#include "p2p/peer_health.h"
#include "p2p/send_queue.h"

namespace xh::p2p {

class PeerLink {
 public:
  PeerLink(PeerEndpoint endpoint, const MeshLimits& limits);

  [[nodiscard]] const chain::NodeKey& key() const { return key_; }  // never changes
  [[nodiscard]] PeerEndpoint endpoint() const;
  void set_address(std::string host, std::uint16_t port);

  [[nodiscard]] bool enabled() const;
  void set_enabled(bool enabled);

  enum class SendOutcome : std::uint8_t { kQueued, kDown, kFull };
  struct SendResult {
    SendOutcome outcome = SendOutcome::kDown;
    std::size_t dropped = 0;
    bool wake = false;  // nobody has been told yet that the queue holds something: post a wake-up
  };
  SendResult send(Lane lane, SharedBytes payload);
  // The network thread looks at the queue now: the next send asks for a wake-up again.
  void woken();
  void fill(chain::Bytes& batch, SendQueue::Sent& sent);  // as SendQueue::fill, up to kBatchBytes

  void set_up();
  void set_down();  // empties the queue
  void set_rtt(std::uint64_t rtt_us);
  [[nodiscard]] PeerState state(Clock::time_point now) const;

  // As PeerScore.
  bool add_penalty(Clock::time_point now, std::uint32_t points, std::uint32_t ban_ms);
  [[nodiscard]] bool banned(Clock::time_point now) const;
  [[nodiscard]] std::chrono::milliseconds ban_left(Clock::time_point now) const;

 private:
  const chain::NodeKey key_;
  mutable std::mutex mutex_;
  std::string host_;
  std::uint16_t port_;
  bool enabled_ = true;
  bool up_ = false;
  bool wake_posted_ = false;
  std::uint64_t rtt_us_ = 0;
  SendQueue queue_;
  PeerScore score_;
};

}  // namespace xh::p2p
