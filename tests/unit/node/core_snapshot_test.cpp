// Snapshots of a running node, and a fresh node that begins with one: the same ledger, or none of it.
#include "node/core/snapshot_restore.h"
#include "tests/unit/node/core_recovery_fixture.h"

namespace xh::node {
namespace {

using p2p::PeerId;

struct World {
  sim::Consortium consortium{test::kValidators};
  test::ServerNetwork network;
  test::Patient node{consortium};

  // Three peers with the same blocks; snapshots at 8, 16, 24, ...
  void grow_peers(std::uint64_t blocks) {
    if (network.servers.empty()) {
      for (int i = 0; i < 3; ++i) network.servers.push_back(std::make_unique<test::Server>(consortium));
    }
    for (auto& server : network.servers) server->grow(blocks, network);
  }
  [[nodiscard]] Ledger& source() const { return *network.servers[0]->core.ledger; }
  [[nodiscard]] chain::SnapshotFolder own_folder(std::size_t server = 0) const {
    return {network.servers[server]->core.disk, test::kSnapshotsDir, consortium.context().tag};
  }
  // What came over the network is at that height and goes on from there with the peers' blocks.
  void check_joined(std::uint64_t base) {
    auto& ledger = *node.opened.ledger;
    BOOST_REQUIRE(ledger.base_height().value == base);
    BOOST_TEST(ledger.height().value == base);
    const auto block = source().read(chain::Height{base});
    BOOST_TEST((ledger.tip().block.id == block->id));
    follow();
    BOOST_TEST((ledger.tip().block.id == source().tip().block.id));
    BOOST_TEST((ledger.state().finalized()->root() == source().state().finalized()->root()));
  }
  void follow() {
    auto& ledger = *node.opened.ledger;
    while (ledger.height() < source().height()) {
      const auto stored = source().read(chain::Height{ledger.height().value + 1});
      BOOST_REQUIRE(stored.has_value());
      const auto bodies = ledger.parse_bodies(stored->block.transactions);
      const auto executed = ledger.executor().execute(
          ledger.executor().finalized(), {stored->height, stored->header.timestamp, stored->header.view}, *bodies);
      BOOST_REQUIRE(executed.has_value());
      BOOST_REQUIRE((executed->state_root == stored->header.state_root));
      BOOST_REQUIRE(ledger.commit(stored->header, stored->block, *executed, stored->finalization).has_value());
    }
  }
};

template <class T>
void change(chain::Bytes& frame, const std::function<void(T&)>& how) {
  if (frame.empty() || frame[0] != static_cast<std::uint8_t>(MessageTraits<T>::kType)) return;
  auto message = chain::decode<T>(chain::BytesView(frame).subspan(1));
  BOOST_REQUIRE(message.has_value());
  how(*message);
  frame = frame_of(*message);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(core_snapshot, World)

BOOST_AUTO_TEST_CASE(snapshots_are_made_at_the_ledgers_interval_and_the_newest_two_kept) {
  grow_peers(30);
  const auto heights = own_folder().heights();
  BOOST_REQUIRE(heights.has_value());
  BOOST_TEST((*heights == std::vector{chain::Height{24}, chain::Height{16}}));
  for (const auto height : *heights) {
    const auto manifest = own_folder().manifest(height);
    BOOST_REQUIRE(manifest.has_value());
    BOOST_TEST(verify_snapshot(consortium.context(), own_folder(), *manifest).has_value());
    BOOST_TEST(manifest->list_bytes == 64U * height.value);  // one transaction a block, all remembered
  }
}

// Height 24 is final by the certificate of height 25.
BOOST_AUTO_TEST_CASE(snapshot_of_a_block_that_a_later_one_finalizes_waits_for_it) {
  grow_peers(24);
  BOOST_TEST((own_folder().heights()->front() == chain::Height{16}));
  grow_peers(1);
  BOOST_TEST((own_folder().heights()->front() == chain::Height{24}));
  BOOST_TEST(own_folder().manifest(chain::Height{24})->finality.links.size() == 1U);
}

BOOST_AUTO_TEST_CASE(disk_that_is_full_costs_the_snapshot_and_nothing_else) {
  grow_peers(7);
  auto& server = *network.servers[0];
  server.core.disk.fail_once_after(2);  // the log's two operations, then the snapshot's first
  server.grow(1, network);
  BOOST_TEST(own_folder().heights()->empty());
  BOOST_TEST(!server.host.warnings.empty());
  server.grow(8, network);
  BOOST_TEST((own_folder().heights()->front() == chain::Height{16}));
}

BOOST_AUTO_TEST_CASE(fresh_node_takes_the_newest_snapshot_and_goes_on) {
  grow_peers(30);
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  BOOST_TEST(network.penalized.empty());
  check_joined(24);
  // What lies below is not here, and says so.
  auto& ledger = *node.opened.ledger;
  BOOST_TEST((ledger.read(chain::Height{3}).error().fault == chain::Fault::kNotFound));
  BOOST_TEST((ledger.read(chain::Height{0}).error().fault == chain::Fault::kNotFound));
  BOOST_TEST((ledger.finality_of(chain::Height{24}).error().fault == chain::Fault::kNotFound));
  BOOST_TEST(ledger.read(chain::Height{25}).has_value());
  const auto root = ledger.state().finalized()->root();
  node.power_loss();
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  BOOST_TEST(node.opened.ledger->height().value == 30U);
  BOOST_TEST((node.opened.ledger->state().finalized()->root() == root));
}

BOOST_AUTO_TEST_CASE(state_of_a_joined_node_is_rebuilt_from_base_and_log) {
  grow_peers(30);
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  follow();
  node.stop();
  const auto rows = node.home.state->rows();
  for (const auto trouble : {chain::StoreTrouble::kNone, chain::StoreTrouble::kDamaged}) {
    if (trouble == chain::StoreTrouble::kNone) node.home.state.reset();  // removed by hand
    node.home.trouble = trouble;
    BOOST_REQUIRE_EQUAL(node.start(network), "");
    BOOST_TEST(node.opened.ledger->height().value == 30U);
    node.stop();
    BOOST_TEST((node.home.state->rows() == rows));
  }
  BOOST_TEST(node.home.aside == 1U);
}

BOOST_AUTO_TEST_CASE(fresh_network_starts_from_genesis) {
  grow_peers(0);
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  BOOST_TEST(node.opened.ledger->height().value == 0U);
  BOOST_TEST(node.opened.ledger->base_height().value == 0U);
}

BOOST_AUTO_TEST_CASE(snapshot_within_the_lag_is_not_worth_its_transfer) {
  grow_peers(30);
  BOOST_REQUIRE_EQUAL(node.start(network, 24), "");
  BOOST_TEST(node.opened.ledger->base_height().value == 0U);
}

BOOST_AUTO_TEST_CASE(node_that_nobody_answers_says_so_and_starts_from_genesis) {
  grow_peers(30);
  network.down = {PeerId{0}, PeerId{1}, PeerId{2}};
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  BOOST_TEST(!node.host.warnings.empty());
  BOOST_TEST(node.opened.ledger->height().value == 0U);
  network.down = {PeerId{0}, PeerId{2}};
  node.opened = {};
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  check_joined(24);
}

BOOST_AUTO_TEST_CASE(node_without_anybody_to_ask_starts_from_genesis) {
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  BOOST_TEST(node.opened.ledger->height().value == 0U);
}

BOOST_AUTO_TEST_CASE(two_peers_without_a_snapshot_do_not_drown_the_one_that_has_it) {
  grow_peers(30);
  network.tamper = [](PeerId peer, chain::Bytes& frame) {
    if (peer.value == 2) return;
    change<SnapshotOffer>(frame, [](SnapshotOffer& offer) { offer.manifest.reset(); });
  };
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  BOOST_TEST(node.opened.ledger->base_height().value == 24U);
}

// The second offer of a peer is not even decoded: bytes that are no offer cost it nothing more.
BOOST_AUTO_TEST_CASE(one_offer_of_each_peer_is_heard) {
  grow_peers(0);
  JoinTask task(node.host, network, consortium.context(), {node.disk, test::kBaseDir, consortium.context().tag}, 0);
  const auto garbage = chain::Bytes{static_cast<std::uint8_t>(MessageType::kSnapshotOffer), 0xff, 0xff};
  task.on_frame(PeerId{0}, frame_of(SnapshotOffer{}));
  task.on_frame(PeerId{0}, garbage);
  BOOST_TEST(network.penalized.empty());
  task.on_frame(PeerId{1}, garbage);
  BOOST_TEST(network.penalized.contains(PeerId{1}));
}

BOOST_AUTO_TEST_CASE(peer_with_a_false_validator_set_is_penalized_and_another_one_asked) {
  grow_peers(30);
  network.tamper = [&](PeerId peer, chain::Bytes& frame) {
    if (peer.value != 0) return;
    change<SnapshotOffer>(frame, [&](SnapshotOffer& offer) {
      auto& manifest = *offer.manifest;
      chain::EpochLink link{manifest.header, manifest.finality.finalization, consortium.context().validators};
      link.next.epoch = chain::Epoch{1};
      manifest.epochs.push_back(std::move(link));
    });
  };
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  BOOST_TEST(network.penalized.contains(PeerId{0}));
  check_joined(24);
}

BOOST_AUTO_TEST_CASE(peers_with_wrong_chunks_are_passed_over) {
  grow_peers(30);
  network.tamper = [](PeerId peer, chain::Bytes& frame) {
    if (peer.value == 2) return;
    change<ChunkAnswer>(frame, [&](ChunkAnswer& answer) {
      if (peer.value == 0 && !answer.bytes.empty()) answer.bytes[answer.bytes.size() / 2] ^= 1;
      if (peer.value == 1) answer.bytes.push_back(0);
    });
  };
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  BOOST_TEST(network.penalized.contains(PeerId{0}));
  BOOST_TEST(!network.penalized.contains(PeerId{2}));
  check_joined(24);
}

BOOST_AUTO_TEST_CASE(silent_peers_and_peers_that_lost_the_snapshot_are_passed_over) {
  grow_peers(30);
  network.tamper = [](PeerId peer, chain::Bytes& frame) {
    if (peer.value == 0) change<ChunkAnswer>(frame, [](ChunkAnswer& answer) { answer.bytes.clear(); });
    if (peer.value == 1 && frame[0] == static_cast<std::uint8_t>(MessageType::kChunkAnswer)) frame.clear();
  };
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  BOOST_TEST(network.penalized.empty());
  check_joined(24);
}

// A manifest with hashes of its own making, and chunks to match: records prove nothing, lists belong to no bucket.
BOOST_AUTO_TEST_CASE(manifest_that_lies_about_its_chunks_is_given_up) {
  grow_peers(30);
  for (const bool lists : {false, true}) {
    test::Patient fresh(consortium);
    network.penalized.clear();
    auto manifest = *own_folder().manifest(chain::Height{24});
    const std::size_t number = lists ? manifest.record_chunks.size() : 0;
    chain::Bytes bytes = *own_folder().chunk(manifest, number);
    if (lists) {
      auto chunk = *chain::decode<chain::ListChunk>(bytes);
      chunk.rows[0].value[5] ^= 1;
      bytes = chain::encode(chunk);
      manifest.list_chunks[0].hash = chain::sha256(bytes);
    } else {
      auto chunk = *chain::decode<chain::RecordChunk>(bytes);
      chunk.records[0].value.push_back(1);
      bytes = chain::encode(chunk);
      manifest.record_chunks[0].bytes = static_cast<std::uint32_t>(bytes.size());
      manifest.record_chunks[0].hash = chain::sha256(bytes);
    }
    // The liar offers it alone; the others have the true one, which is older.
    network.tamper = [&](PeerId peer, chain::Bytes& frame) {
      change<SnapshotOffer>(frame, [&](SnapshotOffer& offer) {
        offer.manifest = peer.value == 0 ? manifest : *own_folder(1).manifest(chain::Height{16});
      });
      if (peer.value == 0) {
        change<ChunkAnswer>(frame, [&](ChunkAnswer& answer) {
          if (answer.height.value == 24 && answer.chunk == number) answer.bytes = bytes;
        });
      }
    };
    BOOST_REQUIRE_EQUAL(fresh.start(network), "");
    BOOST_TEST(network.penalized.contains(PeerId{0}));
    BOOST_TEST(fresh.opened.ledger->base_height().value == 16U);
  }
}

BOOST_AUTO_TEST_CASE(joining_killed_at_every_disk_operation_goes_on_at_the_next_start) {
  grow_peers(30);
  std::uint64_t operations = 0;
  for (bool finished = false; !finished; ++operations) {
    test::Patient patient(consortium);
    patient.disk.stop_after(operations);
    finished = patient.start(network).empty();
    patient.stop();
    patient.disk.crash({chain::UnsyncedBytes::kHalfKept, operations % 2 == 0});
    BOOST_REQUIRE_EQUAL(patient.start(network), "");
    BOOST_TEST(patient.opened.ledger->height().value == 24U, "after " << operations);
    BOOST_TEST((patient.opened.ledger->tip().block.id == source().read(chain::Height{24})->id));
  }
  BOOST_TEST(operations > 15U);
}

BOOST_AUTO_TEST_CASE(damaged_base_is_noticed_when_it_is_needed) {
  grow_peers(30);
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  follow();
  node.stop();
  const auto names = node.disk.list(test::kBaseDir);
  BOOST_REQUIRE(names.has_value());
  for (const auto& name : *names) {
    const std::string path = std::string(test::kBaseDir) + "/" + name;
    node.disk.flip_bits(path, node.disk.content(path).size() / 2, 4);
    const auto state = node.home.state;
    node.home.state.reset();
    BOOST_TEST(node.start(network).find("base") != std::string::npos, name);
    node.stop();
    node.home.state = state;
    node.disk.flip_bits(path, node.disk.content(path).size() / 2, 4);
  }
  BOOST_REQUIRE_EQUAL(node.start(network), "");
}

BOOST_AUTO_TEST_CASE(joined_node_gives_its_base_to_the_next_one) {
  grow_peers(30);
  BOOST_REQUIRE_EQUAL(node.start(network), "");
  test::StillHost host;
  test::ServerNetwork next;
  SnapshotService service(host, next, *node.opened.ledger, *node.opened.state, node.disk,
                          {test::kSnapshotsDir, test::kBaseDir});
  next.from_server = true;
  BOOST_TEST(service.on_frame(PeerId{0}, frame_of(SnapshotQuery{true, true})));
  BOOST_REQUIRE(next.to_node.size() == 1U);
  const auto offer = chain::decode<SnapshotOffer>(chain::BytesView(next.to_node[0].second).subspan(1));
  BOOST_REQUIRE(offer.has_value() && offer->manifest.has_value());
  BOOST_TEST((offer->manifest->height == chain::Height{24}));
}

BOOST_AUTO_TEST_CASE(peer_that_asks_without_end_is_answered_within_its_budget) {
  grow_peers(30);
  auto& server = *network.servers[0];
  network.from_server = true;
  const auto answers = [&](std::uint32_t peer, const chain::Bytes& question, int times) {
    network.to_node.clear();
    for (int i = 0; i < times; ++i) BOOST_REQUIRE(server.service->on_frame(PeerId{peer}, question));
    return network.to_node.size();
  };
  const auto query = frame_of(SnapshotQuery{true, true});
  BOOST_TEST(answers(1, query, 20) == 1U);
  BOOST_TEST(answers(2, query, 1) == 1U);
  server.host.steady.value += kSnapshotQueryInterval.value - 1;
  BOOST_TEST(answers(1, query, 1) == 0U);
  server.host.steady.value += 1;
  BOOST_TEST(answers(1, query, 2) == 1U);

  const auto manifest = *own_folder().manifest(chain::Height{24});
  const auto chunk = frame_of(ChunkRequest{manifest.height, 0, chain::chunk_hash(manifest, 0), 0});
  BOOST_TEST(answers(1, chunk, 200) == kSnapshotAnswersPerSecond);
  server.host.steady.value += kSnapshotBudgetTime.value;
  BOOST_TEST(answers(1, chunk, 1) == 1U);
}

BOOST_AUTO_TEST_CASE(newest_manifest_is_not_read_again_for_each_query) {
  grow_peers(30);
  auto& server = *network.servers[0];
  network.from_server = true;
  const auto offered = [&] {
    network.to_node.clear();
    server.host.steady.value += kSnapshotQueryInterval.value;
    BOOST_REQUIRE(server.service->on_frame(PeerId{1}, frame_of(SnapshotQuery{false, true})));
    const auto offer = chain::decode<SnapshotOffer>(chain::BytesView(network.to_node.at(0).second).subspan(1));
    BOOST_REQUIRE(offer.has_value() && offer->manifest.has_value());
    return offer->manifest->height.value;
  };
  BOOST_TEST(offered() == 24U);
  const auto names = *server.core.disk.list(test::kSnapshotsDir);
  for (const auto& name : names) {
    if (name.ends_with(".manifest")) server.core.disk.flip_bits(std::string(test::kSnapshotsDir) + "/" + name, 600, 1);
  }
  BOOST_TEST(offered() == 24U);
  network.from_server = false;
  server.grow(8, network);
  network.from_server = true;
  BOOST_TEST(offered() == 32U);
}

BOOST_AUTO_TEST_CASE(honest_download_stays_within_what_a_peer_gives) {
  auto manifest = chain::SnapshotManifest{};
  for (std::uint32_t i = 0; i < 40; ++i) manifest.list_chunks.push_back({1U << 20, chain::Hash256{}});
  SnapshotSync sync(manifest, {}, {});
  const std::vector<PeerId> peers{PeerId{0}};
  consensus::SteadyTime now{1'000'000};
  std::size_t asked = 0;
  while (true) {
    const auto asks = sync.next_asks(peers, now);
    if (asks.empty()) break;
    asked += 1U << 20;
    // A little of it comes at once, so that the rest is asked for at once.
    const auto& request = asks.at(0).request;
    const ChunkAnswer half{request.height, request.chunk, request.offset, chain::Bytes(1U << 10)};
    BOOST_REQUIRE(sync.accept(PeerId{0}, half).has_value());
    BOOST_REQUIRE(asked < 64U << 20);
  }
  BOOST_TEST(asked <= kChunkBytesAskedPerSecond);
  BOOST_TEST((sync.deadline() == now + kSnapshotBudgetTime));
  BOOST_TEST(!sync.next_asks(peers, now + kSnapshotBudgetTime).empty());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::node
