// Coming and going: restarts, duplicate sessions, changes of the peer list, shutdown, configuration errors.
#include <boost/test/unit_test.hpp>

#include "tests/unit/p2p/mesh_fixture.h"

namespace xh::p2p {
namespace {

using test::MeshFixture;
using test::pattern;
using test::peer;
using test::TestNode;

BOOST_FIXTURE_TEST_SUITE(mesh_life, MeshFixture)

BOOST_AUTO_TEST_CASE(a_restarted_peer_comes_back_on_its_port_and_frames_flow_again) {
  const auto identities = test::sorted_identities(2);
  auto nodes = running_nodes(2);
  for (const std::size_t restarted : {std::size_t{1}, std::size_t{0}}) {
    const std::size_t other = 1 - restarted;
    auto config = config_for(identities);
    config.listen_port = nodes[restarted]->mesh->listen_port();
    nodes[restarted].reset();
    require_until([&] { return !nodes[other]->up(restarted); });
    BOOST_TEST(!nodes[other]->mesh->send(peer(restarted), Lane::kVotes, pattern(10, 1)));

    // The restarted node does not dial: the other one has to find it again.
    nodes[restarted] = make_node(config, identities[restarted]);
    nodes[restarted]->mesh->start(nodes[restarted]->recorder);
    require_until([&] { return all_up(nodes); });
    nodes[other]->recorder.frames.clear();
    BOOST_TEST(nodes[other]->mesh->counters().reconnects >= 1u);
    BOOST_TEST(nodes[restarted]->mesh->send(peer(other), Lane::kVotes, pattern(10, 1)));
    require_until([&] { return nodes[other]->recorder.frames.size() == 1; });
    set_port(*nodes[restarted], other, nodes[other]->mesh->listen_port());  // the next round is its turn to dial
  }
}

BOOST_AUTO_TEST_CASE(a_peer_that_is_away_is_dialled_until_it_is_there) {
  const auto identities = test::sorted_identities(2);
  auto early = make_node(config_for(identities), identities[0]);
  std::uint16_t port = 0;
  {
    const auto placeholder = make_node(config_for(identities), identities[1]);
    port = placeholder->mesh->listen_port();
  }
  set_port(*early, 1, port);
  early->mesh->start(early->recorder);
  require_until([&] { return early->mesh->counters().dial_failures >= 3; });
  BOOST_TEST(std::count_if(early->log.begin(), early->log.end(),
                           [](const auto& line) { return line.find("trying again") != std::string::npos; }) == 1);
  auto config = config_for(identities);
  config.listen_port = port;
  auto late = make_node(config, identities[1]);
  late->mesh->start(late->recorder);
  require_until([&] { return early->up(1) && late->up(0); });
}

BOOST_AUTO_TEST_CASE(two_nodes_that_dial_at_once_end_with_one_session) {
  const auto identities = test::sorted_identities(2);
  auto config = config_for(identities);
  config.timings.higher_key_wait_ms = 0;
  for (int round = 0; round < 10; ++round) {
    std::vector<std::unique_ptr<TestNode>> nodes;
    for (const auto& identity : identities) nodes.push_back(make_node(config, identity));
    connect_all(nodes);
    const auto settled = [&](const TestNode& node) {
      const auto c = node.mesh->counters();
      return c.sessions_opened - c.sessions_closed == 1 && c.pending_inbound == 0;
    };
    require_until([&] { return settled(*nodes[0]) && settled(*nodes[1]); });
    // A frame each way shows that both kept the same one; a frame may be lost with a session that is being replaced.
    const auto exchanged = [&] {
      for (std::size_t i = 0; i < 2; ++i) {
        if (nodes[i]->recorder.frames.empty()) nodes[1 - i]->mesh->send(peer(i), Lane::kVotes, pattern(8, 1));
      }
      return !nodes[0]->recorder.frames.empty() && !nodes[1]->recorder.frames.empty();
    };
    require_until(exchanged);
    for (const auto& node : nodes) {
      BOOST_TEST(node->mesh->counters().peers_up == 1u);
      BOOST_TEST(node->recorder.ups.size() == node->recorder.downs.size() + 1);
    }
  }
}

BOOST_AUTO_TEST_CASE(a_disabled_peer_is_cut_off_and_let_in_again_when_enabled) {
  auto nodes = running_nodes(2);
  nodes[0]->mesh->set_peer_enabled(peer(1), false);
  require_until([&] { return !nodes[0]->up(1) && !nodes[1]->up(0); });
  const auto refused = nodes[0]->mesh->counters().refused_keys;
  require_until([&] { return nodes[0]->mesh->counters().refused_keys > refused; });  // it tries, in vain
  BOOST_TEST(!nodes[0]->mesh->peer_state(peer(1)).enabled);
  nodes[0]->mesh->set_peer_enabled(peer(1), true);
  require_until([&] { return all_up(nodes); });
}

BOOST_AUTO_TEST_CASE(a_peer_added_later_joins) {
  const auto identities = test::sorted_identities(3);
  const std::vector<PeerEndpoint> first_two = {{identities[0].public_key(), "", 0},
                                               {identities[1].public_key(), "", 0}};
  auto config = config_for(identities);
  config.peers = first_two;
  std::vector<std::unique_ptr<TestNode>> nodes;
  for (std::size_t i = 0; i < 2; ++i) nodes.push_back(make_node(config, identities[i]));
  connect_all(nodes);
  require_until([&] { return all_up(nodes); });

  auto newcomer = make_node(config_for(identities), identities[2]);
  for (std::size_t i = 0; i < 2; ++i) set_port(*newcomer, i, nodes[i]->mesh->listen_port());
  newcomer->mesh->start(newcomer->recorder);
  require_until([&] { return nodes[0]->mesh->counters().refused_keys > 0; });  // not listed yet
  for (auto& node : nodes) {
    const auto id = node->mesh->add_peer({identities[2].public_key(), "127.0.0.1", newcomer->mesh->listen_port()});
    BOOST_REQUIRE(id.has_value());
    BOOST_TEST(id->value == 2u);
    BOOST_TEST(!node->mesh->add_peer({identities[2].public_key(), "127.0.0.1", 1}).has_value());
  }
  require_until([&] { return newcomer->up(0) && newcomer->up(1) && nodes[0]->up(2) && nodes[1]->up(2); });
}

BOOST_AUTO_TEST_CASE(after_stop_the_io_context_runs_out_of_work) {
  auto nodes = running_nodes(3);
  for (auto& node : nodes) {
    node->mesh->send(peer(0), Lane::kSync, pattern(1'000'000, 1));
    node->mesh->stop();
    node->mesh->stop();
  }
  io.restart();
  io.run();  // returns, or the test program's time limit strikes
  for (auto& node : nodes) {
    BOOST_TEST(node->recorder.downs.size() == node->recorder.ups.size());
    BOOST_TEST(node->mesh->counters().peers_up == 0u);
    BOOST_TEST(!node->mesh->send(peer(0), Lane::kVotes, pattern(10, 1)));
    BOOST_TEST(node->mesh->broadcast(Lane::kVotes, pattern(10, 1)) == 0u);
  }
}

BOOST_AUTO_TEST_CASE(a_mesh_that_never_started_can_go) {
  const auto identities = test::sorted_identities(2);
  auto node = make_node(config_for(identities), identities[0]);
  node->mesh->stop();
  node.reset();
  io.restart();
  io.run();
}

BOOST_AUTO_TEST_CASE(an_unknown_peer_id_is_harmless) {
  auto nodes = running_nodes(2);
  auto& mesh = *nodes[0]->mesh;
  BOOST_TEST(!mesh.send(peer(99), Lane::kVotes, pattern(1, 1)));
  BOOST_TEST(!mesh.peer_state(peer(99)).enabled);
  mesh.penalize(peer(99), kPenaltyMalicious, "nobody");
  mesh.set_peer_enabled(peer(99), false);
  BOOST_TEST(!mesh.set_peer_address(peer(99), "127.0.0.1", 1).has_value());
  BOOST_TEST(mesh.send(peer(1), Lane::kVotes, pattern(1, 1)));
  require_until([&] { return nodes[1]->recorder.frames.size() == 1; });
}

BOOST_AUTO_TEST_CASE(a_wrong_configuration_is_refused_in_words) {
  const auto identities = test::sorted_identities(2);
  const auto error_of = [&](const std::function<void(MeshConfig&)>& spoil) {
    auto config = config_for(identities);
    spoil(config);
    auto mesh = Mesh::create(io, config, identities[0], [] { return std::uint64_t{0}; }, nullptr);
    BOOST_REQUIRE(!mesh.has_value());
    BOOST_TEST((mesh.error().fault == chain::Fault::kLocal));
    return mesh.error().message;
  };
  const auto says = [](const std::string& message, const std::string& text) {
    BOOST_TEST(message.find(text) != std::string::npos, message);
  };
  says(error_of([](auto& c) { c.peers.push_back(c.peers[0]); }), "listed twice");
  says(error_of([](auto& c) { c.peers[1].host = std::string(300, 'a'); }), "too long");
  says(error_of([](auto& c) { c.peers[1] = {c.peers[1].key, "", 1}; }), "no host");
  says(error_of([](auto& c) { c.limits.queue_bytes[1] = 1000; }), "queue of lane blocks");
  says(error_of([](auto& c) { c.limits.pending_inbound = 0; }), "pending_inbound");
  says(error_of([](auto& c) { c.timings.idle_ms = c.timings.ping_after_ms; }), "idle_ms");
  says(error_of([](auto& c) { c.timings.backoff_cap_ms = 1; }), "backoff_cap_ms");
  says(error_of([](auto& c) { c.timings.ban_ms = 0; }), "time limit is zero");
  says(error_of([](auto& c) { c.listen_host = "not an address"; }), "not an IP address");
  auto holder = make_node(config_for(identities), identities[0]);
  says(error_of([&](auto& c) { c.listen_port = holder->mesh->listen_port(); }), "cannot listen on 127.0.0.1:");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::p2p
