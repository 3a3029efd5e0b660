#include "node/core/replica.h"

#include <algorithm>

namespace xh::node {

Replica::Replica(Host& host, p2p::Transport& network, PeerDirectory& directory, Ledger& ledger, ReplicaConfig config)
    : host_(host),
      network_(network),
      directory_(directory),
      ledger_(ledger),
      config_(std::move(config)),
      digests_(ledger.context().tag),
      mempool_(config_.mempool),
      sync_(ledger.context().tag) {
  CHECK(config_.validator_key == nullptr || config_.journals != nullptr);
  if (config_.validator_key != nullptr)
    signer_ = std::make_unique<consensus::KeySigner>(*config_.validator_key, digests_);
}

Replica::~Replica() = default;

chain::Status Replica::start() {
  draining_ = true;
  const auto begun = begin_epoch();
  draining_ = false;
  if (!begun) return begun;
  drain();
  return {};
}

void Replica::feed(consensus::Event event) {
  if (stopped_) return;
  queue_.push_back(std::move(event));
  drain();
}

// Events that actions give rise to wait until the actions of their step are done. A switch of epochs comes between two
// steps, and what the old engine's actions gave rise to dies with it.
void Replica::drain() {
  if (draining_) return;
  draining_ = true;
  while (!stopped_ && (epoch_is_over_ || !queue_.empty())) {
    if (epoch_is_over_) {
      end_epoch();
      continue;
    }
    const auto event = std::move(queue_.front());
    queue_.pop_front();
    auto actions = engine_->step(event, host_.now());
    prepare_before_voting();
    perform_all(std::move(actions));
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

void Replica::perform(consensus::Broadcast action) {
  std::visit(
      [this](auto& message) {
        using T = std::decay_t<decltype(message)>;
        if constexpr (std::is_same_v<T, consensus::Proposal>) {
          const auto* held = held_.find(message.block);
          if (held == nullptr) return;  // final meanwhile: nobody needs the proposal any more
          send_to_all(consensus::ProposalMessage{held->header_bytes, held->hashes, message.vote,
                                                 std::move(message.justification)});
        } else {
          send_to_all(message);
        }
      },
      action.message);
}

void Replica::perform(consensus::Send action) {
  std::visit(
      [&, to = peer_map_.network_id(action.to)](auto& message) {
        using T = std::decay_t<decltype(message)>;
        if constexpr (std::is_same_v<T, consensus::Proposal>) {
          const auto* held = held_.find(message.block);
          if (held == nullptr) return;
          send_to(to, consensus::ProposalMessage{held->header_bytes, held->hashes, message.vote,
                                                 std::move(message.justification)});
        } else {
          send_to(to, message);
        }
      },
      action.message);
}

void Replica::perform(consensus::SetTimer action) {
  timers_[static_cast<std::size_t>(action.kind)] = action.at;
}
void Replica::perform(consensus::CancelTimer action) {
  timers_[static_cast<std::size_t>(action.kind)].reset();
}

void Replica::perform(consensus::ForwardTransactions) {
  forward(mempool_.oldest(kMaxForwarded));
}

void Replica::perform(consensus::SigningForbidden action) {
  may_sign_ = false;
  host_.log(LogLevel::kError, "this validator signs nothing more in this epoch: " + action.reason);
}

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
  consider(next_duty());
  if (epoch_question_.left > 0) consider(epoch_question_.again);
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
  ask_about_later_epoch();
  ask_again(now.steady);
  synced_step();
  attend_to_duties();
  update_work_hint();
  schedule_wake();
}

void Replica::on_clock_changed() {
  if (stopped_) return;
  update_work_hint();
  schedule_wake();
}

}  // namespace xh::node
