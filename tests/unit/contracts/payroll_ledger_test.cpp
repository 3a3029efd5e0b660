// Payroll through the real executor: joint transactions, the due-queue, a restart between work and payday.
#include "contracts/engine/calendar.h"
#include "contracts/lxr/balances.h"
#include "contracts/payroll/calls.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/explain.h"
#include "test_ledger.h"

namespace xh::contracts::payroll {
namespace {

using contracts::test::actor;
using contracts::test::events_of;
using contracts::test::TestLedger;

contracts::test::Actor the_union() {
  return actor(1);
}
contracts::test::Actor employer() {
  return actor(3);
}
contracts::test::Actor worker() {
  return actor(4);
}

contracts::test::TxOptions with(std::vector<contracts::test::Actor> co_signers) {
  contracts::test::TxOptions options;
  options.co_signers = std::move(co_signers);
  return options;
}

chain::RecordKey agreement_key_of_test() {
  chain::RecordKey key;
  key.bytes.fill(0x77);
  return key;
}

Terms terms() {
  Terms out;
  out.employer = employer().id;
  out.worker = worker().id;
  out.union_account = the_union().id;
  out.effective = *day_from_text("2026-01-01");
  out.zone = "Asia/Shanghai";
  out.holidays = "CN";
  out.items = {{"orders", PayKind::kPerOrder, chain::Fen{480}}, {"time", PayKind::kPerMinute, chain::Fen{650}}};
  out.schedule = {ScheduleKind::kMonthly, 10};
  return out;
}

WorkEntry entry() {
  WorkEntry out;
  out.reference = "a";
  out.minutes = 480;
  out.orders = 38;
  return out;
}

struct PayrollLedger : TestLedger {
  chain::RecordKey key = agreement_key_of_test();

  void sign_agreement() {
    run_ok(employer(), ContractId::kPayroll, MethodId::kSignAgreement, SignAgreementArgs{key, terms()},
           with({the_union(), worker()}));
  }
  LogRef upload() {
    SubmitWorkArgs args;
    args.batch.bytes.fill(0x55);
    args.logs = {{key, *day_from_text("2026-01-01"), 0, {entry()}}};
    const auto receipt = run_ok(employer(), ContractId::kPayroll, MethodId::kSubmitWork, args);
    return events_of<DayRecordedEvent>(receipt, ContractId::kPayroll, EventKind::kDayRecorded).at(0).log;
  }
  std::int64_t balance(const contracts::test::Actor& of) {
    return lxr::balance_of(view().context(), of.id).available.value;
  }
};

constexpr std::int64_t kPayday = 1'770'688'800'000;  // 2026-02-10 10:00 in Shanghai, a Tuesday

std::vector<Settlement> settlements_in(const std::vector<chain::Receipt>& receipts) {
  std::vector<Settlement> out;
  for (const auto& receipt : receipts) {
    for (auto& slip : events_of<Settlement>(receipt, ContractId::kPayroll, EventKind::kSettlement))
      out.push_back(std::move(slip));
  }
  return out;
}

BOOST_AUTO_TEST_SUITE(payroll_on_the_ledger)

BOOST_AUTO_TEST_CASE(a_day_is_signed_by_three_survives_a_restart_and_is_paid_by_the_calendar) {
  PayrollLedger ledger;
  ledger.deposit(employer(), 1'000'000);
  ledger.sign_agreement();
  const auto log = ledger.upload();
  ledger.run_ok(worker(), ContractId::kPayroll, MethodId::kConfirmWork, ConfirmWorkArgs{{log}});
  ledger.run_ok(the_union(), ContractId::kPayroll, MethodId::kApproveWork, ApproveWorkArgs{{log}, {}});
  const auto root = root_of(ledger.executor->finalized());
  ledger.reopen();
  BOOST_CHECK(root_of(ledger.executor->finalized()) == root);

  BOOST_TEST(settlements_in(ledger.block({}, kPayday - 1 - ledger.time().value)).empty());
  BOOST_TEST(ledger.executor->next_due(ledger.executor->finalized())->value == kPayday);
  const auto slips = settlements_in(ledger.block({}, chain::kSecondMs));
  BOOST_TEST_REQUIRE(slips.size() == 1u);
  BOOST_TEST(slips[0].settled_at.value == kPayday);
  const Settlement& slip = slips[0];
  BOOST_TEST(slip.gross.value == 23'440);
  BOOST_TEST(explain(slip).agrees());
  BOOST_TEST(ledger.balance(worker()) == 23'440);
  BOOST_TEST(ledger.balance(the_union()) == 1'406);
  BOOST_TEST(ledger.balance(employer()) == 1'000'000 - 23'440 - 1'406);
}

BOOST_AUTO_TEST_CASE(an_overdue_payday_runs_before_the_workers_own_transactions) {
  PayrollLedger ledger;
  ledger.deposit(employer(), 1'000'000);
  ledger.sign_agreement();
  const auto log = ledger.upload();
  ledger.block({}, kPayday + chain::kHourMs - 10'000 - ledger.time().value);  // the payday runs here, an hour late
  BOOST_TEST(ledger.balance(worker()) == 23'440);
  const auto receipt =
      ledger.run(worker(), ContractId::kPayroll, MethodId::kRejectWork, RejectWorkArgs{log, DisputeReason::kTooLow});
  BOOST_TEST(receipt.code == "OK");  // paid unanswered: still open to dispute
}

BOOST_AUTO_TEST_CASE(an_agreement_without_the_workers_signature_is_a_receipt_not_a_change) {
  PayrollLedger ledger;
  const auto receipt = ledger.run(employer(), ContractId::kPayroll, MethodId::kSignAgreement,
                                  SignAgreementArgs{ledger.key, terms()}, with({the_union()}));
  BOOST_TEST(receipt.code == "SIGNATURE_MISSING");
  BOOST_TEST(!ledger.view().context().exists(agreement_key(ledger.key)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::contracts::payroll
