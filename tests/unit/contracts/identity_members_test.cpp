#include <boost/test/unit_test.hpp>

#include "contracts/identity/calls.h"
#include "contracts/identity/events.h"
#include "test_ledger.h"

namespace xh::contracts::test {
namespace {

using identity::MethodId;
using identity::Role;
constexpr auto kIdentity = ContractId::kIdentity;

identity::Registration registration(std::uint8_t n, std::uint32_t roles = identity::bit(Role::kWorker)) {
  identity::Registration out;
  out.policy = actor(n).policy;
  out.roles = roles;
  out.commitment.bytes[0] = n;
  return out;
}

BOOST_AUTO_TEST_SUITE(identity_members)

BOOST_AUTO_TEST_CASE(union_registers_members_who_may_then_act) {
  TestLedger ledger;
  const auto receipt = ledger.run_ok(actor(1), kIdentity, MethodId::kRegisterMembers,
                                     identity::RegisterMembers{{registration(10), registration(11)}});
  BOOST_TEST(
      (events_of<identity::MemberRegistered>(receipt, kIdentity, identity::EventKind::kMemberRegistered).size()) == 2u);
  auto view = ledger.view();
  BOOST_TEST(identity::has_role(view.context(), actor(10).id, Role::kWorker));
  BOOST_TEST(!identity::has_role(view.context(), actor(10).id, Role::kEmployer));
  const auto rotated =
      ledger.run(actor(10), kIdentity, MethodId::kRotateKeys, identity::RotateKeys{policy_of(1, {12})});
  BOOST_TEST(rotated.ok());
}

BOOST_AUTO_TEST_CASE(only_the_union_registers) {
  TestLedger ledger;
  const auto receipt =
      ledger.run(actor(3), kIdentity, MethodId::kRegisterMembers, identity::RegisterMembers{{registration(10)}});
  BOOST_TEST(receipt.code == "ROLE_REQUIRED");
}

BOOST_AUTO_TEST_CASE(one_bad_line_refuses_the_whole_list_and_is_named) {
  TestLedger ledger;
  auto bad = registration(11);
  bad.commitment = {};
  const auto receipt =
      ledger.run(actor(1), kIdentity, MethodId::kRegisterMembers, identity::RegisterMembers{{registration(10), bad}});
  BOOST_TEST(receipt.code == "NO_COMMITMENT");
  BOOST_TEST(receipt.message.starts_with("line 2:"));
  auto view = ledger.view();
  BOOST_TEST(!identity::find_member(view.context(), actor(10).id).has_value());
}

BOOST_AUTO_TEST_CASE(nobody_becomes_a_second_union_and_nobody_is_registered_twice) {
  TestLedger ledger;
  auto second = registration(10, identity::bit(Role::kUnion));
  BOOST_TEST(ledger.run(actor(1), kIdentity, MethodId::kRegisterMembers, identity::RegisterMembers{{second}}).code ==
             "UNION_IS_FIXED");
  BOOST_TEST(
      ledger.run(actor(1), kIdentity, MethodId::kRegisterMembers, identity::RegisterMembers{{registration(4)}}).code ==
      "ALREADY_REGISTERED");
  BOOST_TEST(ledger
                 .run(actor(1), kIdentity, MethodId::kRegisterMembers,
                      identity::RegisterMembers{{registration(10), registration(10)}})
                 .code == "ALREADY_REGISTERED");
  BOOST_TEST(ledger.run(actor(1), kIdentity, MethodId::kSetRoles, identity::SetRoles{actor(1).id, 2, false}).code ==
             "UNION_IS_FIXED");
}

BOOST_AUTO_TEST_CASE(cooperating_is_for_employers_only) {
  TestLedger ledger;
  auto worker = registration(10);
  worker.cooperating = true;
  BOOST_TEST(ledger.run(actor(1), kIdentity, MethodId::kRegisterMembers, identity::RegisterMembers{{worker}}).code ==
             "NOT_AN_EMPLOYER");
  ledger.run_ok(actor(1), kIdentity, MethodId::kSetRoles,
                identity::SetRoles{actor(3).id, identity::bit(Role::kEmployer), true});
  auto view = ledger.view();
  BOOST_TEST(identity::find_member(view.context(), actor(3).id)->cooperating);
}

BOOST_AUTO_TEST_CASE(rotation_takes_the_account_from_the_old_key_and_keeps_its_name) {
  TestLedger ledger;
  ledger.run_ok(actor(4), kIdentity, MethodId::kRotateKeys, identity::RotateKeys{policy_of(2, {20, 21})});
  const auto rotate = identity::RotateKeys{policy_of(1, {22})};
  const auto old_key = ledger.tx(actor(4), kIdentity, MethodId::kRotateKeys, rotate);
  BOOST_TEST(ledger.executor->check(ledger.executor->finalized(), *old_key, ledger.time()).code == "UNAUTHORISED");
  TxOptions one;
  one.signing_keys = {key_of(20)};
  const auto half_signed = ledger.tx(actor(4), kIdentity, MethodId::kRotateKeys, rotate, one);
  BOOST_TEST(ledger.executor->check(ledger.executor->finalized(), *half_signed, ledger.time()).code == "UNAUTHORISED");
  TxOptions both;
  both.signing_keys = {key_of(20), key_of(21)};
  ledger.run_ok(actor(4), kIdentity, MethodId::kRotateKeys, rotate, both);
}

BOOST_AUTO_TEST_CASE(a_key_that_is_no_curve_point_is_refused) {
  TestLedger ledger;
  chain::KeyPolicy policy;
  policy.keys.emplace_back().bytes.fill(0xff);
  BOOST_TEST(ledger.run(actor(4), kIdentity, MethodId::kRotateKeys, identity::RotateKeys{policy}).code ==
             "BAD_KEY_POLICY");
}

BOOST_AUTO_TEST_CASE(a_suspended_member_holds_no_role_until_the_union_lifts_it) {
  TestLedger ledger;
  ledger.run_ok(actor(1), kIdentity, MethodId::kSuspendMember, identity::SuspendMember{actor(4).id, true, {}});
  {
    auto view = ledger.view();
    BOOST_TEST(!identity::has_role(view.context(), actor(4).id, Role::kWorker));
    BOOST_TEST(identity::require_role(view.context(), actor(4).id, Role::kWorker).error().code == "MEMBER_SUSPENDED");
  }
  BOOST_TEST(
      ledger.run(actor(1), kIdentity, MethodId::kSuspendMember, identity::SuspendMember{actor(4).id, true, {}}).code ==
      "NOTHING_CHANGES");
  ledger.run_ok(actor(1), kIdentity, MethodId::kSuspendMember, identity::SuspendMember{actor(4).id, false, {}});
  auto view = ledger.view();
  BOOST_TEST(identity::has_role(view.context(), actor(4).id, Role::kWorker));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
