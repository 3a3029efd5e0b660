// The simulator's disk keeps the durability contract of file_system.h to the letter: what was not synced is gone.
#include <boost/test/unit_test.hpp>

#include "chain/storage/memory_file_system.h"

namespace xh::chain {
namespace {

Bytes text(std::string_view s) {
  return Bytes(s.begin(), s.end());
}

struct Disk {
  MemoryFileSystem fs;
  Disk() { BOOST_REQUIRE(fs.create_dirs("d")); }
  std::unique_ptr<AppendFile> make(const std::string& path) {
    auto file = fs.open_append(path, OpenMode::kCreateNew);
    BOOST_REQUIRE(file);
    return std::move(*file);
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(storage_memory_file_system)

BOOST_FIXTURE_TEST_CASE(synced_bytes_of_a_synced_name_survive_and_later_ones_do_not, Disk) {
  auto file = make("d/a");
  BOOST_REQUIRE(file->append(text("synced")));
  BOOST_REQUIRE(file->sync());
  BOOST_REQUIRE(fs.sync_dir("d"));
  BOOST_REQUIRE(file->append(text(" not")));
  BOOST_TEST((fs.content("d/a") == text("synced not")));
  fs.crash();
  BOOST_TEST((fs.content("d/a") == text("synced")));
}

BOOST_FIXTURE_TEST_CASE(a_name_that_was_not_synced_is_gone_though_its_bytes_were, Disk) {
  auto file = make("d/a");
  BOOST_REQUIRE(file->append(text("x")));
  BOOST_REQUIRE(file->sync());
  fs.crash();
  BOOST_TEST(*fs.exists("d/a") == false);
}

BOOST_FIXTURE_TEST_CASE(an_unsynced_rename_falls_back_to_the_old_file, Disk) {
  BOOST_REQUIRE(make("d/old")->append({}));
  fs.overwrite("d/old", text("old"));
  auto fresh = make("d/new");
  BOOST_REQUIRE(fresh->append(text("new")));
  BOOST_REQUIRE(fresh->sync());
  BOOST_REQUIRE(fs.rename("d/new", "d/old"));
  BOOST_TEST((fs.content("d/old") == text("new")));
  fs.crash();
  BOOST_TEST((fs.content("d/old") == text("old")));
}

BOOST_FIXTURE_TEST_CASE(each_crash_model_leaves_the_unsynced_part_as_it_says, Disk) {
  const auto run = [&](UnsyncedBytes model) {
    MemoryFileSystem disk;
    auto file = disk.open_append("f", OpenMode::kCreateNew);
    BOOST_REQUIRE((*file)->append(Bytes(600, 1)));
    BOOST_REQUIRE((*file)->sync());
    BOOST_REQUIRE(disk.sync_dir("."));
    BOOST_REQUIRE((*file)->append(Bytes(1024, 2)));
    disk.crash({model, false});
    return disk.content("f");
  };
  Bytes kept(600, 1);
  BOOST_TEST((run(UnsyncedBytes::kLost) == kept));
  Bytes zeroed = kept;
  zeroed.resize(1624, 0);
  BOOST_TEST((run(UnsyncedBytes::kZeroed) == zeroed));
  Bytes half = kept;
  half.resize(1112, 2);
  BOOST_TEST((run(UnsyncedBytes::kHalfKept) == half));
  Bytes odd = kept;
  odd.resize(1112, 0);
  odd.resize(1624, 2);
  BOOST_TEST((run(UnsyncedBytes::kOddSectors) == odd));
  Bytes all = kept;
  all.resize(1624, 2);
  BOOST_TEST((run(UnsyncedBytes::kKept) == all));
}

BOOST_FIXTURE_TEST_CASE(files_opened_before_a_crash_are_dead_after_it, Disk) {
  auto file = make("d/a");
  BOOST_REQUIRE(fs.sync_dir("d"));
  fs.crash();
  BOOST_TEST(!file->append(text("ghost")));
  BOOST_TEST(!file->sync());
  BOOST_TEST(fs.content("d/a").empty());
}

BOOST_FIXTURE_TEST_CASE(a_failed_sync_poisons_the_file, Disk) {
  auto file = make("d/a");
  BOOST_REQUIRE(file->append(text("x")));
  fs.fail_once_after(0);
  BOOST_TEST(!file->sync());
  BOOST_TEST(!file->sync());
  BOOST_TEST(!file->append(text("y")));
  BOOST_TEST(make("d/b")->append(text("z")).has_value());
}

BOOST_FIXTURE_TEST_CASE(after_a_stop_nothing_changes_until_the_crash, Disk) {
  auto file = make("d/a");
  fs.stop_after(1);
  BOOST_TEST(file->append(text("x")).has_value());
  BOOST_TEST(!file->sync());
  BOOST_TEST(!fs.sync_dir("d"));
  BOOST_TEST(!fs.open_append("d/b", OpenMode::kCreateNew));
  fs.crash({UnsyncedBytes::kKept, true});
  BOOST_TEST((fs.content("d/a") == text("x")));
  BOOST_TEST(fs.sync_dir("d").has_value());
}

BOOST_FIXTURE_TEST_CASE(a_full_disk_takes_what_fits_and_then_fails, Disk) {
  auto file = make("d/a");
  fs.set_capacity(3);
  const auto written = file->append(text("abcdef"));
  BOOST_REQUIRE(!written);
  BOOST_TEST((written.error().fault == Fault::kLocal));
  BOOST_TEST((fs.content("d/a") == text("abc")));
}

BOOST_FIXTURE_TEST_CASE(names_are_listed_in_order_and_missing_ones_are_not_found, Disk) {
  for (const char* name : {"d/c", "d/a", "d/b"}) make(name);
  BOOST_TEST((*fs.list("d") == std::vector<std::string>{"a", "b", "c"}));
  BOOST_TEST((fs.list("nowhere").error().fault == Fault::kNotFound));
  BOOST_TEST((fs.open_read("d/none").error().fault == Fault::kNotFound));
  BOOST_TEST((fs.open_append("d/none", OpenMode::kExisting).error().fault == Fault::kNotFound));
  BOOST_TEST((fs.open_append("d/a", OpenMode::kCreateNew).error().fault == Fault::kLocal));
  BOOST_TEST((fs.remove("d/none").error().fault == Fault::kNotFound));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
