// R10: asking for what is missing, answering those who are behind.
#include <algorithm>

#include "consensus/engine_core.h"

namespace xh::consensus {

using chain::Certificate;

// ---------------------------------------------------------------- asking

void EngineCore::need_certificate(View view, VoteKind kind) {
  if (needs_.size() < kMaxRequestsAtOnce) needs_.insert({view, kind, {}});
}

void EngineCore::need_block(View view, const chain::BlockId& id) {
  const auto same = [&](const Need& need) { return need.block == id; };
  const auto blocks = std::ranges::count_if(needs_, [](const Need& need) { return !need.block.is_zero(); });
  if (static_cast<std::size_t>(blocks) < kMaxFetchesAtOnce && std::ranges::none_of(needs_, same)) {
    needs_.insert({view, VoteKind::kNotarize, id});
  }
}

// Asks for new needs, and again for old ones. A block of the present view is probably on its way as a proposal: it gets
// a moment.
void EngineCore::ask_for_needs() {
  std::erase_if(asked_, [&](const auto& item) { return !needs_.contains(item.first); });
  std::optional<SteadyTime> next;
  for (const auto& need : needs_) {
    const bool on_its_way = !need.block.is_zero() && need.view >= cur_;
    const auto [it, fresh] = asked_.try_emplace(need, Asked{now_.steady, 0});
    Asked& asked = it->second;
    if (fresh && on_its_way) asked.next = now_.steady + Duration(config_.delta.value / 4);
    if (now_.steady >= asked.next) {
      ask(need, asked.attempts++);
      asked.next = now_.steady + config_.delta;
    }
    next = next ? std::min(*next, asked.next) : asked.next;
  }
  if (next) {
    timers_.set(TimerKind::kFetch, *next);
  } else if (!sync_not_before_) {
    timers_.cancel(TimerKind::kFetch);
  }
}

void EngineCore::ask(const Need& need, std::uint32_t attempt) {
  auto peers = peers_for(need, attempt);
  if (!need.block.is_zero()) {
    outbox_.act(FetchBlock{need.block, std::move(peers)});
    return;
  }
  // The leader and any other peer: a dead leader must not block everyone.
  peers.resize(std::min<std::size_t>(peers.size(), 2));
  for (const PeerId peer : peers) outbox_.send(peer, CertificateRequest{config_.set.epoch, need.view, need.kind});
}

// Those who signed for the block, else everyone, another one first at each attempt; for certificates the leader stays
// first.
std::vector<PeerId> EngineCore::peers_for(const Need& need, std::uint32_t attempt) const {
  std::vector<PeerId> peers;
  const auto add = [&](chain::ValidatorIndex index) {
    const PeerId peer(index.value);
    if (!is_self(index) && std::ranges::find(peers, peer) == peers.end()) peers.push_back(peer);
  };
  const ViewRecord* record = tally_.find(need.view);
  if (!need.block.is_zero()) {
    if (record != nullptr && record->certificate(VoteKind::kNotarize)) {
      for (const auto signer : chain::signers_of(*record->certificate(VoteKind::kNotarize))) add(signer);
    } else if (need.view == final_.view && final_.certificate) {
      for (const auto signer : chain::signers_of(*final_.certificate)) add(signer);
    }
  }
  const std::uint32_t n = static_cast<std::uint32_t>(config_.set.size());
  const std::uint32_t first = (config_.self ? config_.self->value : 0) + 1 + attempt;
  for (std::uint32_t i = 0; i < n; ++i) add(chain::ValidatorIndex((first + i) % n));
  if (!need.block.is_zero()) {
    std::ranges::rotate(peers, peers.begin() + static_cast<std::ptrdiff_t>(attempt % peers.size()));
  } else if (const PeerId leader(schedule_.leader_of(cur_).value); std::ranges::find(peers, leader) != peers.end()) {
    std::erase(peers, leader);
    peers.insert(peers.begin(), leader);
  }
  return peers;
}

// ---------------------------------------------------------------- answering

// Highest finalization first. When the rest is too long, its beginning fills the gaps and its end says where everyone
// is.
std::vector<Certificate> EngineCore::best_certificates(std::size_t limit) const {
  constexpr std::size_t kTail = 8;
  std::vector<Certificate> out;
  if (final_.certificate) out.push_back(*final_.certificate);
  for (const auto& [view, record] : tally_.views()) {
    for (const auto kind : {VoteKind::kNotarize, VoteKind::kNullify}) {
      if (view > final_.view && record.certificate(kind)) out.push_back(*record.certificate(kind));
    }
  }
  if (out.size() > limit) {
    const std::size_t tail = std::min(kTail, limit / 2);
    out.erase(out.begin() + static_cast<std::ptrdiff_t>(limit - tail), out.end() - static_cast<std::ptrdiff_t>(tail));
  }
  return out;
}

void EngineCore::answer_lagging(PeerId from) {
  if (is_self(chain::ValidatorIndex(from.value)) || !peers_.may_answer(from, now_.steady)) return;
  auto certificates = best_certificates(kMaxCertificatesPerMessage);
  if (!certificates.empty()) outbox_.send(from, CertificatesMessage{std::move(certificates)});
}

void EngineCore::answer_request(PeerId from, const CertificateRequest& request) {
  if (request.epoch != config_.set.epoch || !peers_.may_reply(from, now_.steady)) return;
  CertificatesMessage message;
  if (request.view <= final_.view || epoch_over()) {
    if (final_.certificate) message.certificates.push_back(*final_.certificate);
  } else if (const ViewRecord* record = tally_.find(request.view); record != nullptr) {
    for (const auto kind : {VoteKind::kNotarize, VoteKind::kNullify}) {
      if (record->certificate(kind)) message.certificates.push_back(*record->certificate(kind));
    }
  }
  if (!message.certificates.empty()) outbox_.send(from, std::move(message));
}

}  // namespace xh::consensus
