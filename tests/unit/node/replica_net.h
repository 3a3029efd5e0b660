// A few replicas in one process: real ledgers on disks in memory, one clock, links without faults. Test support. Node i
// has validator key i of sim::Consortium; those beyond genesis' validators are newcomers. Two nodes are linked when
// both run and each one's directory lists the other, as in production.
#pragma once

#include <boost/test/unit_test.hpp>
#include <map>
#include <set>

#include "chain/storage/memory_file_system.h"
#include "chain/storage/memory_state_store.h"
#include "contracts/governance/calls.h"
#include "node/core/replica.h"
#include "tests/sim/node/consortium.h"
#include "tests/sim/node/scheduler.h"

namespace xh::node::test {

class ReplicaNet;

struct Penalty {
  p2p::PeerId peer;
  std::uint32_t points = 0;
  std::string reason;
};

class NetNode final : public Host, public PeerDirectory, public p2p::Transport {
 public:
  NetNode(ReplicaNet& net, std::uint32_t index) : net_(net), index_(index) {}

  void start();  // the first start also does what `xinghuod init` does
  void crash();  // power loss; nothing when it is down
  void wipe();  // of a node that is down: a new data folder, without init
  [[nodiscard]] bool running() const { return replica_ != nullptr; }
  [[nodiscard]] Replica& replica() { return *replica_; }
  [[nodiscard]] Ledger& ledger() { return *ledger_; }
  [[nodiscard]] std::uint64_t epoch() const { return replica_->epoch().number().value; }
  [[nodiscard]] std::uint64_t height() const { return ledger_->height().value; }
  [[nodiscard]] bool votes() const { return replica_->consensus_status().may_sign; }
  [[nodiscard]] bool has_journal(std::uint64_t epoch) const;
  [[nodiscard]] bool lists(std::uint32_t peer) const { return listed_.contains(peer); }

  consensus::Now now() const override;
  void wake_at(consensus::SteadyTime at) override;
  std::uint64_t random() override { return ++random_ * 0x9E3779B97F4A7C15ULL; }
  void run(WorkLane lane, std::function<void()> work, std::function<void()> done) override;
  void log(LogLevel level, const std::string& message) override;
  std::string export_proof(const std::string& name, const std::string& text) override;
  void fatal(const std::string& reason) override;

  void follow(const std::vector<chain::Validator>& wanted) override;
  std::optional<p2p::PeerId> find(const chain::NodeKey& key) const override;

  std::size_t peer_count() const override;
  p2p::PeerState peer_state(p2p::PeerId peer) const override;
  bool send(p2p::PeerId peer, p2p::Lane lane, p2p::SharedBytes payload) override;
  std::size_t broadcast(p2p::Lane lane, p2p::SharedBytes payload) override;
  void penalize(p2p::PeerId peer, std::uint32_t points, std::string_view reason) override;
  using p2p::Transport::broadcast;
  using p2p::Transport::send;

  chain::MemoryFileSystem disk;
  chain::MemoryStateStore store;
  std::vector<Penalty> penalties;
  std::vector<std::string> stops;  // reasons of fatal()
  std::map<std::string, std::string> proofs;
  std::vector<std::string> warnings;
  std::vector<chain::Bytes> sent;  // every frame, while `keep_frames`
  bool keep_frames = false;
  std::function<void(const chain::Bytes&)> on_send;
  std::int64_t disk_ms = 1;  // how long the disk takes for each piece of work

 private:
  friend class ReplicaNet;
  void in_this_life(std::int64_t after_ms, std::function<void()> what);

  ReplicaNet& net_;
  std::uint32_t index_;
  std::uint64_t random_ = 0;
  std::uint64_t life_ = 0;
  std::uint64_t wake_ = 0;
  bool initialised_ = false;
  std::set<std::uint32_t> listed_;
  std::unique_ptr<Ledger> ledger_;
  std::unique_ptr<JournalFolder> journals_;
  std::unique_ptr<Replica> replica_;
};

class ReplicaNet {
 public:
  // `validators` in genesis, `nodes` in all. None is started.
  ReplicaNet(std::size_t validators, std::size_t nodes);

  [[nodiscard]] NetNode& node(std::size_t i) { return *nodes_[i]; }
  [[nodiscard]] std::size_t size() const { return nodes_.size(); }
  void start_all();
  void run_for(std::int64_t ms) { scheduler.run_until(scheduler.now_ms() + ms); }
  // Gives up after `limit_ms`; says whether it came true.
  [[nodiscard]] bool run_until(const std::function<bool()>& done, std::int64_t limit_ms = 60'000);

  // A call of the union's, which operates every validator here, given to node `at`.
  template <class Args>
  void govern(std::size_t at, contracts::governance::MethodId method, const Args& args) {
    submit(at, consortium.sign(sim::Who::kUnion, contracts::ContractId::kGovernance, method, args, next_key_++,
                               expires_ms()));
  }
  // Proposes and accepts a change; the epoch ends once its new validators have attested.
  void change_validators(std::size_t at, std::vector<contracts::governance::Edit> edits);
  void transfer(std::size_t at);  // any transaction that makes a block
  [[nodiscard]] chain::Validator validator(std::size_t i) const { return all_.genesis().validators[i]; }
  [[nodiscard]] const chain::SecretKey& key(std::size_t i) const { return all_.validator_key(i); }

  sim::Scheduler scheduler;
  sim::Consortium consortium;

 private:
  friend class NetNode;
  [[nodiscard]] bool linked(std::uint32_t a, std::uint32_t b) const;
  void update_links();
  void submit(std::size_t at, const sim::SignedCall& call);
  [[nodiscard]] std::int64_t expires_ms() const { return sim::kStartMs + scheduler.now_ms() + 600'000; }

  sim::Consortium all_;
  std::vector<std::unique_ptr<NetNode>> nodes_;
  std::set<std::pair<std::uint32_t, std::uint32_t>> up_;
  std::uint64_t next_key_ = 1;
};

}  // namespace xh::node::test
