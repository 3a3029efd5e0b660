// payroll bank-file, bank-file check, reconcile and payout, over a ledger that answers from a table.
#include <sys/stat.h>
#include <boost/test/unit_test.hpp>

#include "chain/ledger/transaction.h"
#include "cli/files.h"
#include "contracts/lxr/calls.h"
#include "tests/unit/cli/bank_world.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

using test::BankWorld;
using test::Tool;
using test::with;
namespace lxr = contracts::lxr;

// A tool whose ledger holds S05's withdrawals at the bank, with the union's key here.
struct Desk {
  Desk() {
    tool.network.status("driven", 1'775'815'200'000);
    tool.network.handler = [this](const std::string&, const HttpRequest& request) { return answer(request); };
    tool.key("union");
    const auto shown = tool.run({"-o", "json", "keys", "show", "union"}).json();
    union_address = std::string(std::string_view(shown.at("data").at("account").as_string()));
    bank = chain::to_address(world.bank);
    lxr::BankQueue queue;
    queue.next = 40;
    queue.first_page = 0;
    queue.waiting = 3;
    queue.waiting_amount = chain::Fen{800'000};
    put(lxr::bank_queue_key(world.bank), chain::to_json(queue));
    lxr::QueuePage first;
    first.lines = {world.waiting[0], world.waiting[1]};
    put(lxr::queue_page_key(world.bank, 0), chain::to_json(first));
    put(lxr::queue_page_key(world.bank, 1), chain::to_json(lxr::QueuePage{{world.waiting[2]}}));
    payees =
        tool.home.file("payees.csv", world.payees_csv() + union_address + ",洛小茸工会,51001,102651000001,,建行\n");
    out = (tool.home.path() / "wages.xml").string();
  }

  void put(const contracts::StateKey& key, chain::json::object data) {
    records[chain::to_hex(key.view())] = std::move(data);
  }

  static HttpResult reply(const std::string& data) {
    return HttpResponse{
        200, "application/json", R"({"schema_version":1,"success":true,"data":)" + data + R"(,"errors":[]})", {}};
  }
  HttpResult answer(const HttpRequest& request) {
    constexpr std::string_view kRecords = "/v1/records/";
    if (request.method == "POST") {
      if (!post_fails.empty()) return std::unexpected(HttpFailure{true, post_fails});
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(request.body.data()) + 4;
      const auto envelope = chain::decode<chain::Transaction>({bytes, request.body.size() - 4}).value();
      sent.push_back(chain::decode<chain::TransactionBody>(envelope.body).value().call);
      return reply(R"({"results":[{"id":")" + std::string(64, 'b') + R"(","state":"accepted"}]})");
    }
    if (request.target.ends_with("/receipt"))
      return reply(R"({"code":")" + code + R"(","rule":"OP-31","message":"why","events":[]})");
    if (request.target.find("?wait=") != std::string::npos) return reply(R"({"state":"final","height":9})");
    if (!request.target.starts_with(kRecords)) return test::pass();
    const auto end = request.target.find('?');
    const auto at = records.find(request.target.substr(kRecords.size(), end - kRecords.size()));
    if (at == records.end()) return reply(R"({"present":false})");
    return reply(chain::json::serialize(
        chain::json::object{{"present", true}, {"record", chain::json::object{{"data", at->second}}}}));
  }

  test::Result make(std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"-o", "json",     "payroll", "bank-file", "--bank",
                                       bank, "--payees", payees,    "--out",     out};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return tool.ask(arguments);
  }
  // The batch that the last call opened, as the ledger then has it.
  void open() {
    const auto call = chain::decode<lxr::OpenPayout>(sent.at(0).args).value();
    lxr::PayoutBatch batch;
    batch.count = call.count;
    batch.control_sum = call.control_sum;
    batch.file_hash = call.file_hash;
    put(lxr::payout_batch_key(world.bank, call.number), chain::to_json(batch));
    put(lxr::payout_lines_key(world.bank, call.number), chain::to_json(lxr::PayoutLines{world.waiting}));
    lxr::BankQueue queue;
    queue.batches = call.number;
    put(lxr::bank_queue_key(world.bank), chain::to_json(queue));
    sent.clear();
  }
  test::Result read(const std::string& command, const std::string& file, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{"-o", "json", "payroll"};
    if (command == "check") arguments.push_back("bank-file");
    arguments.insert(arguments.end(), {command, file, "--bank", bank});
    arguments.insert(arguments.end(), more.begin(), more.end());
    return tool.ask(arguments);
  }
  std::string answer_file(const std::string& second = "失败,AC04,") {
    std::string sheet = "备注,金额,处理结果,原因代码,流水号\n";
    const std::string results[] = {"成功,,BK-1", second, "成功,,BK-3"};
    for (std::size_t i = 0; i < 3; ++i) {
      sheet += end_to_end_id(world.waiting[i].withdrawal) + "," + bank_amount(world.waiting[i].amount) + "," +
               results[i] + "\n";
    }
    return tool.home.file("answer.csv", sheet);
  }

  BankWorld world;
  Tool tool;
  std::map<std::string, chain::json::object> records;
  std::vector<chain::Call> sent;
  std::string code = "OK";
  std::string post_fails;
  std::string union_address;
  std::string bank;
  std::string payees;
  std::string out;
};

BOOST_AUTO_TEST_SUITE(bank_commands)

BOOST_AUTO_TEST_CASE(a_file_is_written_privately_and_its_batch_opened_with_count_sum_and_hash) {
  Desk desk;
  const auto result = desk.make();
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.out + result.err);
  const auto data = result.json().at("data");
  BOOST_TEST(data.at("count").to_number<int>() == 3);
  BOOST_TEST(data.at("control_sum").as_string() == "800000");
  BOOST_TEST(data.at("still_waiting").to_number<int>() == 0);
  struct stat status{};
  BOOST_REQUIRE(::stat(desk.out.c_str(), &status) == 0);
  BOOST_TEST((status.st_mode & 0777) == 0600u);
  const auto bytes = read_file(desk.out, 1 << 20).value();
  BOOST_TEST(bytes.find("<CtrlSum>8000.00</CtrlSum>") != std::string::npos);
  BOOST_TEST(bytes.find("2026-04-10T18:00:00+08:00") != std::string::npos);  // the ledger's time, not this machine's
  BOOST_REQUIRE(desk.sent.size() == 1u);
  const auto call = chain::decode<lxr::OpenPayout>(desk.sent[0].args).value();
  BOOST_TEST(call.number == 1u);
  BOOST_TEST(call.count == 3u);
  BOOST_TEST(call.control_sum.value == 800'000);
  BOOST_TEST((call.file_hash == chain::sha256(chain::as_bytes(bytes))));
  BOOST_TEST((call.withdrawals[2] == desk.world.waiting[2].withdrawal));
}

BOOST_AUTO_TEST_CASE(a_file_is_never_overwritten_and_nothing_is_sent_then) {
  Desk desk;
  const auto before = desk.tool.home.file("wages.xml", "kept");
  BOOST_TEST(desk.make().exit == 4);
  BOOST_TEST(read_file(before, 100).value() == "kept");
  BOOST_TEST(desk.sent.empty());
}

BOOST_AUTO_TEST_CASE(a_file_whose_batch_the_ledger_refuses_does_not_stay) {
  Desk desk;
  desk.code = "IN_A_BATCH";
  BOOST_TEST(desk.make().exit == 9);
  BOOST_TEST(!std::filesystem::exists(desk.out));
}

BOOST_AUTO_TEST_CASE(a_file_whose_batch_may_be_open_stays_and_the_message_says_so) {
  Desk desk;
  desk.post_fails = "cut";
  const auto result = desk.make({"--timeout", "1s"});
  BOOST_TEST(result.exit == 10);
  BOOST_TEST(std::filesystem::exists(desk.out));
  BOOST_TEST(result.out.find("payout batches") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_payee_that_cannot_be_paid_is_named_and_stops_the_file_unless_left_out) {
  Desk desk;
  const auto csv = with(read_file(desk.payees, 1 << 20).value(), "6222021001", "6222029999");
  desk.payees = desk.tool.home.file("wrong.csv", csv);
  const auto stopped = desk.make();
  BOOST_TEST(stopped.exit == 4);
  const auto refused = stopped.json().at("data").at("refused").as_array();
  BOOST_REQUIRE(refused.size() == 1u);
  BOOST_TEST(refused[0].at("account").as_string() == chain::to_address(desk.world.waiting[1].account));
  BOOST_TEST(!std::filesystem::exists(desk.out));
  BOOST_TEST(desk.sent.empty());
  BOOST_TEST(desk.make({"--only-clear"}).exit == 0);
  BOOST_TEST(chain::decode<lxr::OpenPayout>(desk.sent.at(0).args)->count == 2u);
}

BOOST_AUTO_TEST_CASE(bad_payee_rows_a_missing_payer_and_an_empty_queue_are_told) {
  Desk desk;
  const auto csv = read_file(desk.payees, 1 << 20).value();
  desk.payees = desk.tool.home.file("bad.csv", with(csv, "102651000001", "1026"));
  const auto bad = desk.make();
  BOOST_TEST(bad.exit == 4);
  BOOST_TEST(bad.out.find("line 3") != std::string::npos);
  desk.payees = desk.tool.home.file("no-payer.csv", csv.substr(0, csv.rfind(desk.union_address)));
  BOOST_TEST(desk.make().out.find("NO_PAYER") != std::string::npos);
  desk.payees = desk.tool.home.file("good.csv", csv);
  desk.records.clear();
  BOOST_TEST(desk.make().out.find("NOTHING_WAITS") != std::string::npos);
  BOOST_TEST(desk.tool.ask({"payroll", "bank-file"}).exit == 2);
}

BOOST_AUTO_TEST_CASE(check_passes_the_file_that_was_made_and_names_a_changed_line) {
  Desk desk;
  for (const char* format : {"pain.001.001.09", "cnaps-csv"}) {
    desk.out = (desk.tool.home.path() / format).string();
    BOOST_REQUIRE(desk.make({"--format", format}).exit == 0);
    desk.open();
    const auto good = desk.read("check", desk.out, {"--payees", desk.payees});
    BOOST_TEST(good.exit == 0, good.out);
    BOOST_TEST(good.json().at("data").at("unchanged").as_bool());
    const auto changed = desk.tool.home.file(std::string("changed.") + format,
                                             with(read_file(desk.out, 1 << 20).value(), "2445.88", "2445.89"));
    const auto result = desk.read("check", changed);
    BOOST_TEST(result.exit == 5);
    const auto problem = result.json().at("data").at("problems").as_array().at(0);
    BOOST_TEST(problem.at("line").to_number<int>() == 3);
    BOOST_TEST(problem.at("code").as_string() == "AMOUNT_CHANGED");
    lxr::BankQueue queue;  // as before the file
    queue.next = 40;
    desk.put(lxr::bank_queue_key(desk.world.bank), chain::to_json(queue));
  }
}

BOOST_AUTO_TEST_CASE(reconcile_names_the_unpaid_worker_with_the_banks_reason_and_sends_only_when_asked) {
  Desk desk;
  BOOST_REQUIRE(desk.make().exit == 0);
  desk.open();
  const auto shown = desk.read("reconcile", desk.answer_file(), {"--payees", desk.payees});
  BOOST_REQUIRE_MESSAGE(shown.exit == 0, shown.out + shown.err);
  const auto unpaid = shown.json().at("data").at("unpaid").as_array();
  BOOST_REQUIRE(unpaid.size() == 1u);
  BOOST_TEST(unpaid[0].at("name").as_string() == "李 <强> & 子");
  BOOST_TEST(unpaid[0].at("reason").as_string() == "AC04");
  BOOST_TEST(unpaid[0].at("amount").as_string() == "266381");
  BOOST_TEST(desk.sent.empty());
  const auto sent = desk.read("reconcile", desk.answer_file(), {"--send"});
  BOOST_REQUIRE_MESSAGE(sent.exit == 0, sent.out + sent.err);
  BOOST_REQUIRE(desk.sent.size() == 1u);
  const auto call = chain::decode<lxr::SettleWithdrawal>(desk.sent[0].args).value();
  BOOST_REQUIRE(call.settlements.size() == 3u);
  BOOST_TEST(call.settlements[1].reason == "AC04");
  BOOST_TEST(call.settlements[2].amount->value == 244'588);
  BOOST_TEST(call.settlements[2].bank_reference == "BK-3");
}

BOOST_AUTO_TEST_CASE(reconcile_sends_nothing_unless_all_is_clear_or_it_is_told_to) {
  Desk desk;
  BOOST_REQUIRE(desk.make().exit == 0);
  desk.open();
  const auto unclear = desk.answer_file("处理中,,");
  const auto held = desk.read("reconcile", unclear, {"--send"});
  BOOST_TEST(held.exit == 5);
  BOOST_TEST(held.json().at("data").at("problems").as_array().at(0).at("code").as_string() == "PENDING");
  BOOST_TEST(desk.sent.empty());
  BOOST_TEST(desk.read("reconcile", unclear, {"--send", "--only-clear"}).exit == 5);
  BOOST_REQUIRE(desk.sent.size() == 1u);
  BOOST_TEST(chain::decode<lxr::SettleWithdrawal>(desk.sent[0].args)->settlements.size() == 2u);
}

BOOST_AUTO_TEST_CASE(files_of_another_ledger_or_of_no_batch_are_told) {
  Desk desk;
  BOOST_REQUIRE(desk.make().exit == 0);
  const auto foreign =
      desk.tool.home.file("foreign.xml", with(read_file(desk.out, 1 << 20).value(), "<MsgId>XH-", "<MsgId>YH-"));
  BOOST_TEST(desk.read("check", foreign).out.find("OTHER_FILE") != std::string::npos);
  BOOST_TEST(desk.read("check", desk.out).out.find("NO_BATCH") != std::string::npos);
  BOOST_TEST(desk.read("reconcile", desk.answer_file()).out.find("NO_BATCH") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(destinations_get_salts_once_and_open_to_their_rows) {
  Desk desk;
  const auto account = chain::to_address(desk.world.waiting[0].account);
  const auto list = desk.tool.home.file(
      "list.csv", "account,name,bank_account,cnaps\n" + account + ",王芳,6222021000,102651000000\n");
  const auto salted = (desk.tool.home.path() / "salted.json").string();
  const auto result = desk.tool.run({"-o", "json", "payout", "destinations", list, "--out", salted});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
  const auto hex = result.json().at("data").at("destinations").as_array().at(0).at("destination").as_string();
  const auto payees = PayeeList::read(read_file(salted, 1 << 20).value()).value();
  const auto destination = chain::fixed_from_hex<chain::Hash256>(std::string_view(hex)).value();
  BOOST_TEST(payees.opening(desk.world.waiting[0].account, destination) != nullptr);
  BOOST_TEST(result.out.find("6222021000") == std::string::npos);  // the list itself stays in its file
}

BOOST_AUTO_TEST_CASE(a_worker_sets_and_reads_where_wages_go) {
  Desk desk;
  const std::string destination(64, '7');
  const auto set = desk.tool.ask({"payout", "set", "--bank", desk.bank, "--destination", destination});
  BOOST_REQUIRE_MESSAGE(set.exit == 0, set.err);
  const auto call = chain::decode<lxr::SetPayout>(desk.sent.at(0).args).value();
  BOOST_TEST((call.instruction.bank == desk.world.bank));
  BOOST_TEST(!call.instruction.keep);
  BOOST_TEST(desk.tool.ask({"payout", "set", "--keep"}).exit == 0);
  BOOST_TEST(chain::decode<lxr::SetPayout>(desk.sent.at(1).args)->instruction.keep);
  for (const std::vector<std::string>& wrong :
       {std::vector<std::string>{"payout", "set"},
        {"payout", "set", "--bank", desk.bank},
        {"payout", "set", "--keep", "--bank", desk.bank, "--destination", destination}}) {
    BOOST_TEST(desk.tool.ask(wrong).exit == 2);
  }
  BOOST_TEST(desk.tool.ask({"payout", "show"}).exit == 4);
  const auto account = chain::from_address(desk.union_address).value();
  desk.put(lxr::payout_key(account), chain::to_json(call.instruction));
  BOOST_TEST(desk.tool.ask({"payout", "show"}).out.find(desk.bank) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_withdrawal_is_settled_by_hand_with_amount_reason_and_reference_and_shown) {
  Desk desk;
  const auto key = desk.world.waiting[0].withdrawal;
  const auto hex = chain::to_hex(key.view());
  const auto settled = desk.tool.ask(
      {"withdraw", "settle", hex, "--returned", "--reason", "AC01", "--amount", "2890.31", "--bank-reference", "BK-9"});
  BOOST_REQUIRE_MESSAGE(settled.exit == 0, settled.err);
  const auto line = chain::decode<lxr::SettleWithdrawal>(desk.sent.at(0).args)->settlements.at(0);
  BOOST_TEST(!line.paid);
  BOOST_TEST(line.reason == "AC01");
  BOOST_TEST(line.amount->value == 289'031);
  BOOST_TEST(line.bank_reference == "BK-9");
  BOOST_TEST(desk.tool.ask({"withdraw", "settle", hex, "--reason", "AC01"}).exit == 2);
  BOOST_TEST(desk.tool.ask({"withdraw", "show", hex}).exit == 4);
  lxr::Withdrawal record;
  record.account = desk.world.waiting[0].account;
  record.bank = desk.world.bank;
  record.state = lxr::WithdrawalState::kReturned;
  record.reason = "AC01";
  desk.put(lxr::withdrawal_key(key), chain::to_json(record));
  const auto shown = desk.tool.ask({"-o", "json", "withdraw", "show", hex}).json().at("data");
  BOOST_TEST(shown.at("state").as_string() == "returned");
  BOOST_TEST(shown.at("reason").as_string() == "AC01");
}

BOOST_AUTO_TEST_CASE(what_waits_and_what_went_out_is_listed) {
  Desk desk;
  const auto waiting = desk.tool.ask({"-o", "json", "payout", "waiting", "--bank", desk.bank});
  BOOST_TEST(waiting.json().at("data").at("waiting").as_array().size() == 3u);
  BOOST_REQUIRE(desk.make().exit == 0);
  desk.open();
  const auto batches = desk.tool.ask({"-o", "json", "payout", "batches", "--bank", desk.bank});
  const auto rows = batches.json().at("data").at("batches").as_array();
  BOOST_REQUIRE(rows.size() == 1u);
  BOOST_TEST(rows[0].at("control_sum").as_string() == "800000");
  BOOST_TEST(!rows[0].at("closed").as_bool());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
