#include "p2p/send_queue.h"

#include <boost/test/unit_test.hpp>

#include "p2p/frame_codec.h"

namespace xh::p2p {
namespace {

constexpr std::array<std::size_t, kLaneCount> kSmallest = {
    min_queue_bytes(Lane::kVotes), min_queue_bytes(Lane::kBlocks), min_queue_bytes(Lane::kTransactions),
    min_queue_bytes(Lane::kSync)};

SharedBytes frame_of(std::size_t size, std::uint8_t fill = 1) {
  return share(chain::Bytes(size, fill));
}

// Drains the queue batch by batch into a decoder, as a session and its other end do.
std::vector<InboundFrame> drain(SendQueue& queue, FrameDecoder& decoder, std::size_t batches_max = 1'000'000) {
  std::vector<InboundFrame> out;
  for (std::size_t i = 0; i < batches_max && !queue.empty(); ++i) {
    chain::Bytes batch;
    SendQueue::Sent sent;
    queue.fill(batch, kBatchBytes, sent);
    BOOST_REQUIRE(!batch.empty());
    BOOST_REQUIRE(batch.size() <= kBatchBytes);
    chain::BytesView input = batch;
    for (;;) {
      auto frame = decoder.next(input);
      BOOST_REQUIRE(frame.has_value());
      if (!*frame) break;
      out.push_back(std::move(**frame));
    }
  }
  return out;
}

FrameDecoder greeted_decoder() {
  chain::Bytes hello;
  append_hello(hello, Hello{});
  FrameDecoder decoder;
  chain::BytesView input = hello;
  BOOST_REQUIRE(decoder.next(input).has_value());
  return decoder;
}

BOOST_AUTO_TEST_SUITE(send_queue)

BOOST_AUTO_TEST_CASE(higher_lanes_leave_first_whatever_came_first) {
  SendQueue queue(kSmallest);
  for (const auto lane : {Lane::kSync, Lane::kTransactions, Lane::kBlocks, Lane::kVotes}) {
    BOOST_TEST(queue.push(lane, frame_of(10)).queued);
  }
  auto decoder = greeted_decoder();
  const auto frames = drain(queue, decoder);
  BOOST_REQUIRE(frames.size() == 4u);
  for (std::size_t i = 0; i < 4; ++i) BOOST_TEST(static_cast<std::size_t>(frames[i].kind) == i);
}

BOOST_AUTO_TEST_CASE(a_vote_waits_for_one_batch_and_not_for_the_block_before_it) {
  SendQueue queue(kSmallest);
  const auto block = frame_of(1'000'000, 5);
  BOOST_TEST(queue.push(Lane::kBlocks, block).queued);
  auto decoder = greeted_decoder();
  BOOST_TEST(drain(queue, decoder, 1).empty());
  BOOST_TEST(queue.push(Lane::kVotes, frame_of(100, 6)).queued);
  const auto next = drain(queue, decoder, 1);
  BOOST_REQUIRE(next.size() == 1u);
  BOOST_TEST((next[0].kind == FrameKind::kVotes));
  const auto rest = drain(queue, decoder);
  BOOST_REQUIRE(rest.size() == 1u);
  BOOST_TEST((rest[0].payload == *block));
}

BOOST_AUTO_TEST_CASE(a_full_lane_refuses_and_takes_again_when_drained) {
  for (const auto lane : {Lane::kBlocks, Lane::kTransactions, Lane::kSync}) {
    SendQueue queue(kSmallest);
    BOOST_TEST(queue.push(lane, frame_of(max_frame_bytes(lane))).queued);
    const auto refused = queue.push(lane, frame_of(0));
    BOOST_TEST(!refused.queued);
    BOOST_TEST(refused.dropped == 0u);
    BOOST_TEST(queue.bytes(lane) == min_queue_bytes(lane));
    auto decoder = greeted_decoder();
    BOOST_TEST(drain(queue, decoder).size() == 1u);
    BOOST_TEST(queue.bytes(lane) == 0u);
    BOOST_TEST(queue.push(lane, frame_of(0)).queued);
  }
}

BOOST_AUTO_TEST_CASE(a_full_vote_lane_drops_its_oldest_frames) {
  SendQueue queue(kSmallest);
  const std::size_t size = 1000;
  const std::size_t fit = min_queue_bytes(Lane::kVotes) / (size + kQueuedFrameOverhead);
  for (std::size_t i = 0; i < fit; ++i) BOOST_REQUIRE(queue.push(Lane::kVotes, frame_of(size, 1)).dropped == 0);
  const auto pushed = queue.push(Lane::kVotes, frame_of(size, 2));
  BOOST_TEST(pushed.queued);
  BOOST_TEST(pushed.dropped == 1u);
  auto decoder = greeted_decoder();
  const auto frames = drain(queue, decoder);
  BOOST_REQUIRE(frames.size() == fit);
  BOOST_TEST(frames.back().payload.front() == 2);
}

BOOST_AUTO_TEST_CASE(a_vote_frame_that_is_partly_sent_is_never_dropped) {
  SendQueue queue(kSmallest);
  const auto largest = max_frame_bytes(Lane::kVotes);
  auto decoder = greeted_decoder();
  BOOST_TEST(queue.push(Lane::kVotes, frame_of(largest, 1)).queued);
  BOOST_TEST(drain(queue, decoder, 1).empty());
  BOOST_TEST(queue.push(Lane::kVotes, frame_of(largest, 2)).queued);
  const auto third = queue.push(Lane::kVotes, frame_of(largest, 3));
  BOOST_TEST(third.queued);
  BOOST_TEST(third.dropped == 1u);
  const auto frames = drain(queue, decoder);
  BOOST_REQUIRE(frames.size() == 2u);
  BOOST_TEST((frames[0].payload == chain::Bytes(largest, 1)));
  BOOST_TEST((frames[1].payload == chain::Bytes(largest, 3)));
}

BOOST_AUTO_TEST_CASE(empty_frames_are_bounded_too) {
  SendQueue queue(kSmallest);
  std::size_t queued = 0;
  while (queue.push(Lane::kTransactions, frame_of(0)).queued) ++queued;
  BOOST_TEST(queued == min_queue_bytes(Lane::kTransactions) / kQueuedFrameOverhead);
}

BOOST_AUTO_TEST_CASE(clear_forgets_everything) {
  SendQueue queue(kSmallest);
  for (const auto lane : kAllLanes) BOOST_TEST(queue.push(lane, frame_of(100)).queued);
  queue.clear();
  BOOST_TEST(queue.empty());
  for (const auto lane : kAllLanes) BOOST_TEST(queue.bytes(lane) == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::p2p
