// One run: nodes, links, clients and faults of one seed. A stormy time with loss, delay, cut links, power losses and
// failing disks; then healing: links whole, all nodes up, and everything that was accepted must become final, on all
// nodes, within kPatienceMs.
#pragma once

#include <memory>
#include <vector>

#include "tests/sim/node/sim_node.h"

namespace xh::sim {

inline constexpr std::int64_t kStormMs = 30'000;
inline constexpr std::int64_t kPatienceMs = 120'000;

struct WorldOptions {
  std::uint64_t seed = 1;
  std::size_t nodes = 4;
  bool verbose = false;
};

struct WorldResult {
  std::uint64_t finalized = 0;
  std::size_t transactions = 0;
  std::vector<std::string> violations;
};

class World {
 public:
  explicit World(const WorldOptions& options);
  WorldResult run();

 private:
  struct Pending {
    std::vector<SignedCall>
        versions;  // one, or two that share an idempotency key: exactly one of them may become final
    bool accepted = false;
  };

  void change_weather();
  void break_something();
  void heal();
  void client_step();
  void add_transfer();
  void send_next_setup();
  void submit(const Pending& pending, std::size_t index);
  void note_answers(std::size_t index, const std::vector<node::SubmitResult>& answers);
  [[nodiscard]] bool all_done() const;
  void judge_progress();
  void judge_money(SimNode& node);
  void judge_light_client(SimNode& node);

  WorldOptions options_;
  Prng chance_;
  Scheduler scheduler_;
  Oracle oracle_;
  Consortium consortium_;
  Network network_;
  std::vector<std::unique_ptr<SimNode>> nodes_;
  std::vector<Pending> pending_;
  std::vector<SignedCall> setup_;
  std::size_t setup_sent_ = 0;
  std::uint64_t next_key_ = 1;
  std::uint64_t healed_at_height_ = 0;
  bool storm_ = true;
};

}  // namespace xh::sim
