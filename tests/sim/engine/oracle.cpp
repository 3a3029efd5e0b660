#include "tests/sim/engine/oracle.h"

#include <algorithm>

namespace xh::sim {
namespace {

constexpr std::size_t kMaxViolations = 20;

std::string at_view(std::tuple<std::uint64_t, std::uint64_t> place) {
  return " (epoch " + std::to_string(std::get<0>(place)) + ", view " + std::to_string(std::get<1>(place)) + ")";
}
std::string by_node(std::uint32_t node) {
  return "node " + std::to_string(node);
}

std::set<std::uint32_t> bits_of(const chain::Bytes& bitmap) {
  std::set<std::uint32_t> out;
  for (std::uint32_t byte = 0; byte < bitmap.size(); ++byte) {
    for (std::uint32_t bit = 0; bit < 8; ++bit) {
      if ((bitmap[byte] & (1u << bit)) != 0) out.insert(byte * 8 + bit);
    }
  }
  return out;
}

}  // namespace

Oracle::Oracle(std::size_t nodes, std::set<std::uint32_t> liars, const SimBlock& genesis, Pace pace)
    : nodes_(nodes),
      quorum_(nodes - (nodes - 1) / 3),
      liars_(std::move(liars)),
      pace_(pace),
      chain_{genesis.info},
      first_parent_{{genesis.info.epoch.value, genesis.info.id}},
      heights_(nodes) {}

void Oracle::violation(std::string what) {
  if (violations_.size() < kMaxViolations) violations_.push_back(std::move(what));
}

// ---------------------------------------------------------------- votes

void Oracle::note_vote(const chain::Vote& vote) {
  const auto& s = vote.subject;
  const Place place{s.epoch.value, s.view.value};
  auto& facts = views_[place];
  const Content content{s.parent_view.value, s.block};
  if (s.kind == chain::VoteKind::kNullify) facts.nullifies.insert(vote.signer.value);
  if (s.kind == chain::VoteKind::kNotarize) facts.notarizes[vote.signer.value].insert(content);
  if (s.kind == chain::VoteKind::kFinalize) facts.finalizes[vote.signer.value].insert(content);
  check_honest_votes(vote.signer.value, place);
}

// It may leave this node inside a certificate only, after a crash: so it counts from here on.
void Oracle::vote_durable(std::uint32_t node, const chain::Vote& vote) {
  if (!lies(node)) note_vote(vote);
}

void Oracle::vote_sent(std::uint32_t sender, const chain::Vote& vote, bool durable_at_sender) {
  if (!lies(sender) && vote.signer.value == sender && !durable_at_sender) {
    violation(by_node(sender) + " sent a vote before it was durable" +
              at_view({vote.subject.epoch.value, vote.subject.view.value}));
  }
  note_vote(vote);
}

void Oracle::check_honest_votes(std::uint32_t signer, Place place) {
  if (lies(signer)) return;
  auto& facts = views_[place];
  const auto count = [&](const auto& by_signer) {
    const auto found = by_signer.find(signer);
    return found == by_signer.end() ? 0 : found->second.size();
  };
  if (count(facts.notarizes) > 1) violation("honest " + by_node(signer) + " notarized two blocks" + at_view(place));
  if (count(facts.finalizes) > 1) violation("honest " + by_node(signer) + " finalized two blocks" + at_view(place));
  if (count(facts.finalizes) > 0 && facts.nullifies.contains(signer)) {
    violation("honest " + by_node(signer) + " nullified and finalized" + at_view(place));
  }
}

bool Oracle::signed_before(std::uint32_t signer, const chain::Subject& subject) const {
  const auto found = views_.find({subject.epoch.value, subject.view.value});
  if (found == views_.end()) return false;
  if (subject.kind == chain::VoteKind::kNullify) return found->second.nullifies.contains(signer);
  const auto& by_signer =
      subject.kind == chain::VoteKind::kNotarize ? found->second.notarizes : found->second.finalizes;
  const auto votes = by_signer.find(signer);
  return votes != by_signer.end() && votes->second.contains(Content{subject.parent_view.value, subject.block});
}

// ---------------------------------------------------------------- certificates

void Oracle::check_signers(const chain::Certificate& certificate) {
  const auto signers = bits_of(certificate.signers);
  const Place place{certificate.subject.epoch.value, certificate.subject.view.value};
  if (signers.size() < quorum_) violation("a certificate of fewer than a quorum left a node" + at_view(place));
  if (signers.size() != certificate.signatures.size())
    violation("a certificate's signatures do not match its bitmap" + at_view(place));
  for (const auto signer : signers) {
    if (signer >= nodes_) violation("a certificate names a stranger" + at_view(place));
    if (signer < nodes_ && !lies(signer) && !signed_before(signer, certificate.subject)) {
      violation("a certificate holds a vote that honest " + by_node(signer) + " never made" + at_view(place));
    }
  }
}

void Oracle::certificate_sent(std::uint32_t sender, const chain::Certificate& certificate, bool durable_at_sender) {
  const auto& s = certificate.subject;
  const Place place{s.epoch.value, s.view.value};
  if (lies(sender)) return;  // a liar's certificate counts when an honest node takes it on
  if (!durable_at_sender) violation(by_node(sender) + " sent a certificate before it was durable" + at_view(place));
  if (!checked_.emplace(s, certificate.signers).second) return;
  check_signers(certificate);
  auto& facts = views_[place];
  const Content content{s.parent_view.value, s.block};
  if (s.kind == chain::VoteKind::kNullify) facts.nullified = true;
  if (s.kind == chain::VoteKind::kNotarize) facts.notarized.insert(content);
  if (s.kind == chain::VoteKind::kFinalize) {
    facts.finalized.insert(content);
    check_finalized_order(place, s.parent_view.value);
  }
  if (s.kind != chain::VoteKind::kNullify) check_ancestry(place, s.parent_view.value);
  check_view(place);
}

void Oracle::check_view(Place place) {
  const auto& facts = views_[place];
  if (facts.notarized.size() > 1) violation("two blocks notarized" + at_view(place));
  if (facts.finalized.size() > 1) violation("two blocks finalized" + at_view(place));
  if (!facts.finalized.empty() && facts.nullified) violation("finalization and nullification" + at_view(place));
  for (const auto& content : facts.finalized) {
    std::size_t notarizers = liars_.size();
    for (const auto& [signer, contents] : facts.notarizes)
      notarizers += !lies(signer) && contents.contains(content) ? 1 : 0;
    if (notarizers < quorum_) violation("finalized without a possible notarization" + at_view(place));
  }
}

void Oracle::check_ancestry(Place place, std::uint64_t parent) {
  const auto [epoch, view] = place;
  if (parent >= view) return violation("parent view not below the view" + at_view(place));
  for (std::uint64_t u = parent + 1; u < view; ++u) {
    if (!can_be_nullified({epoch, u}))
      violation("view " + std::to_string(u) + " was skipped without a nullification" + at_view(place));
  }
}

void Oracle::check_finalized_order(Place place, std::uint64_t parent) {
  finalized_parent_.emplace(place, parent);
  const auto [epoch, view] = place;
  for (const auto& [other, p] : finalized_parent_) {
    const auto [e, v] = other;
    if (e == epoch && ((p < view && view < v) || (parent < v && v < view)))
      violation("a final view lies between another one and its parent" + at_view(place));
  }
}

// ---------------------------------------------------------------- evidence and stops

void Oracle::evidence(std::uint32_t node, const chain::Evidence& evidence) {
  const auto& a = evidence.first.subject;
  const auto& b = evidence.second.subject;
  const Place place{a.epoch.value, a.view.value};
  if (!lies(evidence.first.signer.value))
    violation(by_node(node) + " reported evidence against an honest node" + at_view(place));
  const bool same_signer = evidence.first.signer == evidence.second.signer && a.view == b.view && a.epoch == b.epoch;
  const bool two_of_kind =
      a.kind == b.kind && a.kind != chain::VoteKind::kNullify && (a.block != b.block || a.parent_view != b.parent_view);
  const auto either = [&](chain::VoteKind kind) { return a.kind == kind || b.kind == kind; };
  const bool both = either(chain::VoteKind::kNullify) && either(chain::VoteKind::kFinalize);
  if (!same_signer || !(two_of_kind || both))
    violation(by_node(node) + " reported evidence that proves nothing" + at_view(place));
}

void Oracle::stopped(std::uint32_t node, const std::string& reason) {
  violation("honest " + by_node(node) + " stopped: " + reason);
}

}  // namespace xh::sim
