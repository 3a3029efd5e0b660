// Votes and certificates: which are believed.
#include <boost/test/unit_test.hpp>

#include "tests/unit/chain/ledger_fixture.h"

namespace xh::chain {
namespace {

struct Votes {
  ChainContext context = make_context(test::sample_genesis());
  VoteDigests digests{context.tag};
  VoteVerifier verifier{context.validators, context.tag};
  Subject subject{VoteKind::kNotarize, Epoch{0}, View{7}, View{5}, test::filled<BlockId>(0x42)};

  [[nodiscard]] Vote vote(const Subject& s, std::uint8_t signer) const {
    return sign_vote(s, ValidatorIndex{signer},
                     test::secret_key(static_cast<std::uint8_t>(test::kFirstValidatorKey + signer)), digests);
  }
  void refused(const Certificate& certificate, const std::string& reason) const {
    const auto status = verifier.verify(certificate);
    BOOST_REQUIRE_MESSAGE(!status.has_value(), "accepted although: " + reason);
    BOOST_TEST(status.error().message.find(reason) != std::string::npos, status.error().message);
  }
};

BOOST_FIXTURE_TEST_SUITE(ledger_vote, Votes)

BOOST_AUTO_TEST_CASE(every_part_of_the_subject_changes_the_digest) {
  std::vector<Subject> others(5, subject);
  others[0].kind = VoteKind::kFinalize;
  others[1].epoch = Epoch{1};
  others[2].view = View{8};
  others[3].parent_view = View{6};
  others[4].block.bytes[31] ^= 1;
  for (const auto& other : others) BOOST_TEST((digests.digest(other) != digests.digest(subject)));
}

BOOST_AUTO_TEST_CASE(vote_is_believed_only_from_its_signer_on_its_ledger) {
  const auto honest = vote(subject, 1);
  BOOST_TEST(verifier.verify(honest));
  auto stolen = honest;
  stolen.signer = ValidatorIndex{2};
  BOOST_TEST(!verifier.verify(stolen));
  auto outside = honest;
  outside.signer = ValidatorIndex{4};
  BOOST_TEST(!verifier.verify(outside));
  auto other_genesis = test::sample_genesis();
  other_genesis.blinding.bytes[3] ^= 1;
  const auto other = make_context(other_genesis);
  BOOST_TEST(!VoteVerifier(other.validators, other.tag).verify(honest));
}

BOOST_AUTO_TEST_CASE(malformed_subjects_are_refused_even_when_signed) {
  std::vector<Subject> bad(4, subject);
  bad[0].parent_view = bad[0].view;  // a parent in the same view
  bad[1].block = {};                 // no block
  bad[2].kind = VoteKind::kNullify;  // a nullify that names a block
  bad[3].epoch = Epoch{1};           // another epoch
  for (const auto& s : bad) BOOST_TEST(!verifier.verify(vote(s, 0)));
  BOOST_TEST(verifier.verify(vote({VoteKind::kNullify, Epoch{0}, View{7}, View{0}, {}}, 0)));
  BOOST_TEST(!verifier.verify(vote({VoteKind::kNullify, Epoch{0}, View{0}, View{0}, {}}, 0)));
}

BOOST_AUTO_TEST_CASE(certificate_needs_a_quorum) {
  BOOST_TEST(verifier.verify(test::certificate_of(subject, context, 3)).has_value());
  BOOST_TEST(verifier.verify(test::certificate_of(subject, context, 4)).has_value());
  refused(test::certificate_of(subject, context, 2), "fewer signers");
}

BOOST_AUTO_TEST_CASE(bitmap_and_signatures_must_fit) {
  const auto good = test::certificate_of(subject, context, 3);
  auto bad = good;
  bad.signers.push_back(0);
  refused(bad, "wrong length");
  bad = good;
  bad.signers[0] = 0b0001'0011;  // validator 4 of four
  refused(bad, "outside the set");
  bad = good;
  bad.signatures.pop_back();
  refused(bad, "do not match");
  bad = good;
  std::swap(bad.signatures[0], bad.signatures[1]);
  refused(bad, "does not verify");
  bad = good;
  bad.subject.kind = VoteKind::kFinalize;
  refused(bad, "does not verify");
}

BOOST_AUTO_TEST_CASE(certificate_lists_signers_in_order_whatever_order_votes_came_in) {
  const auto certificate = make_certificate(subject, {vote(subject, 3), vote(subject, 0), vote(subject, 2)}, 4);
  BOOST_TEST((signers_of(certificate) == std::vector{ValidatorIndex{0}, ValidatorIndex{2}, ValidatorIndex{3}}));
  BOOST_TEST(verifier.verify(certificate).has_value());
}

BOOST_AUTO_TEST_CASE(quorum_tolerates_a_third) {
  for (const auto& [n, quorum] : {std::pair{4, 3}, {5, 4}, {6, 5}, {7, 5}, {10, 7}, {64, 43}}) {
    ValidatorSet set;
    set.validators.resize(static_cast<std::size_t>(n));
    BOOST_TEST(set.quorum() == static_cast<std::size_t>(quorum));
    BOOST_TEST(2 * set.quorum() > set.size() + set.max_faulty());  // two quorums share an honest member
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
