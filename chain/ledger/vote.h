// Votes and certificates of the Simplex protocol (consensus.md). Vote digests are fixed-width, so that the consensus room needs no codec:
//   epoch (8, big-endian) || view (8) || parent view (8) || block id (32), hashed in the kind's own domain; nullify has zero parent and id.
#pragma once

#include <array>
#include <tuple>
#include <vector>

#include "chain/codec/domain.h"
#include "chain/codec/fields.h"
#include "chain/crypto/schnorr.h"
#include "chain/ledger/validator_set.h"
#include "chain/primitives/types.h"

namespace xh::chain {

enum class VoteKind : std::uint32_t { kNotarize = 0, kNullify = 1, kFinalize = 2 };
constexpr VoteKind enum_max(VoteKind) { return VoteKind::kFinalize; }

// What a vote is about: P = (epoch, view, parent view, block id). For nullify, parent view and block are zero.
struct Subject {
  VoteKind kind = VoteKind::kNotarize;
  Epoch epoch;
  View view;
  View parent_view;
  BlockId block;

  static constexpr auto fields() {
    return std::tuple(field<1>("kind", &Subject::kind), field<2>("epoch", &Subject::epoch), field<3>("view", &Subject::view),
                      field<4>("parent_view", &Subject::parent_view), field<5>("block", &Subject::block));
  }
  friend auto operator<=>(const Subject&, const Subject&) = default;
};

struct Vote {
  Subject subject;
  ValidatorIndex signer;
  Signature signature;

  static constexpr auto fields() {
    return std::tuple(field<1>("subject", &Vote::subject), field<2>("signer", &Vote::signer), field<3>("signature", &Vote::signature));
  }
  friend bool operator==(const Vote&, const Vote&) = default;
};

// A quorum's votes of one kind. `signers` is a bitmap, bit i of byte i/8 (least significant first) for validator i, exactly
// ceil(n/8) bytes with no bit above n; `signatures` follow the set bits in ascending order.
struct Certificate {
  Subject subject;
  Bytes signers;
  std::vector<Signature> signatures;

  static constexpr auto fields() {
    return std::tuple(field<1>("subject", &Certificate::subject), field<2>("signers", &Certificate::signers, (kMaxValidators + 7) / 8),
                      field<3>("signatures", &Certificate::signatures, kMaxValidators));
  }
  friend bool operator==(const Certificate&, const Certificate&) = default;
};

// The digests of one ledger's votes; immutable, thread-safe.
class VoteDigests {
 public:
  explicit VoteDigests(const ChainTag& chain);
  [[nodiscard]] Hash256 digest(const Subject& subject) const;

 private:
  std::array<Domain, 3> by_kind_;
};

// Checks votes and certificates of one epoch's validator set; keys parsed once. Immutable, thread-safe.
class VoteVerifier {
 public:
  // Needs check_validator_set(set).
  VoteVerifier(const ValidatorSet& set, const ChainTag& chain);
  [[nodiscard]] bool verify(const Vote& vote) const;  // epoch, signer in range, shape, signature
  // Exactly the bitmap's signers, at least a quorum, each signature valid: a certificate with one bad signature is refused whole.
  [[nodiscard]] Status verify(const Certificate& certificate) const;
  [[nodiscard]] const ValidatorSet& set() const { return set_; }

 private:
  ValidatorSet set_;
  std::vector<VerifyKey> keys_;
  VoteDigests digests_;
};

[[nodiscard]] Vote sign_vote(const Subject& subject, ValidatorIndex signer, const SecretKey& key, const VoteDigests& digests);
[[nodiscard]] std::vector<ValidatorIndex> signers_of(const Certificate& certificate);
// `votes` all have `subject`, distinct signers below `validators`.
[[nodiscard]] Certificate make_certificate(const Subject& subject, std::vector<Vote> votes, std::size_t validators);

}  // namespace xh::chain
