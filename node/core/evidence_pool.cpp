#include "node/core/evidence_pool.h"

#include <algorithm>

namespace xh::node {

bool EvidencePool::wants(const chain::Evidence& evidence) const {
  if (held_.size() >= kMaxEvidence) return false;
  return std::ranges::none_of(held_, [&](const HeldEvidence& held) {
    return held.evidence.kind == evidence.kind && held.evidence.first.signer == evidence.first.signer &&
           held.evidence.first.subject.epoch == evidence.first.subject.epoch;
  });
}

bool EvidencePool::may_check(p2p::PeerId peer, consensus::SteadyTime now) {
  auto [at, is_new] = budgets_.try_emplace(peer, Budget{now, 0});
  auto& budget = at->second;
  if (now >= budget.since + kEvidenceCheckInterval) budget = {now, 0};
  return budget.used++ < kEvidenceChecks;
}

void EvidencePool::add(chain::Evidence evidence, consensus::SteadyTime first_report) {
  held_.push_back({std::move(evidence), first_report, 0});
}

void EvidencePool::forget_before(chain::Epoch epoch) {
  std::erase_if(held_, [&](const HeldEvidence& held) { return held.evidence.first.subject.epoch < epoch; });
}

}  // namespace xh::node
