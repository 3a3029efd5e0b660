#include "tests/sim/engine/oracle.h"

#include <algorithm>

namespace xh::sim {
namespace {

constexpr std::size_t kMaxViolations = 20;

std::string at_view(std::uint64_t view) {
  return " (view " + std::to_string(view) + ")";
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

Oracle::Oracle(std::size_t nodes, std::set<std::uint32_t> liars, const SimBlock& genesis)
    : nodes_(nodes),
      quorum_(nodes - (nodes - 1) / 3),
      liars_(std::move(liars)),
      chain_{genesis.info.id},
      heights_(nodes) {}

void Oracle::violation(std::string what) {
  if (violations_.size() < kMaxViolations) violations_.push_back(std::move(what));
}

// ---------------------------------------------------------------- votes

void Oracle::vote_sent(std::uint32_t sender, const chain::Vote& vote, bool durable_at_sender) {
  const auto& s = vote.subject;
  const std::uint32_t signer = vote.signer.value;
  if (!lies(sender) && signer == sender && !durable_at_sender)
    violation(by_node(sender) + " sent a vote before it was durable" + at_view(s.view.value));
  auto& facts = views_[s.view.value];
  const Content content{s.parent_view.value, s.block};
  if (s.kind == chain::VoteKind::kNullify) facts.nullifies.insert(signer);
  if (s.kind == chain::VoteKind::kNotarize) facts.notarizes[signer].insert(content);
  if (s.kind == chain::VoteKind::kFinalize) facts.finalizes[signer].insert(content);
  check_honest_votes(signer, s.view.value);
}

void Oracle::check_honest_votes(std::uint32_t signer, std::uint64_t view) {
  if (lies(signer)) return;
  auto& facts = views_[view];
  const auto count = [&](const auto& by_signer) {
    const auto found = by_signer.find(signer);
    return found == by_signer.end() ? 0 : found->second.size();
  };
  if (count(facts.notarizes) > 1) violation("honest " + by_node(signer) + " notarized two blocks" + at_view(view));
  if (count(facts.finalizes) > 1) violation("honest " + by_node(signer) + " finalized two blocks" + at_view(view));
  if (count(facts.finalizes) > 0 && facts.nullifies.contains(signer)) {
    violation("honest " + by_node(signer) + " nullified and finalized" + at_view(view));
  }
}

bool Oracle::signed_before(std::uint32_t signer, const chain::Subject& subject) const {
  const auto found = views_.find(subject.view.value);
  if (found == views_.end()) return false;
  if (subject.kind == chain::VoteKind::kNullify) return found->second.nullifies.contains(signer);
  const auto& by_signer =
      subject.kind == chain::VoteKind::kNotarize ? found->second.notarizes : found->second.finalizes;
  const auto votes = by_signer.find(signer);
  return votes != by_signer.end() && votes->second.contains(Content{subject.parent_view.value, subject.block});
}

std::size_t Oracle::honest_nullifies(std::uint64_t view) const {
  const auto found = views_.find(view);
  if (found == views_.end()) return 0;
  return static_cast<std::size_t>(
      std::ranges::count_if(found->second.nullifies, [&](std::uint32_t signer) { return !lies(signer); }));
}

// ---------------------------------------------------------------- certificates

void Oracle::check_signers(const chain::Certificate& certificate) {
  const auto signers = bits_of(certificate.signers);
  const std::uint64_t view = certificate.subject.view.value;
  if (signers.size() < quorum_) violation("a certificate of fewer than a quorum left a node" + at_view(view));
  if (signers.size() != certificate.signatures.size())
    violation("a certificate's signatures do not match its bitmap" + at_view(view));
  for (const auto signer : signers) {
    if (signer >= nodes_) violation("a certificate names a stranger" + at_view(view));
    if (signer < nodes_ && !lies(signer) && !signed_before(signer, certificate.subject)) {
      violation("a certificate holds a vote that honest " + by_node(signer) + " never sent" + at_view(view));
    }
  }
}

void Oracle::certificate_sent(std::uint32_t sender, const chain::Certificate& certificate, bool durable_at_sender) {
  const auto& s = certificate.subject;
  if (lies(sender)) return;  // a liar's certificate counts when an honest node takes it on
  if (!durable_at_sender)
    violation(by_node(sender) + " sent a certificate before it was durable" + at_view(s.view.value));
  if (!checked_
           .emplace(s.view.value, static_cast<std::uint32_t>(s.kind), s.block, s.parent_view.value, certificate.signers)
           .second)
    return;
  check_signers(certificate);
  auto& facts = views_[s.view.value];
  const Content content{s.parent_view.value, s.block};
  if (s.kind == chain::VoteKind::kNullify) facts.nullified = true;
  if (s.kind == chain::VoteKind::kNotarize) facts.notarized.insert(content);
  if (s.kind == chain::VoteKind::kFinalize) {
    facts.finalized.insert(content);
    check_finalized_order(s.view.value, s.parent_view.value);
  }
  if (s.kind != chain::VoteKind::kNullify) check_ancestry(s.view.value, s.parent_view.value);
  check_view(s.view.value);
}

void Oracle::check_view(std::uint64_t view) {
  const auto& facts = views_[view];
  if (facts.notarized.size() > 1) violation("two blocks notarized" + at_view(view));
  if (facts.finalized.size() > 1) violation("two blocks finalized" + at_view(view));
  if (!facts.finalized.empty() && facts.nullified) violation("finalization and nullification" + at_view(view));
  for (const auto& content : facts.finalized) {
    std::size_t notarizers = liars_.size();
    for (const auto& [signer, contents] : facts.notarizes)
      notarizers += !lies(signer) && contents.contains(content) ? 1 : 0;
    if (notarizers < quorum_) violation("finalized without a possible notarization" + at_view(view));
  }
}

void Oracle::check_ancestry(std::uint64_t view, std::uint64_t parent) {
  if (parent >= view) return violation("parent view not below the view" + at_view(view));
  for (std::uint64_t u = parent + 1; u < view; ++u) {
    if (honest_nullifies(u) + liars_.size() < quorum_)
      violation("view " + std::to_string(u) + " was skipped without a nullification" + at_view(view));
  }
}

void Oracle::check_finalized_order(std::uint64_t view, std::uint64_t parent) {
  finalized_parent_.emplace(view, parent);
  for (const auto& [v, p] : finalized_parent_) {
    if ((p < view && view < v) || (parent < v && v < view))
      violation("a final view lies between another one and its parent" + at_view(view));
  }
}

// ---------------------------------------------------------------- chain

void Oracle::committed(std::uint32_t node, const chain::Certificate& finalization,
                       const std::vector<SimBlock>& blocks) {
  if (blocks.empty() || blocks.back().info.id != finalization.subject.block)
    violation(by_node(node) + " committed up to another block than the certificate's");
  if (finalization.subject.kind != chain::VoteKind::kFinalize)
    violation(by_node(node) + " committed without a finalization");
  check_signers(finalization);
  for (const auto& block : blocks) {
    const std::uint64_t height = block.info.height.value;
    if (height != heights_[node] + 1)
      violation(by_node(node) + " committed height " + std::to_string(height) + " out of order");
    if (block.rotten) violation(by_node(node) + " committed a block its executor rejects");
    if (height >= 1 && height <= chain_.size() && block.info.parent != chain_[height - 1])
      violation(by_node(node) + " committed a block off the final chain");
    if (height == chain_.size()) chain_.push_back(block.info.id);
    if (height < chain_.size() && chain_[height] != block.info.id)
      violation("two different final blocks at height " + std::to_string(height));
    heights_[node] = height;
  }
}

void Oracle::evidence(std::uint32_t node, const consensus::Evidence& evidence) {
  const auto& a = evidence.first.subject;
  const auto& b = evidence.second.subject;
  if (!lies(evidence.first.signer.value))
    violation(by_node(node) + " reported evidence against an honest node" + at_view(a.view.value));
  const bool same_signer = evidence.first.signer == evidence.second.signer && a.view == b.view && a.epoch == b.epoch;
  const bool two_of_kind =
      a.kind == b.kind && a.kind != chain::VoteKind::kNullify && (a.block != b.block || a.parent_view != b.parent_view);
  const auto either = [&](chain::VoteKind kind) { return a.kind == kind || b.kind == kind; };
  const bool both = either(chain::VoteKind::kNullify) && either(chain::VoteKind::kFinalize);
  if (!same_signer || !(two_of_kind || both))
    violation(by_node(node) + " reported evidence that proves nothing" + at_view(a.view.value));
}

void Oracle::stopped(std::uint32_t node, const std::string& reason) {
  violation("honest " + by_node(node) + " stopped: " + reason);
}

void Oracle::state(std::uint32_t node, std::uint64_t life, const consensus::EngineStatus& status) {
  auto [it, fresh] = life_floor_.try_emplace(node, life, status.cur.value, status.final_view.value);
  auto& [known_life, cur, final_view] = it->second;
  if (!fresh && known_life == life && (status.cur.value < cur || status.final_view.value < final_view))
    violation(by_node(node) + " went back in views");
  it->second = {life, status.cur.value, status.final_view.value};
  if (status.final_height.value < heights_[node]) violation(by_node(node) + " forgot a committed height");
}

}  // namespace xh::sim
