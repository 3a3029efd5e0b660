// The payroll desk: what is signed is what was shown; payslips are computed again from their own lines.
#include <boost/test/unit_test.hpp>

#include "chain/codec/codec.h"
#include "chain/ledger/transaction.h"
#include "cli/commands/payslip_text.h"
#include "cli/commands/terms.h"
#include "contracts/payroll/calls.h"
#include "contracts/payroll/records.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

using test::Tool;
namespace payroll = contracts::payroll;

constexpr std::int64_t kDay = 20514;  // 2026-03-02

chain::RecordKey agreement() {
  return chain::RecordKey{{0xaa}};
}

payroll::DayContent content() {
  payroll::DayContent out;
  out.agreement = agreement();
  out.day = chain::Day{kDay};
  out.version = 1;
  out.entries.push_back({"A-1", {}, {}, 480, 20, {}});
  out.sums = {20, 480, {}, {chain::Fen{13000}}, chain::Fen{13000}};
  return out;
}

// Shows one day; `hash_of` is the content that the shown hash belongs to.
void show_day(Tool& tool, const payroll::DayContent& shown, const payroll::DayContent& hash_of) {
  tool.network.status();
  chain::json::object log{{"version", 1},
                          {"hash", chain::to_hex(payroll::content_hash(hash_of).view())},
                          {"flag_count", 0},
                          {"flag_decision", "open"}};
  log["content"] = chain::to_json(shown);
  tool.network.data("GET /v1/payroll/agreements/" + chain::to_hex(agreement().view()) + "/days/2026-03-02",
                    chain::json::serialize(log));
  tool.network.data("POST /v1/txs", R"({"results":[{"id":"ab","state":"accepted"}]})");
}

std::vector<std::string> confirm() {
  return {"payroll", "confirm", "--agreement", chain::to_hex(agreement().view()), "--day", "2026-03-02"};
}

payroll::Settlement settlement() {
  payroll::Settlement out;
  out.agreement = agreement();
  out.from = chain::Day{kDay - 1};
  out.to = chain::Day{kDay + 29};
  out.payday = chain::Day{kDay + 39};
  out.items.push_back({"配送", payroll::PayKind::kPerOrder, chain::Fen{650}});
  payroll::SettledDay day;
  day.day = chain::Day{kDay};
  day.version = 1;
  day.sums = content().sums;
  day.amount = chain::Fen{13000};
  out.days.push_back(day);
  out.gross = chain::Fen{13000};
  out.net = chain::Fen{13000};
  out.fee_ppm = {60000, 1};
  out.fee = chain::Fen{780};
  return out;
}

BOOST_AUTO_TEST_SUITE(payroll_commands)

BOOST_AUTO_TEST_CASE(a_confirmation_signs_the_hash_of_the_shown_content) {
  Tool tool;
  tool.key("worker");
  show_day(tool, content(), content());
  const auto result = tool.ask(confirm());
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
  const auto& body = tool.network.requests.back().body;
  const chain::BytesView wire(reinterpret_cast<const std::uint8_t*>(body.data()) + 4, body.size() - 4);
  const auto tx = chain::decode<chain::Transaction>(wire).value();
  const auto args =
      chain::decode<payroll::ConfirmWorkArgs>(chain::decode<chain::TransactionBody>(tx.body).value().call.args).value();
  BOOST_REQUIRE(args.logs.size() == 1u);
  BOOST_TEST((args.logs[0] == payroll::LogRef{agreement(), chain::Day{kDay}, 1, payroll::content_hash(content())}));
}

BOOST_AUTO_TEST_CASE(a_content_that_is_not_what_its_hash_says_is_not_signed) {
  Tool tool;
  tool.key("worker");
  auto embellished = content();
  embellished.entries[0].minutes = 600;
  show_day(tool, embellished, content());
  const auto result = tool.ask(confirm());
  BOOST_TEST(result.exit == 5);
  BOOST_TEST(result.err.find("CONTENT_DIFFERS") != std::string::npos);
  for (const auto& request : tool.network.requests) BOOST_TEST(request.method == "GET");
}

BOOST_AUTO_TEST_CASE(a_days_log_of_another_day_is_not_signed) {
  Tool tool;
  tool.key("worker");
  auto other = content();
  other.day.value += 1;
  show_day(tool, other, other);
  BOOST_TEST(tool.ask(confirm()).exit == 5);
}

BOOST_AUTO_TEST_CASE(a_payslip_that_adds_up_is_explained) {
  Tool tool;
  const auto file = tool.home.file("payslip.json", chain::json::serialize(chain::to_json(settlement())));
  const auto result = tool.run({"-o", "json", "payroll", "explain", "--file", file});
  BOOST_TEST(result.exit == 0, result.out + result.err);
  BOOST_TEST(result.json().at("data").at("agrees").as_bool());
}

BOOST_AUTO_TEST_CASE(a_payslip_that_does_not_add_up_is_exit_5) {
  Tool tool;
  auto wrong = settlement();
  wrong.net = chain::Fen{12999};
  const auto file = tool.home.file("payslip.json", chain::json::serialize(chain::to_json(wrong)));
  const auto result = tool.run({"payroll", "explain", "--file", file});
  BOOST_TEST(result.exit == 5);
  BOOST_TEST(!result.err.empty());
}

BOOST_AUTO_TEST_CASE(a_payslip_is_readable_in_both_languages) {
  const auto chinese = payslip_text(settlement(), Language::kChinese);
  BOOST_TEST(chinese.find("实发：130.00") != std::string::npos);
  BOOST_TEST(chinese.find("人民币壹佰叁拾元整") != std::string::npos);
  BOOST_TEST(payslip_text(settlement(), Language::kEnglish).find("net: 130.00") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(pay_items_are_read_from_one_text) {
  const auto per_order = parse_pay_item("配送:per_order:6.50");
  BOOST_REQUIRE(per_order.has_value());
  BOOST_TEST(per_order->rate.value == 650);
  BOOST_TEST((parse_pay_item("a:b:per_minute:25")->name == "a:b"));
  BOOST_TEST((parse_pay_item("约定:agreed_amount")->kind == payroll::PayKind::kAgreedAmount));
  const auto rich = parse_pay_item("配送:per_order:4.80,41=5.50,51=6,night=30%");
  BOOST_REQUIRE(rich.has_value());
  BOOST_REQUIRE(rich->tiers.size() == 2u);
  BOOST_TEST(rich->tiers[0].from == 41u);
  BOOST_TEST(rich->tiers[1].rate.value == 600);
  BOOST_TEST(rich->night_ppm == 300'000u);
  const auto project = parse_pay_item("项目:milestones:draft=1000,final=2500.50");
  BOOST_REQUIRE(project.has_value());
  BOOST_TEST(project->milestones[1].amount.value == 250'050);
  BOOST_TEST((parse_pay_item("a:per_day:120")->kind == payroll::PayKind::kPerDay));
  BOOST_TEST(parse_night("22:00-06:30")->first == 1320u);
  BOOST_TEST(parse_night("22:00-06:30")->second == 390u);
  for (const char* wrong : {"", "22:00", "22:00-24:00", "22-6", "22:00-22:00"})
    BOOST_TEST(!parse_night(wrong).has_value());
  for (const char* wrong : {"", ":", "x", "x:per_order", "x:per_year:1", "x:per_order:1.005", ":1", "x:per_order:1,2",
                            "x:per_order:1,a=2", "x:per_order:1,night=3", "x:per_order:1,night=101%",
                            "x:agreed_amount:1", "x:milestones", "x:milestones:a", "x:milestones:=1", "x:per_order:"}) {
    const auto item = parse_pay_item(wrong);
    BOOST_REQUIRE_MESSAGE(!item.has_value(), wrong);
    BOOST_TEST(static_cast<int>(item.error().exit) == 2);
  }
}

BOOST_AUTO_TEST_CASE(a_terms_template_becomes_an_agreement_when_filled_in) {
  Tool tool;
  tool.network.status();
  tool.network.data("POST /v1/txs", R"({"results":[{"id":"ab","state":"accepted"}]})");
  for (const char* name : {"employer", "worker", "union"}) tool.key(name);
  const auto shown = tool.run({"-o", "json", "payroll", "template", "terms"});
  BOOST_REQUIRE_MESSAGE(shown.exit == 0, shown.err);
  const auto document = chain::json::parse(shown.out);
  auto terms = document.at("data").as_object();
  const auto unfilled = tool.home.file("unfilled.json", chain::json::serialize(terms));
  BOOST_TEST(tool.ask({"--as", "union", "payroll", "agree", "--terms", unfilled}).exit == 4);
  terms["employer"] = "employer";
  terms["worker"] = "worker";
  terms["union_account"] = "union";
  const auto filled = tool.home.file("filled.json", chain::json::serialize(terms));
  const auto made = tool.ask({"-o", "json", "--as", "union", "payroll", "agree", "--terms", filled});
  BOOST_TEST(made.exit == 0, made.err);
  terms["items"].as_array()[0].as_object()["night_share"] = 3;
  const auto unknown = tool.home.file("unknown.json", chain::json::serialize(terms));
  const auto refused = tool.ask({"--as", "union", "payroll", "agree", "--terms", unknown});
  BOOST_TEST(refused.exit == 4);
  BOOST_TEST(refused.err.find("items[0]: has an unknown member 'night_share'") != std::string::npos, refused.err);
}

BOOST_AUTO_TEST_CASE(an_agreement_of_others_cannot_be_made) {
  Tool tool;
  tool.network.status();
  for (const char* name : {"employer", "worker", "union", "stranger"}) tool.key(name);
  const auto result =
      tool.ask({"--as", "stranger", "payroll", "agree", "--employer", "employer", "--worker", "worker", "--union",
                "union", "--effective", "2026-03-01", "--item", "a:agreed_amount", "--cycle", "7"});
  BOOST_TEST(result.exit == 2);
  BOOST_TEST(result.err.find("no party") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_alias_stands_for_the_agreement_afterwards) {
  Tool tool;
  tool.network.status();
  tool.network.data("POST /v1/txs", R"({"results":[{"id":"ab","state":"accepted"}]})");
  for (const char* name : {"employer", "worker", "union"}) tool.key(name);
  const auto made =
      tool.ask({"-o",       "json",   "--as",    "union", "payroll",     "agree",      "--employer", "employer",
                "--worker", "worker", "--union", "union", "--effective", "2026-03-01", "--item",     "a:agreed_amount",
                "--cycle",  "7",      "--alias", "zhang"});
  BOOST_REQUIRE_MESSAGE(made.exit == 0, made.err);
  const auto sheet = tool.home.file("work.csv", "agreement,day,reference,amount\nzhang,2026-03-02,A,12.50\n");
  BOOST_TEST(tool.run({"payroll", "check", sheet}).exit == 0);
  const auto unknown = tool.home.file("other.csv", "agreement,day,reference,amount\nli,2026-03-02,A,12.50\n");
  BOOST_TEST(tool.run({"payroll", "check", unknown}).exit == 4);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
