// A run: the clock, the scheduler, the network and the story (chaos, healing, quiet). Everything is drawn from one
// seed.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <queue>
#include <string>
#include <vector>

#include "chain/ledger/vote.h"
#include "consensus/config.h"
#include "tests/sim/engine/faults.h"
#include "tests/sim/engine/oracle.h"
#include "tests/sim/engine/prng.h"
#include "tests/sim/engine/sim_message.h"

namespace xh::sim {

class SimNode;

struct RunOptions {
  std::uint64_t seed = 1;
  std::size_t nodes = 4;
  bool real_signatures = false;
  bool verbose = false;
};

struct RunResult {
  std::vector<std::string> violations;
  std::uint64_t finalized = 0;
  std::uint64_t views = 0;
};

// Signs and checks votes: BIP-340, or a hash that only the holder of the (simulated) secret makes.
class SimCrypto {
 public:
  SimCrypto(std::size_t nodes, bool real);
  [[nodiscard]] chain::ValidatorSet set(chain::Epoch epoch) const;  // the same members in each
  [[nodiscard]] const chain::ChainTag& chain() const { return chain_; }
  [[nodiscard]] chain::Signature sign(std::uint32_t signer, const chain::Subject& subject) const;
  [[nodiscard]] bool verify(const chain::Vote& vote) const;
  [[nodiscard]] bool verify(const chain::Certificate& certificate) const;

 private:
  [[nodiscard]] const chain::VoteVerifier& verifier(chain::Epoch epoch) const;

  bool real_;
  chain::ChainTag chain_;
  chain::ValidatorSet set_;
  std::vector<chain::SecretKey> keys_;
  std::unique_ptr<chain::VoteDigests> digests_;
  mutable std::map<chain::Epoch, chain::VoteVerifier> verifiers_;  // made when first asked for
};

class World {
 public:
  explicit World(const RunOptions& options);
  ~World();
  RunResult run();

  [[nodiscard]] std::int64_t now_ms() const { return now_ms_; }
  [[nodiscard]] Prng& prng() { return prng_; }
  [[nodiscard]] Oracle& oracle() { return *oracle_; }
  [[nodiscard]] const SimCrypto& crypto() const { return crypto_; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  [[nodiscard]] consensus::Config config(chain::Epoch epoch) const;
  [[nodiscard]] bool ends_epoch(chain::Height height) const {
    return epoch_blocks_ != 0 && height.value % epoch_blocks_ == 0;
  }
  [[nodiscard]] const SimBlock& genesis() const { return genesis_; }
  [[nodiscard]] bool healed() const { return healed_; }
  [[nodiscard]] bool chaos_allowed() const { return !healed_; }

  void after(std::int64_t delay_ms, std::function<void()> what);
  void send(std::uint32_t from, std::uint32_t to, std::shared_ptr<const SimMessage> message);
  void trace(const std::string& line) const;

 private:
  struct Event {
    std::int64_t at = 0;
    std::uint64_t order = 0;
    std::function<void()> what;
    bool operator<(const Event& other) const {
      return at != other.at ? at > other.at : order > other.order;
    }  // earliest on top
  };

  void build_nodes();
  void run_until(std::int64_t at_ms);
  void change_weather();
  void maybe_crash_one();
  void inject_transaction();
  void chaos();
  void heal();
  void check_liveness();
  void check_split_views();
  void check_sleeper();
  void check_cut_off();
  void let_others_finalize(std::uint64_t blocks);
  void check_caught_up(std::uint64_t height, const char* what);
  void check_quiet();
  [[nodiscard]] bool is_liar(std::uint32_t node) const { return liars_.contains(node); }
  [[nodiscard]] bool all_reached(std::uint64_t height) const;
  [[nodiscard]] std::uint64_t highest_view() const;
  void trace_nodes() const;

  RunOptions options_;
  Prng prng_;
  SimCrypto crypto_;
  SimBlock genesis_;
  consensus::Config config_;        // of the first epoch
  std::uint64_t epoch_blocks_ = 0;  // an epoch's length in blocks; 0: one epoch without end
  std::set<std::uint32_t> liars_;
  std::unique_ptr<Oracle> oracle_;
  std::vector<std::unique_ptr<SimNode>> nodes_;
  Weather weather_;
  std::priority_queue<Event> events_;
  std::int64_t now_ms_ = 0;
  std::uint64_t order_ = 0;
  std::uint64_t sent_ = 0;
  std::uint64_t next_transaction_ = 1;
  bool healed_ = false;
  bool quiet_ = false;
};

}  // namespace xh::sim
