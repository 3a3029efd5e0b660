// A validator of the simulation: the real engine and a fake driver around it, with a journal that forgets what was not
// synced, a block log and an executor of transaction numbers. crash() drops everything volatile; boot() starts a new
// life from what is durable. When the epoch's last block is committed a new engine with an empty journal takes over,
// and the driver answers those who are still in the old epoch (R16).
#pragma once

#include <array>
#include <deque>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <vector>

#include "consensus/engine.h"
#include "tests/sim/engine/sim_message.h"
#include "tests/sim/engine/world.h"

namespace xh::sim {

class SimNode : public consensus::VoteSigner {
 public:
  SimNode(World& world, std::uint32_t index, bool follower);
  ~SimNode() override;

  void boot();
  void crash();
  void crash_after_actions(std::uint32_t actions) { actions_to_crash_ = actions; }
  void spare() { actions_to_crash_.reset(); }  // no crash pending any more
  [[nodiscard]] bool alive() const { return engine_ != nullptr; }
  virtual void receive(std::uint32_t from, const SimMessage& message);
  void add_transaction(std::uint64_t number);
  [[nodiscard]] consensus::EngineStatus status() const { return engine_->status(); }
  [[nodiscard]] chain::Signature sign(const chain::Subject& subject) const override;

 protected:
  virtual void after_step() {}
  virtual bool lets_out(const SimMessage&) { return true; }

  void send_to(std::uint32_t to, SimMessage message);
  void send_to_all(SimMessage message);
  [[nodiscard]] const SimBlock* block(const chain::BlockId& id) const;
  void hold(const SimBlock& block, bool complete);
  [[nodiscard]] std::int64_t ledger_ms() const;

  World& world_;
  const std::uint32_t index_;
  chain::Epoch epoch_;
  std::unique_ptr<consensus::Engine> engine_;

  struct LogEntry {
    SimBlock block;
    std::optional<chain::Certificate> finalization;
  };
  [[nodiscard]] const std::vector<LogEntry>& log() const { return log_; }

 private:
  struct Write {
    consensus::Ticket ticket;
    std::vector<consensus::JournalRecord> records;
    std::map<chain::BlockId, SimBlock> blocks;  // of its block records
  };
  struct Sync {
    consensus::SyncTo order;
    std::uint32_t attempts = 0;
  };

  // sim_node.cpp: life, events, actions
  void start_engine();
  void change_epoch();
  void forget_epoch();
  [[nodiscard]] consensus::Now reading() const;
  void in_this_life(std::int64_t delay_ms, std::function<void()> what);
  void deliver(consensus::Event event);
  void perform(const std::vector<consensus::Action>& actions);
  void act(const consensus::Persist& action);
  void act(const consensus::Broadcast& action);
  void act(const consensus::Send& action);
  void act(const consensus::SetTimer& action);
  void act(const consensus::CancelTimer& action);
  void act(const consensus::BuildBlock& action);
  void act(const consensus::ValidateBlock& action);
  void act(const consensus::FetchBlock& action);
  void act(const consensus::SyncTo& action);
  void act(const consensus::Commit& action);
  void act(const consensus::ReportEvidence& action);
  void act(const consensus::ForwardTransactions& action);
  void act(const consensus::SigningForbidden& action);
  void act(const consensus::Halt& action);
  void remember_final_view();
  void judge_own_vote(const chain::Vote& vote);
  void write_done();
  void make_durable(const consensus::JournalRecord& record, const Write& write);
  void prune_journal(chain::View up_to);
  [[nodiscard]] SimMessage translate(const consensus::Outgoing& outgoing);
  void tell_oracle(const SimMessage& message);

  // sim_node_messages.cpp: what others say, also in another epoch
  [[nodiscard]] bool is_of_another_epoch(std::uint32_t from, chain::Epoch epoch);
  void on(std::uint32_t from, const consensus::VotesMessage& message);
  void on(std::uint32_t from, const consensus::CertificatesMessage& message);
  void on(std::uint32_t from, const ProposalWire& message);
  void on(std::uint32_t from, const consensus::CertificateRequest& message);
  void on(std::uint32_t from, const consensus::RestartQuery& message);
  void on(std::uint32_t from, const consensus::RestartAnswer& message);
  void on(std::uint32_t from, const BlockRequest& message);
  void on(std::uint32_t from, const BlockResponse& message);
  void on(std::uint32_t from, const SyncRequest& message);
  void on(std::uint32_t from, const SyncResponse& message);
  void on(std::uint32_t from, const TransactionWire& message);

  // sim_node_blocks.cpp: blocks, execution, sync, work
  void build(const consensus::BuildBlock& order);
  void try_validate(const chain::BlockId& id);
  void chase_bodies(const chain::BlockId& id);
  [[nodiscard]] std::set<std::uint64_t> branch_transactions(const chain::BlockId& tip) const;
  void append_to_log(const std::vector<SimBlock>& blocks, const chain::Certificate& finalization);
  void try_sync();
  void refresh_hint();

  const bool follower_;
  std::uint64_t life_ = 0;
  std::int64_t skew_ms_ = 0;
  std::int64_t steady_origin_ms_ = 0;
  std::optional<std::uint32_t> actions_to_crash_;

  // Durable
  std::vector<consensus::JournalRecord> journal_;
  std::map<chain::BlockId, SimBlock> durable_blocks_;
  chain::Epoch journal_epoch_;
  std::vector<LogEntry> log_;  // by height; genesis first
  std::set<chain::Subject> durable_votes_;
  std::set<chain::Subject> durable_certificates_;

  // Volatile
  std::deque<consensus::Event> inbox_;
  bool busy_ = false;
  std::deque<Write> writing_;
  std::array<std::uint64_t, consensus::kTimerKinds> timer_generation_{};
  std::map<chain::BlockId, SimBlock> held_;
  std::set<chain::BlockId> complete_;
  std::set<chain::BlockId> awaiting_bodies_;
  std::set<chain::BlockId> judged_;  // built here, or a verdict was given
  std::set<std::uint64_t> known_;    // transactions seen
  std::set<std::uint64_t> pending_;  // not final
  std::set<std::uint64_t> final_transactions_;
  std::optional<Sync> sync_;
  std::optional<bool> hinted_;
  std::map<std::uint32_t, std::int64_t> epoch_answers_;  // when a peer of another epoch was last answered
  std::set<std::uint32_t> restart_answers_;              // who answered this start's question (R12)
  std::int64_t final_view_since_ms_ = 0;
  std::uint64_t final_view_before_ = 0;  // of kFinalMemoryMs ago or longer
  std::uint64_t final_view_now_ = 0;
};

}  // namespace xh::sim
