#include "tests/sim/engine/sim_node.h"

#include <algorithm>
#include <utility>

namespace xh::sim {

namespace {

constexpr std::int64_t kFinalMemoryMs = 150;  // longer than any write and message of a step takes

}  // namespace

SimNode::SimNode(World& world, std::uint32_t index, bool follower) : world_(world), index_(index), follower_(follower) {
  log_.push_back({world.genesis(), std::nullopt});
  skew_ms_ = world_.prng().between(-150, 150);
}

SimNode::~SimNode() = default;

// ---------------------------------------------------------------- life

void SimNode::boot() {
  ++life_;
  steady_origin_ms_ = world_.prng().between(-1'000'000, 1'000'000);
  final_transactions_.clear();
  for (const auto& entry : log_)
    final_transactions_.insert(entry.block.transactions.begin(), entry.block.transactions.end());
  world_.trace("node " + std::to_string(index_) + " boots, life " + std::to_string(life_));
  busy_ = true;
  start_engine();
  busy_ = false;
  if (alive()) refresh_hint();
}

// From what is durable: the block log says which epoch it is, and a journal of another one is no use.
void SimNode::start_engine() {
  const LogEntry& tip = log_.back();
  const bool first_of_epoch = tip.block.info.last_of_epoch;
  epoch_ = chain::Epoch(tip.block.info.epoch.value + (first_of_epoch ? 1 : 0));
  if (journal_epoch_ != epoch_) {
    journal_epoch_ = epoch_;
    journal_.clear();
    durable_blocks_.clear();
  }
  held_ = durable_blocks_;
  for (const auto& [id, b] : held_) complete_.insert(id);
  auto config = world_.config(epoch_);
  if (!follower_) config.self = chain::ValidatorIndex(index_);
  consensus::Restored restored;
  restored.last_final = {tip.block.info, tip.block.info.view, tip.finalization};
  if (first_of_epoch) restored.last_final = {tip.block.info, chain::View(0), std::nullopt};
  restored.records = journal_;
  restored.start_nonce = life_;
  engine_ = std::make_unique<consensus::Engine>(std::move(config), follower_ ? nullptr : this, std::move(restored));
  perform(engine_->start(reading()));
}

// The old engine rests for good; what it had under way is of no use.
void SimNode::change_epoch() {
  ++life_;
  forget_epoch();
  start_engine();
  world_.trace("node " + std::to_string(index_) + " is in epoch " + std::to_string(epoch_.value));
  if (alive()) refresh_hint();
}

void SimNode::forget_epoch() {
  inbox_.clear();
  writing_.clear();
  held_.clear();
  complete_.clear();
  awaiting_bodies_.clear();
  judged_.clear();
  sync_.reset();
  hinted_.reset();
  restart_answers_.clear();
  final_view_since_ms_ = 0;
  final_view_before_ = final_view_now_ = 0;
}

// Of the writes under way a random prefix of records reached the disk; everything in memory is gone.
void SimNode::crash() {
  if (!alive()) return;
  world_.trace("node " + std::to_string(index_) + " crashes");
  std::size_t unsynced = 0;
  for (const auto& write : writing_) unsynced += write.records.size();
  std::uint64_t survive = world_.prng().below(unsynced + 1);
  for (const auto& write : writing_) {
    for (const auto& record : write.records) {
      if (survive-- == 0) break;
      make_durable(record, write);
    }
    if (survive == UINT64_MAX) break;
  }
  engine_.reset();
  ++life_;
  forget_epoch();
  known_.clear();
  pending_.clear();
  actions_to_crash_.reset();
}

chain::Signature SimNode::sign(const chain::Subject& subject) const {
  return world_.crypto().sign(index_, subject);
}

std::int64_t SimNode::ledger_ms() const {
  return world_.genesis().info.timestamp.value + world_.now_ms() + skew_ms_;
}

consensus::Now SimNode::reading() const {
  return {consensus::SteadyTime(world_.now_ms() + steady_origin_ms_), chain::Timestamp(ledger_ms())};
}

void SimNode::in_this_life(std::int64_t delay_ms, std::function<void()> what) {
  world_.after(delay_ms, [this, life = life_, what = std::move(what)] {
    if (alive() && life_ == life) what();
  });
}

// ---------------------------------------------------------------- events and actions

void SimNode::deliver(consensus::Event event) {
  if (!alive()) return;
  inbox_.push_back(std::move(event));
  if (busy_) return;
  busy_ = true;
  while (alive() && !inbox_.empty()) {
    const auto next = std::move(inbox_.front());
    inbox_.pop_front();
    perform(engine_->step(next, reading()));
    if (!alive()) break;
    if (!follower_) world_.oracle().state(index_, life_, epoch_, engine_->status());
    after_step();
    const auto& tip = log_.back().block.info;
    if (alive() && tip.last_of_epoch && tip.epoch == epoch_) change_epoch();
  }
  busy_ = false;
}

void SimNode::perform(const std::vector<consensus::Action>& actions) {
  remember_final_view();
  for (const auto& action : actions) {
    if (actions_to_crash_ && (*actions_to_crash_)-- == 0) return crash();
    std::visit([this](const auto& a) { act(a); }, action);
    if (!alive()) return;
  }
}

// Requests leave a few milliseconds after they were thought of.
void SimNode::remember_final_view() {
  const std::uint64_t now = engine_->status().final_view.value;
  if (now == final_view_now_ && world_.now_ms() - final_view_since_ms_ < kFinalMemoryMs) return;
  if (world_.now_ms() - final_view_since_ms_ >= kFinalMemoryMs) final_view_before_ = final_view_now_;
  if (now != final_view_now_) final_view_since_ms_ = world_.now_ms();
  final_view_now_ = now;
}

void SimNode::act(const consensus::Persist& action) {
  Write write{action.ticket, action.records, {}};
  for (const auto& record : write.records) {
    const SimBlock* b = record.block ? block(record.block->id) : nullptr;
    if (b != nullptr)
      write.blocks.emplace(b->info.id, *b);
    else if (record.block && !follower_)
      world_.oracle().violation("the engine wants an unknown block made durable");
  }
  writing_.push_back(std::move(write));
  for (const auto& record : action.records) {
    if (record.vote && !follower_) judge_own_vote(*record.vote);
  }
  if (writing_.size() == 1) in_this_life(world_.prng().between(0, 4), [this] { write_done(); });
}

// A voted block must reach the disk with the vote or before it (R3): voters serve it to others.
void SimNode::judge_own_vote(const chain::Vote& vote) {
  const auto& id = vote.subject.block;
  const bool written = durable_blocks_.contains(id) ||
                       std::ranges::any_of(writing_, [&](const Write& w) { return w.blocks.contains(id); });
  if (vote.subject.kind != chain::VoteKind::kNullify && !written)
    world_.oracle().violation("node " + std::to_string(index_) + " votes for a block that is not on its disk");
  world_.oracle().vote_cast(index_, vote, {engine_->status().final_view.value, restart_answers_.size(), ledger_ms()});
}

void SimNode::write_done() {
  const Write write = std::move(writing_.front());
  writing_.pop_front();
  for (const auto& record : write.records) make_durable(record, write);
  if (!writing_.empty()) in_this_life(world_.prng().between(0, 4), [this] { write_done(); });
  deliver(consensus::Persisted{write.ticket});
}

void SimNode::make_durable(const consensus::JournalRecord& record, const Write& write) {
  if (record.block && write.blocks.contains(record.block->id))
    durable_blocks_.insert(*write.blocks.find(record.block->id));
  if (record.vote) {
    durable_votes_.insert(record.vote->subject);
    world_.oracle().vote_durable(index_, *record.vote);
  }
  if (record.certificate) durable_certificates_.insert(record.certificate->subject);
  journal_.push_back(record);
}

void SimNode::prune_journal(chain::View up_to) {
  std::erase_if(journal_, [&](const consensus::JournalRecord& record) {
    if (record.vote) return record.vote->subject.view <= up_to;
    if (record.certificate) return record.certificate->subject.view <= up_to;
    if (record.block) return record.block->view <= up_to;
    if (record.certified) return record.certified->view <= up_to;
    return false;
  });
  std::erase_if(durable_blocks_, [&](const auto& item) { return item.second.info.view <= up_to; });
}

SimMessage SimNode::translate(const consensus::Outgoing& outgoing) {
  return std::visit(
      [this](const auto& m) -> SimMessage {
        if constexpr (std::is_same_v<std::decay_t<decltype(m)>, consensus::Proposal>) {
          const SimBlock* b = block(m.block);
          if (b == nullptr) world_.oracle().violation("the engine proposes a block that is not held");
          return ProposalWire{b != nullptr ? *b : SimBlock{}, m.vote, m.justification};
        } else {
          return m;
        }
      },
      outgoing);
}

void SimNode::tell_oracle(const SimMessage& message) {
  const auto tell_vote = [&](const chain::Vote& v) {
    world_.oracle().vote_sent(index_, v, durable_votes_.contains(v.subject));
  };
  const auto tell_certificate = [&](const chain::Certificate& c) {
    world_.oracle().certificate_sent(index_, c, follower_ || durable_certificates_.contains(c.subject));
  };
  if (const auto* votes = std::get_if<consensus::VotesMessage>(&message)) {
    for (const auto& v : votes->votes) tell_vote(v);
  } else if (const auto* certificates = std::get_if<consensus::CertificatesMessage>(&message)) {
    for (const auto& c : certificates->certificates) tell_certificate(c);
  } else if (const auto* proposal = std::get_if<ProposalWire>(&message)) {
    tell_vote(proposal->vote);
    for (const auto& c : proposal->justification) tell_certificate(c);
    if (!follower_ && !durable_blocks_.contains(proposal->block.info.id))
      world_.oracle().violation("a proposal left before its block was durable");
  }
}

void SimNode::send_to(std::uint32_t to, SimMessage message) {
  if (!lets_out(message)) return;
  tell_oracle(message);
  if (to < world_.size()) world_.send(index_, to, std::make_shared<const SimMessage>(std::move(message)));
}

void SimNode::send_to_all(SimMessage message) {
  if (!lets_out(message)) return;
  tell_oracle(message);
  const auto shared = std::make_shared<const SimMessage>(std::move(message));
  for (std::uint32_t to = 0; to < world_.size(); ++to) {
    if (to != index_) world_.send(index_, to, shared);
  }
}

void SimNode::act(const consensus::Broadcast& action) {
  send_to_all(translate(action.message));
}
void SimNode::act(const consensus::Send& action) {
  const auto* request = std::get_if<consensus::CertificateRequest>(&action.message);
  if (request != nullptr && !follower_ && request->view.value <= final_view_before_)
    world_.oracle().violation("node " + std::to_string(index_) + " asks for a view below its last final one");
  send_to(action.to.value, translate(action.message));
}

void SimNode::act(const consensus::SetTimer& action) {
  const auto slot = static_cast<std::size_t>(action.kind);
  const std::uint64_t generation = ++timer_generation_[slot];
  const std::int64_t delay = std::max<std::int64_t>(0, action.at.value - reading().steady.value);
  const auto status = engine_->status();
  if (!follower_) world_.oracle().timer_set(index_, action.kind, delay, status.cur.value - status.final_view.value - 1);
  in_this_life(delay, [this, slot, generation, kind = action.kind] {
    if (timer_generation_[slot] == generation) deliver(consensus::TimerFired{kind});
  });
}

void SimNode::act(const consensus::CancelTimer& action) {
  ++timer_generation_[static_cast<std::size_t>(action.kind)];
}

void SimNode::act(const consensus::ReportEvidence& action) {
  if (!follower_) world_.oracle().evidence(index_, action.evidence);
}

void SimNode::act(const consensus::ForwardTransactions&) {
  std::size_t sent = 0;
  for (const auto number : pending_) {
    if (++sent <= 5) send_to_all(TransactionWire{number});
  }
}

void SimNode::act(const consensus::SigningForbidden& action) {
  world_.oracle().stopped(index_, action.reason);
}

void SimNode::act(const consensus::Halt& action) {
  if (!follower_) world_.oracle().stopped(index_, action.reason);
}

}  // namespace xh::sim
