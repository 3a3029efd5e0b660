// Exit codes of the command line, from words to result.
#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <boost/test/unit_test.hpp>
#include <cstdio>
#include <iostream>
#include <utility>

#include "chain/crypto/schnorr.h"
#include "node/config/config.h"
#include "node/config/genesis_file.h"
#include "node/config/private_file.h"
#include "node/ops/commands.h"
#include "node/ops/home.h"
#include "tests/unit/node/temporary_folder.h"

using namespace xh;
using namespace xh::node;

namespace {

// What a command prints goes nowhere here: the exit code is what these cases are about.
class Quiet {
 public:
  Quiet() {
    std::fflush(nullptr);
    const int nowhere = ::open("/dev/null", O_WRONLY | O_CLOEXEC);
    for (auto& [stream, kept] : streams_) {
      kept = ::dup(stream);
      ::dup2(nowhere, stream);
    }
    ::close(nowhere);
  }
  ~Quiet() {
    std::cout.flush();
    std::fflush(nullptr);
    for (const auto& [stream, kept] : streams_) {
      ::dup2(kept, stream);
      ::close(kept);
    }
  }
  Quiet(const Quiet&) = delete;
  Quiet& operator=(const Quiet&) = delete;

 private:
  std::array<std::pair<int, int>, 2> streams_ = {{{STDOUT_FILENO, -1}, {STDERR_FILENO, -1}}};
};

int run(std::vector<std::string> words) {
  const Quiet quiet;
  std::vector<const char*> argv = {"xinghuod"};
  for (const auto& word : words) argv.push_back(word.c_str());
  return run_command_line(static_cast<int>(argv.size()), argv.data());
}

std::string public_key(std::uint8_t number) {
  chain::Bytes secret(32, 0);
  secret.back() = number;
  return chain::to_hex(chain::SecretKey::from_bytes(secret)->public_key().view());
}

struct Fixture : test::TemporaryFolder {
  std::string home(int i) const { return (path() / ("home" + std::to_string(i))).string(); }
  std::string genesis = (path() / "genesis.json").string();

  int make_genesis(const std::string& blinding = std::string(64, '1')) {
    std::vector<std::string> words = {
        "genesis", "new", "--chain-id", "xinghuo-test-1", "--time", "2026-03-01T00:00:00Z", "--out", genesis};
    words.insert(words.end(), {"--blinding", blinding});
    const std::vector<std::string> members = {"union:union:", "acme:employer:", "bank:bank:", "office:regulator:"};
    for (std::uint8_t i = 0; i < 4; ++i)
      words.insert(words.end(), {"--member", members[i] + public_key(static_cast<std::uint8_t>(i + 1))});
    return run(words);
  }
  int add_validator(int i, const std::string& member) {
    const auto keys = read_keys(default_config(home(i)));
    BOOST_REQUIRE(keys);
    return run({"genesis", "add-validator", genesis, "--operator", member, "--key",
                chain::to_hex(keys->validator.view()), "--node-key", chain::to_hex(keys->node.view()), "--address",
                "127.0.0.1:" + std::to_string(41'000 + i)});
  }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ops_command_line, Fixture)

BOOST_AUTO_TEST_CASE(version_and_help_succeed) {
  BOOST_TEST(run({"version"}) == 0);
  BOOST_TEST(run({"version", "-o", "json"}) == 0);
  BOOST_TEST(run({"testnet", "clock", "--help"}) == 0);
}

BOOST_AUTO_TEST_CASE(words_that_make_no_command_give_2) {
  BOOST_TEST(run({}) == 2);
  BOOST_TEST(run({"frobnicate"}) == 2);
  BOOST_TEST(run({"testnet"}) == 2);
  BOOST_TEST(run({"testnet", "sideways"}) == 2);
  BOOST_TEST(run({"version", "--loud"}) == 2);
  BOOST_TEST(run({"version", "-o", "yaml"}) == 2);
  BOOST_TEST(run({"start"}) == 2);
  BOOST_TEST(run({"status"}) == 2);
  BOOST_TEST(run({"testnet", "kill", "--dir", "x"}) == 2);
}

BOOST_AUTO_TEST_CASE(missing_home_gives_3) {
  BOOST_TEST(run({"start", "--home", home(0)}) == 3);
  BOOST_TEST(run({"config", "validate", "--home", home(0)}) == 3);
}

BOOST_AUTO_TEST_CASE(missing_or_damaged_genesis_file_gives_4_and_an_unfit_one_5) {
  BOOST_TEST(run({"genesis", "validate", genesis}) == 4);
  BOOST_REQUIRE(make_genesis() == 0);
  BOOST_TEST(run({"genesis", "validate", genesis}) == 5);  // no validators yet
  BOOST_TEST(run({"genesis", "hash", genesis}) == 0);
  BOOST_REQUIRE(replace_file(genesis, "{", kPublicFileMode));
  BOOST_TEST(run({"genesis", "validate", genesis}) == 4);
}

BOOST_AUTO_TEST_CASE(nobody_at_the_api_gives_6) {
  BOOST_TEST(run({"status", "--api", "127.0.0.1:1"}) == 6);
}

BOOST_AUTO_TEST_CASE(existing_keys_are_kept_and_7_says_so) {
  BOOST_TEST(run({"keys", "show", "--home", home(0)}) == 7);
  BOOST_TEST(run({"keys", "gen", "--home", home(0)}) == 0);
  const auto before = read_keys(default_config(home(0)));
  BOOST_TEST(run({"keys", "gen", "--home", home(0)}) == 7);
  BOOST_TEST((read_keys(default_config(home(0)))->validator == before->validator));
  BOOST_TEST(run({"keys", "show", "--home", home(0)}) == 0);
}

BOOST_AUTO_TEST_CASE(genesis_file_is_not_overwritten) {
  BOOST_REQUIRE(make_genesis() == 0);
  const auto before = *read_text_file(genesis, chain::kMaxGenesisBytes);
  BOOST_TEST(make_genesis(std::string(64, '2')) != 0);
  BOOST_TEST(*read_text_file(genesis, chain::kMaxGenesisBytes) == before);
}

BOOST_AUTO_TEST_CASE(same_options_and_blinding_give_the_same_file) {
  BOOST_REQUIRE(make_genesis() == 0);
  const auto first = *read_text_file(genesis, chain::kMaxGenesisBytes);
  std::filesystem::remove(genesis);
  BOOST_REQUIRE(make_genesis() == 0);
  BOOST_TEST(*read_text_file(genesis, chain::kMaxGenesisBytes) == first);
}

// The way of a real consortium: keys at each member, one genesis, a home at each member.
BOOST_AUTO_TEST_CASE(four_members_come_from_keys_to_homes_that_can_start) {
  for (int i = 0; i < 4; ++i) BOOST_REQUIRE(run({"keys", "gen", "--home", home(i)}) == 0);
  BOOST_REQUIRE(make_genesis() == 0);
  int i = 0;
  for (const auto* member : {"union", "acme", "bank", "office"}) BOOST_REQUIRE(add_validator(i++, member) == 0);
  BOOST_TEST(run({"genesis", "validate", genesis}) == 0);
  for (i = 0; i < 4; ++i) {
    BOOST_TEST(run({"init", "--home", home(i), "--genesis", genesis}) == 0);
    BOOST_TEST(run({"config", "validate", "--home", home(i)}) == 0);
    BOOST_TEST(run({"init", "--home", home(i), "--genesis", genesis}) != 0);
  }
}

// Only a key that was made here and never had a journal gets epoch 0's: one that was kept may have signed in it.
BOOST_AUTO_TEST_CASE(init_makes_a_journal_for_an_unused_key_and_for_no_other) {
  namespace fs = std::filesystem;
  const auto journal = [&](int i) { return fs::exists(fs::path(home(i)) / "data" / "journal-0000000000"); };
  const auto mark = [&](int i) { return fs::exists(fs::path(home(i)) / "config" / "validator_key.unused"); };
  for (int i = 0; i < 4; ++i) BOOST_REQUIRE(run({"keys", "gen", "--home", home(i)}) == 0);
  BOOST_TEST(mark(0));
  BOOST_REQUIRE(make_genesis() == 0);
  int i = 0;
  for (const auto* member : {"union", "acme", "bank", "office"}) BOOST_REQUIRE(add_validator(i++, member) == 0);
  BOOST_REQUIRE(run({"init", "--home", home(0), "--genesis", genesis}) == 0);
  BOOST_TEST(journal(0));
  BOOST_TEST(!mark(0));
  BOOST_REQUIRE(run({"init", "--home", home(5), "--genesis", genesis}) == 0);  // which makes the keys as well
  BOOST_TEST(journal(5));
  BOOST_TEST(!mark(5));
  // The machine is lost; the key comes back from its backup, once alone and once beside another key's mark.
  fs::create_directories(fs::path(home(6)) / "config");
  fs::permissions(fs::path(home(6)) / "config", fs::perms::owner_all);
  fs::copy(fs::path(home(0)) / "config" / "validator_key.json", fs::path(home(6)) / "config" / "validator_key.json");
  BOOST_REQUIRE(run({"init", "--home", home(6), "--genesis", genesis}) == 0);
  BOOST_TEST(!journal(6));
  const auto kept = fs::path(home(1)) / "config" / "validator_key.json";
  fs::copy(fs::path(home(0)) / "config" / "validator_key.json", kept, fs::copy_options::overwrite_existing);
  BOOST_REQUIRE(run({"init", "--home", home(1), "--genesis", genesis}) == 0);
  BOOST_TEST(!journal(1));
}

BOOST_AUTO_TEST_SUITE_END()
