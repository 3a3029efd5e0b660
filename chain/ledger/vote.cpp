#include "chain/ledger/vote.h"

#include <algorithm>

#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

// A nullify names its view alone; the other kinds name a block whose parent lies in an earlier view.
bool well_formed(const Subject& s) {
  if (s.kind == VoteKind::kNullify) return s.parent_view.value == 0 && s.block.is_zero() && s.view.value > 0;
  return s.parent_view < s.view && !s.block.is_zero();
}

}  // namespace

VoteDigests::VoteDigests(const ChainTag& chain)
    : by_kind_{Domain(tags::kVoteNotarize, chain), Domain(tags::kVoteNullify, chain), Domain(tags::kVoteFinalize, chain)} {}

Hash256 VoteDigests::digest(const Subject& subject) const {
  Bytes bytes;
  bytes.reserve(56);
  append_be64(bytes, subject.epoch.value);
  append_be64(bytes, subject.view.value);
  append_be64(bytes, subject.parent_view.value);
  append(bytes, subject.block.view());
  return by_kind_[static_cast<std::size_t>(subject.kind)].hash(bytes);
}

VoteVerifier::VoteVerifier(const ValidatorSet& set, const ChainTag& chain) : set_(set), digests_(chain) {
  for (const auto& v : set_.validators) {
    auto key = VerifyKey::parse(v.key);
    CHECK(key.has_value());
    keys_.push_back(*key);
  }
}

bool VoteVerifier::verify(const Vote& vote) const {
  if (vote.subject.epoch != set_.epoch || vote.signer.value >= keys_.size() || !well_formed(vote.subject)) return false;
  return keys_[vote.signer.value].verify(digests_.digest(vote.subject).view(), vote.signature);
}

Status VoteVerifier::verify(const Certificate& certificate) const {
  if (certificate.subject.epoch != set_.epoch) return invalid("certificate is of another epoch");
  if (!well_formed(certificate.subject)) return invalid("certificate's subject is malformed");
  if (certificate.signers.size() != (keys_.size() + 7) / 8) return invalid("certificate's signer bitmap has the wrong length");
  const auto signers = signers_of(certificate);
  if (!signers.empty() && signers.back().value >= keys_.size()) return invalid("certificate names a signer outside the set");
  if (signers.size() != certificate.signatures.size()) return invalid("certificate's signatures do not match its bitmap");
  if (signers.size() < set_.quorum()) return invalid("certificate has fewer signers than a quorum");
  const Hash256 digest = digests_.digest(certificate.subject);
  for (std::size_t i = 0; i < signers.size(); ++i) {
    if (!keys_[signers[i].value].verify(digest.view(), certificate.signatures[i])) {
      return invalid("certificate has a signature that does not verify");
    }
  }
  return {};
}

Vote sign_vote(const Subject& subject, ValidatorIndex signer, const SecretKey& key, const VoteDigests& digests) {
  return {subject, signer, key.sign(digests.digest(subject).view())};
}

std::vector<ValidatorIndex> signers_of(const Certificate& certificate) {
  std::vector<ValidatorIndex> out;
  for (std::size_t i = 0; i < certificate.signers.size() * 8; ++i) {
    if ((certificate.signers[i / 8] >> (i % 8) & 1) != 0) out.emplace_back(static_cast<std::uint32_t>(i));
  }
  return out;
}

Certificate make_certificate(const Subject& subject, std::vector<Vote> votes, std::size_t validators) {
  std::ranges::sort(votes, {}, &Vote::signer);
  Certificate out{subject, Bytes((validators + 7) / 8), {}};
  for (const auto& vote : votes) {
    const std::size_t i = vote.signer.value;
    CHECK(vote.subject == subject && i < validators && (out.signers[i / 8] >> (i % 8) & 1) == 0);
    out.signers[i / 8] = static_cast<std::uint8_t>(out.signers[i / 8] | 1u << (i % 8));
    out.signatures.push_back(vote.signature);
  }
  return out;
}

}  // namespace xh::chain
