// Evidence on chain: who is convicted, from when on he leads no more, and what proves nothing (R13; decision 0012).
#include "contracts/governance/events.h"
#include "governance_world.h"

namespace xh::contracts::test {
namespace {

using chain::EvidenceKind;
using chain::VoteKind;

constexpr std::uint8_t kNewKey = 120;

BOOST_AUTO_TEST_SUITE(governance_evidence)

BOOST_AUTO_TEST_CASE(double_voter_is_suspended_eight_views_after_the_blocks_view) {
  GovernanceWorld world;
  const auto receipt = world.report(key_actor(kFirstValidatorKey), world.double_vote(2));
  accepted(receipt);
  const auto state = world.state();
  BOOST_REQUIRE(state.suspended.size() == 1U);
  BOOST_TEST(state.suspended[0].validator.value == 2U);
  BOOST_TEST(state.suspended[0].from_view.value == world.height().value + governance::kSuspensionViews);
  BOOST_TEST((state.suspended[0].convicted_at == world.height()));
  const auto told = events_of<governance::ValidatorConvicted>(receipt, ContractId::kGovernance,
                                                              governance::EventKind::kValidatorConvicted);
  BOOST_REQUIRE(told.size() == 1U);
  BOOST_TEST(told[0].name == "validator 103");
  BOOST_TEST((told[0].from_view == state.suspended[0].from_view));
  const auto kept = governance::convictions(world.view().context(), chain::Epoch{0});
  BOOST_REQUIRE(kept.size() == 1U);
  BOOST_TEST((kept[0].evidence == world.double_vote(2)));
}

BOOST_AUTO_TEST_CASE(each_kind_of_double_vote_convicts_and_each_validator_once) {
  GovernanceWorld world(7);
  accepted(world.report(operator_of(0), world.double_vote(1)));
  accepted(world.report(operator_of(0), {EvidenceKind::kTwoFinalizes, world.vote(VoteKind::kFinalize, 9, 1, 2),
                                         world.vote(VoteKind::kFinalize, 9, 2, 2)}));
  const chain::Evidence nullified{EvidenceKind::kNullifyAndFinalize, world.vote(VoteKind::kFinalize, 9, 1, 3),
                                  world.vote(VoteKind::kNullify, 9, 0, 3)};
  accepted(world.report(operator_of(0), nullified));
  refused(world.report(operator_of(1), nullified), "EVIDENCE_KNOWN");
  refused(world.report(operator_of(1), world.double_vote(3)), "EVIDENCE_KNOWN");
  BOOST_TEST(governance::convictions(world.view().context(), chain::Epoch{0}).size() == 3U);
}

BOOST_AUTO_TEST_CASE(no_pair_of_votes_of_an_honest_validator_convicts) {
  GovernanceWorld world;
  // What an honest validator may sign: notarize A in 5, nullify 5; notarize A in 6 and finalize B in 6; finalize in 7.
  const std::vector<chain::Vote> votes{
      world.vote(VoteKind::kNotarize, 5, 1, 2), world.vote(VoteKind::kNullify, 5, 0, 2),
      world.vote(VoteKind::kNotarize, 6, 1, 2), world.vote(VoteKind::kFinalize, 6, 2, 2),
      world.vote(VoteKind::kNotarize, 7, 3, 2), world.vote(VoteKind::kFinalize, 7, 3, 2)};
  for (const auto& first : votes) {
    for (const auto& second : votes) {
      for (const auto kind :
           {EvidenceKind::kTwoNotarizes, EvidenceKind::kTwoFinalizes, EvidenceKind::kNullifyAndFinalize}) {
        refused(world.report(operator_of(0), {kind, first, second}), "EVIDENCE_INVALID");
      }
    }
  }
  BOOST_TEST(world.state().suspended.empty());
}

BOOST_AUTO_TEST_CASE(forged_or_misnamed_evidence_is_refused) {
  GovernanceWorld world;
  auto forged = world.double_vote(2);
  forged.second.signer = chain::ValidatorIndex{1};
  forged.first.signer = chain::ValidatorIndex{1};
  refused(world.report(operator_of(0), forged), "EVIDENCE_INVALID");
  auto altered = world.double_vote(2);
  altered.second.subject.block.bytes[0] = 77;
  refused(world.report(operator_of(0), altered), "EVIDENCE_INVALID");
  auto outside = world.double_vote(2);
  outside.first.signer = outside.second.signer = chain::ValidatorIndex{4};
  refused(world.report(operator_of(0), outside), "EVIDENCE_INVALID");
  auto misnamed = world.double_vote(2);
  misnamed.kind = EvidenceKind::kTwoFinalizes;
  refused(world.report(operator_of(0), misnamed), "EVIDENCE_INVALID");
  auto other_seats = world.double_vote(2);
  other_seats.second = world.vote(VoteKind::kNotarize, 5, 2, 3);
  refused(world.report(operator_of(0), other_seats), "EVIDENCE_INVALID");
  auto future = world.double_vote(2);
  future.first.subject.epoch = future.second.subject.epoch = chain::Epoch{1};
  refused(world.report(operator_of(0), future), "EVIDENCE_INVALID");
  refused(world.report(actor(3), world.double_vote(2)), "NOT_A_VALIDATOR");
  BOOST_TEST(world.state().suspended.empty());
}

BOOST_AUTO_TEST_CASE(no_more_than_f_are_suspended_in_the_order_of_conviction) {
  GovernanceWorld world(7);
  for (const std::size_t seat : {5, 1, 3}) accepted(world.report(operator_of(0), world.double_vote(seat)));
  const auto state = world.state();
  BOOST_REQUIRE(state.suspended.size() == 2U);
  BOOST_TEST(state.suspended[0].validator.value == 5U);
  BOOST_TEST(state.suspended[1].validator.value == 1U);
  BOOST_REQUIRE(state.convicted_beyond.size() == 1U);
  BOOST_TEST(state.convicted_beyond[0].validator.value == 3U);
  refused(world.propose(operator_of(0), {}), "SET_UNSAFE");
}

BOOST_AUTO_TEST_CASE(evidence_of_the_epoch_before_suspends_who_is_still_there_and_older_evidence_does_not) {
  GovernanceWorld world(5);
  const auto stays = world.double_vote(1);
  const auto goes = world.double_vote(4);
  const auto late = world.double_vote(2);
  world.changed({remove_edit("validator 105")});
  accepted(world.report(operator_of(0), stays));
  BOOST_REQUIRE(world.state().suspended.size() == 1U);
  BOOST_TEST(world.state().suspended[0].validator.value == 1U);
  accepted(world.report(operator_of(0), goes));
  BOOST_TEST(world.state().suspended.size() == 1U);
  BOOST_TEST(world.state().convicted_beyond.empty());
  world.changed({});
  refused(world.report(operator_of(0), late), "EVIDENCE_TOO_OLD");
}

BOOST_AUTO_TEST_CASE(who_stays_stays_suspended_from_the_first_view_and_is_found_by_his_key) {
  GovernanceWorld world(5);
  accepted(world.report(operator_of(0), world.double_vote(2)));
  world.changed({remove_edit("validator 101"), remove_edit("validator 102"),
                 add_edit(validator_with(kNewKey, operator_of(0).id))});
  const auto state = world.state();
  BOOST_REQUIRE(state.suspended.size() == 1U);
  BOOST_TEST(state.set.validators[state.suspended[0].validator.value].name == "validator 103");
  BOOST_TEST(state.suspended[0].from_view.value == 0U);
}

BOOST_AUTO_TEST_CASE(replaced_key_is_a_new_validator_and_the_guilty_key_never_comes_back) {
  GovernanceWorld world;
  accepted(world.report(operator_of(0), world.double_vote(2)));
  world.changed({replace_edit(key_of(103), validator_with(kNewKey, operator_of(2).id))});
  BOOST_TEST(world.state().suspended.empty());
  refused(world.propose(operator_of(0), {add_edit(validator_with(103, operator_of(2).id))}), "KEY_CONVICTED");
  world.changed({});
  refused(world.propose(operator_of(0), {add_edit(validator_with(103, operator_of(2).id))}), "KEY_CONVICTED");
}

BOOST_AUTO_TEST_CASE(change_that_a_conviction_makes_unsafe_is_neither_approved_nor_kept_waiting) {
  GovernanceWorld world(7);
  const auto shrinking = [] {
    return std::vector{remove_edit("validator 105"), remove_edit("validator 106"), remove_edit("validator 107"),
                       replace_edit(key_of(104), validator_with(kNewKey, operator_of(3).id))};
  };
  const auto waiting = world.proposed(shrinking());
  accepted(world.propose(operator_of(1), shrinking()));
  const auto open = world.pending()[1].key;
  world.approved(waiting, 5);
  BOOST_TEST((world.state().accepted_change == waiting));
  accepted(world.report(operator_of(0), world.double_vote(0)));
  BOOST_TEST((world.state().accepted_change == waiting));
  const auto receipt = world.report(operator_of(0), world.double_vote(1));
  accepted(receipt);
  BOOST_TEST(
      events_of<governance::ChangeWithdrawn>(receipt, ContractId::kGovernance, governance::EventKind::kChangeLapsed)
          .size() == 1U);
  BOOST_TEST(!world.state().accepted_change.has_value());
  BOOST_TEST(world.state().suspended.size() == 2U);
  refused(world.attest(key_actor(kNewKey), waiting), "CHANGE_CLOSED");
  refused(world.approve(operator_of(2), open), "SET_UNSAFE");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
