// One simulated node: the production core (node/core/replica.h) over a disk that forgets what was not synced, a store
// in memory, and this Host. A life begins with start() and ends with crash(); what belonged to an earlier life is never
// run.
#pragma once

#include <memory>
#include <optional>

#include "chain/storage/memory_file_system.h"
#include "chain/storage/memory_state_store.h"
#include "node/core/replica.h"
#include "tests/sim/engine/prng.h"
#include "tests/sim/node/consortium.h"
#include "tests/sim/node/network.h"
#include "tests/sim/node/oracle.h"
#include "tests/sim/node/scheduler.h"

namespace xh::sim {

class SimNode final : public node::Host, private p2p::FrameHandler {
 public:
  struct World {
    Scheduler& scheduler;
    Network& network;
    Oracle& oracle;
    const Consortium& consortium;
    bool verbose = false;
  };
  SimNode(World world, std::size_t index, std::uint64_t seed);
  ~SimNode() override;

  void start();
  void crash();  // power loss, now
  // The disk or the store fails at one of its next writes; the node stops by itself then.
  void doom_disk();
  void doom_store();
  [[nodiscard]] bool running() const { return replica_ != nullptr; }
  [[nodiscard]] node::Replica& replica() { return *replica_; }
  [[nodiscard]] node::Ledger& ledger() { return *ledger_; }

  [[nodiscard]] consensus::Now now() const override;
  void wake_at(consensus::SteadyTime at) override;
  [[nodiscard]] std::uint64_t random() override { return chance_.next(); }
  void run(node::WorkLane lane, std::function<void()> work, std::function<void()> done) override;
  void log(node::LogLevel level, const std::string& message) override;
  void fatal(const std::string& reason) override;

 private:
  void on_frame(p2p::PeerId peer, p2p::Lane lane, chain::Bytes payload) override;
  void on_peer_up(p2p::PeerId peer) override;
  void on_peer_down(p2p::PeerId peer) override;
  [[nodiscard]] bool open_ledger();
  [[nodiscard]] std::optional<node::Replica::JournalStart> open_journal();
  void tell_oracle_of_replayed_blocks();
  void in_this_life(std::int64_t after_ms, std::function<void()> what);
  void broken(const std::string& what);

  World world_;
  std::size_t index_;
  Prng chance_;
  std::int64_t skew_ms_;
  std::uint64_t life_ = 0;
  std::uint64_t wake_ = 0;
  std::int64_t disk_free_ms_ = 0;
  bool initialised_ = false;
  bool doomed_ = false;
  chain::MemoryFileSystem disk_;
  chain::MemoryStateStore store_;
  std::unique_ptr<node::Ledger> ledger_;
  std::unique_ptr<node::Replica> replica_;
};

}  // namespace xh::sim
