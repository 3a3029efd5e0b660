// The credit desk: the pure score query, salted texts, and calls as the ledger gets them.
#include <boost/test/unit_test.hpp>

#include "cli/commands/salted_text.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

using test::Tool;

std::vector<std::string> score(std::vector<std::string> more) {
  std::vector<std::string> out{"-o",          "json", "credit",        "score", "--punctuality", "900",
                               "--stability", "700",  "--reliability", "850",   "--tenure",      "400"};
  out.insert(out.end(), more.begin(), more.end());
  return out;
}

BOOST_AUTO_TEST_SUITE(credit_desk)

BOOST_AUTO_TEST_CASE(the_pure_query_gives_the_scenarios_scores_and_reasons) {
  Tool tool;
  const auto before = tool.run(score({"--at", "2026-06-25"}));
  BOOST_REQUIRE(before.exit == 0);
  const auto data = before.json().at("data");
  BOOST_TEST(data.at("score").as_int64() == 755);
  BOOST_TEST(data.at("grade").as_string() == "B");
  const auto after = tool.run(score({"--defaults", "2026-06-26", "--at", "2026-06-26"})).json().at("data");
  BOOST_TEST(after.at("score").as_int64() == 655);
  BOOST_TEST(after.at("grade").as_string() == "C");
  BOOST_TEST(after.at("base").as_int64() == 755);
  BOOST_TEST(after.at("penalties").at(0).at("points").as_int64() == 100);
  const auto later = tool.run(score({"--defaults", "2026-06-26", "--at", "2029-06-26"})).json().at("data");
  BOOST_TEST(later.at("score").as_int64() == 715);
}

BOOST_AUTO_TEST_CASE(parts_left_out_are_no_data_and_not_zero) {
  Tool tool;
  const auto thin = tool.run({"-o", "json", "credit", "score", "--tenure", "400", "--at", "2026-06-25"});
  BOOST_REQUIRE(thin.exit == 0);
  BOOST_TEST(thin.json().at("data").at("score").is_null());
  BOOST_TEST(thin.json().at("data").at("grade").as_string() == "none");
}

BOOST_AUTO_TEST_CASE(people_read_the_arithmetic) {
  Tool tool;
  const auto text = tool.run({"credit", "score", "--punctuality", "900", "--stability", "700", "--reliability", "850",
                              "--tenure", "400", "--at", "2026-06-25"});
  BOOST_TEST(text.out.find("punctuality: 900 x 350000 ppm = 315.000000 points") != std::string::npos);
  BOOST_TEST(text.out.find("score: 755, grade B") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(parts_and_days_out_of_range_are_usage_errors) {
  Tool tool;
  BOOST_TEST(tool.run({"credit", "score", "--tenure", "1001"}).exit == 2);
  BOOST_TEST(tool.run(score({"--at", "2026-02-30"})).exit == 2);
  BOOST_TEST(tool.run(score({"--defaults", "soon", "--at", "2026-06-25"})).exit == 2);
}

BOOST_AUTO_TEST_CASE(the_same_salt_and_text_give_the_same_hash_and_another_salt_another) {
  const chain::Hash256 salt{{1}};
  const chain::Hash256 other{{2}};
  BOOST_CHECK(text_commitment(salt, "I agree") == text_commitment(salt, "I agree"));
  BOOST_CHECK(text_commitment(salt, "I agree") != text_commitment(other, "I agree"));
  BOOST_CHECK(text_commitment(salt, "I agree") != text_commitment(salt, "I agree."));
}

BOOST_AUTO_TEST_CASE(a_consent_names_its_text_once) {
  Tool tool;
  tool.key("worker");
  tool.key("bank");
  tool.network.status();
  const std::vector<std::string> grant{
      "--as",     "worker", "credit", "grant", "bank", "--purpose", "home_loan", "--indicators", "score,income_cover",
      "--dry-run"};
  BOOST_TEST(tool.ask(grant).exit == 2);
  auto both = grant;
  const auto text = tool.home.file("consent.txt", "I agree");
  both.insert(both.end(), {"--text", text, "--hash", std::string(64, 'a')});
  BOOST_TEST(tool.ask(both).exit == 2);
  auto salted = grant;
  salted.insert(salted.end(), {"--text", text});
  const auto shown = tool.ask(salted);
  BOOST_TEST(shown.exit == 0);
  BOOST_TEST(shown.err.find("salt ") != std::string::npos);
  BOOST_TEST(shown.out.find("I agree") == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
