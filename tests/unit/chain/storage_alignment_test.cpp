// What the node is told at start when state store and block log do not stand at the same block.
#include <boost/test/unit_test.hpp>

#include "chain/storage/alignment.h"
#include "chain/storage/memory_file_system.h"

namespace xh::chain {
namespace {

BlockId id(std::uint8_t n) {
  BlockId out;
  out.bytes.fill(n);
  return out;
}

StatePosition at(std::uint64_t height, std::uint8_t block) {
  return {Height{height}, id(block), {}};
}

struct Log {
  MemoryFileSystem disk;
  std::unique_ptr<BlockLog> log;
  StatePosition base = at(4, 104);

  Log() {
    auto made = BlockLog::create(disk, "blocks", {}, Height{5});
    BOOST_REQUIRE(made);
    log = std::move(*made);
    for (std::uint8_t h = 5; h < 10; ++h) {
      BOOST_REQUIRE(log->append({Height{h}, id(static_cast<std::uint8_t>(100 + h)), Bytes(3, h), {}}));
    }
  }
  AlignmentReport compare(const StatePosition& state) {
    auto report = compare_with_log(state, base, *log);
    BOOST_REQUIRE(report);
    return *report;
  }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(storage_alignment)

BOOST_FIXTURE_TEST_CASE(the_same_last_block_is_aligned, Log) {
  BOOST_TEST((compare(at(9, 109)).alignment == Alignment::kAligned));
  BOOST_TEST(compare(at(9, 109)).message.empty());
}

BOOST_FIXTURE_TEST_CASE(a_state_behind_is_replayed_from_the_next_block, Log) {
  for (std::uint8_t h = 4; h < 9; ++h) {
    const auto report = compare(at(h, static_cast<std::uint8_t>(100 + h)));
    BOOST_TEST((report.alignment == Alignment::kReplay));
    BOOST_TEST(report.replay_from.value == h + 1U);
  }
}

BOOST_FIXTURE_TEST_CASE(a_state_above_the_log_means_lost_blocks, Log) {
  const auto report = compare(at(10, 110));
  BOOST_TEST((report.alignment == Alignment::kStateAhead));
  BOOST_TEST(report.message.find("the log has lost blocks") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(another_block_at_any_shared_height_is_different, Log) {
  for (const std::uint64_t h : {4U, 5U, 8U, 9U}) BOOST_TEST((compare(at(h, 1)).alignment == Alignment::kDifferent));
  BOOST_TEST((compare(at(2, 102)).alignment == Alignment::kDifferent));
}

BOOST_FIXTURE_TEST_CASE(a_base_that_does_not_meet_the_log_is_an_error, Log) {
  BOOST_TEST((compare_with_log(at(9, 109), at(3, 103), *log).error().fault == Fault::kLocal));
}

BOOST_AUTO_TEST_CASE(an_empty_log_is_aligned_with_its_base) {
  MemoryFileSystem disk;
  auto log = BlockLog::create(disk, "blocks", {}, Height{1});
  BOOST_REQUIRE(log);
  const auto report = compare_with_log(at(0, 7), at(0, 7), **log);
  BOOST_REQUIRE(report);
  BOOST_TEST((report->alignment == Alignment::kAligned));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
