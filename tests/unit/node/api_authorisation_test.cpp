// Who gets a person's records from the API: signed requests against replays, rotated keys, accounts of several keys,
// and the record catalog's readers.
#include "contracts/catalog/record_catalog.h"
#include "contracts/identity/records.h"
#include "contracts/lxr/records.h"
#include "tests/unit/node/api_fixture.h"

namespace xh::node::test {
namespace {

using api::SeenRequests;
using contracts::identity::MethodId;
using contracts::identity::RotateKeys;
using sim::Consortium;
using sim::Who;
using http_status = api::http::status;

std::string account_path(Who who) {
  return "/v1/accounts/" + chain::to_address(Consortium::account(who));
}
std::string record_path(const contracts::StateKey& key) {
  return "/v1/records/" + chain::to_hex(key.view());
}

std::vector<chain::SecretKey> keys_of(std::initializer_list<std::uint8_t> numbers) {
  std::vector<chain::SecretKey> out;
  for (const auto number : numbers) out.push_back(ApiDesk::secret(number));
  return out;
}

chain::KeyPolicy policy_of(std::uint32_t threshold, std::initializer_list<std::uint8_t> numbers) {
  chain::KeyPolicy out{threshold, {}};
  for (const auto number : numbers) out.keys.push_back(ApiDesk::secret(number).public_key());
  std::ranges::sort(out.keys);
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api_authorisation)

BOOST_AUTO_TEST_CASE(a_request_taken_off_the_wire_opens_nothing_a_second_time) {
  ApiDesk desk;
  const auto request = desk.signed_get(Who::kWorkerA, account_path(Who::kWorkerA));
  BOOST_TEST((desk.ask(request).status == http_status::ok));
  const auto again = desk.ask(request);
  BOOST_TEST((again.status == http_status::unauthorized));
  BOOST_TEST(ApiDesk::code_of(again) == "REQUEST_REPEATED");
  BOOST_TEST((desk.get(Who::kWorkerA, account_path(Who::kWorkerA)).status == http_status::ok));
}

BOOST_AUTO_TEST_CASE(a_request_for_another_target_body_or_time_is_not_what_was_signed) {
  ApiDesk desk;
  auto other_target = desk.signed_get(Who::kUnion, account_path(Who::kWorkerA));
  other_target.target = account_path(Who::kWorkerB);
  BOOST_TEST((desk.ask(other_target).status == http_status::unauthorized));
  auto other_body = desk.signed_get(Who::kUnion, "/v1/txs/simulate");
  other_body.method = api::http::verb::post;
  BOOST_TEST((desk.ask(other_body).status == http_status::unauthorized));
  auto body_added = desk.signed_get(Who::kUnion, account_path(Who::kWorkerA));
  body_added.body = "x";
  BOOST_TEST((desk.ask(body_added).status == http_status::unauthorized));
  auto later = desk.signed_get(Who::kUnion, account_path(Who::kWorkerA));
  later.headers.set("X-Xinghuo-Time", std::to_string(ApiDesk::now_ms() + 1));
  BOOST_TEST((desk.ask(later).status == http_status::unauthorized));
}

BOOST_AUTO_TEST_CASE(a_request_signed_more_than_a_minute_ago_or_ahead_is_refused) {
  ApiDesk desk;
  for (const auto offset : {-61'000, 62'000}) {
    const auto request = desk.signed_by(Consortium::account(Who::kWorkerA), keys_of({4}), account_path(Who::kWorkerA),
                                        ApiDesk::now_ms() + offset);
    BOOST_TEST((desk.ask(request).status == http_status::unauthorized));
  }
}

BOOST_AUTO_TEST_CASE(a_key_that_was_rotated_away_reads_nothing_and_the_new_one_does) {
  ApiDesk desk;
  const auto account = Consortium::account(Who::kWorkerA);
  desk.change(Who::kWorkerA, MethodId::kRotateKeys, RotateKeys{policy_of(1, {44})});
  const auto path = account_path(Who::kWorkerA);
  BOOST_TEST(
      (desk.ask(desk.signed_by(account, keys_of({4}), path, ApiDesk::now_ms())).status == http_status::unauthorized));
  BOOST_TEST((desk.ask(desk.signed_by(account, keys_of({44}), path, ApiDesk::now_ms())).status == http_status::ok));
}

BOOST_AUTO_TEST_CASE(an_account_of_two_keys_reads_with_both_and_not_with_one_of_them_twice) {
  ApiDesk desk;
  const auto account = Consortium::account(Who::kWorkerB);
  desk.change(Who::kWorkerB, MethodId::kRotateKeys, RotateKeys{policy_of(2, {51, 52, 53})});
  const auto path = account_path(Who::kWorkerB);
  const auto status = [&](std::initializer_list<std::uint8_t> numbers) {
    return desk.ask(desk.signed_by(account, keys_of(numbers), path, ApiDesk::now_ms() - 1000 + ++desk.asked)).status;
  };
  BOOST_TEST((status({51}) == http_status::unauthorized));
  BOOST_TEST((status({51, 51}) == http_status::unauthorized));
  BOOST_TEST((status({51, 5}) == http_status::unauthorized));
  BOOST_TEST((status({51, 53}) == http_status::ok));
}

BOOST_AUTO_TEST_CASE(a_stranger_is_not_told_whether_an_account_exists) {
  ApiDesk desk;
  chain::AccountId nobody;
  nobody.bytes[5] = 9;
  const auto unknown = desk.ask(desk.signed_by(nobody, keys_of({99}), "/v1/lxr/supply", ApiDesk::now_ms()));
  const auto known =
      desk.ask(desk.signed_by(Consortium::account(Who::kWorkerA), keys_of({99}), "/v1/lxr/supply", ApiDesk::now_ms()));
  BOOST_TEST((unknown.status == http_status::unauthorized));
  BOOST_TEST(unknown.body == known.body);
}

BOOST_AUTO_TEST_CASE(a_record_is_given_to_its_readers_and_nobody_else_learns_whether_it_is_there) {
  ApiDesk desk;
  const auto own = record_path(contracts::identity::member_key(Consortium::account(Who::kWorkerA)));
  const auto shown = desk.get(Who::kWorkerA, own);
  BOOST_REQUIRE((shown.status == http_status::ok));
  BOOST_TEST(ApiDesk::data_of(shown, "present").as_bool());
  BOOST_TEST(ApiDesk::data_of(shown, "record").at("type").as_string() == "identity.member");
  BOOST_TEST(ApiDesk::data_of(shown, "fact").is_object());
  BOOST_TEST((desk.get(Who::kUnion, own).status == http_status::ok));
  const auto there = desk.get(Who::kWorkerB, own);
  const auto absent = desk.get(Who::kWorkerB, record_path(contracts::lxr::withdrawal_key(chain::RecordKey{})));
  BOOST_TEST((there.status == http_status::forbidden));
  BOOST_TEST(there.body == absent.body);
}

BOOST_AUTO_TEST_CASE(a_record_of_two_accounts_is_read_by_both_and_an_absent_one_of_ones_own_is_told) {
  ApiDesk desk;
  const auto key = contracts::lxr::relation_key(Consortium::account(Who::kWorkerA), Consortium::account(Who::kEmployer),
                                                contracts::lxr::Purpose::kRefund);
  for (const auto who : {Who::kWorkerA, Who::kEmployer}) {
    const auto response = desk.get(who, record_path(key));
    BOOST_REQUIRE((response.status == http_status::ok));
    BOOST_TEST(!ApiDesk::data_of(response, "present").as_bool());
  }
  BOOST_TEST((desk.get(Who::kWorkerB, record_path(key)).status == http_status::forbidden));
}

BOOST_AUTO_TEST_CASE(rules_and_sums_are_read_by_every_member_and_an_unlisted_table_by_the_union_alone) {
  ApiDesk desk;
  const std::vector<std::string> name{"fee.ppm"};
  const auto key = contracts::record_key_of("engine.parameter", name);
  BOOST_REQUIRE(key.has_value());
  const auto response = desk.get(Who::kWorkerB, "/v1/records/" + chain::to_hex(*key) + "?proof=0");
  BOOST_REQUIRE((response.status == http_status::ok));
  BOOST_TEST(ApiDesk::data_of(response, "record").at("data").at("entries").is_array());
  BOOST_TEST((desk.get(Who::kWorkerB, "/v1/records/03ff00").status == http_status::forbidden));
  BOOST_TEST((desk.get(Who::kUnion, "/v1/records/03ff00").status == http_status::ok));
}

BOOST_AUTO_TEST_CASE(seen_requests_are_forgotten_when_their_window_is_over_and_never_earlier) {
  SeenRequests seen(3, 2);
  chain::AccountId a;
  chain::AccountId b;
  b.bytes[0] = 1;
  const auto digest = [](std::uint8_t n) {
    chain::Hash256 out;
    out.bytes[0] = n;
    return out;
  };
  BOOST_TEST((seen.remember(a, digest(1), 100, 0) == SeenRequests::Verdict::kNew));
  BOOST_TEST((seen.remember(a, digest(1), 100, 100) == SeenRequests::Verdict::kSeen));
  BOOST_TEST((seen.remember(a, digest(2), 200, 100) == SeenRequests::Verdict::kNew));
  BOOST_TEST((seen.remember(a, digest(3), 200, 100) == SeenRequests::Verdict::kFull));  // of this account
  BOOST_TEST((seen.remember(b, digest(4), 200, 100) == SeenRequests::Verdict::kNew));
  BOOST_TEST((seen.remember(b, digest(5), 200, 100) == SeenRequests::Verdict::kFull));  // in all
  BOOST_TEST((seen.remember(a, digest(3), 200, 101) == SeenRequests::Verdict::kNew));
  BOOST_TEST((seen.remember(b, digest(6), 300, 201) == SeenRequests::Verdict::kNew));
  BOOST_TEST(seen.size() == 1U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::node::test
