#include "consensus/peers.h"

namespace xh::consensus {

Peers::Peers(const Config& config)
    : validators_(config.set.size()),
      quorum_(config.set.quorum()),
      silent_views_(config.silent_views != 0 ? config.silent_views : 3 * config.set.size()),
      interval_(config.answer_interval) {}

void Peers::heard(PeerId peer, chain::View cur) {
  if (peer.value < validators_) heard_in_[peer] = cur;
}

void Peers::forgive(chain::View cur) {
  for (std::uint32_t i = 0; i < validators_; ++i) heard_in_[PeerId(i)] = cur;
}

bool Peers::is_silent(chain::ValidatorIndex validator, chain::View cur) const {
  const auto recent = [&](PeerId peer) {
    const auto found = heard_in_.find(peer);
    return found != heard_in_.end() && cur.value <= found->second.value + silent_views_;
  };
  if (recent(PeerId(validator.value))) return false;
  std::size_t active = 0;
  for (std::uint32_t i = 0; i < validators_; ++i) active += recent(PeerId(i)) ? 1 : 0;
  return active >= quorum_;
}

bool Peers::spend(std::map<PeerId, Budget>& budgets, PeerId peer, SteadyTime now, std::uint32_t limit) const {
  if (peer.value >= kMaxPeers) return false;
  const auto [it, fresh] = budgets.try_emplace(peer, Budget{now, 0});
  Budget& budget = it->second;
  if (!fresh && now.value - budget.since.value >= interval_.value) budget = {now, 0};
  if (budget.used >= limit) return false;
  ++budget.used;
  return true;
}

bool Peers::may_answer(PeerId peer, SteadyTime now) {
  return spend(answers_, peer, now, 1);
}

bool Peers::may_reply(PeerId peer, SteadyTime now) {
  return spend(replies_, peer, now, kMaxRepliesPerInterval);
}

bool Peers::may_answer_restart(PeerId peer, SteadyTime now) {
  return spend(restarts_, peer, now, 1);
}

}  // namespace xh::consensus
