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
  next_journal_made_ = pruning_ = false;
  checking_in_.reset();
  epoch_question_ = {};
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
  auto actions = engine_->start(host_.now());
  prepare_before_voting();
  perform_all(std::move(actions));
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
  if (!journal_) return {};
  into.journal_floor = journal_->floor();
  if (epoch_.self && into.journal_floor > into.last_final.view)
    host_.log(LogLevel::kWarning, "this validator signs nothing before it has caught up with view " +
                                      std::to_string(into.journal_floor.value) +
                                      ": its journal no longer says what it signed up to there");
  may_sign_ = opened->may_sign;
  journal_bytes_ = journal_->size_bytes();
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
  auto bytes = std::make_shared<std::uint64_t>(0);
  host_.run(
      WorkLane::kDisk,
      [journal = journal_, step, status, bytes] {
        *status = journal->append(*step);
        if (*status) *bytes = journal->size_bytes();
      },
      [this, status, bytes, ticket = action.ticket, engine = engine_number_] {
        if (!*status) return stop_with(status->error());
        if (engine != engine_number_) return;
        journal_bytes_ = *bytes;
        feed(consensus::Persisted{ticket});
      });
}

// Whether this key signed in no later epoch yet. Its journal is here and whole: then it is an operator who must not have
// put an old copy back, and the question of R12 looks for one who did; to ask more would silence whoever merely slept, and
// with liars a quorum. Or a transaction that this process made itself became final: then that transaction's epoch was
// still running after this process began, and whatever comes later begins under its eyes.
bool Replica::may_sign_next_epoch() const {
  return (journal_ && may_sign_) || is_witnessed_;
}

// Called with each step's actions still in hand: the next journal is durable before a vote for this epoch's last block
// leaves. So a quorum has it, whenever the power fails at the switch.
void Replica::prepare_before_voting() {
  if (next_journal_made_ || config_.journals == nullptr || !may_sign_next_epoch()) return;
  const auto is_last = [&](const auto& entry) {
    return entry.second.executed && !entry.second.header.next_validator_set_hash.is_zero();
  };
  if (std::ranges::none_of(held_.all(), is_last)) return;
  if (auto ok = config_.journals->prepare(chain::Epoch{epoch_.number().value + 1}); !ok) return stop_with(ok.error());
  next_journal_made_ = true;
}

// For a block that is final and not in the log yet.
chain::Status Replica::prepare_next_epoch(const chain::Header& header,
                                          const std::vector<contracts::TransactionPtr>& transactions) {
  const bool holds_own =
      !own_transactions_.empty() && std::ranges::any_of(transactions, [&](const contracts::TransactionPtr& tx) {
        return std::ranges::find(own_transactions_, tx->id) != own_transactions_.end();
      });
  if (holds_own) {
    is_witnessed_ = true;
    own_transactions_.clear();
  }
  const bool is_last = !header.next_validator_set_hash.is_zero();
  if (config_.journals == nullptr || !(is_last || holds_own) || !may_sign_next_epoch()) return {};
  return config_.journals->prepare(chain::Epoch{header.epoch.value + 1});
}

void Replica::end_epoch() {
  epoch_is_over_ = false;
  leaving_ = epoch_.set.validators;
  queue_.clear();
  timers_ = {};
  fetches_.clear();
  const bool came_late = sync_.active();
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
  if (came_late) epoch_question_ = {kEpochQuestions, 0, host_.now().steady + kOtherEpochAnswerInterval};
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
  const auto now = host_.now().steady;
  if (epoch > epoch_.number()) {
    if (epoch_question_.left == 0) epoch_question_.again = now + kOtherEpochAnswerInterval;
    epoch_question_.left = kEpochQuestions;
    schedule_wake();
  }
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

// The one who showed a later epoch may be gone, or the answer lost, and a network at rest says nothing by itself: the
// question goes on to the others in turn.
void Replica::ask_about_later_epoch() {
  auto& question = epoch_question_;
  const auto now = host_.now().steady;
  if (question.left == 0 || now < question.again) return;
  --question.left;
  question.again = now + kOtherEpochAnswerInterval;
  if (sync_.active()) return;
  if (const auto peer = peer_in_turn({}, question.turn++))
    send_to(*peer, consensus::CertificateRequest{epoch_.number(), engine_->status().cur, chain::VoteKind::kFinalize});
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
