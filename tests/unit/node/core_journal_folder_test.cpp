// The voting journals: one an epoch, made only when promised to be new, never overwritten (R12).
#include <boost/test/unit_test.hpp>

#include "chain/storage/memory_file_system.h"
#include "node/core/journal_folder.h"

namespace xh::node {
namespace {

using chain::Epoch;

struct Folder {
  chain::MemoryFileSystem disk;
  chain::ChainTag chain;
  chain::PublicKey key;
  JournalFolder journals{disk, "data", chain, key};

  Folder() { BOOST_REQUIRE(disk.create_dirs("data").has_value()); }
  JournalStart open(std::uint64_t epoch) {
    auto opened = journals.open(Epoch{epoch});
    BOOST_REQUIRE(opened.has_value());
    return std::move(*opened);
  }
  void prepare(std::uint64_t epoch) { BOOST_REQUIRE(journals.prepare(Epoch{epoch}).has_value()); }
  void record(std::uint64_t epoch, std::uint64_t view) {
    const chain::JournalRecord step{chain::View{view}, {1, 2, 3}};
    BOOST_REQUIRE(open(epoch).journal->append({&step, 1}).has_value());
  }
  std::vector<std::string> names() const { return disk.list("data").value(); }
};

BOOST_FIXTURE_TEST_SUITE(core_journal_folder, Folder)

BOOST_AUTO_TEST_CASE(missing_journal_allows_no_signature_however_often_it_is_opened) {
  for (int i = 0; i < 2; ++i) {
    const auto start = open(0);
    BOOST_TEST(!start.may_sign);
    BOOST_TEST(!start.journal);
    BOOST_TEST(start.warning.find("missing") != std::string::npos);
  }
  BOOST_TEST(names().empty());
}

BOOST_AUTO_TEST_CASE(prepared_journal_survives_power_loss_and_gives_back_its_records) {
  prepare(7);
  disk.crash();
  BOOST_TEST(open(7).may_sign);
  record(7, 5);
  disk.crash();
  const auto start = open(7);
  BOOST_TEST(start.may_sign);
  BOOST_TEST(start.records.size() == 1U);
}

BOOST_AUTO_TEST_CASE(preparing_again_keeps_what_is_there) {
  prepare(1);
  record(1, 5);
  prepare(1);
  BOOST_TEST(open(1).records.size() == 1U);
}

BOOST_AUTO_TEST_CASE(damaged_journal_is_set_aside_and_stays_missing) {
  prepare(0);
  record(0, 5);
  record(0, 6);
  disk.flip_bits("data/journal-0000000000", 30, 1);
  BOOST_TEST(!open(0).may_sign);
  BOOST_TEST(!open(0).may_sign);
  BOOST_TEST(names().size() == 1U);
  BOOST_TEST(names()[0] == "journal-0000000000.set-aside-1");
}

BOOST_AUTO_TEST_CASE(journal_of_another_key_is_set_aside_beside_earlier_ones) {
  auto other = key;
  other.bytes[0] = 9;
  JournalFolder theirs(disk, "data", chain, other);
  for (int i = 0; i < 2; ++i) {
    BOOST_REQUIRE(theirs.prepare(Epoch{0}).has_value());
    BOOST_TEST(!open(0).may_sign);
  }
  BOOST_TEST(names().size() == 2U);
}

BOOST_AUTO_TEST_CASE(older_journals_go_but_the_last_one) {
  for (std::uint64_t epoch : {0, 1, 2, 3}) prepare(epoch);
  BOOST_REQUIRE(journals.drop_before(Epoch{3}).has_value());
  const std::vector<std::string> expected{"journal-0000000002", "journal-0000000003"};
  BOOST_TEST(names() == expected, boost::test_tools::per_element());
  BOOST_REQUIRE(journals.drop_before(Epoch{2}).has_value());
  BOOST_TEST(names() == expected, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node
