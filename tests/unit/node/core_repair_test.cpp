// Damage on a node's disk: noticed at the start, mended from its own files and from peers before it takes part, or
// refused with what to do; never a ledger that is another one's or shorter than it was.
#include "chain/storage/log_salvage.h"
#include "tests/unit/node/core_recovery_fixture.h"

namespace xh::node {
namespace {

using p2p::PeerId;

constexpr std::uint64_t kBlocks = 12;

// A node, and three peers that hold the same blocks and one more: block 12 is final by the certificate of block 13.
struct Ward {
  sim::Consortium consortium{test::kValidators};
  test::ServerNetwork network;
  test::Patient node{consortium};
  Ward() {
    for (int i = 0; i < 3; ++i) network.servers.push_back(std::make_unique<test::Server>(consortium));
    for (auto& server : network.servers) server->grow(kBlocks + 1, network);
    BOOST_REQUIRE_EQUAL(node.start(network, 1'000), "");
    for (std::uint64_t h = 1; h <= kBlocks; ++h) take(h);
    node.stop();
  }

  void take(std::uint64_t height) {
    auto& ledger = *node.opened.ledger;
    const auto stored = network.servers[0]->core.ledger->read(chain::Height{height});
    const auto bodies = ledger.parse_bodies(stored->block.transactions);
    const auto executed = ledger.executor().execute(
        ledger.executor().finalized(), {stored->height, stored->header.timestamp, stored->header.view}, *bodies);
    BOOST_REQUIRE(executed.has_value());
    BOOST_REQUIRE(ledger.commit(stored->header, stored->block, *executed, stored->finalization).has_value());
  }

  // The offsets at which the log's frames begin.
  [[nodiscard]] std::vector<std::size_t> frames() const {
    std::vector<std::size_t> out;
    const auto bytes = node.disk.content(node.first_segment());
    for (std::size_t at = 0; at + 4 <= bytes.size(); at += chain::kSectorBytes) {
      if (std::string(bytes.begin() + static_cast<std::ptrdiff_t>(at),
                      bytes.begin() + static_cast<std::ptrdiff_t>(at) + 4) == "XHF1")
        out.push_back(at);
    }
    return out;
  }

  void wipe_log() {
    const auto names = *node.disk.list(test::kBlocksDir);
    for (const auto& name : names) node.disk.erase(std::string(test::kBlocksDir) + "/" + name);
  }

  void check_whole() {
    BOOST_REQUIRE(node.opened.ledger != nullptr);
    auto& ledger = *node.opened.ledger;
    BOOST_TEST(ledger.height().value >= kBlocks);  // what proved the last one may have come along
    BOOST_TEST((ledger.state().finalized()->root() == ledger.tip_header().state_root));
    for (std::uint64_t h = 1; h <= ledger.height().value; ++h) {
      const auto mine = ledger.read(chain::Height{h});
      BOOST_REQUIRE(mine.has_value());
      BOOST_TEST((mine->block == network.servers[0]->core.ledger->read(chain::Height{h})->block));
    }
  }
  void mend() {
    BOOST_REQUIRE_EQUAL(node.start(network), "");
    check_whole();
    node.stop();
  }
};

std::size_t set_aside(const chain::MemoryFileSystem& disk) {
  std::size_t out = 0;
  const auto names = *disk.list(test::kBlocksDir);
  for (const auto& name : names) out += name.find(".damaged-") != std::string::npos;
  return out;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(core_repair, Ward)

BOOST_AUTO_TEST_CASE(whole_node_starts_without_asking_anybody) {
  network.down = {PeerId{0}, PeerId{1}, PeerId{2}};
  mend();
  BOOST_TEST(node.warnings.empty());
}

BOOST_AUTO_TEST_CASE(flipped_byte_anywhere_in_the_log_is_mended_from_peers) {
  const auto good = node.disk.content(node.first_segment());
  const auto path = node.first_segment();
  const auto at_frames = frames();
  BOOST_REQUIRE(at_frames.size() == kBlocks + 1);
  for (std::size_t i = 0; i < at_frames.size(); ++i) {
    for (const std::size_t inside : {std::size_t{3}, std::size_t{90}, std::size_t{200}}) {
      node.warnings.clear();
      node.disk.flip_bits(path, at_frames[i] + inside, 8);
      mend();
      BOOST_TEST(!node.warnings.empty());
      BOOST_TEST(set_aside(node.disk) > 0U);
      wipe_log();
      node.disk.overwrite(path, good);
    }
  }
}

BOOST_AUTO_TEST_CASE(log_cut_anywhere_is_filled_up_from_peers) {
  const auto path = node.first_segment();
  const auto good = node.disk.content(path);
  for (std::size_t size = 0; size < good.size(); size += 700) {
    node.disk.cut(path, size);
    mend();
    wipe_log();
    node.disk.overwrite(path, good);
  }
}

BOOST_AUTO_TEST_CASE(lost_log_is_fetched_again_as_far_as_the_state_stands) {
  node.disk.erase(node.first_segment());
  mend();
}

BOOST_AUTO_TEST_CASE(missing_or_damaged_segment_in_the_middle_is_mended) {
  // The same blocks in small segments.
  const auto whole = node.disk.content(node.first_segment());
  const auto make_segments = [&] {
    auto log = chain::BlockLog::open(node.disk, test::kBlocksDir, consortium.context().tag);
    BOOST_REQUIRE(log.has_value());
    std::vector<chain::LoggedBlock> blocks;
    for (std::uint64_t h = 1; h <= kBlocks; ++h) blocks.push_back(*(*log)->read(chain::Height{h}));
    log->reset();
    node.disk.erase(node.first_segment());
    auto small =
        chain::BlockLog::create(node.disk, test::kBlocksDir, consortium.context().tag, chain::Height{1}, {2'000});
    BOOST_REQUIRE(small.has_value());
    for (const auto& block : blocks) BOOST_REQUIRE((*small)->append(block).has_value());
  };
  make_segments();
  const auto names = *chain::BlockLog::segments(node.disk, test::kBlocksDir);
  BOOST_REQUIRE(names.size() > 3U);
  std::map<std::string, chain::Bytes> good;
  for (const auto& name : names) good[name] = node.disk.content(std::string(test::kBlocksDir) + "/" + name);
  for (std::size_t i = 0; i < names.size(); ++i) {
    for (const bool remove : {true, false}) {
      const auto path = std::string(test::kBlocksDir) + "/" + names[i];
      if (remove) node.disk.erase(path);
      if (!remove) node.disk.flip_bits(path, 700, 1);
      mend();
      wipe_log();
      for (const auto& [name, bytes] : good) node.disk.overwrite(std::string(test::kBlocksDir) + "/" + name, bytes);
    }
  }
}

BOOST_AUTO_TEST_CASE(repair_waits_for_peers_and_says_so) {
  node.disk.flip_bits(node.first_segment(), frames()[5] + 200, 1);
  network.down = {PeerId{0}, PeerId{1}, PeerId{2}};
  BOOST_TEST(node.start(network) == "the repair waits for ever");
  BOOST_TEST(!node.host.warnings.empty());
  network.down.clear();
  mend();
}

BOOST_AUTO_TEST_CASE(lying_peers_are_penalized_and_the_honest_one_is_enough) {
  node.disk.flip_bits(node.first_segment(), frames()[3] + 200, 1);
  network.tamper = [&](PeerId peer, chain::Bytes& frame) {
    if (peer.value == 1 || frame[0] != static_cast<std::uint8_t>(MessageType::kFinalBlocksAnswer)) return;
    auto answer = *chain::decode<FinalBlocksAnswer>(chain::BytesView(frame).subspan(1));
    auto& block = answer.blocks.at(1);
    if (peer.value == 0) block.block.transactions.at(0)[40] ^= 1;
    if (peer.value == 2) {
      for (auto& b : answer.blocks) {
        if (b.finalization) b.finalization->signatures.at(0).bytes[3] ^= 1;
      }
    }
    frame = frame_of(answer);
  };
  mend();
  BOOST_TEST(network.penalized.contains(PeerId{0}));
  BOOST_TEST(network.penalized.contains(PeerId{2}));
  BOOST_TEST(!network.penalized.contains(PeerId{1}));
}

BOOST_AUTO_TEST_CASE(damaged_state_is_set_aside_and_rebuilt_from_the_log) {
  network.down = {PeerId{0}, PeerId{1}, PeerId{2}};
  const auto rows = node.home.state->rows();
  const auto damage = [&](auto how) {
    const auto before = node.home.aside;
    how(node.home.state->rows());
    mend();
    BOOST_TEST((node.home.state->rows() == rows));
    BOOST_TEST(node.home.aside == before + 1);
  };
  damage([](auto& all) { all.at(chain::position_row_key())[20] ^= 1; });
  damage([](auto& all) { all.at(chain::position_row_key()).pop_back(); });
  damage([](auto& all) { all.lower_bound({chain::kStoreRecord})->second.back() ^= 1; });
  damage([](auto& all) { all.erase(all.lower_bound({chain::kStoreRecord})); });
  damage([](auto& all) { all.erase(all.lower_bound({chain::kStoreIndex, 'k'})); });
  damage([](auto& all) { all.at(chain::format_row_key()).pop_back(); });
  node.home.trouble = chain::StoreTrouble::kDamaged;
  damage([](auto&) {});
  BOOST_REQUIRE(node.home.mark_suspect().has_value());
  damage([](auto&) {});
}

BOOST_AUTO_TEST_CASE(state_that_lost_its_newest_part_or_all_is_replayed) {
  network.down = {PeerId{0}, PeerId{1}, PeerId{2}};
  node.home.state->rows().clear();
  mend();
  BOOST_TEST(node.home.aside == 0U);
  node.home.state.reset();
  mend();
}

BOOST_AUTO_TEST_CASE(failing_disk_and_foreign_state_are_refused_and_kept) {
  node.home.trouble = chain::StoreTrouble::kInputOutput;
  BOOST_TEST(node.start(network) != "");
  node.home.trouble = chain::StoreTrouble::kNone;
  node.home.state->rows().at(chain::format_row_key())[10] ^= 1;
  BOOST_TEST(node.start(network).find("another chain") != std::string::npos);
  BOOST_TEST(node.home.aside == 0U);
}

BOOST_AUTO_TEST_CASE(log_and_state_damaged_together_are_mended) {
  node.disk.flip_bits(node.first_segment(), frames()[4] + 200, 1);
  node.home.trouble = chain::StoreTrouble::kDamaged;
  mend();
  // What the log had reached is known from what was set aside, though the state could not tell.
  BOOST_TEST(node.home.aside == 1U);
}

BOOST_AUTO_TEST_CASE(repair_killed_at_every_disk_operation_goes_on_at_the_next_start) {
  const auto path = node.first_segment();
  const auto good = node.disk.content(path);
  const auto damaged_at = frames()[6] + 200;
  std::uint64_t operations = 0;
  for (bool finished = false; !finished; ++operations) {
    for (const auto bytes : {chain::UnsyncedBytes::kLost, chain::UnsyncedBytes::kOddSectors}) {
      wipe_log();
      node.disk.overwrite(path, good);
      node.disk.flip_bits(path, damaged_at, 2);
      node.disk.stop_after(operations);
      finished = node.start(network).empty();
      node.stop();
      node.disk.crash({bytes, operations % 2 == 0});
      mend();
    }
  }
  BOOST_TEST(operations > 10U);
}

BOOST_AUTO_TEST_CASE(peer_without_the_blocks_is_passed_over_at_once_and_asked_again_last) {
  const auto stored = network.servers[0]->core.ledger->read(chain::Height{1});
  LogRepair repair(consortium.context(), {chain::Height{1}, stored->header.parent, chain::Height{1}, stored->id});
  const std::vector<PeerId> peers{PeerId{0}, PeerId{1}};
  const consensus::SteadyTime now{5'000};
  for (const std::uint32_t peer : {0U, 1U}) {
    const auto ask = repair.next_ask(peers, now);
    BOOST_REQUIRE(ask.has_value());
    BOOST_TEST((ask->peer == PeerId{peer}));
    BOOST_TEST(
        (repair.accept(ask->peer, FinalBlocksAnswer{chain::Height{1}, {}}).error().fault == chain::Fault::kNotYet));
  }
  BOOST_TEST(!repair.next_ask(peers, now).has_value());
  BOOST_REQUIRE(repair.deadline().has_value());
  const auto again = repair.next_ask(peers, *repair.deadline());
  BOOST_REQUIRE(again.has_value());
  BOOST_TEST(
      repair.accept(again->peer, FinalBlocksAnswer{chain::Height{1}, {{stored->block, std::nullopt}}}).has_value());
  BOOST_TEST(repair.done());
}

BOOST_AUTO_TEST_CASE(node_in_repair_gives_the_blocks_that_it_has) {
  node.disk.flip_bits(node.first_segment(), frames()[5] + 200, 1);
  auto recovery = node.recovery();
  BOOST_REQUIRE(recovery.prepare().has_value());
  BOOST_REQUIRE(recovery.wanted().has_value());
  auto log = recovery.open_log();
  BOOST_REQUIRE(log.has_value());
  test::ServerNetwork empty;
  empty.from_server = true;
  RepairTask task(node.host, empty, recovery.context(), *recovery.wanted(), **log);
  task.on_frame(PeerId{3}, frame_of(FinalBlocksRequest{chain::Height{2}, 100}));
  task.on_frame(PeerId{3}, frame_of(FinalBlocksRequest{chain::Height{2}, 100}));  // too soon
  BOOST_REQUIRE(empty.to_node.size() == 1U);
  const auto answer = chain::decode<FinalBlocksAnswer>(chain::BytesView(empty.to_node[0].second).subspan(1));
  BOOST_REQUIRE(answer.has_value());
  const auto& ledger = *network.servers[0]->core.ledger;
  BOOST_REQUIRE(answer->blocks.size() == 3U);
  for (std::uint64_t i = 0; i < 3; ++i) {
    BOOST_TEST((answer->blocks[i].block == ledger.read(chain::Height{2 + i})->block));
  }
}

BOOST_AUTO_TEST_CASE(blocks_of_later_epochs_are_checked_by_their_own_sets) {
  // Not executed by the repair: headers are enough. Epoch 0 ends with block 2; epoch 1 has other keys.
  const sim::Consortium two(test::kValidators, test::kValidators);
  const auto& context = two.context();
  chain::ValidatorSet next{chain::Epoch{1}, {}};
  for (std::size_t i = 4; i < 8; ++i) next.validators.push_back(two.validator(i));
  const chain::VoteDigests digests(context.tag);
  const auto block = [&](std::uint64_t height, const chain::BlockId& parent, std::uint64_t epoch, bool last) {
    chain::Header header;
    header.chain = context.tag;
    header.height = chain::Height{height};
    header.view = chain::View{height};
    header.parent = parent;
    header.epoch = chain::Epoch{epoch};
    header.timestamp = chain::Timestamp{sim::kStartMs + static_cast<std::int64_t>(height)};
    header.transactions_root = chain::list_empty_root();
    header.validator_set_hash = epoch == 0 ? context.validator_set_hash : chain::validator_set_hash(next, context.tag);
    if (last) header.next_validator_set_hash = chain::validator_set_hash(next, context.tag);
    const chain::Subject subject{chain::VoteKind::kFinalize, header.epoch, header.view, chain::View{height - 1},
                                 chain::block_id_of(header)};
    std::vector<chain::Vote> votes;
    for (std::uint32_t i = 0; i < 3; ++i) {
      votes.push_back(chain::sign_vote(subject, chain::ValidatorIndex{i}, two.validator_key(epoch * 4 + i), digests));
    }
    return chain::FinalBlock{{chain::encode(header), {}}, chain::make_certificate(subject, std::move(votes), 4)};
  };
  const auto id = [&](const chain::FinalBlock& b) { return chain::block_id_of(b.block.header, context.tag); };
  const auto first = block(1, {}, 0, false);
  const auto second = block(2, id(first), 0, true);
  const auto third = block(3, id(second), 1, false);
  const FinalBlocksAnswer answer{chain::Height{1}, {first, second, third}};
  const chain::EpochLink link{second.block.header, *second.finalization, next};

  LogRepair repair(context, {chain::Height{1}, {}, chain::Height{3}, std::nullopt});
  const std::vector<PeerId> peers{PeerId{0}};
  BOOST_REQUIRE(std::holds_alternative<FinalBlocksRequest>(repair.next_ask(peers, {})->request));
  const auto taken = repair.accept(PeerId{0}, answer);
  BOOST_REQUIRE(taken.has_value());
  BOOST_TEST(taken->size() == 2U);
  // The set of epoch 1 is not known yet: it is asked for, and believed only with its link.
  BOOST_REQUIRE(std::holds_alternative<SnapshotQuery>(repair.next_ask(peers, {})->request));
  BOOST_REQUIRE(repair.accept(PeerId{0}, SnapshotOffer{chain::Height{3}, {link}, std::nullopt}).has_value());
  BOOST_REQUIRE(std::holds_alternative<FinalBlocksRequest>(repair.next_ask(peers, {})->request));
  const auto rest = repair.accept(PeerId{0}, {chain::Height{3}, {third}});
  BOOST_REQUIRE(rest.has_value());
  BOOST_TEST(repair.done());

  LogRepair wary(context, {chain::Height{3}, id(second), chain::Height{3}, std::nullopt});
  auto forged = link;
  forged.next.validators[0] = two.validator(0);
  BOOST_REQUIRE(wary.next_ask(peers, {}).has_value());
  BOOST_TEST((wary.accept(PeerId{0}, {chain::Height{3}, {third}}).error().fault == chain::Fault::kNotYet));
  BOOST_REQUIRE(std::holds_alternative<SnapshotQuery>(wary.next_ask(peers, {})->request));
  BOOST_TEST((wary.accept(PeerId{0}, SnapshotOffer{chain::Height{3}, {forged}, std::nullopt}).error().fault ==
              chain::Fault::kInvalid));
  BOOST_TEST(!wary.next_ask(peers, {}).has_value());  // the only peer lied
}

// A header that nothing proves names an epoch that never was: its peer is asked for the way there, and then not again.
BOOST_AUTO_TEST_CASE(peer_that_claims_an_epoch_without_a_way_to_it_does_not_stall_the_repair) {
  node.disk.flip_bits(node.first_segment(), frames()[3] + 200, 1);
  std::size_t lies = 0;
  network.tamper = [&](PeerId peer, chain::Bytes& frame) {
    if (peer.value != 0 || frame[0] != static_cast<std::uint8_t>(MessageType::kFinalBlocksAnswer)) return;
    auto answer = *chain::decode<FinalBlocksAnswer>(chain::BytesView(frame).subspan(1));
    auto header = *chain::decode<chain::Header>(answer.blocks.at(0).block.header);
    header.epoch = chain::Epoch{std::uint64_t{1} << 60};
    answer.blocks[0].block.header = chain::encode(header);
    frame = frame_of(answer);
    ++lies;
  };
  mend();
  BOOST_TEST(lies == 1U);
}

BOOST_AUTO_TEST_CASE(tail_without_a_certificate_is_believed_for_our_own_states_sake) {
  auto stored = network.servers[0]->core.ledger->read(chain::Height{1});
  const auto genesis = stored->header.parent;
  const chain::FinalBlock bare{stored->block, std::nullopt};
  const std::vector<PeerId> peers{PeerId{0}};
  LogRepair anchored(consortium.context(), {chain::Height{1}, genesis, chain::Height{1}, stored->id});
  BOOST_REQUIRE(anchored.next_ask(peers, {}).has_value());
  BOOST_TEST(anchored.accept(PeerId{0}, {chain::Height{1}, {bare}}).has_value());
  BOOST_TEST(anchored.done());
  LogRepair loose(consortium.context(), {chain::Height{1}, genesis, chain::Height{1}, std::nullopt});
  BOOST_REQUIRE(loose.next_ask(peers, {}).has_value());
  BOOST_TEST((loose.accept(PeerId{0}, {chain::Height{1}, {bare}}).error().fault == chain::Fault::kNotYet));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::node
