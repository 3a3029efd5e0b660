// One run: nodes, links, liars, clients and faults of one seed. A storm until enough was finalized under enough faults;
// then healing: links whole, clocks right, all nodes up, the liars go on lying. From then on a new block must come
// within ten timeouts, everything that clients sent must become final, on all honest nodes, and the network must come
// to rest.
#pragma once

#include <memory>
#include <vector>

#include "tests/sim/node/byzantine/liar.h"
#include "tests/sim/node/clients.h"
#include "tests/sim/node/faults.h"
#include "tests/sim/node/sim_node.h"

namespace xh::sim {

inline constexpr std::uint64_t kMinHeights = 100;
inline constexpr std::uint64_t kMinFaults = 5;
inline constexpr std::int64_t kStormMaxMs =
    120'000;  // then it heals whatever was reached; the heights go on after that
inline constexpr std::int64_t kPatienceMs = 180'000;

struct WorldOptions {
  std::uint64_t seed = 1;
  std::size_t nodes = 4;
  bool verbose = false;
  std::optional<FaultPlan> plan;  // else drawn from the seed
  std::uint64_t heights = kMinHeights;
  std::uint64_t faults = kMinFaults;
  std::optional<std::uint64_t> kill_disk_at;   // the first node loses power at this disk operation ...
  std::optional<std::uint64_t> kill_store_at;  // ... or at this write of its state
};

struct WorldResult {
  std::uint64_t finalized = 0;
  std::size_t transactions = 0;
  std::uint64_t calendar_items = 0;
  std::size_t evidence = 0;
  std::uint64_t epochs = 0;
  std::size_t convictions = 0;
  std::int64_t simulated_ms = 0;
  std::int64_t first_block_ms = 0;  // after healing
  std::int64_t allowed_ms = 0;      // for it
  std::uint64_t frames = 0;
  std::uint64_t digest = 0;
  bool killed = false;  // the boundary asked for was reached
  FaultCounts counts;
  std::vector<std::string> violations;
};

class World {
 public:
  explicit World(const WorldOptions& options);
  ~World();
  WorldResult run();

 private:
  // world.cpp
  void make_nodes();
  void make_liar(std::size_t validator);
  void storm();
  void watch_the_victim();
  void client_step();
  [[nodiscard]] std::int64_t clock_ms() const { return kClockStartMs + scheduler_.now_ms() + clock_jump_ms_; }
  void mix(std::uint64_t value);
  void mix(const chain::Bytes& bytes);

  // world_faults.cpp
  void change_weather();
  void change_links(Weather& weather);
  void cut_in_two(bool one_way);
  void clog_some();
  void trouble_processes();
  void trouble_disks();
  void trouble_clocks();
  void restart_the_fallen();
  void twin_step();
  void liar_step();
  [[nodiscard]] bool strikes(Fault kind);  // and counts
  [[nodiscard]] SimNode& any_node();
  [[nodiscard]] std::size_t peers() const { return options_.nodes + plan_.spares; }
  [[nodiscard]] std::size_t bad_nodes() const;  // liars and those whose files were damaged

  // world_judge.cpp
  void heal();
  void judge_first_block();
  void judge_agreement();
  void judge_rest();
  void judge_money(SimNode& node);
  void judge_convictions(SimNode& node);
  void judge_light_client(SimNode& node);
  [[nodiscard]] std::uint64_t calendar_items() const;
  [[nodiscard]] std::int64_t present_timeout_ms() const;
  [[nodiscard]] bool all_agree() const;
  [[nodiscard]] std::string describe() const;

  WorldOptions options_;
  Prng chance_;
  FaultPlan plan_;
  FaultCounts counts_;
  Scheduler scheduler_;
  Consortium consortium_;
  Oracle oracle_;
  std::vector<std::size_t> twins_;  // validators that run twice
  Network network_;
  std::int64_t clock_jump_ms_ = 0;
  bool jumped_back_ = false;
  std::vector<std::unique_ptr<SimNode>> nodes_;  // by slot
  std::vector<std::unique_ptr<LiarTransport>> liars_;
  std::unique_ptr<Clients> clients_;
  bool stormy_ = true;
  bool resting_ = false;
  std::int64_t last_frame_ms_ = 0;
  std::uint64_t busy_tenths_ = 0;  // tenths of a second in which anything was sent, while resting
  WorldResult result_;
};

}  // namespace xh::sim
