// Private files, the validator key's file, and the check of a whole home.
#include <sys/stat.h>

#include <boost/test/unit_test.hpp>

#include "node/config/private_file.h"
#include "node/config/validator_key.h"
#include "tests/unit/node/temporary_folder.h"

using namespace xh;
using namespace xh::node;

namespace {

mode_t mode_of(const std::filesystem::path& path) {
  struct stat info{};
  BOOST_REQUIRE(::stat(path.c_str(), &info) == 0);
  return info.st_mode & 0777;
}

struct Fixture : test::TemporaryFolder {
  std::filesystem::path file = path() / "validator_key.json";
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(config_keys, Fixture)

BOOST_AUTO_TEST_CASE(saved_validator_key_loads_back_and_is_private) {
  const auto key = generate_validator_key();
  BOOST_REQUIRE(key);
  BOOST_REQUIRE(save_validator_key(*key, file));
  BOOST_TEST(mode_of(file) == 0600u);
  const auto loaded = load_validator_key(file);
  BOOST_REQUIRE(loaded);
  BOOST_TEST((loaded->public_key() == key->public_key()));
}

BOOST_AUTO_TEST_CASE(two_generated_keys_differ) {
  const auto one = generate_validator_key();
  const auto two = generate_validator_key();
  BOOST_REQUIRE((one && two));
  BOOST_TEST((one->public_key() != two->public_key()));
}

BOOST_AUTO_TEST_CASE(existing_key_is_never_overwritten) {
  const auto key = generate_validator_key();
  BOOST_REQUIRE(save_validator_key(*key, file));
  const auto other = generate_validator_key();
  const auto refused = save_validator_key(*other, file);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message.find("not overwritten") != std::string::npos);
  BOOST_TEST((load_validator_key(file)->public_key() == key->public_key()));
}

BOOST_AUTO_TEST_CASE(key_open_to_others_is_refused_and_chmod_named) {
  BOOST_REQUIRE(save_validator_key(*generate_validator_key(), file));
  BOOST_REQUIRE(::chmod(file.c_str(), 0640) == 0);
  const auto refused = load_validator_key(file);
  BOOST_REQUIRE(!refused);
  BOOST_TEST(refused.error().message.find("chmod 600") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(damaged_key_files_are_refused) {
  BOOST_REQUIRE(save_validator_key(*generate_validator_key(), file));
  const auto good = *read_text_file(file, 4096);
  const auto load_text = [&](const std::string& text) {
    BOOST_REQUIRE(replace_file(file, text, 0600));
    return load_validator_key(file).has_value();
  };
  BOOST_TEST(load_text(good));
  auto other_public = good;
  const auto digit = good.find("\"public_key\":\"") + 14;
  other_public[digit] = good[digit] == '0' ? '1' : '0';
  BOOST_TEST(!load_text(other_public));
  BOOST_TEST(!load_text(good.substr(0, good.size() / 2)));
  BOOST_TEST(!load_text("[]"));
  BOOST_TEST(!load_text(""));
  auto other_version = good;
  other_version.replace(good.find("\"version\":1"), 11, "\"version\":2");
  BOOST_TEST(!load_text(other_version));
  BOOST_TEST(!load_text(std::string(5000, ' ') + good));
}

BOOST_AUTO_TEST_CASE(missing_file_is_told_from_a_bad_one) {
  BOOST_TEST((read_text_file(path() / "none", 10).error().fault == chain::Fault::kNotFound));
  BOOST_TEST((read_text_file(path(), 10).error().fault == chain::Fault::kLocal));
}

BOOST_AUTO_TEST_CASE(file_of_exactly_the_limit_is_read_and_one_byte_more_refused) {
  BOOST_REQUIRE(write_new_file(file, "0123456789", kPublicFileMode));
  BOOST_TEST(*read_text_file(file, 10) == "0123456789");
  BOOST_TEST(!read_text_file(file, 9));
}

BOOST_AUTO_TEST_CASE(replaced_file_has_the_new_text_and_no_leftover) {
  BOOST_REQUIRE(write_new_file(file, "old", kPublicFileMode));
  BOOST_REQUIRE(write_new_file(file.string() + ".new", "left by a crash", kPublicFileMode));
  BOOST_REQUIRE(replace_file(file, "new", kPublicFileMode));
  BOOST_TEST(*read_text_file(file, 100) == "new");
  BOOST_TEST(!std::filesystem::exists(file.string() + ".new"));
}

BOOST_AUTO_TEST_CASE(new_folders_are_private) {
  BOOST_REQUIRE(make_private_dirs(path() / "a" / "b"));
  BOOST_TEST(mode_of(path() / "a") == 0700u);
  BOOST_TEST(mode_of(path() / "a" / "b") == 0700u);
  BOOST_TEST(make_private_dirs(path() / "a" / "b").has_value());
}

BOOST_AUTO_TEST_SUITE_END()
