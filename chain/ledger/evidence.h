// Proof that a validator broke the protocol (R13): two of its signed votes of one view that no honest validator signs
// both. Contents are compared, never signature bytes. Not faults: notarize then nullify; notarize one block and
// finalize another.
#pragma once

#include <optional>
#include <tuple>

#include "chain/codec/fields.h"
#include "chain/ledger/vote.h"

namespace xh::consensus {

enum class EvidenceKind : std::uint32_t { kTwoNotarizes = 0, kTwoFinalizes = 1, kNullifyAndFinalize = 2 };
constexpr EvidenceKind enum_max(EvidenceKind) {
  return EvidenceKind::kNullifyAndFinalize;
}

struct Evidence {
  EvidenceKind kind = EvidenceKind::kTwoNotarizes;
  chain::Vote first;
  chain::Vote second;

  static constexpr auto fields() {
    using chain::field;
    return std::tuple(field<1>("kind", &Evidence::kind), field<2>("first", &Evidence::first),
                      field<3>("second", &Evidence::second));
  }
  friend bool operator==(const Evidence&, const Evidence&) = default;
};

// What the two votes prove, if anything. Signatures are the caller's to verify.
[[nodiscard]] std::optional<EvidenceKind> conflict_of(const chain::Vote& first, const chain::Vote& second);

}  // namespace xh::consensus
