#include <boost/test/unit_test.hpp>

#include <limits>
#include <set>

#include "contracts/identity/calls.h"
#include "contracts/lxr/calls.h"
#include "contracts/lxr/custody.h"
#include "contracts/lxr/events.h"
#include "contracts/lxr/withdrawals.h"
#include "test_calendar_contract.h"

namespace xh::contracts::test {
namespace {

using chain::Fen;
using lxr::MethodId;
using lxr::Purpose;
constexpr auto kLxr = ContractId::kLxr;

Actor the_union() {
  return actor(1);
}
Actor bank() {
  return actor(2);
}
Actor employer() {
  return actor(3);
}
Actor worker() {
  return actor(4);
}

lxr::Transfer transfer(const Actor& to, std::int64_t fen, Purpose purpose = Purpose::kRefund) {
  return {to.id, Fen{fen}, purpose, {}};
}

void open_relation(TestLedger& ledger, const Actor& from, const Actor& to, Purpose purpose = Purpose::kRefund,
                   bool open = true) {
  ledger.run_ok(the_union(), kLxr, MethodId::kSetRelations, lxr::SetRelations{{{from.id, to.id, purpose, open}}});
}

chain::Receipt state_custody(TestLedger& ledger, std::int64_t fen) {
  return ledger.run(bank(), kLxr, MethodId::kCustodyStatement, lxr::FileStatement{Fen{fen}, ledger.time()});
}

chain::Receipt confirm(TestLedger& ledger, const Actor& to, std::int64_t fen, std::string reference) {
  return ledger.run(bank(), kLxr, MethodId::kConfirmDeposit,
                    lxr::ConfirmDeposit{{{to.id, Fen{fen}, std::move(reference)}}});
}

chain::RecordKey request(TestLedger& ledger, const Actor& from, std::int64_t fen) {
  chain::Hash256 destination;
  destination.bytes[0] = 1;
  const auto receipt =
      ledger.run_ok(from, kLxr, MethodId::kRequestWithdrawal, lxr::RequestWithdrawal{bank().id, Fen{fen}, destination});
  return events_of<lxr::WithdrawalRequested>(receipt, kLxr, lxr::EventKind::kWithdrawalRequested).at(0).withdrawal;
}

chain::Receipt settle(TestLedger& ledger, const chain::RecordKey& withdrawal, bool paid) {
  return ledger.run(bank(), kLxr, MethodId::kSettleWithdrawal, lxr::SettleWithdrawal{{{withdrawal, paid}}});
}

lxr::Balance balance(const TestLedger& ledger, const Actor& of) {
  auto view = ledger.view();
  return lxr::balance_of(view.context(), of.id);
}

std::int64_t supply(const TestLedger& ledger) {
  auto view = ledger.view();
  return lxr::total_supply(view.context()).value;
}

BOOST_AUTO_TEST_SUITE(lxr_money)

BOOST_AUTO_TEST_CASE(a_confirmed_deposit_mints_once_and_makes_one_voucher) {
  TestLedger ledger;
  BOOST_REQUIRE(state_custody(ledger, 1'000'000).ok());
  const auto receipt = confirm(ledger, employer(), 1'000'000, "ICBC-1");
  BOOST_REQUIRE(receipt.ok());
  const auto vouchers = events_of<lxr::VoucherIssued>(receipt, kLxr, lxr::EventKind::kVoucherIssued);
  BOOST_REQUIRE(vouchers.size() == 1u);
  BOOST_TEST(vouchers[0].number.year == 2026u);
  BOOST_TEST(vouchers[0].number.serial == 1u);
  BOOST_TEST((vouchers[0].purpose == Purpose::kDeposit));
  BOOST_TEST(balance(ledger, employer()).available.value == 1'000'000);
  BOOST_TEST(confirm(ledger, employer(), 5, "ICBC-1").code == "REFERENCE_USED");
  BOOST_TEST(supply(ledger) == 1'000'000);
}

BOOST_AUTO_TEST_CASE(only_a_bank_confirms_deposits) {
  TestLedger ledger;
  const auto receipt =
      ledger.run(the_union(), kLxr, MethodId::kConfirmDeposit, lxr::ConfirmDeposit{{{worker().id, Fen{1}, "x"}}});
  BOOST_TEST(receipt.code == "ROLE_REQUIRED");
}

BOOST_AUTO_TEST_CASE(nothing_is_minted_above_the_stated_custody) {
  TestLedger ledger;
  BOOST_TEST(confirm(ledger, employer(), 1, "a").code == "MINT_NOT_COVERED");
  BOOST_REQUIRE(state_custody(ledger, 100).ok());
  BOOST_TEST(confirm(ledger, employer(), 101, "a").code == "MINT_NOT_COVERED");
  BOOST_TEST(confirm(ledger, employer(), 100, "a").ok());
  BOOST_TEST(confirm(ledger, employer(), 1, "b").code == "MINT_NOT_COVERED");
}

BOOST_AUTO_TEST_CASE(money_that_was_paid_out_covers_no_new_mint) {
  TestLedger ledger;
  ledger.deposit(worker(), 100);
  BOOST_REQUIRE(settle(ledger, request(ledger, worker(), 60), true).ok());
  BOOST_TEST(confirm(ledger, worker(), 60, "again").code == "MINT_NOT_COVERED");
  BOOST_REQUIRE(state_custody(ledger, 100).ok());
  BOOST_TEST(confirm(ledger, worker(), 60, "again").ok());
}

BOOST_AUTO_TEST_CASE(a_statement_below_the_issued_sum_halts_minting_until_one_matches) {
  TestLedger ledger;
  ledger.deposit(employer(), 1000);
  const auto mismatch = state_custody(ledger, 999);
  BOOST_REQUIRE(mismatch.ok());
  BOOST_TEST((events_of<lxr::CustodyStated>(mismatch, kLxr, lxr::EventKind::kCustodyMismatch).size()) == 1u);
  BOOST_TEST(confirm(ledger, employer(), 1, "x").code == "MINTING_HALTED");
  BOOST_REQUIRE(state_custody(ledger, 1000).ok());  // matches: nothing halts, there is only no cover for more
  BOOST_TEST(confirm(ledger, employer(), 1, "x").code == "MINT_NOT_COVERED");
  BOOST_REQUIRE(state_custody(ledger, 2000).ok());
  BOOST_TEST(confirm(ledger, employer(), 1000, "x").ok());
}

BOOST_AUTO_TEST_CASE(statements_that_cannot_be_compared_are_refused) {
  TestLedger ledger;
  const auto before = ledger.time();
  ledger.deposit(employer(), 1000);
  const auto file = [&](chain::Timestamp as_of, std::int64_t fen) {
    return ledger.run(bank(), kLxr, MethodId::kCustodyStatement, lxr::FileStatement{Fen{fen}, as_of}).code;
  };
  BOOST_TEST(file(before, 1000) == "STATEMENT_OUT_OF_ORDER");
  BOOST_TEST(file(chain::Timestamp{before.value + 1500}, 1000) == "STATEMENT_BEFORE_MOVEMENT");
  BOOST_TEST(file(chain::Timestamp{ledger.time().value + 3'600'000}, 1000) == "STATEMENT_FROM_FUTURE");
  BOOST_TEST(file(ledger.time(), -1) == "AMOUNT_NEGATIVE");
}

BOOST_AUTO_TEST_CASE(a_transfer_needs_a_relation_that_the_union_opened) {
  TestLedger ledger;
  ledger.deposit(employer(), 1000);
  BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), 10)).code == "RELATION_CLOSED");
  BOOST_TEST(ledger
                 .run(employer(), kLxr, MethodId::kSetRelations,
                      lxr::SetRelations{{{employer().id, worker().id, Purpose::kRefund, true}}})
                 .code == "ROLE_REQUIRED");
  open_relation(ledger, employer(), worker());
  BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), 10)).ok());
  BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), 10, Purpose::kFee)).code ==
             "RELATION_CLOSED");
  BOOST_TEST(ledger.run(worker(), kLxr, MethodId::kTransfer, transfer(employer(), 10)).code == "RELATION_CLOSED");
  BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), 10, Purpose::kWage)).code ==
             "BAD_PURPOSE");
  open_relation(ledger, employer(), worker(), Purpose::kRefund, false);
  BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), 10)).code == "RELATION_CLOSED");
  BOOST_TEST(balance(ledger, worker()).available.value == 10);
}

BOOST_AUTO_TEST_CASE(only_fees_contributions_refunds_projects_and_vouchers_can_be_relations_or_transfers) {
  TestLedger ledger;
  ledger.deposit(employer(), 1000);
  for (const auto purpose : {Purpose::kNone, Purpose::kDeposit, Purpose::kWithdrawal, Purpose::kWage, Purpose::kTax,
                             Purpose::kInterest, Purpose::kAdvance}) {
    BOOST_TEST(ledger
                   .run(the_union(), kLxr, MethodId::kSetRelations,
                        lxr::SetRelations{{{employer().id, worker().id, purpose, true}}})
                   .code == "BAD_PURPOSE");
    BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), 1, purpose)).code == "BAD_PURPOSE");
  }
  BOOST_TEST(balance(ledger, worker()).available.value == 0);
}

BOOST_AUTO_TEST_CASE(transfers_that_would_break_a_balance_are_refused_and_change_nothing) {
  TestLedger ledger;
  ledger.deposit(employer(), 1000);
  open_relation(ledger, employer(), worker());
  BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), 1001)).code ==
             "INSUFFICIENT_BALANCE");
  BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), 0)).code == "AMOUNT_NOT_POSITIVE");
  BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), -5)).code == "AMOUNT_NOT_POSITIVE");
  const auto most = std::numeric_limits<std::int64_t>::max();
  BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), most)).code ==
             "INSUFFICIENT_BALANCE");
  BOOST_TEST(ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(employer(), 5)).code == "SAME_ACCOUNT");
  BOOST_TEST(balance(ledger, employer()).available.value == 1000);
}

BOOST_AUTO_TEST_CASE(a_withdrawal_is_reserved_first_and_burned_when_paid) {
  TestLedger ledger;
  ledger.deposit(worker(), 1000);
  const auto first = request(ledger, worker(), 300);
  const auto second = request(ledger, worker(), 200);
  BOOST_TEST(balance(ledger, worker()).available.value == 500);
  BOOST_TEST(balance(ledger, worker()).reserved.value == 500);
  BOOST_TEST(supply(ledger) == 1000);
  BOOST_TEST(settle(ledger, first, true).ok());
  BOOST_TEST(settle(ledger, second, false).ok());
  BOOST_TEST(balance(ledger, worker()).available.value == 700);
  BOOST_TEST(balance(ledger, worker()).reserved.value == 0);
  BOOST_TEST(supply(ledger) == 700);
  BOOST_TEST(settle(ledger, first, false).code == "ALREADY_SETTLED");
}

BOOST_AUTO_TEST_CASE(a_bank_settles_only_its_own_withdrawals_and_burns_only_what_it_issued) {
  TestLedger ledger;
  ledger.deposit(worker(), 1000);
  identity::Registration second;
  second.policy = actor(9).policy;
  second.roles = identity::bit(identity::Role::kBank);
  second.commitment.bytes[0] = 1;
  ledger.run_ok(the_union(), ContractId::kIdentity, identity::MethodId::kRegisterMembers,
                identity::RegisterMembers{{second}});
  const auto by_second = [&](const chain::RecordKey& withdrawal) {
    return ledger.run(actor(9), kLxr, MethodId::kSettleWithdrawal, lxr::SettleWithdrawal{{{withdrawal, true}}}).code;
  };
  BOOST_TEST(by_second(request(ledger, worker(), 10)) == "NOT_YOUR_WITHDRAWAL");
  chain::Hash256 destination;
  destination.bytes[0] = 1;
  const auto receipt = ledger.run_ok(worker(), kLxr, MethodId::kRequestWithdrawal,
                                     lxr::RequestWithdrawal{actor(9).id, Fen{10}, destination});
  const auto theirs =
      events_of<lxr::WithdrawalRequested>(receipt, kLxr, lxr::EventKind::kWithdrawalRequested).at(0).withdrawal;
  BOOST_TEST(by_second(theirs) == "NOT_ISSUED_HERE");
}

BOOST_AUTO_TEST_CASE(the_daily_limit_counts_by_civil_day_in_shanghai_and_a_payday_lifts_it) {
  TestLedger ledger(test_genesis(), calendar_registry());  // begins at 08:00 in Shanghai
  ledger.deposit(worker(), 20'000'000);
  request(ledger, worker(), 5'000'000);
  chain::Hash256 destination;
  destination.bytes[0] = 1;
  const lxr::RequestWithdrawal more{bank().id, Fen{1}, destination};
  BOOST_TEST(ledger.run(worker(), kLxr, MethodId::kRequestWithdrawal, more).code == "DAILY_LIMIT");
  ledger.block({}, 15 * chain::kHourMs);  // 23:00
  BOOST_TEST(ledger.run(worker(), kLxr, MethodId::kRequestWithdrawal, more).code == "DAILY_LIMIT");
  ledger.block({}, chain::kHourMs);  // the next day
  BOOST_TEST(ledger.run(worker(), kLxr, MethodId::kRequestWithdrawal, more).ok());
  const lxr::RequestWithdrawal most{bank().id, Fen{5'000'001}, destination};
  BOOST_TEST(ledger.run(worker(), kLxr, MethodId::kRequestWithdrawal, most).code == "DAILY_LIMIT");
  ledger.run_ok(the_union(), ContractId::kEngine, kPaydayMethod, Touch{worker().id});
  BOOST_TEST(ledger.run(worker(), kLxr, MethodId::kRequestWithdrawal, most).ok());
  ledger.block({}, chain::kDayMs);  // the day after the payday is an ordinary one
  BOOST_TEST(ledger.run(worker(), kLxr, MethodId::kRequestWithdrawal, most).code == "DAILY_LIMIT");
}

BOOST_AUTO_TEST_CASE(a_suspended_worker_can_still_take_money_out_but_not_send_it) {
  TestLedger ledger;
  ledger.deposit(worker(), 1000);
  open_relation(ledger, worker(), employer());
  ledger.run_ok(the_union(), ContractId::kIdentity, identity::MethodId::kSuspendMember,
                identity::SuspendMember{worker().id, true, {}});
  BOOST_TEST(ledger.run(worker(), kLxr, MethodId::kTransfer, transfer(employer(), 1)).code == "MEMBER_SUSPENDED");
  BOOST_TEST(settle(ledger, request(ledger, worker(), 1000), true).ok());
}

BOOST_AUTO_TEST_CASE(voucher_serials_have_no_gap_and_start_again_with_the_civil_year) {
  TestLedger ledger;
  ledger.deposit(employer(), 1000);
  open_relation(ledger, employer(), worker());
  const auto serial = [&](std::int64_t after_ms = 1000) {
    const auto tx = ledger.tx(employer(), kLxr, MethodId::kTransfer, transfer(worker(), 1));
    const auto receipt = ledger.block({tx}, after_ms).at(0);
    const auto voucher = events_of<lxr::VoucherIssued>(receipt, kLxr, lxr::EventKind::kVoucherIssued).at(0);
    BOOST_TEST(voucher.at.value == ledger.time().value);
    return voucher.number;
  };
  BOOST_TEST((serial() == lxr::VoucherNumber{2026, 2}));
  ledger.run(employer(), kLxr, MethodId::kTransfer, transfer(worker(), 5000));  // refused: takes no number
  BOOST_TEST((serial() == lxr::VoucherNumber{2026, 3}));
  // 2027-01-01T00:00 in Shanghai is 2026-12-31T16:00Z.
  const std::int64_t new_year_ms = 1'798'732'800'000;
  ledger.block({}, new_year_ms - 1001 - ledger.time().value);
  BOOST_TEST((serial() == lxr::VoucherNumber{2026, 4}));
  BOOST_TEST((serial(1) == lxr::VoucherNumber{2027, 1}));  // midnight itself is the new year's
}

// Random deposits, transfers and withdrawals: the sum of all balances is the supply and what banks issued (I1), nothing
// is negative (I2), and each posting has one voucher (I3).
BOOST_AUTO_TEST_CASE(random_movements_conserve_the_supply) {
  TestLedger ledger;
  Numbers numbers(2026);
  std::vector<Actor> actors;
  for (std::uint8_t n = 3; n <= 5; ++n) actors.push_back(actor(n));
  for (const auto& a : actors) {
    for (const auto& b : actors) {
      if (a.id != b.id) open_relation(ledger, a, b);
    }
  }
  std::vector<chain::RecordKey> open;
  std::set<std::uint64_t> serials;
  const auto collect = [&](const chain::Receipt& receipt) {
    for (const auto& v : events_of<lxr::VoucherIssued>(receipt, kLxr, lxr::EventKind::kVoucherIssued)) {
      BOOST_TEST(serials.insert(v.number.serial).second);
    }
    for (const auto& w : events_of<lxr::WithdrawalRequested>(receipt, kLxr, lxr::EventKind::kWithdrawalRequested))
      open.push_back(w.withdrawal);
  };
  chain::Hash256 destination;
  destination.bytes[0] = 1;
  std::int64_t custody = 0;
  for (int step = 0; step < 300; ++step) {
    const auto& from = actors[numbers.below(actors.size())];
    const auto& to = actors[numbers.below(actors.size())];
    const auto fen = static_cast<std::int64_t>(numbers.below(500));
    const auto choice = numbers.below(10);
    if (choice < 2) {
      BOOST_REQUIRE(state_custody(ledger, custody + fen).ok());
      const auto receipt = confirm(ledger, to, fen, "r" + std::to_string(step));
      if (receipt.ok()) custody += fen;
      collect(receipt);
    } else if (choice < 7) {
      collect(ledger.run(from, kLxr, MethodId::kTransfer, transfer(to, fen)));
    } else if (choice < 9 || open.empty()) {
      collect(ledger.run(from, kLxr, MethodId::kRequestWithdrawal,
                         lxr::RequestWithdrawal{bank().id, Fen{fen}, destination}));
    } else {
      const bool paid = numbers.below(2) == 0;
      const auto before = supply(ledger);
      collect(settle(ledger, open.back(), paid));
      open.pop_back();
      custody -= before - supply(ledger);
    }
    std::int64_t sum = 0;
    for (const auto& a : actors) {
      const auto held = balance(ledger, a);
      BOOST_REQUIRE(held.available.value >= 0);
      BOOST_REQUIRE(held.reserved.value >= 0);
      sum += held.available.value + held.reserved.value;
    }
    auto view = ledger.view();
    BOOST_REQUIRE(sum == supply(ledger));
    BOOST_REQUIRE(sum == lxr::custody_of(view.context(), bank().id).issued.value);
    BOOST_REQUIRE(sum == custody);
  }
  BOOST_TEST(serials.size() > 100u);
  BOOST_TEST(*serials.begin() == 1u);
  BOOST_TEST(*serials.rbegin() == serials.size());
}

BOOST_AUTO_TEST_CASE(independent_transfers_give_the_same_balances_in_any_order) {
  const auto balances_after = [](bool reversed) {
    TestLedger ledger;
    for (std::uint8_t n = 3; n <= 5; ++n) ledger.deposit(actor(n), 1000);
    std::vector<TransactionPtr> txs;
    for (std::uint8_t n = 3; n <= 5; ++n) {
      const auto to = actor(n == 5 ? 3 : static_cast<std::uint8_t>(n + 1));
      open_relation(ledger, actor(n), to);
    }
    for (std::uint8_t n = 3; n <= 5; ++n) {
      const auto to = actor(n == 5 ? 3 : static_cast<std::uint8_t>(n + 1));
      txs.push_back(ledger.tx(actor(n), kLxr, MethodId::kTransfer, transfer(to, 100 * n)));
    }
    if (reversed) std::ranges::reverse(txs);
    ledger.block(txs);
    std::vector<std::int64_t> out;
    for (std::uint8_t n = 3; n <= 5; ++n) out.push_back(balance(ledger, actor(n)).available.value);
    return out;
  };
  BOOST_TEST(balances_after(false) == balances_after(true), boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
