// Pace: R1 timers of a view, R8 resend, R9 timeouts, R14 changed leaders, R17 park.
#include <algorithm>

#include "consensus/engine_core.h"

namespace xh::consensus {

using chain::Certificate;

// R9 counts the views left since the last finalization.
Duration EngineCore::delta() const {
  return current_delta(config_, cur_.value - final_.view.value - 1);
}

// R1. The timers themselves are armed by update_pace(), which knows whether the view is parked.
void EngineCore::enter(View view) {
  if (view.value > entered_.value + peers_.silent_views()) peers_.forgive(view);  // after a jump, silence says nothing
  if (config_.self) peers_.heard(PeerId(config_.self->value), view);
  entered_ = view;
  empty_wait_over_ = false;
  build_.reset();
  cancel_view_timers();
}

void EngineCore::cancel_view_timers() {
  for (const auto kind :
       {TimerKind::kLeader, TimerKind::kView, TimerKind::kEmptyBlock, TimerKind::kNullifyRetry, TimerKind::kClock}) {
    timers_.cancel(kind);
  }
  timers_armed_ = leader_expired_ = view_expired_ = false;
}

// R1: 2 delta for the leader, 3 for the view; the leader timer stops at the first proposal.
void EngineCore::arm_view_timers() {
  const ViewRecord& record = tally_.at(cur_);
  const std::int64_t d = delta().value;
  if (!record.proposal) timers_.set(TimerKind::kLeader, now_.steady + Duration(2 * d));
  timers_.set(TimerKind::kView, now_.steady + Duration(3 * d));
  if (record.voted(VoteKind::kNullify)) timers_.set(TimerKind::kNullifyRetry, now_.steady + Duration(2 * d));
  timers_armed_ = true;
}

// R14: a suspension that came after its view was reached (this node committed late). What was held of the old leader's
// counts no more; votes given stay given. The present view's new leader gets its time from now.
void EngineCore::leaders_changed(const LeaderSchedule& before) {
  for (auto& [view, record] : tally_.views()) {
    if (schedule_.leader_of(view) == before.leader_of(view)) continue;
    record.proposal.reset();
    record.leader_equivocated = record.proposal_invalid = record.build_failed = false;
  }
  restore_own_proposals();
  if (schedule_.leader_of(cur_) == before.leader_of(cur_)) return;
  build_.reset();
  empty_wait_over_ = false;
  cancel_view_timers();
}

// ---------------------------------------------------------------- R17: park

bool EngineCore::has_work() const {
  return work_.transactions || work_.calendar || heartbeat_due_;
}

// Every view between the last final one and cur is nullified and none holds a notarization. A gap (after a jump) is
// asked for.
bool EngineCore::parent_is_final() {
  for (View u(cur_.value - 1); u > final_.view; --u.value) {
    const ViewRecord* record = tally_.find(u);
    if (record != nullptr && record->certificate(VoteKind::kNotarize)) return false;
    if (record == nullptr || !record->certificate(VoteKind::kNullify)) {
      need_certificate(u, VoteKind::kNullify);
      return false;
    }
  }
  return true;
}

bool EngineCore::should_park() {
  if (has_work() || !parent_is_final()) return false;
  const auto& views = tally_.views();
  for (auto it = views.lower_bound(cur_); it != views.end(); ++it) {
    const auto& certificates = it->second.certificates;
    const bool certificate = std::ranges::any_of(certificates, [](const auto& c) { return c.has_value(); });
    if (it->second.proposal || certificate) return false;
  }
  return tally_.signers_since(cur_) <= config_.set.max_faulty();
}

void EngineCore::update_pace() {
  parked_ = should_park();
  if (parked_) {
    cancel_view_timers();
    timers_.cancel(TimerKind::kStandstill);
    return;
  }
  if (!timers_armed_) arm_view_timers();
  if (!timers_.armed(TimerKind::kStandstill)) timers_.set(TimerKind::kStandstill, now_.steady + config_.standstill);
}

void EngineCore::restart_heartbeat() {
  heartbeat_due_ = false;
  timers_.set(TimerKind::kHeartbeat, now_.steady + config_.heartbeat);
}

// ---------------------------------------------------------------- R8: resend

// Stuck after nullify(v): the vote again, with the certificate that let us in, for those who are a view behind.
void EngineCore::resend_nullify() {
  if (parked_) return;
  const ViewRecord* record = tally_.find(cur_);
  const chain::Vote* vote =
      record == nullptr || !config_.self ? nullptr : record->vote_of(VoteKind::kNullify, *config_.self);
  if (vote != nullptr) outbox_.broadcast(VotesMessage{{*vote}});
  const ViewRecord* before = tally_.find(View(cur_.value - 1));
  if (before != nullptr && before->certificate(VoteKind::kNullify)) {
    broadcast_certificates({*before->certificate(VoteKind::kNullify)});
  } else if (before != nullptr && before->certificate(VoteKind::kNotarize)) {
    broadcast_certificates({*before->certificate(VoteKind::kNotarize)});
  } else if (final_.certificate) {
    broadcast_certificates({*final_.certificate});
  }
  outbox_.act(ForwardTransactions{});
  timers_.set(TimerKind::kNullifyRetry, now_.steady + Duration(2 * delta().value));
}

// No new finalization for T_s: everything above the highest one that others may lack.
void EngineCore::resend_all() {
  if (parked_) return;
  broadcast_certificates(best_certificates(kMaxResentCertificates));
  VotesMessage own;
  if (config_.self) {
    for (auto it = tally_.views().rbegin(); it != tally_.views().rend(); ++it) {
      for (const auto kind : {VoteKind::kNotarize, VoteKind::kNullify, VoteKind::kFinalize}) {
        const auto* vote = it->second.vote_of(kind, *config_.self);
        if (vote != nullptr && own.votes.size() < kMaxVotesPerMessage) own.votes.push_back(*vote);
      }
    }
    const ViewRecord* record = tally_.find(cur_);
    const auto* proposed = record == nullptr ? nullptr : record->vote_of(VoteKind::kNotarize, *config_.self);
    if (proposed != nullptr && is_self(schedule_.leader_of(cur_))) broadcast_own_proposal(*proposed);
  }
  if (!own.votes.empty()) outbox_.broadcast(std::move(own));
  outbox_.act(ForwardTransactions{});
  timers_.set(TimerKind::kStandstill, now_.steady + config_.standstill);
}

void EngineCore::broadcast_certificates(const std::vector<Certificate>& certificates) {
  for (std::size_t i = 0; i < certificates.size(); i += kMaxCertificatesPerMessage) {
    const std::size_t end = std::min(certificates.size(), i + kMaxCertificatesPerMessage);
    CertificatesMessage message;
    message.certificates.assign(certificates.begin() + static_cast<std::ptrdiff_t>(i),
                                certificates.begin() + static_cast<std::ptrdiff_t>(end));
    outbox_.broadcast(std::move(message));
  }
}

void EngineCore::broadcast_own_proposal(const chain::Vote& vote) {
  const BlockEntry* entry = blocks_.find(vote.subject.block);
  if (entry == nullptr) return;  // final or dropped meanwhile
  outbox_.broadcast(Proposal{vote.subject.block, vote, justification_of(vote.subject.parent_view)});
}

}  // namespace xh::consensus
