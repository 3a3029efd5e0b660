// Votes and certificates: what the protocol promises of each view.
#include <algorithm>

#include "tests/sim/node/oracle.h"

namespace xh::sim {

using chain::View;
using chain::VoteKind;

void Oracle::epoch_begins(const chain::ValidatorSet& set) {
  auto [at, fresh] = epochs_.try_emplace(set.epoch);
  if (!fresh) return;
  auto& facts = at->second;
  const std::size_t n = set.validators.size();
  facts.quorum = n - (n - 1) / 3;
  for (const auto& validator : set.validators) {
    auto key = chain::VerifyKey::parse(validator.key);
    if (!key) return violation("an epoch has a validator whose key is no key");
    facts.keys.push_back(*key);
    facts.honest.push_back(!lies(validator.key));
  }
}

Oracle::EpochFacts* Oracle::facts_of(chain::Epoch epoch) {
  const auto at = epochs_.find(epoch);
  return at == epochs_.end() ? nullptr : &at->second;
}

bool Oracle::verifies(const chain::Vote& vote) {
  const auto* epoch = facts_of(vote.subject.epoch);
  return epoch != nullptr && vote.signer.value < epoch->keys.size() &&
         epoch->keys[vote.signer.value].verify(digests_.digest(vote.subject).view(), vote.signature);
}

bool Oracle::count(const chain::Vote& vote) {
  const auto* epoch = facts_of(vote.subject.epoch);
  if (epoch == nullptr || vote.signer.value >= epoch->keys.size()) return false;
  const auto digest = digests_.digest(vote.subject);
  auto name = digest;  // of subject and signer
  for (std::size_t i = 0; i < 4; ++i) name.bytes[i] ^= static_cast<std::uint8_t>((vote.signer.value + 1) >> (8 * i));
  if (!epoch->keys[vote.signer.value].verify(digest.view(), vote.signature)) return false;
  if (counted_votes_.insert(name).second) count_verified(epochs_.at(vote.subject.epoch), vote);
  return true;
}

void Oracle::count_verified(EpochFacts& epoch, const chain::Vote& vote) {
  const auto& s = vote.subject;
  auto& facts = epoch.views[s.view];
  const Content content{s.parent_view, s.block};
  if (s.kind == VoteKind::kNotarize) facts.notarizes[content].insert(vote.signer);
  if (s.kind == VoteKind::kFinalize) facts.finalizes[content].insert(vote.signer);
  if (s.kind == VoteKind::kNullify) facts.nullifies.insert(vote.signer);
  if (epoch.honest[vote.signer.value]) {
    if (s.kind != VoteKind::kNullify && s.parent_view >= s.view)
      violation("view " + std::to_string(s.view.value) + ": an honest vote whose parent view is not below");
    check_honest(epoch, s.view, facts, vote.signer);
  }
  check_view(epoch, s.view);
}

void Oracle::check_honest(const EpochFacts&, View view, const ViewFacts& facts, chain::ValidatorIndex signer) {
  const auto signed_by = [&](const std::map<Content, Signers>& of_kind) {
    return std::ranges::count_if(of_kind, [&](const auto& entry) { return entry.second.contains(signer); });
  };
  const auto who = [&] {
    return "validator " + std::to_string(signer.value) + ", view " + std::to_string(view.value) + ": ";
  };
  const auto finalizes = signed_by(facts.finalizes);
  if (signed_by(facts.notarizes) > 1) violation(who() + "two notarizes");
  if (finalizes > 1) violation(who() + "two finalizes");
  if (finalizes > 0 && facts.nullifies.contains(signer)) violation(who() + "nullify and finalize");
}

// A quorum of votes is a certificate, whether anybody made one of it or not.
void Oracle::check_view(EpochFacts& epoch, View view) {
  const auto& facts = epoch.views[view];
  const auto reached = [&](const auto& entry) { return entry.second.size() >= epoch.quorum; };
  const auto where = [&] { return "view " + std::to_string(view.value) + ": "; };
  if (std::ranges::count_if(facts.notarizes, reached) > 1) violation(where() + "two notarized blocks");
  if (std::ranges::count_if(facts.finalizes, reached) > 1) violation(where() + "two finalized blocks");
  const auto final_block = std::ranges::find_if(facts.finalizes, reached);
  if (final_block == facts.finalizes.end()) return;
  if (facts.nullifies.size() >= epoch.quorum) violation(where() + "finalized and nullified");
  if (!epoch.finalized.contains(view)) check_final(epoch, view, final_block->first);
}

void Oracle::check_final(EpochFacts& epoch, View view, const Content& content) {
  const auto where = [&] { return "view " + std::to_string(view.value) + ": "; };
  const auto parent = content.first;
  const auto notarizes = epoch.views[view].notarizes.find(content);
  if (notarizes == epoch.views[view].notarizes.end() || notarizes->second.size() < epoch.quorum)
    violation(where() + "finalized without a notarization");
  if (parent >= view) violation(where() + "the parent's view is not below");
  for (View u{parent.value + 1}; u < view; ++u.value) {
    const auto skipped = epoch.views.find(u);
    if (skipped == epoch.views.end() || skipped->second.nullifies.size() < epoch.quorum)
      violation(where() + "skipped view " + std::to_string(u.value) + " is not nullified");
  }
  epoch.finalized.emplace(view, parent);
  for (const auto& [other, others_parent] : epoch.finalized) {
    const bool inside = (other > parent && other < view) || (view > others_parent && view < other);
    if (inside)
      violation(where() + "final strictly between a final block and its parent, with view " +
                std::to_string(other.value));
  }
}

// q distinct signers of the epoch, each signature valid, the bitmap exactly as long as the set needs.
std::string Oracle::check_certificate(const chain::Certificate& certificate) {
  auto* epoch = facts_of(certificate.subject.epoch);
  if (epoch == nullptr) return "is of no epoch";
  const std::size_t n = epoch->keys.size();
  if (certificate.signers.size() != (n + 7) / 8) return "has a bitmap of the wrong length";
  std::vector<chain::ValidatorIndex> signers;
  for (std::size_t i = 0; i < certificate.signers.size() * 8; ++i) {
    if ((certificate.signers[i / 8] >> (i % 8) & 1) != 0) signers.emplace_back(static_cast<std::uint32_t>(i));
  }
  if (signers.size() < epoch->quorum) return "has fewer signers than a quorum";
  if (signers.back().value >= n) return "names a signer outside the set";
  if (signers.size() != certificate.signatures.size()) return "has more or fewer signatures than signers";
  for (std::size_t i = 0; i < signers.size(); ++i) {
    if (!count({certificate.subject, signers[i], certificate.signatures[i]})) return "has a wrong signature";
  }
  return {};
}

void Oracle::vote_durable(std::size_t node, const chain::Vote& vote) {
  durable_votes_[node].insert({vote.subject, vote.signer});
  if (!count(vote)) violation("node " + std::to_string(node) + " recorded a vote that does not verify");
}

void Oracle::certificate_durable(std::size_t node, const chain::Certificate& certificate) {
  durable_certificates_[node].insert(certificate.subject);
  if (!checked_certificates_.insert({certificate.subject, certificate.signers}).second) return;
  if (const auto wrong = check_certificate(certificate); !wrong.empty())
    violation("node " + std::to_string(node) + " recorded a certificate that " + wrong);
}

}  // namespace xh::sim
