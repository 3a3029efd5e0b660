// Payout instructions, payout batches and the bank's answers (OP-27, OP-29, OP-31).
#include <boost/test/unit_test.hpp>

#include <limits>

#include "contracts/lxr/calls.h"
#include "contracts/lxr/custody.h"
#include "contracts/lxr/events.h"
#include "contracts/lxr/payout_queue.h"
#include "contracts/lxr/withdrawals.h"
#include "test_ledger.h"

namespace xh::contracts::test {
namespace {

using chain::Fen;
using lxr::MethodId;
constexpr auto kLxr = ContractId::kLxr;

Actor the_union() {
  return actor(1);
}
Actor bank() {
  return actor(2);
}
Actor worker() {
  return actor(4);
}

chain::Hash256 some_hash(std::uint8_t n = 1) {
  chain::Hash256 out;
  out.bytes[0] = n;
  return out;
}

chain::RecordKey request(TestLedger& ledger, const Actor& from, std::int64_t fen) {
  const auto receipt =
      ledger.run_ok(from, kLxr, MethodId::kRequestWithdrawal, lxr::RequestWithdrawal{bank().id, Fen{fen}, some_hash()});
  return events_of<lxr::WithdrawalRequested>(receipt, kLxr, lxr::EventKind::kWithdrawalRequested).at(0).withdrawal;
}

// S05: three workers' shares, 800,000 fen in all.
struct Batch {
  Batch() {
    ledger.deposit(worker(), 1'000'000);
    for (const std::int64_t fen : {289'031, 266'381, 244'588})
      args.withdrawals.push_back(request(ledger, worker(), fen));
    args.bank = bank().id;
    args.number = 1;
    args.count = 3;
    args.control_sum = Fen{800'000};
    args.file_hash = some_hash(9);
  }
  chain::Receipt open(const Actor& by = the_union()) { return ledger.run(by, kLxr, MethodId::kOpenPayout, args); }
  chain::Receipt settle(const std::vector<lxr::SettlementLine>& lines) {
    return ledger.run(bank(), kLxr, MethodId::kSettleWithdrawal, lxr::SettleWithdrawal{lines});
  }
  template <class T>
  std::optional<T> read(const StateKey& key) const {
    auto view = ledger.view();
    return view.context().read<T>(key);
  }
  lxr::BankQueue queue() const { return read<lxr::BankQueue>(lxr::bank_queue_key(bank().id)).value(); }

  TestLedger ledger;
  lxr::OpenPayout args;
};

std::int64_t available(const TestLedger& ledger, const Actor& of) {
  auto view = ledger.view();
  return lxr::balance_of(view.context(), of.id).available.value;
}

BOOST_AUTO_TEST_SUITE(lxr_payouts)

BOOST_AUTO_TEST_CASE(withdrawals_wait_in_their_banks_list_until_a_batch_takes_them) {
  Batch batch;
  BOOST_TEST(batch.queue().waiting == 3u);
  BOOST_TEST(batch.queue().waiting_amount.value == 800'000);
  const auto page = batch.read<lxr::QueuePage>(lxr::queue_page_key(bank().id, 0)).value();
  BOOST_REQUIRE(page.lines.size() == 3u);
  BOOST_TEST((page.lines[1].withdrawal == batch.args.withdrawals[1]));
  BOOST_TEST(page.lines[1].amount.value == 266'381);
  const auto receipt = batch.open();
  BOOST_REQUIRE_MESSAGE(receipt.ok(), receipt.message);
  BOOST_TEST((events_of<lxr::PayoutEvent>(receipt, kLxr, lxr::EventKind::kPayoutOpened).at(0).number) == 1u);
  BOOST_TEST(batch.queue().waiting == 0u);
  BOOST_TEST(batch.queue().batches == 1u);
  BOOST_TEST(!batch.read<lxr::QueuePage>(lxr::queue_page_key(bank().id, 0)).has_value());
  const auto lines = batch.read<lxr::PayoutLines>(lxr::payout_lines_key(bank().id, 1)).value();
  BOOST_TEST(lines.lines.size() == 3u);
}

BOOST_AUTO_TEST_CASE(a_file_with_another_count_sum_or_line_than_the_ledgers_opens_no_batch) {
  Batch batch;
  const auto refused = [&batch](auto change) {
    const auto right = batch.args;
    change(batch.args);
    const auto code = batch.open().code;
    batch.args = right;
    return code;
  };
  BOOST_TEST(refused([](auto& a) { a.count = 4; }) == "COUNT_CHANGED");
  BOOST_TEST(refused([](auto& a) { a.control_sum = Fen{800'001}; }) == "SUM_CHANGED");
  BOOST_TEST(refused([](auto& a) { a.control_sum = Fen{std::numeric_limits<std::int64_t>::min()}; }) == "SUM_CHANGED");
  BOOST_TEST(refused([](auto& a) { a.withdrawals.push_back(a.withdrawals[0]); }) == "IN_A_BATCH");
  BOOST_TEST(refused([](auto& a) { a.withdrawals[2].bytes[0] ^= 1; }) == "UNKNOWN_WITHDRAWAL");
  BOOST_TEST(refused([](auto& a) { a.withdrawals.pop_back(); }) == "COUNT_CHANGED");
  BOOST_TEST(refused([](auto& a) { a.withdrawals.clear(); }) == "EMPTY_LIST");
  BOOST_TEST(refused([](auto& a) { a.number = 2; }) == "BATCH_NUMBER");
  BOOST_TEST(refused([](auto& a) { a.file_hash = {}; }) == "NO_FILE_HASH");
  BOOST_TEST(refused([](auto& a) { a.bank = worker().id; }) == "ROLE_REQUIRED");
  BOOST_TEST(batch.open(bank()).code == "ROLE_REQUIRED");
  BOOST_TEST(batch.queue().waiting == 3u);  // nothing half-done
  BOOST_TEST(batch.open().ok());
}

BOOST_AUTO_TEST_CASE(a_refused_line_of_a_batch_is_named) {
  Batch batch;
  batch.args.withdrawals[1].bytes[5] ^= 1;
  const auto receipt = batch.open();
  BOOST_TEST(receipt.message.starts_with("line 2: "));
  BOOST_TEST(receipt.rule == "OP-31");
}

BOOST_AUTO_TEST_CASE(a_withdrawal_is_in_one_batch_at_most) {
  Batch batch;
  BOOST_REQUIRE(batch.open().ok());
  batch.args.number = 2;
  BOOST_TEST(batch.open().code == "IN_A_BATCH");
  BOOST_REQUIRE(batch.settle({{batch.args.withdrawals[0], true}}).ok());
  BOOST_TEST(batch.open().code == "ALREADY_SETTLED");
}

BOOST_AUTO_TEST_CASE(a_settlement_with_a_changed_amount_is_refused) {
  Batch batch;
  BOOST_REQUIRE(batch.open().ok());
  const auto first = batch.args.withdrawals[0];
  const auto receipt = batch.settle({{batch.args.withdrawals[1], true, Fen{266'381}}, {first, true, Fen{289'030}}});
  BOOST_TEST(receipt.code == "AMOUNT_CHANGED");
  BOOST_TEST(receipt.message.starts_with("line 2: "));
  BOOST_TEST(available(batch.ledger, worker()) == 200'000);
  BOOST_TEST(batch.settle({{first, true, Fen{289'031}}}).ok());
}

BOOST_AUTO_TEST_CASE(a_returned_payment_goes_back_with_the_banks_reason_and_the_last_answer_closes_the_batch) {
  Batch batch;
  BOOST_REQUIRE(batch.open().ok());
  const auto& keys = batch.args.withdrawals;
  const auto first = batch.settle({{keys[0], true, Fen{289'031}, "", "BK-77"}, {keys[1], false, Fen{266'381}, "AC01"}});
  BOOST_REQUIRE_MESSAGE(first.ok(), first.message);
  BOOST_TEST((events_of<lxr::PayoutEvent>(first, kLxr, lxr::EventKind::kPayoutClosed).empty()));
  const auto returned = batch.read<lxr::Withdrawal>(lxr::withdrawal_key(keys[1])).value();
  BOOST_TEST(returned.reason == "AC01");
  BOOST_TEST((returned.state == lxr::WithdrawalState::kReturned));
  BOOST_TEST(available(batch.ledger, worker()) == 200'000 + 266'381);
  BOOST_TEST(
      (events_of<lxr::WithdrawalSettled>(first, kLxr, lxr::EventKind::kWithdrawalSettled).at(0).bank_reference) ==
      "BK-77");
  const auto last = batch.settle({{keys[2], true}});
  const auto closed = events_of<lxr::PayoutEvent>(last, kLxr, lxr::EventKind::kPayoutClosed);
  BOOST_REQUIRE(closed.size() == 1u);
  BOOST_TEST(closed[0].batch.paid == 2u);
  BOOST_TEST(closed[0].batch.paid_amount.value == 289'031 + 244'588);
  BOOST_TEST(closed[0].batch.returned_amount.value == 266'381);
  // The money that came back can be asked for again and goes into the next file.
  request(batch.ledger, worker(), 266'381);
  BOOST_TEST(batch.queue().waiting == 1u);
}

BOOST_AUTO_TEST_CASE(reasons_and_references_are_codes_and_never_text) {
  Batch batch;
  const auto key = batch.args.withdrawals[0];
  BOOST_TEST(batch.settle({{key, false, std::nullopt, "wrong"}}).code == "BAD_REASON");
  BOOST_TEST(batch.settle({{key, false, std::nullopt, "AC 01"}}).code == "BAD_REASON");
  BOOST_TEST(batch.settle({{key, true, std::nullopt, "AC01"}}).code == "BAD_REASON");
  BOOST_TEST(batch.settle({{key, true, std::nullopt, "", "paid to 王"}}).code == "BAD_REFERENCE");
  BOOST_TEST(batch.settle({{key, false, std::nullopt, "AC01"}}).ok());
}

BOOST_AUTO_TEST_CASE(a_withdrawal_that_a_bank_settles_without_a_file_waits_no_more) {
  Batch batch;
  BOOST_REQUIRE(batch.settle({{batch.args.withdrawals[1], true}}).ok());
  BOOST_TEST(batch.queue().waiting == 2u);
  BOOST_TEST(batch.queue().waiting_amount.value == 800'000 - 266'381);
  BOOST_TEST(batch.open().code == "ALREADY_SETTLED");
}

// Pages fill, empty in any order, and the front of the list follows.
BOOST_AUTO_TEST_CASE(the_list_of_a_bank_holds_what_waits_and_nothing_else) {
  TestLedger ledger;
  ledger.deposit(worker(), 1'000'000);
  Numbers numbers(31);
  std::vector<chain::RecordKey> waiting;
  for (int i = 0; i < 150; ++i) {
    waiting.push_back(request(ledger, worker(), 10));
    if (numbers.below(3) == 0) continue;
    const auto at = static_cast<std::ptrdiff_t>(numbers.below(waiting.size()));
    BOOST_REQUIRE(ledger
                      .run(bank(), kLxr, MethodId::kSettleWithdrawal,
                           lxr::SettleWithdrawal{{{waiting[static_cast<std::size_t>(at)], numbers.below(2) == 0}}})
                      .ok());
    waiting.erase(waiting.begin() + at);
  }
  auto view = ledger.view();
  const auto queue = lxr::bank_queue(view.context(), bank().id);
  std::vector<chain::RecordKey> listed;
  for (auto page = queue.first_page; page * lxr::kQueuePageLines < queue.next; ++page) {
    const auto lines = view.context().read<lxr::QueuePage>(lxr::queue_page_key(bank().id, page));
    if (!lines) continue;
    for (const auto& line : lines->lines) listed.push_back(line.withdrawal);
  }
  BOOST_TEST((listed == waiting));
  BOOST_TEST(queue.waiting == waiting.size());
  BOOST_TEST(queue.waiting_amount.value == 10 * static_cast<std::int64_t>(waiting.size()));
}

BOOST_AUTO_TEST_CASE(nothing_is_minted_against_a_statement_that_is_too_old) {
  TestLedger ledger;
  const auto state = [&ledger] {
    return ledger.run(bank(), kLxr, MethodId::kCustodyStatement, lxr::FileStatement{Fen{1000}, ledger.time()});
  };
  const auto mint = [&ledger](const char* reference, std::int64_t after_ms) {
    const auto tx = ledger.tx(bank(), kLxr, MethodId::kConfirmDeposit,
                              lxr::ConfirmDeposit{{{worker().id, Fen{1}, reference}}}, {.lifetime_ms = chain::kDayMs});
    return ledger.block({tx}, after_ms).back();
  };
  BOOST_REQUIRE(state().ok());  // as of the block before: one second older than its own
  ledger.block({}, 72 * chain::kHourMs - 2000);
  BOOST_TEST(mint("a", 1000).ok());  // 72 hours old to the millisecond
  const auto stale = mint("b", 1);
  BOOST_TEST(stale.code == "STATEMENT_STALE");
  BOOST_TEST(stale.rule == "OP-27");
  BOOST_REQUIRE(state().ok());
  BOOST_TEST(mint("b", 1000).ok());
}

BOOST_AUTO_TEST_CASE(the_age_of_a_statement_is_a_dated_parameter) {
  auto genesis = test_genesis();
  for (auto& p : genesis.parameters) {
    if (p.name == "lxr.statement_max_age_h") p.value = 1;
  }
  genesis.parameters.push_back(
      {"lxr.statement_max_age_h", chain::Timestamp{kStartMs + 10 * chain::kHourMs}, 48, "test"});
  std::ranges::sort(genesis.parameters, {}, [](const auto& p) { return std::pair(p.name, p.effective_from.value); });
  TestLedger ledger(std::move(genesis));
  ledger.run_ok(bank(), kLxr, MethodId::kCustodyStatement, lxr::FileStatement{Fen{1000}, ledger.time()});
  const auto mint = [&ledger](const char* reference) {
    return ledger.run(bank(), kLxr, MethodId::kConfirmDeposit, lxr::ConfirmDeposit{{{worker().id, Fen{1}, reference}}});
  };
  ledger.block({}, 2 * chain::kHourMs);
  BOOST_TEST(mint("a").code == "STATEMENT_STALE");
  ledger.block({}, 8 * chain::kHourMs);
  BOOST_TEST(mint("a").ok());
}

BOOST_AUTO_TEST_CASE(deposits_that_cannot_be_money_are_refused_and_the_line_is_named) {
  TestLedger ledger;
  ledger.run_ok(bank(), kLxr, MethodId::kCustodyStatement, lxr::FileStatement{Fen{1000}, ledger.time()});
  const auto confirm = [&ledger](std::vector<lxr::DepositLine> lines) {
    return ledger.run(bank(), kLxr, MethodId::kConfirmDeposit, lxr::ConfirmDeposit{std::move(lines)});
  };
  BOOST_TEST(confirm({{worker().id, Fen{0}, "a"}}).code == "AMOUNT_NOT_POSITIVE");
  BOOST_TEST(confirm({{worker().id, Fen{-1}, "a"}}).code == "AMOUNT_NOT_POSITIVE");
  BOOST_TEST(confirm({{worker().id, Fen{std::numeric_limits<std::int64_t>::max()}, "a"}}).code == "MINT_NOT_COVERED");
  const auto twice = confirm({{worker().id, Fen{5}, "a"}, {worker().id, Fen{5}, "a"}});
  BOOST_TEST(twice.code == "REFERENCE_USED");
  BOOST_TEST(twice.message.starts_with("line 2: "));
  BOOST_TEST(available(ledger, worker()) == 0);
}

BOOST_AUTO_TEST_CASE(withdrawals_that_cannot_be_paid_are_refused_and_leave_no_trace) {
  TestLedger ledger;
  ledger.deposit(worker(), 1000);
  const auto ask = [&ledger](std::int64_t fen) {
    return ledger
        .run(worker(), kLxr, MethodId::kRequestWithdrawal, lxr::RequestWithdrawal{bank().id, Fen{fen}, some_hash()})
        .code;
  };
  BOOST_TEST(ask(1001) == "INSUFFICIENT_BALANCE");
  BOOST_TEST(ask(0) == "AMOUNT_NOT_POSITIVE");
  BOOST_TEST(ask(-1) == "AMOUNT_NOT_POSITIVE");
  BOOST_TEST(ask(std::numeric_limits<std::int64_t>::max()) == "DAILY_LIMIT");
  auto view = ledger.view();
  BOOST_TEST(lxr::bank_queue(view.context(), bank().id).next == 0u);
}

BOOST_AUTO_TEST_CASE(a_payout_instruction_names_a_bank_and_a_destination_or_keeps_the_balance) {
  TestLedger ledger;
  const auto set = [&ledger](const chain::AccountId& to, std::uint8_t destination, bool keep) {
    const lxr::PayoutInstruction instruction{to, destination == 0 ? chain::Hash256{} : some_hash(destination), keep};
    return ledger.run(worker(), kLxr, MethodId::kSetPayout, lxr::SetPayout{instruction});
  };
  BOOST_TEST(set(bank().id, 0, false).code == "NO_DESTINATION");
  BOOST_TEST(set(actor(3).id, 1, false).code == "ROLE_REQUIRED");
  BOOST_TEST(set({}, 0, true).ok());
  const auto receipt = set(bank().id, 7, false);
  BOOST_REQUIRE(receipt.ok());
  BOOST_TEST((events_of<lxr::PayoutSet>(receipt, kLxr, lxr::EventKind::kPayoutSet).at(0).instruction.destination ==
              some_hash(7)));
  auto view = ledger.view();
  BOOST_TEST((lxr::payout_instruction(view.context(), worker().id)->bank == bank().id));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::test
