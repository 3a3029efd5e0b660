// The block log under torn tails, flipped bits, lost segments and power loss at every persist boundary (campaign:
// Storage).
#include <boost/test/unit_test.hpp>

#include <algorithm>

#include "chain/crypto/sha256.h"
#include "chain/storage/block_log.h"
#include "chain/storage/frame_file.h"
#include "chain/storage/memory_file_system.h"

namespace xh::chain {
namespace {

const std::string kDir = "blocks";

ChainTag chain_tag(std::uint8_t n) {
  ChainTag out;
  out.bytes.fill(n);
  return out;
}

LoggedBlock block(std::uint64_t height, std::size_t bytes = 100) {
  Bytes seed;
  append_be64(seed, height);
  LoggedBlock out{Height{height}, retag<BlockId>(sha256(seed)), {}, {}};
  while (out.block.size() < bytes) append(out.block, sha256(out.block.empty() ? seed : out.block).view());
  out.block.resize(bytes);
  if (height % 3 != 0) out.certificate = Bytes(70, static_cast<std::uint8_t>(height));
  return out;
}

std::unique_ptr<BlockLog> create(MemoryFileSystem& disk, std::uint64_t segment_bytes = kSegmentBytesDefault,
                                 std::uint64_t first = 1) {
  auto log = BlockLog::create(disk, kDir, chain_tag(1), Height{first}, {segment_bytes});
  BOOST_REQUIRE(log);
  return std::move(*log);
}

Result<std::unique_ptr<BlockLog>> reopen(MemoryFileSystem& disk, std::uint64_t segment_bytes = kSegmentBytesDefault) {
  return BlockLog::open(disk, kDir, chain_tag(1), {segment_bytes});
}

void fill(BlockLog& log, std::uint64_t count, std::size_t bytes = 100) {
  for (std::uint64_t i = 0; i < count; ++i) BOOST_REQUIRE(log.append(block(log.next_height().value, bytes)));
}

void check_holds(const BlockLog& log, std::uint64_t first, std::uint64_t count, std::size_t bytes = 100) {
  BOOST_TEST(log.first_height().value == first);
  BOOST_REQUIRE_EQUAL(log.next_height().value, first + count);
  for (std::uint64_t h = first; h < first + count; ++h) {
    const auto read = log.read(Height{h});
    BOOST_REQUIRE(read);
    BOOST_TEST((*read == block(h, bytes)));
  }
}

std::vector<std::string> segments(const MemoryFileSystem& disk) {
  std::vector<std::string> out;
  const auto names = disk.list(kDir);
  for (const auto& name : *names) out.push_back(join_path(kDir, name));
  return out;
}

void check_local(const Error& error, const std::string& part) {
  BOOST_TEST((error.fault == Fault::kLocal));
  BOOST_TEST(error.message.find(part) != std::string::npos, error.message);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(storage_block_log)

BOOST_AUTO_TEST_CASE(blocks_are_read_back_by_height_before_and_after_a_power_loss) {
  MemoryFileSystem disk;
  auto log = create(disk);
  fill(*log, 10);
  check_holds(*log, 1, 10);
  disk.crash();
  auto again = reopen(disk);
  BOOST_REQUIRE(again);
  check_holds(**again, 1, 10);
  BOOST_TEST((*again)->tail_cut().empty());
  fill(**again, 3);
  check_holds(**again, 1, 13);
}

BOOST_AUTO_TEST_CASE(heights_outside_the_log_are_not_found) {
  MemoryFileSystem disk;
  auto log = create(disk, kSegmentBytesDefault, 100);
  fill(*log, 2);
  check_holds(*log, 100, 2);
  for (const std::uint64_t height : {0U, 99U, 102U})
    BOOST_TEST((log->read(Height{height}).error().fault == Fault::kNotFound));
}

BOOST_AUTO_TEST_CASE(an_empty_log_survives_and_is_not_made_twice) {
  MemoryFileSystem disk;
  BOOST_TEST(*BlockLog::exists(disk, kDir) == false);
  create(disk);
  disk.crash();
  BOOST_TEST(*BlockLog::exists(disk, kDir) == true);
  BOOST_TEST((*reopen(disk))->empty());
  check_local(BlockLog::create(disk, kDir, chain_tag(1), Height{1}).error(), "there is one already");
}

BOOST_AUTO_TEST_CASE(segments_roll_at_their_size_and_are_linked) {
  MemoryFileSystem disk;
  auto log = create(disk, 4096);
  fill(*log, 30, 700);
  BOOST_TEST(segments(disk).size() > 5U);
  disk.crash();
  auto again = reopen(disk, 4096);
  BOOST_REQUIRE(again);
  check_holds(**again, 1, 30, 700);
}

BOOST_AUTO_TEST_CASE(a_missing_log_is_an_error_and_never_made_silently) {
  MemoryFileSystem disk;
  check_local(reopen(disk).error(), "no block log");
  BOOST_REQUIRE(disk.create_dirs(kDir));
  check_local(reopen(disk).error(), "no block log");
  BOOST_TEST(disk.list(kDir)->empty());
}

BOOST_AUTO_TEST_CASE(another_chains_log_is_refused) {
  MemoryFileSystem disk;
  fill(*create(disk), 2);
  check_local(BlockLog::open(disk, kDir, chain_tag(2)).error(), "another chain");
}

BOOST_AUTO_TEST_CASE(a_tail_torn_at_any_byte_is_cut_and_work_goes_on) {
  MemoryFileSystem disk;
  auto log = create(disk);
  fill(*log, 2, 900);
  const std::string path = segments(disk)[0];
  const std::size_t good = disk.content(path).size();
  fill(*log, 1, 900);
  const Bytes whole = disk.content(path);
  for (std::size_t size = good; size < whole.size(); ++size) {
    disk.overwrite(path, Bytes(whole.begin(), whole.begin() + static_cast<std::ptrdiff_t>(size)));
    auto again = reopen(disk);
    BOOST_REQUIRE_MESSAGE(again, "cut at " << size);
    BOOST_TEST((*again)->tail_cut().empty() == (size == good));
    BOOST_TEST((*again)->next_height().value == 3U);
    if (size % 97 == 0) {
      BOOST_REQUIRE((*again)->append(block(3, 900)));
      BOOST_TEST((disk.content(path) == whole));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_zero_tail_of_any_length_is_cut) {
  MemoryFileSystem disk;
  fill(*create(disk), 2);
  const std::string path = segments(disk)[0];
  const Bytes good = disk.content(path);
  for (const std::size_t zeros : {1U, 115U, 116U, 511U, 512U, 513U, 4096U, 200000U}) {
    Bytes longer = good;
    longer.resize(good.size() + zeros, 0);
    disk.overwrite(path, longer);
    auto again = reopen(disk);
    BOOST_REQUIRE(again);
    check_holds(**again, 1, 2);
    BOOST_TEST((disk.content(path) == good));
  }
}

BOOST_AUTO_TEST_CASE(a_last_block_with_an_unwritten_sector_is_cut) {
  MemoryFileSystem disk;
  auto log = create(disk);
  fill(*log, 2, 3000);
  const std::string path = segments(disk)[0];
  const std::size_t start = disk.content(path).size();
  fill(*log, 1, 3000);
  const Bytes whole = disk.content(path);
  for (std::size_t sector = start; sector < whole.size(); sector += kSectorBytes) {
    Bytes torn = whole;
    std::fill_n(torn.begin() + static_cast<std::ptrdiff_t>(sector), kSectorBytes, std::uint8_t{0});
    disk.overwrite(path, torn);
    auto again = reopen(disk);
    BOOST_REQUIRE(again);
    check_holds(**again, 1, 2, 3000);
  }
}

BOOST_AUTO_TEST_CASE(an_unwritten_sector_before_the_last_block_is_damage) {
  MemoryFileSystem disk;
  auto log = create(disk);
  fill(*log, 3, 1500);
  const std::string path = segments(disk)[0];
  const Bytes whole = disk.content(path);
  const std::size_t last_block = whole.size() - 2048;  // 1,500 bytes of block, head and certificate: four sectors
  for (std::size_t sector = 0; sector < last_block; sector += kSectorBytes) {
    Bytes holed = whole;
    std::fill_n(holed.begin() + static_cast<std::ptrdiff_t>(sector), kSectorBytes, std::uint8_t{0});
    disk.overwrite(path, holed);
    auto again = reopen(disk);
    BOOST_REQUIRE_MESSAGE(!again, "hole at " << sector);
    check_local(again.error(), path);
    BOOST_TEST((disk.content(path) == holed));
  }
}

BOOST_AUTO_TEST_CASE(a_flipped_bit_at_any_offset_is_damage_and_nothing_is_cut) {
  MemoryFileSystem disk;
  fill(*create(disk), 3, 600);
  const std::string path = segments(disk)[0];
  const Bytes whole = disk.content(path);
  for (std::size_t offset = 0; offset < whole.size(); ++offset) {
    const auto mask = static_cast<std::uint8_t>(1U << offset % 8);
    disk.flip_bits(path, offset, mask);
    auto again = reopen(disk);
    BOOST_REQUIRE_MESSAGE(!again, "flip at " << offset);
    BOOST_TEST((again.error().fault == Fault::kLocal));
    BOOST_TEST(disk.content(path).size() == whole.size());
    disk.flip_bits(path, offset, mask);
  }
  BOOST_TEST(reopen(disk).has_value());
}

BOOST_AUTO_TEST_CASE(a_bit_flipped_while_running_is_noticed_by_the_read) {
  MemoryFileSystem disk;
  auto log = create(disk);
  fill(*log, 3);
  const std::string path = segments(disk)[0];
  disk.flip_bits(path, disk.content(path).size() - 300, 4);
  check_local(log->read(Height{3}).error(), "does not match its checksum");
  BOOST_TEST(log->read(Height{2}).has_value());
}

BOOST_AUTO_TEST_CASE(a_missing_segment_is_noticed_wherever_it_stood_but_at_the_end) {
  MemoryFileSystem disk;
  fill(*create(disk, 2048), 20, 700);
  const auto names = segments(disk);
  BOOST_REQUIRE(names.size() >= 4U);
  for (std::size_t i = 0; i + 1 < names.size(); ++i) {
    const Bytes content = disk.content(names[i]);
    disk.erase(names[i]);
    check_local(reopen(disk, 2048).error(), "missing");
    disk.overwrite(names[i], content);
  }
  // Without the last one the log is whole but short: compare_with_log tells, since the state stands above it.
  disk.erase(names.back());
  BOOST_TEST((*reopen(disk, 2048))->next_height().value < 21U);
}

BOOST_AUTO_TEST_CASE(a_segment_cut_short_before_later_ones_is_damage) {
  MemoryFileSystem disk;
  fill(*create(disk, 2048), 20, 700);
  const auto names = segments(disk);
  disk.cut(names[1], disk.content(names[1]).size() - 100);
  check_local(reopen(disk, 2048).error(), "later segments exist");
}

BOOST_AUTO_TEST_CASE(segments_swapped_or_copied_under_other_names_are_refused) {
  MemoryFileSystem disk;
  fill(*create(disk, 2048), 20, 700);
  const auto names = segments(disk);
  const Bytes first = disk.content(names[0]);
  disk.overwrite(names[0], disk.content(names[1]));
  BOOST_TEST(!reopen(disk, 2048));
  disk.overwrite(names[0], first);
  disk.overwrite(names[2], disk.content(names[1]));
  BOOST_TEST(!reopen(disk, 2048));
}

BOOST_AUTO_TEST_CASE(a_kill_at_any_persist_boundary_loses_no_acknowledged_block) {
  const CrashModel models[] = {{UnsyncedBytes::kLost, false},       {UnsyncedBytes::kLost, true},
                               {UnsyncedBytes::kZeroed, true},      {UnsyncedBytes::kHalfKept, true},
                               {UnsyncedBytes::kOddSectors, false}, {UnsyncedBytes::kKept, true}};
  for (const CrashModel& model : models) {
    for (std::uint64_t stop = 0; stop < 60; ++stop) {
      MemoryFileSystem disk;
      auto log = create(disk, 2048);
      disk.stop_after(stop);
      std::uint64_t acknowledged = 0;
      while (acknowledged < 15 && log->append(block(acknowledged + 1, 1200))) ++acknowledged;
      disk.crash(model);
      auto again = reopen(disk, 2048);
      BOOST_REQUIRE_MESSAGE(again, "stop after " << stop);
      const std::uint64_t found = (*again)->next_height().value - 1;
      BOOST_TEST((found == acknowledged || found == acknowledged + 1));
      check_holds(**again, 1, found, 1200);
      BOOST_TEST((*again)->append(block(found + 1, 1200)).has_value());
    }
  }
}

BOOST_AUTO_TEST_CASE(after_a_failed_append_the_log_refuses_until_it_is_reopened) {
  for (std::uint64_t which = 0; which < 2; ++which) {  // the write, the sync
    MemoryFileSystem disk;
    auto log = create(disk);
    fill(*log, 2);
    disk.fail_once_after(which);
    BOOST_TEST(!log->append(block(3)));
    check_local(log->append(block(3)).error(), "restart the node");
    disk.crash();
    auto again = reopen(disk);
    BOOST_REQUIRE(again);
    check_holds(**again, 1, 2);
  }
}

BOOST_AUTO_TEST_CASE(a_full_disk_stops_the_log_which_recovers_when_there_is_room) {
  MemoryFileSystem disk;
  auto log = create(disk);
  fill(*log, 2);
  disk.set_capacity(disk.content(segments(disk)[0]).size() + 200);
  check_local(log->append(block(3)).error(), "No space left");
  disk.set_capacity(1U << 20);
  auto again = reopen(disk);  // the process was restarted; the disk kept what was written
  BOOST_REQUIRE(again);
  check_holds(**again, 1, 2);
  fill(**again, 1);
  check_holds(**again, 1, 3);
}

// A block's bytes are its author's: a frame's head among them must not say how far the log has reached.
BOOST_AUTO_TEST_CASE(frame_inside_a_body_does_not_count_beyond_what_the_file_can_hold) {
  MemoryFileSystem disk;
  BOOST_REQUIRE(disk.create_dirs(kDir));
  const auto frame = [](FrameKind kind, std::uint64_t number, Bytes bytes) {
    Frame out;
    out.kind = kind;
    out.number = number;
    out.body = std::move(bytes);
    return out;
  };
  auto forged = frame(FrameKind::kData, std::uint64_t{1} << 60, Bytes(10, 1));
  Bytes body(kSectorBytes - kFrameHeadBytes, 7);
  append(body, encode_frame(forged));
  std::vector<Frame> frames{frame(FrameKind::kHeader, 0, Bytes(8, 2)), frame(FrameKind::kData, 41, body),
                            frame(FrameKind::kData, 42, Bytes(9, 3))};
  const std::string path = join_path(kDir, "frames");
  BOOST_REQUIRE(write_frame_file(disk, path, frames));
  const auto file = disk.open_read(path);
  BOOST_REQUIRE(file);
  BOOST_TEST(highest_frame_number(**file, 0, 41).value() == 42U);
  BOOST_TEST(highest_frame_number(**file, 0, 100).value() == 0U);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
