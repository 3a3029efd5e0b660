// Key files: what a passphrase protects, what permissions protect, and that both say so.
#include "cli/wallet/key_file.h"

#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "cli/wallet/key_ring.h"
#include "cli/wallet/passphrase.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

constexpr ArgonCost kCheap{1, 8};
constexpr std::string_view kWords = "legal winner thank year wave sausage worth useful legal winner thank yellow";

KeyMaterial material() {
  return material_from_words(kWords, 3).value();
}

BOOST_AUTO_TEST_SUITE(key_file)

BOOST_AUTO_TEST_CASE(a_sealed_key_opens_with_its_passphrase_only) {
  const auto file = seal_key(material(), SecretText("correct horse"), kCheap);
  BOOST_REQUIRE(file.has_value());
  const auto opened = open_key(*file, SecretText("correct horse"));
  BOOST_REQUIRE(opened.has_value());
  BOOST_TEST((opened->secret.get() == material().secret.get()));
  BOOST_TEST((opened->entropy.get() == material().entropy.get()));
  BOOST_TEST(opened->path == "m/44'/22600'/0'/0/3");
  const auto wrong = open_key(*file, SecretText("correct house"));
  BOOST_REQUIRE(!wrong.has_value());
  BOOST_TEST(static_cast<int>(wrong.error().exit) == 7);
  BOOST_TEST(wrong.error().code == "WRONG_PASSPHRASE");
}

BOOST_AUTO_TEST_CASE(a_changed_key_file_does_not_open) {
  const auto file = seal_key(material(), SecretText("correct horse"), kCheap).value();
  auto other_account = file;
  other_account.account.bytes[0] ^= 1;
  auto other_cost = file;
  other_cost.argon2id_passes = 2;
  auto other_content = file;
  other_content.sealed[0] ^= 1;
  auto other_key = file;
  other_key.public_key.bytes[5] ^= 1;
  for (const auto& changed : {other_account, other_cost, other_content, other_key}) {
    const auto opened = open_key(changed, SecretText("correct horse"));
    BOOST_REQUIRE(!opened.has_value());
    BOOST_TEST(static_cast<int>(opened.error().exit) == 7);
  }
}

BOOST_AUTO_TEST_CASE(a_file_cannot_ask_for_unbounded_memory) {
  auto file = seal_key(material(), SecretText("correct horse"), kCheap).value();
  file.argon2id_memory_kib = kMaxArgonMemoryKib + 1;
  BOOST_TEST(static_cast<int>(open_key(file, SecretText("correct horse")).error().exit) == 4);
}

BOOST_AUTO_TEST_CASE(the_sealed_file_does_not_hold_the_secret) {
  const auto file = seal_key(material(), SecretText("correct horse"), kCheap).value();
  const auto text = chain::json::serialize(chain::to_json(file));
  BOOST_TEST(text.find(chain::to_hex(material().secret.get())) == std::string::npos);
  BOOST_TEST(text.find(chain::to_hex(material().entropy.get())) == std::string::npos);
}

BOOST_AUTO_TEST_CASE(an_unprotected_file_says_so) {
  const auto file = unprotected_key(material()).value();
  BOOST_TEST(!file.is_protected());
  BOOST_TEST(file.warning.starts_with("UNPROTECTED"));
  BOOST_TEST((open_key(file, {}).value().secret.get() == material().secret.get()));
}

BOOST_AUTO_TEST_CASE(files_are_private_and_are_never_overwritten) {
  const test::ScratchFolder folder;
  const auto path = folder.path() / "keys" / "a.json";
  const auto file = unprotected_key(material()).value();
  BOOST_TEST(write_key_file(path, file).has_value());
  struct stat info{};
  BOOST_REQUIRE(::stat(path.c_str(), &info) == 0);
  BOOST_TEST((info.st_mode & 0777) == 0600u);
  BOOST_TEST((read_key_file(path).value().public_key == file.public_key));
  const auto again = write_key_file(path, file);
  BOOST_REQUIRE(!again.has_value());
  BOOST_TEST(static_cast<int>(again.error().exit) == 4);
}

BOOST_AUTO_TEST_CASE(a_file_that_others_may_read_is_refused_with_advice) {
  const test::ScratchFolder folder;
  const auto path = folder.path() / "a.json";
  BOOST_REQUIRE(write_key_file(path, unprotected_key(material()).value()).has_value());
  for (const unsigned mode : {0640u, 0604u, 0660u}) {
    std::filesystem::permissions(path, static_cast<std::filesystem::perms>(mode));
    const auto read = read_key_file(path);
    BOOST_REQUIRE(!read.has_value());
    BOOST_TEST(static_cast<int>(read.error().exit) == 7);
    BOOST_TEST(read.error().message.find("chmod 600") != std::string::npos);
  }
}

BOOST_AUTO_TEST_CASE(a_passphrase_file_that_others_may_read_is_refused) {
  const test::ScratchFolder folder;
  const auto loose = ask_passphrase({std::nullopt, folder.file("p", "correct horse\n", 0644)}, "", false);
  BOOST_REQUIRE(!loose.has_value());
  BOOST_TEST(loose.error().code == "LOOSE_PERMISSIONS");
  const auto tight = ask_passphrase({std::nullopt, folder.file("q", "correct horse\r\nsecond line\n")}, "", false);
  BOOST_REQUIRE(tight.has_value());
  BOOST_TEST(tight->get() == "correct horse");
}

BOOST_AUTO_TEST_CASE(a_short_new_passphrase_is_refused) {
  const test::ScratchFolder folder;
  BOOST_TEST(ask_passphrase({std::nullopt, folder.file("p", "short\n")}, "", true).error().code == "SHORT_PASSPHRASE");
}

BOOST_AUTO_TEST_CASE(key_names_cannot_leave_their_folder) {
  for (const std::string name : {"", "../x", "a/b", ".hidden", "a\nb", std::string(65, 'a').c_str()})
    BOOST_TEST(!check_key_name(name).has_value(), name);
  BOOST_TEST(check_key_name("张三").has_value());
  BOOST_TEST(check_key_name("worker-7").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
