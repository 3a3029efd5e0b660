// The union's store of personal data as its users meet it: what goes in and out, who is logged, and what an erasure
// leaves of a person, here and in the backups.
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>
#include <set>

#include "cli/bank/payees.h"
#include "cli/files.h"
#include "cli/people/sheet.h"
#include "cli/people/store.h"
#include "cli/people/store_backup.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using test::Result;
using test::Tool;

const std::string kName = "\u5F20\u5C0F\u660E";  // a made-up name
const std::string kIdNumber = "11010519491231002X";
const std::string kBankAccount = "6222021234567890123";
const std::string kAccount = chain::to_address(chain::AccountId{});
constexpr std::int64_t kYearMs = 366 * chain::kDayMs;

struct Desk {
  Desk() {
    passphrase("correct horse battery");
    BOOST_REQUIRE(run({"init"}).exit == 0);
  }
  void passphrase(const std::string& text) {
    tool.variables["XINGHUO_PASSPHRASE_FILE"] = tool.home.file("pass-" + std::to_string(++files), text + "\n");
  }
  Result run(std::vector<std::string> arguments) {
    arguments.insert(arguments.begin(), {"-o", "json", "people"});
    return tool.run(std::move(arguments));
  }
  Result add(const std::string& ref, std::vector<std::string> more = {}) {
    std::vector<std::string> arguments{
        "add",     ref,           "--name",         kName,        "--id-number", kIdNumber,
        "--phone", "13800000000", "--bank-account", kBankAccount, "--cnaps",     "102100099996"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(std::move(arguments));
  }
  json::value data(std::vector<std::string> arguments) {
    const auto result = run(std::move(arguments));
    BOOST_REQUIRE_MESSAGE(result.exit == 0, result.out);
    return result.json().at("data");
  }
  std::vector<std::string> actions() {
    std::vector<std::string> out;
    const auto log = data({"log"});
    for (const auto& line : log.at("reads").as_array()) out.emplace_back(line.at("action").as_string());
    return out;
  }
  [[nodiscard]] fs::path store() const { return tool.home.path() / "people"; }
  [[nodiscard]] fs::path only_file(const std::string& folder) const {
    const auto numbers = PeopleStore::numbers_in(store() / folder);
    BOOST_REQUIRE(numbers.has_value());
    BOOST_REQUIRE(numbers->size() == 1U);
    return store() / folder / numbers->front();
  }
  [[nodiscard]] std::string path(const std::string& name) const { return (tool.home.path() / name).string(); }

  Tool tool;
  int files = 0;
};

void flip_a_byte(const fs::path& path) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  file.seekg(40);
  const char c = static_cast<char>(file.get());
  file.seekp(40);
  file.put(static_cast<char>(c ^ 1));
}

std::string code_of(const Result& result) {
  return std::string(result.json().at("errors").as_array().at(0).at("code").as_string());
}

std::string all_bytes_in(const fs::path& folder) {
  std::string out;
  for (const auto& item : fs::recursive_directory_iterator(folder)) {
    out += item.path().filename().string();
    if (item.is_regular_file()) out += read_file(item.path(), 1 << 20).value();
  }
  return out;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(people)

BOOST_AUTO_TEST_CASE(what_goes_in_comes_out_and_nothing_of_it_lies_on_the_disk_in_the_clear) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001", {"--address", "Road 1"}).exit == 0);
  const auto shown = desk.data({"show", "W-001", "--purpose", "wage question"});
  BOOST_TEST(shown.at("name").as_string() == kName);
  BOOST_TEST(shown.at("id_number").as_string() == kIdNumber);
  BOOST_TEST(shown.at("bank_account").as_string() == kBankAccount);
  const auto bytes = all_bytes_in(desk.store());
  for (const auto& secret :
       {kName, kIdNumber, kBankAccount, std::string("13800000000"), std::string("Road 1"), std::string("W-001")})
    BOOST_TEST(bytes.find(secret) == std::string::npos, secret);
}

BOOST_AUTO_TEST_CASE(the_store_is_private_to_its_owner_and_refuses_to_open_when_it_is_not) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  for (const auto& item : fs::recursive_directory_iterator(desk.store())) {
    const auto wanted = item.is_directory() ? fs::perms::owner_all : fs::perms::owner_read | fs::perms::owner_write;
    BOOST_TEST((item.status().permissions() == wanted), item.path().string());
  }
  fs::permissions(desk.store(), fs::perms::group_read, fs::perm_options::add);
  BOOST_TEST(desk.run({"list"}).exit == 7);
}

BOOST_AUTO_TEST_CASE(a_wrong_passphrase_is_exit_7_and_a_damaged_file_exit_5_with_its_name) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  desk.passphrase("another passphrase");
  BOOST_TEST(desk.run({"list"}).exit == 7);
  desk.passphrase("correct horse battery");
  const auto data = desk.only_file("data");
  flip_a_byte(data);
  const auto damaged = desk.run({"show", "W-001", "--purpose", "x"});
  BOOST_TEST(damaged.exit == 5);
  BOOST_TEST(damaged.out.find(data.filename().string()) != std::string::npos);
  flip_a_byte(data);
  const auto key = desk.only_file("keys.1");
  flip_a_byte(key);
  BOOST_TEST(desk.run({"show", "W-001", "--purpose", "x"}).exit == 5);
  flip_a_byte(key);
  fs::resize_file(data, 10);
  BOOST_TEST(desk.run({"list"}).exit == 5);
}

BOOST_AUTO_TEST_CASE(two_entries_swapped_on_the_disk_are_noticed) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  BOOST_REQUIRE(desk.add("W-002").exit == 0);
  for (const auto* folder : {"data", "keys.1"}) {
    const auto numbers = PeopleStore::numbers_in(desk.store() / folder).value();
    const auto aside = desk.store() / folder / "aside";
    fs::rename(desk.store() / folder / numbers[0], aside);
    fs::rename(desk.store() / folder / numbers[1], desk.store() / folder / numbers[0]);
    fs::rename(aside, desk.store() / folder / numbers[1]);
  }
  BOOST_TEST(desk.run({"show", "W-001", "--purpose", "x"}).exit == 5);
}

BOOST_AUTO_TEST_CASE(bad_input_is_named_and_changes_nothing) {
  Desk desk;
  const auto refused = [&](std::vector<std::string> arguments, const std::string& why, int exit = 4) {
    const auto result = desk.run(std::move(arguments));
    BOOST_TEST(result.exit == exit, result.out);
    BOOST_TEST(result.out.find(why) != std::string::npos, result.out);
  };
  refused({"add", "Li Ming", "--name", kName, "--id-number", kIdNumber}, "letters, digits");
  refused({"add", "W-1", "--id-number", kIdNumber}, "name is missing");
  refused({"add", "W-1", "--name", kName, "--id-number", "110105194912310021"}, "check digit");
  refused({"add", "W-1", "--name", kName, "--id-number", kIdNumber, "--bank-account", "12#"}, "bank account");
  refused({"add", "W-1", "--name", kName, "--id-number", kIdNumber, "--bank-account", "12", "--cnaps", "123"},
          "12 digits");
  refused({"add", "W-1", "--name", kName, "--id-number", kIdNumber, "--account", "xh1zzz"}, "account");
  refused({"add", "W-1", "--name", kName, "--id-number", kIdNumber, "--marital-status", "single"}, "OP-79");
  refused({"show", "W-1", "--purpose", "x"}, "nobody");
  refused({"show", "W-1"}, "--purpose", 2);
  refused({"export", desk.path("out.csv")}, "--purpose", 2);
  BOOST_TEST(desk.data({"list"}).at("people").as_array().empty());
  BOOST_REQUIRE(desk.add("W-1", {"--marital-status", "single", "--marital-purpose", "family allowance"}).exit == 0);
  refused({"add", "W-1", "--name", kName, "--id-number", kIdNumber}, "there already");
}

BOOST_AUTO_TEST_CASE(commitments_open_with_their_salts_and_change_with_the_data) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  const auto first = desk.data({"commit", "--salts", "--purpose", "registration"}).at("people").at(0);
  const auto salt = chain::fixed_from_hex<chain::Hash256>(std::string(first.at("salt").as_string())).value();
  const auto identity = normalise(PersonIdentity{" " + kName + " ", "110105 19491231 002x"});
  BOOST_REQUIRE(identity.has_value());
  BOOST_TEST(chain::to_hex(person_commitment(salt, *identity).view()) ==
             std::string(first.at("commitment").as_string()));
  BOOST_REQUIRE(desk.run({"set", "W-001", "--bank-account", "6222 0211 1111 1111 111"}).exit == 0);
  const auto second = desk.data({"commit"}).at("people").at(0);
  BOOST_TEST(second.at("commitment").as_string() == first.at("commitment").as_string());
  BOOST_TEST(second.at("destination").as_string() != first.at("destination").as_string());
  BOOST_TEST(!second.as_object().contains("salt"));
}

BOOST_AUTO_TEST_CASE(the_payee_list_opens_every_destination_that_the_ledger_may_hold) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001", {"--account", kAccount}).exit == 0);
  BOOST_REQUIRE(desk.add("W-002").exit == 0);  // no account on the ledger: nobody to pay
  const auto before = desk.data({"commit", "--ref", "W-001"}).at("people").at(0).at("destination");
  BOOST_REQUIRE(desk.run({"set", "W-001", "--bank-account", "6217000000000000001"}).exit == 0);
  const auto file = desk.path("payees.csv");
  BOOST_TEST(desk.data({"payees", file, "--purpose", "payday"}).at("destinations").as_int64() == 2);
  const auto list = PayeeList::read(read_file(file, 1 << 20).value());
  BOOST_REQUIRE(list.has_value());
  BOOST_TEST(list->problems().empty());
  const auto after = desk.data({"commit", "--ref", "W-001"}).at("people").at(0).at("destination");
  for (const auto& [destination, number] :
       {std::pair(before, kBankAccount), std::pair(after, std::string("6217000000000000001"))}) {
    const auto hash = chain::fixed_from_hex<chain::Hash256>(std::string(destination.as_string())).value();
    const auto* payee = list->opening(chain::AccountId{}, hash);
    BOOST_REQUIRE(payee != nullptr);
    BOOST_TEST(payee->at.number == number);
    BOOST_TEST(payee->at.name == kName);
  }
}

BOOST_AUTO_TEST_CASE(a_sheet_is_taken_whole_or_not_at_all) {
  Desk desk;
  const std::string header = "ref,name,id_number,last_settlement\n";
  const auto good = desk.tool.home.file("good.csv", header + "A,One,X1,2023-01-31\nB,Two,X2,\n");
  BOOST_TEST(desk.data({"import", good}).at("added").as_int64() == 2);
  for (const auto& [lines, why] :
       std::vector<std::pair<std::string, std::string>>{{"C,Three,X3,\nC,Three,X3,\n", "line 3: C stands twice"},
                                                        {"C,Three,X3,\nD,,X4,\n", "line 3: name is missing"},
                                                        {"A,One,X1,2022-01-31\n", "a later one is on file"},
                                                        {"C,Three,X3,31.1.2023\n", "last settlement"},
                                                        {"C,Three\n", "4 columns"}}) {
    const auto file = desk.tool.home.file("bad.csv", header + lines);
    const auto result = desk.run({"import", file});
    BOOST_TEST(result.exit == 4);
    BOOST_TEST(result.out.find(why) != std::string::npos, result.out);
    fs::remove(file);
  }
  BOOST_TEST(desk.data({"list"}).at("people").as_array().size() == 2U);
  BOOST_TEST(desk.data({"import", good}).at("changed").as_int64() == 2);
}

BOOST_AUTO_TEST_CASE(each_read_is_in_the_log_before_it_is_shown_and_listing_is_not_a_read) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  BOOST_REQUIRE(desk.add("W-002").exit == 0);
  (void)desk.data({"list"});
  (void)desk.data({"commit"});
  (void)desk.data({"show", "W-001", "--purpose", "wage question"});
  (void)desk.data({"export", desk.path("all.csv"), "--purpose", "audit"});
  BOOST_TEST((desk.actions() == std::vector<std::string>{"show", "export", "export"}));
  const auto of_one = desk.data({"log", "--ref", "W-001"}).at("reads").as_array();
  BOOST_REQUIRE(of_one.size() == 2U);
  BOOST_TEST(of_one[0].at("purpose").as_string() == "wage question");
  BOOST_TEST(!of_one[0].at("user").as_string().empty());
}

BOOST_AUTO_TEST_CASE(a_changed_removed_or_added_line_of_the_log_is_found_and_a_cut_one_by_its_head) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  for (const auto* purpose : {"first", "second", "third"}) (void)desk.data({"show", "W-001", "--purpose", purpose});
  const auto head = std::string(desk.data({"log", "--verify"}).at("head").as_string());
  const auto path = desk.store() / "log";
  const auto text = read_file(path, 1 << 20).value();
  const auto write = [&](const std::string& content) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << content;
  };
  const auto first_end = text.find('\n') + 1;
  const auto last_begin = text.rfind('\n', text.size() - 2) + 1;
  auto changed = text;
  changed.replace(changed.find("second"), 6, "other!");
  for (const auto& bad : {changed, text.substr(first_end), text + text.substr(last_begin)}) {
    write(bad);
    BOOST_TEST(desk.run({"log", "--verify"}).exit == 5);
  }
  write(text.substr(0, last_begin));
  BOOST_TEST(desk.run({"log", "--verify"}).exit == 0);
  const auto cut = desk.run({"log", "--head", head});
  BOOST_TEST(cut.exit == 5);
  BOOST_TEST(code_of(cut) == "LOG_CUT");
  write(text);
  (void)desk.data({"show", "W-001", "--purpose", "fourth"});
  BOOST_TEST(desk.run({"log", "--head", head}).exit == 0);
}

BOOST_AUTO_TEST_CASE(a_log_line_that_a_crash_tore_is_cut_off_by_the_next) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  (void)desk.data({"show", "W-001", "--purpose", "first"});
  std::ofstream(desk.store() / "log", std::ios::app) << R"({"n":2,"time":17)";
  (void)desk.data({"show", "W-001", "--purpose", "second"});
  BOOST_TEST(desk.data({"log", "--verify"}).at("lines").as_int64() == 2);
}

BOOST_AUTO_TEST_CASE(an_erased_person_is_gone_from_the_store_and_from_every_data_backup) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  BOOST_REQUIRE(desk.add("W-002").exit == 0);
  const auto data = desk.path("data.backup");
  const auto keys = desk.path("keys.backup");
  BOOST_REQUIRE(desk.run({"backup", "--data", data}).exit == 0);
  BOOST_REQUIRE(desk.run({"backup", "--keys", keys}).exit == 0);
  const auto erased = desk.data({"erase", "W-001", "--purpose", "left the union", "--keys-backup", keys});
  BOOST_TEST(erased.at("key_backups").at(0).at("keys_destroyed").as_int64() == 1);
  const auto gone = desk.run({"show", "W-001", "--purpose", "x"});
  BOOST_TEST(code_of(gone) == "ERASED");
  BOOST_TEST(desk.add("W-001").exit == 4);
  BOOST_TEST(desk.data({"erase", "W-001", "--purpose", "again"}).at("state").as_string() ==
             "erased");  // once is enough
  BOOST_TEST(PeopleStore::numbers_in(desk.store() / "data")->size() == 1U);
  const auto restored = desk.path("restored");
  const auto count = desk.data({"restore", "--store", restored, "--data", data, "--keys", keys});
  BOOST_TEST(count.at("people").as_int64() == 1);
  BOOST_TEST(count.at("without_key").as_int64() == 1);
  BOOST_TEST(desk.run({"show", "W-001", "--store", restored, "--purpose", "x"}).exit == 4);
  BOOST_TEST(desk.run({"show", "W-002", "--store", restored, "--purpose", "x"}).exit == 0);
}

BOOST_AUTO_TEST_CASE(an_erasure_that_a_crash_interrupted_is_finished_by_the_next_command) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  const auto data = desk.only_file("data");
  // The tombstone was written, and then the power went.
  const auto aside = desk.tool.home.path() / "aside";
  fs::create_directory(aside);
  fs::copy(desk.store() / "keys.1", aside / "keys.1", fs::copy_options::recursive);
  fs::copy(desk.store() / "data", aside / "data", fs::copy_options::recursive);
  BOOST_REQUIRE(desk.run({"erase", "W-001", "--purpose", "left"}).exit == 0);
  const auto over = fs::copy_options::recursive | fs::copy_options::overwrite_existing;
  fs::copy(aside / "keys.1", desk.store() / "keys.1", over);
  fs::copy(aside / "data", desk.store() / "data", over);
  std::ofstream(desk.store() / "data" / "half.new") << "unfinished";
  BOOST_TEST(desk.data({"list"}).at("people").as_array().empty());
  BOOST_TEST(!fs::exists(data));
  BOOST_TEST(PeopleStore::numbers_in(desk.store() / "keys.1")->empty());
  BOOST_TEST(!fs::exists(desk.store() / "data" / "half.new"));
}

BOOST_AUTO_TEST_CASE(a_wage_ledger_that_must_be_kept_blocks_the_entry_until_its_day) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001", {"--account", kAccount, "--address", "Road 1"}).exit == 0);
  BOOST_TEST(desk.run({"erase", "W-001", "--purpose", "left"}).exit == 2);  // when was the last wage?
  const auto blocked = desk.data({"erase", "W-001", "--purpose", "left", "--last-settlement", "2023-10-31"});
  BOOST_TEST(blocked.at("state").as_string() == "blocked");
  BOOST_TEST(blocked.at("blocked_until").as_string() == "2026-10-31");
  BOOST_TEST(desk.data({"list"}).at("people").at(0).at("blocked_until").as_string() == "2026-10-31");
  BOOST_TEST(desk.run({"show", "W-001", "--purpose", "curious"}).exit == 7);
  BOOST_TEST(desk.run({"set", "W-001", "--phone", "1"}).exit == 7);
  BOOST_TEST(desk.data({"export", desk.path("all.csv"), "--purpose", "audit"}).at("people").as_int64() == 0);
  const auto kept = desk.data({"show", "W-001", "--purpose", "court order", "--blocked"});
  BOOST_TEST(kept.at("name").as_string() == kName);
  BOOST_TEST(!kept.as_object().contains("phone"));
  BOOST_TEST(!kept.as_object().contains("address"));
  BOOST_TEST(desk.run({"erase", "W-001", "--purpose", "left", "--last-settlement", "none"}).exit == 4);
  desk.tool.now_ms += 2 * kYearMs;
  BOOST_TEST(desk.data({"erase", "W-001", "--purpose", "left"}).at("state").as_string() == "blocked");
  desk.tool.now_ms += kYearMs;
  BOOST_TEST(desk.data({"erase", "W-001", "--purpose", "left"}).at("state").as_string() == "erased");
  BOOST_TEST((desk.actions() == std::vector<std::string>{"block", "show", "erase"}));
}

BOOST_AUTO_TEST_CASE(a_new_passphrase_opens_the_store_and_the_old_one_neither_it_nor_its_keys) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  auto store = PeopleStore::open(desk.store(), SecretText("correct horse battery"));
  BOOST_REQUIRE(store.has_value());
  BOOST_REQUIRE((*store)->rekey(SecretText("another passphrase"), {1, 8}).has_value());
  BOOST_TEST((*store)->find("W-001")->has_value());
  store->reset();
  BOOST_TEST(desk.run({"list"}).exit == 7);
  BOOST_TEST(!fs::exists(desk.store() / "keys.1"));
  desk.passphrase("another passphrase");
  BOOST_TEST(desk.run({"show", "W-001", "--purpose", "x"}).exit == 0);
}

BOOST_AUTO_TEST_CASE(a_rekeying_that_a_crash_interrupted_leaves_the_store_as_it_was) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  fs::create_directory(desk.store() / "keys.2");
  std::ofstream(desk.store() / "keys.2" / "0123") << "half";
  BOOST_TEST(desk.run({"show", "W-001", "--purpose", "x"}).exit == 0);
  BOOST_TEST(!fs::exists(desk.store() / "keys.2"));
}

BOOST_AUTO_TEST_CASE(an_old_store_file_put_back_by_hand_costs_no_keys) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  const auto old_file = read_file(desk.store() / "store.json", 1 << 20).value();
  {
    const auto store = PeopleStore::open(desk.store(), SecretText("correct horse battery"));
    BOOST_REQUIRE(store.has_value());
    BOOST_REQUIRE((*store)->rekey(SecretText("correct horse battery"), {1, 8}).has_value());
  }
  const auto new_file = read_file(desk.store() / "store.json", 1 << 20).value();
  BOOST_REQUIRE(replace_private_file(desk.store() / "store.json", old_file).has_value());
  BOOST_TEST(desk.run({"list"}).exit == 5);
  BOOST_REQUIRE(replace_private_file(desk.store() / "store.json", new_file).has_value());
  BOOST_TEST(desk.run({"show", "W-001", "--purpose", "x"}).exit == 0);
}

BOOST_AUTO_TEST_CASE(an_init_that_a_crash_interrupted_can_be_repeated) {
  Desk desk;
  fs::remove(desk.store() / "store.json");
  BOOST_TEST(desk.run({"init"}).exit == 0);
  BOOST_TEST(desk.run({"init"}).exit == 4);
}

BOOST_AUTO_TEST_CASE(backups_are_apart_and_a_changed_or_foreign_one_is_refused) {
  Desk desk;
  BOOST_REQUIRE(desk.add("W-001").exit == 0);
  const auto data = desk.path("data.backup");
  const auto keys = desk.path("keys.backup");
  BOOST_TEST(desk.run({"backup", "--data", data, "--keys", keys}).exit == 2);
  BOOST_TEST(desk.run({"backup"}).exit == 2);
  BOOST_REQUIRE(desk.run({"backup", "--data", data}).exit == 0);
  BOOST_REQUIRE(desk.run({"backup", "--keys", keys}).exit == 0);
  BOOST_TEST(desk.run({"backup", "--keys", keys}).exit == 4);  // nothing is overwritten
  const auto restore = [&](const std::string& d, const std::string& k, const std::string& to) {
    return desk.run({"restore", "--store", desk.path(to), "--data", d, "--keys", k}).exit;
  };
  BOOST_TEST(restore(keys, data, "a") == 4);
  auto text = read_file(data, 1 << 20).value();
  BOOST_TEST(restore(desk.tool.home.file("short", text.substr(0, text.size() / 2)), keys, "b") == 5);
  const auto at = text.find("\"v\":\"") + 10;
  text[at] = text[at] == '0' ? '1' : '0';
  BOOST_TEST(restore(desk.tool.home.file("changed", text), keys, "c") == 5);
  Desk other;
  BOOST_REQUIRE(other.run({"backup", "--keys", other.path("keys.backup")}).exit == 0);
  BOOST_TEST(restore(data, other.path("keys.backup"), "d") == 4);
  BOOST_TEST(desk.run({"erase", "W-001", "--purpose", "x", "--keys-backup", other.path("keys.backup")}).exit == 4);
  desk.passphrase("another passphrase");
  BOOST_TEST(restore(data, keys, "e") == 7);
  desk.passphrase("correct horse battery");
  BOOST_TEST(restore(data, keys, "f") == 0);
}

BOOST_AUTO_TEST_CASE(two_commands_do_not_work_on_one_store_at_once) {
  Desk desk;
  const auto store = PeopleStore::open(desk.store(), SecretText("correct horse battery"));
  BOOST_REQUIRE(store.has_value());
  const auto second = desk.run({"list"});
  BOOST_TEST(second.exit == 1);
  BOOST_TEST(code_of(second) == "BUSY");
}

// What a spreadsheet would run is a text in the sheet, and comes back as it was.
BOOST_AUTO_TEST_CASE(a_cell_that_looks_like_a_formula_is_none_in_the_sheet) {
  Person person;
  person.ref = "W-1";
  person.identity.name = "=HYPERLINK(1)";
  person.phone = "+86 138 0000 0000";
  const auto sheet = people_sheet(std::vector{person});
  BOOST_TEST(sheet.find(",=") == std::string::npos);
  BOOST_TEST(sheet.find(",+") == std::string::npos);
  const auto rows = read_people_sheet(sheet);
  BOOST_REQUIRE(rows.has_value());
  BOOST_REQUIRE(rows->size() == 1u);
  BOOST_TEST(*rows->front().change.name == person.identity.name);
  BOOST_TEST(*rows->front().change.phone == person.phone);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::cli
