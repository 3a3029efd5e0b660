#include "chain/ledger/evidence.h"

namespace xh::chain {

std::optional<EvidenceKind> conflict_of(const Vote& first, const Vote& second) {
  const auto& a = first.subject;
  const auto& b = second.subject;
  if (first.signer != second.signer || a.epoch != b.epoch || a.view != b.view) return std::nullopt;
  if (a.kind == b.kind) {
    if (a == b || a.kind == VoteKind::kNullify) return std::nullopt;
    return a.kind == VoteKind::kNotarize ? EvidenceKind::kTwoNotarizes : EvidenceKind::kTwoFinalizes;
  }
  const bool nullified = a.kind == VoteKind::kNullify || b.kind == VoteKind::kNullify;
  const bool finalized = a.kind == VoteKind::kFinalize || b.kind == VoteKind::kFinalize;
  if (nullified && finalized) return EvidenceKind::kNullifyAndFinalize;
  return std::nullopt;
}

Status verify_evidence(const Evidence& evidence, const VoteVerifier& verifier) {
  const auto conflict = conflict_of(evidence.first, evidence.second);
  if (!conflict) return invalid("an honest validator may send both votes: they prove nothing");
  if (*conflict != evidence.kind) return invalid("the votes prove another fault than the one named");
  if (!verifier.verify(evidence.first)) return invalid("the first vote is not that validator's of this epoch");
  if (!verifier.verify(evidence.second)) return invalid("the second vote is not that validator's of this epoch");
  return {};
}

}  // namespace xh::chain
