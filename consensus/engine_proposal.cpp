// R2 propose, R3 notarize, R15 timestamps, R16 the epoch's last block.
#include <algorithm>

#include "consensus/engine_core.h"

namespace xh::consensus {

using chain::Certificate;

// ---------------------------------------------------------------- R3: the proposal of another

// Admitted: of the window, signed by the view's leader, not known yet.
void EngineCore::accept_proposal(const ProposalReceived& event) {
  if (event.block.id != event.vote.subject.block)
    return;  // the driver's check, repeated: an id is recomputed, never trusted
  ViewRecord& record = tally_.at(event.vote.subject.view);
  if (!record.proposal && !is_self(event.vote.signer)) record.proposal = {event.block, event.vote.subject};
  if (event.vote.subject.view == cur_) timers_.cancel(TimerKind::kLeader);
  if (admits(event.vote) == Admission::kAdmit) accept_vote(event.vote);
}

void EngineCore::try_notarize() {
  const ViewRecord* record = tally_.find(cur_);
  if (record == nullptr || !record->proposal || record->proposal_invalid || record->leader_equivocated) return;
  if (record->voted(VoteKind::kNotarize) || record->voted(VoteKind::kNullify)) return;
  const KnownProposal proposal = *record->proposal;
  const auto& notarization = record->certificate(VoteKind::kNotarize);
  if (notarization && notarization->subject != proposal.subject) return;  // a conflicting certificate was seen
  const Check check = check_proposal(proposal);
  if (check == Check::kInvalid) tally_.at(cur_).proposal_invalid = true;
  if (check != Check::kOk || !may_cast(cur_)) return;
  make_durable(proposal.block.id);
  cast(proposal.subject);
}

EngineCore::Check EngineCore::check_proposal(const KnownProposal& proposal) {
  const BlockInfo& block = proposal.block;
  const auto& subject = proposal.subject;
  const bool first_time = block.view == subject.view;
  if (block.epoch != config_.set.epoch || !(first_time || ends_epoch(block))) return Check::kInvalid;
  if (first_time && block.proposer != schedule_.leader_of(subject.view)) return Check::kInvalid;
  if (subject.parent_view >= subject.view || subject.parent_view < final_.view) return Check::kInvalid;
  const auto parent_id = certified_block_of(subject.parent_view);
  if (!parent_id) return Check::kWait;
  const bool again = block.id == *parent_id;  // R16: the epoch's last block under a new view
  if (again ? !ends_epoch(block) : !first_time || block.parent != *parent_id) return Check::kInvalid;
  if (const Check ancestry = check_ancestry(subject); ancestry != Check::kOk || again) return ancestry;
  const BlockInfo* parent = blocks_.info(block.parent);
  if (parent == nullptr) return Check::kWait;
  if (const Check links = check_against_parent(block, *parent); links != Check::kOk) return links;
  const Check clock = check_clock(block, *parent);
  if (clock == Check::kInvalid) return clock;
  const Check execution = check_execution(block);
  return execution == Check::kOk ? clock : execution;
}

// The final or notarized block of a view at or above the last final one; a missing notarization is asked for.
std::optional<chain::BlockId> EngineCore::certified_block_of(View view) {
  if (view == final_.view) return final_.id;
  const ViewRecord* record = tally_.find(view);
  if (record != nullptr && record->certificate(VoteKind::kNotarize))
    return record->certificate(VoteKind::kNotarize)->subject.block;
  need_certificate(view, VoteKind::kNotarize);
  return std::nullopt;
}

// p is certified, or final and committed; every view between is nullified. What is missing is asked for.
EngineCore::Check EngineCore::check_ancestry(const chain::Subject& subject) {
  const View p = subject.parent_view;
  const ViewRecord* of_parent = tally_.find(p);
  const bool settled =
      p == final_.view ? final_.id == blocks_.committed().id : of_parent != nullptr && of_parent->certified;
  Check result = settled ? Check::kOk : Check::kWait;
  for (View u(p.value + 1); u < subject.view; ++u.value) {
    const ViewRecord* record = tally_.find(u);
    if (record != nullptr && record->certificate(VoteKind::kNullify)) continue;
    need_certificate(u, VoteKind::kNullify);
    result = Check::kWait;
    if (needs_.size() >= kMaxRequestsAtOnce) break;
  }
  return result;
}

// Nothing but itself follows an epoch's last block (R16).
EngineCore::Check EngineCore::check_against_parent(const BlockInfo& block, const BlockInfo& parent) const {
  if (ends_epoch(parent)) return Check::kInvalid;
  const bool linked = block.parent == parent.id && block.height.value == parent.height.value + 1;
  return linked && block.timestamp > parent.timestamp && block.epoch == config_.set.epoch ? Check::kOk
                                                                                          : Check::kInvalid;
}

// R15, at notarize only: neither ahead of this clock (wait) nor dated back behind it (nullify).
EngineCore::Check EngineCore::check_clock(const BlockInfo& block, const BlockInfo& parent) {
  const std::int64_t clock = now_.ledger.value;
  const std::int64_t earliest = clock - (config_.clock_drift.value + 3 * delta().value);
  if (block.timestamp.value < earliest) return Check::kInvalid;
  const std::int64_t latest = std::max(clock + config_.clock_drift.value, parent.timestamp.value + 1);
  if (block.timestamp.value <= latest) return Check::kOk;
  // A second at most: a driven clock may jump before its distance has passed in steady time.
  const std::int64_t wait = std::min<std::int64_t>(block.timestamp.value - latest, chain::kSecondMs);
  timers_.set(TimerKind::kClock, now_.steady + Duration(wait));
  return Check::kWait;
}

EngineCore::Check EngineCore::check_execution(const BlockInfo& block) {
  bool broken = false;
  blocks_.add(block);
  if (is_executed(block.id, Purpose::kNotarize, broken)) return Check::kOk;
  return broken ? Check::kInvalid : Check::kWait;
}

// ---------------------------------------------------------------- R2: our own

void EngineCore::try_propose() {
  if (!may_cast(cur_) || parked_ || !is_self(schedule_.leader_of(cur_))) return;
  const ViewRecord& record = tally_.at(cur_);
  if (record.voted(VoteKind::kNotarize) || record.voted(VoteKind::kNullify) || record.build_failed) return;
  const auto parent = choose_parent();
  if (!parent) return;
  if (const BlockInfo* last = blocks_.info(parent->id); last != nullptr && ends_epoch(*last)) {
    if (parent->view > final_.view) propose(BlockInfo(*last), parent->view);  // R16, and never waits
    return;
  }
  bool broken = false;
  if (!is_executed(parent->id, Purpose::kCertify, broken)) return;
  const bool working = build_ && build_->view == cur_ && build_->parent.id == parent->id;
  const bool work = (work_.transactions || work_.calendar) && no_work_in_ != cur_;
  if (work) {
    if (!working) ask_to_build(*parent, false);
    return;
  }
  if (working) return;
  // Without work: an empty block only where the chain needs one, and not before the parent had its chance to become
  // final and us to park.
  // Work that turned out not to fit this parent waits as well: the hint may be corrected, and a stuck transaction must
  // not race us.
  const bool nothing_to_wait_for = parent->view == final_.view && no_work_in_ != cur_;
  if (nothing_to_wait_for || empty_wait_over_) return ask_to_build(*parent, true);
  if (!timers_.armed(TimerKind::kEmptyBlock)) {
    timers_.set(TimerKind::kEmptyBlock, now_.steady + Duration(std::max<std::int64_t>(config_.delta.value / 2, 1)));
  }
}

// The highest certified or final view below cur with every view between nullified; the first gap is asked for.
std::optional<EngineCore::Parent> EngineCore::choose_parent() {
  for (View u(cur_.value - 1);; --u.value) {
    if (u <= final_.view) return Parent{final_.view, final_.id};
    const ViewRecord* record = tally_.find(u);
    if (record != nullptr && record->certified && record->certificate(VoteKind::kNotarize)) {
      return Parent{u, record->certificate(VoteKind::kNotarize)->subject.block};
    }
    if (record == nullptr || !record->certificate(VoteKind::kNullify)) {
      need_certificate(u, VoteKind::kNullify);
      return std::nullopt;
    }
  }
}

void EngineCore::ask_to_build(const Parent& parent, bool allow_empty) {
  const BlockInfo* info = blocks_.info(parent.id);
  if (info == nullptr) return;
  build_ = Build{cur_, parent, allow_empty};
  timers_.cancel(TimerKind::kEmptyBlock);
  outbox_.act(BuildBlock{cur_, *info, allow_empty});
}

void EngineCore::propose_built(const BlockInfo& block) {
  BlockEntry& entry = blocks_.add(block);
  entry.asked = true;
  entry.verdict = Verdict::kValid;
  propose(block, build_->parent.view);
}

// A block just built on `parent`, or the certified block of `parent` once more (R16).
void EngineCore::propose(const BlockInfo& block, View parent) {
  make_durable(block.id);
  const chain::Subject subject{VoteKind::kNotarize, config_.set.epoch, cur_, parent, block.id};
  tally_.at(cur_).proposal = {block, subject};
  timers_.cancel(TimerKind::kLeader);
  broadcast_own_proposal(sign_own(subject));
  build_.reset();
}

// The parent's certificate and the first skipped nullifications (R2); a receiver asks for the rest.
std::vector<Certificate> EngineCore::justification_of(View parent) const {
  std::vector<Certificate> out;
  const ViewRecord* record = tally_.find(parent);
  if (parent == final_.view && final_.certificate) {
    out.push_back(*final_.certificate);
  } else if (record != nullptr && record->certificate(VoteKind::kNotarize)) {
    out.push_back(*record->certificate(VoteKind::kNotarize));
  }
  for (View u(parent.value + 1); u < cur_ && out.size() < kMaxJustification; ++u.value) {
    const ViewRecord* skipped = tally_.find(u);
    if (skipped != nullptr && skipped->certificate(VoteKind::kNullify))
      out.push_back(*skipped->certificate(VoteKind::kNullify));
  }
  return out;
}

}  // namespace xh::consensus
