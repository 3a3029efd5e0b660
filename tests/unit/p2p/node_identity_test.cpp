#include "p2p/node_identity.h"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/test/unit_test.hpp>
#include <fstream>

#include "p2p/limits.h"

namespace xh::p2p {
namespace {

namespace fs = std::filesystem;

// A fresh folder, removed at the end.
struct FolderFixture {
  fs::path folder;

  FolderFixture() {
    std::string name = (fs::temp_directory_path() / "xh-node-identity-XXXXXX").string();
    BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    folder = name;
  }
  ~FolderFixture() {
    std::error_code ignored;
    fs::remove_all(folder, ignored);
  }
  fs::path write_key_file(const std::string& text,
                          fs::perms mode = fs::perms::owner_read | fs::perms::owner_write) const {
    const auto file = folder / "written.json";
    std::ofstream(file) << text;
    fs::permissions(file, mode);
    return file;
  }
};

void refuses(const fs::path& file, const std::string& why) {
  const auto loaded = NodeIdentity::load(file);
  BOOST_REQUIRE(!loaded.has_value());
  BOOST_TEST((loaded.error().fault == chain::Fault::kLocal));
  BOOST_TEST(loaded.error().message.find(why) != std::string::npos, loaded.error().message);
  BOOST_TEST(loaded.error().message.find(file.string()) != std::string::npos, loaded.error().message);
}

const std::string kSeed = "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";
const std::string kPublic = "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a";

std::string key_file(const std::string& type, const std::string& version, const std::string& public_hex,
                     const std::string& private_hex) {
  return R"({"type":")" + type + R"(","version":)" + version + R"(,"public_key":")" + public_hex +
         R"(","private_key":")" + private_hex + R"("})";
}

BOOST_FIXTURE_TEST_SUITE(node_identity, FolderFixture)

BOOST_AUTO_TEST_CASE(the_public_key_is_that_of_rfc_8032_test_1) {
  const auto seed = chain::from_hex(kSeed);
  const auto identity = NodeIdentity::from_seed(*seed);
  BOOST_REQUIRE(identity.has_value());
  BOOST_TEST(chain::to_hex(identity->public_key().view()) == kPublic);
  BOOST_TEST(!NodeIdentity::from_seed(chain::Bytes(31, 1)).has_value());
}

BOOST_AUTO_TEST_CASE(a_saved_key_loads_and_its_file_is_private) {
  const auto file = folder / "node_key.json";
  const auto made = NodeIdentity::generate();
  BOOST_REQUIRE(made.has_value());
  BOOST_REQUIRE(made->save(file).has_value());
  struct stat info{};
  BOOST_REQUIRE(::stat(file.c_str(), &info) == 0);
  BOOST_TEST((info.st_mode & 07777) == 0600u);
  const auto loaded = NodeIdentity::load(file);
  BOOST_REQUIRE(loaded.has_value());
  BOOST_TEST((loaded->public_key() == made->public_key()));
  BOOST_TEST(chain::to_hex(loaded->seed()) == chain::to_hex(made->seed()));
  const auto other = NodeIdentity::generate();
  BOOST_REQUIRE(other.has_value());
  BOOST_TEST((other->public_key() != made->public_key()));
}

BOOST_AUTO_TEST_CASE(a_key_file_is_never_overwritten) {
  const auto file = folder / "node_key.json";
  const auto first = NodeIdentity::generate();
  const auto second = NodeIdentity::generate();
  BOOST_REQUIRE(first.has_value() && second.has_value());
  BOOST_REQUIRE(first->save(file).has_value());
  BOOST_TEST(!second->save(file).has_value());
  BOOST_TEST((NodeIdentity::load(file)->public_key() == first->public_key()));
}

BOOST_AUTO_TEST_CASE(a_file_open_to_others_is_refused_with_the_command_that_mends_it) {
  const auto text = key_file("xinghuo-node-key", "1", kPublic, kSeed);
  BOOST_TEST(NodeIdentity::load(write_key_file(text)).has_value());
  BOOST_TEST(NodeIdentity::load(write_key_file(text, fs::perms::owner_read)).has_value());
  for (const auto open :
       {fs::perms::group_read, fs::perms::others_read, fs::perms::group_write, fs::perms::others_exec}) {
    const auto file = write_key_file(text, fs::perms::owner_read | fs::perms::owner_write | open);
    refuses(file, "chmod 600 " + file.string());
  }
}

BOOST_AUTO_TEST_CASE(a_broken_key_file_is_refused_in_words) {
  refuses(folder / "absent.json", "No such file");
  refuses(write_key_file(""), "not a JSON object");
  refuses(write_key_file("[1]"), "not a JSON object");
  refuses(write_key_file("{}"), "\"type\"");
  refuses(write_key_file(key_file("other", "1", kPublic, kSeed)), "\"type\"");
  refuses(write_key_file(key_file("xinghuo-node-key", "2", kPublic, kSeed)), "unknown version");
  refuses(write_key_file(key_file("xinghuo-node-key", "1", kPublic, kSeed.substr(2))), "\"private_key\"");
  refuses(write_key_file(key_file("xinghuo-node-key", "1", kPublic, "zz" + kSeed.substr(2))), "\"private_key\"");
  refuses(write_key_file(key_file("xinghuo-node-key", "1", kSeed, kSeed)), "does not belong");
  refuses(write_key_file(std::string(kMaxKeyFileBytes + 1, ' ')), "longer than");
  refuses(write_key_file(std::string(kMaxKeyFileBytes, '[')), "not a JSON object");
}

BOOST_AUTO_TEST_CASE(a_folder_or_a_pipe_is_no_key_file) {
  const auto pipe = folder / "pipe";
  BOOST_REQUIRE(::mkfifo(pipe.c_str(), 0600) == 0);
  refuses(pipe, "not a regular file");
  const auto subfolder = folder / "folder";
  fs::create_directory(subfolder);
  refuses(subfolder, "not a regular file");
}

BOOST_AUTO_TEST_CASE(an_error_never_shows_the_secret) {
  const auto loaded = NodeIdentity::load(write_key_file(key_file("xinghuo-node-key", "1", kSeed, kSeed)));
  BOOST_REQUIRE(!loaded.has_value());
  BOOST_TEST(loaded.error().message.find(kSeed.substr(0, 8)) == std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::p2p
