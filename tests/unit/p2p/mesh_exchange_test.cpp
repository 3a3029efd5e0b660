// What honest meshes do for each other.
#include <boost/test/unit_test.hpp>
#include <thread>

#include "tests/unit/p2p/mesh_fixture.h"

namespace xh::p2p {
namespace {

using test::MeshFixture;
using test::pattern;
using test::peer;
using test::TestNode;

BOOST_FIXTURE_TEST_SUITE(mesh_exchange, MeshFixture)

BOOST_AUTO_TEST_CASE(three_nodes_exchange_frames_in_every_lane) {
  auto nodes = running_nodes(3);
  for (std::size_t from = 0; from < 3; ++from) {
    for (std::size_t to = 0; to < 3; ++to) {
      for (const auto lane : kAllLanes) {
        const bool queued =
            nodes[from]->mesh->send(peer(to), lane, pattern(1000 + lane_index(lane), static_cast<std::uint32_t>(from)));
        BOOST_TEST(queued == (from != to));
      }
    }
  }
  for (auto& node : nodes) require_until([&] { return node->recorder.frames.size() == 8; });
  for (std::size_t at = 0; at < 3; ++at) {
    for (const auto& frame : nodes[at]->recorder.frames) {
      BOOST_TEST(frame.peer.value != at);
      BOOST_TEST(frame.payload == pattern(1000 + lane_index(frame.lane), frame.peer.value),
                 boost::test_tools::per_element());
    }
    for (const auto lane : kAllLanes) {
      const auto counters = nodes[at]->mesh->counters().lanes[lane_index(lane)];
      BOOST_TEST(counters.frames_in == 2u);
      BOOST_TEST(counters.frames_out == 2u);
      BOOST_TEST(counters.bytes_in == 2 * (1000 + lane_index(lane)));
      BOOST_TEST(counters.bytes_out == counters.bytes_in);
    }
  }
}

BOOST_AUTO_TEST_CASE(the_largest_and_the_empty_frame_arrive_whole_in_every_lane) {
  auto nodes = running_nodes(2);
  for (const auto lane : kAllLanes) {
    BOOST_TEST(nodes[0]->mesh->send(peer(1), lane, pattern(max_frame_bytes(lane), 3)));
    BOOST_TEST(nodes[0]->mesh->send(peer(1), lane, chain::Bytes{}));
    BOOST_TEST(!nodes[0]->mesh->send(peer(1), lane, chain::Bytes(max_frame_bytes(lane) + 1)));
  }
  require_until([&] { return nodes[1]->recorder.frames.size() == 8; });
  for (const auto& frame : nodes[1]->recorder.frames) {
    if (!frame.payload.empty()) BOOST_TEST((frame.payload == pattern(max_frame_bytes(frame.lane), 3)));
  }
  BOOST_TEST(nodes[0]->mesh->counters().lanes[0].refused_oversize == 1u);
}

BOOST_AUTO_TEST_CASE(frames_of_one_lane_keep_their_order) {
  auto nodes = running_nodes(2);
  for (std::uint32_t i = 0; i < 3000; ++i) {
    BOOST_REQUIRE(nodes[1]->mesh->send(peer(0), Lane::kTransactions, pattern(i, i)));
  }
  require_until([&] { return nodes[0]->recorder.frames.size() == 3000; });
  for (std::uint32_t i = 0; i < 3000; ++i) BOOST_REQUIRE((nodes[0]->recorder.frames[i].payload == pattern(i, i)));
}

BOOST_AUTO_TEST_CASE(many_small_frames_share_few_tls_writes) {
  auto nodes = running_nodes(2);
  const auto before = nodes[0]->mesh->counters().batches_out;
  for (int i = 0; i < 1000; ++i) BOOST_REQUIRE(nodes[0]->mesh->send(peer(1), Lane::kTransactions, pattern(300, 1)));
  require_until([&] { return nodes[1]->recorder.frames.size() == 1000; });
  BOOST_TEST(nodes[0]->mesh->counters().batches_out - before <= 10u);
}

BOOST_AUTO_TEST_CASE(broadcast_reaches_every_peer_that_is_up_and_not_the_sender) {
  auto nodes = running_nodes(3);
  const auto payload = share(pattern(100, 9));
  BOOST_TEST(nodes[1]->mesh->broadcast(Lane::kVotes, payload) == 2u);
  BOOST_TEST(payload.use_count() == 3);  // ours and one in each queue: shared, not copied
  require_until([&] { return nodes[0]->recorder.frames.size() == 1 && nodes[2]->recorder.frames.size() == 1; });
  BOOST_TEST(nodes[1]->recorder.frames.empty());
  nodes[2]->mesh.reset();
  require_until([&] { return !nodes[1]->up(2); });
  BOOST_TEST(nodes[1]->mesh->broadcast(Lane::kVotes, payload) == 1u);
}

BOOST_AUTO_TEST_CASE(a_vote_overtakes_a_bulk_frame_that_is_being_sent) {
  auto nodes = running_nodes(2);
  const auto bulk = pattern(max_frame_bytes(Lane::kSync), 5);
  BOOST_REQUIRE(nodes[0]->mesh->send(peer(1), Lane::kSync, bulk));
  require_until([&] { return nodes[0]->mesh->counters().batches_out >= 3; });
  BOOST_REQUIRE(nodes[0]->mesh->counters().lanes[lane_index(Lane::kSync)].frames_out == 0);
  BOOST_REQUIRE(nodes[0]->mesh->send(peer(1), Lane::kBlocks, pattern(100'000, 6)));
  BOOST_REQUIRE(nodes[0]->mesh->send(peer(1), Lane::kVotes, pattern(200, 7)));
  require_until([&] { return nodes[1]->recorder.frames.size() == 3; });
  const auto& frames = nodes[1]->recorder.frames;
  BOOST_TEST((frames[0].lane == Lane::kVotes && frames[0].payload == pattern(200, 7)));
  BOOST_TEST((frames[1].lane == Lane::kBlocks && frames[1].payload == pattern(100'000, 6)));
  BOOST_TEST((frames[2].lane == Lane::kSync && frames[2].payload == bulk));
}

BOOST_AUTO_TEST_CASE(a_peer_that_does_not_read_fills_its_lanes_and_no_more) {
  const auto identities = test::sorted_identities(2);
  boost::asio::io_context sleeper_io;
  auto sender = make_node(config_for(identities), identities[0]);
  auto sleeper = make_node_on(sleeper_io, config_for(identities), identities[1]);
  set_port(*sender, 1, sleeper->mesh->listen_port());
  sender->mesh->start(sender->recorder);
  sleeper->mesh->start(sleeper->recorder);
  require_until([&] {
    sleeper_io.restart();
    sleeper_io.poll();
    return sender->up(1) && sleeper->up(0);
  });

  // From here on nobody runs sleeper_io: what is sent fills the kernel's buffers, then our queues.
  const auto block = share(pattern(max_frame_bytes(Lane::kBlocks), 1));
  require_until([&] { return !sender->mesh->send(peer(1), Lane::kBlocks, block); });
  const auto vote = share(pattern(max_frame_bytes(Lane::kVotes), 2));
  require_until([&] {
    BOOST_REQUIRE(sender->mesh->send(peer(1), Lane::kVotes, vote));
    return sender->mesh->counters().lanes[lane_index(Lane::kVotes)].dropped_oldest >= 10;
  });
  const auto state = sender->mesh->peer_state(peer(1));
  const MeshLimits limits;
  for (const auto lane : kAllLanes)
    BOOST_TEST(state.queued_bytes[lane_index(lane)] <= limits.queue_bytes[lane_index(lane)]);
  BOOST_TEST(sender->mesh->counters().lanes[lane_index(Lane::kBlocks)].refused_full >= 1u);
  BOOST_TEST(sender->mesh->send(peer(1), Lane::kTransactions, pattern(10, 1)));  // another lane is not concerned
}

BOOST_AUTO_TEST_CASE(frames_sent_from_several_threads_all_arrive) {
  auto nodes = running_nodes(2);
  std::vector<std::thread> senders;
  for (std::uint32_t t = 0; t < 4; ++t) {
    senders.emplace_back([&nodes, t] {
      for (std::uint32_t i = 0; i < 500; ++i) {
        nodes[0]->mesh->send(peer(1), Lane::kTransactions, pattern(64, t * 500 + i));
        if (!nodes[0]->mesh->peer_state(peer(1)).up) return;
      }
    });
  }
  const bool arrived = run_until([&] { return nodes[1]->recorder.frames.size() == 2000; });
  for (auto& sender : senders) sender.join();
  BOOST_TEST(arrived);
}

BOOST_AUTO_TEST_CASE(an_idle_session_measures_its_round_trip) {
  const auto identities = test::sorted_identities(2);
  auto config = config_for(identities);
  config.timings.ping_after_ms = 20;
  std::vector<std::unique_ptr<TestNode>> nodes;
  for (const auto& identity : identities) nodes.push_back(make_node(config, identity));
  connect_all(nodes);
  require_until([&] { return all_up(nodes) && nodes[0]->mesh->peer_state(peer(1)).rtt_us > 0; });
  BOOST_TEST(nodes[0]->recorder.frames.empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::p2p
