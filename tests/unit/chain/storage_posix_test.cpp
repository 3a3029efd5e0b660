// The production disk, the data folder's lock and LevelDB on real files, in a folder of their own below the system's
// temporary one.
#include <boost/test/unit_test.hpp>

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "chain/storage/block_log.h"
#include "chain/storage/data_dir_lock.h"
#include "chain/storage/journal.h"
#include "chain/storage/leveldb_state_store.h"
#include "chain/storage/posix_file_system.h"

namespace xh::chain {
namespace {

namespace fs = std::filesystem;

struct TemporaryFolder {
  std::string path;
  PosixFileSystem disk;

  TemporaryFolder() {
    std::string name = (fs::temp_directory_path() / "xh-storage-XXXXXX").string();
    BOOST_REQUIRE(::mkdtemp(name.data()) != nullptr);
    path = name;
  }
  ~TemporaryFolder() { fs::remove_all(path); }
  std::string at(const std::string& name) const { return join_path(path, name); }
};

Bytes text(std::string_view s) {
  return Bytes(s.begin(), s.end());
}

StoreBatch batch_of(int from, int to) {
  StoreBatch batch;
  for (int i = from; i < to; ++i) {
    const std::string number = std::to_string(1000000 + i);
    batch.put(text("r" + number), text("value " + number));
  }
  return batch;
}

std::size_t count_rows(const StateStore& store, std::string_view prefix) {
  std::size_t count = 0;
  Bytes last;
  BOOST_REQUIRE(store.for_each(as_bytes(prefix), [&](BytesView key, BytesView) -> Status {
    BOOST_TEST((count == 0 || last < Bytes(key.begin(), key.end())));
    last.assign(key.begin(), key.end());
    ++count;
    return {};
  }));
  return count;
}

std::vector<fs::path> files_with(const std::string& dir, const std::string& extension) {
  std::vector<fs::path> out;
  for (const auto& entry : fs::directory_iterator(dir)) {
    if (entry.path().extension() == extension) out.push_back(entry.path());
  }
  return out;
}

bool is_private(const std::string& path) {
  return (fs::status(path).permissions() & (fs::perms::group_all | fs::perms::others_all)) == fs::perms::none;
}

// Changes one byte of the file, at a share of its length.
void damage(const fs::path& path, double share) {
  std::fstream file(path, std::ios::in | std::ios::out | std::ios::binary);
  const auto at = static_cast<std::streamoff>(static_cast<double>(fs::file_size(path)) * share);
  file.seekg(at);
  const char old = static_cast<char>(file.get());
  file.seekp(at);
  file.put(static_cast<char>(old ^ 0x20));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(storage_posix)

BOOST_FIXTURE_TEST_CASE(files_are_appended_read_cut_renamed_and_listed, TemporaryFolder) {
  BOOST_REQUIRE(disk.create_dirs(at("a/b/c")));
  BOOST_REQUIRE(disk.create_dirs(at("a/b/c")));
  const std::string file_path = at("a/b/c/file");
  {
    auto file = disk.open_append(file_path, OpenMode::kCreateNew);
    BOOST_REQUIRE(file);
    BOOST_REQUIRE((*file)->append(text("hello ")));
    BOOST_REQUIRE((*file)->append(text("world")));
    BOOST_REQUIRE((*file)->sync());
    BOOST_TEST((*file)->size() == 11U);
  }
  BOOST_REQUIRE(disk.truncate(file_path, 8));
  BOOST_REQUIRE(disk.rename(file_path, at("a/b/c/other")));
  BOOST_REQUIRE(disk.sync_dir(at("a/b/c")));
  BOOST_TEST((*disk.list(at("a/b/c")) == std::vector<std::string>{"other"}));
  BOOST_TEST(disk.list(at("a/b"))->empty());  // folders are not files
  auto reader = disk.open_read(at("a/b/c/other"));
  BOOST_REQUIRE(reader);
  BOOST_TEST((*(*reader)->read(2, 4) == text("llo ")));
  BOOST_TEST((*(*reader)->read(6, 100) == text("wo")));
  BOOST_TEST((*reader)->read(100, 4)->empty());
  auto again = disk.open_append(at("a/b/c/other"), OpenMode::kExisting);
  BOOST_REQUIRE(again);
  BOOST_TEST((*again)->size() == 8U);
  BOOST_REQUIRE(disk.remove(at("a/b/c/other")));
  BOOST_TEST(*disk.exists(at("a/b/c/other")) == false);
}

BOOST_FIXTURE_TEST_CASE(errors_name_the_path_and_tell_missing_from_broken, TemporaryFolder) {
  const auto missing = disk.open_read(at("none"));
  BOOST_TEST((missing.error().fault == Fault::kNotFound));
  BOOST_TEST(missing.error().message.find(at("none")) != std::string::npos);
  BOOST_TEST((disk.open_append(at("none"), OpenMode::kExisting).error().fault == Fault::kNotFound));
  BOOST_REQUIRE(disk.open_append(at("f"), OpenMode::kCreateNew));
  BOOST_TEST((disk.open_append(at("f"), OpenMode::kCreateNew).error().fault == Fault::kLocal));
  BOOST_TEST((disk.create_dirs(at("f")).error().fault == Fault::kLocal));
}

BOOST_FIXTURE_TEST_CASE(files_and_folders_are_for_their_owner_alone, TemporaryFolder) {
  BOOST_REQUIRE(disk.create_dirs(at("d")));
  BOOST_REQUIRE(disk.open_append(at("d/f"), OpenMode::kCreateNew));
  BOOST_TEST(is_private(at("d")));
  BOOST_TEST(is_private(at("d/f")));
}

BOOST_FIXTURE_TEST_CASE(block_log_and_journal_work_on_real_files, TemporaryFolder) {
  const ChainTag chain{};
  {
    auto log = BlockLog::create(disk, at("blocks"), chain, Height{1}, {4096});
    BOOST_REQUIRE(log);
    for (std::uint64_t h = 1; h <= 12; ++h) BOOST_REQUIRE((*log)->append({Height{h}, {}, Bytes(900, 1), Bytes(5, 2)}));
    auto journal = Journal::create(disk, at("journal"), {chain, {}, Epoch{1}});
    BOOST_REQUIRE(journal);
    BOOST_REQUIRE((*journal)->append(std::vector<JournalRecord>{{View{1}, text("one")}, {View{2}, text("two")}}));
    BOOST_REQUIRE((*journal)->prune(View{1}));
  }
  auto log = BlockLog::open(disk, at("blocks"), chain, {4096});
  BOOST_REQUIRE(log);
  BOOST_TEST((*log)->next_height().value == 13U);
  BOOST_TEST((*log)->read(Height{7})->block.size() == 900U);
  auto journal = Journal::open(disk, at("journal"), {chain, {}, Epoch{1}});
  BOOST_REQUIRE(journal);
  BOOST_TEST((journal->records == std::vector<JournalRecord>{{View{2}, text("two")}}));
}

BOOST_FIXTURE_TEST_CASE(a_second_process_cannot_take_the_data_folder, TemporaryFolder) {
  auto held = DataDirLock::acquire(disk, path);
  BOOST_REQUIRE(held);
  const pid_t child = ::fork();
  if (child == 0) {
    PosixFileSystem other;
    const auto second = DataDirLock::acquire(other, path);
    const bool refused =
        !second && second.error().fault == Fault::kLocal && second.error().message.find(path) != std::string::npos;
    ::_exit(refused ? 0 : 1);
  }
  int status = -1;
  BOOST_REQUIRE(::waitpid(child, &status, 0) == child);
  BOOST_TEST((WIFEXITED(status) && WEXITSTATUS(status) == 0));
  BOOST_TEST(!DataDirLock::acquire(disk, path));  // nor can this one take it twice
}

BOOST_FIXTURE_TEST_CASE(the_lock_is_free_again_when_its_holder_is_gone, TemporaryFolder) {
  {
    BOOST_REQUIRE(DataDirLock::acquire(disk, path));
  }
  BOOST_TEST(DataDirLock::acquire(disk, path).has_value());
  BOOST_TEST(!DataDirLock::acquire(disk, at("no-such-folder")));
}

BOOST_FIXTURE_TEST_CASE(leveldb_store_keeps_batches_across_a_reopen, TemporaryFolder) {
  {
    auto store = LevelDbStateStore::create(at("state"));
    BOOST_REQUIRE(store);
    BOOST_REQUIRE((*store)->write(batch_of(0, 1000)));
    StoreBatch change;
    change.remove(text("r1000003"));
    change.put(text("r1000004"), {});
    change.put(text("m1"), text("meta"));
    BOOST_REQUIRE((*store)->write(change));
  }
  auto store = LevelDbStateStore::open(at("state"));
  BOOST_REQUIRE(store);
  BOOST_TEST(count_rows(**store, "r") == 999U);
  BOOST_TEST(count_rows(**store, "r10000") == 99U);
  BOOST_TEST(count_rows(**store, "") == 1000U);
  BOOST_TEST(((*store)->get(as_bytes("r1000003"))->has_value() == false));
  BOOST_TEST(((*store)->get(as_bytes("r1000004"))->value().empty()));
  BOOST_TEST(((*store)->get(as_bytes("r1000005"))->value() == text("value 1000005")));
}

BOOST_FIXTURE_TEST_CASE(leveldb_store_is_created_once_and_opened_only_if_it_exists, TemporaryFolder) {
  BOOST_TEST((LevelDbStateStore::open(at("state")).error().fault == Fault::kLocal));
  BOOST_TEST(!fs::exists(at("state/CURRENT")));
  BOOST_REQUIRE(LevelDbStateStore::create(at("state")));
  BOOST_TEST((LevelDbStateStore::create(at("state")).error().fault == Fault::kLocal));
}

BOOST_FIXTURE_TEST_CASE(leveldb_store_without_its_current_file_is_refused_and_keeps_its_tables, TemporaryFolder) {
  {
    auto store = LevelDbStateStore::create(at("state"));
    BOOST_REQUIRE(store);
    BOOST_REQUIRE((*store)->write(batch_of(0, 1000)));
  }
  {
    BOOST_REQUIRE(LevelDbStateStore::open(at("state")));
  }  // moves the log into a table
  const std::size_t tables = files_with(at("state"), ".ldb").size();
  BOOST_REQUIRE(tables > 0U);
  fs::remove(at("state/CURRENT"));
  const auto reopened = LevelDbStateStore::open(at("state"));
  BOOST_REQUIRE(!reopened);
  BOOST_TEST(reopened.error().message.find("rebuild the state") != std::string::npos);
  BOOST_TEST(files_with(at("state"), ".ldb").size() == tables);
}

BOOST_FIXTURE_TEST_CASE(a_damaged_leveldb_table_is_an_error_at_open_or_at_the_read, TemporaryFolder) {
  {
    auto store = LevelDbStateStore::create(at("state"));
    BOOST_REQUIRE(store);
    BOOST_REQUIRE((*store)->write(batch_of(0, 5000)));
  }
  {
    BOOST_REQUIRE(LevelDbStateStore::open(at("state")));
  }
  const auto tables = files_with(at("state"), ".ldb");
  BOOST_REQUIRE(!tables.empty());
  damage(tables[0], 0.4);
  auto store = LevelDbStateStore::open(at("state"));
  if (!store) {
    BOOST_TEST((store.error().fault == Fault::kLocal));
    return;
  }
  const auto read = (*store)->for_each({}, [](BytesView, BytesView) -> Status { return {}; });
  BOOST_REQUIRE(!read);
  BOOST_TEST((read.error().fault == Fault::kLocal));
  BOOST_TEST(!(*store)->write(batch_of(0, 1)));  // once failed, always failed
  BOOST_TEST(!(*store)->get(as_bytes("r1000000")));
}

BOOST_FIXTURE_TEST_CASE(a_destroyed_leveldb_store_can_be_made_anew, TemporaryFolder) {
  {
    BOOST_REQUIRE((*LevelDbStateStore::create(at("state")))->write(batch_of(0, 10)));
  }
  BOOST_REQUIRE(LevelDbStateStore::destroy(at("state")));
  auto store = LevelDbStateStore::create(at("state"));
  BOOST_REQUIRE(store);
  BOOST_TEST(count_rows(**store, "") == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
