#include "tests/sim/engine/liar.h"

#include <algorithm>

namespace xh::sim {
namespace {

constexpr std::uint64_t kMaxSayings = 20'000;  // a run ends even when liars answer each other

}  // namespace

Liar::Liar(World& world, std::uint32_t index)
    : SimNode(world, index, true),
      equivocates_(world.prng().below(101)),
      double_votes_(world.prng().below(101)),
      keeps_certificates_(world.prng().below(101)),
      rots_(world.prng().below(40)),
      silent_(world.prng().percent(25) ? 70 : 5) {}

bool Liar::lets_out(const SimMessage& message) {
  auto& prng = world_.prng();
  if (std::holds_alternative<consensus::CertificatesMessage>(message)) return !prng.percent(keeps_certificates_);
  return !prng.percent(silent_);
}

chain::Vote Liar::vote(chain::VoteKind kind, chain::Epoch epoch, chain::View view, chain::View parent_view,
                       const chain::BlockId& block) const {
  chain::Subject subject{kind, epoch, view, parent_view, block};
  if (kind == chain::VoteKind::kNullify) subject = {kind, epoch, view, chain::View(0), {}};
  return {subject, chain::ValidatorIndex(index_), sign(subject)};
}

void Liar::say_to_some(const chain::Vote& vote) {
  if (++said_ > kMaxSayings) return;
  for (std::uint32_t to = 0; to < world_.size(); ++to) {
    if (to != index_ && world_.prng().percent(60)) send_to(to, consensus::VotesMessage{{vote}});
  }
}

// Any of the three votes about what it heard, to any of the others.
void Liar::vote_somehow(const chain::Subject& about) {
  auto& prng = world_.prng();
  using chain::VoteKind;
  if (prng.percent(60)) say_to_some(vote(VoteKind::kNotarize, about.epoch, about.view, about.parent_view, about.block));
  if (prng.percent(double_votes_)) say_to_some(vote(VoteKind::kNullify, about.epoch, about.view, {}, {}));
  if (prng.percent(double_votes_) || prng.percent(30))
    say_to_some(vote(VoteKind::kFinalize, about.epoch, about.view, about.parent_view, about.block));
}

void Liar::say_nonsense() {
  auto& prng = world_.prng();
  const chain::View far(prng.next() >> prng.below(64));
  say_to_some(vote(chain::VoteKind::kNullify, epoch_, chain::View(std::max<std::uint64_t>(far.value, 1)), {}, {}));
  say_to_some(vote(chain::VoteKind::kFinalize, epoch_, chain::View(std::max<std::uint64_t>(far.value, 2)),
                   chain::View(1), world_.genesis().info.id));
}

void Liar::receive(std::uint32_t from, const SimMessage& message) {
  SimNode::receive(from, message);
  if (!alive() || world_.prng().percent(silent_)) return;
  if (const auto* proposal = std::get_if<ProposalWire>(&message)) vote_somehow(proposal->vote.subject);
  if (const auto* votes = std::get_if<consensus::VotesMessage>(&message); votes != nullptr && !votes->votes.empty()) {
    const auto& subject = votes->votes.front().subject;
    if (subject.kind != chain::VoteKind::kNullify && world_.prng().percent(10)) vote_somehow(subject);
    if (subject.kind == chain::VoteKind::kNullify && world_.prng().percent(20))
      say_to_some(vote(subject.kind, subject.epoch, subject.view, {}, {}));
  }
  if (world_.prng().percent(1)) say_nonsense();
}

void Liar::after_step() {
  const auto status = engine_->status();
  if (led_epoch_ != epoch_) led_ = chain::View(0);
  led_epoch_ = epoch_;
  if (status.cur <= led_ || engine_->leader_of(status.cur) != chain::ValidatorIndex(index_) || said_ > kMaxSayings)
    return;
  led_ = status.cur;
  lead(status.cur);
}

// One to three blocks, each on a parent for which a certificate is at hand, now and then on one that is long past, each
// to some of the others.
void Liar::lead(chain::View view) {
  auto& prng = world_.prng();
  if (prng.percent(silent_)) return;
  struct Candidate {
    chain::View view;
    const SimBlock* block;
  };
  std::vector<Candidate> candidates;
  const auto& last = log().back();
  candidates.push_back({last.block.info.epoch == epoch_ ? last.block.info.view : chain::View(0), &last.block});
  for (const auto& c : engine_->best_certificates()) {
    const SimBlock* b = c.subject.kind == chain::VoteKind::kNullify ? nullptr : block(c.subject.block);
    if (b != nullptr && c.subject.view < view) candidates.push_back({c.subject.view, b});
  }
  const auto& past = log()[prng.below(log().size())].block;
  const std::uint64_t blocks = prng.percent(equivocates_) ? 2 + prng.below(2) : 1;
  for (std::uint64_t i = 0; i < blocks; ++i) {
    const auto& parent = prng.percent(80) ? candidates.back() : candidates[prng.below(candidates.size())];
    if (prng.percent(10))
      propose_to_some(view, past, past.info.view);
    else if (prng.percent(15))
      propose_old_block(view, prng.percent(50) ? past : *parent.block, parent.view);
    else if (prng.percent(15))
      propose_to_some(view, *candidates[prng.below(candidates.size())].block, parent.view);
    else
      propose_to_some(view, *parent.block, parent.view);
  }
}

void Liar::propose_to_some(chain::View view, const SimBlock& parent, chain::View parent_view) {
  auto& prng = world_.prng();
  SimBlock out;
  out.info.parent = parent.info.id;
  out.info.height = chain::Height(parent.info.height.value + (prng.percent(95) ? 1 : 2));
  out.info.view = view;
  out.info.epoch = epoch_;
  out.info.last_of_epoch = world_.ends_epoch(out.info.height) != prng.percent(3);
  out.info.timestamp = chain::Timestamp(std::max(ledger_ms(), parent.info.timestamp.value + 1) +
                                        (prng.percent(90) ? 0 : prng.between(-20'000, 20'000)));
  out.info.proposer = chain::ValidatorIndex(index_);
  out.salt = prng.next();
  out.rotten = prng.percent(rots_);
  out = sealed(out);
  hold(out, true);
  say_proposal(out, view, parent_view);
}

// R16 allows this for the epoch's last block on its own view only.
void Liar::propose_old_block(chain::View view, const SimBlock& block, chain::View parent_view) {
  if (block.info.height.value > 0) say_proposal(block, view, parent_view);
}

void Liar::say_proposal(const SimBlock& block, chain::View view, chain::View parent_view) {
  auto& prng = world_.prng();
  const auto notarize = vote(chain::VoteKind::kNotarize, epoch_, view, parent_view, block.info.id);
  const ProposalWire wire{
      block, notarize,
      prng.percent(80) ? engine_->best_certificates(consensus::kMaxJustification) : std::vector<chain::Certificate>{}};
  for (std::uint32_t to = 0; to < world_.size(); ++to) {
    if (to != index_ && prng.percent(60)) send_to(to, wire);
  }
  if (prng.percent(double_votes_))
    say_to_some(vote(chain::VoteKind::kFinalize, epoch_, view, parent_view, block.info.id));
}

}  // namespace xh::sim
