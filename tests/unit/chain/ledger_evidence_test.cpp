// Evidence (R13): exactly the pairs of votes that no honest validator signs both are proofs, and only with both
// signatures.
#include <boost/test/unit_test.hpp>

#include "chain/ledger/evidence.h"
#include "tests/unit/chain/ledger_fixture.h"

namespace xh::chain {
namespace {

BlockId block(std::uint8_t n) {
  return test::filled<BlockId>(n);
}

// Every vote that fits into two views, two blocks, two parents, two epochs.
std::vector<Subject> all_subjects() {
  std::vector<Subject> out;
  for (const std::uint64_t epoch : {0, 1}) {
    for (const std::uint64_t view : {5, 6}) {
      out.push_back({VoteKind::kNullify, Epoch{epoch}, View{view}, {}, {}});
      for (const auto kind : {VoteKind::kNotarize, VoteKind::kFinalize}) {
        for (const std::uint64_t parent : {3, 4}) {
          for (const auto id : {std::uint8_t{1}, std::uint8_t{2}})
            out.push_back({kind, Epoch{epoch}, View{view}, View{parent}, block(id)});
        }
      }
    }
  }
  return out;
}

// R3, R4, R6 as an honest validator keeps them in one view: one notarize, one finalize, and never nullify and finalize.
bool may_sign_both(const Subject& a, const Subject& b) {
  if (a == b || a.epoch != b.epoch || a.view != b.view) return true;
  if (a.kind == b.kind) return false;
  const auto both = [&](VoteKind x, VoteKind y) {
    return (a.kind == x && b.kind == y) || (a.kind == y && b.kind == x);
  };
  return !both(VoteKind::kNullify, VoteKind::kFinalize);
}

struct Signed {
  ChainContext context = make_context(test::sample_genesis());
  VoteDigests digests{context.tag};
  VoteVerifier verifier{context.validators, context.tag};

  [[nodiscard]] Vote vote(const Subject& subject, std::uint8_t signer) const {
    return sign_vote(subject, ValidatorIndex{signer},
                     test::secret_key(static_cast<std::uint8_t>(test::kFirstValidatorKey + signer)), digests);
  }
  [[nodiscard]] Evidence two_notarizes(std::uint8_t signer) const {
    const Subject first{VoteKind::kNotarize, Epoch{0}, View{5}, View{4}, block(1)};
    const Subject second{VoteKind::kNotarize, Epoch{0}, View{5}, View{4}, block(2)};
    return {EvidenceKind::kTwoNotarizes, vote(first, signer), vote(second, signer)};
  }
};

BOOST_FIXTURE_TEST_SUITE(ledger_evidence, Signed)

BOOST_AUTO_TEST_CASE(votes_conflict_exactly_when_no_honest_validator_signs_both) {
  const auto subjects = all_subjects();
  for (const auto& a : subjects) {
    for (const auto& b : subjects) {
      const Vote first{a, ValidatorIndex{2}, {}};
      Vote second{b, ValidatorIndex{2}, {}};
      BOOST_TEST(conflict_of(first, second).has_value() == !may_sign_both(a, b));
      second.signer = ValidatorIndex{3};
      BOOST_TEST(!conflict_of(first, second).has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(proof_needs_both_signatures_the_epoch_and_the_right_name) {
  const auto proof = two_notarizes(2);
  BOOST_TEST(verify_evidence(proof, verifier).has_value());
  auto turned = proof;
  std::swap(turned.first, turned.second);
  BOOST_TEST(verify_evidence(turned, verifier).has_value());
  for (auto member : {&Evidence::first, &Evidence::second}) {
    auto forged = proof;
    (forged.*member).signature.bytes[40] ^= 1;
    BOOST_TEST(!verify_evidence(forged, verifier).has_value());
  }
  auto misnamed = proof;
  misnamed.kind = EvidenceKind::kTwoFinalizes;
  BOOST_TEST(!verify_evidence(misnamed, verifier).has_value());
  auto outside = proof;
  outside.first.signer = outside.second.signer = ValidatorIndex{4};
  BOOST_TEST(!verify_evidence(outside, verifier).has_value());
  auto later = context.validators;
  later.epoch = Epoch{1};
  BOOST_TEST(!verify_evidence(proof, VoteVerifier(later, context.tag)).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
