// R12: replay of the journal, and the question to the others before the first signature after a start.
#include <utility>

#include "consensus/engine_core.h"

namespace xh::consensus {

using chain::Vote;

// ---------------------------------------------------------------- replay (in the constructor; nothing is recorded or
// sent)

void EngineCore::replay(const JournalRecord& record) {
  if (record.vote) replay_vote(*record.vote);
  if (record.certificate && record.certificate->subject.epoch == config_.set.epoch)
    accept_certificate(*record.certificate);
  if (record.block && record.block->epoch == config_.set.epoch && record.block->height > blocks_.committed().height) {
    blocks_.add(*record.block).durable = true;
  }
  if (record.certified && record.certified->view > final_.view) {
    tally_.at(record.certified->view).certified = true;
    advance_to(record.certified->view);
  }
  if (record.signing_forbidden == config_.set.epoch && config_.self) signing_ = Signing::kForbidden;
}

// Own votes go back into the tally: without them a quorum that needs ours would never form again.
void EngineCore::replay_vote(const Vote& vote) {
  const auto& s = vote.subject;
  if (s.epoch != config_.set.epoch || !is_self(vote.signer)) return;
  journal_votes_.emplace(std::pair(s.view, s.kind), s);
  if (s.view <= final_.view) return;
  tally_.at(s.view).own[kind_index(s.kind)] = s;
  static_cast<void>(tally_.add(vote));
  cur_ = std::max(cur_, s.view);
}

// A leader that restarts in its own view can still spread the proposal it signed.
void EngineCore::restore_own_proposals() {
  for (auto& [view, record] : tally_.views()) {
    const auto& own = record.own[kind_index(VoteKind::kNotarize)];
    if (!own || !is_self(schedule_.leader_of(view)) || record.proposal) continue;
    const BlockInfo* block = blocks_.info(own->block);
    if (block != nullptr) record.proposal = {*block, *own};
  }
}

// ---------------------------------------------------------------- the wait

void EngineCore::begin_restart_wait() {
  restore_own_proposals();
  peers_.forgive(cur_);
  if (signing_ == Signing::kWaiting) ask_about_own_votes();
}

void EngineCore::ask_about_own_votes() {
  if (signing_ != Signing::kWaiting) return;
  outbox_.broadcast(RestartQuery{config_.set.epoch, journal_floor_, start_nonce_});
  timers_.set(TimerKind::kRestart, now_.steady + config_.delta);
}

// Answering needs no right to sign: nodes that all start at once answer each other.
void EngineCore::answer_restart_query(PeerId from, const RestartQuery& query) {
  if (query.epoch != config_.set.epoch || from.value >= config_.set.size()) return;
  if (!peers_.may_answer_restart(from, now_.steady)) return;
  RestartAnswer answer{query.epoch, query.nonce, {}, best_certificates(kMaxCertificatesPerMessage)};
  const auto& views = tally_.views();
  for (auto it = views.rbegin(); it != views.rend() && it->first > query.floor; ++it) {
    for (const auto kind : {VoteKind::kNotarize, VoteKind::kNullify, VoteKind::kFinalize}) {
      const auto* vote = it->second.vote_of(kind, chain::ValidatorIndex(from.value));
      if (vote != nullptr && answer.votes.size() < kMaxVotesPerMessage) answer.votes.push_back(*vote);
    }
  }
  outbox_.send(from, std::move(answer));
}

bool EngineCore::journal_lacks(const Vote& vote) const {
  const auto& s = vote.subject;
  if (s.epoch != config_.set.epoch || !is_self(vote.signer) || s.view <= journal_floor_) return false;
  const auto found = journal_votes_.find({s.view, s.kind});
  return found == journal_votes_.end() || found->second != s;
}

void EngineCore::accept_restart_answer(PeerId from, const RestartAnswer& answer) {
  if (admits(from, answer) != Admission::kAdmit) return;
  for (const auto& vote : answer.votes) {
    if (!journal_lacks(vote)) continue;
    forbid_signing("another validator holds a vote of this key that the journal lacks (view " +
                   std::to_string(vote.subject.view.value) + ")");
    return;
  }
  for (const auto& certificate : answer.certificates) {
    if (!halted_ && admits(certificate) == Admission::kAdmit) accept_certificate(certificate);
  }
  restart_answers_.insert(from);
  if (restart_answers_.size() + 1 < config_.set.quorum()) return;
  signing_ = Signing::kAllowed;
  journal_votes_.clear();
  restart_answers_.clear();
  timers_.cancel(TimerKind::kRestart);
}

void EngineCore::forbid_signing(std::string reason) {
  if (signing_ == Signing::kForbidden || signing_ == Signing::kObserver) return;
  signing_ = Signing::kForbidden;
  timers_.cancel(TimerKind::kRestart);
  JournalRecord record;
  record.signing_forbidden = config_.set.epoch;
  outbox_.record(std::move(record));
  outbox_.act(SigningForbidden{std::move(reason)});
}

}  // namespace xh::consensus
