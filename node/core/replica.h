// Replica: one node's core. It joins engine, mempool, executor, ledger and network: events in, frames and commits out (architecture, decisions 11 to
// 13). Production (node/app) and the simulator run this very class; only Host, Transport and the disk differ.
//
// Who calls: node/app or a simulator (start, on_frame, on_wake, on_peer_up/down), API (submit, queries through ledger()).
// Invariants: nothing of a step is sent before it is durable (the engine keeps sends back until Persisted); a transaction's signatures are verified
// once, on the way in; the mempool forgets only at finalization, expiry or certain refusal. Every byte from a peer is checked before use; a peer
// that sends nonsense is penalized, never asserted on.
// Threading: core thread only. Limits: Mempool, HeldBlocks, messages.h, and those named below.
#pragma once

#include <functional>
#include <memory>
#include <unordered_map>

#include "chain/ledger/vote.h"
#include "chain/storage/journal.h"
#include "consensus/engine.h"
#include "node/core/block_sync.h"
#include "node/core/held_blocks.h"
#include "node/core/host.h"
#include "node/core/ledger.h"
#include "node/core/mempool.h"
#include "node/core/messages.h"
#include "p2p/transport.h"

namespace xh::node {

inline constexpr std::uint64_t kJournalPruneBytes = 64U << 20;
inline constexpr std::size_t kMaxVerifying = 200'000;      // transactions whose signatures are being checked
inline constexpr std::size_t kMaxForwarded = 4'000;        // transactions sent again at a standstill
inline constexpr std::size_t kMaxEvidence = 1'024;

// What happened to a submitted transaction so far.
enum class SubmitState : std::uint8_t { kAccepted, kDuplicate, kFinal, kRefused, kBusy };
struct SubmitResult {
  chain::TxId id;
  SubmitState state = SubmitState::kRefused;
  std::string code;     // refused: stable identifier
  std::string message;  // refused: for the sender
};

// Told after each final block, on the core thread.
struct FinalNotice {
  chain::Header header;
  chain::BlockId id;
  const contracts::ExecutedBlock* executed = nullptr;  // valid during the call
};

struct ReplicaConfig {
  std::optional<chain::ValidatorIndex> self;
  const chain::SecretKey* validator_key = nullptr;  // needed with self
  MempoolLimits mempool;
  std::uint64_t start_nonce = 0;
};

struct ReplicaCounters {
  std::uint64_t blocks_committed = 0;
  std::uint64_t transactions_committed = 0;
  std::uint64_t blocks_proposed = 0;
  std::uint64_t bodies_requested = 0;
  std::uint64_t signatures_verified = 0;
  std::uint64_t signatures_bad = 0;
  std::uint64_t evidence = 0;
};

class Replica {
 public:
  // `journal` is null when this node signs nothing (observer, or its journal is missing or damaged: then `may_sign` is false).
  struct JournalStart {
    std::unique_ptr<chain::Journal> journal;
    std::vector<chain::JournalRecord> records;
    bool may_sign = true;
  };
  Replica(Host& host, p2p::Transport& network, Ledger& ledger, JournalStart journal, ReplicaConfig config);
  ~Replica();

  // Errors: kLocal when the journal's content cannot be understood.
  [[nodiscard]] chain::Status start();

  void on_frame(consensus::PeerId peer, p2p::Lane lane, chain::Bytes frame);
  void on_peer_up(consensus::PeerId peer);
  void on_peer_down(consensus::PeerId peer);
  void on_wake();           // the time asked for by Host::wake_at has come
  void on_clock_changed();  // a driven clock was moved

  // Client transactions, encoded. Checks, verifies signatures in parallel, adds, forwards to all validators; then `done` with a result each.
  void submit(std::vector<chain::Bytes> transactions, std::function<void(std::vector<SubmitResult>)> done);

  void on_final(std::function<void(const FinalNotice&)> listener) { listeners_.push_back(std::move(listener)); }

  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] chain::Timestamp ledger_now() const { return host_.now().ledger; }
  [[nodiscard]] const Mempool& mempool() const { return mempool_; }
  [[nodiscard]] consensus::EngineStatus consensus_status() const { return engine_ ? engine_->status() : consensus::EngineStatus{}; }
  [[nodiscard]] const ReplicaCounters& counters() const { return counters_; }
  [[nodiscard]] const std::vector<consensus::Evidence>& evidence() const { return evidence_; }

 private:
  // replica.cpp: events and actions
  void feed(consensus::Event event);
  void drain();
  void perform_all(std::vector<consensus::Action> actions);
  void perform(consensus::Persist action);
  void perform(consensus::Broadcast action);
  void perform(consensus::Send action);
  void perform(consensus::SetTimer action);
  void perform(consensus::CancelTimer action);
  void perform(consensus::BuildBlock action);
  void perform(consensus::ValidateBlock action);
  void perform(consensus::FetchBlock action);
  void perform(consensus::SyncTo action);
  void perform(consensus::Commit action);
  void perform(consensus::ReportEvidence action);
  void perform(consensus::ForwardTransactions action);
  void perform(consensus::SigningForbidden action);
  void perform(consensus::Halt action);
  void update_work_hint();
  void schedule_wake();
  [[nodiscard]] chain::Status restore_journal(consensus::Restored& into);
  [[nodiscard]] chain::Status forbid_signing_for_good(const consensus::Restored& restored);
  void stop_with(const chain::Error& error);

  // replica_network.cpp: frames in
  template <class T>
  void decode_and(consensus::PeerId peer, chain::BytesView body, void (Replica::*handle)(consensus::PeerId, T));
  void handle(consensus::PeerId peer, consensus::VotesMessage message);
  void handle(consensus::PeerId peer, consensus::CertificatesMessage message);
  void handle(consensus::PeerId peer, consensus::ProposalMessage message);
  void handle(consensus::PeerId peer, consensus::CertificateRequest message);
  void handle(consensus::PeerId peer, consensus::RestartQuery message);
  void handle(consensus::PeerId peer, consensus::RestartAnswer message);
  void handle(consensus::PeerId peer, TransactionsMessage message);
  void handle(consensus::PeerId peer, BodiesRequest message);
  void handle(consensus::PeerId peer, BodiesAnswer message);
  void handle(consensus::PeerId peer, BlockRequest message);
  void handle(consensus::PeerId peer, BlockAnswer message);
  void handle(consensus::PeerId peer, FinalBlocksRequest message);
  void handle(consensus::PeerId peer, FinalBlocksAnswer message);
  void penalize(consensus::PeerId peer, std::uint32_t points, const std::string& reason);
  [[nodiscard]] std::vector<chain::Certificate> admitted(consensus::PeerId peer, std::vector<chain::Certificate> certificates);
  template <class T>
  void send_to(consensus::PeerId peer, const T& message);
  template <class T>
  void send_to_all(const T& message);

  // replica_blocks.cpp: bodies, validation, building
  void fill_bodies(HeldBlock& block);
  void ask_for_bodies(HeldBlock& block);
  void try_validate(HeldBlock& block);
  [[nodiscard]] contracts::StatePtr state_of(const chain::BlockId& id);
  [[nodiscard]] TxHashSet transactions_above_final(chain::BlockId tip);
  void report(HeldBlock& block, consensus::Verdict verdict);
  void bodies_arrived(const std::unordered_map<chain::TxHash, contracts::TransactionPtr>& bodies);
  void body_refused(const chain::TxHash& hash);
  void ask_again(consensus::SteadyTime now);

  // replica_transactions.cpp: verification, mempool, forwarding
  struct Verification;
  void verify(std::shared_ptr<Verification> work);
  void verified(const Verification& work);
  [[nodiscard]] SubmitResult admit(const contracts::TransactionPtr& tx);
  void forward(const std::vector<contracts::TransactionPtr>& transactions);

  // replica_commit.cpp
  [[nodiscard]] bool commit_block(const consensus::BlockInfo& info, const std::optional<chain::Certificate>& finalization);
  void after_commit(const chain::Header& header, const chain::BlockId& id, const contracts::ExecutedBlock& executed);
  [[nodiscard]] bool commit_synced(const chain::FinalBlock& block);
  void synced_step();

  Host& host_;
  p2p::Transport& network_;
  Ledger& ledger_;
  std::shared_ptr<chain::Journal> journal_;
  std::vector<chain::JournalRecord> restored_records_;
  bool may_sign_;
  ReplicaConfig config_;
  chain::VoteDigests digests_;
  std::shared_ptr<const chain::VoteVerifier> verifier_;
  std::unique_ptr<consensus::VoteSigner> signer_;
  std::unique_ptr<consensus::Engine> engine_;

  Mempool mempool_;
  HeldBlocks held_;
  BlockSync sync_;
  std::vector<consensus::Event> queue_;
  bool draining_ = false;
  bool stopped_ = false;
  std::array<std::optional<consensus::SteadyTime>, consensus::kTimerKinds> timers_{};
  consensus::WorkHint hint_;
  std::unordered_map<chain::TxHash, bool> verifying_;  // look-up only
  struct Fetch {
    std::vector<consensus::PeerId> peers;
    std::size_t next = 0;
    consensus::SteadyTime again;
  };
  std::map<chain::BlockId, Fetch> fetches_;  // blocks whose header is wanted
  std::vector<consensus::Evidence> evidence_;
  std::vector<std::function<void(const FinalNotice&)>> listeners_;
  ReplicaCounters counters_;
};

}  // namespace xh::node
