// The insurance desk: what the options say is what is signed; a worker's months are gathered over the contracts.
#include <boost/test/unit_test.hpp>

#include "chain/codec/codec.h"
#include "chain/crypto/sha256.h"
#include "chain/ledger/transaction.h"
#include "contracts/insurance/calls.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

using test::Tool;
namespace insurance = contracts::insurance;

constexpr std::int64_t kMarch = 20513;  // 2026-03-01
constexpr std::int64_t kApril = 20544;

template <chain::Message Args>
Args sent(const Tool& tool) {
  const auto& body = tool.network.requests.back().body;
  const chain::BytesView wire(reinterpret_cast<const std::uint8_t*>(body.data()) + 4, body.size() - 4);
  const auto tx = chain::decode<chain::Transaction>(wire).value();
  return chain::decode<Args>(chain::decode<chain::TransactionBody>(tx.body).value().call.args).value();
}

void ready(Tool& tool, const std::string& key) {
  tool.key(key);
  tool.network.status();
  tool.network.data("POST /v1/txs", R"({"results":[{"id":"ab","state":"accepted"}]})");
}

std::string key_hex(std::uint8_t n) {
  return chain::to_hex(chain::RecordKey{{n}}.view());
}

std::string record_of(const chain::json::object& data) {
  return chain::json::serialize(chain::json::object{{"present", true}, {"record", {{"data", data}}}});
}

std::string path_of(const contracts::StateKey& key) {
  return "GET /v1/records/" + chain::to_hex(key.view()) + "?proof=0";
}

chain::json::value data_of(const test::Result& result) {
  return result.json().at("data");
}

chain::AccountId account_of(Tool& tool, const std::string& name) {
  const auto shown = data_of(tool.run({"-o", "json", "keys", "show", name}));
  return chain::from_address(std::string_view(shown.at("account").as_string())).value();
}

BOOST_AUTO_TEST_SUITE(insurance_commands)

BOOST_AUTO_TEST_CASE(a_contract_is_signed_with_the_terms_that_the_options_say) {
  Tool tool;
  ready(tool, "worker");
  const auto result =
      tool.ask({"insurance", "sign", "--worker", "worker", "--city", "chengdu", "--from", "2026-03", "--months", "6",
                "--scheme", "employee", "--base", "6000", "--housing-worker", "50000"});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
  const auto args = sent<insurance::Sign>(tool);
  BOOST_TEST(args.from.value == kMarch);
  BOOST_TEST(args.months == 6u);
  BOOST_TEST((args.terms.scheme == insurance::Scheme::kEmployee));
  BOOST_TEST(args.terms.base.value == 600'000);
  BOOST_TEST(args.terms.housing_worker_ppm == 50'000);
  BOOST_TEST(!args.contract.is_zero());
  BOOST_TEST(result.out.find(chain::to_hex(args.contract.view())) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_fixtures_rate_file_is_read_and_its_source_kept_by_hash) {
  Tool tool;
  ready(tool, "union");
  const std::string folder = XH_SOURCE_DIR "/contracts/insurance/";
  const auto result = tool.ask({"insurance", "set-rates", "chengdu", folder + "rates_chengdu_fixture.json", "--source",
                                folder + "rates_chengdu_fixture.json"});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
  const auto args = sent<insurance::SetRates>(tool);
  BOOST_REQUIRE(args.rows.size() == 1u);
  BOOST_TEST(args.rows[0].floor.value == 451'100);
  BOOST_TEST(args.rows[0].pension.employer_ppm == 160'000);
  BOOST_TEST(args.rows[0].order_injury.delivery_high.value == 25);
  BOOST_TEST(!args.rows[0].to.has_value());
  BOOST_TEST(!args.source.is_zero());
}

BOOST_AUTO_TEST_CASE(months_to_remit_are_named_by_contract_or_by_employer) {
  Tool tool;
  ready(tool, "union");
  const auto result = tool.ask({"insurance", "remit", key_hex(5) + ":2026-03", "union:2026-04", "--amount", "2427.74",
                                "--bank", "union", "--destination", std::string(64, 'b')});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.err);
  const auto args = sent<insurance::Remit>(tool);
  BOOST_TEST(args.amount.value == 242'774);
  BOOST_REQUIRE(args.months.size() == 1u);
  BOOST_TEST(args.months[0].month.value == kMarch);
  BOOST_REQUIRE(args.order_months.size() == 1u);
  BOOST_TEST(args.order_months[0].month.value == kMarch + 31);
  BOOST_TEST(tool.ask({"insurance", "remit", "2026-03", "--amount", "1", "--bank", "union", "--destination",
                       std::string(64, 'b')})
                 .exit == 2);
}

BOOST_AUTO_TEST_CASE(a_history_lists_the_months_that_have_a_record) {
  Tool tool;
  ready(tool, "worker");
  const auto account = account_of(tool, "worker");
  const chain::RecordKey contract{{7}};
  insurance::WorkerBook book;
  book.contracts.push_back({contract, chain::Day{kMarch}, chain::Day{kApril + 100}});
  tool.network.data(path_of(insurance::worker_key(account)), record_of(chain::to_json(book)));
  insurance::Month month;
  month.contract = contract;
  month.month = chain::Day{kMarch};
  month.due.worker = chain::Fen{222'024};
  tool.network.data(path_of(insurance::month_key(contract, chain::Day{kMarch})), record_of(chain::to_json(month)));
  tool.network.data(path_of(insurance::month_key(contract, chain::Day{kApril})), R"({"present":false})");
  const auto result = tool.ask({"-o", "json", "insurance", "history"});
  BOOST_REQUIRE_MESSAGE(result.exit == 0, result.out + result.err);
  const auto shown = data_of(result);
  const auto& months = shown.at("months").as_array();
  BOOST_REQUIRE(months.size() == 1u);
  BOOST_TEST(months[0].at("due").at("worker").as_string() == "222024");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
