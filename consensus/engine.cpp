#include "consensus/engine.h"

#include <algorithm>
#include <utility>

#include "chain/primitives/check.h"
#include "consensus/engine_core.h"

namespace xh::consensus {

using chain::View;
using chain::VoteKind;

// ---------------------------------------------------------------- public face

Engine::Engine(Config config, const VoteSigner* signer, Restored restored)
    : core_(std::make_unique<EngineCore>(std::move(config), signer, std::move(restored))) {}
Engine::Engine(Engine&&) noexcept = default;
Engine& Engine::operator=(Engine&&) noexcept = default;
Engine::~Engine() = default;

std::vector<Action> Engine::start(const Now& now) {
  return core_->start(now);
}
std::vector<Action> Engine::step(const Event& event, const Now& now) {
  return core_->step(event, now);
}
Admission Engine::admits(const chain::Vote& vote) const {
  return core_->admits(vote);
}
Admission Engine::admits(const chain::Certificate& certificate) const {
  return core_->admits(certificate);
}
Admission Engine::admits(PeerId from, const RestartAnswer& answer) const {
  return core_->admits(from, answer);
}
Admission Engine::admits_proposal(const chain::Vote& vote) const {
  return core_->admits_proposal(vote);
}
EngineStatus Engine::status() const {
  return core_->status();
}
chain::ValidatorIndex Engine::leader_of(View view) const {
  return core_->leader_of(view);
}
std::vector<chain::Certificate> Engine::best_certificates(std::size_t limit) const {
  return core_->best_certificates(limit);
}

// ---------------------------------------------------------------- construction and steps

EngineCore::EngineCore(Config config, const VoteSigner* signer, Restored restored)
    : config_(std::move(config)),
      signer_(signer),
      schedule_(config_.set, config_.chain),
      tally_(config_.set.size(), config_.set.quorum()),
      blocks_(restored.last_final.block),
      peers_(config_),
      final_{restored.last_final.view, restored.last_final.block.id, restored.last_final.finalization},
      start_nonce_(restored.start_nonce),
      journal_floor_(std::max(restored.last_final.view, restored.journal_floor)) {
  CHECK(!config_.self || (config_.self->value < config_.set.size() && signer_ != nullptr));
  if (config_.self) signing_ = restored.may_sign ? Signing::kWaiting : Signing::kForbidden;
  cur_ = View(final_.view.value + 1);
  remember_final(final_.view, final_.id, final_.certificate.has_value());
  replaying_ = true;
  for (const auto& record : restored.records) replay(record);
  replaying_ = false;
}

std::vector<Action> EngineCore::start(const Now& now) {
  now_ = now;
  if (!halted_) {
    restart_heartbeat();
    begin_restart_wait();
    evaluate();
  }
  return outbox_.finish(timers_);
}

std::vector<Action> EngineCore::step(const Event& event, const Now& now) {
  if (halted_) return {};
  now_ = now;
  std::visit([this](const auto& e) { handle(e); }, event);
  evaluate();
  return outbox_.finish(timers_);
}

// The rules in order: what is final, what is certified, which view that gives, then what to do in it.
void EngineCore::evaluate() {
  needs_.clear();
  bool moved = true;
  while (moved && !halted_ && !epoch_over()) {
    moved = try_commit();
    moved = certify_views() || moved;
  }
  if (halted_) return;
  if (epoch_over()) return rest_for_good();
  if (entered_ != cur_) enter(cur_);
  update_pace();
  try_finalize_votes();
  try_propose();
  try_notarize();
  try_nullify();
  ask_for_needs();
}

// R16: the epoch's last block is final and the node makes the next epoch's engine. This one only answers (R10).
void EngineCore::rest_for_good() {
  parked_ = true;
  build_.reset();
  asked_.clear();
  timers_.cancel_all();
}

void EngineCore::halt(std::string reason, std::vector<chain::Certificate> certificates) {
  if (halted_) return;
  halted_ = true;
  outbox_.act(Halt{std::move(reason), std::move(certificates)});
}

EngineStatus EngineCore::status() const {
  EngineStatus out;
  out.cur = cur_;
  out.final_view = final_.view;
  out.final_height = blocks_.committed().height;
  out.final_block = blocks_.committed().id;
  out.leader = schedule_.leader_of(cur_);
  out.parked = parked_;
  out.may_sign = may_cast(cur_);
  out.halted = halted_;
  out.views_held = tally_.views().size();
  out.blocks_held = blocks_.size();
  return out;
}

// ---------------------------------------------------------------- R11: cheap checks

// Who says this lacks a finalization that is held here. An epoch that is over is all behind. Signers are not looked at:
// an older epoch had other members.
bool EngineCore::is_behind(chain::Epoch epoch, View view) const {
  return epoch < config_.set.epoch || (epoch == config_.set.epoch && (view <= final_.view || epoch_over()));
}

Admission EngineCore::admits(const chain::Vote& vote) const {
  const auto& s = vote.subject;
  if (is_behind(s.epoch, s.view)) return Admission::kStale;
  if (vote.signer.value >= config_.set.size()) return Admission::kDrop;
  if (s.epoch != config_.set.epoch || !in_window(s.view)) return Admission::kDrop;
  const ViewRecord* record = tally_.find(s.view);
  if (record == nullptr) return Admission::kAdmit;
  const auto* held = record->vote_of(s.kind, vote.signer);
  return held != nullptr && held->subject == s ? Admission::kDrop : Admission::kAdmit;
}

Admission EngineCore::admits(PeerId from, const RestartAnswer& answer) const {
  const bool awaited =
      signing_ == Signing::kWaiting && answer.nonce == start_nonce_ && answer.epoch == config_.set.epoch;
  const bool member = from.value < config_.set.size() && !is_self(chain::ValidatorIndex(from.value));
  return awaited && member && !restart_answers_.contains(from) ? Admission::kAdmit : Admission::kDrop;
}

Admission EngineCore::admits_proposal(const chain::Vote& vote) const {
  const auto& s = vote.subject;
  if (s.kind != VoteKind::kNotarize) return Admission::kDrop;
  if (is_behind(s.epoch, s.view)) return Admission::kStale;
  if (vote.signer.value >= config_.set.size()) return Admission::kDrop;
  if (s.epoch != config_.set.epoch || !in_window(s.view) || schedule_.leader_of(s.view) != vote.signer)
    return Admission::kDrop;
  const ViewRecord* record = tally_.find(s.view);
  if (record == nullptr || !record->proposal) return Admission::kAdmit;
  // Another proposal of the same leader is evidence once; the same one again is no news.
  return record->proposal->subject == s || record->leader_equivocated ? Admission::kDrop : Admission::kAdmit;
}

// A certificate of a view at or below the last final one that cannot exist beside what is final, unless more than f
// lie.
bool EngineCore::contradicts_final(const chain::Certificate& certificate) const {
  const auto found = recent_final_.find(certificate.subject.view);
  if (found == recent_final_.end() || certificate.subject.view.value == 0) return false;
  if (certificate.subject.kind == VoteKind::kNullify) return found->second.by_certificate;
  return certificate.subject.block != found->second.id;
}

Admission EngineCore::admits(const chain::Certificate& certificate) const {
  const auto& s = certificate.subject;
  if (s.epoch < config_.set.epoch) return Admission::kStale;
  if (s.epoch != config_.set.epoch || certificate.signers.size() != (config_.set.size() + 7) / 8)
    return Admission::kDrop;
  if (certificate.signatures.size() < config_.set.quorum() || certificate.signatures.size() > config_.set.size())
    return Admission::kDrop;
  if (s.view <= final_.view) {
    if (contradicts_final(certificate)) return Admission::kAdmit;  // would be proof of a broken promise
    return s.view == final_.view ? Admission::kDrop : Admission::kStale;
  }
  if (epoch_over()) {
    if (s.kind != VoteKind::kFinalize) return Admission::kStale;
    return s.block == final_.id ? Admission::kDrop : Admission::kAdmit;  // another final block: a broken promise
  }
  const ViewRecord* record = tally_.find(s.view);
  if (record == nullptr || !record->certificate(s.kind)) return Admission::kAdmit;
  return record->certificate(s.kind)->subject == s ? Admission::kDrop : Admission::kAdmit;
}

// ---------------------------------------------------------------- events

void EngineCore::handle(const VoteReceived& event) {
  peers_.heard(event.from, cur_);
  const auto& subject = event.vote.subject;
  if (admits(event.vote) == Admission::kStale) return answer_lagging(event.from);
  // A nullify of a view we left says that its sender is stuck there (R10).
  if (subject.epoch == config_.set.epoch && subject.kind == VoteKind::kNullify && subject.view < cur_)
    answer_lagging(event.from);
  if (admits(event.vote) == Admission::kAdmit) accept_vote(event.vote);
}

void EngineCore::handle(const CertificateReceived& event) {
  peers_.heard(event.from, cur_);
  const Admission admission = admits(event.certificate);
  if (admission == Admission::kStale) return answer_lagging(event.from);
  if (admission == Admission::kAdmit) accept_certificate(event.certificate);
}

void EngineCore::handle(const ProposalReceived& event) {
  peers_.heard(event.from, cur_);
  for (const auto& certificate : event.justification) {
    if (!halted_ && admits(certificate) == Admission::kAdmit) accept_certificate(certificate);
  }
  if (halted_) return;
  const Admission admission = admits_proposal(event.vote);
  if (admission == Admission::kStale) return answer_lagging(event.from);
  if (admission == Admission::kAdmit) accept_proposal(event);
}

void EngineCore::handle(const StaleReceived& event) {
  peers_.heard(event.from, cur_);
  answer_lagging(event.from);
}

void EngineCore::handle(const CertificateRequested& event) {
  peers_.heard(event.from, cur_);
  answer_request(event.from, event.request);
}

void EngineCore::handle(const RestartQueried& event) {
  peers_.heard(event.from, cur_);
  answer_restart_query(event.from, event.query);
}

void EngineCore::handle(const RestartAnswered& event) {
  peers_.heard(event.from, cur_);
  accept_restart_answer(event.from, event.answer);
}

void EngineCore::handle(const TimerFired& event) {
  if (!timers_.take_fired(event.kind, now_.steady)) return;
  switch (event.kind) {
    case TimerKind::kLeader:
      leader_expired_ = true;
      break;
    case TimerKind::kView:
      view_expired_ = true;
      break;
    case TimerKind::kEmptyBlock:
      empty_wait_over_ = true;
      break;
    case TimerKind::kNullifyRetry:
      resend_nullify();
      break;
    case TimerKind::kStandstill:
      resend_all();
      break;
    case TimerKind::kHeartbeat:
      heartbeat_due_ = true;
      break;
    case TimerKind::kRestart:
      ask_about_own_votes();
      break;
    case TimerKind::kFetch:
    case TimerKind::kClock:
      break;  // evaluate() looks again
  }
}

void EngineCore::handle(const BlockBuilt& event) {
  if (!build_ || event.view != cur_ || build_->view != cur_ || !may_cast(cur_)) return;
  if (tally_.at(cur_).voted(VoteKind::kNullify) || tally_.at(cur_).voted(VoteKind::kNotarize)) return;
  const BlockInfo* parent = blocks_.info(build_->parent.id);
  const bool still_right = build_->parent.view >= final_.view && parent != nullptr;
  if (!still_right || parked_) {  // a finalization overtook the build: try_propose() starts another if one is needed
    build_.reset();
    return;
  }
  const BlockInfo& block = event.block;
  const bool as_ordered = block.parent == parent->id && block.view == cur_ && is_self(block.proposer);
  if (!as_ordered || check_against_parent(block, *parent) != Check::kOk) {
    tally_.at(cur_).build_failed = true;
    return;
  }
  propose_built(block);
}

void EngineCore::handle(const BuildFailed& event) {
  if (build_ && event.view == cur_ && build_->view == cur_) tally_.at(cur_).build_failed = true;
}

void EngineCore::handle(const NoWork& event) {
  if (!build_ || event.view != cur_ || build_->view != cur_ || build_->allow_empty) return;

  build_.reset();
  no_work_in_ = cur_;
}

void EngineCore::handle(const BlockFetched& event) {
  const bool wanted = std::ranges::any_of(asked_, [&](const auto& item) { return item.first.block == event.block.id; });
  if (wanted) blocks_.fetched(event.block);
}

void EngineCore::handle(const BlockValidated& event) {
  BlockEntry* entry = blocks_.find(event.block);
  if (entry == nullptr || !entry->asked || entry->verdict != Verdict::kPending) return;
  if (event.verdict == Verdict::kMissing) return blocks_.lose(event.block);
  entry->verdict = event.verdict;
}

void EngineCore::handle(const Persisted& event) {
  for (const auto& vote : outbox_.release(event.ticket)) {
    if (!halted_ && in_window(vote.subject.view)) accept_vote(vote);
  }
}

void EngineCore::handle(const WorkHint& event) {
  work_ = event;
  if (event.transactions || event.calendar) no_work_in_.reset();
}

void EngineCore::handle(const Synced& event) {
  syncing_to_.reset();
  const BlockInfo& tip = event.tip;
  if (tip.height <= blocks_.committed().height) return handle(SyncFailed{});  // no progress: not at once again
  blocks_.commit(tip, tip.id == final_.id ? final_.view : tip.view);
  remember_final(tip.view, tip.id, false);
  restart_heartbeat();
}

void EngineCore::handle(const SyncFailed&) {
  syncing_to_.reset();
  sync_not_before_ = now_.steady + config_.delta;
}

void EngineCore::handle(const LeaderSuspended& event) {
  const LeaderSchedule before = schedule_;
  if (schedule_.suspend(event.validator, event.from_view)) leaders_changed(before);
}

}  // namespace xh::consensus
