// Who reads a credit file and an employer's risk, and what of it is logged.
#include "contracts/credit/calls.h"
#include "contracts/lxr/calls.h"
#include "tests/unit/node/api_fixture.h"

namespace xh::node::test {
namespace {

using sim::Consortium;
using sim::Who;
using http_status = api::http::status;

std::string address(Who who) {
  return chain::to_address(Consortium::account(who));
}
std::string file_path(Who who, const std::string& part = {}) {
  return "/v1/credit/accounts/" + address(who) + part;
}
std::string risk_path(Who who) {
  return "/v1/credit/employers/" + address(who) + "/risk";
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api_credit)

BOOST_AUTO_TEST_CASE(a_file_is_for_the_worker_and_the_union_and_never_for_a_bank) {
  ApiDesk desk;
  for (const auto* part : {"", "/report", "/consents", "/access-log", "/objections", "/loans"}) {
    BOOST_TEST((desk.get(Who::kWorkerA, file_path(Who::kWorkerA, part)).status == http_status::ok), part);
    BOOST_TEST((desk.get(Who::kUnion, file_path(Who::kWorkerA, part)).status == http_status::ok), part);
    for (const auto other : {Who::kBank, Who::kEmployer, Who::kWorkerB})
      BOOST_TEST((desk.get(other, file_path(Who::kWorkerA, part)).status == http_status::forbidden), part);
  }
}

BOOST_AUTO_TEST_CASE(without_history_there_is_no_score_and_the_arithmetic_says_why) {
  ApiDesk desk;
  const auto report = desk.get(Who::kWorkerA, file_path(Who::kWorkerA, "/report"));
  BOOST_TEST(ApiDesk::data_of(report, "price").as_string() == "free");
  const auto score = ApiDesk::data_of(report, "score");
  BOOST_TEST(score.get_object().if_contains("value") == nullptr);
  BOOST_TEST(score.at("grade").as_string() == "none");
  BOOST_TEST(!ApiDesk::data_of(report, "arithmetic").as_array().empty());
  BOOST_TEST(ApiDesk::data_of(report, "disclosures").to_number<std::uint64_t>() == 0u);
}

BOOST_AUTO_TEST_CASE(risk_is_for_the_employer_the_union_and_those_who_work_there) {
  ApiDesk desk;
  BOOST_TEST((desk.get(Who::kEmployer, risk_path(Who::kEmployer)).status == http_status::ok));
  BOOST_TEST((desk.get(Who::kUnion, risk_path(Who::kEmployer)).status == http_status::ok));
  BOOST_TEST((desk.get(Who::kWorkerA, risk_path(Who::kEmployer)).status == http_status::forbidden));
  BOOST_TEST((desk.get(Who::kBank, risk_path(Who::kEmployer)).status == http_status::forbidden));
}

BOOST_AUTO_TEST_CASE(what_is_not_there_is_not_found_and_what_is_malformed_is_bad_input) {
  ApiDesk desk;
  const auto status = [&](const std::string& target) { return desk.get(Who::kUnion, target).status; };
  BOOST_TEST((status(file_path(Who::kWorkerA, "/salary")) == http_status::not_found));
  BOOST_TEST((status("/v1/credit/accounts/nobody") == http_status::bad_request));
  BOOST_TEST((status("/v1/credit/loans/" + std::string(64, 'a')) == http_status::not_found));
  BOOST_TEST((status("/v1/credit/loans/abc") == http_status::bad_request));
  BOOST_TEST((status("/v1/credit") == http_status::not_found));
  BOOST_TEST((status(file_path(Who::kWorkerA, "/access-log?cursor=x")) == http_status::bad_request));
}

// Or a bank would learn without the worker's log knowing.
BOOST_AUTO_TEST_CASE(a_disclosure_is_not_simulated) {
  ApiDesk desk;
  contracts::credit::Disclose disclose;
  disclose.worker = Consortium::account(Who::kWorkerA);
  const auto simulated = [&](const sim::SignedCall& call) {
    const auto body = "{\"transaction\":\"" + chain::to_hex(chain::BytesView(call.wire)) + "\"}";
    return desk.ask(desk.signed_post(Who::kBank, "/v1/txs/simulate", body));
  };
  const auto expires = sim::kStartMs + desk.net.scheduler.now_ms() + 600'000;
  const auto refused = simulated(desk.net.consortium.sign(
      Who::kBank, contracts::ContractId::kCredit, contracts::credit::MethodId::kDisclose, disclose, 900, expires));
  BOOST_TEST((refused.status == http_status::forbidden));
  BOOST_TEST(ApiDesk::code_of(refused) == "NOT_SIMULATED");
  const contracts::lxr::FileStatement statement{chain::Fen{1}, chain::Timestamp{1}};
  const auto other = simulated(desk.net.consortium.sign(
      Who::kBank, contracts::ContractId::kLxr, contracts::lxr::MethodId::kCustodyStatement, statement, 901, expires));
  BOOST_TEST((other.status == http_status::ok));
}

BOOST_AUTO_TEST_CASE(a_read_of_a_file_is_in_the_read_log_of_its_worker) {
  ApiDesk desk;
  (void)desk.get(Who::kUnion, file_path(Who::kWorkerA, "/report"));
  const auto page = desk.reads->of_subject(Consortium::account(Who::kWorkerA), true, 10, std::nullopt);
  BOOST_REQUIRE(page.has_value());
  BOOST_REQUIRE(page->items.size() == 1u);
  BOOST_CHECK(page->items[0].caller == Consortium::account(Who::kUnion));
  BOOST_TEST(page->items[0].target == file_path(Who::kWorkerA, "/report"));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::node::test
