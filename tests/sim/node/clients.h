// The people of the ledger: bank, union, employer and workers, who set up money and agreements, upload work, transfer,
// and send again, to any node, what is not final yet, the way a payroll server retries. Sometimes two contents share
// one idempotency key: exactly one of them may become final. What expired is signed anew. Everything follows from the
// seed.
#pragma once

#include <functional>
#include <memory>
#include <vector>

#include "contracts/governance/calls.h"
#include "tests/sim/node/sim_node.h"

namespace xh::sim {

inline constexpr std::int64_t kDepositFen = 10'000'000;

class Clients {
 public:
  // `clocks_lie`: a node may then call a good transaction expired or too early.
  Clients(const Consortium& consortium, Oracle& oracle, std::vector<std::unique_ptr<SimNode>>& nodes,
          std::uint64_t seed, bool clocks_lie, bool members_change);

  void step(std::int64_t clock_ms);  // now and then; `clock_ms` is the true ledger clock
  void stop() { stopped_ = true; }   // no new business; what is open is still sent
  void transfer(std::int64_t clock_ms) { add_transfer(clock_ms); }
  [[nodiscard]] bool all_final() const { return open_.empty(); }
  [[nodiscard]] bool set_up() const { return next_setup_ == setup_.size(); }
  [[nodiscard]] std::size_t open() const { return open_.size(); }

 private:
  using Make = std::function<SignedCall(std::uint64_t key, std::int64_t expires_ms)>;
  struct Request {
    std::vector<Make> makes;  // versions
    std::vector<SignedCall> versions;
    std::int64_t expires_ms = 0;
  };

  void plan_setup();
  void plan_agreement(std::size_t number);
  void next_setup_step(std::int64_t clock_ms);
  void add_transfer(std::int64_t clock_ms);
  void change_the_set(std::int64_t clock_ms);
  [[nodiscard]] contracts::governance::ProposeChange draw_change(const std::vector<chain::Validator>& set);
  void sign(Request& request, std::int64_t clock_ms);
  void submit(const Request& request);
  void note_answers(bool alone, const std::vector<node::SubmitResult>& answers);

  const Consortium& consortium_;
  Oracle& oracle_;
  std::vector<std::unique_ptr<SimNode>>& nodes_;
  Prng chance_;
  bool clocks_lie_;
  bool members_change_;
  std::uint64_t change_key_ = 0;  // of the latest step of a change of the set
  bool stopped_ = false;
  std::vector<Make> setup_;
  std::size_t next_setup_ = 0;
  std::uint64_t setup_key_ = 0;  // of the setup step under way
  std::uint64_t next_key_ = 1;
  std::vector<Request> open_;
  std::vector<Request> some_final_;  // repeated now and then
};

}  // namespace xh::sim
