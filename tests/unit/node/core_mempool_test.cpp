// The mempool: one entry a transaction, oldest first, limits that refuse and never drop.
#include "node/core/mempool.h"
#include "tests/unit/node/core_fixture.h"

namespace xh::node {
namespace {

struct Pool {
  sim::Consortium consortium{test::kValidators};
  MempoolLimits limits{4, 1U << 20};
  Mempool pool{limits};

  TransactionPtr tx(std::uint64_t n) const { return test::sample_tx(consortium, n); }
  TransactionPtr expiring(std::uint64_t n, std::int64_t at_ms) const {
    auto copy = *tx(n);
    copy.body.expires_at = chain::Timestamp{at_ms};
    return std::make_shared<const chain::ParsedTransaction>(std::move(copy));
  }
};

BOOST_FIXTURE_TEST_SUITE(core_mempool, Pool)

BOOST_AUTO_TEST_CASE(same_transaction_is_held_once) {
  BOOST_TEST((pool.add(tx(1)) == Mempool::Added::kAdded));
  BOOST_TEST((pool.add(tx(1)) == Mempool::Added::kKnown));
  BOOST_TEST(pool.size() == 1U);
  BOOST_TEST(pool.bytes() == tx(1)->wire.size());
}

// Anybody can make a second signature of a transaction: it must not take a second place.
BOOST_AUTO_TEST_CASE(same_body_under_other_signatures_is_known) {
  BOOST_TEST((pool.add(tx(1)) == Mempool::Added::kAdded));
  auto twin = *tx(1);
  twin.hash.bytes[0] ^= 1;
  BOOST_TEST((pool.add(std::make_shared<const chain::ParsedTransaction>(twin)) == Mempool::Added::kKnown));
}

BOOST_AUTO_TEST_CASE(full_pool_refuses_and_keeps_what_it_accepted) {
  for (std::uint64_t n = 1; n <= 4; ++n) BOOST_TEST((pool.add(tx(n)) == Mempool::Added::kAdded));
  BOOST_TEST((pool.add(tx(5)) == Mempool::Added::kFull));
  BOOST_TEST(pool.find(tx(1)->hash) != nullptr);
  pool.remove(tx(2)->hash);
  BOOST_TEST((pool.add(tx(5)) == Mempool::Added::kAdded));
}

BOOST_AUTO_TEST_CASE(byte_limit_counts_wire_bytes) {
  Mempool small({100, 2 * tx(1)->wire.size()});
  BOOST_TEST((small.add(tx(1)) == Mempool::Added::kAdded));
  BOOST_TEST((small.add(tx(2)) == Mempool::Added::kAdded));
  BOOST_TEST((small.add(tx(3)) == Mempool::Added::kFull));
  small.remove(tx(1)->hash);
  small.remove(tx(1)->hash);
  BOOST_TEST(small.bytes() == tx(2)->wire.size());
}

BOOST_AUTO_TEST_CASE(candidates_are_oldest_first_within_limits_and_without_the_excluded) {
  for (std::uint64_t n = 1; n <= 4; ++n) BOOST_TEST((pool.add(tx(n)) == Mempool::Added::kAdded));
  const auto picked = pool.candidates({tx(2)->hash}, 2, ~std::uint64_t{0});
  BOOST_REQUIRE_EQUAL(picked.size(), 2U);
  BOOST_TEST((picked[0]->hash == tx(1)->hash));
  BOOST_TEST((picked[1]->hash == tx(3)->hash));
  BOOST_TEST(pool.candidates({}, 10, tx(1)->wire.size()).size() == 1U);
}

BOOST_AUTO_TEST_CASE(expired_transactions_leave_and_those_of_the_very_moment_stay) {
  BOOST_TEST((pool.add(expiring(1, 100)) == Mempool::Added::kAdded));
  BOOST_TEST((pool.add(expiring(2, 200)) == Mempool::Added::kAdded));
  BOOST_TEST(pool.remove_expired(chain::Timestamp{100}).empty());
  const auto gone = pool.remove_expired(chain::Timestamp{101});
  BOOST_REQUIRE_EQUAL(gone.size(), 1U);
  BOOST_TEST((gone[0]->hash == tx(1)->hash));
  BOOST_TEST(pool.find(tx(1)->id) == nullptr);
  BOOST_TEST(pool.find(tx(2)->id) != nullptr);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node
