// SendQueue: the frames that wait for one peer, a bounded queue per lane, drained by strict priority in fragments.
//
// Callers: p2p/mesh_core (push, under the peer's lock) and p2p/session through it (fill).
// Invariants: bytes(lane) <= the lane's limit; at most the front frame of a lane is partly sent; a partly sent frame is
//   never dropped, or the other end would glue two frames together.
// Strict priority starves lower lanes while higher ones are full: votes are few, blocks end, transactions are refused
//   at the source; sync, the lowest, is what can wait.
// Threading: none of its own; guarded by the peer's mutex. push is O(1) amortised, fill is linear in the bytes it
// writes.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <deque>

#include "chain/primitives/bytes.h"
#include "p2p/limits.h"
#include "p2p/transport.h"

namespace xh::p2p {

class SendQueue {
 public:
  // Needs limits[lane] >= min_queue_bytes(lane) for every lane.
  explicit SendQueue(const std::array<std::size_t, kLaneCount>& limits);

  struct PushResult {
    bool queued = false;
    std::size_t dropped = 0;  // older frames that gave way (vote lane only)
  };
  // Needs payload->size() <= max_frame_bytes(lane). A full vote lane drops its oldest frames, any other refuses.
  PushResult push(Lane lane, SharedBytes payload);

  struct Sent {
    std::array<std::uint64_t, kLaneCount> frames{};  // whose last fragment was taken
    std::array<std::uint64_t, kLaneCount> bytes{};
  };
  // Appends fragments to `out`, highest lane first, while out.size() stays within `size_max`. Adds what it finished to
  // `sent`.
  void fill(chain::Bytes& out, std::size_t size_max, Sent& sent);

  void clear();  // the session is gone, and its frames with it

  [[nodiscard]] bool empty() const;
  [[nodiscard]] std::size_t bytes(Lane lane) const { return lanes_[lane_index(lane)].bytes; }

 private:
  struct Waiting {
    SharedBytes payload;
    std::size_t sent = 0;  // bytes that went out in earlier fragments
  };
  struct Queue {
    std::deque<Waiting> frames;
    std::size_t bytes = 0;  // payloads and kQueuedFrameOverhead each
    std::size_t limit = 0;
  };
  static bool drop_oldest(Queue& queue);
  static bool append_next_fragment(Queue& queue, Lane lane, chain::Bytes& out, std::size_t size_max, Sent& sent);

  std::array<Queue, kLaneCount> lanes_;
};

}  // namespace xh::p2p
