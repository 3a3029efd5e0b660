// Payout files: what is written can be read back, and nothing in them can be changed unseen (OP-31, S05).
#include <boost/test/unit_test.hpp>

#include "cli/bank/cnaps_sheet.h"
#include "cli/bank/file_check.h"
#include "cli/bank/pain001.h"
#include "cli/output/charset.h"
#include "tests/unit/cli/bank_world.h"

namespace xh::cli {
namespace {

using test::BankWorld;
using test::with;

std::vector<FileProblem> check(const BankWorld& world, const std::string& bytes, const std::string& original,
                               const PayeeList* payees = nullptr) {
  const auto file = bytes.starts_with("<") ? read_pain001(bytes) : read_cnaps_sheet(bytes);
  BOOST_REQUIRE_MESSAGE(file.has_value(), test::why(file));
  return check_payment_file(*file, chain::sha256(chain::as_bytes(bytes)), world.batch(original), {world.waiting},
                            payees);
}

std::string as_version_03(std::string text) {
  text = with(text, "pain.001.001.09", "pain.001.001.03");
  text = with(text, "<Dt>2026-04-10</Dt>", "2026-04-10");
  return text;
}

BOOST_AUTO_TEST_SUITE(bank_files)

BOOST_AUTO_TEST_CASE(a_file_of_s05_states_three_payments_and_eight_thousand_yuan) {
  const BankWorld world;
  const auto text = write_pain001(world.file());
  for (const char* part :
       {"<?xml version=\"1.0\" encoding=\"UTF-8\"?>", "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09",
        "<NbOfTxs>3</NbOfTxs>", "<CtrlSum>8000.00</CtrlSum>", "<InstdAmt Ccy=\"CNY\">2890.31</InstdAmt>",
        "<InstdAmt Ccy=\"CNY\">2663.81</InstdAmt>", "<InstdAmt Ccy=\"CNY\">2445.88</InstdAmt>",
        "<CreDtTm>2026-04-10T18:00:00+08:00</CreDtTm>", "<Dt>2026-04-10</Dt>", "<Cd>SALA</Cd>", "<Nm>王芳</Nm>",
        "<MmbId>102651000001</MmbId>", "<PmtMtd>TRF</PmtMtd>", "李 &lt;强&gt; &amp; 子"}) {
    BOOST_TEST(text.find(part) != std::string::npos, part);
  }
}

BOOST_AUTO_TEST_CASE(what_is_written_is_read_back_in_versions_03_and_09) {
  const BankWorld world;
  const auto text = write_pain001(world.file());
  for (const auto& version : {text, as_version_03(text)}) {
    const auto file = read_pain001(version);
    BOOST_REQUIRE_MESSAGE(file.has_value(), test::why(file));
    BOOST_TEST(file->message_id == world.file().message_id);
    BOOST_TEST(file->stated_count.value() == 3u);
    BOOST_TEST(file->stated_sum.value().value == 800'000);
    BOOST_TEST((file->payer == world.payer));
    BOOST_REQUIRE(file->lines.size() == 3u);
    for (std::size_t i = 0; i < 3; ++i) {
      BOOST_TEST(file->lines[i].end_to_end == end_to_end_id(world.waiting[i].withdrawal));
      BOOST_TEST(file->lines[i].amount.value == world.waiting[i].amount.value);
      BOOST_TEST((file->lines[i].payee == world.file().lines[i].payee));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_bank_that_writes_its_own_prefixes_is_read) {
  const BankWorld world;
  auto text = write_pain001(world.file());
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    out += text[i];
    if (text[i] == '<' && text[i + 1] != '?') out += text[i + 1] == '/' ? "/n:" : "n:";
    if (text[i] == '<' && text[i + 1] == '/') ++i;
  }
  out = with(out, "xmlns=", "xmlns:n=");
  BOOST_TEST(read_pain001(out).has_value());
}

BOOST_AUTO_TEST_CASE(ids_have_at_most_35_characters_and_tell_ledger_bank_and_number) {
  const BankWorld world;
  BOOST_TEST(end_to_end_id(world.waiting[0].withdrawal).size() == 35u);
  const auto id = message_id(test::kChainId, world.bank, 1'000'000'000'000);
  BOOST_TEST(id.size() <= kMaxIdCharacters);
  BOOST_TEST(batch_number(id, test::kChainId, world.bank).value() == 1'000'000'000'000u);
  BOOST_TEST(!batch_number(id, "other-1", world.bank).has_value());
  BOOST_TEST(!batch_number(id, test::kChainId, world.waiting[0].account).has_value());
  for (const char* wrong : {"", "XH-", "SALARY-1"})
    BOOST_TEST(!batch_number(wrong, test::kChainId, world.bank).has_value(), wrong);
  const auto prefix = id.substr(0, 16);
  for (const char* wrong : {"", "0", "-1", "1x", "99999999999999999999"})
    BOOST_TEST(!batch_number(prefix + wrong, test::kChainId, world.bank).has_value(), wrong);
}

BOOST_AUTO_TEST_CASE(the_file_that_was_made_is_unchanged) {
  const BankWorld world;
  const auto payees = world.payees();
  const auto xml = write_pain001(world.file());
  const auto sheet = write_cnaps_sheet(world.file());
  BOOST_TEST(check(world, xml, xml, &payees).empty());
  BOOST_TEST(check(world, sheet, sheet, &payees).empty());
}

BOOST_AUTO_TEST_CASE(a_changed_amount_is_named_with_its_line) {
  const BankWorld world;
  for (const auto& text : {write_pain001(world.file()), write_cnaps_sheet(world.file())}) {
    const auto problems = check(world, with(text, "2663.81", "2663.82"), text);
    BOOST_REQUIRE(!problems.empty());
    BOOST_TEST(problems[0].code == "AMOUNT_CHANGED");
    BOOST_TEST(problems[0].place == 2u);
    BOOST_TEST(problems[0].end_to_end == end_to_end_id(world.waiting[1].withdrawal));
    BOOST_TEST(problems[0].message.find("2663.82") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_file_that_was_made_consistent_again_is_still_a_changed_one) {
  const BankWorld world;
  const auto text = write_pain001(world.file());
  // The amounts of two payees are exchanged: count, sums and ids stay right.
  auto changed = with(with(with(text, "2890.31", "X"), "2445.88", "2890.31"), ">X<", ">2445.88<");
  const auto problems = check(world, changed, text);
  BOOST_REQUIRE(problems.size() == 2u);
  BOOST_TEST(problems[0].code == "AMOUNT_CHANGED");
  BOOST_TEST(problems[1].place == 3u);
}

BOOST_AUTO_TEST_CASE(a_changed_bank_account_is_named_with_the_payee_list_and_seen_without_it) {
  const BankWorld world;
  const auto payees = world.payees();
  const auto text = write_pain001(world.file());
  const auto changed = with(text, "6222021001", "6222029999");
  const auto named = check(world, changed, text, &payees);
  BOOST_REQUIRE(named.size() == 1u);
  BOOST_TEST(named[0].code == "PAYEE_CHANGED");
  BOOST_TEST(named[0].place == 2u);
  const auto seen = check(world, changed, text);
  BOOST_REQUIRE(seen.size() == 1u);
  BOOST_TEST(seen[0].code == "FILE_CHANGED");
}

BOOST_AUTO_TEST_CASE(changed_counts_sums_and_doubled_missing_or_strange_lines_are_named) {
  const BankWorld world;
  const auto text = write_pain001(world.file());
  const auto codes = [&](const std::string& changed) {
    std::string out;
    for (const auto& p : check(world, changed, text)) out += p.code + " ";
    return out;
  };
  BOOST_TEST(codes(with(text, "<NbOfTxs>3<", "<NbOfTxs>4<")) == "COUNT_CHANGED ");
  BOOST_TEST(codes(with(text, "<CtrlSum>8000.00<", "<CtrlSum>8000.01<")) == "SUM_CHANGED ");
  const auto first = end_to_end_id(world.waiting[0].withdrawal);
  const auto second = end_to_end_id(world.waiting[1].withdrawal);
  BOOST_TEST(codes(with(text, second, first)).starts_with("DOUBLED_LINE MISSING_LINE "));
  BOOST_TEST(codes(with(text, second, "SALARY-2")).starts_with("UNKNOWN_LINE MISSING_LINE "));
  const auto begin = text.find("<CdtTrfTxInf>");
  const auto end = text.find("</CdtTrfTxInf>") + 14;
  BOOST_TEST(codes(text.substr(0, begin) + text.substr(end)).starts_with("MISSING_LINE CONTRADICTION CONTRADICTION"));
}

BOOST_AUTO_TEST_CASE(files_that_are_none_are_refused_with_the_place) {
  const BankWorld world;
  const auto text = write_pain001(world.file());
  for (const auto& wrong :
       {std::string(), std::string("<a"), std::string("{}"), with(text, "pain.001.001.09", "pain.008.001.02"),
        with(text, "Ccy=\"CNY\"", "Ccy=\"USD\""), with(text, "2890.31", "2890.315"), with(text, "2890.31", "a lot"),
        with(text, "<NbOfTxs>3", "<NbOfTxs>three"), with(text, "<EndToEndId>", "<Other>")}) {
    BOOST_TEST(!read_pain001(wrong).has_value());
  }
  const auto currency = read_pain001(with(text, "Ccy=\"CNY\"", "Ccy=\"USD\""));
  BOOST_TEST(currency.error().message.starts_with("payment 1"));
}

BOOST_AUTO_TEST_CASE(a_sheet_has_the_banks_columns_and_no_formula) {
  const BankWorld world;
  const auto text = write_cnaps_sheet(world.file());
  BOOST_TEST(
      text.starts_with("\xEF\xBB\xBF付款行,付款账号,付款户名,收款行,收款行联行号,省,市,收款账号,收款户名,"
                       "金额,用途,备注,短信号码\r\n"));
  BOOST_TEST(text.find(",2890.31,工资及退休金,XHW") != std::string::npos);
  BOOST_TEST(text.find("\"'=HYPERLINK(\"\"x\"\")\"") != std::string::npos);
  BOOST_TEST(read_cnaps_sheet(text)->lines[2].payee.name == "=HYPERLINK(\"x\")");
}

BOOST_AUTO_TEST_CASE(a_sheet_in_gb18030_says_the_same) {
  const BankWorld world;
  const auto text = write_cnaps_sheet(world.file());
  const auto gb = to_gb18030(to_utf8(text).value());
  BOOST_TEST(gb.find("王芳") == std::string::npos);
  BOOST_TEST(to_utf8(gb).value() == to_utf8(text).value());
  BOOST_TEST(read_cnaps_sheet(gb)->lines[0].payee.name == "王芳");
  BOOST_TEST(!to_utf8("\xff\xff\xff").has_value());
}

BOOST_AUTO_TEST_CASE(payments_of_other_purposes_stand_in_their_own_group) {
  BankWorld world;
  auto csv = world.payees_csv();
  csv = with(csv, ",bank_name\n", ",purpose\n");
  for (int i = 0; i < 3; ++i) csv = with(csv, ",工商银行\n", i == 0 ? ",TAXS\n" : ",\n");
  const auto plan = plan_payout(world.waiting, PayeeList::read(csv).value());
  BOOST_REQUIRE(plan.lines.size() == 3u);
  BOOST_TEST(plan.lines[2].purpose == "TAXS");
  BOOST_TEST((plan.taken[2].withdrawal == world.waiting[0].withdrawal));
  auto file = world.file();
  file.lines = plan.lines;
  const auto text = write_pain001(file);
  BOOST_TEST(text.find("<Cd>TAXS</Cd>") != std::string::npos);
  BOOST_TEST(text.find("<CtrlSum>5109.69</CtrlSum>") != std::string::npos);  // of the two salaries
  BOOST_TEST(check(world, text, text).empty());
}

BOOST_AUTO_TEST_CASE(a_payee_that_does_not_open_the_destination_is_refused_and_named) {
  const BankWorld world;
  const auto csv = world.payees_csv();
  const auto wrong = PayeeList::read(with(csv, "6222021001", "6222029999")).value();
  const auto plan = plan_payout(world.waiting, wrong);
  BOOST_TEST(plan.lines.size() == 2u);
  BOOST_REQUIRE(plan.refused.size() == 1u);
  BOOST_TEST((plan.refused[0].account == world.waiting[1].account));
  BOOST_TEST(plan.refused[0].message.find("do not open") != std::string::npos);
  const auto without = csv.substr(0, csv.rfind("xh1"));
  BOOST_TEST(plan_payout(world.waiting, PayeeList::read(without).value()).refused[0].message.find("no row") !=
             std::string::npos);
}

BOOST_AUTO_TEST_CASE(payee_lists_are_read_as_csv_and_as_json_and_bad_rows_are_named) {
  const BankWorld world;
  const auto account = chain::to_address(world.waiting[0].account);
  const std::string row = R"({"account":")" + account +
                          R"(","name":"王芳","bank_account":"6222021000","cnaps":"102651000000","salt":")" +
                          std::string(64, '5') + R"("})";
  BOOST_TEST(PayeeList::read("[" + row + "]")->payees().size() == 1u);
  const auto message = [&](const std::string& from, const std::string& to) {
    const auto list = PayeeList::read("[" + row + "," + with(row, from, to) + "]");
    BOOST_REQUIRE(list.has_value());
    BOOST_REQUIRE_MESSAGE(list->problems().size() == 1u, from);
    BOOST_TEST(list->problems()[0].line == 2u);
    BOOST_TEST(list->payees().size() == 1u);
    return list->problems()[0].message;
  };
  BOOST_TEST(message("王芳", "").find("name") != std::string::npos);
  BOOST_TEST(message("王芳", "王|芳").find("'|'") != std::string::npos);
  BOOST_TEST(message("王芳", "\\u0007").find("no text") != std::string::npos);
  BOOST_TEST(message("6222021000", "6222 0210").find("bank account") != std::string::npos);
  BOOST_TEST(message("102651000000", "10265100000").find("12 digits") != std::string::npos);
  BOOST_TEST(message(std::string(64, '5'), "55").find("salt") != std::string::npos);
  BOOST_TEST(message("xh1", "xh2").find("account") != std::string::npos);
  BOOST_TEST(message("cnaps", "cnips").find("unknown member") != std::string::npos);
  std::string long_name;
  for (int i = 0; i < 141; ++i) long_name += "长";
  BOOST_TEST(message("王芳", long_name).find("140") != std::string::npos);
  BOOST_TEST(!PayeeList::read("account,name\nx,y\n").has_value());
}

// One byte of a file is another: it is no file any more, or it is seen to be changed.
BOOST_AUTO_TEST_CASE(no_single_byte_of_a_file_changes_unseen) {
  const BankWorld world;
  std::uint64_t state = 5;
  for (const auto& text : {write_pain001(world.file()), write_cnaps_sheet(world.file())}) {
    for (int i = 0; i < 1500; ++i) {
      state = state * 6'364'136'223'846'793'005 + 1'442'695'040'888'963'407;
      auto changed = text;
      auto& byte = changed[(state >> 16) % changed.size()];
      byte = static_cast<char>(byte ^ static_cast<char>(1 + (state >> 56) % 255));
      const bool xml = text.starts_with("<");
      const auto file = xml ? read_pain001(changed) : read_cnaps_sheet(changed);
      if (!file) continue;
      const auto problems = check_payment_file(*file, chain::sha256(chain::as_bytes(changed)), world.batch(text),
                                               {world.waiting}, nullptr);
      BOOST_REQUIRE(!problems.empty());
    }
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
