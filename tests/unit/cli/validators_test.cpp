// `validators` and `query evidence`: what is signed is what was asked for, and what a node says is shown as it is.
#include <boost/test/unit_test.hpp>

#include "chain/codec/codec.h"
#include "chain/ledger/transaction.h"
#include "contracts/governance/calls.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

using test::Tool;
namespace governance = contracts::governance;

const std::string kChange(64, 'c');

struct Operator {
  Operator() {
    tool.key("op");
    tool.network.status();
    tool.network.data("POST /v1/txs", R"({"results":[{"id":"ab","state":"accepted"}]})");
  }
  test::Result run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"--lang", "en"});
    return tool.ask(std::move(arguments));
  }
  // The call of the transaction that was sent last.
  [[nodiscard]] chain::Call sent() const {
    const auto& body = tool.network.requests.back().body;
    const chain::BytesView wire(reinterpret_cast<const std::uint8_t*>(body.data()) + 4, body.size() - 4);
    const auto tx = chain::decode<chain::Transaction>(wire).value();
    return chain::decode<chain::TransactionBody>(tx.body).value().call;
  }
  template <class Args>
  [[nodiscard]] Args sent_args(governance::MethodId method) const {
    const auto call = sent();
    BOOST_TEST(call.contract == static_cast<std::uint32_t>(contracts::ContractId::kGovernance));
    BOOST_TEST(call.method == static_cast<std::uint32_t>(method));
    return chain::decode<Args>(call.args).value();
  }
  [[nodiscard]] governance::ProposeChange proposal() const {
    return sent_args<governance::ProposeChange>(governance::MethodId::kProposeChange);
  }

  Tool tool;
};

std::vector<std::string> newcomer(std::vector<std::string> before) {
  const std::vector<std::string> more{"--name",          "v9",
                                      "--operator",      "op",
                                      "--validator-key", std::string(64, '1'),
                                      "--node-key",      std::string(64, '2'),
                                      "--address",       "h:1",
                                      "--note",          "a new machine"};
  before.insert(before.end(), more.begin(), more.end());
  return before;
}

BOOST_FIXTURE_TEST_SUITE(validators_commands, Operator)

BOOST_AUTO_TEST_CASE(proposals_carry_the_edits_that_the_command_line_names) {
  auto result = run(newcomer({"validators", "propose-add"}));
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
  auto args = proposal();
  BOOST_REQUIRE(args.edits.size() == 1U);
  BOOST_TEST((args.edits[0].kind == governance::EditKind::kAdd));
  BOOST_TEST(args.edits[0].validator->name == "v9");
  BOOST_TEST(args.edits[0].validator->address == "h:1");
  BOOST_TEST(chain::to_hex(args.edits[0].validator->key.view()) == std::string(64, '1'));
  BOOST_TEST(chain::to_hex(args.edits[0].validator->node_key.view()) == std::string(64, '2'));
  BOOST_TEST(args.note == "a new machine");

  BOOST_TEST(run({"validators", "propose-remove", "v1", std::string(64, '3')}).exit == 0);
  args = proposal();
  BOOST_REQUIRE(args.edits.size() == 2U);
  BOOST_TEST(args.edits[0].name == "v1");
  BOOST_TEST(!args.edits[0].key.has_value());
  BOOST_TEST(args.edits[1].name.empty());
  BOOST_TEST(chain::to_hex(args.edits[1].key->view()) == std::string(64, '3'));

  BOOST_TEST(run(newcomer({"validators", "propose-replace", "v1"})).exit == 0);
  args = proposal();
  BOOST_REQUIRE(args.edits.size() == 1U);
  BOOST_TEST((args.edits[0].kind == governance::EditKind::kReplace));
  BOOST_TEST(args.edits[0].name == "v1");
  BOOST_TEST(args.edits[0].validator->name == "v9");

  BOOST_TEST(run({"validators", "renew"}).exit == 0);
  BOOST_TEST(proposal().edits.empty());
}

BOOST_AUTO_TEST_CASE(proposal_that_is_waited_for_tells_the_key_that_approvals_need) {
  const std::string id(64, 'b');
  tool.network.data("POST /v1/txs", R"({"results":[{"id":")" + id + R"(","state":"accepted"}]})");
  tool.network.handler = [&](const std::string&, const HttpRequest& request) -> HttpResult {
    const auto reply = [](const std::string& data) {
      return HttpResponse{
          200, "application/json", R"({"schema_version":1,"success":true,"data":)" + data + R"(,"errors":[]})", {}};
    };
    if (request.target.ends_with("/receipt"))
      return reply(R"({"code":"OK","events":[{"type":"governance.change_proposed","data":{"change":")" + kChange +
                   R"("}}]})");
    if (request.target.find("?wait=") != std::string::npos && request.method == "GET")
      return reply(R"({"state":"final","height":9})");
    return test::pass();
  };
  const auto result = run({"-o", "json", "validators", "renew", "--wait"});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err + result.out);
  BOOST_TEST(result.json().at("data").at("change").as_string() == kChange);
}

BOOST_AUTO_TEST_CASE(several_edits_come_from_a_file_and_a_wrong_one_is_named) {
  const auto good =
      tool.home.file("change.json", R"({"edits":[{"kind":"remove","name":"v1"},{"kind":"remove","name":"v2"}]})");
  BOOST_REQUIRE(run({"validators", "propose", good}).exit == 0);
  BOOST_TEST(proposal().edits.size() == 2U);
  const auto wrong = tool.home.file("wrong.json", R"({"edits":[{"kind":"promote","name":"v1"}]})");
  const auto result = run({"validators", "propose", wrong});
  BOOST_TEST(result.exit == 4);
  BOOST_TEST(result.err.find("edits[0].kind") != std::string::npos, result.err);
}

BOOST_AUTO_TEST_CASE(votes_name_their_change) {
  BOOST_REQUIRE(run({"validators", "approve", kChange}).exit == 0);
  BOOST_TEST(chain::to_hex(sent_args<governance::ApproveChange>(governance::MethodId::kApproveChange).change.view()) ==
             kChange);
  BOOST_REQUIRE(run({"validators", "withdraw", kChange}).exit == 0);
  BOOST_TEST(
      chain::to_hex(sent_args<governance::WithdrawChange>(governance::MethodId::kWithdrawChange).change.view()) ==
      kChange);
  BOOST_TEST(run({"validators", "approve", "c"}).exit == 2);
  auto bad_key = newcomer({"validators", "propose-add"});
  bad_key[7] = "12";
  BOOST_TEST(run(bad_key).exit == 2);
}

BOOST_AUTO_TEST_CASE(pending_changes_show_votes_attestations_and_edits) {
  tool.network.data(
      "GET /v1/validators",
      R"({"epoch":0,"quorum":3,"validators":[],"changes":[{"change":")" + kChange +
          R"(","status":"accepted","accepted":true,"proposer":"xh1","proposed_at":1700000000000,"note":"n",)"
          R"("edits":[{"kind":"add","name":"","validator":{"name":"v9"}},{"kind":"remove","name":"v1"},)"
          R"({"kind":"replace","name":"v2","validator":{"name":"v8"}}],)"
          R"("approvals":[0,1,3],"to_attest":[3,4],"attestations":[4]}]})");
  const auto result = run({"-o", "json", "validators", "pending"});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
  const auto row = result.json().at("data").at("changes").as_array().at(0);
  BOOST_TEST(row.at("votes").as_string() == "3/3");
  BOOST_TEST(row.at("attested").as_string() == "1/2");
  BOOST_TEST(row.at("what").as_string() == "+ v9, - v1, v2 > v8");
  const auto text = run({"validators", "pending"});
  BOOST_TEST(text.out.find(kChange) != std::string::npos);
  tool.network.data("GET /v1/validators", R"({"epoch":0})");
  BOOST_TEST(run({"validators", "pending"}).exit == 6);
}

BOOST_AUTO_TEST_CASE(list_shows_who_leads_no_more) {
  tool.network.data(
      "GET /v1/validators",
      R"({"epoch":2,"quorum":3,"changes":[],"validators":[{"index":0,"name":"v0","key":"aa","address":"h:1",)"
      R"("operator_account":"xh1","node_key":"bb","suspended_from_view":17}]})");
  const auto result = run({"validators", "list"});
  BOOST_REQUIRE(result.exit == 0);
  BOOST_TEST(result.out.find("v0") != std::string::npos);
  BOOST_TEST(result.out.find("17") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(evidence_is_listed_with_convictions_first) {
  const std::string proof =
      R"({"kind":"two_notarizes","first":{"subject":{"kind":0,"epoch":1,"view":5,"parent_view":4,"block":"aa"},"signer":2,"signature":"cc"},)"
      R"("second":{"subject":{"kind":0,"epoch":1,"view":5,"parent_view":4,"block":"bb"},"signer":2,"signature":"dd"}})";
  tool.network.data("GET /v1/evidence",
                    R"({"on_chain":[{"evidence":)" + proof +
                        R"(,"key":"ee","name":"v2","reporter":"xh1","height":9,"from_view":13}],"held":[)" + proof +
                        "]}");
  const auto result = run({"-o", "json", "query", "evidence"});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
  const auto items = result.json().at("data").at("items").as_array();
  BOOST_REQUIRE(items.size() == 2U);
  BOOST_TEST(items[0].at("state").as_string() == "on chain");
  BOOST_TEST(items[0].at("name").as_string() == "v2");
  BOOST_TEST(items[1].at("state").as_string() == "held");
  const auto text = run({"query", "evidence"});
  BOOST_TEST(text.out.find("two_notarizes") != std::string::npos);
  tool.network.data("GET /v1/evidence", R"({"on_chain":[]})");
  BOOST_TEST(run({"query", "evidence"}).exit == 6);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
