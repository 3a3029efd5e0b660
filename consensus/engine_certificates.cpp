// Certificates: R1 enter, R5 certify, R7 store and tell once, finalization and commit.
#include <utility>

#include "consensus/engine_core.h"

namespace xh::consensus {

using chain::BlockId;
using chain::Certificate;

// ---------------------------------------------------------------- R7: stored and told once

// Formed from votes, verified by the driver, or read from the journal.
void EngineCore::accept_certificate(const Certificate& certificate) {
  if (const Certificate* other = contradiction_of(certificate); other != nullptr) {
    halt("two certificates that cannot both exist: more than f validators broke the protocol (view " +
             std::to_string(certificate.subject.view.value) + ")",
         {*other, certificate});
    return;
  }
  report(tally_.compare(certificate));
  if (certificate.subject.view <= final_.view) return;
  note_own_signature_in(certificate);
  store(certificate);
  if (certificate.subject.kind == VoteKind::kNullify) advance_to(certificate.subject.view);
  if (certificate.subject.kind == VoteKind::kFinalize) store_finalization(certificate);
}

void EngineCore::store(const Certificate& certificate) {
  tally_.at(certificate.subject.view).certificates[kind_index(certificate.subject.kind)] = certificate;
  if (replaying_) return;
  JournalRecord record;
  record.certificate = certificate;
  outbox_.record(std::move(record));
  outbox_.broadcast(CertificatesMessage{{certificate}});
}

// R1: cur is the view after the highest one that is done with; it never goes back.
void EngineCore::advance_to(View done) {
  if (done.value != UINT64_MAX) cur_ = std::max(cur_, View(done.value + 1));
}

// What is held and cannot exist beside this certificate with at most f liars; nothing when there is no such thing.
const Certificate* EngineCore::contradiction_of(const Certificate& certificate) const {
  const auto& s = certificate.subject;
  const Certificate* final_certificate = final_.certificate ? &*final_.certificate : nullptr;
  if (s.view <= final_.view) return contradicts_final(certificate) ? final_certificate : nullptr;
  // Nothing final lies strictly between a final block and its parent.
  if (s.kind == VoteKind::kFinalize && s.parent_view < final_.view) return final_certificate;
  if (s.kind == VoteKind::kFinalize && epoch_over() && s.block != final_.id) return final_certificate;
  const ViewRecord* record = tally_.find(s.view);
  if (record == nullptr) return nullptr;
  const auto& same_kind = record->certificate(s.kind);
  if (same_kind && same_kind->subject != s) return &*same_kind;
  if (s.kind != VoteKind::kFinalize) return nullptr;
  if (const auto& nullification = record->certificate(VoteKind::kNullify)) return &*nullification;
  const auto& notarization = record->certificate(VoteKind::kNotarize);
  const bool same_block =
      !notarization || (notarization->subject.block == s.block && notarization->subject.parent_view == s.parent_view);
  return same_block ? nullptr : &*notarization;
}

void EngineCore::store_finalization(const Certificate& certificate) {
  final_ = {certificate.subject.view, certificate.subject.block, certificate};
  remember_final(final_.view, final_.id, true);
  advance_to(final_.view);
  tally_.prune(final_.view);
  timers_.cancel(TimerKind::kStandstill);  // update_pace() arms it anew
  if (!replaying_) restart_heartbeat();
}

void EngineCore::remember_final(View view, const BlockId& id, bool by_certificate) {
  auto& known = recent_final_[view];
  known = {id, known.by_certificate || by_certificate};
  while (recent_final_.size() > kRecentFinalViews) recent_final_.erase(recent_final_.begin());
}

// ---------------------------------------------------------------- R5: certify

bool EngineCore::certify_views() {
  bool any = false;
  for (auto& [view, record] : tally_.views()) {
    if (!halted_ && record.certificate(VoteKind::kNotarize)) any = certify(view, record) || any;
  }
  return any;
}

// True when the view became certified now. A view certified before a restart is executed again, so that children can
// be.
bool EngineCore::certify(View view, ViewRecord& record) {
  const Certificate& notarization = *record.certificate(VoteKind::kNotarize);
  const BlockId& id = notarization.subject.block;
  BlockEntry* entry = blocks_.find(id);
  if (entry == nullptr && record.proposal && record.proposal->block.id == id)
    entry = &blocks_.add(record.proposal->block);
  if (entry == nullptr) {
    need_block(view, id);
    return false;
  }
  if (record.certified && entry->verdict == Verdict::kValid) return false;
  if (final_.id != blocks_.committed().id) return false;  // what is final comes first
  bool broken = false;
  if (!is_executed(id, Purpose::kCertify, broken)) {
    if (broken)
      halt(
          "a quorum notarized a block that this node's executor rejects: either more than f lie or this node is broken",
          {notarization});
    return false;
  }
  if (record.certified) return false;
  make_durable(id);
  JournalRecord certified;
  certified.certified = CertifiedRecord{view, id};
  outbox_.record(std::move(certified));
  record.certified = true;
  advance_to(view);
  return true;
}

void EngineCore::make_durable(const BlockId& id) {
  BlockEntry* entry = blocks_.find(id);
  if (entry == nullptr || entry->durable) return;
  entry->durable = true;
  JournalRecord record;
  record.block = entry->info;
  outbox_.record(std::move(record));
}

// Whether the block and all its ancestors up to the committed one are executed and valid; if not, asks for the next
// thing missing. `broken`: it never will be.
bool EngineCore::is_executed(const BlockId& id, Purpose purpose, bool& broken) {
  using State = BlockTree::Way::State;
  const auto way = blocks_.way_to(id);
  broken = way.state == State::kInvalid || way.state == State::kConflict;
  if (way.state == State::kMissing) need_block(View(0), way.at);  // an ancestor: anyone may have it
  if (way.state == State::kWaiting) {
    BlockEntry* entry = blocks_.find(way.at);
    if (!entry->asked) {
      entry->asked = true;
      outbox_.act(ValidateBlock{entry->info, way.at == id ? purpose : Purpose::kCertify});
    }
  }
  return way.state == State::kExecuted;
}

// ---------------------------------------------------------------- finality

// Commits the highest final block with its ancestors once all of them are here and executed.
bool EngineCore::try_commit() {
  if (halted_ || syncing_to_ || final_.id == blocks_.committed().id) return false;
  const auto way = blocks_.way_to(final_.id);
  if (way.state == BlockTree::Way::State::kMissing) {
    if (way.at == final_.id) {
      need_block(final_.view, final_.id);
    } else {
      sync_to_final();
    }
    return false;
  }
  bool broken = false;
  if (!is_executed(final_.id, Purpose::kCertify, broken)) {
    if (broken) halt("a final block conflicts with this node's chain or executor", {*final_.certificate});
    return false;
  }
  commit(way.blocks);
  return true;
}

void EngineCore::commit(const std::vector<BlockId>& ids) {
  Commit out{*final_.certificate, {}};
  for (const auto& id : ids) {
    out.blocks.push_back(*blocks_.info(id));
    remember_final(out.blocks.back().view, id, false);
  }
  const BlockInfo tip = out.blocks.back();
  blocks_.commit(tip, final_.view);
  outbox_.act(std::move(out));
}

// R10: ancestors of a final block that were missed are final elsewhere: the driver fetches them by height. Needs the
// block itself here.
void EngineCore::sync_to_final() {
  if (sync_not_before_ && now_.steady < *sync_not_before_) return timers_.set(TimerKind::kFetch, *sync_not_before_);
  sync_not_before_.reset();
  syncing_to_ = final_.id;
  outbox_.act(SyncTo{*final_.certificate, blocks_.info(final_.id)->height});
}

}  // namespace xh::consensus
