// The tool as its users meet it: arguments in; exit code, standard output and standard error out.
#include <unistd.h>

#include <boost/test/unit_test.hpp>

#include "chain/codec/codec.h"
#include "chain/ledger/transaction.h"
#include "cli/files.h"
#include "cli/tx/tx_file.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

using test::Tool;

constexpr std::string_view kWords = "legal winner thank year wave sausage worth useful legal winner thank yellow";

std::string text_at(const chain::json::value& value, std::initializer_list<std::string_view> path) {
  const auto* at = &value;
  for (const auto name : path) {
    at = at->is_object() ? at->get_object().if_contains(name) : nullptr;
    if (at == nullptr) return "(missing)";
  }
  return at->is_string() ? std::string(std::string_view(at->get_string())) : chain::json::serialize(*at);
}

// A descriptor with one line in it.
class Line {
 public:
  explicit Line(const std::string& text) {
    BOOST_REQUIRE(::pipe(ends_) == 0);
    const std::string line = text + "\n";
    BOOST_REQUIRE(::write(ends_[1], line.data(), line.size()) == static_cast<ssize_t>(line.size()));
    ::close(ends_[1]);
  }
  ~Line() { ::close(ends_[0]); }
  [[nodiscard]] std::string number() const { return std::to_string(ends_[0]); }

 private:
  int ends_[2]{};
};

// Accepts whatever is posted and says that it is final; remembers it.
struct AcceptingLedger {
  explicit AcceptingLedger(Tool& tool) {
    tool.network.status();
    tool.network.handler = [this](const std::string&, const HttpRequest& request) { return answer(request); };
  }
  HttpResult answer(const HttpRequest& request) {
    if (request.method == "POST") return post(request);
    if (request.target.ends_with("/receipt"))
      return reply(R"({"code":")" + code + R"(","rule":"OP-30","message":"why","events":[]})");
    if (request.target.find("?wait=") != std::string::npos) return reply(R"({"state":"final","height":9})");
    return test::pass();
  }
  HttpResult post(const HttpRequest& request) {
    chain::json::array results;
    for (std::size_t at = 0; at + 4 <= request.body.size();) {
      const auto* bytes = reinterpret_cast<const std::uint8_t*>(request.body.data()) + at;
      const auto size = chain::read_be32(bytes);
      sent.push_back(chain::decode<chain::Transaction>({bytes + 4, size}).value());
      results.push_back({{"id", std::string(64, 'b')}, {"state", "accepted"}});
      at += 4 + size;
    }
    return reply(chain::json::serialize(chain::json::object{{"results", results}}));
  }
  static HttpResult reply(const std::string& data) {
    return HttpResponse{
        200, "application/json", R"({"schema_version":1,"success":true,"data":)" + data + R"(,"errors":[]})", {}};
  }
  [[nodiscard]] chain::TransactionBody body(std::size_t i) const {
    return chain::decode<chain::TransactionBody>(sent[i].body).value();
  }

  std::vector<chain::Transaction> sent;
  std::string code = "OK";
};

BOOST_AUTO_TEST_SUITE(tool)

BOOST_AUTO_TEST_CASE(bad_usage_is_exit_2_and_leaves_stdout_empty) {
  Tool tool;
  for (const std::vector<std::string>& arguments : {std::vector<std::string>{},
                                                    {"no-such-command"},
                                                    {"keys"},
                                                    {"keys", "add"},
                                                    {"keys", "list", "--what"},
                                                    {"-o", "yaml", "keys", "list"},
                                                    {"keys", "add", "../evil", "--no-passphrase"}}) {
    const auto result = tool.run(arguments);
    BOOST_TEST(result.exit == 2);
    BOOST_TEST(result.out.empty());
    BOOST_TEST(!result.err.empty());
  }
}

BOOST_AUTO_TEST_CASE(bad_usage_answers_in_json_when_json_was_asked_for) {
  Tool tool;
  const auto result = tool.run({"-o", "json", "keys", "add"});
  BOOST_TEST(result.exit == 2);
  BOOST_TEST(result.json().at("success").as_bool() == false);
  BOOST_TEST(text_at(result.json().at("errors").as_array()[0], {"code"}) == "USAGE");
}

BOOST_AUTO_TEST_CASE(help_and_version_succeed) {
  Tool tool;
  BOOST_TEST(tool.run({"--help"}).exit == 0);
  BOOST_TEST(tool.run({"payroll", "--help"}).out.find("payslip") != std::string::npos);
  BOOST_TEST(text_at(tool.run({"-o", "json", "version"}).json(), {"data", "name"}) == "xinghuo");
}

BOOST_AUTO_TEST_CASE(a_key_recovered_from_words_is_listed_and_its_backup_checks) {
  Tool tool;
  const Line passphrase("correct horse");
  const Line words{std::string(kWords)};
  const auto made = tool.run(
      {"-o", "json", "--passphrase-fd", passphrase.number(), "keys", "recover", "me", "--words-fd", words.number()});
  BOOST_REQUIRE_MESSAGE(made.exit == 0, made.err + made.out);
  BOOST_TEST(text_at(made.json(), {"data", "path"}) == "m/44'/22600'/0'/0/0");
  BOOST_TEST(made.out.find("legal") == std::string::npos);
  BOOST_TEST(tool.run({"keys", "list"}).out.find("xh1") != std::string::npos);
  const Line right{std::string(kWords)};
  BOOST_TEST(tool.run({"keys", "check-backup", "me", "--words-fd", right.number()}).exit == 0);
  const Line wrong("zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo zoo wrong");
  BOOST_TEST(tool.run({"keys", "check-backup", "me", "--words-fd", wrong.number()}).exit == 5);
}

BOOST_AUTO_TEST_CASE(new_words_are_shown_on_stderr_only) {
  Tool tool;
  const Line passphrase("correct horse");
  const auto made =
      tool.run({"--passphrase-fd", passphrase.number(), "keys", "add", "me", "--words-lang", "en", "--words", "12"});
  BOOST_REQUIRE(made.exit == 0);
  BOOST_TEST(made.err.find("    ") != std::string::npos);
  std::istringstream lines(made.err);
  std::string line;
  std::string words;
  while (std::getline(lines, line)) {
    if (line.starts_with("    ")) words = line.substr(4);
  }
  const Line typed(words);
  BOOST_TEST(tool.run({"keys", "check-backup", "me", "--words-fd", typed.number()}).exit == 0);
  BOOST_TEST(made.out.find(words) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_wrong_passphrase_is_exit_7) {
  Tool tool;
  const Line passphrase("correct horse");
  BOOST_REQUIRE(tool.run({"--passphrase-fd", passphrase.number(), "keys", "add", "me"}).exit == 0);
  const Line wrong("wrong horse");
  const auto result =
      tool.run({"-o", "json", "--passphrase-fd", wrong.number(), "keys", "export", "me", "--unprotected"});
  BOOST_TEST(result.exit == 7);
  BOOST_TEST(text_at(result.json().at("errors").as_array()[0], {"code"}) == "WRONG_PASSPHRASE");
}

BOOST_AUTO_TEST_CASE(a_key_file_that_others_may_read_is_exit_7) {
  Tool tool;
  tool.key("me");
  std::filesystem::permissions(tool.home.path() / "keys" / "me.json", std::filesystem::perms(0644));
  const auto result = tool.run({"keys", "show", "me"});
  BOOST_TEST(result.exit == 7);
  BOOST_TEST(result.err.find("chmod 600") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_exported_key_can_be_imported_elsewhere) {
  Tool tool;
  tool.variables["XINGHUO_PASSPHRASE_FILE"] = tool.home.file("passphrase", "correct horse\n");
  BOOST_REQUIRE(tool.run({"keys", "add", "me"}).exit == 0);
  const auto file = tool.home.file("me.key", tool.run({"keys", "export", "me"}).out);
  BOOST_TEST(tool.run({"keys", "import", "copy", "--file", file}).exit == 0);
  const auto of = [&](const char* name) {
    return text_at(tool.run({"-o", "json", "keys", "show", name}).json(), {"data", "account"});
  };
  BOOST_TEST(of("me") == of("copy"));
  tool.variables["XINGHUO_PASSPHRASE_FILE"] = tool.home.file("other", "another one\n");
  BOOST_TEST(tool.run({"keys", "import", "third", "--file", file}).exit == 7);
}

BOOST_AUTO_TEST_CASE(without_a_node_writes_are_exit_3_and_with_a_silent_one_6) {
  Tool tool;
  tool.key("bank");
  const std::vector<std::string> write{"deposit", "attest", "100", "--as-of", "2026-03-31T18:00"};
  BOOST_TEST(tool.run(write).exit == 3);
  tool.network.handler = [](const std::string&, const HttpRequest&) -> HttpResult {
    return std::unexpected(HttpFailure{false, "refused"});
  };
  BOOST_TEST(tool.ask(write).exit == 6);
}

BOOST_AUTO_TEST_CASE(a_write_is_signed_sent_and_waited_for) {
  Tool tool;
  AcceptingLedger ledger(tool);
  tool.key("bank");
  const auto result =
      tool.ask({"-o", "json", "deposit", "attest", "6,916.65", "--as-of", "2026-03-31T18:00", "--wait"});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err + result.out);
  BOOST_TEST(text_at(result.json(), {"data", "code"}) == "OK");
  BOOST_REQUIRE(ledger.sent.size() == 1u);
  const auto body = ledger.body(0);
  BOOST_TEST(body.chain_id == "test-1");
  BOOST_TEST(body.expires_at.value == 1'700'000'000'000 + chain::kHourMs);
  BOOST_TEST(!body.blinding.is_zero());
  const auto genesis = chain::fixed_from_hex<chain::Hash256>(std::string(64, 'a')).value();
  const auto id = chain::TransactionHasher(chain::make_chain_tag("test-1", genesis)).id_of(ledger.sent[0].body);
  BOOST_TEST(
      chain::verify_signature(ledger.sent[0].signatures[0].key, id.view(), ledger.sent[0].signatures[0].signature));
}

BOOST_AUTO_TEST_CASE(what_the_ledger_refuses_is_exit_9_with_its_code) {
  Tool tool;
  AcceptingLedger ledger(tool);
  ledger.code = "INSUFFICIENT_BALANCE";
  tool.key("bank");
  const auto result = tool.ask({"-o", "json", "deposit", "attest", "1", "--as-of", "2026-03-31T18:00", "--wait"});
  BOOST_TEST(result.exit == 9);
  BOOST_TEST(text_at(result.json().at("errors").as_array()[0], {"code"}) == "INSUFFICIENT_BALANCE");
}

BOOST_AUTO_TEST_CASE(a_cut_connection_while_sending_is_exit_10_and_names_the_transaction) {
  Tool tool;
  tool.network.status();
  tool.network.handler = [](const std::string&, const HttpRequest& request) -> HttpResult {
    if (request.method == "POST") return std::unexpected(HttpFailure{true, "cut"});
    return test::pass();
  };
  tool.key("bank");
  const auto result = tool.ask({"--timeout", "1s", "deposit", "attest", "1", "--as-of", "2026-03-31T18:00"});
  BOOST_TEST(result.exit == 10);
  BOOST_TEST(result.err.find("xinghuo tx wait") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(expiry_follows_a_driven_clock) {
  Tool tool;
  AcceptingLedger ledger(tool);
  tool.network.status("driven", 2'000'000'000'000);
  tool.key("bank");
  BOOST_REQUIRE(tool.ask({"deposit", "attest", "1", "--as-of", "2026-03-31T18:00", "--expires-in", "15m"}).exit == 0);
  BOOST_TEST(ledger.body(0).expires_at.value == 2'000'000'000'000 + 15 * chain::kMinuteMs);
}

BOOST_AUTO_TEST_CASE(a_dry_run_sends_nothing) {
  Tool tool;
  AcceptingLedger ledger(tool);
  tool.key("bank");
  const auto result = tool.ask({"-o", "json", "deposit", "attest", "1", "--as-of", "2026-03-31T18:00", "--dry-run"});
  BOOST_TEST(result.exit == 0);
  BOOST_TEST(text_at(result.json(), {"data", "call"}) == "lxr.custody_statement");
  BOOST_TEST(ledger.sent.empty());
}

BOOST_AUTO_TEST_CASE(the_same_key_again_sends_the_same_bytes) {
  Tool tool;
  AcceptingLedger ledger(tool);
  tool.key("bank");
  const std::string key(32, 'c');
  const auto write = [&](const char* amount) {
    return tool.ask({"deposit", "attest", amount, "--as-of", "2026-03-31T18:00", "--key", key});
  };
  BOOST_TEST(write("1").exit == 0);
  BOOST_TEST(write("1").exit == 0);
  BOOST_REQUIRE(ledger.sent.size() == 2u);
  BOOST_TEST((ledger.sent[0] == ledger.sent[1]));
  const auto other = write("2");
  BOOST_TEST(other.exit == 4);
  BOOST_TEST(other.err.find("KEY_REUSED") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_joint_transaction_is_signed_apart_combined_and_sent) {
  Tool tool;
  AcceptingLedger ledger(tool);
  for (const char* name : {"employer", "worker", "union"}) tool.key(name);
  const auto file = (tool.home.path() / "agreement.json").string();
  const auto made = tool.ask(
      {"-o",        "json",   "--as",       "union", "payroll",     "agree",      "--employer", "employer",
       "--worker",  "worker", "--union",    "union", "--effective", "2026-03-01", "--item",     "配送:per_order:6.50",
       "--monthly", "10",     "--unsigned", file});
  BOOST_REQUIRE_MESSAGE(made.exit == 0, made.err + made.out);
  for (const char* name : {"employer", "worker", "union"}) {
    BOOST_TEST(tool.run({"--as", name, "tx", "sign", file, "--out", file + "." + name}).exit == 0);
  }
  const auto whole = file + ".whole";
  BOOST_TEST(tool.run({"tx", "combine", file + ".employer", file + ".worker", file + ".union", "--out", whole}).exit ==
             0);
  const auto shown = tool.run({"-o", "json", "tx", "decode", whole});
  BOOST_TEST(text_at(shown.json(), {"data", "call"}) == "payroll.sign_agreement");
  BOOST_TEST(shown.json().at("data").at("signatures").as_array().size() == 3u);
  BOOST_TEST(shown.out.find("blinding") == std::string::npos);
  BOOST_TEST(tool.ask({"tx", "broadcast", whole}).exit == 0);
  BOOST_REQUIRE(ledger.sent.size() == 1u);
  BOOST_TEST(ledger.sent[0].signatures.size() == 3u);
  BOOST_TEST(ledger.body(0).co_signers.size() == 2u);
}

BOOST_AUTO_TEST_CASE(a_transaction_file_that_was_tampered_with_is_refused) {
  Tool tool;
  AcceptingLedger ledger(tool);
  tool.key("bank");
  const auto file = (tool.home.path() / "tx.json").string();
  BOOST_REQUIRE(tool.ask({"deposit", "attest", "1", "--as-of", "2026-03-31T18:00", "--unsigned", file}).exit == 0);
  BOOST_REQUIRE(tool.run({"tx", "sign", file}).exit == 0);
  auto read = read_tx_file(file).value();
  read.signatures[0].signature.bytes[0] ^= 1;
  BOOST_REQUIRE(replace_tx_file(file, read).has_value());
  BOOST_TEST(tool.ask({"tx", "broadcast", file}).exit == 5);
  read.body.back() ^= 1;
  BOOST_REQUIRE(replace_tx_file(file, read).has_value());
  BOOST_TEST(tool.ask({"tx", "broadcast", file}).exit == 4);
  BOOST_TEST(ledger.sent.empty());
}

BOOST_AUTO_TEST_CASE(a_node_of_another_ledger_is_refused) {
  Tool tool;
  tool.network.status();
  tool.key("bank");
  const auto genesis = tool.home.file("genesis.json", pretty_json(chain::to_json(test::small_genesis())));
  const auto result = tool.ask({"--genesis", genesis, "deposit", "attest", "1", "--as-of", "2026-03-31T18:00"});
  BOOST_TEST(result.err.find("OTHER_LEDGER") != std::string::npos, result.err);
  BOOST_TEST(result.exit == 3);
}

BOOST_AUTO_TEST_CASE(a_bad_work_sheet_is_exit_4_and_names_the_line) {
  Tool tool;
  tool.key("employer");
  const auto sheet =
      tool.home.file("work.csv", "agreement,day,reference,minutes\n" + std::string(64, 'a') + ",2026-03-02,A,480\n" +
                                     std::string(64, 'a') + ",2026-03-03,B,many\n");
  const auto checked = tool.run({"payroll", "check", sheet});
  BOOST_TEST(checked.exit == 4);
  BOOST_TEST(checked.out.find("3") != std::string::npos);
  const auto submitted = tool.ask({"payroll", "submit", sheet});
  BOOST_TEST(submitted.exit == 4);
  BOOST_TEST(submitted.err.find("line 3, minutes") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_good_work_sheet_becomes_one_transaction) {
  Tool tool;
  AcceptingLedger ledger(tool);
  tool.key("employer");
  const auto sheet =
      tool.home.file("work.csv", "agreement,day,reference,minutes\n" + std::string(64, 'a') + ",2026-03-02,A,480\n");
  const auto result = tool.ask({"-o", "json", "payroll", "submit", sheet});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err + result.out);
  BOOST_TEST(text_at(result.json(), {"data", "minutes"}) == "480");
  BOOST_TEST(ledger.sent.size() == 1u);
}

BOOST_AUTO_TEST_CASE(the_dictionary_follows_lang) {
  Tool tool;
  BOOST_TEST(tool.run({"--lang", "zh-CN", "keys", "show", "nobody"}).err.starts_with("错误"));
  BOOST_TEST(tool.run({"--lang", "en", "keys", "show", "nobody"}).err.starts_with("error"));
}

BOOST_AUTO_TEST_CASE(configuration_is_kept_in_the_home_folder) {
  Tool tool;
  BOOST_TEST(tool.run({"config", "set", "--set-node", "http://node:1", "--set-lang", "zh-CN"}).exit == 0);
  BOOST_TEST(tool.run({"config", "set", "--set-node", "node:1"}).exit == 2);
  tool.network.status();
  BOOST_TEST(tool.run({"query", "status"}).exit == 0);
  BOOST_TEST(!tool.home.file("config.json", "{\"nodes\":7}").empty());
  BOOST_TEST(tool.run({"query", "status"}).exit == 3);
}

BOOST_AUTO_TEST_CASE(doctor_names_what_is_wrong) {
  Tool tool;
  tool.network.status();
  const auto result = tool.ask({"-o", "json", "doctor"});
  BOOST_TEST(result.exit == 5);
  BOOST_TEST(result.out.find("none configured") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

BOOST_AUTO_TEST_SUITE(batch)

std::string line(const std::string& as, int yuan, const std::string& more = {}) {
  return R"({"as":")" + as + R"(","call":"lxr.custody_statement","args":{"balance":")" + std::to_string(100 * yuan) +
         R"(","as_of":1700000000000})" + more + "}\n";
}

BOOST_AUTO_TEST_CASE(lines_become_transactions_and_results_in_the_same_order) {
  Tool tool;
  AcceptingLedger ledger(tool);
  tool.key("bank");
  tool.key("other");
  const auto result =
      tool.ask({"batch", "-", "--wait"}, line("bank", 1, R"(,"label":"first")") + "\n" + line("other", 2));
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err + result.out);
  BOOST_REQUIRE(ledger.sent.size() == 2u);
  BOOST_TEST((ledger.body(0).account != ledger.body(1).account));
  std::istringstream lines(result.out);
  std::string text;
  std::getline(lines, text);
  const auto first = chain::parse_json(text).value();
  BOOST_TEST(text_at(first, {"label"}) == "first");
  BOOST_TEST(text_at(first, {"line"}) == "1");
  BOOST_TEST(text_at(first, {"code"}) == "OK");
  std::getline(lines, text);
  BOOST_TEST(text_at(chain::parse_json(text).value(), {"line"}) == "3");
}

BOOST_AUTO_TEST_CASE(a_bad_line_is_named_and_nothing_is_sent) {
  Tool tool;
  AcceptingLedger ledger(tool);
  tool.key("bank");
  for (const std::string bad : {R"({"as":"bank","call":"lxr.nothing","args":{}})",
                                R"({"as":"bank","call":"lxr.custody_statement","args":{"balance":1.5}})", "{",
                                R"({"as":"bank","calls":"x"})"}) {
    const auto result = tool.ask({"batch", "-"}, line("bank", 1) + bad + "\n");
    BOOST_TEST(result.exit == 4);
    BOOST_TEST(result.err.find("line 2") != std::string::npos, result.err);
  }
  BOOST_TEST(ledger.sent.empty());
}

BOOST_AUTO_TEST_CASE(a_barrier_waits_for_what_is_above_it) {
  Tool tool;
  AcceptingLedger ledger(tool);
  tool.key("bank");
  const auto result = tool.ask({"batch", "-"}, line("bank", 1) + "{\"barrier\":true}\n" + line("bank", 2));
  BOOST_REQUIRE(result.exit == 0);
  std::vector<std::string> order;
  for (const auto& request : tool.network.requests) {
    if (request.method == "POST")
      order.emplace_back("send");
    else if (request.target.find("?wait=") != std::string::npos)
      order.emplace_back("wait");
  }
  BOOST_TEST((order == std::vector<std::string>{"send", "wait", "send"}));
}

BOOST_AUTO_TEST_CASE(a_refusal_is_exit_9_and_the_rest_goes_on) {
  Tool tool;
  AcceptingLedger ledger(tool);
  ledger.code = "STATEMENT_OLD";
  tool.key("bank");
  const auto result = tool.ask({"batch", "-", "--wait"}, line("bank", 1) + line("bank", 2));
  BOOST_TEST(result.exit == 9);
  BOOST_TEST(std::ranges::count(result.out, '\n') == 2);
  BOOST_TEST(result.out.find("STATEMENT_OLD") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(lines_whose_outcome_is_unknown_are_listed_and_exit_10) {
  Tool tool;
  tool.network.status();
  tool.network.handler = [](const std::string&, const HttpRequest& request) -> HttpResult {
    if (request.method == "POST") return std::unexpected(HttpFailure{true, "cut"});
    return test::pass();
  };
  tool.key("bank");
  const auto result = tool.ask({"--timeout", "1s", "batch", "-", "--wait"}, line("bank", 1) + line("bank", 2));
  BOOST_TEST(result.exit == 10);
  BOOST_TEST(std::ranges::count(result.out, '\n') == 2);
  BOOST_TEST(result.out.find("\"state\":\"unknown\"") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_full_node_is_offered_the_rest_again) {
  Tool tool;
  AcceptingLedger ledger(tool);
  tool.key("bank");
  int posts = 0;
  tool.network.handler = [&](const std::string&, const HttpRequest& request) -> HttpResult {
    if (request.method != "POST" || ++posts > 1) return ledger.answer(request);
    return AcceptingLedger::reply(R"({"results":[{"id":"a","state":"accepted"},{"id":"b","state":"busy"}]})");
  };
  const auto result = tool.ask({"batch", "-"}, line("bank", 1) + line("bank", 2));
  BOOST_TEST(result.exit == 0);
  BOOST_TEST(posts == 2);
  BOOST_TEST(ledger.sent.size() == 1u);
  BOOST_TEST(tool.pauses == 1);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
