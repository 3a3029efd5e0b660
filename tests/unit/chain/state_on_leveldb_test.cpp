// The state database on real LevelDB files that lose their newest part: never a state that contradicts its own root
// (campaign rule 4).
#include <boost/test/unit_test.hpp>

#include <stdlib.h>

#include <filesystem>
#include <map>

#include "chain/state/state_db.h"
#include "chain/storage/leveldb_state_store.h"

namespace xh::chain {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kHeights = 40;

struct LevelDbFolder {
  fs::path root;
  std::map<std::uint64_t, Hash256> roots;  // by height

  LevelDbFolder() {
    std::string name = (fs::temp_directory_path() / "xh-state-XXXXXX").string();
    BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    root = name;
    auto store = LevelDbStateStore::create(original());
    BOOST_REQUIRE(store);
    BOOST_REQUIRE(StateDb::create(**store, {}));
    auto db = StateDb::open(**store, {});
    BOOST_REQUIRE(db);
    for (std::uint64_t h = 0; h < kHeights; ++h) commit(**db, h);
  }
  ~LevelDbFolder() { fs::remove_all(root); }

  void commit(StateDb& db, std::uint64_t height) {
    const BranchPtr parent = db.finalized();
    Overlay overlay(*parent, Height{height});
    for (std::uint8_t i = 0; i < 8; ++i)
      overlay.put(StateKey(Bytes{'k', i}), Bytes(20, static_cast<std::uint8_t>(height)));
    overlay.put(StateKey(Bytes{'n', static_cast<std::uint8_t>(height)}), Bytes{1});
    const auto branch = db.seal(parent, overlay);
    BOOST_REQUIRE(branch);
    BOOST_REQUIRE(db.commit(*branch, {}));
    roots[height] = (*branch)->root();
  }

  std::string original() const { return (root / "original").string(); }
  // A fresh copy of the store, and the write-ahead log in it.
  std::string copy() const {
    const fs::path to = root / "copy";
    fs::remove_all(to);
    fs::copy(original(), to);
    return to.string();
  }
  static fs::path log_of(const std::string& dir) {
    for (const auto& entry : fs::directory_iterator(dir)) {
      if (entry.path().extension() == ".log") return entry.path();
    }
    BOOST_FAIL("no write-ahead log");
    return {};
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(state_on_leveldb)

BOOST_FIXTURE_TEST_CASE(a_reopened_store_has_the_last_root, LevelDbFolder) {
  auto store = LevelDbStateStore::open(original());
  BOOST_REQUIRE(store);
  auto db = StateDb::open(**store, {});
  BOOST_REQUIRE(db);
  BOOST_TEST((*db)->position()->height.value == kHeights - 1);
  BOOST_TEST(((*db)->finalized()->root() == roots[kHeights - 1]));
  BOOST_TEST((*db)->oldest_provable().value == 0U);
  for (std::uint64_t h = 0; h < kHeights; ++h) {
    const auto proof = (*db)->prove(StateKey(Bytes{'k', 3}), Height{h});
    BOOST_REQUIRE(proof);
    BOOST_TEST((proof->root == roots[h]));
    BOOST_TEST(verify_record_proof(Bytes{'k', 3}, *proof));
  }
}

BOOST_FIXTURE_TEST_CASE(a_log_cut_anywhere_gives_an_older_true_state_or_an_error, LevelDbFolder) {
  const auto size = fs::file_size(log_of(original()));
  std::size_t older = 0;
  for (std::uintmax_t cut = 0; cut < size; cut += size / 60 + 1) {
    const std::string dir = copy();
    fs::resize_file(log_of(dir), cut);
    auto store = LevelDbStateStore::open(dir);
    if (!store) {
      BOOST_TEST((store.error().fault == Fault::kLocal));
      continue;
    }
    auto db = StateDb::open(**store, {});
    if (!db) {
      BOOST_TEST((db.error().fault == Fault::kLocal));
      continue;
    }
    if (!(*db)->position()) continue;
    ++older;
    BOOST_TEST((*db)->position()->height.value < kHeights - 1);  // the block log tells (alignment.h): replay
    BOOST_TEST(((*db)->finalized()->root() == roots[(*db)->position()->height.value]));
  }
  BOOST_TEST(older > 10U);
}

BOOST_FIXTURE_TEST_CASE(a_flipped_log_byte_gives_a_true_state_or_an_error, LevelDbFolder) {
  const auto size = fs::file_size(log_of(original()));
  for (std::uintmax_t at = 7; at < size; at += size / 60 + 1) {
    const std::string dir = copy();
    const fs::path log = log_of(dir);
    std::FILE* file = std::fopen(log.c_str(), "r+b");
    BOOST_REQUIRE(file != nullptr);
    BOOST_REQUIRE(std::fseek(file, static_cast<long>(at), SEEK_SET) == 0);
    const int old = std::fgetc(file);
    BOOST_REQUIRE(std::fseek(file, static_cast<long>(at), SEEK_SET) == 0);
    std::fputc(old ^ 0x10, file);
    std::fclose(file);
    auto store = LevelDbStateStore::open(dir);
    if (!store) continue;
    auto db = StateDb::open(**store, {});
    if (!db || !(*db)->position()) continue;
    BOOST_TEST(((*db)->finalized()->root() == roots[(*db)->position()->height.value]));
  }
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
