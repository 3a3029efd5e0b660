// New keys for a member who lost the old ones: two hands, a delay, and a way to stop it.
#include <boost/test/unit_test.hpp>

#include "contracts/engine/accounts.h"
#include "contracts/identity/calls.h"
#include "contracts/identity/events.h"
#include "contracts/identity/records.h"
#include "test_ledger.h"

namespace xh::contracts::test {
namespace {

using identity::CancelRecovery;
using identity::EventKind;
using identity::MethodId;
using identity::RecoverKeys;
using identity::Role;
constexpr auto kIdentity = ContractId::kIdentity;
constexpr std::int64_t kDelayMs = 7 * chain::kDayMs;

// Union 1, bank 2, worker 4 who lost his phone; 6 is a regulator; 40 is his new key.
struct Office : TestLedger {
  Office() {
    identity::Registration regulator{actor(6).policy, identity::bit(Role::kRegulator), {}, false};
    regulator.commitment.bytes[0] = 6;
    (void)run_ok(actor(1), kIdentity, MethodId::kRegisterMembers, identity::RegisterMembers{{regulator}});
  }
  static RecoverKeys call(std::uint8_t account = 4, std::uint8_t key = 40) {
    RecoverKeys out{actor(account).id, policy_of(1, {key}), {}};
    out.reason.bytes[0] = 1;
    return out;
  }
  chain::Receipt recover(const RecoverKeys& args, const std::vector<Actor>& with, std::uint8_t sender = 1) {
    TxOptions options;
    options.co_signers = with;
    return run(actor(sender), kIdentity, MethodId::kRecoverKeys, args, options);
  }
  chain::Receipt touch(std::uint8_t key) {
    TxOptions options;
    options.signing_keys = {key_of(key)};
    return run(actor(4), kIdentity, MethodId::kRotateKeys, identity::RotateKeys{policy_of(1, {77})}, options);
  }
  [[nodiscard]] chain::KeyPolicy policy() const {
    auto now = view();
    return find_policy(now.context(), actor(4).id).value();
  }
  [[nodiscard]] bool pending() const {
    auto now = view();
    return now.context().exists(identity::recovery_key(actor(4).id));
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(identity_recovery)

BOOST_AUTO_TEST_CASE(the_new_keys_act_after_the_delay_and_the_old_ones_until_then) {
  Office office;
  const auto receipt = office.recover(Office::call(), {actor(6)});
  BOOST_REQUIRE_MESSAGE(receipt.ok(), receipt.message);
  const auto announced = events_of<identity::RecoveryAnnounced>(receipt, kIdentity, EventKind::kRecoveryAnnounced);
  BOOST_REQUIRE(announced.size() == 1U);
  BOOST_TEST(announced[0].effective_at.value == office.time().value + kDelayMs);
  BOOST_TEST((announced[0].second == actor(6).id));
  (void)office.block({}, kDelayMs - 1000);
  BOOST_TEST((office.policy() == actor(4).policy));
  const auto receipts = office.block({}, 2000);
  BOOST_REQUIRE(!receipts.empty());
  BOOST_TEST(events_of<identity::KeysRotated>(receipts.front(), kIdentity, EventKind::kKeysRecovered).size() == 1U);
  BOOST_TEST((office.policy() == policy_of(1, {40})));
  BOOST_TEST(!office.pending());
  BOOST_TEST(office.touch(40).ok());
}

BOOST_AUTO_TEST_CASE(a_bank_may_be_the_second_hand_and_nobody_else) {
  Office office;
  for (const auto& with : {std::vector<Actor>{}, std::vector<Actor>{actor(3)}, std::vector<Actor>{actor(4)}})
    BOOST_TEST(office.recover(Office::call(), with).code == "SECOND_SIGNATURE_REQUIRED");
  BOOST_TEST(office.recover(Office::call(), {actor(1)}, 6).code == "ROLE_REQUIRED");
  BOOST_TEST(office.recover(Office::call(6), {actor(6)}).code == "SECOND_SIGNATURE_REQUIRED");
  BOOST_TEST(!office.pending());
  BOOST_TEST(office.recover(Office::call(), {actor(2)}).ok());
}

BOOST_AUTO_TEST_CASE(a_suspended_regulator_is_no_second_hand) {
  Office office;
  identity::SuspendMember suspend{actor(6).id, true, {}};
  suspend.reason.bytes[0] = 1;
  (void)office.run_ok(actor(1), kIdentity, MethodId::kSuspendMember, suspend);
  BOOST_TEST(!office.recover(Office::call(), {actor(6)}).ok());
  BOOST_TEST(!office.pending());
}

BOOST_AUTO_TEST_CASE(the_old_keys_cancel_and_a_new_announcement_counts_from_its_own_day) {
  Office office;
  BOOST_REQUIRE(office.recover(Office::call(), {actor(6)}).ok());
  BOOST_TEST(office.recover(Office::call(4, 41), {actor(6)}).code == "RECOVERY_PENDING");
  const CancelRecovery cancel{actor(4).id};
  BOOST_TEST(office.run(actor(3), kIdentity, MethodId::kCancelRecovery, cancel).code == "ROLE_REQUIRED");
  const auto cancelled = office.run_ok(actor(4), kIdentity, MethodId::kCancelRecovery, cancel);
  BOOST_TEST(events_of<identity::RecoveryCancelled>(cancelled, kIdentity, EventKind::kRecoveryCancelled).size() == 1U);
  BOOST_TEST(office.run(actor(4), kIdentity, MethodId::kCancelRecovery, cancel).code == "NO_RECOVERY");
  (void)office.block({}, 3 * chain::kDayMs);
  BOOST_REQUIRE(office.recover(Office::call(4, 41), {actor(6)}).ok());
  (void)office.block({}, 5 * chain::kDayMs);  // the cancelled one's item runs and does nothing
  BOOST_TEST((office.policy() == actor(4).policy));
  BOOST_TEST(office.pending());
  (void)office.block({}, 2 * chain::kDayMs + 1000);
  BOOST_TEST((office.policy() == policy_of(1, {41})));
}

BOOST_AUTO_TEST_CASE(a_thief_whose_account_was_suspended_cancels_nothing_and_the_union_can_take_it_back) {
  Office office;
  BOOST_REQUIRE(office.recover(Office::call(), {actor(6)}).ok());
  identity::SuspendMember suspend{actor(4).id, true, {}};
  suspend.reason.bytes[0] = 1;
  (void)office.run_ok(actor(1), kIdentity, MethodId::kSuspendMember, suspend);
  BOOST_TEST(office.run(actor(4), kIdentity, MethodId::kCancelRecovery, CancelRecovery{actor(4).id}).code ==
             "MEMBER_SUSPENDED");
  BOOST_TEST(office.pending());
  BOOST_TEST(office.run(actor(1), kIdentity, MethodId::kCancelRecovery, CancelRecovery{actor(4).id}).ok());
  BOOST_TEST(!office.pending());
}

BOOST_AUTO_TEST_CASE(keys_that_the_thief_rotated_are_overruled) {
  Office office;
  BOOST_REQUIRE(office.recover(Office::call(), {actor(6)}).ok());
  BOOST_REQUIRE(office.touch(4).ok());
  (void)office.block({}, kDelayMs + 1000);
  BOOST_TEST((office.policy() == policy_of(1, {40})));
}

BOOST_AUTO_TEST_CASE(bad_recoveries_are_refused_with_their_reason) {
  Office office;
  auto no_reason = Office::call();
  no_reason.reason = {};
  BOOST_TEST(office.recover(no_reason, {actor(6)}).code == "NO_REASON");
  auto no_keys = Office::call();
  no_keys.policy.keys.clear();
  BOOST_TEST(office.recover(no_keys, {actor(6)}).code == "BAD_KEY_POLICY");
  auto same = Office::call();
  same.policy = actor(4).policy;
  BOOST_TEST(office.recover(same, {actor(6)}).code == "NOTHING_CHANGES");
  BOOST_TEST(office.recover(Office::call(99), {actor(6)}).code == "UNKNOWN_MEMBER");
  BOOST_TEST(office.recover(Office::call(1), {actor(6)}).code == "UNION_IS_FIXED");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::contracts::test
