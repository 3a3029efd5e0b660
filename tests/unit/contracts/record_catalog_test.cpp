// The catalog of records: names and keys as people write them, JSON, and that no table is forgotten or listed twice.
#include <boost/test/unit_test.hpp>
#include <set>

#include "contracts/catalog/record_catalog.h"
#include "contracts/engine/calendar.h"
#include "contracts/identity/records.h"
#include "contracts/lxr/records.h"
#include "contracts/payroll/history.h"
#include "contracts/payroll/records.h"

namespace xh::contracts {
namespace {

struct NoState final : chain::StateView {
  [[nodiscard]] chain::RecordPtr find(const chain::StateKey&) const override { return nullptr; }
};

chain::AccountId person(std::uint8_t number) {
  chain::AccountId out;
  out.bytes[0] = number;
  return out;
}

chain::Bytes bytes_of(const StateKey& key) {
  return {key.view().begin(), key.view().end()};
}

std::string error_of(std::string_view name, const std::vector<std::string>& parts) {
  const auto key = record_key_of(name, parts);
  return key ? "" : key.error().message;
}

template <class T>
chain::RecordPtr record_of(const T& value) {
  return std::make_shared<chain::Record>(chain::Record{{}, {}, chain::encode(value)});
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record_catalog)

BOOST_AUTO_TEST_CASE(a_named_record_has_the_key_that_the_contract_uses) {
  const auto worker = person(1);
  const auto address = chain::to_address(worker);
  chain::RecordKey agreement;
  agreement.bytes[3] = 8;
  const auto hex = chain::to_hex(agreement.view());
  const std::vector<std::pair<std::pair<std::string, std::vector<std::string>>, StateKey>> cases{
      {{"lxr.supply", {}}, lxr::supply_key()},
      {{"identity.member", {address}}, identity::member_key(worker)},
      {{"payroll.day_log", {hex, "2026-05-31"}}, payroll::day_log_key(agreement, day_of({2026, 5, 31}))},
      {{"payroll.settlement", {hex, "3"}}, payroll::settlement_key(agreement, 3)},
      {{"lxr.deposit_reference", {address + ":AB-1"}}, lxr::deposit_reference_key(worker, "AB-1")},
      {{"lxr.relation", {address, address, "4"}}, lxr::relation_key(worker, worker, lxr::Purpose::kFee)}};
  for (const auto& [named, key] : cases) {
    const auto made = record_key_of(named.first, named.second);
    BOOST_REQUIRE_MESSAGE(made.has_value(), named.first);
    BOOST_TEST(*made == bytes_of(key), named.first);
  }
  const std::vector<std::string> month{address, "2026-05"};
  const auto made = record_key_of("payroll.worker_month", month);
  BOOST_REQUIRE(made.has_value());
  BOOST_TEST((*made)[1] == payroll::kWorkerMonthTable);
  BOOST_TEST(chain::read_be64(made->data() + 34) == static_cast<std::uint64_t>(day_of({2026, 5, 1}).value));
}

BOOST_AUTO_TEST_CASE(a_wrong_name_or_key_says_what_is_right) {
  const auto address = chain::to_address(person(1));
  BOOST_TEST(error_of("lxr.balanse", {}).find("lxr.balance") != std::string::npos);
  BOOST_TEST(error_of("wages", {}).find("records of engine, identity, lxr") != std::string::npos);
  BOOST_TEST(error_of("lxr.balance", {}).find("lxr.balance ACCOUNT") != std::string::npos);
  BOOST_TEST(error_of("payroll.worker_month", {address, "2026-13"}).find("MONTH '2026-13'") != std::string::npos);
  BOOST_TEST(error_of("payroll.worker_day", {address, "31.5.2026"}).find("DAY") != std::string::npos);
  BOOST_TEST(error_of("payroll.agreement", {"12"}).find("RECORD") != std::string::npos);
  BOOST_TEST(error_of("governance.epoch", {"-1"}).find("NUMBER") != std::string::npos);
  BOOST_TEST(error_of("lxr.deposit_reference", {address}).find("BANK:REFERENCE") != std::string::npos);
  BOOST_TEST(error_of("engine.parameter", {std::string(300, 'x')}).find("longer") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(every_kind_has_a_name_of_its_own) {
  std::set<std::string_view> names;
  for (const auto& kind : record_kinds()) BOOST_TEST(names.insert(kind.name).second, kind.name);
  BOOST_TEST(names.size() > 30U);
}

BOOST_AUTO_TEST_CASE(a_record_is_shown_with_its_key_in_peoples_words) {
  const auto key = lxr::balance_key(person(1));
  const auto shown = record_to_json(key.view(), chain::encode(lxr::Balance{chain::Fen{691665}, chain::Fen{0}}));
  BOOST_TEST(shown.at("type").as_string() == "lxr.balance");
  BOOST_TEST(shown.at("key").as_array().at(0).as_string() == chain::to_address(person(1)));
  BOOST_TEST(shown.at("data").at("available").as_string() == "691665");
  const chain::Bytes unknown{200, 1, 2};
  BOOST_TEST(record_to_json(unknown, chain::Bytes{0xAB}).at("data_hex").as_string() == "ab");
  BOOST_TEST(record_to_json(chain::Bytes{}, chain::Bytes{0xAB}).contains("data_hex"));
  chain::Bytes short_key = bytes_of(key);
  short_key.pop_back();
  BOOST_TEST(record_to_json(short_key, chain::Bytes{}).contains("data_hex"));
}

BOOST_AUTO_TEST_CASE(readers_come_from_the_key_and_from_the_value) {
  const NoState state;
  BOOST_TEST(readers_of(state, lxr::supply_key().view(), nullptr).admit(person(9)));
  const auto balance = readers_of(state, lxr::balance_key(person(1)).view(), nullptr);
  BOOST_TEST(balance.admit(person(1)));
  BOOST_TEST(!balance.admit(person(2)));
  const auto key = lxr::withdrawal_key(chain::RecordKey{});
  BOOST_TEST(!readers_of(state, key.view(), nullptr).admit(person(1)));
  lxr::Withdrawal withdrawal;
  withdrawal.account = person(1);
  withdrawal.bank = person(2);
  const auto of_value = readers_of(state, key.view(), record_of(withdrawal));
  BOOST_TEST(of_value.admit(person(1)));
  BOOST_TEST(of_value.admit(person(2)));
  BOOST_TEST(!of_value.admit(person(3)));
}

BOOST_AUTO_TEST_CASE(what_cannot_be_read_is_nobodys) {
  const NoState state;
  chain::RecordKey agreement;
  BOOST_TEST(readers_of(state, payroll::book_key(agreement).view(), nullptr).accounts.empty());  // no agreement
  const auto garbled = std::make_shared<chain::Record>(chain::Record{{}, {}, {0xFF, 0xFF}});
  BOOST_TEST(!readers_of(state, lxr::withdrawal_key(agreement).view(), garbled).admit(person(0)));
  const chain::Bytes unknown{200, 1, 2};
  BOOST_TEST(!readers_of(state, unknown, nullptr).admit(person(1)));
  BOOST_TEST(!readers_of(state, chain::Bytes{}, nullptr).everyone);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::contracts
