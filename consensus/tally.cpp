#include "consensus/tally.h"

namespace xh::consensus {

const chain::Vote* ViewRecord::vote_of(chain::VoteKind kind, chain::ValidatorIndex signer) const {
  const auto& of_kind = votes[kind_index(kind)];
  const auto found = of_kind.find(signer);
  return found == of_kind.end() ? nullptr : &found->second;
}

const ViewRecord* Tally::find(chain::View view) const {
  const auto found = views_.find(view);
  return found == views_.end() ? nullptr : &found->second;
}

ViewRecord* Tally::find(chain::View view) {
  const auto found = views_.find(view);
  return found == views_.end() ? nullptr : &found->second;
}

void Tally::prune(chain::View up_to) {
  views_.erase(views_.begin(), views_.upper_bound(up_to));
}

Tally::Counted Tally::add(const chain::Vote& vote) {
  Counted out;
  note_conflicts(vote, out.evidence);
  auto& of_kind = views_[vote.subject.view].votes[kind_index(vote.subject.kind)];
  const auto [held, added] = of_kind.emplace(vote.signer, vote);
  out.added = added;
  out.second_notarize = vote.subject.kind == chain::VoteKind::kNotarize && held->second.subject != vote.subject;
  if (out.added) out.formed = try_form(vote.subject);
  return out;
}

std::vector<chain::Evidence> Tally::compare(const chain::Certificate& certificate) {
  std::vector<chain::Evidence> out;
  const auto signers = chain::signers_of(certificate);
  for (std::size_t i = 0; i < signers.size() && i < certificate.signatures.size(); ++i) {
    note_conflicts({certificate.subject, signers[i], certificate.signatures[i]}, out);
  }
  return out;
}

void Tally::note_conflicts(const chain::Vote& seen, std::vector<chain::Evidence>& out) {
  const ViewRecord* record = find(seen.subject.view);
  if (record == nullptr) return;
  for (std::size_t kind = 0; kind < kVoteKinds; ++kind) {
    const auto* held = record->vote_of(static_cast<chain::VoteKind>(kind), seen.signer);
    if (held != nullptr) note_conflict(*held, seen, out);
  }
}

void Tally::note_conflict(const chain::Vote& held, const chain::Vote& seen, std::vector<chain::Evidence>& out) {
  const auto kind = conflict_of(held, seen);
  if (!kind) return;
  auto& known = reported_[seen.signer];
  if (known.size() >= kMaxEvidencePerSigner) return;
  if (known.emplace(seen.subject.view, *kind).second) out.push_back({*kind, held, seen});
}

std::optional<chain::Certificate> Tally::try_form(const chain::Subject& subject) const {
  const ViewRecord* record = find(subject.view);
  if (record == nullptr || record->certificate(subject.kind)) return std::nullopt;
  std::vector<chain::Vote> same;
  for (const auto& [signer, vote] : record->votes[kind_index(subject.kind)]) {
    if (vote.subject == subject) same.push_back(vote);
  }
  if (same.size() < quorum_) return std::nullopt;
  return chain::make_certificate(subject, std::move(same), validators_);
}

std::size_t Tally::signers_since(chain::View from) const {
  std::set<chain::ValidatorIndex> signers;
  for (auto it = views_.lower_bound(from); it != views_.end(); ++it) {
    for (const auto& of_kind : it->second.votes) {
      for (const auto& [signer, vote] : of_kind) signers.insert(signer);
    }
  }
  return signers.size();
}

}  // namespace xh::consensus
