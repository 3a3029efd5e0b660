#include "tests/sim/engine/sim_node.h"

#include <utility>

namespace xh::sim {

using consensus::Admission;
using consensus::PeerId;

SimNode::SimNode(World& world, std::uint32_t index, bool follower) : world_(world), index_(index), follower_(follower) {
  log_.push_back({world.genesis(), std::nullopt});
  skew_ms_ = world_.prng().between(-150, 150);
}

SimNode::~SimNode() = default;

// ---------------------------------------------------------------- life

void SimNode::boot() {
  ++life_;
  steady_origin_ms_ = world_.prng().between(-1'000'000, 1'000'000);
  held_ = durable_blocks_;
  complete_.clear();
  for (const auto& [id, b] : held_) complete_.insert(id);
  final_transactions_.clear();
  for (const auto& entry : log_)
    final_transactions_.insert(entry.block.transactions.begin(), entry.block.transactions.end());

  auto config = world_.config();
  if (!follower_) config.self = chain::ValidatorIndex(index_);
  consensus::Restored restored;
  restored.last_final = {log_.back().block.info, log_.back().block.info.view, log_.back().finalization};
  restored.records = journal_;
  restored.start_nonce = life_;
  engine_ = std::make_unique<consensus::Engine>(std::move(config), follower_ ? nullptr : this, std::move(restored));
  world_.trace("node " + std::to_string(index_) + " boots, life " + std::to_string(life_));
  busy_ = true;
  perform(engine_->start(reading()));
  busy_ = false;
  if (alive()) refresh_hint();
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
  inbox_.clear();
  writing_.clear();
  held_.clear();
  complete_.clear();
  awaiting_bodies_.clear();
  judged_.clear();
  known_.clear();
  pending_.clear();
  sync_.reset();
  hinted_.reset();
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
    if (!follower_) world_.oracle().state(index_, life_, engine_->status());
    after_step();
  }
  busy_ = false;
}

void SimNode::perform(const std::vector<consensus::Action>& actions) {
  for (const auto& action : actions) {
    if (actions_to_crash_ && (*actions_to_crash_)-- == 0) return crash();
    std::visit([this](const auto& a) { act(a); }, action);
    if (!alive()) return;
  }
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
  if (writing_.size() == 1) in_this_life(world_.prng().between(0, 4), [this] { write_done(); });
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
  if (record.vote) durable_votes_.insert(record.vote->subject);
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

// A vote that became durable just before a crash may leave inside a certificate only.
void SimNode::tell_own_vote_in(const chain::Certificate& certificate) {
  const bool inside = !follower_ && (certificate.signers[index_ / 8] >> (index_ % 8) & 1) != 0;
  if (!inside) return;
  world_.oracle().vote_sent(index_, {certificate.subject, chain::ValidatorIndex(index_), {}},
                            durable_votes_.contains(certificate.subject));
}

void SimNode::tell_oracle(const SimMessage& message) {
  const auto tell_vote = [&](const chain::Vote& v) {
    world_.oracle().vote_sent(index_, v, durable_votes_.contains(v.subject));
  };
  const auto tell_certificate = [&](const chain::Certificate& c) {
    tell_own_vote_in(c);
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
  send_to(action.to.value, translate(action.message));
}

void SimNode::act(const consensus::SetTimer& action) {
  const auto slot = static_cast<std::size_t>(action.kind);
  const std::uint64_t generation = ++timer_generation_[slot];
  const std::int64_t delay = std::max<std::int64_t>(0, action.at.value - reading().steady.value);
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

// ---------------------------------------------------------------- messages

void SimNode::receive(std::uint32_t from, const SimMessage& message) {
  if (!alive()) return;
  std::visit([&](const auto& m) { on(from, m); }, message);
}

void SimNode::on(std::uint32_t from, const consensus::VotesMessage& message) {
  for (const auto& vote : message.votes) {
    if (!alive()) return;
    const Admission admission = engine_->admits(vote);
    if (admission == Admission::kStale) deliver(consensus::StaleReceived{PeerId(from)});
    if (admission == Admission::kAdmit && world_.crypto().verify(vote))
      deliver(consensus::VoteReceived{PeerId(from), vote});
  }
}

void SimNode::on(std::uint32_t from, const consensus::CertificatesMessage& message) {
  for (const auto& certificate : message.certificates) {
    if (!alive()) return;
    const Admission admission = engine_->admits(certificate);
    if (admission == Admission::kStale) deliver(consensus::StaleReceived{PeerId(from)});
    if (admission == Admission::kAdmit && world_.crypto().verify(certificate)) {
      deliver(consensus::CertificateReceived{PeerId(from), certificate});
    }
  }
}

void SimNode::on(std::uint32_t from, const ProposalWire& message) {
  if (id_of(message.block) != message.block.info.id || message.block.info.id != message.vote.subject.block) return;
  const Admission admission = engine_->admits_proposal(message.vote);
  if (admission == Admission::kStale) return deliver(consensus::StaleReceived{PeerId(from)});
  std::vector<chain::Certificate> justification;
  for (const auto& c : message.justification) {
    if (engine_->admits(c) == Admission::kAdmit && world_.crypto().verify(c)) justification.push_back(c);
  }
  if (admission != Admission::kAdmit || !world_.crypto().verify(message.vote)) {
    for (const auto& c : justification) deliver(consensus::CertificateReceived{PeerId(from), c});
    return;
  }
  bool complete = true;
  for (const auto t : message.block.transactions) complete = complete && known_.contains(t);
  hold(message.block, complete);
  deliver(consensus::ProposalReceived{PeerId(from), message.block.info, message.vote, std::move(justification)});
}

void SimNode::on(std::uint32_t from, const consensus::CertificateRequest& message) {
  deliver(consensus::CertificateRequested{PeerId(from), message});
}

void SimNode::on(std::uint32_t from, const consensus::RestartQuery& message) {
  deliver(consensus::RestartQueried{PeerId(from), message});
}

void SimNode::on(std::uint32_t from, const consensus::RestartAnswer& message) {
  consensus::RestartAnswer checked{message.epoch, message.nonce, {}, {}};
  for (const auto& vote : message.votes) {
    if (world_.crypto().verify(vote)) checked.votes.push_back(vote);
  }
  for (const auto& c : message.certificates) {
    if (engine_->admits(c) == Admission::kAdmit && world_.crypto().verify(c)) checked.certificates.push_back(c);
  }
  deliver(consensus::RestartAnswered{PeerId(from), std::move(checked)});
}

void SimNode::on(std::uint32_t, const TransactionWire& message) {
  add_transaction(message.number);
}

}  // namespace xh::sim
