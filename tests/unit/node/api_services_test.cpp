// Who sees what of matching, disputes and guidance through the API: each row for the eyes it is for.
#include "contracts/guidance/calls.h"
#include "contracts/matching/calls.h"
#include "tests/unit/node/api_fixture.h"

namespace xh::node::test {
namespace {

namespace matching = contracts::matching;
namespace guidance = contracts::guidance;
using contracts::ContractId;
using sim::Consortium;
using sim::Who;
using http_status = api::http::status;

struct ServiceDesk : ApiDesk {
  // A call of a member becomes final; gives the transaction's id.
  template <class Args, class Method>
  chain::TxId act(Who who, ContractId contract, Method method, const Args& args) {
    const auto call = net.consortium.sign(who, contract, method, args, 900 + ++asked,
                                          sim::kStartMs + net.scheduler.now_ms() + 600'000);
    net.node(0).replica().submit({call.wire}, [](std::vector<SubmitResult>) {});
    const auto is_final = [&] {
      const auto place = net.node(0).ledger().index().find_transaction(call.id);
      return place && place->has_value();
    };
    BOOST_REQUIRE(net.run_until(is_final));
    return call.id;
  }
  std::string account_path(const std::string& room, Who who, const std::string& part) {
    return "/v1/" + room + "/accounts/" + chain::to_address(Consortium::account(who)) + "/" + part;
  }
  std::int64_t ledger_ms() { return sim::kStartMs + net.scheduler.now_ms(); }

  std::string open() {
    matching::OpeningTerms terms;
    terms.text.bytes[0] = 1;
    terms.skills = {{7, 4, 1}};
    terms.place = 510'104;
    terms.places = 1;
    terms.expires = chain::Timestamp{ledger_ms() + chain::kDayMs * 30};
    act(Who::kEmployer, ContractId::kMatching, matching::MethodId::kPublishOpening, matching::PublishOpening{terms});
    const auto list = get(Who::kWorkerA, "/v1/matching/areas/5101/openings");
    return std::string(data_of(list, "items").at(0).at("key").as_string());
  }
  void publish(Who who, std::uint32_t level, bool visible) {
    matching::PublishProfile profile;
    profile.skills = {{7, level}};
    profile.places = {510'104};
    profile.visible = visible;
    act(who, ContractId::kMatching, matching::MethodId::kPublishProfile, profile);
  }
};

BOOST_AUTO_TEST_SUITE(api_services)

BOOST_AUTO_TEST_CASE(a_ranking_shows_each_asker_what_is_for_those_eyes) {
  ServiceDesk desk;
  const auto opening = desk.open();
  desk.publish(Who::kWorkerA, 5, false);
  desk.publish(Who::kWorkerB, 3, true);
  const auto path = "/v1/matching/openings/" + opening + "/ranking";
  const auto whole = desk.get(Who::kUnion, path);
  BOOST_REQUIRE((whole.status == http_status::ok));
  const auto rows = ApiDesk::data_of(whole, "items");
  BOOST_REQUIRE(rows.as_array().size() == 2u);
  BOOST_TEST(rows.at(0).at("worker").as_string() == chain::to_address(Consortium::account(Who::kWorkerA)));
  BOOST_TEST(rows.at(0).at("score").as_string() == "70");  // 62.5 x 40 % + 50 x 30 % + 100 x 20 % + 100 x 10 %
  const auto own = ApiDesk::data_of(desk.get(Who::kWorkerB, path), "items");
  BOOST_REQUIRE(own.as_array().size() == 1u);
  BOOST_TEST(own.at(0).at("score").as_string() == "60");
  BOOST_TEST(own.at(0).at("worker").as_string() == chain::to_address(Consortium::account(Who::kWorkerB)));
  const auto masked = desk.get(Who::kEmployer, path);
  const auto employers = ApiDesk::data_of(masked, "items");
  BOOST_REQUIRE(employers.as_array().size() == 1u);
  BOOST_TEST(!employers.at(0).as_object().contains("worker"));
  BOOST_TEST(masked.body.find(chain::to_address(Consortium::account(Who::kWorkerB))) == std::string::npos);
  BOOST_TEST(employers.at(0).at("place").as_int64() == 2);
  BOOST_TEST((desk.get(Who::kBank, path).status == http_status::forbidden));
}

BOOST_AUTO_TEST_CASE(the_employer_reads_the_account_of_a_proposal_only_once_it_is_accepted) {
  ServiceDesk desk;
  const auto opening = desk.open();
  desk.publish(Who::kWorkerA, 4, false);
  const auto key = *chain::fixed_from_hex<chain::RecordKey>(opening);
  desk.act(Who::kUnion, ContractId::kMatching, matching::MethodId::kPropose,
           matching::Propose{key, {Consortium::account(Who::kWorkerA)}});
  const auto mine =
      ApiDesk::data_of(desk.get(Who::kWorkerA, desk.account_path("matching", Who::kWorkerA, "proposals")), "items");
  const std::string proposal(mine.at(0).at("key").as_string());
  const auto path = "/v1/matching/proposals/" + proposal;
  const auto before = desk.get(Who::kEmployer, path);
  BOOST_REQUIRE((before.status == http_status::ok));
  BOOST_TEST(before.body.find("\"worker\"") == std::string::npos);
  BOOST_TEST(before.body.find("\"score\"") == std::string::npos);
  BOOST_TEST((desk.get(Who::kWorkerB, path).status == http_status::forbidden));
  desk.act(Who::kWorkerA, ContractId::kMatching, matching::MethodId::kAnswer,
           matching::AnswerProposal{*chain::fixed_from_hex<chain::RecordKey>(proposal), matching::Reply::kAccept});
  const auto after = desk.get(Who::kEmployer, path);
  BOOST_TEST(ApiDesk::data_of(after, "worker").as_string() == chain::to_address(Consortium::account(Who::kWorkerA)));
  BOOST_TEST(ApiDesk::data_of(after, "score").as_string() == "65");
}

BOOST_AUTO_TEST_CASE(profiles_classes_and_recommendations_are_the_persons_and_the_unions) {
  ServiceDesk desk;
  desk.publish(Who::kWorkerA, 4, true);
  guidance::DeclareRisk risk{3, 2, {}};
  desk.act(Who::kWorkerA, ContractId::kGuidance, guidance::MethodId::kDeclareRisk, risk);
  for (const auto& path :
       {desk.account_path("matching", Who::kWorkerA, "profile"), desk.account_path("guidance", Who::kWorkerA, "risk"),
        desk.account_path("guidance", Who::kWorkerA, "class"),
        desk.account_path("guidance", Who::kWorkerA, "recommendations")}) {
    BOOST_TEST((desk.get(Who::kWorkerA, path).status == http_status::ok), path);
    BOOST_TEST((desk.get(Who::kUnion, path).status == http_status::ok), path);
    BOOST_TEST((desk.get(Who::kWorkerB, path).status == http_status::forbidden), path);
    BOOST_TEST((desk.get(Who::kEmployer, path).status == http_status::forbidden), path);
  }
}

BOOST_AUTO_TEST_CASE(an_offer_is_shown_to_those_whom_its_kind_is_for) {
  ServiceDesk desk;
  guidance::OfferTerms terms;
  terms.kind = guidance::OfferKind::kFund;
  terms.title.bytes[0] = 1;
  terms.content.bytes[0] = 2;
  terms.pointer = "offers/fund";
  terms.risk = 2;
  terms.closes_at = chain::Timestamp{desk.ledger_ms() + chain::kDayMs};
  desk.act(Who::kUnion, ContractId::kGuidance, guidance::MethodId::kPublishOffer, guidance::PublishOffer{terms});
  const auto all = desk.get(Who::kUnion, "/v1/guidance/offers");
  const std::string key(ApiDesk::data_of(all, "items").at(0).at("key").as_string());
  BOOST_TEST((desk.get(Who::kUnion, "/v1/guidance/offers/" + key).status == http_status::ok));
  const auto refused = desk.get(Who::kWorkerA, "/v1/guidance/offers/" + key);
  BOOST_TEST((refused.status == http_status::forbidden));
  BOOST_TEST(ApiDesk::code_of(refused) == "NOT_FOR_YOUR_CLASS");
  BOOST_TEST((desk.get(Who::kWorkerA, "/v1/guidance/offers").status == http_status::forbidden));
}

BOOST_AUTO_TEST_CASE(desks_and_unknown_records_answer_with_the_right_problem) {
  ServiceDesk desk;
  const std::string nothing(64, '0');
  BOOST_TEST((desk.get(Who::kUnion, "/v1/disputes/desk/open").status == http_status::ok));
  BOOST_TEST((desk.get(Who::kWorkerA, "/v1/disputes/desk/open").status == http_status::forbidden));
  BOOST_TEST((desk.get(Who::kWorkerA, "/v1/disputes/" + nothing).status == http_status::not_found));
  BOOST_TEST((desk.get(Who::kWorkerA, "/v1/disputes/zz").status == http_status::bad_request));
  BOOST_TEST((desk.get(Who::kWorkerA, "/v1/disputes/aid/" + nothing).status == http_status::not_found));
  BOOST_TEST((desk.get(Who::kWorkerA, "/v1/disputes/liability/" + nothing).status == http_status::not_found));
  BOOST_TEST(
      (desk.get(Who::kWorkerA, "/v1/matching/openings/" + nothing + "/ranking").status == http_status::not_found));
  BOOST_TEST((desk.get(Who::kWorkerA, "/v1/matching/areas/5101/openings?cursor=x").status == http_status::bad_request));
  BOOST_TEST((desk.get(Who::kWorkerA, "/v1/matching").status == http_status::not_found));
  BOOST_TEST((desk.get(Who::kWorkerA, "/v1/guidance/objections").status == http_status::forbidden));
  BOOST_TEST((desk.get(Who::kWorkerA, "/v1/guidance/contents").status == http_status::ok));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node::test
