// From genesis to later validators: each link must be its epoch's last header, final under its own epoch's set, and
// name the set that follows (R16; decision 0012).
#include <boost/test/unit_test.hpp>

#include "chain/light/epochs.h"
#include "chain/light/fact.h"
#include "chain/merkle/list_tree.h"
#include "tests/unit/chain/ledger_fixture.h"

namespace xh::chain {
namespace {

// Epoch e has the validators e, e + 1, e + 2, e + 3 of the fixture; it ends with block 10 (e + 1).
struct ManyEpochs {
  static constexpr std::uint64_t kEpochs = 3;
  Genesis genesis = test::sample_genesis();
  ChainContext context = make_context(genesis);
  std::vector<EpochLink> links;

  ManyEpochs() {
    for (std::uint64_t e = 0; e < kEpochs; ++e) links.push_back(link(e));
  }

  [[nodiscard]] ValidatorSet set_of(std::uint64_t epoch) const {
    ValidatorSet out{Epoch{epoch}, {}};
    for (std::uint8_t i = 0; i < 4; ++i)
      out.validators.push_back(test::sample_validator(static_cast<std::uint8_t>(epoch + i)));
    return out;
  }
  [[nodiscard]] Header header(std::uint64_t epoch, std::uint64_t height) const {
    Header out;
    out.chain = context.tag;
    out.height = Height{height};
    out.view = View{5};
    out.timestamp = Timestamp{genesis.time.value + static_cast<std::int64_t>(height)};
    out.epoch = Epoch{epoch};
    out.validator_set_hash = validator_set_hash(set_of(epoch), context.tag);
    return out;
  }
  // Final under the set of `signing`.
  [[nodiscard]] Certificate certify(const Header& of, std::uint64_t signing, std::uint8_t signers = 3,
                                    VoteKind kind = VoteKind::kFinalize) const {
    const VoteDigests digests(context.tag);
    const Subject subject{kind, Epoch{signing}, View{6}, View{4}, block_id_of(of)};
    std::vector<Vote> votes;
    for (std::uint8_t i = 0; i < signers; ++i) {
      const auto number = static_cast<std::uint8_t>(test::kFirstValidatorKey + signing + i);
      votes.push_back(sign_vote(subject, ValidatorIndex{i}, test::secret_key(number), digests));
    }
    return make_certificate(subject, std::move(votes), 4);
  }
  [[nodiscard]] EpochLink link(std::uint64_t epoch) const {
    auto last = header(epoch, 10 * (epoch + 1));
    const auto next = set_of(epoch + 1);
    last.next_validator_set_hash = validator_set_hash(next, context.tag);
    return {encode(last), certify(last, epoch), next};
  }
  // Link 1 with another header, certified anew.
  [[nodiscard]] std::vector<EpochLink> with_header(const Header& changed) const {
    auto out = links;
    out[1].header = encode(changed);
    out[1].finalization = certify(changed, 1);
    return out;
  }
  [[nodiscard]] Fact fact_of(std::uint64_t epoch) const {
    const auto at = header(epoch, 10 * epoch + 1);
    Fact out;
    out.chain_id = genesis.chain_id;
    out.genesis_hash = context.genesis_hash;
    out.header = encode(at);
    out.finality.finalization = certify(at, epoch);
    out.epochs.assign(links.begin(), links.begin() + static_cast<std::ptrdiff_t>(epoch));
    return out;
  }
  void refused(const std::vector<EpochLink>& changed, const std::string& reason) const {
    const auto set = follow_epochs(context, changed);
    BOOST_REQUIRE_MESSAGE(!set.has_value(), "accepted although: " + reason);
    BOOST_TEST((set.error().fault == Fault::kInvalid));
    BOOST_TEST(set.error().message.find(reason) != std::string::npos, set.error().message);
  }
};

BOOST_FIXTURE_TEST_SUITE(light_epochs, ManyEpochs)

BOOST_AUTO_TEST_CASE(links_lead_to_the_set_of_every_epoch) {
  for (std::uint64_t e = 0; e <= kEpochs; ++e) {
    const auto set = follow_epochs(context, std::span(links).first(e));
    BOOST_REQUIRE_MESSAGE(set.has_value(), (set ? "" : set.error().message));
    BOOST_TEST((*set == (e == 0 ? context.validators : set_of(e))));
  }
}

BOOST_AUTO_TEST_CASE(link_left_out_repeated_or_out_of_order_is_refused) {
  refused({links[1]}, "epoch link 1: header is not of epoch 0");
  refused({links[0], links[0]}, "epoch link 2: header is not of epoch 1");
  refused({links[0], links[2]}, "epoch link 2");
}

BOOST_AUTO_TEST_CASE(next_set_that_the_header_does_not_name_is_refused) {
  auto changed = links;
  changed[1].next.validators[3] = test::sample_validator(9);
  refused(changed, "not the one that the header names");
  changed = links;
  changed[1].next.epoch = Epoch{3};
  refused(changed, "not of the next epoch");
}

BOOST_AUTO_TEST_CASE(next_set_under_four_is_refused_even_when_a_quorum_signed_it) {
  auto last = header(1, 20);
  auto changed = links;
  changed[1].next.validators.pop_back();
  last.next_validator_set_hash = validator_set_hash(changed[1].next, context.tag);
  changed[1].header = encode(last);
  changed[1].finalization = certify(last, 1);
  refused(changed, "at least 4");
}

BOOST_AUTO_TEST_CASE(header_of_another_ledger_epoch_or_set_or_inside_its_epoch_is_refused) {
  auto last = *decode<Header>(links[1].header);
  last.chain.bytes[0] ^= 1;
  refused(with_header(last), "another ledger");
  last = *decode<Header>(links[1].header);
  last.validator_set_hash.bytes[0] ^= 1;
  refused(with_header(last), "another validator set");
  last = *decode<Header>(links[1].header);
  last.next_validator_set_hash = {};
  refused(with_header(last), "not its epoch's last");
  auto broken = links;
  broken[1].header.pop_back();
  refused(broken, "header:");
}

BOOST_AUTO_TEST_CASE(only_the_headers_own_finalization_under_its_own_epochs_set_counts) {
  const auto last = *decode<Header>(links[1].header);
  auto changed = links;
  changed[1].finalization = certify(last, 1, 3, VoteKind::kNotarize);
  refused(changed, "no finalization");
  changed[1].finalization = certify(last, 1, 2);
  refused(changed, "quorum");
  changed[1].finalization = certify(last, 2);
  refused(changed, "another epoch");
  changed[1].finalization = certify(last, 2);
  changed[1].finalization.subject.epoch = Epoch{1};
  refused(changed, "does not verify");
  changed[1].finalization = certify(header(1, 21), 1);
  refused(changed, "another block");
}

BOOST_AUTO_TEST_CASE(more_links_than_the_limit_are_refused_before_they_are_looked_at) {
  refused(std::vector<EpochLink>(kMaxEpochLinks + 1), "too many epoch links");
}

BOOST_AUTO_TEST_CASE(fact_of_a_later_epoch_is_believed_with_its_links_and_names_that_epochs_signers) {
  for (std::uint64_t e = 0; e <= kEpochs; ++e) {
    const auto fact = fact_of(e);
    BOOST_REQUIRE((decode<Fact>(encode(fact)) == fact));
    const auto verified = verify_fact(genesis, fact);
    BOOST_REQUIRE_MESSAGE(verified.has_value(), (verified ? "" : verified.error().message));
    BOOST_REQUIRE(verified->signers.size() == 3U);
    BOOST_TEST(verified->signers.front() == "validator " + std::to_string(e));
  }
}

BOOST_AUTO_TEST_CASE(fact_with_too_few_or_too_many_links_is_refused) {
  auto fact = fact_of(2);
  fact.epochs.pop_back();
  BOOST_TEST(!verify_fact(genesis, fact).has_value());
  fact = fact_of(2);
  fact.epochs.push_back(links[2]);
  BOOST_TEST(!verify_fact(genesis, fact).has_value());
}

BOOST_AUTO_TEST_CASE(header_of_the_next_epoch_finalizes_nothing_of_this_one) {
  auto last = *decode<Header>(links[0].header);
  auto after = header(1, 11);
  after.parent = block_id_of(last);
  Finality finality;
  finality.links = {encode(after)};
  finality.finalization = certify(after, 1);
  BOOST_TEST(!verify_final_header(context, encode(last), finality).has_value());
  BOOST_TEST(!verify_final_header(context.tag, set_of(1), encode(last), finality).has_value());
  finality = {{}, links[0].finalization};
  BOOST_TEST(verify_final_header(context, encode(last), finality).has_value());
  finality = {{}, certify(after, 1)};
  BOOST_TEST(verify_final_header(context.tag, set_of(1), encode(after), finality).has_value());
}

// Whatever single byte of a link a liar changes, nobody follows him.
BOOST_AUTO_TEST_CASE(no_changed_byte_of_a_link_goes_unnoticed) {
  const Bytes honest = encode(links[0]);
  for (std::size_t i = 0; i < honest.size(); ++i) {
    Bytes changed = honest;
    changed[i] ^= static_cast<std::uint8_t>(1U << (i % 8));
    const auto decoded = decode<EpochLink>(changed);
    if (decoded)
      BOOST_TEST(!follow_epochs(context, std::span(&*decoded, 1)).has_value(), "byte " << i << " may be anything");
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::chain
