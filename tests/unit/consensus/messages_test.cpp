// The wire and journal structs survive the strict codec, and their limits hold.
#include <boost/test/unit_test.hpp>

#include "chain/codec/codec.h"
#include "consensus/journal.h"
#include "consensus/message.h"
#include "tests/unit/consensus/engine_fixture.h"

namespace xh::consensus::test {
namespace {

template <class T>
bool survives(const T& value) {
  const auto back = chain::decode<T>(chain::encode(value));
  return back.has_value() && *back == value;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(messages)

BOOST_AUTO_TEST_CASE(every_message_survives_the_codec) {
  Bench bench;
  const auto b1 = bench.block(1, genesis());
  const auto subject = Bench::about(VoteKind::kNotarize, b1, 0);
  const auto vote = Bench::vote(subject, ValidatorIndex(2));
  const auto certificate = bench.certificate(subject);
  BOOST_TEST(survives(VotesMessage{{vote, vote}}));
  BOOST_TEST(survives(CertificatesMessage{{certificate}}));
  BOOST_TEST(survives(ProposalMessage{chain::Bytes(300, 7), {chain::TxHash{}, chain::TxHash{}}, vote, {certificate}}));
  BOOST_TEST(survives(CertificateRequest{chain::Epoch(1), View(4), VoteKind::kNullify}));
  BOOST_TEST(survives(RestartQuery{chain::Epoch(1), View(4), 99}));
  BOOST_TEST(survives(RestartAnswer{chain::Epoch(1), 99, {vote}, {certificate}}));
  BOOST_TEST(survives(chain::Evidence{chain::EvidenceKind::kNullifyAndFinalize, vote, vote}));
}

BOOST_AUTO_TEST_CASE(every_journal_record_survives_the_codec) {
  Bench bench;
  const auto b1 = bench.block(1, genesis());
  const auto subject = Bench::about(VoteKind::kNotarize, b1, 0);
  JournalRecord vote, certificate, block, certified, forbidden;
  vote.vote = Bench::vote(subject, ValidatorIndex(1));
  certificate.certificate = bench.certificate(subject);
  block.block = b1;
  certified.certified = CertifiedRecord{View(1), b1.id};
  forbidden.signing_forbidden = chain::Epoch(1);
  for (const auto& record : {vote, certificate, block, certified, forbidden}) BOOST_TEST(survives(record));
}

BOOST_AUTO_TEST_CASE(messages_over_their_limits_are_refused) {
  const auto vote = Bench::vote(Bench::nullify(1), ValidatorIndex(0));
  BOOST_TEST(survives(VotesMessage{std::vector<Vote>(kMaxVotesPerMessage, vote)}));
  BOOST_TEST(!survives(VotesMessage{std::vector<Vote>(kMaxVotesPerMessage + 1, vote)}));
  ProposalMessage proposal;
  proposal.vote = vote;
  proposal.header = chain::Bytes(chain::Block::kMaxHeaderBytes + 1, 1);
  BOOST_TEST(!survives(proposal));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::consensus::test
