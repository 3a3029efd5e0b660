// The table of calls against the contracts' own registry.
#include "cli/calls/call_table.h"

#include <boost/test/unit_test.hpp>

#include "chain/codec/json.h"
#include "contracts/catalog/event_catalog.h"
#include "contracts/contribution/events.h"
#include "contracts/engine/registry.h"

namespace xh::cli {
namespace {

BOOST_AUTO_TEST_SUITE(call_table)

BOOST_AUTO_TEST_CASE(every_call_is_a_method_of_that_name_in_the_registry) {
  BOOST_TEST(all_calls().size() >= 20u);
  for (const auto& call : all_calls()) {
    const auto* method = contracts::all_contracts().find_method(call.contract, call.method);
    BOOST_REQUIRE_MESSAGE(method != nullptr, call.name);
    BOOST_TEST(method->name == call.name);
  }
}

BOOST_AUTO_TEST_CASE(every_method_of_the_registry_is_a_call) {
  for (std::uint32_t contract = 0; contract < 32; ++contract) {
    for (std::uint32_t method = 0; method < 64; ++method) {
      const auto* known = contracts::all_contracts().find_method(contract, method);
      BOOST_TEST((known == nullptr) == (find_call(contract, method) == nullptr),
                 "contract " << contract << " method " << method);
    }
  }
}

BOOST_AUTO_TEST_CASE(arguments_go_into_bytes_and_back) {
  const auto args = chain::parse_json(R"({"balance":"691665","as_of":1700000000000})").value();
  const auto call = make_call("lxr.custody_statement", args);
  BOOST_REQUIRE(call.has_value());
  const auto shown = call_to_json(*call);
  BOOST_TEST(shown.at("call").as_string() == "lxr.custody_statement");
  BOOST_TEST(shown.at("args").at("balance").as_string() == "691665");
}

BOOST_AUTO_TEST_CASE(wrong_arguments_and_names_are_refused_by_path) {
  const auto wrong = make_call("lxr.custody_statement", chain::parse_json(R"({"balance":"6.5","as_of":1})").value());
  BOOST_REQUIRE(!wrong.has_value());
  BOOST_TEST(wrong.error().message.find("balance") != std::string::npos);
  const auto unknown = make_call("lxr.print_money", json::object());
  BOOST_REQUIRE(!unknown.has_value());
  BOOST_TEST(unknown.error().message.find("lxr.transfer") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_call_of_a_later_version_is_shown_with_its_bytes) {
  const auto shown = call_to_json({99, 1, {0xab}});
  BOOST_TEST(shown.at("args_hex").as_string() == "ab");
}

BOOST_AUTO_TEST_CASE(contribution_events_are_shown_by_name) {
  contracts::contribution::ActRated rated;
  const chain::LedgerEvent event{
      4, static_cast<std::uint32_t>(contracts::contribution::EventKind::kActRated), {}, chain::encode(rated)};
  BOOST_TEST(contracts::event_to_json(event).at("type").as_string() == "contribution.act_rated");
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
