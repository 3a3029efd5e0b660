#include "node/core/replica.h"

#include <algorithm>

namespace xh::node {
namespace {

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

consensus::Config engine_config(const Ledger& ledger, const ReplicaConfig& config) {
  const auto& params = ledger.genesis().consensus;
  consensus::Config out;
  out.chain = ledger.context().tag;
  out.set = ledger.context().validators;
  out.self = config.self;
  out.delta = consensus::Duration{params.delta_ms};
  out.timeout_cap = consensus::Duration{params.max_timeout_ms};
  out.heartbeat = consensus::Duration{params.heartbeat_ms};
  out.clock_drift = consensus::Duration{params.clock_drift_ms};
  return out;
}

}  // namespace

Replica::Replica(Host& host, p2p::Transport& network, Ledger& ledger, JournalStart journal, ReplicaConfig config)
    : host_(host),
      network_(network),
      ledger_(ledger),
      journal_(std::move(journal.journal)),
      restored_records_(std::move(journal.records)),
      may_sign_(journal.may_sign),
      config_(std::move(config)),
      digests_(ledger.context().tag),
      verifier_(std::make_shared<const chain::VoteVerifier>(ledger.context().validators, ledger.context().tag)),
      mempool_(config_.mempool),
      sync_(ledger.context().tag) {
  if (config_.self) signer_ = std::make_unique<consensus::KeySigner>(*config_.validator_key, digests_);
}

Replica::~Replica() = default;

chain::Status Replica::start() {
  consensus::Restored restored;
  restored.last_final = ledger_.tip();
  restored.may_sign = may_sign_;
  restored.start_nonce = config_.start_nonce;
  if (auto ok = restore_journal(restored); !ok) return ok;
  if (auto ok = forbid_signing_for_good(restored); !ok) return ok;
  engine_ = std::make_unique<consensus::Engine>(engine_config(ledger_, config_), signer_.get(), std::move(restored));
  draining_ = true;
  perform_all(engine_->start(host_.now()));
  draining_ = false;
  update_work_hint();
  drain();
  return {};
}

// A journal that was missing or damaged once forbids signing for the whole epoch (R12): the new journal says so, for the starts to come.
chain::Status Replica::forbid_signing_for_good(const consensus::Restored& restored) {
  if (may_sign_ || !journal_) return {};
  const auto epoch = ledger_.context().validators.epoch;
  for (const auto& record : restored.records) {
    if (record.signing_forbidden == epoch) return {};
  }
  StoredRecord forbidden;
  forbidden.record.signing_forbidden = epoch;
  const chain::JournalRecord step{view_of(forbidden.record), chain::encode(forbidden)};
  return journal_->append({&step, 1});
}

chain::Status Replica::restore_journal(consensus::Restored& into) {
  for (const auto& raw : restored_records_) {
    auto stored = chain::decode<StoredRecord>(raw.bytes);
    if (!stored) return chain::local_fault("voting journal: a record cannot be understood: " + stored.error().message);
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
  restored_records_.clear();
  return {};
}

void Replica::feed(consensus::Event event) {
  if (stopped_) return;
  queue_.push_back(std::move(event));
  drain();
}

// Events that actions give rise to wait until the actions of their step are done.
void Replica::drain() {
  if (draining_) return;
  draining_ = true;
  while (!queue_.empty() && !stopped_) {
    const auto events = std::exchange(queue_, {});
    for (const auto& event : events) {
      if (stopped_) break;
      perform_all(engine_->step(event, host_.now()));
    }
  }
  draining_ = false;
  schedule_wake();
}

void Replica::perform_all(std::vector<consensus::Action> actions) {
  for (auto& action : actions) {
    if (stopped_) return;
    std::visit([this](auto& a) { perform(std::move(a)); }, action);
  }
}

void Replica::perform(consensus::Persist action) {
  if (!journal_) return stop_with({chain::Fault::kLocal, "the engine has something to record but there is no voting journal"});
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
      [this, status, ticket = action.ticket] {
        if (!*status) return stop_with(status->error());
        feed(consensus::Persisted{ticket});
      });
}

void Replica::perform(consensus::Broadcast action) {
  std::visit(
      [this](auto& message) {
        using T = std::decay_t<decltype(message)>;
        if constexpr (std::is_same_v<T, consensus::Proposal>) {
          const auto* held = held_.find(message.block);
          if (held == nullptr) return;  // final meanwhile: nobody needs the proposal any more
          send_to_all(consensus::ProposalMessage{held->header_bytes, held->hashes, message.vote, std::move(message.justification)});
        } else {
          send_to_all(message);
        }
      },
      action.message);
}

void Replica::perform(consensus::Send action) {
  std::visit(
      [&](auto& message) {
        using T = std::decay_t<decltype(message)>;
        if constexpr (std::is_same_v<T, consensus::Proposal>) {
          const auto* held = held_.find(message.block);
          if (held == nullptr) return;
          send_to(action.to, consensus::ProposalMessage{held->header_bytes, held->hashes, message.vote, std::move(message.justification)});
        } else {
          send_to(action.to, message);
        }
      },
      action.message);
}

void Replica::perform(consensus::SetTimer action) { timers_[static_cast<std::size_t>(action.kind)] = action.at; }
void Replica::perform(consensus::CancelTimer action) { timers_[static_cast<std::size_t>(action.kind)].reset(); }

void Replica::perform(consensus::ReportEvidence action) {
  ++counters_.evidence;
  host_.log(LogLevel::kWarning, "evidence of a validator's misbehaviour is held: see /v1/status");
  if (evidence_.size() < kMaxEvidence) evidence_.push_back(std::move(action.evidence));
}

void Replica::perform(consensus::ForwardTransactions) { forward(mempool_.oldest(kMaxForwarded)); }

void Replica::perform(consensus::SigningForbidden action) {
  may_sign_ = false;
  host_.log(LogLevel::kError, "this validator signs nothing more in this epoch: " + action.reason);
}

void Replica::perform(consensus::Halt action) { stop_with({chain::Fault::kLocal, "consensus halted: " + action.reason}); }

void Replica::stop_with(const chain::Error& error) {
  if (stopped_) return;
  stopped_ = true;
  host_.fatal(error.message);
}

void Replica::update_work_hint() {
  const auto due = ledger_.executor().next_due(ledger_.executor().finalized());
  const auto now = host_.now();
  const consensus::WorkHint hint{mempool_.size() > 0, due && *due <= now.ledger};
  if (hint.transactions == hint_.transactions && hint.calendar == hint_.calendar) return;
  hint_ = hint;
  feed(hint);
}

void Replica::schedule_wake() {
  std::optional<consensus::SteadyTime> next;
  const auto consider = [&](const std::optional<consensus::SteadyTime>& at) {
    if (at && (!next || *at < *next)) next = at;
  };
  for (const auto& timer : timers_) consider(timer);
  for (const auto& [id, fetch] : fetches_) consider(fetch.again);
  for (const auto& [id, block] : held_.all()) consider(block.ask_again);
  if (sync_.active()) consider(sync_.deadline());
  const auto now = host_.now();
  const auto due = ledger_.executor().next_due(ledger_.executor().finalized());
  if (due && *due > now.ledger && ledger_.genesis().clock == chain::ClockMode::kReal) {
    consider(now.steady + consensus::Duration{due->value - now.ledger.value});
  }
  if (next) host_.wake_at(*next);
}

void Replica::on_wake() {
  if (stopped_) return;
  const auto now = host_.now();
  for (std::size_t kind = 0; kind < timers_.size(); ++kind) {
    if (!timers_[kind] || *timers_[kind] > now.steady) continue;
    timers_[kind].reset();
    feed(consensus::TimerFired{static_cast<consensus::TimerKind>(kind)});
  }
  ask_again(now.steady);
  synced_step();
  update_work_hint();
  schedule_wake();
}

void Replica::on_clock_changed() {
  if (stopped_) return;
  update_work_hint();
  schedule_wake();
}

}  // namespace xh::node
