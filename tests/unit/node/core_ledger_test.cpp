// The ledger at rest: what survives a power loss, what is rebuilt, and what is refused instead of guessed.
#include "node/core/ledger.h"

#include "tests/unit/node/core_fixture.h"

namespace xh::node {
namespace {

struct AtRest {
  sim::Consortium consortium{test::kValidators};
  test::CoreLedger node{consortium};

  AtRest() { BOOST_REQUIRE_EQUAL(node.open(true), ""); }
  void grow(std::uint64_t blocks) {
    for (std::uint64_t i = 0; i < blocks; ++i) {
      const auto next = node.ledger->height().value + 1;
      node.commit({test::sample_tx(consortium, next)}, next % 2 == 0);
    }
  }
  std::string first_segment() {
    const auto names = node.disk.list("data/blocks");
    BOOST_REQUIRE(names.has_value() && !names->empty());
    return "data/blocks/" + names->front();
  }
};

BOOST_FIXTURE_TEST_SUITE(core_ledger, AtRest)

BOOST_AUTO_TEST_CASE(committed_blocks_survive_a_power_loss) {
  grow(5);
  const auto tip = node.ledger->tip().block.id;
  const auto root = node.ledger->tip_header().state_root;
  node.restart();
  BOOST_TEST((node.ledger->tip().block.id == tip));
  BOOST_TEST((contracts::root_of(node.ledger->executor().finalized()) == root));
  grow(1);
  BOOST_TEST(node.ledger->height().value == 6U);
}

BOOST_AUTO_TEST_CASE(state_is_rebuilt_from_the_log_alone) {
  grow(5);
  const auto tip = node.ledger->tip().block.id;
  const auto rows = node.store.rows();
  node.store.rows().clear();
  node.restart();
  BOOST_TEST((node.ledger->tip().block.id == tip));
  BOOST_TEST((node.store.rows() == rows));
}

BOOST_AUTO_TEST_CASE(block_logged_before_the_state_failed_is_replayed) {
  grow(3);
  node.store.stop_after(0);
  const auto call = test::sample_tx(consortium, 4);
  auto& executor = node.ledger->executor();
  const contracts::BlockInput input{chain::Height{4}, chain::Timestamp{node.ledger->tip().block.timestamp.value + 1}};
  const auto executed = executor.build(executor.finalized(), input, std::vector{call}, {});
  BOOST_REQUIRE(executed.has_value());
  chain::Header header = node.ledger->tip_header();
  header.height = input.height;
  header.parent = node.ledger->tip().block.id;
  header.timestamp = input.time;
  header.transactions_root = executed->transactions_root;
  header.receipts_root = executed->receipts_root;
  header.state_root = executed->state_root;
  const auto status = node.ledger->commit(header, {chain::encode(header), {call->wire}}, *executed, std::nullopt);
  BOOST_REQUIRE(!status.has_value());
  BOOST_TEST((status.error().fault == chain::Fault::kLocal));
  node.restart();
  BOOST_TEST(node.ledger->height().value == 4U);
  BOOST_TEST((contracts::root_of(node.ledger->executor().finalized()) == header.state_root));
}

BOOST_AUTO_TEST_CASE(log_that_lost_final_blocks_is_refused) {
  grow(3);
  const auto path = first_segment();
  const auto short_log = node.disk.content(path);
  grow(2);
  node.ledger.reset();
  node.disk.overwrite(path, short_log);
  const auto why = node.open(false);
  BOOST_TEST(!why.empty());
  BOOST_TEST(node.ledger == nullptr);
}

BOOST_AUTO_TEST_CASE(damaged_log_is_refused) {
  grow(3);
  node.ledger.reset();
  node.disk.flip_bits(first_segment(), 600, 0x10);
  BOOST_TEST(!node.open(false).empty());
}

BOOST_AUTO_TEST_CASE(data_of_another_ledger_is_refused) {
  grow(1);
  const sim::Consortium larger(7);
  node.ledger.reset();
  const auto opened =
      Ledger::open(larger.genesis(), {node.disk, "data/blocks", node.store}, false, [](const std::string&) {});
  BOOST_TEST(!opened.has_value());
}

BOOST_AUTO_TEST_CASE(second_node_that_takes_the_blocks_has_the_same_state) {
  test::CoreLedger second(consortium);
  BOOST_REQUIRE_EQUAL(second.open(true), "");
  for (std::uint64_t n = 1; n <= 4; ++n)
    second.take(node.commit({test::sample_tx(consortium, n), test::sample_tx(consortium, 100 + n)}));
  BOOST_TEST((second.ledger->tip().block.id == node.ledger->tip().block.id));
  BOOST_TEST((second.store.rows() == node.store.rows()));
}

BOOST_AUTO_TEST_CASE(what_was_committed_can_be_read_found_and_proven) {
  grow(4);
  for (std::uint64_t h = 1; h <= 4; ++h) {
    const auto stored = node.ledger->read(chain::Height{h});
    BOOST_REQUIRE(stored.has_value());
    BOOST_TEST((node.ledger->index().find_block(stored->id)->value() == chain::Height{h}));
    const auto place = node.ledger->index().find_transaction(test::sample_tx(consortium, h)->id);
    BOOST_REQUIRE(place.has_value() && place->has_value());
    BOOST_TEST(((*place)->height == chain::Height{h}));
    BOOST_TEST(node.ledger->index().receipts(chain::Height{h})->size() == stored->header.receipt_count);
    const auto finality = node.ledger->finality_of(chain::Height{h});
    BOOST_REQUIRE(finality.has_value());
    BOOST_TEST(finality->links.size() == h % 2);  // odd heights are final by their child's certificate
    BOOST_TEST(chain::verify_final_header(consortium.context(), stored->block.header, *finality).has_value());
  }
  BOOST_TEST(!node.ledger->index().find_transaction({})->has_value());
  BOOST_TEST((node.ledger->read(chain::Height{5}).error().fault == chain::Fault::kNotFound));
}

BOOST_AUTO_TEST_CASE(genesis_is_height_zero_and_has_no_transactions) {
  const auto stored = node.ledger->read(chain::Height{0});
  BOOST_REQUIRE(stored.has_value());
  BOOST_TEST(stored->block.transactions.empty());
  BOOST_TEST((stored->id == node.ledger->tip().block.id));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node
