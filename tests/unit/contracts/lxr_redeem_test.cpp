// The automatic payout on payday (OP-29), and withdrawals of accounts that nobody holds keys of (decision 0013). A
// contract for tests does what payroll and insurance do.
#include <boost/test/unit_test.hpp>

#include "contracts/identity/calls.h"
#include "contracts/identity/identity.h"
#include "contracts/identity/members.h"
#include "contracts/lxr/calls.h"
#include "contracts/lxr/custody.h"
#include "contracts/lxr/events.h"
#include "contracts/lxr/lxr.h"
#include "contracts/lxr/payout_queue.h"
#include "contracts/lxr/withdrawals.h"
#include "test_ledger.h"

namespace xh::contracts::test {
namespace {

using chain::Fen;
using lxr::MethodId;
constexpr auto kLxr = ContractId::kLxr;
constexpr std::uint32_t kWageMethod = 1;
constexpr std::uint32_t kRemitMethod = 2;

struct Amount {
  chain::AccountId account;
  Fen amount;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("account", &Amount::account), chain::field<2>("amount", &Amount::amount));
  }
};

Actor bank() {
  return actor(2);
}
Actor employer() {
  return actor(3);
}
Actor worker() {
  return actor(4);
}

// Pays a wage as payroll does on payday.
Outcome pay_wage(Context& context, const Amount& args) {
  const auto paid =
      lxr::post(context, context.info().sender, args.account, args.amount, lxr::Purpose::kWage, chain::RecordKey{});
  if (!paid) return std::unexpected(paid.error());
  lxr::lift_daily_limit(context, args.account);
  (void)lxr::redeem_wage(context, args.account, args.amount);
  return {};
}

// Pays into an account without keys and has the bank pay it out, as insurance.remit does.
Outcome remit(Context& context, const Amount& args) {
  const auto paid = lxr::post(context, context.info().sender, args.account, args.amount, lxr::Purpose::kContribution,
                              chain::RecordKey{});
  if (!paid) return std::unexpected(paid.error());
  const auto key = lxr::open_withdrawal(context, {args.account, bank().id, args.amount, chain::Hash256{{5}}});
  if (!key) return std::unexpected(key.error());
  return {};
}

const Registry& payday_registry() {
  static const Registry kRegistry = [] {
    Registry registry;
    register_identity(registry);
    register_lxr(registry);
    registry.add_method<Amount>(ContractId::kEngine, kWageMethod, "test.wage", pay_wage);
    registry.add_method<Amount>(ContractId::kEngine, kRemitMethod, "test.remit", remit);
    return registry;
  }();
  return kRegistry;
}

TestLedger funded(chain::Genesis genesis = test_genesis()) {
  TestLedger ledger(std::move(genesis), payday_registry());
  ledger.deposit(employer(), 20'000'000);
  return ledger;
}

void instruct(TestLedger& ledger, bool keep) {
  const lxr::PayoutInstruction instruction{bank().id, chain::Hash256{{7}}, keep};
  ledger.run_ok(worker(), kLxr, MethodId::kSetPayout, lxr::SetPayout{instruction});
}

std::vector<lxr::WithdrawalRequested> payday(TestLedger& ledger, std::int64_t fen = 619'732) {
  const auto receipt = ledger.run_ok(employer(), ContractId::kEngine, kWageMethod, Amount{worker().id, Fen{fen}});
  return events_of<lxr::WithdrawalRequested>(receipt, kLxr, lxr::EventKind::kWithdrawalRequested);
}

lxr::Balance balance(const TestLedger& ledger, const chain::AccountId& of) {
  auto view = ledger.view();
  return lxr::balance_of(view.context(), of);
}

BOOST_AUTO_TEST_SUITE(lxr_redeem)

BOOST_AUTO_TEST_CASE(a_wage_is_paid_out_by_itself_to_the_instructed_bank) {
  auto ledger = funded();
  instruct(ledger, false);
  const auto requested = payday(ledger);
  BOOST_REQUIRE(requested.size() == 1u);
  BOOST_TEST(requested[0].amount.value == 619'732);
  BOOST_TEST((requested[0].bank == bank().id));
  BOOST_TEST((requested[0].destination == chain::Hash256{{7}}));
  BOOST_TEST(balance(ledger, worker().id).reserved.value == 619'732);
  BOOST_TEST(balance(ledger, worker().id).available.value == 0);
}

BOOST_AUTO_TEST_CASE(a_wage_stays_when_the_worker_asked_for_it_or_said_nothing) {
  auto ledger = funded();
  BOOST_TEST(payday(ledger).empty());
  instruct(ledger, true);
  BOOST_TEST(payday(ledger).empty());
  BOOST_TEST(balance(ledger, worker().id).available.value == 2 * 619'732);
}

BOOST_AUTO_TEST_CASE(a_wage_stays_when_the_ledger_pays_nothing_out_by_itself) {
  auto genesis = test_genesis();
  for (auto& p : genesis.parameters) {
    if (p.name == "lxr.autoredeem") p.value = 0;
  }
  auto ledger = funded(std::move(genesis));
  instruct(ledger, false);
  BOOST_TEST(payday(ledger).empty());
}

BOOST_AUTO_TEST_CASE(a_wage_is_paid_although_its_bank_is_a_bank_no_more) {
  auto ledger = funded();
  identity::Registration second;
  second.policy = actor(9).policy;
  second.roles = identity::bit(identity::Role::kBank);
  second.commitment.bytes[0] = 1;
  ledger.run_ok(actor(1), ContractId::kIdentity, identity::MethodId::kRegisterMembers,
                identity::RegisterMembers{{second}});
  const lxr::PayoutInstruction instruction{actor(9).id, chain::Hash256{{7}}, false};
  ledger.run_ok(worker(), kLxr, MethodId::kSetPayout, lxr::SetPayout{instruction});
  ledger.run_ok(actor(1), ContractId::kIdentity, identity::MethodId::kSuspendMember,
                identity::SuspendMember{actor(9).id, true, {}});
  BOOST_TEST(payday(ledger).empty());
  BOOST_TEST(balance(ledger, worker().id).available.value == 619'732);
}

BOOST_AUTO_TEST_CASE(the_daily_limit_binds_neither_the_payout_nor_the_rest_of_the_payday) {
  auto ledger = funded();
  instruct(ledger, false);
  const lxr::RequestWithdrawal more{bank().id, Fen{5'000'001}, chain::Hash256{{7}}};
  ledger.run_ok(employer(), ContractId::kEngine, kWageMethod, Amount{actor(5).id, Fen{6'000'000}});  // no instruction
  BOOST_TEST(payday(ledger, 6'000'000).size() == 1u);
  BOOST_TEST(ledger.run(actor(5), kLxr, MethodId::kRequestWithdrawal, more).ok());
  ledger.block({}, chain::kDayMs);
  ledger.block({}, chain::kDayMs);
  const lxr::RequestWithdrawal rest{bank().id, Fen{999'999}, chain::Hash256{{7}}};
  BOOST_TEST(ledger.run(actor(5), kLxr, MethodId::kRequestWithdrawal, rest).ok());
}

BOOST_AUTO_TEST_CASE(an_account_without_keys_or_membership_can_be_paid_out_and_paid_back) {
  auto ledger = funded();
  chain::AccountId escrow;
  escrow.bytes.fill(0xe5);
  const auto receipt = ledger.run_ok(employer(), ContractId::kEngine, kRemitMethod, Amount{escrow, Fen{242'774}});
  const auto key =
      events_of<lxr::WithdrawalRequested>(receipt, kLxr, lxr::EventKind::kWithdrawalRequested).at(0).withdrawal;
  const auto settle = [&](bool paid) {
    return ledger.run(bank(), kLxr, MethodId::kSettleWithdrawal, lxr::SettleWithdrawal{{{key, paid}}});
  };
  BOOST_REQUIRE(settle(false).ok());
  BOOST_TEST(balance(ledger, escrow).available.value == 242'774);
  const auto again = ledger.run_ok(employer(), ContractId::kEngine, kRemitMethod, Amount{escrow, Fen{1}});
  BOOST_TEST((events_of<lxr::WithdrawalRequested>(again, kLxr, lxr::EventKind::kWithdrawalRequested).size()) == 1u);
}

// I1 at every block, whatever becomes of payouts: what the bank issued is the supply is the sum of the balances.
BOOST_AUTO_TEST_CASE(custody_supply_and_balances_agree_at_every_block_of_paydays_batches_and_returns) {
  auto ledger = funded();
  instruct(ledger, false);
  Numbers numbers(7);
  std::uint64_t batch = 0;
  for (int round = 0; round < 12; ++round) {
    lxr::OpenPayout open;
    open.bank = bank().id;
    open.number = ++batch;
    open.file_hash.bytes[0] = 1;
    for (std::uint64_t i = 0; i <= numbers.below(4); ++i) {
      const auto fen = static_cast<std::int64_t>(1 + numbers.below(10'000));
      open.withdrawals.push_back(payday(ledger, fen).at(0).withdrawal);
      open.control_sum.value += fen;
      ++open.count;
    }
    ledger.run_ok(actor(1), kLxr, MethodId::kOpenPayout, open);
    for (const auto& key : open.withdrawals) {
      ledger.run_ok(bank(), kLxr, MethodId::kSettleWithdrawal, lxr::SettleWithdrawal{{{key, numbers.below(2) == 0}}});
      auto view = ledger.view();
      const auto supply = lxr::total_supply(view.context()).value;
      const auto held = balance(ledger, worker().id);
      const auto rest = balance(ledger, employer().id);
      BOOST_REQUIRE(supply == held.available.value + held.reserved.value + rest.available.value + rest.reserved.value);
      BOOST_REQUIRE(supply == lxr::custody_of(view.context(), bank().id).issued.value);
    }
  }
  auto view = ledger.view();
  BOOST_TEST(lxr::bank_queue(view.context(), bank().id).waiting == 0u);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
