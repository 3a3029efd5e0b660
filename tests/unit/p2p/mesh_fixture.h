// Meshes of one process on loopback, driven by the test's own thread: run_until() turns the io_context until a
// condition holds. The deadline is there so that a broken test ends; no test measures time.
#pragma once

#include <algorithm>
#include <boost/asio/io_context.hpp>
#include <boost/test/unit_test.hpp>
#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <vector>

#include "p2p/mesh.h"
#include "p2p/node_identity.h"

namespace xh::p2p::test {

inline NodeIdentity identity_of(std::uint8_t number) {
  chain::Bytes seed(32, number);
  auto identity = NodeIdentity::from_seed(seed);
  BOOST_REQUIRE(identity.has_value());
  return std::move(*identity);
}

// Identities sorted by public key: index 0 has the lowest, and so its dials win.
inline std::vector<NodeIdentity> sorted_identities(std::size_t count) {
  std::vector<NodeIdentity> out;
  for (std::size_t i = 0; i < count; ++i) out.push_back(identity_of(static_cast<std::uint8_t>(i + 1)));
  std::sort(out.begin(), out.end(), [](const auto& a, const auto& b) { return a.public_key() < b.public_key(); });
  return out;
}

inline chain::Hash256 network_of(std::uint8_t number) {
  chain::Hash256 id;
  id.bytes.fill(number);
  return id;
}

inline PeerId peer(std::size_t index) {
  return PeerId(static_cast<std::uint32_t>(index));
}

// Bytes that show any reordering or loss inside a frame.
inline chain::Bytes pattern(std::size_t size, std::uint32_t salt) {
  chain::Bytes out(size);
  std::uint32_t state = salt * 2654435761u + 1;
  for (auto& byte : out) {
    state = state * 1664525u + 1013904223u;
    byte = static_cast<std::uint8_t>(state >> 24);
  }
  return out;
}

struct ReceivedFrame {
  PeerId peer;
  Lane lane = Lane::kVotes;
  chain::Bytes payload;
};

struct Recorder final : FrameHandler {
  std::vector<ReceivedFrame> frames;
  std::vector<PeerId> ups;
  std::vector<PeerId> downs;

  void on_frame(PeerId from, Lane lane, chain::Bytes payload) override {
    frames.push_back({from, lane, std::move(payload)});
  }
  void on_peer_up(PeerId id) override { ups.push_back(id); }
  void on_peer_down(PeerId id) override { downs.push_back(id); }
};

struct TestNode {
  Recorder recorder;
  std::vector<std::string> log;
  std::unique_ptr<Mesh> mesh;

  [[nodiscard]] bool up(std::size_t index) const { return mesh->peer_state(peer(index)).up; }
  [[nodiscard]] bool logged(const std::string& text) const {
    return std::any_of(log.begin(), log.end(), [&](const auto& line) { return line.find(text) != std::string::npos; });
  }
};

// Short waits between attempts, long limits: a test that wants a limit to strike lowers that one.
inline MeshTimings test_timings() {
  MeshTimings timings;
  timings.backoff_first_ms = 10;
  timings.backoff_cap_ms = 50;
  timings.higher_key_wait_ms = 30;
  return timings;
}

class MeshFixture {
 public:
  boost::asio::io_context io;

  // All nodes list all keys; nothing dials until connect_all().
  MeshConfig config_for(const std::vector<NodeIdentity>& identities) const {
    MeshConfig config;
    config.network_id = network_of(7);
    config.listen_host = "127.0.0.1";
    config.timings = test_timings();
    for (const auto& identity : identities) config.peers.push_back({identity.public_key(), "127.0.0.1", 0});
    return config;
  }

  std::unique_ptr<TestNode> make_node(MeshConfig config, const NodeIdentity& identity) {
    return make_node_on(io, config, identity);
  }

  static std::unique_ptr<TestNode> make_node_on(boost::asio::io_context& context, MeshConfig config,
                                                const NodeIdentity& identity) {
    auto node = std::make_unique<TestNode>();
    auto mesh = Mesh::create(
        context, std::move(config), identity,
        [state = std::uint64_t{1}]() mutable { return state += 0x9e3779b97f4a7c15u; },
        [log = &node->log](LogLevel, const std::string& line) { log->push_back(line); });
    BOOST_REQUIRE_MESSAGE(mesh.has_value(), (mesh ? "" : mesh.error().message));
    node->mesh = std::move(*mesh);
    return node;
  }

  // Nodes 0..count-1, keys ascending, connected to each other and up.
  std::vector<std::unique_ptr<TestNode>> running_nodes(std::size_t count) {
    const auto identities = sorted_identities(count);
    std::vector<std::unique_ptr<TestNode>> nodes;
    for (const auto& identity : identities) nodes.push_back(make_node(config_for(identities), identity));
    connect_all(nodes);
    require_until([&] { return all_up(nodes); });
    return nodes;
  }

  static void set_port(TestNode& node, std::size_t index, std::uint16_t port) {
    BOOST_REQUIRE(node.mesh->set_peer_address(peer(index), "127.0.0.1", port).has_value());
  }

  void connect_all(std::vector<std::unique_ptr<TestNode>>& nodes) {
    for (auto& node : nodes) {
      for (std::size_t i = 0; i < nodes.size(); ++i) set_port(*node, i, nodes[i]->mesh->listen_port());
      node->mesh->start(node->recorder);
    }
  }

  static bool all_up(const std::vector<std::unique_ptr<TestNode>>& nodes) {
    return std::all_of(nodes.begin(), nodes.end(),
                       [&](const auto& node) { return node->mesh->counters().peers_up == nodes.size() - 1; });
  }

  bool run_until(const std::function<bool()>& condition) { return run_until_on(io, condition); }

  static bool run_until_on(boost::asio::io_context& context, const std::function<bool()>& condition) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(60);
    while (!condition()) {
      if (std::chrono::steady_clock::now() > deadline) return false;
      context.restart();
      context.run_one_for(std::chrono::milliseconds(100));
    }
    return true;
  }

  void require_until(const std::function<bool()>& condition) { BOOST_REQUIRE(run_until(condition)); }
};

}  // namespace xh::p2p::test
