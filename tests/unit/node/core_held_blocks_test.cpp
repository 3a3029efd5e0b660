// Blocks that are known but not final: what is kept when another becomes final.
#include "node/core/held_blocks.h"
#include "tests/unit/node/core_fixture.h"

namespace xh::node {
namespace {

chain::BlockId id_of(std::uint8_t n) {
  chain::BlockId out;
  out.bytes.fill(n);
  return out;
}

struct Held {
  HeldBlocks blocks;

  HeldBlock* hold(std::uint8_t n, std::uint64_t height, std::uint8_t parent, std::vector<chain::TxHash> hashes = {}) {
    chain::Header header;
    header.height = chain::Height{height};
    header.parent = id_of(parent);
    return blocks.hold(header, chain::encode(header), id_of(n), std::move(hashes));
  }
  bool has(std::uint8_t n) { return blocks.find(id_of(n)) != nullptr; }
};

BOOST_FIXTURE_TEST_SUITE(core_held_blocks, Held)

BOOST_AUTO_TEST_CASE(block_is_held_once_and_its_first_transaction_names_stay) {
  std::vector<chain::TxHash> names(2);
  names[1].bytes[0] = 1;
  auto* first = hold(1, 1, 0, names);
  BOOST_REQUIRE(first != nullptr);
  BOOST_TEST(first->missing == 2U);
  BOOST_TEST(hold(1, 1, 0, names) == first);
  BOOST_TEST(hold(1, 1, 0, {}) == nullptr);
  BOOST_TEST(blocks.find(id_of(1))->hashes.size() == 2U);
}

BOOST_AUTO_TEST_CASE(finality_keeps_descendants_only) {
  hold(1, 1, 0);
  hold(2, 1, 0);  // its rival
  hold(3, 2, 1);
  hold(4, 2, 2);  // child of the rival
  hold(5, 3, 3);
  hold(6, 3, 4);
  blocks.keep_descendants_of(blocks.find(id_of(1))->info);
  BOOST_TEST(!has(1));
  BOOST_TEST(!has(2));
  BOOST_TEST(has(3));
  BOOST_TEST(!has(4));
  BOOST_TEST(has(5));
  BOOST_TEST(!has(6));
}

// A block whose parent is not known yet may follow: it is kept, unless it was executed on a state that is gone.
BOOST_AUTO_TEST_CASE(block_of_unknown_parent_stays_while_it_may_still_follow) {
  hold(1, 1, 0);
  hold(7, 3, 9);
  hold(8, 3, 9)->executed.emplace();
  blocks.keep_descendants_of(blocks.find(id_of(1))->info);
  BOOST_TEST(has(7));
  BOOST_TEST(!has(8));
}

BOOST_AUTO_TEST_CASE(no_more_than_the_limit_is_held) {
  for (std::size_t i = 0; i < kMaxHeldBlocks; ++i) {
    chain::Header header;
    header.height = chain::Height{i + 1};
    BOOST_REQUIRE(blocks.hold(header, {}, chain::block_id_of(header), {}) != nullptr);
  }
  BOOST_TEST(hold(1, 1, 0) == nullptr);
  BOOST_TEST(blocks.all().size() == kMaxHeldBlocks);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node
