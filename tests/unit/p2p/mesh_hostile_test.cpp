// What a mesh does with strangers, liars and garbage.
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/test/data/monomorphic.hpp>
#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

#include "tests/unit/p2p/mesh_fixture.h"
#include "tests/unit/p2p/raw_peer.h"

namespace xh::p2p {
namespace {

using boost::asio::ip::tcp;
using test::MeshFixture;
using test::network_of;
using test::peer;
using test::RawPeer;

// One mesh that lists two keys: its own (0) and that of the raw peer (1), which it never dials.
struct HostileFixture : MeshFixture {
  std::vector<NodeIdentity> identities = test::sorted_identities(2);

  std::unique_ptr<test::TestNode> listening_node(MeshConfig config) {
    auto node = make_node(std::move(config), identities[0]);
    node->mesh->start(node->recorder);
    return node;
  }
  std::unique_ptr<RawPeer> connected_raw_peer(test::TestNode& node, const NodeIdentity& identity) {
    auto raw = std::make_unique<RawPeer>(io, identity);
    raw->connect(node.mesh->listen_port());
    require_until([&] { return raw->ready || raw->closed; });
    if (raw->ready) raw->read();
    return raw;
  }
  // A raw peer whose hello was accepted.
  std::unique_ptr<RawPeer> raw_peer_up(test::TestNode& node) {
    auto raw = connected_raw_peer(node, identities[1]);
    raw->say_hello(network_of(7));
    require_until([&] { return node.up(1); });
    return raw;
  }
  // TCP only, nothing said yet.
  tcp::socket plain_connection(const test::TestNode& node) {
    tcp::socket socket(io);
    socket.connect(tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), node.mesh->listen_port()));
    return socket;
  }
};

BOOST_FIXTURE_TEST_SUITE(mesh_hostile, HostileFixture)

BOOST_AUTO_TEST_CASE(a_key_that_is_not_listed_is_refused_and_named_in_the_log) {
  auto node = listening_node(config_for(identities));
  const auto stranger = test::identity_of(77);
  auto raw = connected_raw_peer(*node, stranger);
  raw->say_hello(network_of(7));
  require_until([&] { return raw->closed; });
  BOOST_TEST(node->mesh->counters().refused_keys == 1u);
  BOOST_TEST(node->logged(chain::to_hex(stranger.public_key().view())));
  BOOST_TEST(raw->received.empty());
  BOOST_TEST(node->recorder.ups.empty());
}

BOOST_AUTO_TEST_CASE(our_own_key_coming_from_outside_is_refused) {
  auto node = listening_node(config_for(identities));
  auto raw = connected_raw_peer(*node, identities[0]);
  require_until([&] { return raw->closed; });
  BOOST_TEST(node->mesh->counters().refused_keys == 1u);
}

BOOST_AUTO_TEST_CASE(a_dialled_node_with_another_listed_key_is_refused) {
  const auto three = test::sorted_identities(3);
  auto a = make_node(config_for(three), three[0]);
  auto c = make_node(config_for(three), three[2]);
  set_port(*a, 1, c->mesh->listen_port());  // we mean peer 1, but peer 2 answers there
  c->mesh->start(c->recorder);
  a->mesh->start(a->recorder);
  require_until([&] { return a->mesh->counters().refused_keys >= 1; });
  BOOST_TEST(a->recorder.ups.empty());
}

BOOST_AUTO_TEST_CASE(a_node_of_another_chain_is_refused_with_a_line_that_says_so) {
  auto other = config_for(identities);
  other.network_id = network_of(8);
  auto a = make_node(config_for(identities), identities[0]);
  auto b = make_node(other, identities[1]);
  set_port(*a, 1, b->mesh->listen_port());
  a->mesh->start(a->recorder);
  b->mesh->start(b->recorder);
  require_until([&] { return a->mesh->counters().wrong_network >= 1 && b->mesh->counters().wrong_network >= 1; });
  for (const auto* node : {a.get(), b.get()}) {
    BOOST_TEST(node->logged("serves another chain"));
    BOOST_TEST(node->logged(chain::to_hex(network_of(7).view())));
    BOOST_TEST(node->logged(chain::to_hex(network_of(8).view())));
    BOOST_TEST(node->recorder.ups.empty());
  }
}

BOOST_AUTO_TEST_CASE(a_peer_without_a_common_protocol_version_is_refused) {
  auto node = listening_node(config_for(identities));
  auto raw = connected_raw_peer(*node, identities[1]);
  chain::Bytes bytes;
  append_hello(
      bytes,
      Hello{.oldest_version = kProtocolNewest + 1, .newest_version = kProtocolNewest + 3, .network_id = network_of(7)});
  raw->send(bytes);
  require_until([&] { return raw->closed; });
  BOOST_TEST(node->mesh->counters().wrong_protocol == 1u);
  BOOST_TEST(node->logged("another release"));
}

BOOST_AUTO_TEST_CASE(tls_1_2_is_refused) {
  auto node = listening_node(config_for(identities));
  namespace ssl = boost::asio::ssl;
  ssl::context old(ssl::context::tlsv12_client);
  ssl::stream<tcp::socket> stream(plain_connection(*node), old);
  boost::system::error_code result;
  bool done = false;
  stream.async_handshake(ssl::stream_base::client, [&](const boost::system::error_code& error) {
    result = error;
    done = true;
  });
  require_until([&] { return done && node->mesh->counters().handshakes_failed == 1; });
  BOOST_TEST(result.failed());
  BOOST_TEST(result.message().find("protocol version") != std::string::npos, result.message());
}

BOOST_AUTO_TEST_CASE(a_client_without_a_certificate_is_refused) {
  auto node = listening_node(config_for(identities));
  namespace ssl = boost::asio::ssl;
  ssl::context bare(ssl::context::tlsv13_client);
  ssl::stream<tcp::socket> stream(plain_connection(*node), bare);
  stream.async_handshake(ssl::stream_base::client, [](const boost::system::error_code&) {});
  require_until([&] { return node->mesh->counters().handshakes_failed == 1; });
  BOOST_TEST(node->mesh->counters().pending_inbound == 0u);
}

BOOST_AUTO_TEST_CASE(bytes_that_are_no_tls_end_the_connection_only) {
  auto node = listening_node(config_for(identities));
  auto socket = plain_connection(*node);
  boost::asio::write(socket, boost::asio::buffer(std::string("GET / HTTP/1.1\r\nHost: a\r\n\r\n")));
  require_until([&] { return node->mesh->counters().handshakes_failed == 1; });
  raw_peer_up(*node);  // still serves
}

const std::vector<std::pair<std::string, chain::Bytes>> kGarbage = {
    {"unknown lane", {9, 0, 0, 1, 0}},
    {"unknown fragment flag", {0, 2, 0, 1, 0}},
    {"longer than the limit", {0, 0, 0xff, 0xff}},
    {"short fragment", {1, 1, 0, 1, 0}},
    {"control frame of wrong length", {17, 0, 0, 2, 0, 0}},
    {"a pong without its ping", {18, 0, 0, 8, 1, 2, 3, 4, 5, 6, 7, 8}},
    {"a second hello", {16, 0, 0, 40}},
    {"unknown lane", {0xde, 0xad, 0xbe, 0xef, 0xde, 0xad, 0xbe, 0xef}},
};

BOOST_DATA_TEST_CASE_F(HostileFixture, garbage_after_hello_drops_and_bans_the_peer,
                       boost::unit_test::data::xrange(kGarbage.size())) {
  auto node = listening_node(config_for(identities));
  auto raw = raw_peer_up(*node);
  raw->send(kGarbage[sample].second);
  require_until([&] { return raw->closed; });
  BOOST_TEST(node->logged(kGarbage[sample].first));
  BOOST_TEST(node->mesh->counters().protocol_violations == 1u);
  BOOST_TEST(node->recorder.downs.size() == 1u);
  BOOST_TEST(node->mesh->peer_state(peer(1)).banned);
  auto again = connected_raw_peer(*node, identities[1]);  // kept out while the ban lasts
  require_until([&] { return again->closed; });
  BOOST_TEST(node->mesh->counters().refused_keys == 1u);
}

BOOST_AUTO_TEST_CASE(a_frame_beyond_its_lanes_limit_drops_the_peer) {
  auto node = listening_node(config_for(identities));
  auto raw = raw_peer_up(*node);
  const chain::Bytes fragment(kFragmentBytes, 1);
  chain::Bytes stream;
  for (std::size_t sent = 0; sent <= max_frame_bytes(Lane::kVotes); sent += kFragmentBytes) {
    append_fragment(stream, FrameKind::kVotes, true, fragment);
  }
  raw->send(stream);
  require_until([&] { return raw->closed; });
  BOOST_TEST(node->logged("longer than its lane's limit"));
  BOOST_TEST(node->recorder.frames.empty());
}

BOOST_AUTO_TEST_CASE(a_peer_that_does_not_begin_with_hello_is_dropped) {
  auto node = listening_node(config_for(identities));
  auto raw = connected_raw_peer(*node, identities[1]);
  chain::Bytes frame;
  append_fragment(frame, FrameKind::kVotes, false, chain::Bytes(10, 1));
  raw->send(frame);
  require_until([&] { return raw->closed; });
  BOOST_TEST(node->logged("a frame before hello"));
  BOOST_TEST(node->recorder.ups.empty());
}

BOOST_AUTO_TEST_CASE(a_penalised_peer_is_kept_out_until_its_ban_ends) {
  auto config = config_for(identities);
  config.timings.ban_ms = 300;
  auto node = listening_node(config);
  auto raw = raw_peer_up(*node);
  node->mesh->penalize(peer(1), kPenaltyInvalid, "a vote with a bad signature");
  require_until([&] { return node->mesh->peer_state(peer(1)).score >= kPenaltyInvalid - 1; });
  BOOST_TEST(node->up(1));
  node->mesh->penalize(peer(1), kPenaltyMalicious, "two votes in one view");
  require_until([&] { return raw->closed; });
  BOOST_TEST(node->mesh->counters().bans == 1u);
  BOOST_TEST(node->logged("two votes in one view"));
  require_until([&] { return !node->mesh->peer_state(peer(1)).banned; });
  raw_peer_up(*node);
}

BOOST_AUTO_TEST_CASE(a_peer_that_answers_no_ping_is_dropped) {
  auto config = config_for(identities);
  config.timings.ping_after_ms = 20;
  config.timings.idle_ms = 100;
  auto node = listening_node(config);
  auto raw = raw_peer_up(*node);
  require_until([&] { return raw->closed; });
  BOOST_TEST(node->logged("silent for 100 ms"));
  BOOST_TEST(raw->received.size() ==
             2 * kFragmentHeaderBytes + kHelloBytes + kPingBytes);  // hello and one ping, not a row of them
}

BOOST_AUTO_TEST_CASE(a_peer_that_takes_no_data_is_dropped) {
  auto config = config_for(identities);
  config.timings.ping_after_ms = 20;
  config.timings.write_stall_ms = 200;
  auto node = listening_node(config);
  auto raw = std::make_unique<RawPeer>(io, identities[1]);
  raw->connect(node->mesh->listen_port());
  require_until([&] { return raw->ready; });
  raw->say_hello(network_of(7));  // and never reads
  require_until([&] { return node->up(1); });
  const auto bulk = share(test::pattern(max_frame_bytes(Lane::kSync), 1));
  require_until([&] { return !node->mesh->send(peer(1), Lane::kSync, bulk); });
  require_until([&] { return !node->up(1); });
  BOOST_TEST(node->logged("takes no data for 200 ms"));
  for (const auto queued : node->mesh->peer_state(peer(1)).queued_bytes) BOOST_TEST(queued == 0u);
}

BOOST_AUTO_TEST_CASE(a_flood_of_pings_is_answered_without_a_queue) {
  auto node = listening_node(config_for(identities));
  auto raw = raw_peer_up(*node);
  chain::Bytes pings;
  for (int i = 0; i < 10'000; ++i) append_fragment(pings, FrameKind::kPing, false, chain::Bytes(kPingBytes, 3));
  raw->send(pings);
  raw->received.clear();
  require_until([&] { return !raw->received.empty() && node->mesh->counters().tls_bytes_in >= pings.size(); });
  BOOST_TEST(node->up(1));
  BOOST_TEST(raw->received.size() < pings.size() / 10);
}

BOOST_AUTO_TEST_CASE(stalled_handshakes_are_bounded_and_do_not_lock_out_an_honest_peer) {
  auto config = config_for(identities);
  config.limits.pending_inbound = 4;
  auto node = listening_node(config);
  std::vector<tcp::socket> stalled;
  for (int i = 0; i < 20; ++i) stalled.push_back(plain_connection(*node));
  require_until([&] { return node->mesh->counters().inbound_accepted == 20; });
  BOOST_TEST(node->mesh->counters().inbound_evicted == 16u);
  BOOST_TEST(node->mesh->counters().pending_inbound == 4u);
  auto raw = raw_peer_up(*node);
  BOOST_TEST(node->mesh->counters().pending_inbound <= 4u);
}

BOOST_AUTO_TEST_CASE(a_handshake_that_stalls_is_ended_by_its_time_limit) {
  auto config = config_for(identities);
  config.timings.handshake_ms = 100;
  auto node = listening_node(config);
  auto before_tls = plain_connection(*node);
  auto before_hello = connected_raw_peer(*node, identities[1]);
  require_until([&] { return node->mesh->counters().handshakes_failed == 2; });
  BOOST_TEST(node->mesh->counters().pending_inbound == 0u);
}

// A second program with the peer's key stands in for the second connection of a double dial.
BOOST_AUTO_TEST_CASE(the_session_that_the_lower_key_dialled_withstands_one_from_the_higher) {
  auto lower = make_node(config_for(identities), identities[0]);
  auto higher = make_node(config_for(identities), identities[1]);
  set_port(*lower, 1, higher->mesh->listen_port());
  lower->mesh->start(lower->recorder);
  higher->mesh->start(higher->recorder);
  require_until([&] { return lower->up(1) && higher->up(0); });
  auto second = connected_raw_peer(*lower, identities[1]);
  second->say_hello(network_of(7));
  require_until([&] { return second->closed; });
  BOOST_TEST(lower->recorder.ups.size() == 1u);
  BOOST_TEST(lower->recorder.downs.empty());
  BOOST_TEST(lower->mesh->send(peer(1), Lane::kVotes, test::pattern(10, 1)));
  require_until([&] { return higher->recorder.frames.size() == 1; });
}

BOOST_AUTO_TEST_CASE(a_session_that_the_lower_key_dials_replaces_one_from_the_higher) {
  auto lower = make_node(config_for(identities), identities[0]);
  auto higher = make_node(config_for(identities), identities[1]);
  set_port(*higher, 0, lower->mesh->listen_port());
  lower->mesh->start(lower->recorder);
  higher->mesh->start(higher->recorder);
  require_until([&] { return lower->up(1) && higher->up(0); });
  auto second = connected_raw_peer(*higher, identities[0]);
  second->say_hello(network_of(7));
  require_until([&] { return higher->recorder.ups.size() == 2; });
  BOOST_TEST(higher->recorder.downs.size() == 1u);
  const std::size_t hello_size = kFragmentHeaderBytes + kHelloBytes;
  require_until([&] { return second->received.size() == hello_size; });
  BOOST_TEST(higher->mesh->send(peer(0), Lane::kVotes, test::pattern(10, 1)));
  require_until([&] { return second->received.size() == hello_size + kFragmentHeaderBytes + 10; });
}

BOOST_AUTO_TEST_CASE(a_peer_that_keeps_replacing_its_session_is_banned) {
  auto node = listening_node(config_for(identities));
  std::vector<std::unique_ptr<RawPeer>> raws;
  while (!node->mesh->peer_state(peer(1)).banned) {
    raws.push_back(connected_raw_peer(*node, identities[1]));
    if (!raws.back()->ready) break;
    raws.back()->say_hello(network_of(7));
    const auto opened = node->mesh->counters().sessions_opened;
    require_until([&] { return node->mesh->counters().sessions_opened > opened || raws.back()->closed; });
    BOOST_REQUIRE(raws.size() < 500);
  }
  BOOST_TEST(node->mesh->peer_state(peer(1)).banned);
  BOOST_TEST(node->mesh->counters().peers_up == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::p2p
