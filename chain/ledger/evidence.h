// Proof that a validator broke the protocol (R13): two of its signed votes of one view that no honest validator signs
// both. Contents are compared, never signature bytes. Not faults: notarize then nullify; notarize one block and
// finalize another.
#pragma once

#include <optional>
#include <string_view>
#include <tuple>

#include "chain/codec/fields.h"
#include "chain/ledger/vote.h"

namespace xh::chain {

enum class EvidenceKind : std::uint32_t { kTwoNotarizes = 0, kTwoFinalizes = 1, kNullifyAndFinalize = 2 };
constexpr EvidenceKind enum_max(EvidenceKind) {
  return EvidenceKind::kNullifyAndFinalize;
}
constexpr std::string_view enum_name(EvidenceKind kind) {
  switch (kind) {
    case EvidenceKind::kTwoNotarizes:
      return "two_notarizes";
    case EvidenceKind::kTwoFinalizes:
      return "two_finalizes";
    case EvidenceKind::kNullifyAndFinalize:
      return "nullify_and_finalize";
  }
  return "unknown";
}

struct Evidence {
  EvidenceKind kind = EvidenceKind::kTwoNotarizes;
  Vote first;
  Vote second;

  static constexpr auto fields() {
    return std::tuple(field<1>("kind", &Evidence::kind), field<2>("first", &Evidence::first),
                      field<3>("second", &Evidence::second));
  }
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

// What the two votes prove, if anything. Signatures are the caller's to verify.
[[nodiscard]] std::optional<EvidenceKind> conflict_of(const Vote& first, const Vote& second);

// The whole proof: the votes conflict, in the kind named, and both signatures are of that validator of the verifier's
// epoch. kInvalid says what is wrong. Two signature checks.
[[nodiscard]] Status verify_evidence(const Evidence& evidence, const VoteVerifier& verifier);

}  // namespace xh::chain
