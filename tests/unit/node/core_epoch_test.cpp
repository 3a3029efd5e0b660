// Epochs in the whole core (R16, decision 0012): four replicas and newcomers, real blocks, real certificates.
#include "contracts/governance/changes.h"
#include "tests/unit/node/core_recovery_fixture.h"
#include "tests/unit/node/replica_net.h"

namespace xh::node::test {
namespace {

using contracts::governance::Edit;
using contracts::governance::EditKind;

struct Net : ReplicaNet {
  explicit Net(std::size_t nodes = 4) : ReplicaNet(4, nodes) {
    start_all();
    BOOST_REQUIRE(run_until(
        [&] { return all([](NetNode& n) { return n.votes() || n.replica().epoch().self == std::nullopt; }); }));
  }
  bool all(const std::function<bool(NetNode&)>& what) {
    bool out = true;
    for (std::size_t i = 0; i < size(); ++i) out = out && node(i).running() && what(node(i));
    return out;
  }
  bool all_in_epoch(std::uint64_t epoch) {
    return all([&](NetNode& n) { return n.epoch() == epoch; });
  }
  bool same_height(std::uint64_t least) {
    return all([&](NetNode& n) { return n.height() >= least && n.height() == node(0).height(); });
  }
  // A transfer through this node becomes final there.
  void progresses(std::size_t at) {
    const auto before = node(at).replica().counters().transactions_committed;
    transfer(at);
    BOOST_TEST(run_until([&] { return node(at).replica().counters().transactions_committed > before; }));
  }
  void nobody_was_blamed_or_stopped() {
    for (std::size_t i = 0; i < size(); ++i) {
      for (const auto& penalty : node(i).penalties)
        BOOST_ERROR("node " << i << " blames " << penalty.peer.value << ": " << penalty.reason);
      for (const auto& stop : node(i).stops) BOOST_ERROR("node " << i << " stopped: " << stop);
    }
  }
  // It signs nothing now; it checks in by itself, and the renewed epoch has its vote.
  void comes_back_in_epoch(std::size_t i, std::uint64_t epoch) {
    BOOST_TEST(!node(i).votes());
    BOOST_TEST(run_until([&] { return node(i).has_journal(epoch); }));
    BOOST_TEST(!node(i).votes());
    change_validators(0, {});
    BOOST_TEST(run_until([&] { return all_in_epoch(epoch) && node(i).votes(); }));
  }
  Edit add(std::size_t i) const { return {EditKind::kAdd, {}, std::nullopt, validator(i)}; }
  Edit remove(std::size_t i) const { return {EditKind::kRemove, {}, validator(i).key, std::nullopt}; }
};

BOOST_AUTO_TEST_SUITE(core_epoch)

BOOST_AUTO_TEST_CASE(renewed_epoch_goes_on_with_the_same_validators) {
  Net net;
  net.progresses(0);
  net.change_validators(1, {});
  BOOST_TEST(net.run_until([&] { return net.all_in_epoch(1); }));
  BOOST_TEST(net.run_until([&] { return net.all([](NetNode& n) { return n.votes(); }); }));
  for (std::size_t i = 0; i < net.size(); ++i) net.progresses(i);
  BOOST_TEST(net.run_until([&] { return net.same_height(4); }));
  const auto& last = net.node(0).replica().epoch();
  BOOST_TEST(last.first_height.value > 0U);
  const auto ending = net.node(0).ledger().read(chain::Height{last.first_height.value - 1});
  BOOST_REQUIRE(ending.has_value());
  BOOST_TEST((ending->header.next_validator_set_hash == last.set_hash));
  BOOST_TEST(ending->finalization.has_value());
  net.nobody_was_blamed_or_stopped();
}

BOOST_AUTO_TEST_CASE(fifth_validator_attests_by_itself_and_its_vote_counts) {
  Net net(5);
  net.progresses(0);
  BOOST_TEST(!net.node(0).lists(4));
  net.change_validators(0, {net.add(4)});
  BOOST_TEST(net.run_until([&] { return net.all_in_epoch(1); }));
  BOOST_TEST(net.run_until([&] { return net.all([](NetNode& n) { return n.votes(); }); }));
  BOOST_TEST((net.node(4).replica().epoch().self == chain::ValidatorIndex{4}));
  net.node(0).crash();  // four of five are a quorum only with the new one
  net.progresses(4);
  net.node(0).start();
  BOOST_TEST(net.run_until([&] { return net.same_height(5); }));
  net.nobody_was_blamed_or_stopped();
}

// What begins above it could never show where the next epoch comes from.
BOOST_AUTO_TEST_CASE(nothing_begins_from_the_last_block_of_an_epoch) {
  Net net;
  net.progresses(0);
  net.change_validators(1, {});
  BOOST_REQUIRE(net.run_until([&] { return net.all_in_epoch(1); }));
  auto& ledger = net.node(0).ledger();
  const chain::Height last{net.node(0).replica().epoch().first_height.value - 1};
  const auto refused = manifest_head(ledger, last);
  BOOST_REQUIRE(!refused.has_value());
  BOOST_TEST((refused.error().fault == chain::Fault::kInvalid));
  net.progresses(0);
  BOOST_TEST(manifest_head(ledger, ledger.height()).has_value());
  const auto links = ledger.epoch_links(chain::Epoch{1});
  const auto stored = ledger.read(last);
  BOOST_REQUIRE(links.has_value() && stored.has_value());
  BOOST_REQUIRE(links->size() == 1U);
  BOOST_TEST((links->front().header == stored->block.header));
  BOOST_TEST(ledger.epoch_links(chain::Epoch{0})->empty());
  BOOST_TEST((ledger.epoch_links(chain::Epoch{2}).error().fault == chain::Fault::kNotFound));

  // Offered all the same, by peers of another mind: the joiner takes no part in it.
  chain::SnapshotManifest manifest;
  manifest.chain = ledger.context().tag;
  manifest.height = last;
  manifest.header = stored->block.header;
  manifest.finality = *ledger.finality_of(last);
  manifest.record_chunks.push_back({chain::last_map_key(), 1, {}});
  BOOST_REQUIRE(chain::check_manifest(ledger.context(), manifest).has_value());
  ServerNetwork network;
  StillHost host;
  chain::MemoryFileSystem disk;
  JoinTask task(host, network, ledger.context(), {disk, kBaseDir, ledger.context().tag}, 0);
  task.on_frame(p2p::PeerId{0}, frame_of(SnapshotOffer{last, {}, manifest}));
  task.on_frame(p2p::PeerId{1}, frame_of(SnapshotOffer{last, {}, manifest}));
  BOOST_TEST(network.penalized.empty());
  BOOST_TEST(task.finished());
  BOOST_TEST(task.status().has_value());
}

BOOST_AUTO_TEST_CASE(removed_validator_follows_to_the_end_of_its_epoch_and_is_let_go) {
  Net net(5);
  net.change_validators(0, {net.add(4)});
  BOOST_REQUIRE(net.run_until([&] { return net.all_in_epoch(1); }));
  net.change_validators(1, {net.remove(0)});
  BOOST_REQUIRE(net.run_until([&] { return net.all_in_epoch(2); }));
  BOOST_TEST((net.node(0).replica().epoch().self == std::nullopt));
  BOOST_TEST((net.node(1).replica().epoch().self == chain::ValidatorIndex{0}));
  BOOST_TEST(net.node(1).lists(0));  // until the new epoch has a block: it has to hear of its end
  net.progresses(3);
  for (std::size_t i = 1; i < net.size(); ++i) BOOST_TEST(!net.node(i).lists(0));
  const auto left_at = net.node(0).height();
  net.progresses(2);
  BOOST_TEST(net.node(0).height() == left_at);
  net.nobody_was_blamed_or_stopped();
}

BOOST_AUTO_TEST_CASE(newcomer_that_starts_after_its_acceptance_catches_up_and_attests) {
  Net net(5);
  net.node(4).crash();
  for (int i = 0; i < 3; ++i) net.progresses(0);
  net.change_validators(0, {net.add(4)});
  net.run_for(5'000);
  BOOST_TEST(net.node(0).epoch() == 0U);
  net.node(4).start();
  // Sooner than the next heartbeat's block: the end of catching up is reason enough to attest.
  BOOST_TEST(net.run_until([&] { return net.all_in_epoch(1) && net.node(4).votes(); }, 1'500));
  net.nobody_was_blamed_or_stopped();
}

// Who is behind is told how the old epoch ended; who knows it is told nothing.
BOOST_AUTO_TEST_CASE(nothing_is_said_about_an_epoch_that_everyone_has_left) {
  Net net;
  net.change_validators(0, {});
  BOOST_REQUIRE(net.run_until([&] { return net.all_in_epoch(1); }));
  net.run_for(5'000);
  for (std::size_t i = 0; i < net.size(); ++i) net.node(i).keep_frames = true;
  net.run_for(20'000);
  for (std::size_t i = 0; i < net.size(); ++i) {
    for (const auto& sent : net.node(i).sent) {
      if (sent.front() != static_cast<std::uint8_t>(MessageType::kCertificates)) continue;
      const auto message = chain::decode<consensus::CertificatesMessage>(chain::BytesView(sent).subspan(1));
      BOOST_REQUIRE(message.has_value());
      for (const auto& c : message->certificates) BOOST_TEST(c.subject.epoch.value == 1U);
    }
  }
}

BOOST_AUTO_TEST_CASE(node_that_slept_through_two_epochs_comes_back_and_votes) {
  Net net;
  net.node(3).crash();
  for (std::uint64_t epoch = 1; epoch <= 2; ++epoch) {
    net.progresses(0);
    net.change_validators(0, {});
    BOOST_REQUIRE(net.run_until([&] { return net.node(0).epoch() == epoch && net.node(1).epoch() == epoch; }));
    net.progresses(1);
  }
  net.node(3).start();
  BOOST_TEST(net.run_until([&] { return net.all_in_epoch(2) && net.same_height(6) && net.node(3).votes(); }));
  net.node(2).crash();  // three of four need it
  net.progresses(3);
  net.nobody_was_blamed_or_stopped();
}

BOOST_AUTO_TEST_CASE(epoch_without_a_block_is_told_to_one_who_comes_late) {
  Net net;
  net.node(3).crash();
  net.change_validators(0, {});
  BOOST_REQUIRE(
      net.run_until([&] { return net.node(0).epoch() == 1 && net.node(1).epoch() == 1 && net.node(2).epoch() == 1; }));
  net.run_for(1'000);
  net.node(3).start();
  BOOST_TEST(net.run_until([&] { return net.all_in_epoch(1) && net.node(3).votes(); }, 1'000));  // no heartbeat yet
  BOOST_TEST(net.node(0).height() + 1 == net.node(0).replica().epoch().first_height.value);
}

BOOST_AUTO_TEST_CASE(restart_in_a_later_epoch_needs_no_peer_to_know_its_epoch) {
  Net net;
  net.change_validators(0, {});
  BOOST_REQUIRE(net.run_until([&] { return net.all_in_epoch(1); }));
  for (std::size_t i = 0; i < net.size(); ++i) net.node(i).crash();
  net.node(2).start();
  BOOST_TEST(net.node(2).epoch() == 1U);
  net.start_all();
  net.progresses(2);
  BOOST_TEST(net.run_until([&] { return net.same_height(3); }));
  net.nobody_was_blamed_or_stopped();
}

// R12: whoever lost its journal signs nothing in the epoch that ran meanwhile, also when it comes to that epoch's
// beginning by catching up; in the next one it signs again.
BOOST_AUTO_TEST_CASE(wiped_validator_signs_nothing_until_the_epoch_is_renewed) {
  Net net;
  net.change_validators(0, {});
  BOOST_REQUIRE(net.run_until([&] { return net.all_in_epoch(1); }));
  net.progresses(3);
  net.node(3).crash();
  net.node(3).wipe();
  net.run_for(20'000);
  net.node(3).start();
  BOOST_TEST(net.run_until([&] { return net.all_in_epoch(1) && net.same_height(3); }));
  net.run_for(5'000);
  BOOST_TEST(!net.node(3).votes());
  net.node(3).crash();  // and a restart changes nothing
  net.node(3).start();
  net.run_for(20'000);
  BOOST_TEST(!net.node(3).votes());
  net.change_validators(0, {});
  BOOST_TEST(net.run_until([&] { return net.all_in_epoch(2) && net.node(3).votes(); }));
  net.node(0).crash();
  net.progresses(3);
  net.nobody_was_blamed_or_stopped();
}

// What anyone can say without proof neither gives nor takes the right to sign.
BOOST_AUTO_TEST_CASE(votes_of_a_far_epoch_do_not_keep_a_wiped_validator_silent) {
  Net net;
  net.progresses(3);
  net.node(3).crash();
  net.node(3).wipe();
  net.node(3).start();
  consensus::VotesMessage far;
  far.votes.push_back({{chain::VoteKind::kNullify, chain::Epoch{99}, chain::View{1}, chain::View{0}, {}}, {}, {}});
  for (int i = 0; i < 20; ++i) {
    net.node(3).replica().on_frame(p2p::PeerId{0}, p2p::Lane::kVotes, frame_of(far));
    net.run_for(1'000);
  }
  net.comes_back_in_epoch(3, 1);
}

// So that a quorum of the next epoch can vote whenever the power fails.
BOOST_AUTO_TEST_CASE(vote_for_an_epochs_last_block_leaves_after_the_next_journal_is_made) {
  Net net;
  std::map<chain::BlockId, bool> voted;
  auto& node = net.node(1);
  node.on_send = [&](const chain::Bytes& frame) {
    if (frame.front() != static_cast<std::uint8_t>(MessageType::kVotes)) return;
    const auto message = chain::decode<consensus::VotesMessage>(chain::BytesView(frame).subspan(1));
    for (const auto& vote : message->votes) {
      if (vote.subject.kind != chain::VoteKind::kFinalize || vote.subject.epoch.value != 0) continue;
      voted.emplace(vote.subject.block, node.has_journal(1));
    }
  };
  net.progresses(0);
  net.change_validators(0, {});
  BOOST_REQUIRE(net.run_until([&] { return net.all_in_epoch(1); }));
  const auto last = node.ledger().read(chain::Height{node.replica().epoch().first_height.value - 1});
  BOOST_REQUIRE(last.has_value());
  BOOST_REQUIRE(voted.contains(last->id));
  BOOST_TEST(voted.at(last->id));
  BOOST_TEST(std::ranges::count_if(voted, [](const auto& entry) { return entry.second; }) == 1);
}

BOOST_AUTO_TEST_CASE(damaged_journal_is_set_aside_and_ends_with_its_epoch) {
  Net net;
  net.progresses(0);
  net.node(2).crash();
  net.node(2).disk.flip_bits("data/journal-0000000000", 40, 0x10);
  net.node(2).start();
  BOOST_TEST(net.node(2).disk.exists("data/journal-0000000000.set-aside-1").value());
  net.run_for(15'000);
  BOOST_TEST(!net.node(2).votes());
  net.change_validators(0, {});
  BOOST_TEST(net.run_until([&] { return net.all_in_epoch(1) && net.node(2).votes(); }));
  BOOST_TEST(net.run_until([&] { return net.all([](NetNode& n) { return n.votes(); }); }));
}

// The power fails before each write to the disk, or to the state, around the switch: the node comes back with a journal
// for its epoch, and the network goes on.
BOOST_AUTO_TEST_CASE(power_loss_at_any_write_of_the_switch_costs_nothing) {
  std::uint64_t writes = 0;
  {
    Net net;
    net.change_validators(0, {});
    const auto before = net.node(3).disk.mutations_done();
    BOOST_REQUIRE(net.run_until([&] { return net.all_in_epoch(1); }));
    writes = net.node(3).disk.mutations_done() - before;
  }
  for (std::uint64_t after = 0; after <= writes + 4; ++after) {
    BOOST_TEST_CONTEXT("power fails after " << after << " writes") {
      Net net;
      net.change_validators(0, {});
      net.node(3).disk.stop_after(after);
      static_cast<void>(net.run_until(
          [&] { return net.node(0).epoch() == 1 && net.node(3).running() && net.node(3).epoch() == 1; }, 3'000));
      net.node(3).crash();
      net.node(3).stops.clear();
      net.node(3).start();
      BOOST_TEST(net.run_until([&] { return net.all_in_epoch(1) && net.node(3).votes(); }));
      net.node(0).crash();
      net.progresses(3);
      net.nobody_was_blamed_or_stopped();
    }
  }
}

// What the disk still reports to the old engine must not let the new one's votes out before they are on disk (R12).
BOOST_AUTO_TEST_CASE(votes_of_the_new_epoch_leave_only_once_they_are_in_its_journal) {
  Net net;
  auto& slow = net.node(3);
  std::size_t votes = 0;
  const auto check = [&](const chain::Vote& vote) {
    if (vote.subject.epoch.value != 1 || vote.signer.value != 3) return;
    ++votes;
    const auto journal = slow.disk.content("data/journal-0000000001");
    BOOST_TEST(!std::ranges::search(journal, vote.signature.bytes).empty());
  };
  slow.on_send = [&](const chain::Bytes& frame) {
    const auto body = chain::BytesView(frame).subspan(1);
    if (frame.front() == static_cast<std::uint8_t>(MessageType::kVotes)) {
      const auto message = chain::decode<consensus::VotesMessage>(body);
      for (const auto& vote : message->votes) check(vote);
    } else if (frame.front() == static_cast<std::uint8_t>(MessageType::kProposal)) {
      const auto message = chain::decode<consensus::ProposalMessage>(body);
      check(message->vote);
    }
  };
  slow.disk_ms = 40;
  net.change_validators(0, {});
  for (int i = 0; i < 400; ++i) {
    net.run_for(5);
    if (i % 4 == 0) net.transfer(0);
  }
  BOOST_TEST(net.run_until([&] { return net.all_in_epoch(1) && votes > 0; }));
}

BOOST_AUTO_TEST_CASE(state_that_lacks_the_switch_is_replayed_into_the_new_epoch) {
  for (std::uint64_t after = 0; after < 3; ++after) {
    Net net;
    net.change_validators(0, {});
    net.node(3).store.stop_after(after);
    static_cast<void>(net.run_until([&] { return net.node(0).epoch() == 1; }));
    net.run_for(1'000);
    net.node(3).crash();
    net.node(3).start();
    BOOST_TEST(net.run_until([&] { return net.all_in_epoch(1) && net.node(3).votes(); }));
  }
}

BOOST_AUTO_TEST_CASE(only_the_last_journals_are_kept) {
  Net net;
  for (std::uint64_t epoch = 1; epoch <= 3; ++epoch) {
    net.change_validators(0, {});
    BOOST_REQUIRE(net.run_until([&] { return net.all_in_epoch(epoch); }));
  }
  const auto names = net.node(1).disk.list("data").value();
  const std::vector<std::string> expected{"journal-0000000002", "journal-0000000003"};
  BOOST_TEST(names == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node::test
