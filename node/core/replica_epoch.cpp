// Epochs (R16; docs/decisions/0012): an engine's beginning and end, its journal, whom to be connected with, and
// messages of another epoch than ours.
#include <algorithm>

#include "node/core/replica.h"

namespace xh::node {
namespace {

namespace governance = contracts::governance;

// One record of the voting journal on disk: the engine's record and, for a block, the block itself (R12).
struct StoredRecord {
  consensus::JournalRecord record;
  std::optional<chain::Block> block;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("record", &StoredRecord::record), chain::field<2>("block", &StoredRecord::block));
  }
};

// Up to which finalized view a record may be dropped.
chain::View view_of(const consensus::JournalRecord& record) {
  if (record.vote) return record.vote->subject.view;
  if (record.certificate) return record.certificate->subject.view;
  if (record.block) return record.block->view;
  if (record.certified) return record.certified->view;
  return chain::View{~std::uint64_t{0}};  // signing_forbidden stays
}

consensus::Config engine_config(const Ledger& ledger, const EpochContext& epoch) {
  const auto& params = ledger.genesis().consensus;
  consensus::Config out;
  out.chain = ledger.context().tag;
  out.set = epoch.set;
  out.self = epoch.self;
  out.delta = consensus::Duration{params.delta_ms};
  out.timeout_cap = consensus::Duration{params.max_timeout_ms};
  out.heartbeat = consensus::Duration{params.heartbeat_ms};
  out.clock_drift = consensus::Duration{params.clock_drift_ms};
  return out;
}

}  // namespace

// ---------------------------------------------------------------- beginning and end

// Needs draining_: what the new engine's first actions give rise to is worked off by the caller's drain().
chain::Status Replica::begin_epoch() {
  const auto own_key =
      config_.validator_key != nullptr ? std::optional(config_.validator_key->public_key()) : std::nullopt;
  epoch_ = present_epoch(ledger_, own_key);
  ++engine_number_;
  suspensions_told_ = 0;
  was_latest_ = false;
  is_alone_ = true;
  quiet_since_ = host_.now().steady;
  verifier_before_.reset();
  attesting_.reset();
  if (epoch_.number().value > 0) evidence_.forget_before(chain::Epoch{epoch_.number().value - 1});
  hint_ = {};
  followed_.clear();
  follow_validators(epoch_after(ledger_.executor(), ledger_.executor().finalized()));
  peer_map_.enter(epoch_.set, directory_);
  consensus::Restored restored;
  restored.last_final = last_final_of(ledger_, epoch_.number());
  restored.start_nonce = host_.random();
  if (auto ok = open_journal(restored); !ok) return ok;
  restored.may_sign = may_sign_;
  host_.log(LogLevel::kInfo, "epoch " + std::to_string(epoch_.number().value) + " with " +
                                 std::to_string(epoch_.set.size()) + " validators: this node " +
                                 (epoch_.self ? may_sign_ ? "votes" : "follows and signs nothing" : "follows"));
  engine_ = std::make_unique<consensus::Engine>(engine_config(ledger_, epoch_), signer_.get(), std::move(restored));
  perform_all(engine_->start(host_.now()));
  if (epoch_is_over_) return {};  // the journal held the finalization of its last block
  follow_state();
  update_work_hint();
  return {};
}

// The journal is opened whether or not this key is of the set: that it is there is what allows the next epoch's.
chain::Status Replica::open_journal(consensus::Restored& into) {
  journal_.reset();
  may_sign_ = false;
  if (config_.journals == nullptr) return {};
  auto opened = config_.journals->open(epoch_.number());
  if (!opened) return std::unexpected(opened.error());
  if (!opened->warning.empty()) host_.log(LogLevel::kWarning, opened->warning);
  journal_ = std::move(opened->journal);
  may_sign_ = opened->may_sign;
  return restore(std::move(opened->records), into);
}

chain::Status Replica::restore(std::vector<chain::JournalRecord> records, consensus::Restored& into) {
  for (const auto& raw : records) {
    auto stored = chain::decode<StoredRecord>(raw.bytes);
    if (!stored) return chain::local_fault("voting journal: a record cannot be understood: " + stored.error().message);
    if (stored->record.signing_forbidden == epoch_.number()) may_sign_ = false;
    if (stored->record.block && stored->block && stored->record.block->height > ledger_.height()) {
      auto bodies = ledger_.parse_bodies(stored->block->transactions);
      auto header = chain::decode<chain::Header>(stored->block->header);
      if (!bodies || !header) return chain::local_fault("voting journal: a block cannot be understood");
      std::vector<chain::TxHash> hashes;
      for (const auto& tx : *bodies) hashes.push_back(tx->hash);
      if (auto* held = held_.hold(*header, stored->block->header, stored->record.block->id, std::move(hashes))) {
        held->bodies = std::move(*bodies);
        held->missing = 0;
      }
    }
    into.records.push_back(std::move(stored->record));
  }
  return {};
}

// Without a journal nothing is signed, so nothing has to be durable either: the block log is enough to follow.
void Replica::perform(consensus::Persist action) {
  if (!journal_ || !epoch_.self) {
    for (const auto& record : action.records) CHECK(!record.vote);
    queue_.emplace_back(consensus::Persisted{action.ticket});
    return;
  }
  auto step = std::make_shared<std::vector<chain::JournalRecord>>();
  for (auto& record : action.records) {
    StoredRecord stored{std::move(record), std::nullopt};
    const auto view = view_of(stored.record);
    if (stored.record.block) {
      const auto* held = held_.find(stored.record.block->id);
      CHECK(held != nullptr && held->missing == 0);
      stored.block = held->to_block();
    }
    step->push_back({view, chain::encode(stored)});
  }
  auto status = std::make_shared<chain::Status>();
  host_.run(
      WorkLane::kDisk, [journal = journal_, step, status] { *status = journal->append(*step); },
      [this, status, ticket = action.ticket, engine = engine_number_] {
        if (!*status) return stop_with(status->error());
        if (engine == engine_number_) feed(consensus::Persisted{ticket});
      });
}

// This key may begin the next epoch's journal if it signed nothing there yet: it kept its journal up to the end of this
// epoch, or this epoch was the latest one at some moment of this process's life. A folder that was wiped while a later
// epoch runs has neither, however often it catches up to that epoch's beginning.
bool Replica::may_sign_next_epoch() const {
  return (journal_ && may_sign_) || was_latest_;
}

// For a whole heartbeat nothing of a later epoch was heard and nothing was to be caught up with, while enough others
// were connected that an honest one would have said so: no later epoch had begun.
void Replica::watch_for_later_epochs(bool is_behind) {
  const auto now = host_.now().steady;
  const auto up = std::ranges::count_if(epoch_.set.validators, [&](const chain::Validator& validator) {
    const auto peer = directory_.find(validator.node_key);
    return peer && network_.peer_state(*peer).up;
  });
  const bool was_alone = std::exchange(is_alone_, static_cast<std::size_t>(up) + 1 < epoch_.set.quorum());
  const auto enough = quiet_since_ + consensus::Duration{ledger_.genesis().consensus.heartbeat_ms};
  if (!was_alone && !is_alone_ && now >= enough) was_latest_ = true;
  if (is_behind || was_alone || is_alone_) quiet_since_ = now;
}

chain::Status Replica::prepare_next_epoch(const chain::Header& header) {
  if (header.next_validator_set_hash.is_zero() || config_.journals == nullptr) return {};
  if (!may_sign_next_epoch()) return {};
  return config_.journals->prepare(chain::Epoch{header.epoch.value + 1});
}

void Replica::end_epoch() {
  epoch_is_over_ = false;
  leaving_ = epoch_.set.validators;
  queue_.clear();
  timers_ = {};
  fetches_.clear();
  sync_.stop();
  held_ = {};
  // What the old engine had to say last: with it everyone else gets here too.
  if (const auto& last = ledger_.tip().finalization) send_to_all(consensus::CertificatesMessage{{*last}});
  if (auto ok = begin_epoch(); !ok) return stop_with(ok.error());
  if (config_.journals != nullptr) {
    if (auto ok = config_.journals->drop_before(epoch_.number()); !ok) return stop_with(ok.error());
  }
  // One who comes late finds out at once how far the others are.
  send_to_all(consensus::CertificateRequest{epoch_.number(), chain::View{1}, chain::VoteKind::kFinalize});
}

// ---------------------------------------------------------------- what the state asks of the node

void Replica::follow_state() {
  const auto state = epoch_after(ledger_.executor(), ledger_.executor().finalized());
  for (; suspensions_told_ < state.suspended.size(); ++suspensions_told_) {
    const auto& suspension = state.suspended[suspensions_told_];
    queue_.emplace_back(consensus::LeaderSuspended{suspension.validator, suspension.from_view});
  }
  follow_validators(state);
  attend_to_duties();
}

// Those of an accepted change are connected before they vote: they have to catch up and to attest. Those of the epoch
// before stay until the new one has a block: they have to hear how it ended.
void Replica::follow_validators(const governance::EpochState& state) {
  auto wanted = state.set.validators;
  const auto add = [&](const std::vector<chain::Validator>& validators) {
    for (const auto& validator : validators) {
      if (std::ranges::find(wanted, validator.node_key, &chain::Validator::node_key) == wanted.end())
        wanted.push_back(validator);
    }
  };
  add(leaving_);
  if (state.accepted_change) {
    const auto& executor = ledger_.executor();
    auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
    if (const auto next = governance::next_validators(view.context())) add(next->validators);
  }
  if (wanted == followed_) return;
  directory_.follow(wanted);
  followed_ = std::move(wanted);
}

// ---------------------------------------------------------------- messages of another epoch

// True when the message is not of our epoch; one of the two is behind and learns it now (R10). `said`: the block whose
// finalization the peer sent; who knows its epoch's last block needs no answer, or two nodes would answer each other
// for ever.
bool Replica::is_of_other_epoch(p2p::PeerId peer, chain::Epoch epoch, const chain::BlockId& said) {
  if (epoch == epoch_.number()) return false;
  watch_for_later_epochs(epoch > epoch_.number());
  const auto now = host_.now().steady;
  auto& next = other_epoch_answers_[peer];
  if (now < next) return true;
  next = now + kOtherEpochAnswerInterval;
  if (epoch > epoch_.number()) {
    send_to(peer, consensus::CertificateRequest{epoch_.number(), engine_->status().cur, chain::VoteKind::kFinalize});
    return true;
  }
  // The asker fetches that block, or all up to it, and comes to the next epoch.
  const auto last = finalization_of_last(epoch);
  if (last && last->subject.block != said) send_to(peer, consensus::CertificatesMessage{{*last}});
  return true;
}

// Of an epoch that is over. Nothing when neither the log nor what the ledger stands on has it.
std::optional<chain::Certificate> Replica::finalization_of_last(chain::Epoch epoch) {
  const auto& executor = ledger_.executor();
  auto view = executor.view(executor.finalized(), contracts::time_of(executor.finalized()));
  const chain::Epoch next{epoch.value + 1};
  const auto first = governance::first_height_of(view.context(), next);
  if (!first || first->value == 0) return std::nullopt;
  const auto last = ledger_.read(chain::Height{first->value - 1});
  if (last) return last->finalization;
  const auto links = ledger_.epoch_links(next);
  if (links) return links->back().finalization;
  if (links.error().fault != chain::Fault::kNotFound) stop_with(links.error());
  return std::nullopt;
}

}  // namespace xh::node
