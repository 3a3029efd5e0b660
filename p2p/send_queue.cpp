#include "p2p/send_queue.h"

#include <algorithm>
#include <utility>

#include "chain/primitives/check.h"
#include "p2p/frame_codec.h"

namespace xh::p2p {

namespace {

std::size_t cost_of(const SharedBytes& payload) {
  return payload->size() + kQueuedFrameOverhead;
}

}  // namespace

SendQueue::SendQueue(const std::array<std::size_t, kLaneCount>& limits) {
  for (const auto lane : kAllLanes) {
    CHECK(limits[lane_index(lane)] >= min_queue_bytes(lane));
    lanes_[lane_index(lane)].limit = limits[lane_index(lane)];
  }
}

bool SendQueue::drop_oldest(Queue& queue) {
  auto oldest = queue.frames.begin();
  if (oldest != queue.frames.end() && oldest->sent > 0) ++oldest;
  if (oldest == queue.frames.end()) return false;
  queue.bytes -= cost_of(oldest->payload);
  queue.frames.erase(oldest);
  return true;
}

SendQueue::PushResult SendQueue::push(Lane lane, SharedBytes payload) {
  CHECK(payload != nullptr && payload->size() <= max_frame_bytes(lane));
  auto& queue = lanes_[lane_index(lane)];
  const auto cost = cost_of(payload);
  PushResult result;
  while (queue.bytes + cost > queue.limit) {
    if (lane != Lane::kVotes || !drop_oldest(queue)) return result;
    ++result.dropped;
  }
  queue.bytes += cost;
  queue.frames.push_back(Waiting{.payload = std::move(payload), .sent = 0});
  result.queued = true;
  return result;
}

// False when the fragment does not fit any more.
bool SendQueue::append_next_fragment(Queue& queue, Lane lane, chain::Bytes& out, std::size_t size_max, Sent& sent) {
  auto& front = queue.frames.front();
  const auto& payload = *front.payload;
  const auto length = std::min(payload.size() - front.sent, kFragmentBytes);
  if (out.size() + kFragmentHeaderBytes + length > size_max) return false;
  const bool more = front.sent + length < payload.size();
  append_fragment(out, static_cast<FrameKind>(lane), more, chain::BytesView(payload).subspan(front.sent, length));
  front.sent += length;
  if (more) return true;
  sent.frames[lane_index(lane)] += 1;
  sent.bytes[lane_index(lane)] += payload.size();
  queue.bytes -= cost_of(front.payload);
  queue.frames.pop_front();
  return true;
}

void SendQueue::fill(chain::Bytes& out, std::size_t size_max, Sent& sent) {
  for (const auto lane : kAllLanes) {
    auto& queue = lanes_[lane_index(lane)];
    while (!queue.frames.empty()) {
      // Stop at the first fragment that does not fit: a smaller one of a lower lane must not slip past it.
      if (!append_next_fragment(queue, lane, out, size_max, sent)) return;
    }
  }
}

void SendQueue::clear() {
  for (auto& queue : lanes_) {
    queue.frames.clear();
    queue.bytes = 0;
  }
}

bool SendQueue::empty() const {
  return std::all_of(lanes_.begin(), lanes_.end(), [](const Queue& queue) { return queue.frames.empty(); });
}

}  // namespace xh::p2p
