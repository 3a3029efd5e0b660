// One simulated node: the production core (node/core/replica.h) over a disk that forgets what was not synced, a store
// in memory, and this Host. A life begins with start() and ends with crash(); what belonged to an earlier life is never
// run. A paused node does nothing and then gets everything at once. What it does is shown to the oracle, unless it
// lies.
#pragma once

#include <memory>
#include <optional>

#include "chain/storage/memory_file_system.h"
#include "node/core/boot.h"
#include "node/core/journal_folder.h"
#include "node/core/ledger_recovery.h"
#include "node/core/replica.h"
#include "node/core/snapshot_service.h"
#include "tests/sim/engine/prng.h"
#include "tests/sim/node/consortium.h"
#include "tests/sim/node/memory_state_home.h"
#include "tests/sim/node/network.h"
#include "tests/sim/node/oracle.h"
#include "tests/sim/node/scheduler.h"
#include "tests/sim/node/watched_disk.h"

namespace xh::sim {

// Twenty seconds before ten o'clock in the union's zone, on the second day of the ledger: paydays fall into the run.
inline constexpr std::int64_t kClockStartMs = kStartMs + 26 * chain::kHourMs - 20 * chain::kSecondMs;

struct NodeWorld {
  Scheduler& scheduler;
  Network& network;
  Oracle& oracle;
  const Consortium& consortium;
  const std::int64_t& clock_jump_ms;  // of all ledger clocks
  bool verbose = false;
};

// Every node's place in the network, from the start: who is connected is the network's business here.
class FixedDirectory final : public node::PeerDirectory {
 public:
  FixedDirectory(const Consortium& consortium, std::size_t self) : consortium_(consortium), self_(self) {}
  void follow(const std::vector<chain::Validator>&) override {}
  [[nodiscard]] std::optional<p2p::PeerId> find(const chain::NodeKey& key) const override;

 private:
  const Consortium& consortium_;
  std::size_t self_;
};

class SimNode final : public node::Host, private p2p::FrameHandler {
 public:
  // `slot` is its place in the network, `validator` whose key it has (they differ for a twin).
  SimNode(NodeWorld world, std::size_t slot, std::size_t validator, bool honest, std::uint64_t seed);
  ~SimNode() override;

  // A liar's: how it sends, and what its replica gets of a frame.
  using Hearing = std::function<chain::Bytes(p2p::PeerId from, p2p::Lane lane, chain::Bytes frame)>;
  void set_liar(p2p::Transport& transport, Hearing hearing) {
    transport_ = &transport;
    hearing_ = std::move(hearing);
  }

  void start();
  void crash();  // power loss, now; nothing when it is down
  void pause();
  void resume();

  // Faults to come; the node stops by itself at the failing write. Lifted by crash().
  void fail_disk_after(std::uint64_t operations);
  void fail_one_operation_after(std::uint64_t operations);
  void fill_disk(std::uint64_t spare_bytes);
  void fail_store_after(std::uint64_t writes);
  void slow_disk(std::int64_t ms) { disk_ms_ = ms; }
  // Of a node that is down: one bit of its journal, its block log or its state. It repairs itself from its other files
  // and from peers before it takes part; without its journal it signs nothing in that epoch.
  [[nodiscard]] bool flip_a_bit(Prng& chance);
  void wipe_journal();  // a liar's loss of memory

  void set_skew(std::int64_t ms) { skew_ms_ = ms; }
  void set_drift(std::int64_t ppm) { drift_ppm_ = ppm; }
  [[nodiscard]] bool skewed() const { return skew_ms_ > 1'000 || skew_ms_ < -1'000; }

  [[nodiscard]] bool running() const { return replica_ != nullptr; }
  [[nodiscard]] bool paused() const { return paused_; }
  [[nodiscard]] bool doomed() const { return doomed_; }    // a failure is under way
  [[nodiscard]] bool damaged() const { return damaged_; }  // its files were: it may be silent for good
  [[nodiscard]] bool refused() const { return refused_; }  // it does not start any more, for the damage
  [[nodiscard]] bool honest() const { return honest_; }
  [[nodiscard]] std::size_t validator() const { return validator_; }
  [[nodiscard]] node::Replica& replica() { return *replica_; }
  [[nodiscard]] node::Ledger& ledger() { return *opened_.ledger; }
  // It is of the present epoch and has its journal: what it sends must be durable before.
  [[nodiscard]] bool keeps_journal() const;
  [[nodiscard]] std::uint64_t stops() const { return stops_; }                    // how often it stopped itself
  [[nodiscard]] std::uint64_t calendar_items() const { return calendar_items_; }  // executed in final blocks

  [[nodiscard]] consensus::Now now() const override;
  void wake_at(consensus::SteadyTime at) override;
  [[nodiscard]] std::uint64_t random() override { return chance_.next(); }
  void run(node::WorkLane lane, std::function<void()> work, std::function<void()> done) override;
  void log(node::LogLevel level, const std::string& message) override;
  std::string export_proof(const std::string& name, const std::string& text) override;
  void fatal(const std::string& reason) override;

 private:
  void on_frame(p2p::PeerId peer, p2p::Lane lane, chain::Bytes payload) override;
  void on_peer_up(p2p::PeerId peer) override;
  void on_peer_down(p2p::PeerId peer) override;

  // sim_node_open.cpp
  [[nodiscard]] node::RecoveryLog recovery_log();
  void begin_repair();
  void continue_repair(const std::function<void()>& step);
  void open_and_run();
  [[nodiscard]] bool open_ledger();
  [[nodiscard]] bool flip_a_row(Prng& chance);
  [[nodiscard]] bool alive() const { return replica_ != nullptr || repair_ != nullptr; }
  [[nodiscard]] bool prepare_journal();
  [[nodiscard]] bool journal_exists(chain::Epoch epoch) const;
  void tell_oracle_of_replayed_blocks();
  void not_opened(const std::string& what);

  void in_this_life(std::int64_t after_ms, std::function<void()> what);
  void act(std::function<void()> what);  // now, or when the pause is over
  void observe();
  void broken(const std::string& what);

  NodeWorld world_;
  std::size_t slot_;
  std::size_t validator_;
  bool honest_;
  Prng chance_;
  p2p::Transport* transport_;
  Hearing hearing_;
  std::int64_t offset_ms_;  // small and for ever, as clocks are
  std::int64_t skew_ms_ = 0;
  std::int64_t drift_ppm_ = 0;
  std::int64_t disk_ms_ = 0;
  std::uint64_t life_ = 0;
  std::uint64_t wake_ = 0;
  std::int64_t disk_free_ms_ = 0;
  std::uint64_t stops_ = 0;
  std::uint64_t calendar_items_ = 0;
  bool initialised_ = false;
  chain::Epoch epoch_;  // it was in last
  bool doomed_ = false;
  bool damaged_ = false;
  bool refused_ = false;
  bool paused_ = false;
  std::vector<std::function<void()>> waiting_;  // for the end of a pause
  chain::MemoryFileSystem disk_;
  WatchedDisk watched_;
  FixedDirectory directory_;
  node::JournalFolder journals_;
  MemoryStateHome home_;
  std::unique_ptr<node::LedgerRecovery> recovery_;
  std::unique_ptr<chain::BlockLog> repaired_log_;
  std::unique_ptr<node::RepairTask> repair_;  // while it lasts there is no replica
  node::LedgerRecovery::Opened opened_;
  std::unique_ptr<node::SnapshotService> snapshots_;
  std::unique_ptr<node::Replica> replica_;
};

}  // namespace xh::sim
