// Records by their names, and who read them, as the tool shows them.
#include <boost/test/unit_test.hpp>

#include "chain/codec/address.h"
#include "contracts/identity/records.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

using test::Tool;

// A node that knows the tool's one key, and what was asked of it last.
struct Desk {
  Desk() {
    tool.network.status();
    tool.key("me");
    const auto shown = tool.run({"-o", "json", "keys", "show", "me"});
    address = std::string(shown.json().at("data").at("account").as_string());
  }
  [[nodiscard]] std::string last_target() const { return tool.network.requests.back().target; }

  Tool tool;
  std::string address;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(records)

BOOST_AUTO_TEST_CASE(a_record_is_asked_for_by_name_and_a_key_name_stands_for_its_account) {
  Desk desk;
  const auto account = chain::from_address(desk.address).value();
  const auto target = "/v1/records/" + chain::to_hex(contracts::identity::member_key(account).view());
  desk.tool.network.data("GET " + target + "?proof=0", R"({"present":false})");
  BOOST_TEST(desk.tool.ask({"query", "record", "identity.member", "me"}).exit == 0);
  BOOST_TEST(desk.tool.ask({"query", "record", "identity.member", desk.address}).exit == 0);
  desk.tool.network.data("GET " + target + "?proof=1", R"({"present":false})");
  BOOST_TEST(desk.tool.ask({"query", "record", "identity.member", "me", "--proof"}).exit == 0);
  desk.tool.network.data("GET /v1/records/0a0b?proof=0", R"({"present":false})");
  BOOST_TEST(desk.tool.ask({"query", "record", "0a0b"}).exit == 0);
}

BOOST_AUTO_TEST_CASE(a_record_that_is_no_kind_or_a_key_that_does_not_fit_is_a_usage_error_that_says_what_fits) {
  Desk desk;
  const auto unknown = desk.tool.ask({"query", "record", "identity.membre", "me"});
  BOOST_TEST(unknown.exit == 2);
  BOOST_TEST(unknown.err.find("identity.member") != std::string::npos);
  const auto short_key = desk.tool.ask({"query", "record", "payroll.settlement", std::string(64, 'a')});
  BOOST_TEST(short_key.exit == 2);
  BOOST_TEST(short_key.err.find("payroll.settlement RECORD NUMBER") != std::string::npos);
  const auto kinds = desk.tool.run({"-o", "csv", "query", "records"});
  BOOST_TEST(kinds.out.find("payroll.settlement,RECORD NUMBER") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_access_log_puts_a_nodes_short_pages_together_up_to_the_limit) {
  Desk desk;
  const auto path = "GET /v1/accounts/" + desk.address + "/reads?limit=";
  const std::string item = R"({"time":1700000000000,"height":3,"caller":"xh1x","target":"/v1/somewhere"})";
  desk.tool.network.data(path + "3&others=1", R"({"items":[],"next_cursor":"2.100"})");
  desk.tool.network.data(path + "3&cursor=2.100&others=1", R"({"items":[)" + item + R"(],"next_cursor":"1.9"})");
  desk.tool.network.data(path + "2&cursor=1.9&others=1",
                         R"({"items":[)" + item + "," + item + R"(],"next_cursor":"1.5"})");
  const auto shown = desk.tool.ask({"-o", "json", "account", "access-log", "--limit", "3"});
  BOOST_REQUIRE(shown.exit == 0);
  BOOST_TEST(shown.json().at("data").at("items").as_array().size() == 3U);
  BOOST_TEST(shown.json().at("data").at("next_cursor").as_string() == "1.5");
  desk.tool.network.data(path + "20", R"({"items":[],"next_cursor":null})");
  BOOST_TEST(desk.tool.ask({"account", "access-log", "--own"}).exit == 0);
  BOOST_TEST(desk.last_target().find("others") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::cli
