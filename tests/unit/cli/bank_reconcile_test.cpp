// The bank's answers: every line finds its withdrawal, and what does not fit is named (OP-31).
#include <boost/test/unit_test.hpp>

#include "cli/bank/reconcile.h"
#include "cli/output/charset.h"
#include "tests/unit/cli/bank_world.h"

namespace xh::cli {
namespace {

using contracts::lxr::WithdrawalState;
using test::BankWorld;
using test::with;

std::vector<BatchLine> batch_lines(const BankWorld& world) {
  std::vector<BatchLine> out;
  for (const auto& line : world.waiting) out.push_back({line, WithdrawalState::kRequested});
  return out;
}

std::string payment(const BankWorld& world, std::size_t i, const std::string& status, const std::string& more = {}) {
  return "<TxInfAndSts><OrgnlEndToEndId>" + end_to_end_id(world.waiting[i].withdrawal) + "</OrgnlEndToEndId><TxSts>" +
         status + "</TxSts>" + more + "</TxInfAndSts>";
}

std::string amount(const std::string& yuan) {
  return "<OrgnlTxRef><Amt><InstdAmt Ccy=\"CNY\">" + yuan + "</InstdAmt></Amt></OrgnlTxRef>";
}

std::string report(const BankWorld& world, const std::string& payments, const std::string& group = {}) {
  return "<?xml version=\"1.0\"?><Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:pain.002.001.10\"><CstmrPmtStsRpt>"
         "<GrpHdr><MsgId>B1</MsgId></GrpHdr><OrgnlGrpInfAndSts><OrgnlMsgId>" +
         message_id(test::kChainId, world.bank, 1) + "</OrgnlMsgId>" + group + "</OrgnlGrpInfAndSts>" +
         "<OrgnlPmtInfAndSts><OrgnlPmtInfId>P</OrgnlPmtInfId>" + payments +
         "</OrgnlPmtInfAndSts></CstmrPmtStsRpt></Document>";
}

// Two paid, the second returned with the bank's reason.
std::string good_report(const BankWorld& world) {
  return report(
      world,
      payment(world, 0, "ACSC", "<AcctSvcrRef>BK-1</AcctSvcrRef>" + amount("2890.31")) +
          payment(world, 1, "RJCT", "<StsRsnInf><Rsn><Cd>AC04</Cd></Rsn><AddtlInf>账户已销户</AddtlInf></StsRsnInf>") +
          payment(world, 2, "ACCC"),
      "<OrgnlNbOfTxs>3</OrgnlNbOfTxs><OrgnlCtrlSum>8000.00</OrgnlCtrlSum>");
}

Reconciliation reconciled(const BankWorld& world, const std::string& text,
                          std::optional<std::vector<BatchLine>> lines = {}) {
  const auto answer = read_bank_answer(text);
  BOOST_REQUIRE_MESSAGE(answer.has_value(), test::why(answer));
  return reconcile(*answer, world.batch("x"), lines.value_or(batch_lines(world)));
}

std::string codes(const Reconciliation& found) {
  std::string out;
  for (const auto& p : found.problems) out += (out.empty() ? "" : " ") + p.code;
  return out;
}

BOOST_AUTO_TEST_SUITE(bank_reconcile)

BOOST_AUTO_TEST_CASE(paid_and_returned_lines_become_settlements_with_amount_reason_and_reference) {
  const BankWorld world;
  const auto found = reconciled(world, good_report(world));
  BOOST_TEST(codes(found) == "");
  const auto call = found.settlements();
  BOOST_REQUIRE(call.settlements.size() == 3u);
  BOOST_TEST(call.settlements[0].paid);
  BOOST_TEST(call.settlements[0].amount->value == 289'031);
  BOOST_TEST(call.settlements[0].bank_reference == "BK-1");
  BOOST_TEST(!call.settlements[1].paid);
  BOOST_TEST(call.settlements[1].reason == "AC04");
  BOOST_TEST(found.lines[1].answer.reason_text == "账户已销户");
  BOOST_TEST((call.settlements[2].withdrawal == world.waiting[2].withdrawal));
}

BOOST_AUTO_TEST_CASE(changed_unknown_doubled_and_missing_lines_are_named_and_do_not_settle) {
  const BankWorld world;
  const auto good = good_report(world);
  const auto second = end_to_end_id(world.waiting[1].withdrawal);
  const auto first = end_to_end_id(world.waiting[0].withdrawal);
  const auto changed = reconciled(world, with(good, "2890.31", "2890.30"));
  BOOST_TEST(codes(changed) == "AMOUNT_CHANGED");
  BOOST_TEST(changed.problems[0].place == 1u);
  BOOST_TEST(changed.problems[0].end_to_end == first);
  BOOST_TEST(changed.settlements().settlements.size() == 2u);  // what --only-clear sends
  BOOST_TEST(codes(reconciled(world, with(good, second, "SALARY"))) == "MISSING_LINE UNKNOWN_LINE");
  const auto doubled = reconciled(world, with(good, second, first));
  BOOST_TEST(codes(doubled) == "DOUBLED_LINE MISSING_LINE");
  BOOST_TEST(doubled.settlements().settlements.size() == 1u);
  BOOST_TEST(codes(reconciled(world, with(good, "<OrgnlNbOfTxs>3", "<OrgnlNbOfTxs>2"))) == "COUNT_CHANGED");
  BOOST_TEST(codes(reconciled(world, with(good, "8000.00", "7999.99"))) == "SUM_CHANGED");
}

BOOST_AUTO_TEST_CASE(what_the_bank_has_not_decided_or_says_in_unknown_words_is_no_settlement) {
  const BankWorld world;
  const auto good = good_report(world);
  BOOST_TEST(codes(reconciled(world, with(good, "ACCC", "ACSP"))) == "PENDING");
  BOOST_TEST(codes(reconciled(world, with(good, "ACCC", "acsc"))) == "UNKNOWN_STATUS");
  BOOST_TEST(codes(reconciled(world, with(good, "BK-1", "BK 1"))) == "BAD_REFERENCE");
}

BOOST_AUTO_TEST_CASE(an_answer_that_comes_twice_settles_once_and_a_contrary_one_is_named) {
  const BankWorld world;
  auto lines = batch_lines(world);
  lines[0].state = WithdrawalState::kPaid;
  lines[1].state = WithdrawalState::kReturned;
  const auto again = reconciled(world, good_report(world), lines);
  BOOST_TEST(codes(again) == "");
  BOOST_TEST(again.settlements().settlements.size() == 1u);
  lines[1].state = WithdrawalState::kPaid;
  BOOST_TEST(codes(reconciled(world, good_report(world), lines)) == "SETTLED_OTHERWISE");
}

BOOST_AUTO_TEST_CASE(a_file_rejected_as_a_whole_returns_every_payment) {
  const BankWorld world;
  const auto found =
      reconciled(world, report(world, "", "<GrpSts>RJCT</GrpSts><StsRsnInf><Rsn><Cd>AM04</Cd></Rsn></StsRsnInf>"));
  BOOST_TEST(codes(found) == "");
  BOOST_REQUIRE(found.settlements().settlements.size() == 3u);
  for (const auto& line : found.settlements().settlements) BOOST_TEST((!line.paid && line.reason == "AM04"));
  BOOST_TEST(codes(reconciled(world, report(world, ""))) == "MISSING_LINE MISSING_LINE MISSING_LINE");
}

BOOST_AUTO_TEST_CASE(a_sheet_with_a_status_column_is_read_in_either_encoding) {
  const BankWorld world;
  std::string sheet = "批次号,备注,金额,处理结果,失败原因,银行流水号\r\n";
  const char* results[] = {"成功,,BK-1", "失败,户名不符,", "退汇,,"};
  for (std::size_t i = 0; i < 3; ++i) {
    sheet += message_id(test::kChainId, world.bank, 1) + "," + end_to_end_id(world.waiting[i].withdrawal) + "," +
             bank_amount(world.waiting[i].amount) + "," + results[i] + "\r\n";
  }
  for (const auto& text : {sheet, to_gb18030(sheet)}) {
    BOOST_TEST(read_bank_answer(text)->message_id == message_id(test::kChainId, world.bank, 1));
    const auto found = reconciled(world, text);
    BOOST_TEST(codes(found) == "");
    const auto call = found.settlements();
    BOOST_REQUIRE(call.settlements.size() == 3u);
    BOOST_TEST(call.settlements[0].paid);
    BOOST_TEST(call.settlements[1].reason == "NARR");  // the bank's words name a person at times: they stay here
    BOOST_TEST(found.lines[1].answer.reason_text == "户名不符");
    BOOST_TEST(call.settlements[2].reason == "MS03");
  }
  BOOST_TEST(!read_bank_answer(with(sheet, "XH-", "YH-")).has_value());  // rows of two batches
}

BOOST_AUTO_TEST_CASE(answers_that_are_none_are_refused) {
  const BankWorld world;
  const auto good = good_report(world);
  for (const auto& wrong :
       {std::string("<Document/>"), std::string("a,b\n1,2\n"), std::string(), with(good, "2890.31", "-"),
        with(good, "OrgnlNbOfTxs>3", "OrgnlNbOfTxs>x"), with(good, "Ccy=\"CNY\"", "Ccy=\"EUR\"")}) {
    BOOST_TEST(!read_bank_answer(wrong).has_value());
  }
}

// Whatever a damaged answer says, it settles only payments of the batch, each once and with the batch's amount.
BOOST_AUTO_TEST_CASE(a_damaged_answer_never_settles_what_the_batch_does_not_hold) {
  const BankWorld world;
  std::uint64_t state = 15;
  const auto text = good_report(world);
  for (int i = 0; i < 2000; ++i) {
    auto changed = text;
    for (int n = 0; n < 2; ++n) {
      state = state * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
      changed[(state >> 16) % changed.size()] = text[(state >> 40) % text.size()];
    }
    const auto answer = read_bank_answer(changed);
    if (!answer) continue;
    const auto call = reconcile(*answer, world.batch("x"), batch_lines(world)).settlements();
    BOOST_REQUIRE(call.settlements.size() <= 3u);
    std::size_t at = 0;
    for (const auto& line : call.settlements) {
      while (at < 3 && world.waiting[at].withdrawal != line.withdrawal) ++at;
      BOOST_REQUIRE(at < 3u);
      BOOST_REQUIRE((line.amount == world.waiting[at++].amount));
    }
  }
}

BOOST_AUTO_TEST_CASE(reasons_are_explained_in_both_languages) {
  BOOST_TEST(reason_meaning("AC01", true) == "账号有误");
  BOOST_TEST(reason_meaning("AC01", false) == "incorrect account number");
  BOOST_TEST(reason_meaning("ZZ99", true) == "");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
