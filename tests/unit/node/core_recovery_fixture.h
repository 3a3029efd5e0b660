// A node's disk as recovery sees it, peers that hold a ledger and give snapshots and blocks, and a network between them
// that a test can tamper with. One thread, no clock but the test's. Test support.
#pragma once

#include <deque>

#include "node/core/boot.h"
#include "node/core/snapshot_service.h"
#include "tests/unit/node/core_fixture.h"

namespace xh::node::test {

inline constexpr const char* kBlocksDir = "data/blocks";
inline constexpr const char* kBaseDir = "data/base";
inline constexpr const char* kSnapshotsDir = "data/snapshots";

// Time stands still until the test moves it; work is done at once, what follows it when the test lets it.
class StillHost final : public Host {
 public:
  [[nodiscard]] consensus::Now now() const override { return {steady, chain::Timestamp{sim::kStartMs}}; }
  void wake_at(consensus::SteadyTime at) override { wake = at; }
  [[nodiscard]] std::uint64_t random() override { return 4; }
  void run(WorkLane, std::function<void()> work, std::function<void()> done) override {
    work();
    pending.push_back(std::move(done));
  }
  void log(LogLevel level, const std::string& message) override {
    if (level >= LogLevel::kWarning) warnings.push_back(message);
  }
  std::string export_proof(const std::string&, const std::string&) override { return {}; }
  void fatal(const std::string& reason) override { BOOST_FAIL(reason); }
  void finish_work();

  consensus::SteadyTime steady{1'000'000};
  std::optional<consensus::SteadyTime> wake;
  std::deque<std::function<void()>> pending;
  std::vector<std::string> warnings;
};

// A state store's place in memory: each store is a map that open() refers to.
class MemoryStateHome final : public StateHome {
 public:
  [[nodiscard]] chain::Result<bool> exists() const override { return state != nullptr; }
  [[nodiscard]] chain::Result<std::unique_ptr<chain::StateStore>> open(chain::StoreTrouble& trouble) override;
  [[nodiscard]] chain::Status mark_suspect() override {
    suspect = true;
    return {};
  }
  [[nodiscard]] chain::Result<bool> is_suspect() const override { return suspect; }
  [[nodiscard]] chain::Result<std::string> set_aside() override;
  [[nodiscard]] chain::Status discard() override;
  [[nodiscard]] chain::Result<std::unique_ptr<chain::StateStore>> begin_rebuild() override;
  [[nodiscard]] chain::Status finish_rebuild(std::unique_ptr<chain::StateStore> store) override;

  std::shared_ptr<chain::MemoryStateStore> state;
  std::shared_ptr<chain::MemoryStateStore> rebuild;
  std::size_t aside = 0;
  bool suspect = false;
  chain::StoreTrouble trouble = chain::StoreTrouble::kNone;  // of the state in place
};

// A peer with a ledger, as Replica and SnapshotService answer for it.
struct Server {
  explicit Server(const sim::Consortium& consortium) : core(consortium) { BOOST_REQUIRE_EQUAL(core.open(true), ""); }
  void grow(std::uint64_t blocks, p2p::Transport& network);
  [[nodiscard]] FinalBlocksAnswer blocks(const FinalBlocksRequest& request) const;

  CoreLedger core;
  StillHost host;
  std::unique_ptr<SnapshotService> service;
};

// The node under test is connected to all servers; a server's answers can be changed on their way.
class ServerNetwork final : public p2p::Transport {
 public:
  using p2p::Transport::broadcast;
  using p2p::Transport::send;
  [[nodiscard]] std::size_t peer_count() const override { return servers.size(); }
  [[nodiscard]] p2p::PeerState peer_state(p2p::PeerId peer) const override;
  bool send(p2p::PeerId peer, p2p::Lane lane, p2p::SharedBytes payload) override;
  std::size_t broadcast(p2p::Lane, p2p::SharedBytes) override { return 0; }
  void penalize(p2p::PeerId peer, std::uint32_t points, std::string_view reason) override;

  std::vector<std::unique_ptr<Server>> servers;
  std::set<p2p::PeerId> down;
  std::map<p2p::PeerId, std::string> penalized;
  std::function<void(p2p::PeerId, chain::Bytes&)> tamper;  // an empty frame is lost
  std::deque<std::pair<p2p::PeerId, chain::Bytes>> to_node;
  bool from_server = false;  // the one who sends now is a server that answers
  p2p::PeerId answering{0};
};

// The node under test: its files, and how it starts.
struct Patient {
  explicit Patient(const sim::Consortium& c) : consortium(c) { BOOST_REQUIRE(disk.create_dirs("data").has_value()); }

  [[nodiscard]] LedgerRecovery recovery();
  // Runs a boot task until it is over or nothing moves any more.
  static void drive(BootTask& task, StillHost& host, ServerNetwork& network);
  // A whole start: prepare, the boot task that is needed, open. Empty text: the ledger is open.
  [[nodiscard]] std::string start(ServerNetwork& network, std::uint64_t lag = 0);
  void stop() { opened = {}; }
  void power_loss();
  [[nodiscard]] std::string first_segment() const;

  const sim::Consortium& consortium;
  chain::MemoryFileSystem disk;
  MemoryStateHome home;
  StillHost host;
  LedgerRecovery::Opened opened;
  std::vector<std::string> warnings;
};

}  // namespace xh::node::test
