// Each read of a person's record is on file, and the person can ask who read.
#include <fstream>

#include "contracts/identity/records.h"
#include "tests/unit/node/api_fixture.h"

namespace xh::node::test {
namespace {

using api::ReadEntry;
using api::ReadLog;
using sim::Consortium;
using sim::Who;
using http_status = api::http::status;
namespace fs = std::filesystem;

chain::AccountId person(std::uint8_t number) {
  chain::AccountId out;
  out.bytes[0] = number;
  return out;
}

std::unique_ptr<ReadLog> open_log(const fs::path& folder, ReadLog::Limits limits = {}) {
  auto out = ReadLog::open(folder, limits);
  BOOST_REQUIRE(out.has_value());
  return std::move(*out);
}

ReadEntry entry_at(std::int64_t time, std::uint8_t caller, std::vector<chain::AccountId> subjects) {
  return {time, chain::Height{7}, person(caller), std::move(subjects), "/v1/somewhere"};
}

std::string path_of(Who who) {
  return "/v1/accounts/" + chain::to_address(Consortium::account(who));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(api_read_log)

BOOST_AUTO_TEST_CASE(a_person_sees_who_read_her_records_and_nobody_else_sees_it_but_the_union) {
  ApiDesk desk;
  const auto key = contracts::identity::member_key(Consortium::account(Who::kWorkerA));
  BOOST_TEST((desk.get(Who::kUnion, path_of(Who::kWorkerA)).status == http_status::ok));
  BOOST_TEST((desk.get(Who::kUnion, "/v1/records/" + chain::to_hex(key.view())).status == http_status::ok));
  BOOST_TEST((desk.get(Who::kWorkerB, path_of(Who::kWorkerA)).status == http_status::forbidden));  // shows nothing
  const auto response = desk.get(Who::kWorkerA, path_of(Who::kWorkerA) + "/reads?others=1");
  BOOST_REQUIRE((response.status == http_status::ok));
  const auto items = ApiDesk::data_of(response, "items").as_array();
  BOOST_REQUIRE(items.size() == 2U);
  const auto union_address = chain::to_address(Consortium::account(Who::kUnion));
  BOOST_TEST(items[0].at("caller").as_string() == union_address);
  BOOST_TEST(items[0].at("target").as_string() == "/v1/records/" + chain::to_hex(key.view()));
  BOOST_TEST(items[1].at("target").as_string() == path_of(Who::kWorkerA));
  BOOST_TEST(items[1].at("height").as_int64() >= 1);
  BOOST_TEST((desk.get(Who::kWorkerB, path_of(Who::kWorkerA) + "/reads").status == http_status::forbidden));
  BOOST_TEST((desk.get(Who::kUnion, path_of(Who::kWorkerA) + "/reads").status == http_status::ok));
}

BOOST_AUTO_TEST_CASE(a_read_that_cannot_be_logged_is_refused) {
  ApiDesk desk;
  desk.open_log({.file_bytes = 1, .files = 2, .scan_bytes = 4096});  // every line wants a new file
  BOOST_TEST((desk.get(Who::kUnion, path_of(Who::kWorkerA)).status == http_status::ok));
  fs::remove_all(desk.folder.path() / "reads");
  const auto refused = desk.get(Who::kUnion, path_of(Who::kWorkerA));
  BOOST_TEST((refused.status == http_status::internal_server_error));
  BOOST_TEST(refused.body.find("balance") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(the_log_is_private_to_its_owner) {
  TemporaryFolder folder;
  auto log = open_log(folder.path() / "reads");
  BOOST_REQUIRE(log->append(entry_at(1, 1, {person(2)})).has_value());
  const auto mode = [](const fs::path& path) { return fs::status(path).permissions() & fs::perms::all; };
  BOOST_TEST((mode(folder.path() / "reads") == fs::perms::owner_all));
  BOOST_TEST((mode(folder.path() / "reads" / "reads-1.log") == (fs::perms::owner_read | fs::perms::owner_write)));
}

BOOST_AUTO_TEST_CASE(pages_over_many_files_give_each_entry_once_newest_first) {
  TemporaryFolder folder;
  auto log = open_log(folder.path() / "reads", {.file_bytes = 1000, .files = 100, .scan_bytes = 700});
  for (int i = 0; i < 60; ++i) BOOST_REQUIRE(log->append(entry_at(i, 1, {person(i % 3 == 0 ? 2 : 3)})).has_value());
  std::vector<std::int64_t> times;
  std::optional<std::string> cursor;
  std::size_t pages = 0;
  do {
    const auto page = log->of_subject(person(2), false, 2, cursor);
    BOOST_REQUIRE(page.has_value());
    BOOST_TEST(page->items.size() <= 2U);
    for (const auto& item : page->items) times.push_back(item.time_ms);
    cursor = page->next_cursor;
    BOOST_REQUIRE(++pages < 200U);
  } while (cursor);
  BOOST_REQUIRE(times.size() == 20U);
  for (std::size_t i = 0; i < times.size(); ++i) BOOST_TEST(times[i] == 57 - 3 * static_cast<std::int64_t>(i));
}

BOOST_AUTO_TEST_CASE(the_log_keeps_to_its_size_and_the_oldest_entries_go_first) {
  TemporaryFolder folder;
  auto log = open_log(folder.path() / "reads", {.file_bytes = 1000, .files = 3, .scan_bytes = 1 << 20});
  for (int i = 0; i < 100; ++i) BOOST_REQUIRE(log->append(entry_at(i, 1, {person(2)})).has_value());
  std::uintmax_t bytes = 0;
  std::size_t files = 0;
  for (const auto& file : fs::directory_iterator(folder.path() / "reads")) {
    bytes += file.file_size();
    ++files;
  }
  BOOST_TEST(files == 3U);
  BOOST_TEST(bytes <= 3000U);
  const auto page = log->of_subject(person(2), false, 100, std::nullopt);
  BOOST_REQUIRE(page.has_value());
  BOOST_TEST(page->items.front().time_ms == 99);
  BOOST_TEST(page->items.size() < 20U);
  BOOST_TEST(!page->next_cursor.has_value());
}

BOOST_AUTO_TEST_CASE(a_line_torn_by_a_crash_costs_itself_only) {
  TemporaryFolder folder;
  {
    BOOST_REQUIRE(open_log(folder.path() / "reads")->append(entry_at(1, 1, {person(2)})).has_value());
  }
  {
    std::ofstream(folder.path() / "reads" / "reads-1.log", std::ios::app) << R"({"time":2,"height":7,"caller":"xh1)";
  }
  auto log = open_log(folder.path() / "reads");
  BOOST_REQUIRE(log->append(entry_at(3, 1, {person(2)})).has_value());
  const auto page = log->of_subject(person(2), false, 10, std::nullopt);
  BOOST_REQUIRE(page.has_value());
  BOOST_REQUIRE(page->items.size() == 2U);
  BOOST_TEST(page->items[0].time_ms == 3);
  BOOST_TEST(page->items[1].time_ms == 1);
}

BOOST_AUTO_TEST_CASE(a_read_of_many_persons_is_found_by_each_of_them) {
  TemporaryFolder folder;
  auto log = open_log(folder.path() / "reads");
  std::vector<chain::AccountId> many;
  for (std::uint8_t i = 10; i < 60; ++i) many.push_back(person(i));
  BOOST_REQUIRE(log->append(entry_at(5, 1, many)).has_value());
  for (const auto& subject : many) {
    const auto page = log->of_subject(subject, true, 10, std::nullopt);
    BOOST_REQUIRE(page.has_value());
    BOOST_TEST(page->items.size() == 1U);
  }
}

BOOST_AUTO_TEST_CASE(a_cursor_that_the_log_did_not_give_is_refused) {
  TemporaryFolder folder;
  auto log = open_log(folder.path() / "reads");
  for (const auto* cursor : {"", "1", "x.1", "9.1", "0.5", "1.x"}) {
    BOOST_TEST(!log->of_subject(person(2), false, 10, cursor).has_value(), cursor);
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::node::test
