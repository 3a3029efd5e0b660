// The engine's state and rules; engine.h is its public face, engine_*.cpp its subjects:
//   engine.cpp            public face, dispatch, admits (R11), the order in which rules are looked at
//   engine_votes.cpp      votes in and out: R4 nullify, R6 finalize, R7 tally, R13 evidence
//   engine_proposal.cpp   R2 propose, R3 notarize, R15 timestamps, R16 the last block again
//   engine_certificates.cpp  R1 enter by certificate, R5 certify, R7 store, finalization and commit
//   engine_pace.cpp       R1 timers, R8 resend, R9 timeouts, R14 changed leaders, R17 park
//   engine_catch_up.cpp   R10 requests, fetches, answers
//   engine_restart.cpp    R12 replay and the wait before the first signature
// Confined to the engine's thread. Every method runs inside one step; now_ is that step's reading.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "consensus/block_tree.h"
#include "consensus/config.h"
#include "consensus/engine.h"
#include "consensus/leader.h"
#include "consensus/outbox.h"
#include "consensus/pacemaker.h"
#include "consensus/peers.h"
#include "consensus/tally.h"

namespace xh::consensus {

inline constexpr std::size_t kMaxRequestsAtOnce = 16;  // certificates asked for at a time
inline constexpr std::size_t kMaxFetchesAtOnce = 8;    // blocks asked for at a time

inline constexpr std::size_t kMaxResentCertificates = 256;
inline constexpr std::size_t kRecentFinalViews = 256;  // remembered to recognise a conflicting certificate

class EngineCore {
 public:
  EngineCore(Config config, const VoteSigner* signer, Restored restored);

  std::vector<Action> start(const Now& now);
  std::vector<Action> step(const Event& event, const Now& now);
  [[nodiscard]] Admission admits(const chain::Vote& vote) const;
  [[nodiscard]] Admission admits(const chain::Certificate& certificate) const;
  [[nodiscard]] Admission admits(PeerId from, const RestartAnswer& answer) const;
  [[nodiscard]] Admission admits_proposal(const chain::Vote& vote) const;
  [[nodiscard]] EngineStatus status() const;
  [[nodiscard]] chain::ValidatorIndex leader_of(chain::View view) const { return schedule_.leader_of(view); }
  [[nodiscard]] std::vector<chain::Certificate> best_certificates(std::size_t limit) const;

 private:
  using View = chain::View;
  using VoteKind = chain::VoteKind;
  enum class Signing : std::uint8_t { kObserver, kWaiting, kAllowed, kForbidden };

  // --- engine.cpp
  void handle(const VoteReceived& event);
  void handle(const CertificateReceived& event);
  void handle(const ProposalReceived& event);
  void handle(const StaleReceived& event);
  void handle(const CertificateRequested& event);
  void handle(const RestartQueried& event);
  void handle(const RestartAnswered& event);
  void handle(const TimerFired& event);
  void handle(const BlockBuilt& event);
  void handle(const BuildFailed& event);
  void handle(const NoWork& event);
  void handle(const BlockFetched& event);
  void handle(const BlockValidated& event);
  void handle(const Persisted& event);
  void handle(const WorkHint& event);
  void handle(const Synced& event);
  void handle(const SyncFailed& event);
  void handle(const LeaderSuspended& event);
  void evaluate();
  void rest_for_good();
  void halt(std::string reason, std::vector<chain::Certificate> certificates);
  [[nodiscard]] bool in_window(View view) const { return view > final_.view && view.value <= cur_.value + 1; }
  [[nodiscard]] bool is_self(chain::ValidatorIndex index) const { return config_.self && *config_.self == index; }
  [[nodiscard]] bool contradicts_final(const chain::Certificate& certificate) const;
  [[nodiscard]] bool is_behind(chain::Epoch epoch, View view) const;
  // R16. The previous epoch's last block, the parent of view 0's children, is an ordinary parent here.
  [[nodiscard]] bool ends_epoch(const BlockInfo& block) const {
    return block.last_of_epoch && block.epoch == config_.set.epoch;
  }
  [[nodiscard]] bool epoch_over() const { return ends_epoch(blocks_.committed()); }

  // --- engine_votes.cpp
  void accept_vote(const chain::Vote& vote);
  void note_foreign_own_vote(const chain::Vote& vote);  // R12
  void note_own_signature_in(const chain::Certificate& certificate);
  void report(const std::vector<chain::Evidence>& evidence);
  [[nodiscard]] chain::Vote sign_own(const chain::Subject& subject);
  void cast(const chain::Subject& subject);
  void try_finalize_votes();
  // R12. Views up to the journal's floor: what was signed in them is recorded nowhere any more.
  [[nodiscard]] bool may_cast(View view) const { return signing_ == Signing::kAllowed && view > journal_floor_; }
  [[nodiscard]] bool should_nullify(const ViewRecord& record) const;
  void try_nullify();

  // --- engine_proposal.cpp
  struct Parent {
    View view;
    chain::BlockId id;
  };
  enum class Check : std::uint8_t { kOk, kWait, kInvalid };
  void accept_proposal(const ProposalReceived& event);
  void try_propose();
  [[nodiscard]] std::optional<Parent> choose_parent();
  void ask_to_build(const Parent& parent, bool allow_empty);
  void propose_built(const BlockInfo& block);
  void propose(const BlockInfo& block, View parent);
  [[nodiscard]] std::vector<chain::Certificate> justification_of(View parent) const;
  void try_notarize();
  [[nodiscard]] Check check_proposal(const KnownProposal& proposal);
  [[nodiscard]] std::optional<chain::BlockId> certified_block_of(View view);
  [[nodiscard]] Check check_ancestry(const chain::Subject& subject);
  [[nodiscard]] Check check_against_parent(const BlockInfo& block, const BlockInfo& parent) const;
  [[nodiscard]] Check check_clock(const BlockInfo& block, const BlockInfo& parent);
  [[nodiscard]] Check check_execution(const BlockInfo& block);

  // --- engine_certificates.cpp
  void accept_certificate(const chain::Certificate& certificate);
  void store(const chain::Certificate& certificate);
  void advance_to(View view);
  [[nodiscard]] const chain::Certificate* contradiction_of(const chain::Certificate& certificate) const;
  void store_finalization(const chain::Certificate& certificate);
  [[nodiscard]] bool certify_views();
  [[nodiscard]] bool certify(View view, ViewRecord& record);
  void make_durable(const chain::BlockId& id);
  [[nodiscard]] bool is_executed(const chain::BlockId& id, Purpose purpose, bool& broken);
  [[nodiscard]] bool try_commit();
  void commit(const std::vector<chain::BlockId>& ids);
  void sync_to_final();
  void remember_final(View view, const chain::BlockId& id, bool by_certificate);

  // --- engine_pace.cpp
  void enter(View view);
  [[nodiscard]] Duration delta() const;
  [[nodiscard]] bool has_work() const;
  [[nodiscard]] bool parent_is_final();
  [[nodiscard]] bool should_park();
  void update_pace();
  void arm_view_timers();
  void cancel_view_timers();
  void restart_heartbeat();
  void leaders_changed(const LeaderSchedule& before);
  void resend_nullify();
  void resend_all();
  void broadcast_certificates(const std::vector<chain::Certificate>& certificates);
  void broadcast_own_proposal(const chain::Vote& vote);

  // --- engine_catch_up.cpp
  struct Need {
    View view;  // of the certificate, or the view whose certificate names the block
    VoteKind kind = VoteKind::kNotarize;
    chain::BlockId block;  // zero when a certificate is needed
    friend auto operator<=>(const Need&, const Need&) = default;
  };
  struct Asked {
    SteadyTime next;
    std::uint32_t attempts = 0;
  };
  void need_certificate(View view, VoteKind kind);
  void need_block(View view, const chain::BlockId& id);
  void ask_for_needs();
  void ask(const Need& need, std::uint32_t attempt);
  [[nodiscard]] std::vector<PeerId> peers_for(const Need& need, std::uint32_t attempt) const;
  void answer_lagging(PeerId from);
  void answer_request(PeerId from, const CertificateRequest& request);

  // --- engine_restart.cpp
  void replay(const JournalRecord& record);
  void replay_vote(const chain::Vote& vote);
  void begin_restart_wait();
  void restore_own_proposals();
  [[nodiscard]] bool journal_lacks(const chain::Vote& vote) const;
  void ask_about_own_votes();
  void answer_restart_query(PeerId from, const RestartQuery& query);
  void accept_restart_answer(PeerId from, const RestartAnswer& answer);
  void forbid_signing(std::string reason);

  struct Final {
    View view;
    chain::BlockId id;
    std::optional<chain::Certificate> certificate;
  };
  struct RecentFinal {
    chain::BlockId id;
    bool by_certificate = false;  // its own finalization was seen, not only a descendant's
  };
  struct Build {
    View view;
    Parent parent;
    bool allow_empty = false;
  };

  const Config config_;
  const VoteSigner* const signer_;
  LeaderSchedule schedule_;
  Tally tally_;
  BlockTree blocks_;
  Peers peers_;
  Timers timers_;
  Outbox outbox_;
  Now now_;

  Final final_;  // highest finalization held (consensus); the committed block may lag behind while blocks are fetched
  View cur_{0};
  View entered_{0};  // the view that enter() saw to
  std::map<View, RecentFinal> recent_final_;
  bool halted_ = false;
  bool replaying_ = false;  // records and sends are switched off

  // Pace
  bool parked_ = false;
  bool timers_armed_ = false;  // those of cur
  bool leader_expired_ = false;
  bool view_expired_ = false;
  bool empty_wait_over_ = false;
  bool heartbeat_due_ = false;
  WorkHint work_;

  // Proposing
  std::optional<Build> build_;
  std::optional<View> no_work_in_;

  // Catching up
  std::set<Need> needs_;  // of this step
  std::map<Need, Asked> asked_;
  std::optional<chain::BlockId> syncing_to_;
  std::optional<SteadyTime> sync_not_before_;

  // Signing (R12)
  Signing signing_ = Signing::kObserver;
  std::uint64_t start_nonce_ = 0;
  View journal_floor_;
  std::set<PeerId> restart_answers_;
  std::map<std::pair<View, VoteKind>, chain::Subject>
      journal_votes_;  // own votes of the journal, until the wait is over
};

}  // namespace xh::consensus
