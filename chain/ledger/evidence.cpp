#include "consensus/evidence.h"

namespace xh::consensus {

std::optional<EvidenceKind> conflict_of(const chain::Vote& first, const chain::Vote& second) {
  const auto& a = first.subject;
  const auto& b = second.subject;
  if (first.signer != second.signer || a.epoch != b.epoch || a.view != b.view) return std::nullopt;
  using chain::VoteKind;
  if (a.kind == b.kind) {
    if (a == b || a.kind == VoteKind::kNullify) return std::nullopt;
    return a.kind == VoteKind::kNotarize ? EvidenceKind::kTwoNotarizes : EvidenceKind::kTwoFinalizes;
  }
  const bool nullified = a.kind == VoteKind::kNullify || b.kind == VoteKind::kNullify;
  const bool finalized = a.kind == VoteKind::kFinalize || b.kind == VoteKind::kFinalize;
  if (nullified && finalized) return EvidenceKind::kNullifyAndFinalize;
  return std::nullopt;
}

}  // namespace xh::consensus
