// The desks of matching, disputes and guidance: the pure match query, and calls as the ledger gets them.
#include <boost/test/unit_test.hpp>

#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

namespace json = boost::json;
using test::Tool;

std::vector<std::string> parts(const std::string& skill, const std::string& reliability, const std::string& time_place,
                               const std::string& preference) {
  return {"-o",        "json",         "match",    "score",        "--skill", skill, "--reliability",
          reliability, "--time-place", time_place, "--preference", preference};
}

const std::string kHash = std::string(64, 'b');

struct Desk {
  Tool tool;
  Desk() {
    tool.key("worker");
    tool.key("boss");
    tool.network.status();
  }
  // The arguments of the call that a command would send; the run's exit code when it sends none.
  json::value args(const std::string& as, std::vector<std::string> command) {
    std::vector<std::string> all{"-o", "json", "--as", as};
    all.insert(all.end(), command.begin(), command.end());
    all.push_back("--dry-run");
    const auto result = tool.ask(all);
    if (result.exit != 0) return result.exit;
    return result.json().at("data").at("args");
  }
};

BOOST_AUTO_TEST_SUITE(service_desk)

BOOST_AUTO_TEST_CASE(the_pure_query_gives_s15s_scores_with_their_arithmetic) {
  Tool tool;
  const auto w10 = tool.run(parts("90", "80", "70", "60"));
  BOOST_REQUIRE(w10.exit == 0);
  BOOST_TEST(w10.json().at("data").at("score").as_string() == "80");
  const auto w11 = tool.run(parts("75", "95", "90", "50")).json().at("data");
  BOOST_TEST(w11.at("score").as_string() == "81.5");
  BOOST_TEST(w11.at("arithmetic").at(4).as_string() == "30 + 28.5 + 18 + 5 = 81.5");
  BOOST_TEST(w11.at("weights").at("skill").as_int64() == 40);
}

BOOST_AUTO_TEST_CASE(people_read_the_arithmetic_line_by_line) {
  Tool tool;
  const auto text =
      tool.run({"match", "score", "--skill", "90", "--reliability", "80", "--time-place", "70", "--preference", "60"});
  BOOST_TEST(text.out.find("skill_fit: 90 x 40 % = 36\n") != std::string::npos);
  BOOST_TEST(text.out.find("36 + 24 + 14 + 6 = 80\n") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(parts_that_are_no_points_are_usage_errors) {
  Tool tool;
  for (const auto* wrong : {"101", "100.001", "-1", "1e2", "", ".5", "5.", "1.2345", "1000"})
    BOOST_TEST(tool.run(parts(wrong, "80", "70", "60")).exit == 2, wrong);
  BOOST_TEST(tool.run(parts("99.999", "80", "70", "0")).exit == 0);
}

BOOST_AUTO_TEST_CASE(an_opening_is_typed_in_words_and_arrives_as_codes) {
  Desk desk;
  const auto args = desk.args(
      "boss", {"match", "open", "--skill", "7:4:3", "--place", "510104", "--time", "tue 08:00-18:00", "--time",
               "mon 22:00-24:00", "--places", "2", "--expires", "2026-06-30T18:00", "--wish", "70:5", "--hash", kHash});
  const auto& terms = args.at("terms");
  BOOST_TEST(terms.at("skills").at(0).at("weight").to_number<int>() == 3);
  BOOST_TEST(terms.at("times").at(0).at("from").to_number<int>() == 22 * 60);
  BOOST_TEST(terms.at("times").at(0).at("until").to_number<int>() == 24 * 60);
  BOOST_TEST(terms.at("times").at(1).at("from").to_number<int>() == (24 + 8) * 60);
  BOOST_TEST(terms.at("text").as_string() == kHash);
  BOOST_TEST(desk.args("boss", {"match", "open", "--skill", "7:4", "--place", "510104", "--expires", "2026-06-30T18:00",
                                "--hash", kHash}) == json::value(2));
  BOOST_TEST(desk.args("worker", {"match", "profile", "--skill", "7:4", "--place", "510104", "--time", "someday"}) ==
             json::value(2));
}

BOOST_AUTO_TEST_CASE(a_profile_says_nothing_that_was_not_asked_for) {
  Desk desk;
  const auto args = desk.args("worker", {"match", "profile", "--skill", "7:4", "--place", "510104"});
  BOOST_TEST(!args.at("visible").as_bool());
  BOOST_TEST(!args.at("credit_on_tie").as_bool());
}

BOOST_AUTO_TEST_CASE(a_dispute_names_kind_sides_and_amount_in_yuan) {
  Desk desk;
  const auto args = desk.args("worker", {"dispute", "file", "wage", "--against", "boss", "--subject", kHash, "--claim",
                                         "500.05", "--hash", kHash});
  BOOST_TEST(args.at("kind").as_string() == "wage");
  BOOST_TEST(args.at("claim").as_string() == "50005");
  BOOST_TEST(desk.args("worker", {"dispute", "file", "quarrel", "--against", "boss", "--subject", kHash, "--hash",
                                  kHash}) == json::value(2));
  const auto decision = desk.args("boss", {"dispute", "decide", kHash, "partly", "--amount", "1.00", "--follow-up",
                                           "payroll_reversal", "--hash", kHash});
  BOOST_TEST(decision.at("follow_up").as_string() == "payroll_reversal");
}

BOOST_AUTO_TEST_CASE(guidance_calls_take_names_for_kinds_and_classes) {
  Desk desk;
  const auto offer =
      desk.args("boss", {"guidance", "offer", "fund", "--risk", "3", "--goal", "1", "--least", "1000", "--closes",
                         "2026-06-30T18:00", "--title", kHash, "--content", kHash, "--pointer", "offers/fund"});
  BOOST_TEST(offer.at("terms").at("kind").as_string() == "fund");
  BOOST_TEST(offer.at("terms").at("least").as_string() == "100000");
  const auto sign = desk.args("boss", {"guidance", "sign-class", "worker", "active"});
  BOOST_TEST(sign.at("worker_class").as_string() == "active");
  BOOST_TEST(!sign.as_object().contains("reason"));
  BOOST_TEST(desk.args("boss", {"guidance", "sign-class", "worker", "rich"}) == json::value(2));
  BOOST_TEST(desk.args("worker", {"guidance", "sign-up", kHash, "--cancel"}).at("cancel").as_bool());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
