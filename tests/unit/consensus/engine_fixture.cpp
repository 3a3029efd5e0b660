#include "tests/unit/consensus/engine_fixture.h"

#include <algorithm>
#include <utility>

#include "chain/crypto/sha256.h"
#include "chain/primitives/check.h"

namespace xh::consensus::test {

Config make_config(std::size_t validators) {
  Config config;
  config.set.epoch = chain::Epoch(1);
  for (std::size_t i = 0; i < validators; ++i) {
    chain::Validator v;
    v.name = "v" + std::to_string(i);
    v.key = chain::retag<chain::PublicKey>(chain::sha256(chain::as_bytes(v.name)));
    v.node_key = chain::retag<chain::NodeKey>(chain::sha256(chain::as_bytes("node " + v.name)));
    config.set.validators.push_back(v);
  }
  return config;
}

BlockId make_id(std::uint64_t number) {
  chain::Bytes bytes;
  chain::append_be64(bytes, number);
  return chain::retag<BlockId>(chain::sha256(bytes));
}

BlockInfo genesis() {
  BlockInfo out;
  out.id = make_id(0);
  out.epoch = chain::Epoch(1);
  out.timestamp = chain::Timestamp(999'000);
  return out;
}

chain::Signature FakeSigner::sign(const Subject& subject) const {
  chain::Signature out;
  out.bytes[0] = static_cast<std::uint8_t>(subject.view.value);
  out.bytes[1] = static_cast<std::uint8_t>(subject.kind);
  return out;
}

Bench::Bench(Role role, std::size_t validators) : config(make_config(validators)), schedule(config.set, config.chain) {
  const ValidatorIndex first = schedule.leader_of(View(1));
  config.self = role == Role::kLeader ? first : schedule.leader_of(View(validators));  // leads view n, far enough off
}

void Bench::start() {
  static const FakeSigner signer;  // outlives every engine
  engine.emplace(config, &signer, Restored{last_final, journal, may_sign, nonce, journal_floor});
  absorb(engine->start(now));
}

void Bench::allow_signing() {
  const auto peers = others();
  for (std::size_t i = 0; i + 1 < config.set.quorum(); ++i) {
    give(RestartAnswered{PeerId(peers[i].value), RestartAnswer{config.set.epoch, nonce, {}, {}}});
  }
  CHECK(engine->status().may_sign);
}

std::vector<Action> Bench::give(const Event& event) {
  auto actions = engine->step(event, now);
  absorb(actions);
  return actions;
}

void Bench::absorb(std::vector<Action> actions) {
  for (const auto& action : actions) {
    done.push_back(action);
    if (const auto* set = std::get_if<SetTimer>(&action)) timers_[set->kind] = set->at;
    if (const auto* cancel = std::get_if<CancelTimer>(&action)) timers_.erase(cancel->kind);
  }
  for (const auto& action : actions) {
    const auto* persist = std::get_if<Persist>(&action);
    if (persist == nullptr) continue;
    journal.insert(journal.end(), persist->records.begin(), persist->records.end());
    if (hold_writes)
      held_writes.push_back(persist->ticket);
    else
      give(Persisted{persist->ticket});
  }
}

std::vector<Action> Bench::fire(TimerKind kind) {
  const auto at = timer(kind);
  CHECK(at.has_value());
  if (now.steady < *at) pass(at->value - now.steady.value);
  timers_.erase(kind);
  return give(TimerFired{kind});
}

std::optional<SteadyTime> Bench::timer(TimerKind kind) const {
  const auto found = timers_.find(kind);
  return found == timers_.end() ? std::nullopt : std::optional(found->second);
}

std::vector<ValidatorIndex> Bench::others() const {
  std::vector<ValidatorIndex> out;
  for (std::uint32_t i = 0; i < config.set.size(); ++i) {
    if (config.self != ValidatorIndex(i)) out.emplace_back(i);
  }
  return out;
}

BlockInfo Bench::block(std::uint64_t view, const BlockInfo& parent, std::uint64_t salt) const {
  BlockInfo out;
  out.id = make_id(view * 1000 + salt);
  out.parent = parent.id;
  out.height = chain::Height(parent.height.value + 1);
  out.view = View(view);
  out.epoch = chain::Epoch(1);
  out.timestamp = chain::Timestamp(std::max(now.ledger.value, parent.timestamp.value + 1));
  out.proposer = leader(view);
  return out;
}

Subject Bench::about(VoteKind kind, const BlockInfo& block, std::uint64_t parent_view) {
  return {kind, block.epoch, block.view, View(parent_view), block.id};
}

Subject Bench::nullify(std::uint64_t view) {
  return {VoteKind::kNullify, chain::Epoch(1), View(view), View(0), {}};
}

Vote Bench::vote(const Subject& subject, ValidatorIndex signer) {
  chain::Signature signature;
  signature.bytes[2] = static_cast<std::uint8_t>(signer.value + 1);
  return {subject, signer, signature};
}

Certificate Bench::certificate(const Subject& subject) const {
  std::vector<Vote> votes;
  for (const auto signer : others()) votes.push_back(vote(subject, signer));
  return chain::make_certificate(subject, std::move(votes), config.set.size());
}

ProposalReceived Bench::proposal(const BlockInfo& block, std::uint64_t parent_view,
                                 std::vector<Certificate> why) const {
  const auto from = leader(block.view.value);
  return {PeerId(from.value), block, vote(about(VoteKind::kNotarize, block, parent_view), from), std::move(why)};
}

void Bench::propose(const BlockInfo& block, std::uint64_t parent_view, std::vector<Certificate> why) {
  give(proposal(block, parent_view, std::move(why)));
  give(BlockValidated{block.id, Verdict::kValid});
}

void Bench::notarize(const BlockInfo& block, std::uint64_t parent_view) {
  give(
      CertificateReceived{PeerId(others().front().value), certificate(about(VoteKind::kNotarize, block, parent_view))});
}

void Bench::finalize(const BlockInfo& block, std::uint64_t parent_view) {
  give(
      CertificateReceived{PeerId(others().front().value), certificate(about(VoteKind::kFinalize, block, parent_view))});
}

void Bench::nullify_view(std::uint64_t view) {
  give(CertificateReceived{PeerId(others().front().value), certificate(nullify(view))});
}

bool Bench::voted(VoteKind kind, std::uint64_t view) const {
  const auto ours = [&](const Vote& v) {
    return v.subject.kind == kind && v.subject.view == View(view) && v.signer == *config.self;
  };
  for (const auto& message : said<VotesMessage>()) {
    if (std::ranges::any_of(message.votes, ours)) return true;
  }
  for (const auto& message : said<Proposal>()) {
    if (ours(message.vote)) return true;
  }
  return false;
}

bool Bench::told(VoteKind kind, std::uint64_t view) const {
  for (const auto& message : said<CertificatesMessage>()) {
    for (const auto& c : message.certificates) {
      if (c.subject.kind == kind && c.subject.view == View(view)) return true;
    }
  }
  return false;
}

bool Bench::asked_to_validate(const BlockInfo& block) const {
  return std::ranges::any_of(did<ValidateBlock>(), [&](const ValidateBlock& v) { return v.block.id == block.id; });
}

}  // namespace xh::consensus::test
