// Changes of the validator set: who decides, when the epoch ends, and what is refused (R16; decision 0012).
#include "contracts/catalog/event_catalog.h"
#include "contracts/engine/accounts.h"
#include "contracts/governance/events.h"
#include "governance_world.h"

namespace xh::contracts::test {
namespace {

using governance::ChangeStatus;

constexpr std::uint8_t kNewKey = 120;

chain::Validator newcomer(std::uint8_t key = kNewKey) {
  return validator_with(key, operator_of(0).id);
}

BOOST_AUTO_TEST_SUITE(governance_change)

BOOST_AUTO_TEST_CASE(genesis_state_is_epoch_0_and_every_validators_key_has_an_account) {
  GovernanceWorld world;
  const auto state = world.state();
  BOOST_TEST(state.set.epoch.value == 0U);
  BOOST_TEST((state.set.validators == world.genesis.validators));
  BOOST_TEST(state.first_height.value == 0U);
  BOOST_TEST(!governance::is_last_of_epoch(state, chain::Height{0}));
  BOOST_TEST((governance::set_of(world.view().context(), chain::Epoch{0}) == state.set));
  BOOST_TEST(!governance::set_of(world.view().context(), chain::Epoch{1}).has_value());
  for (const auto& v : state.set.validators) {
    BOOST_TEST((find_policy(world.view().context(), governance::key_account(v)) == chain::KeyPolicy{1, {v.key}}));
  }
}

BOOST_AUTO_TEST_CASE(quorum_of_seats_accepts_a_removal_and_the_epoch_ends_with_that_block) {
  GovernanceWorld world(5);
  const auto change = world.proposed({remove_edit("validator 105")});
  world.approved(change, 3);
  BOOST_TEST(world.state().set.epoch.value == 0U);
  accepted(world.approve(operator_of(3), change));
  const auto state = world.state();
  BOOST_TEST(state.set.epoch.value == 1U);
  BOOST_TEST(state.set.size() == 4U);
  BOOST_TEST(state.first_height.value == world.height().value + 1);
  BOOST_TEST(governance::is_last_of_epoch(state, world.height()));
  BOOST_TEST((governance::first_height_of(world.view().context(), chain::Epoch{1}) == state.first_height));
  BOOST_TEST((governance::set_of(world.view().context(), chain::Epoch{0})->validators == world.genesis.validators));
  world.block({});
  BOOST_TEST(!governance::is_last_of_epoch(world.state(), world.height()));
}

BOOST_AUTO_TEST_CASE(new_validator_attests_with_its_own_key_before_the_epoch_ends) {
  GovernanceWorld world;
  const auto change = world.proposed({add_edit(newcomer())});
  BOOST_TEST(!find_policy(world.view().context(), key_actor(kNewKey).id).has_value());
  world.approved(change, 3);
  BOOST_TEST(world.state().set.epoch.value == 0U);
  BOOST_TEST((world.state().accepted_change == change));
  BOOST_TEST(governance::next_validators(world.view().context())->size() == 5U);
  refused(world.attest(operator_of(0), change), "NOT_A_NEW_VALIDATOR");
  refused(world.attest(key_actor(kFirstValidatorKey), change), "NOT_A_NEW_VALIDATOR");
  accepted(world.attest(key_actor(kNewKey), change));
  BOOST_TEST(world.state().set.epoch.value == 1U);
  BOOST_TEST(world.state().set.size() == 5U);
  BOOST_TEST(world.state().first_height.value == world.height().value + 1);
  BOOST_TEST(!governance::next_validators(world.view().context()).has_value());
}

BOOST_AUTO_TEST_CASE(epoch_waits_for_the_last_of_several_new_validators) {
  GovernanceWorld world;
  const auto change = world.proposed({add_edit(newcomer(120)), add_edit(newcomer(121)), remove_edit("validator 101")});
  world.approved(change, 3);
  accepted(world.attest(key_actor(121), change));
  refused(world.attest(key_actor(121), change), "ALREADY_ATTESTED");
  BOOST_TEST(world.state().set.epoch.value == 0U);
  accepted(world.attest(key_actor(120), change));
  BOOST_TEST(world.state().set.epoch.value == 1U);
}

BOOST_AUTO_TEST_CASE(moved_node_key_attests_and_a_moved_address_does_not) {
  GovernanceWorld world;
  auto moved = world.state().set.validators[1];
  moved.address = "10.9.9.9:1";
  world.changed({replace_edit(moved.key, moved)});
  BOOST_TEST(world.state().set.validators[1].address == "10.9.9.9:1");
  auto machine = world.state().set.validators[2];
  machine.node_key.bytes[1] = 9;
  const auto change = world.proposed({replace_edit(machine.key, machine)});
  world.approved(change, 3);
  BOOST_TEST(world.state().set.epoch.value == 1U);
  accepted(world.attest(key_actor(kFirstValidatorKey + 2), change));
  BOOST_TEST(world.state().set.epoch.value == 2U);
}

BOOST_AUTO_TEST_CASE(change_without_edits_renews_the_epoch_at_once) {
  GovernanceWorld world;
  const auto change = world.proposed({});
  world.approved(change, 3);
  BOOST_TEST(world.state().set.epoch.value == 1U);
  BOOST_TEST((world.state().set.validators == world.genesis.validators));
}

BOOST_AUTO_TEST_CASE(nothing_of_governance_happens_after_the_epochs_end_in_the_same_block) {
  GovernanceWorld world(5);
  const auto change = world.proposed({});
  world.approved(change, 3);
  const auto evidence = world.double_vote(4);
  const auto receipts = world.block({world.approve_tx(operator_of(3), change), world.propose_tx(operator_of(1), {}),
                                     world.approve_tx(operator_of(4), change), world.attest_tx(operator_of(1), change),
                                     world.report_tx(operator_of(1), evidence)});
  accepted(receipts[0]);
  for (std::size_t i = 1; i < receipts.size(); ++i) refused(receipts[i], "EPOCH_ENDING");
  BOOST_TEST(world.state().set.epoch.value == 1U);
  accepted(world.report(operator_of(1), evidence));
}

BOOST_AUTO_TEST_CASE(operator_of_two_seats_has_two_votes_and_a_stranger_none) {
  auto genesis = governed_genesis(4);
  genesis.validators[1].operator_account = operator_of(0).id;
  GovernanceWorld world;
  world.store = {};
  world.genesis = genesis;
  world.reopen();
  const auto change = world.proposed({});
  refused(world.approve(actor(1), change), "NOT_A_VALIDATOR_OPERATOR");
  refused(world.propose(operator_of(1), {}), "NOT_A_VALIDATOR_OPERATOR");
  refused(world.withdraw(actor(3), change), "NOT_A_VALIDATOR_OPERATOR");
  accepted(world.approve(operator_of(0), change));
  BOOST_TEST(world.pending()[0].change.approvals.size() == 2U);
  refused(world.approve(operator_of(0), change), "ALREADY_APPROVED");
  accepted(world.approve(operator_of(2), change));
  BOOST_TEST(world.state().set.epoch.value == 1U);
}

BOOST_AUTO_TEST_CASE(unsafe_or_malformed_changes_are_refused_when_they_are_proposed) {
  GovernanceWorld world;
  const auto by = operator_of(0);
  const auto refused_edits = [&](const std::string& code, std::vector<governance::Edit> edits) {
    refused(world.propose(by, std::move(edits)), code);
  };
  refused_edits("SET_TOO_SMALL", {remove_edit("validator 101")});
  refused_edits("VALIDATOR_UNKNOWN", {remove_edit("nobody")});
  refused_edits("VALIDATOR_UNKNOWN", {replace_edit(key_of(130), newcomer())});
  refused_edits("EDIT_MALFORMED", {governance::Edit{}});
  refused_edits("EDIT_MALFORMED", {governance::Edit{governance::EditKind::kRemove, "validator 101", key_of(101), {}}});
  refused_edits("EDIT_MALFORMED", {governance::Edit{governance::EditKind::kRemove, "", {}, {}}});
  refused_edits("EDIT_MALFORMED", {governance::Edit{governance::EditKind::kRemove, "validator 101", {}, newcomer()}});
  refused_edits("EDIT_MALFORMED", {governance::Edit{governance::EditKind::kAdd, "validator 101", {}, newcomer()}});
  refused_edits("EDIT_MALFORMED", {governance::Edit{governance::EditKind::kReplace, "validator 101", {}, {}}});
  auto odd = newcomer();
  odd.name.clear();
  refused_edits("BAD_VALIDATOR", {add_edit(odd)});
  odd = newcomer();
  odd.key.bytes.fill(0xff);
  refused_edits("BAD_VALIDATOR", {add_edit(odd)});
  odd = newcomer();
  odd.node_key = {};
  refused_edits("BAD_VALIDATOR", {add_edit(odd)});
  odd = newcomer();
  odd.key = key_of(102);
  refused_edits("DUPLICATE_KEY", {add_edit(odd)});
  odd = newcomer();
  odd.node_key.bytes[0] = 102;
  refused_edits("DUPLICATE_KEY", {add_edit(odd)});
  odd = newcomer();
  odd.name = "validator 102";
  refused_edits("NAME_TAKEN", {add_edit(odd)});
  odd = newcomer();
  odd.operator_account = actor(200).id;
  refused_edits("OPERATOR_UNKNOWN", {add_edit(odd)});
  BOOST_TEST(world.pending().empty());
}

BOOST_AUTO_TEST_CASE(set_over_the_limit_is_refused) {
  GovernanceWorld world;
  std::vector<governance::Edit> edits;
  for (std::uint8_t n = 0; n < 61; ++n) edits.push_back(add_edit(newcomer(static_cast<std::uint8_t>(kNewKey + n))));
  refused(world.propose(operator_of(0), edits), "SET_TOO_LARGE");
  edits.pop_back();
  accepted(world.propose(operator_of(0), edits));
}

BOOST_AUTO_TEST_CASE(key_whose_account_got_other_keys_becomes_no_validator) {
  GovernanceWorld world;
  const auto change = world.proposed({add_edit(newcomer())});
  world.approved(change, 3);
  struct Rotate {
    chain::KeyPolicy policy;
    static constexpr auto fields() { return std::tuple(chain::field<1>("policy", &Rotate::policy)); }
  };
  constexpr std::uint32_t kRotateKeys = 2;
  accepted(world.run(key_actor(kNewKey), ContractId::kIdentity, kRotateKeys, Rotate{policy_of(1, {140})}));
  const auto attest = world.tx(key_actor(kNewKey), ContractId::kGovernance, governance::MethodId::kAttestReady,
                               governance::AttestReady{change, {}}, {.signing_keys = {key_of(140)}});
  refused(world.one(attest), "KEY_IN_USE");
  refused(world.propose(operator_of(1), {add_edit(newcomer())}), "KEY_IN_USE");
}

BOOST_AUTO_TEST_CASE(attestation_of_another_set_or_before_the_acceptance_is_refused) {
  GovernanceWorld world;
  const auto change = world.proposed({replace_edit(key_of(101), newcomer())});
  refused(world.attest(key_actor(kFirstValidatorKey), change), "CHANGE_NOT_ACCEPTED");
  world.approved(change, 3);
  const auto wrong = world.tx(key_actor(kNewKey), ContractId::kGovernance, governance::MethodId::kAttestReady,
                              governance::AttestReady{change, world.executor->chain().validator_set_hash});
  refused(world.one(wrong), "SET_HASH_DIFFERS");
  accepted(world.attest(key_actor(kNewKey), change));
  BOOST_TEST((world.state().set.validators[0] == newcomer()));
}

BOOST_AUTO_TEST_CASE(only_one_accepted_change_waits_at_a_time) {
  GovernanceWorld world;
  const auto waiting = world.proposed({add_edit(newcomer())});
  world.approved(waiting, 3);
  accepted(world.propose(operator_of(1), {}));
  const auto other = world.pending()[1].key;
  refused(world.approve(operator_of(1), other), "CHANGE_PENDING");
  accepted(world.approve(operator_of(3), waiting));
  accepted(world.withdraw(operator_of(0), waiting));
  BOOST_TEST(!world.state().accepted_change.has_value());
  world.approved(other, 3);
  BOOST_TEST(world.state().set.epoch.value == 1U);
}

BOOST_AUTO_TEST_CASE(proposer_ends_his_change_and_an_approver_takes_his_vote_back) {
  GovernanceWorld world;
  const auto change = world.proposed({add_edit(newcomer())});
  refused(world.withdraw(operator_of(1), change), "NOT_APPROVED");
  world.approved(change, 3);
  accepted(world.withdraw(operator_of(1), change));
  BOOST_TEST(!world.state().accepted_change.has_value());
  BOOST_TEST((world.pending()[0].change.status == ChangeStatus::kOpen));
  refused(world.attest(key_actor(kNewKey), change), "CHANGE_NOT_ACCEPTED");
  accepted(world.approve(operator_of(3), change));
  BOOST_TEST((world.state().accepted_change == change));
  accepted(world.withdraw(operator_of(0), change));
  BOOST_TEST(world.pending().empty());
  refused(world.approve(operator_of(1), change), "CHANGE_CLOSED");
  refused(world.attest(key_actor(kNewKey), change), "CHANGE_CLOSED");
  refused(world.approve(operator_of(1), chain::RecordKey{}), "CHANGE_UNKNOWN");
}

BOOST_AUTO_TEST_CASE(acceptance_that_comes_again_finds_the_attestations_of_the_first_time) {
  GovernanceWorld world;
  const auto change = world.proposed({add_edit(newcomer(120)), add_edit(newcomer(121))});
  world.approved(change, 3);
  accepted(world.attest(key_actor(120), change));
  accepted(world.withdraw(operator_of(2), change));
  accepted(world.approve(operator_of(2), change));
  accepted(world.attest(key_actor(121), change));
  BOOST_TEST(world.state().set.epoch.value == 1U);
}

BOOST_AUTO_TEST_CASE(proposal_lapses_after_thirty_days_and_frees_its_place) {
  GovernanceWorld world;
  const auto change = world.proposed({add_edit(newcomer())});
  world.approved(change, 3);
  refused(world.propose(operator_of(0), {}), "TOO_MANY_CHANGES");
  world.block({}, governance::kChangeLifetimeMs - 10 * chain::kMinuteMs);
  BOOST_TEST(world.pending().size() == 1U);
  world.block({}, chain::kHourMs);
  BOOST_TEST(world.pending().empty());
  BOOST_TEST(!governance::next_validators(world.view().context()).has_value());
  refused(world.attest(key_actor(kNewKey), change), "CHANGE_CLOSED");
  const auto renewal = world.proposed({});
  world.approved(renewal, 3);
  BOOST_TEST(world.state().set.epoch.value == 1U);
}

BOOST_AUTO_TEST_CASE(proposal_of_an_epoch_that_ended_is_closed) {
  GovernanceWorld world;
  const auto change = world.proposed({});
  accepted(world.propose(operator_of(1), {add_edit(newcomer())}));
  const auto other = world.pending()[1].key;
  world.approved(change, 3);
  BOOST_TEST(world.pending().empty());
  refused(world.approve(operator_of(1), other), "CHANGE_CLOSED");
  accepted(world.propose(operator_of(1), {add_edit(newcomer())}));
}

BOOST_AUTO_TEST_CASE(every_event_of_governance_has_a_name_and_every_operator_may_read_it) {
  GovernanceWorld world;
  const auto change = world.proposed({add_edit(newcomer())});
  std::vector<chain::Receipt> receipts{
      world.approve(operator_of(0), change),   world.approve(operator_of(1), change),
      world.withdraw(operator_of(1), change),  world.approve(operator_of(1), change),
      world.approve(operator_of(2), change),   world.report(operator_of(1), world.double_vote(3)),
      world.attest(key_actor(kNewKey), change)};
  for (const auto& receipt : receipts) {
    accepted(receipt);
    BOOST_TEST(!receipt.events.empty());
    for (const auto& event : receipt.events) {
      BOOST_TEST(event_to_json(event).at("type").as_string().starts_with("governance."));
      BOOST_TEST(event.parties.size() == 4U);
    }
  }
}

// R12: in a final block it proves to its sender that the epoch was still running; to the ledger it is nothing.
BOOST_AUTO_TEST_CASE(check_in_is_for_the_keys_of_present_and_accepted_validators_and_changes_nothing) {
  GovernanceWorld world;
  const auto check_in = [&](const Actor& by) {
    return world.one(world.tx(by, ContractId::kGovernance, governance::MethodId::kCheckIn, governance::CheckIn{7}));
  };
  const auto before = world.state();
  const auto receipt = check_in(key_actor(kFirstValidatorKey));
  accepted(receipt);
  BOOST_TEST(receipt.events.empty());
  BOOST_TEST((world.state() == before));
  refused(check_in(operator_of(0)), "NOT_A_VALIDATOR");
  const auto change = world.proposed({add_edit(validator_with(120, operator_of(0).id))});
  world.approved(change, 3);
  BOOST_TEST(world.state().accepted_change.has_value());
  accepted(check_in(key_actor(120)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
