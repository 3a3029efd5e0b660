// R12's rules for the voting journal: what was appended is there after any crash, a torn tail is cut, damage ends
// signing.
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "chain/crypto/sha256.h"
#include "chain/storage/journal.h"
#include "chain/storage/memory_file_system.h"

namespace xh::chain {
namespace {

const std::string kPath = "journal-1";
using Step = std::vector<JournalRecord>;

JournalIdentity identity(std::uint8_t chain = 1, std::uint8_t key = 2, std::uint64_t epoch = 3) {
  JournalIdentity out;
  out.chain.bytes.fill(chain);
  out.validator.bytes.fill(key);
  out.epoch = Epoch{epoch};
  return out;
}

JournalRecord record(std::uint64_t view, std::size_t bytes = 80) {
  JournalRecord out{View{view}, {}};
  Bytes seed;
  append_be64(seed, view);
  while (out.bytes.size() < bytes) append(out.bytes, sha256(out.bytes.empty() ? seed : out.bytes).view());
  out.bytes.resize(bytes);
  return out;
}

std::unique_ptr<Journal> create(MemoryFileSystem& disk) {
  auto journal = Journal::create(disk, kPath, identity());
  BOOST_REQUIRE(journal);
  return std::move(*journal);
}

JournalOpening reopen(MemoryFileSystem& disk) {
  auto opening = Journal::open(disk, kPath, identity());
  BOOST_REQUIRE(opening);
  return std::move(*opening);
}

bool is_intact_with(const JournalOpening& opening, const Step& records) {
  return opening.state == JournalState::kIntact && opening.journal && opening.records == records;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(storage_journal)

BOOST_AUTO_TEST_CASE(appended_steps_are_replayed_in_order_after_a_power_loss) {
  MemoryFileSystem disk;
  auto journal = create(disk);
  const Step first{record(1), record(1, 0), record(2, 2000)};
  const Step second{record(3)};
  BOOST_REQUIRE(journal->append(first));
  BOOST_REQUIRE(journal->append({}));
  BOOST_REQUIRE(journal->append(second));
  disk.crash();
  auto opening = reopen(disk);
  BOOST_TEST(is_intact_with(opening, {record(1), record(1, 0), record(2, 2000), record(3)}));
  BOOST_TEST(opening.message.empty());
  BOOST_REQUIRE(opening.journal->append(Step{record(4)}));
  disk.crash();
  BOOST_TEST(reopen(disk).records.size() == 5U);
}

BOOST_AUTO_TEST_CASE(a_missing_journal_is_told_apart_and_not_made) {
  MemoryFileSystem disk;
  const auto opening = reopen(disk);
  BOOST_TEST((opening.state == JournalState::kMissing));
  BOOST_TEST(!opening.journal);
  BOOST_TEST(*disk.exists(kPath) == false);
}

BOOST_AUTO_TEST_CASE(an_existing_journal_is_never_overwritten_by_create) {
  MemoryFileSystem disk;
  create(disk);
  const auto again = Journal::create(disk, kPath, identity());
  BOOST_REQUIRE(!again);
  BOOST_TEST((again.error().fault == Fault::kLocal));
}

BOOST_AUTO_TEST_CASE(a_journal_of_another_chain_key_or_epoch_is_foreign) {
  MemoryFileSystem disk;
  create(disk);
  for (const auto& other : {identity(9, 2, 3), identity(1, 9, 3), identity(1, 2, 9)}) {
    const auto opening = Journal::open(disk, kPath, other);
    BOOST_REQUIRE(opening);
    BOOST_TEST((opening->state == JournalState::kForeign));
    BOOST_TEST(!opening->journal);
  }
}

BOOST_AUTO_TEST_CASE(a_tail_torn_at_any_byte_is_cut_and_work_goes_on) {
  MemoryFileSystem disk;
  auto journal = create(disk);
  BOOST_REQUIRE(journal->append(Step{record(1)}));
  const std::size_t good = disk.content(kPath).size();
  BOOST_REQUIRE(journal->append(Step{record(2), record(3, 900)}));
  const Bytes whole = disk.content(kPath);
  for (std::size_t size = good; size < whole.size(); ++size) {
    disk.overwrite(kPath, Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
    const auto opening = reopen(disk);
    BOOST_REQUIRE_MESSAGE(is_intact_with(opening, {record(1)}), "cut at " << size);
    BOOST_TEST(opening.message.empty() == (size == good));
    BOOST_TEST(disk.content(kPath).size() == good);
  }
}

BOOST_AUTO_TEST_CASE(a_zero_tail_and_a_last_step_with_an_unwritten_sector_are_cut) {
  MemoryFileSystem disk;
  auto journal = create(disk);
  BOOST_REQUIRE(journal->append(Step{record(1)}));
  const Bytes good = disk.content(kPath);
  BOOST_REQUIRE(journal->append(Step{record(2), record(3, 2500)}));
  const Bytes whole = disk.content(kPath);
  for (std::size_t sector = good.size(); sector < whole.size(); sector += kSectorBytes) {
    Bytes torn = whole;
    std::fill_n(torn.begin() + static_cast<std::ptrdiff_t>(sector), kSectorBytes, std::uint8_t{0});
    disk.overwrite(kPath, torn);
    BOOST_TEST(is_intact_with(reopen(disk), {record(1)}));
  }
  for (const std::size_t zeros : {1U, 200U, 512U, 5000U}) {
    Bytes longer = good;
    longer.resize(good.size() + zeros, 0);
    disk.overwrite(kPath, longer);
    BOOST_TEST(is_intact_with(reopen(disk), {record(1)}));
    BOOST_TEST((disk.content(kPath) == good));
  }
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_anywhere_ends_signing_and_leaves_the_file_alone) {
  MemoryFileSystem disk;
  auto journal = create(disk);
  BOOST_REQUIRE(journal->append(Step{record(1), record(2)}));
  BOOST_REQUIRE(journal->append(Step{record(3, 700)}));
  const Bytes whole = disk.content(kPath);
  for (std::size_t offset = 0; offset < whole.size(); ++offset) {
    const auto mask = static_cast<std::uint8_t>(1U << offset % 8);
    disk.flip_bits(kPath, offset, mask);
    const Bytes flipped = disk.content(kPath);
    const auto opening = reopen(disk);
    BOOST_REQUIRE_MESSAGE(opening.state == JournalState::kDamaged, "flip at " << offset);
    BOOST_TEST(!opening.journal);
    BOOST_TEST((disk.content(kPath) == flipped));
    disk.flip_bits(kPath, offset, mask);
  }
  BOOST_TEST(is_intact_with(reopen(disk), {record(1), record(2), record(3, 700)}));
}

BOOST_AUTO_TEST_CASE(a_removed_step_in_the_middle_ends_signing) {
  MemoryFileSystem disk;
  auto journal = create(disk);
  std::vector<std::size_t> ends{disk.content(kPath).size()};
  for (std::uint64_t view = 1; view <= 3; ++view) {
    BOOST_REQUIRE(journal->append(Step{record(view)}));
    ends.push_back(disk.content(kPath).size());
  }
  Bytes cut = disk.content(kPath);
  cut.erase(cut.begin() + static_cast<std::ptrdiff_t>(ends[1]), cut.begin() + static_cast<std::ptrdiff_t>(ends[2]));
  disk.overwrite(kPath, cut);
  const auto opening = reopen(disk);
  BOOST_TEST((opening.state == JournalState::kDamaged));
  BOOST_TEST((opening.records == Step{record(1)}));
}

BOOST_AUTO_TEST_CASE(a_journal_without_its_header_is_damaged_not_new) {
  MemoryFileSystem disk;
  create(disk);
  for (const std::size_t size : {0U, 1U, 100U, 300U}) {
    disk.cut(kPath, 0);
    disk.overwrite(kPath, Bytes(size, 0));
    BOOST_TEST((reopen(disk).state == JournalState::kDamaged));
  }
}

BOOST_AUTO_TEST_CASE(pruning_keeps_what_is_above_the_floor_and_remembers_the_floor) {
  MemoryFileSystem disk;
  auto journal = create(disk);
  for (std::uint64_t view = 1; view <= 20; ++view) BOOST_REQUIRE(journal->append(Step{record(view), record(view, 10)}));
  const std::uint64_t before = journal->size_bytes();
  BOOST_REQUIRE(journal->prune(View{18}));
  BOOST_TEST(journal->floor().value == 18U);
  BOOST_TEST(journal->size_bytes() < before);
  BOOST_REQUIRE(journal->append(Step{record(21)}));
  disk.crash();
  const auto opening = reopen(disk);
  BOOST_TEST(is_intact_with(opening, {record(19), record(19, 10), record(20), record(20, 10), record(21)}));
  BOOST_TEST(opening.journal->floor().value == 18U);
  BOOST_TEST((*disk.list(".") == std::vector<std::string>{kPath}));
}

BOOST_AUTO_TEST_CASE(a_kill_at_any_boundary_of_append_and_prune_loses_nothing_above_the_floor) {
  const CrashModel models[] = {{UnsyncedBytes::kLost, false},
                               {UnsyncedBytes::kLost, true},
                               {UnsyncedBytes::kZeroed, true},
                               {UnsyncedBytes::kOddSectors, true},
                               {UnsyncedBytes::kKept, false}};
  for (const CrashModel& model : models) {
    for (std::uint64_t stop = 0; stop < 40; ++stop) {
      MemoryFileSystem disk;
      auto journal = create(disk);
      disk.stop_after(stop);
      std::uint64_t durable = 0;
      std::uint64_t floor = 0;
      for (std::uint64_t view = 1; view <= 12; ++view) {
        if (!journal->append(Step{record(view, 800)})) break;
        durable = view;
        if (view % 4 != 0) continue;
        if (!journal->prune(View{view - 2})) break;
        floor = view - 2;
      }
      disk.crash(model);
      const auto opening = reopen(disk);
      BOOST_REQUIRE_MESSAGE(opening.state == JournalState::kIntact, opening.message);
      // The unacknowledged next prune or append may have happened; nothing above the larger floor is lost.
      const std::uint64_t got_floor = opening.journal->floor().value;
      BOOST_TEST((got_floor == floor || got_floor + 2 == durable));
      for (std::uint64_t view = got_floor + 1; view <= durable; ++view) {
        BOOST_TEST(std::count(opening.records.begin(), opening.records.end(), record(view, 800)) == 1);
      }
      BOOST_TEST(opening.journal->append(Step{record(durable + 2)}).has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(after_a_failed_append_the_journal_refuses_everything) {
  MemoryFileSystem disk;
  auto journal = create(disk);
  BOOST_REQUIRE(journal->append(Step{record(1)}));
  disk.fail_once_after(1);  // the sync
  BOOST_TEST(!journal->append(Step{record(2)}));
  BOOST_TEST(!journal->append(Step{record(2)}));
  BOOST_TEST(!journal->prune(View{1}));
  disk.crash();
  BOOST_TEST(is_intact_with(reopen(disk), {record(1)}));
}

BOOST_AUTO_TEST_CASE(pruning_a_journal_that_changed_on_disk_is_refused) {
  MemoryFileSystem disk;
  auto journal = create(disk);
  BOOST_REQUIRE(journal->append(Step{record(1)}));
  const Bytes older = disk.content(kPath);
  BOOST_REQUIRE(journal->append(Step{record(2)}));
  disk.overwrite(kPath, older);
  const auto pruned = journal->prune(View{1});
  BOOST_REQUIRE(!pruned);
  BOOST_TEST(pruned.error().message.find("changed on disk") != std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
