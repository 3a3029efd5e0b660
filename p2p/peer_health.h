// Backoff and PeerScore: when to dial a peer again, and when to keep it out. Pure: time and jitter are handed in.
// Callers: p2p/mesh_core, on the network thread.
#pragma once

#include <chrono>
#include <cstdint>

#include "p2p/limits.h"

namespace xh::p2p {

using Clock = std::chrono::steady_clock;

// Exponential back-off: the delay doubles from first to cap; the upper half of each is jitter, so that nodes which lost
// each other together do not come back together.
class Backoff {
 public:
  // Needs 0 < first_ms <= cap_ms.
  Backoff(std::uint32_t first_ms, std::uint32_t cap_ms) : first_ms_(first_ms), cap_ms_(cap_ms), current_ms_(first_ms) {}

  [[nodiscard]] std::chrono::milliseconds next(
      std::uint64_t jitter);  // in [current / 2, current], then doubles current
  void reset() { current_ms_ = first_ms_; }

 private:
  std::uint32_t first_ms_;
  std::uint32_t cap_ms_;
  std::uint32_t current_ms_;
};

// Misbehaviour points that decay with time (kScoreDecayPerSecond), and the ban they lead to.
class PeerScore {
 public:
  // Adds points; true when this reaches kBanScore and the peer was not banned: it is from now on, for ban_ms.
  bool add(Clock::time_point now, std::uint32_t points, std::uint32_t ban_ms);

  [[nodiscard]] std::uint32_t value(Clock::time_point now) const;
  [[nodiscard]] bool banned(Clock::time_point now) const { return now < banned_until_; }
  [[nodiscard]] std::chrono::milliseconds ban_left(Clock::time_point now) const;

 private:
  std::uint32_t points_ = 0;  // as of since_
  Clock::time_point since_{};
  Clock::time_point banned_until_{};
};

}  // namespace xh::p2p
