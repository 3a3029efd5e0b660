// What others say, and what a driver says to those of another epoch (R10, R16).
#include <algorithm>
#include <utility>

#include "tests/sim/engine/sim_node.h"

namespace xh::sim {

using consensus::Admission;
using consensus::PeerId;

void SimNode::receive(std::uint32_t from, const SimMessage& message) {
  if (!alive()) return;
  std::visit([&](const auto& m) { on(from, m); }, message);
}

// An older epoch is answered with the finalization of its last block, a newer one with the question for ours; each peer
// so often.
bool SimNode::is_of_another_epoch(std::uint32_t from, chain::Epoch epoch) {
  if (epoch == epoch_) return false;
  const std::int64_t now = world_.now_ms();
  const auto [last, fresh] = epoch_answers_.try_emplace(from, now);
  if (!fresh && now - last->second < world_.config(epoch_).answer_interval.value) return true;
  last->second = now;
  if (epoch > epoch_) {
    send_to(from, consensus::CertificateRequest{epoch_, chain::View(engine_->status().final_view.value + 1),
                                                chain::VoteKind::kFinalize});
    return true;
  }
  const auto end = std::ranges::find_if(
      log_, [&](const LogEntry& e) { return e.block.info.epoch == epoch && e.block.info.last_of_epoch; });
  if (end != log_.end()) send_to(from, consensus::CertificatesMessage{{*end->finalization}});
  return true;
}

void SimNode::on(std::uint32_t from, const consensus::VotesMessage& message) {
  for (const auto& vote : message.votes) {
    if (!alive()) return;
    if (is_of_another_epoch(from, vote.subject.epoch)) continue;
    const Admission admission = engine_->admits(vote);
    if (admission == Admission::kStale) deliver(consensus::StaleReceived{PeerId(from)});
    if (admission != Admission::kAdmit || !world_.crypto().verify(vote)) continue;
    if (!follower_) world_.oracle().vote_admitted(index_, vote, engine_->status());
    deliver(consensus::VoteReceived{PeerId(from), vote});
  }
}

void SimNode::on(std::uint32_t from, const consensus::CertificatesMessage& message) {
  for (const auto& certificate : message.certificates) {
    if (!alive()) return;
    if (is_of_another_epoch(from, certificate.subject.epoch)) continue;
    const Admission admission = engine_->admits(certificate);
    if (admission == Admission::kStale) deliver(consensus::StaleReceived{PeerId(from)});
    if (admission == Admission::kAdmit && world_.crypto().verify(certificate)) {
      deliver(consensus::CertificateReceived{PeerId(from), certificate});
    }
  }
}

void SimNode::on(std::uint32_t from, const ProposalWire& message) {
  if (id_of(message.block) != message.block.info.id || message.block.info.id != message.vote.subject.block) return;
  if (is_of_another_epoch(from, message.vote.subject.epoch)) return;
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
  if (!is_of_another_epoch(from, message.epoch)) deliver(consensus::CertificateRequested{PeerId(from), message});
}

void SimNode::on(std::uint32_t from, const consensus::RestartQuery& message) {
  if (!is_of_another_epoch(from, message.epoch)) deliver(consensus::RestartQueried{PeerId(from), message});
}

void SimNode::on(std::uint32_t from, const consensus::RestartAnswer& message) {
  if (message.epoch != epoch_) return;
  consensus::RestartAnswer checked{message.epoch, message.nonce, {}, {}};
  for (const auto& vote : message.votes) {
    if (world_.crypto().verify(vote)) checked.votes.push_back(vote);
  }
  for (const auto& c : message.certificates) {
    if (engine_->admits(c) == Admission::kAdmit && world_.crypto().verify(c)) checked.certificates.push_back(c);
  }
  if (message.nonce == life_) restart_answers_.insert(from);
  deliver(consensus::RestartAnswered{PeerId(from), std::move(checked)});
}

void SimNode::on(std::uint32_t, const TransactionWire& message) {
  add_transaction(message.number);
}

}  // namespace xh::sim
