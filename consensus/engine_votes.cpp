// Votes in and out: R4 nullify, R6 finalize, R7 tally, R13 evidence.
#include <algorithm>
#include <utility>

#include "chain/primitives/check.h"
#include "consensus/engine_core.h"

namespace xh::consensus {

using chain::Subject;
using chain::Vote;

// A verified vote of the window, or an own one that became durable.
void EngineCore::accept_vote(const Vote& vote) {
  peers_.heard(PeerId(vote.signer.value), cur_);
  if (is_self(vote.signer)) note_foreign_own_vote(vote);
  auto counted = tally_.add(vote);
  report(counted.evidence);
  if (counted.second_notarize && schedule_.leader_of(vote.subject.view) == vote.signer) {
    tally_.at(vote.subject.view).leader_equivocated = true;
  }
  if (counted.formed) accept_certificate(*counted.formed);
}

// R12: a vote of ours that we did not sign in this life and that the journal lacks: the key is in use elsewhere or the
// journal is old.
void EngineCore::note_foreign_own_vote(const Vote& vote) {
  if (vote.subject.view <= journal_floor_) return;  // the journal need not have it any more
  const ViewRecord* record = tally_.find(vote.subject.view);
  const auto* own = record == nullptr ? nullptr : &record->own[kind_index(vote.subject.kind)];
  if (own != nullptr && *own && **own == vote.subject) return;
  forbid_signing("a vote signed with this validator's key is not in its journal (view " +
                 std::to_string(vote.subject.view.value) +
                 "): the key is used on two hosts, or the journal is an old copy");
}

// The same when the vote comes inside a certificate.
void EngineCore::note_own_signature_in(const chain::Certificate& certificate) {
  if (replaying_ || !config_.self) return;
  const auto signers = chain::signers_of(certificate);
  if (std::ranges::find(signers, *config_.self) == signers.end()) return;
  note_foreign_own_vote({certificate.subject, *config_.self, {}});
}

void EngineCore::report(const std::vector<chain::Evidence>& evidence) {
  for (const auto& e : evidence) {
    if (!replaying_) outbox_.act(ReportEvidence{e});
  }
}

// Marks, records and keeps the vote back until it is durable. The one place where this node signs.
Vote EngineCore::sign_own(const Subject& subject) {
  const Vote vote{subject, *config_.self, signer_->sign(subject)};
  auto& own = tally_.at(subject.view).own[kind_index(subject.kind)];
  CHECK(may_cast(subject.view) && !own);
  own = subject;
  outbox_.own_vote(vote);
  return vote;
}

void EngineCore::cast(const Subject& subject) {
  outbox_.broadcast(VotesMessage{{sign_own(subject)}});
}

// R6. A view above the last finalization whose certified notarization is held and that was not nullified by us; cur may
// be past it.
void EngineCore::try_finalize_votes() {
  if (signing_ != Signing::kAllowed) return;
  for (auto& [view, record] : tally_.views()) {
    if (!record.certified || record.voted(VoteKind::kNullify) || record.voted(VoteKind::kFinalize)) continue;
    if (view <= final_.view || !may_cast(view) || !record.certificate(VoteKind::kNotarize)) continue;
    Subject subject = record.certificate(VoteKind::kNotarize)->subject;
    subject.kind = VoteKind::kFinalize;
    cast(subject);
  }
}

// R4's triggers; the leader's own proposal counts like any other.
bool EngineCore::should_nullify(const ViewRecord& record) const {
  const auto leader = schedule_.leader_of(cur_);
  if (view_expired_ || record.proposal_invalid || record.build_failed) return true;
  if (leader_expired_ && !record.proposal) return true;
  if (record.vote_of(VoteKind::kNullify, leader) != nullptr) return true;
  return !record.proposal && !is_self(leader) && peers_.is_silent(leader, cur_);
}

void EngineCore::try_nullify() {
  if (!may_cast(cur_) || parked_) return;
  const ViewRecord& record = tally_.at(cur_);
  if (record.voted(VoteKind::kNullify) || record.voted(VoteKind::kFinalize) || !should_nullify(record)) return;
  cast({VoteKind::kNullify, config_.set.epoch, cur_, View(0), {}});
  timers_.set(TimerKind::kNullifyRetry, now_.steady + Duration(2 * delta().value));
}

}  // namespace xh::consensus
