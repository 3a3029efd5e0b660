// The data folder on a real disk: each kind of file that LevelDB keeps is damaged, cut or removed in turn, and the
// node's ledger is the same again, without a peer.
#include <fstream>

#include "node/app/data_folder.h"
#include "tests/unit/node/core_fixture.h"
#include "tests/unit/node/temporary_folder.h"

namespace xh::node {
namespace {

namespace fs = std::filesystem;

constexpr std::uint64_t kBlocks = 6;

struct OnDisk {
  xh::test::TemporaryFolder folder;
  sim::Consortium consortium{test::kValidators};
  NodeConfig config = default_config(folder.path());
  chain::BlockId tip;
  chain::Hash256 root;
  std::vector<std::string> warnings;
  std::unique_ptr<DataFolder> data;

  OnDisk() {
    BOOST_REQUIRE_EQUAL(open(), "");
    test::CoreLedger source(consortium);
    BOOST_REQUIRE_EQUAL(source.open(true), "");
    auto& ledger = data->ledger();
    for (std::uint64_t n = 1; n <= kBlocks; ++n) {
      const auto block = source.commit({test::sample_tx(consortium, n)});
      const auto header = *chain::decode<chain::Header>(block.block.header);
      const auto executed =
          ledger.executor().execute(ledger.executor().finalized(), {header.height, header.timestamp, header.view},
                                    *ledger.parse_bodies(block.block.transactions));
      BOOST_REQUIRE(executed.has_value());
      BOOST_REQUIRE(ledger.commit(header, block.block, *executed, block.finalization).has_value());
    }
    tip = ledger.tip().block.id;
    root = ledger.tip_header().state_root;
    data.reset();
    // Once more: LevelDB turns its log into a table when it opens.
    BOOST_REQUIRE_EQUAL(open(), "");
    data.reset();
    fs::copy(config.data_dir, folder.path() / "good", fs::copy_options::recursive);
  }

  std::string open() {
    warnings.clear();
    auto opened =
        DataFolder::open(config, consortium.genesis(),
                         {[](const std::string&) {}, [this](const std::string& text) { warnings.push_back(text); }});
    if (!opened) return opened.error().message;
    if ((*opened)->lacks_blocks()) return "lacks blocks";
    if (auto ok = (*opened)->open_ledger(); !ok) return ok.error().message;
    data = std::move(*opened);
    return {};
  }
  // Reads all that the node would read; what only shows then is mended at the next start.
  void check_same() {
    if (!reads_all()) {
      BOOST_REQUIRE(data->remember_damage().has_value());
      data.reset();
      BOOST_REQUIRE_EQUAL(open(), "");
      BOOST_TEST(!warnings.empty());
      BOOST_TEST(reads_all());
    }
    BOOST_TEST(data->ledger().height().value == kBlocks);
    BOOST_TEST((data->ledger().tip().block.id == tip));
    BOOST_TEST((data->ledger().state().finalized()->root() == root));
    data.reset();
  }
  bool reads_all() {
    const auto& index = data->ledger().index();
    for (std::uint64_t n = 1; n <= kBlocks; ++n) {
      const auto place = index.find_transaction(test::sample_tx(consortium, n)->id);
      const auto receipts = index.receipts(chain::Height{n});
      if (!place || !receipts) return false;
      BOOST_TEST(place->has_value());
    }
    return true;
  }
  void heal() {
    data.reset();
    fs::remove_all(config.data_dir);
    fs::copy(folder.path() / "good", config.data_dir, fs::copy_options::recursive);
  }
  std::vector<fs::path> state_files() const {
    std::vector<fs::path> out;
    for (const auto& entry : fs::directory_iterator(config.data_dir / "state")) {
      const auto name = entry.path().filename().string();
      if (name != "LOCK" && name != "LOG" && name != "LOG.old") out.push_back(name);
    }
    return out;
  }
};

void flip(const fs::path& file, std::uintmax_t at) {
  std::fstream stream(file, std::ios::in | std::ios::out | std::ios::binary);
  stream.seekg(static_cast<std::streamoff>(at));
  const char byte = static_cast<char>(stream.get() ^ 0x10);
  stream.seekp(static_cast<std::streamoff>(at));
  stream.put(byte);
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(core_repair_leveldb, OnDisk)

BOOST_AUTO_TEST_CASE(whole_folder_opens_without_a_warning) {
  BOOST_REQUIRE_EQUAL(open(), "");
  BOOST_TEST(warnings.empty());
  check_same();
}

BOOST_AUTO_TEST_CASE(flipped_byte_in_any_state_file_gives_the_same_ledger) {
  for (const auto& name : state_files()) {
    const auto size = fs::file_size(config.data_dir / "state" / name);
    if (size == 0) continue;
    for (const auto at : {std::uintmax_t{0}, size / 3, size / 2, size - 1}) {
      flip(config.data_dir / "state" / name, at);
      BOOST_TEST(open() == "", name.string() << " at " << at);
      if (data) check_same();
      heal();
    }
  }
}

BOOST_AUTO_TEST_CASE(state_file_cut_or_removed_gives_the_same_ledger) {
  for (const auto& name : state_files()) {
    for (const bool remove : {true, false}) {
      const auto file = config.data_dir / "state" / name;
      if (remove) fs::remove(file);
      if (!remove) fs::resize_file(file, fs::file_size(file) / 2);
      const auto error = open();
      BOOST_TEST(error == "", name.string() << (remove ? " removed: " : " cut: ") << error);
      if (data) check_same();
      heal();
    }
  }
}

BOOST_AUTO_TEST_CASE(damaged_state_is_kept_aside_and_a_removed_one_rebuilt) {
  fs::remove(config.data_dir / "state" / "CURRENT");
  BOOST_REQUIRE_EQUAL(open(), "");
  check_same();
  BOOST_TEST(!warnings.empty());
  BOOST_TEST(fs::exists(config.data_dir / "state.damaged-1"));
  BOOST_TEST(!fs::exists(config.data_dir / "state.rebuild"));
  fs::remove_all(config.data_dir / "state");
  BOOST_REQUIRE_EQUAL(open(), "");
  check_same();
}

BOOST_AUTO_TEST_CASE(half_made_rebuild_of_a_killed_process_is_made_anew) {
  fs::rename(config.data_dir / "state", config.data_dir / "state.rebuild");
  fs::remove(config.data_dir / "state.rebuild" / "CURRENT");
  BOOST_REQUIRE_EQUAL(open(), "");
  check_same();
}

BOOST_AUTO_TEST_CASE(damaged_or_lost_log_waits_for_its_blocks) {
  for (const auto& entry : fs::directory_iterator(config.data_dir / "blocks")) {
    flip(entry.path(), fs::file_size(entry.path()) / 2);
  }
  BOOST_TEST(open() == "lacks blocks");
  heal();
  fs::remove_all(config.data_dir / "blocks");
  BOOST_TEST(open() == "lacks blocks");
}

BOOST_AUTO_TEST_CASE(second_process_is_kept_out) {
  BOOST_REQUIRE_EQUAL(open(), "");
  auto second = DataFolder::open(config, consortium.genesis(), {[](const std::string&) {}, [](const std::string&) {}});
  BOOST_TEST(!second.has_value());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::node
