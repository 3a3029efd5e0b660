// Replica: one node's core. It joins engine, mempool, executor, ledger and network: events in, frames and commits out
// (architecture, decisions 11 to 13). Production (node/app) and the simulator run this very class; only Host,
// Transport, PeerDirectory and the disk differ.
//
// Who calls: node/app or a simulator (start, on_frame, on_wake, on_peer_up/down), API (submit, queries through
// ledger()). Invariants: nothing of a step is sent before it is durable (the engine keeps sends back until Persisted);
// a transaction's signatures are verified once, on the way in; the mempool forgets only at finalization, expiry or
// certain refusal. Every byte from a peer is checked before use; a peer that sends nonsense is penalized, never
// asserted on. An engine lives for one epoch; at the commit of an epoch's last block the next journal is durable before
// that block is, and whatever an old engine still has under way never reaches the new one (docs/decisions/0012).
// Threading: core thread only. Limits: Mempool, HeldBlocks, messages.h, and those named below.
#pragma once

#include <deque>
#include <functional>
#include <memory>
#include <unordered_map>

#include "chain/ledger/vote.h"
#include "chain/storage/journal.h"
#include "consensus/engine.h"
#include "node/core/block_sync.h"
#include "node/core/epoch.h"
#include "node/core/evidence_pool.h"
#include "node/core/held_blocks.h"
#include "node/core/host.h"
#include "node/core/journal_folder.h"
#include "node/core/ledger.h"
#include "node/core/mempool.h"
#include "node/core/messages.h"
#include "node/core/own_call.h"
#include "node/core/peer_map.h"
#include "p2p/transport.h"

namespace xh::node {

inline constexpr std::uint64_t kJournalPruneBytes = 64U << 20;
inline constexpr std::size_t kMaxVerifying = 200'000;  // transactions whose signatures are being checked
inline constexpr std::size_t kRecheckedPerBlock = 16;  // oldest pending transactions looked at again after a block
inline constexpr std::size_t kMaxForwarded = 4'000;    // transactions sent again at a standstill
inline constexpr consensus::Duration kOtherEpochAnswerInterval{
    500};                                                // at most one answer a peer to what is of another epoch
inline constexpr std::uint32_t kEpochQuestions = 20;     // after the last sign of a later epoch, at the same interval
inline constexpr std::size_t kMaxOwnTransactions = 256;  // made in this life and not final yet, that are remembered

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
  const chain::SecretKey* validator_key =
      nullptr;                        // votes in the epochs whose set names it; null: an observer for ever
  JournalFolder* journals = nullptr;  // needed with validator_key; of that key
  MempoolLimits mempool;
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
  Replica(Host& host, p2p::Transport& network, PeerDirectory& directory, Ledger& ledger, ReplicaConfig config);
  ~Replica();

  // Errors: kLocal when the journal cannot be read or its content cannot be understood.
  [[nodiscard]] chain::Status start();

  void on_frame(p2p::PeerId peer, p2p::Lane lane, chain::Bytes frame);
  void on_peer_up(p2p::PeerId peer);
  void on_peer_down(p2p::PeerId peer);
  void on_wake();           // the time asked for by Host::wake_at has come
  void on_clock_changed();  // a driven clock was moved

  // Client transactions, encoded. Checks, verifies signatures in parallel, adds, forwards to all validators; then
  // `done` with a result each.
  void submit(std::vector<chain::Bytes> transactions, std::function<void(std::vector<SubmitResult>)> done);

  void on_final(std::function<void(const FinalNotice&)> listener) { listeners_.push_back(std::move(listener)); }

  [[nodiscard]] Ledger& ledger() { return ledger_; }
  [[nodiscard]] chain::Timestamp ledger_now() const { return host_.now().ledger; }
  [[nodiscard]] const Mempool& mempool() const { return mempool_; }
  [[nodiscard]] const EpochContext& epoch() const { return epoch_; }
  [[nodiscard]] std::size_t suspended_leaders() const { return suspensions_told_; }
  [[nodiscard]] consensus::EngineStatus consensus_status() const {
    return engine_ ? engine_->status() : consensus::EngineStatus{};
  }
  [[nodiscard]] const ReplicaCounters& counters() const { return counters_; }
  // Held until the ledger has a conviction.
  [[nodiscard]] const std::vector<HeldEvidence>& evidence() const { return evidence_.all(); }

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
  void stop_with(const chain::Error& error);

  // replica_epoch.cpp: an engine's beginning and end
  [[nodiscard]] chain::Status begin_epoch();
  [[nodiscard]] chain::Status open_journal(consensus::Restored& into);
  [[nodiscard]] chain::Status restore(std::vector<chain::JournalRecord> records, consensus::Restored& into);
  [[nodiscard]] bool may_sign_next_epoch() const;
  void prepare_before_voting();
  [[nodiscard]] chain::Status prepare_next_epoch(const chain::Header& header,
                                                 const std::vector<contracts::TransactionPtr>& transactions);
  void end_epoch();
  void follow_state();
  void follow_validators(const contracts::governance::EpochState& state);
  [[nodiscard]] bool is_of_other_epoch(p2p::PeerId peer, chain::Epoch epoch, const chain::BlockId& said = {});
  void ask_about_later_epoch();
  [[nodiscard]] std::optional<chain::Certificate> finalization_of_last(chain::Epoch epoch);

  // replica_duties.cpp: what this node sends to the ledger by itself
  void attend_to_duties();
  [[nodiscard]] std::optional<consensus::SteadyTime> next_duty() const;
  void send_own_call(chain::Call call, chain::BytesView subject, std::uint32_t attempt);
  void attest_if_asked();
  void check_in_if_needed();
  [[nodiscard]] bool is_validator_or_accepted() const;
  [[nodiscard]] bool is_convicted(const chain::Evidence& evidence) const;
  void take_evidence(chain::Evidence evidence);
  void report_evidence();
  [[nodiscard]] std::shared_ptr<const chain::VoteVerifier> verifier_of(chain::Epoch epoch);

  // replica_network.cpp: frames in
  template <class T>
  void decode_and(p2p::PeerId peer, chain::BytesView body, void (Replica::*handle)(p2p::PeerId, T));
  void handle(p2p::PeerId peer, consensus::VotesMessage message);
  void handle(p2p::PeerId peer, consensus::CertificatesMessage message);
  void handle(p2p::PeerId peer, consensus::ProposalMessage message);
  void handle(p2p::PeerId peer, consensus::CertificateRequest message);
  void handle(p2p::PeerId peer, consensus::RestartQuery message);
  void handle(p2p::PeerId peer, consensus::RestartAnswer message);
  void handle(p2p::PeerId peer, TransactionsMessage message);
  void handle(p2p::PeerId peer, BodiesRequest message);
  void handle(p2p::PeerId peer, BodiesAnswer message);
  void handle(p2p::PeerId peer, BlockRequest message);
  void handle(p2p::PeerId peer, BlockAnswer message);
  void handle(p2p::PeerId peer, FinalBlocksRequest message);
  void handle(p2p::PeerId peer, FinalBlocksAnswer message);
  void handle(p2p::PeerId peer, EvidenceMessage message);
  void tell_how_epoch_began(p2p::PeerId peer);
  void penalize(p2p::PeerId peer, std::uint32_t points, const std::string& reason);
  [[nodiscard]] std::vector<chain::Certificate> admitted(p2p::PeerId peer,
                                                         std::vector<chain::Certificate> certificates);
  template <class T>
  void send_to(p2p::PeerId peer, const T& message);
  template <class T>
  void send_to(const std::optional<p2p::PeerId>& peer, const T& message);
  template <class T>
  void send_to_all(const T& message);
  [[nodiscard]] std::vector<p2p::PeerId> peers_up() const;
  // The next peer to ask: those known to have it first, then everyone who is up, in turn (R10).
  [[nodiscard]] std::optional<p2p::PeerId> peer_in_turn(const std::vector<p2p::PeerId>& known, std::size_t turn) const;

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
  void forget_spoilt(chain::Timestamp block_time);

  // replica_commit.cpp
  void prune_journal(chain::View floor);
  [[nodiscard]] bool commit_block(const consensus::BlockInfo& info,
                                  const std::optional<chain::Certificate>& finalization);
  void after_commit(const chain::Header& header, const chain::BlockId& id, const contracts::ExecutedBlock& executed);
  [[nodiscard]] bool commit_synced(const chain::FinalBlock& block);
  void synced_step();

  Host& host_;
  p2p::Transport& network_;
  PeerDirectory& directory_;
  Ledger& ledger_;
  ReplicaConfig config_;
  chain::VoteDigests digests_;
  std::unique_ptr<consensus::VoteSigner> signer_;

  // Of the epoch; made anew by begin_epoch().
  EpochContext epoch_;
  PeerMap peer_map_;
  std::shared_ptr<chain::Journal> journal_;
  bool may_sign_ = false;
  std::unique_ptr<consensus::Engine> engine_;
  std::uint64_t engine_number_ = 0;  // of this process's life: a late report names the engine that it is for
  bool epoch_is_over_ = false;       // its last block is committed: the engine is to be replaced
  bool next_journal_made_ = false;   // for the last block that its engine may vote for
  std::uint64_t journal_bytes_ = 0;  // as the disk lane said last
  bool pruning_ = false;
  struct CheckingIn {
    consensus::SteadyTime again;
  };
  std::optional<CheckingIn> checking_in_;
  struct EpochQuestion {
    std::uint32_t left = 0;
    std::size_t turn = 0;
    consensus::SteadyTime again;
  };
  EpochQuestion epoch_question_;  // a later epoch may have begun: until an answer tells
  std::size_t suspensions_told_ = 0;
  std::vector<chain::Validator> followed_;
  std::vector<chain::Validator> leaving_;  // of the epoch before, until this one has a block
  struct Attesting {
    chain::RecordKey change;
    std::uint32_t attempts = 0;
    consensus::SteadyTime again;
  };
  std::optional<Attesting> attesting_;
  std::deque<chain::TxId> own_transactions_;  // of this life, not final yet
  bool is_witnessed_ = false;                 // one of them became final: every later epoch begins within this life
  std::shared_ptr<const chain::VoteVerifier> verifier_before_;        // of the epoch before; made when first needed
  std::map<p2p::PeerId, consensus::SteadyTime> other_epoch_answers_;  // when the next one may go out

  Mempool mempool_;
  HeldBlocks held_;
  BlockSync sync_;
  std::deque<consensus::Event> queue_;
  bool draining_ = false;
  bool stopped_ = false;
  std::array<std::optional<consensus::SteadyTime>, consensus::kTimerKinds> timers_{};
  consensus::WorkHint hint_;
  std::unordered_map<chain::TxHash, bool> verifying_;  // look-up only
  struct Fetch {
    std::vector<p2p::PeerId> peers;
    std::size_t next = 0;
    std::uint32_t left = 0;  // questions before the engine has to wish for it again
    consensus::SteadyTime again;
  };
  std::map<chain::BlockId, Fetch> fetches_;  // blocks whose header is wanted
  EvidencePool evidence_;
  std::vector<std::function<void(const FinalNotice&)>> listeners_;
  ReplicaCounters counters_;
};

}  // namespace xh::node
