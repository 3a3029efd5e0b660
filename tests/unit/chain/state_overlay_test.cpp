// Overlays: nesting, secrets, erasing, order.
#include <boost/test/unit_test.hpp>

#include "chain/merkle/map_proof.h"
#include "chain/state/overlay.h"

namespace xh::chain {
namespace {

Bytes text(std::string_view s) {
  return Bytes(s.begin(), s.end());
}
StateKey key(std::string_view s) {
  return StateKey(text(s));
}

Hash256 secret(std::uint8_t n) {
  Hash256 out;
  out.bytes.fill(n);
  return out;
}

// The state below: one record.
class OneRecord final : public StateView {
 public:
  RecordPtr find(const StateKey& wanted) const override {
    return wanted.raw == text("old") ? std::make_shared<const Record>(Record{secret(1), Height{3}, text("v0")})
                                     : nullptr;
  }
};

struct Block {
  OneRecord below;
  Overlay block{below, Height{9}};
};

}  // namespace

BOOST_AUTO_TEST_SUITE(state_overlay)

BOOST_FIXTURE_TEST_CASE(reads_see_own_writes_and_then_what_lies_below, Block) {
  BOOST_TEST((block.get(key("old")) == text("v0")));
  BOOST_TEST(!block.contains(key("new")));
  block.put(key("new"), text("n"));
  block.put(key("old"), text("v1"));
  BOOST_TEST((block.get(key("new")) == text("n")));
  BOOST_TEST((block.get(key("old")) == text("v1")));
  BOOST_TEST(block.find(key("old"))->written.value == 9U);
  block.erase(key("old"));
  BOOST_TEST(!block.contains(key("old")));
}

BOOST_FIXTURE_TEST_CASE(an_updated_record_keeps_its_secret_and_a_new_one_takes_the_given, Block) {
  block.put(key("old"), text("v1"), secret(7));
  BOOST_TEST((block.find(key("old"))->secret == secret(1)));
  block.put(key("new"), text("n"), secret(7));
  block.put(key("new"), text("m"), secret(8));
  BOOST_TEST((block.find(key("new"))->secret == secret(7)));
  block.erase(key("old"));
  block.put(key("old"), text("again"), secret(8));
  BOOST_TEST((block.find(key("old"))->secret == secret(8)));
}

BOOST_FIXTURE_TEST_CASE(a_transaction_that_is_dropped_leaves_no_trace, Block) {
  block.put(key("a"), text("1"));
  {
    Overlay transaction(block, block.height());
    transaction.put(key("a"), text("2"));
    transaction.put(key("b"), text("2"));
    transaction.erase(key("old"));
    BOOST_TEST((transaction.get(key("a")) == text("2")));
    transaction.discard();
    BOOST_TEST((transaction.get(key("a")) == text("1")));
  }
  BOOST_TEST((block.get(key("a")) == text("1")));
  BOOST_TEST(!block.contains(key("b")));
  BOOST_TEST(block.contains(key("old")));
}

BOOST_FIXTURE_TEST_CASE(a_transaction_that_is_kept_moves_its_writes_down, Block) {
  block.put(key("a"), text("1"));
  Overlay transaction(block, block.height());
  transaction.put(key("a"), text("2"));
  transaction.erase(key("old"));
  transaction.commit_into(block);
  BOOST_TEST(transaction.writes().empty());
  BOOST_TEST((block.get(key("a")) == text("2")));
  BOOST_TEST(!block.contains(key("old")));
  BOOST_TEST(block.writes().size() == 2U);
}

BOOST_FIXTURE_TEST_CASE(writes_are_ordered_by_leaf_key_whatever_the_order_of_calls, Block) {
  Overlay other(below, Height{9});
  for (const char* name : {"a", "b", "c", "d"}) block.put(key(name), text(name));
  for (const char* name : {"d", "b", "a", "c"}) other.put(key(name), text(name));
  auto left = block.writes().begin();
  for (const auto& [leaf, write] : other.writes()) {
    BOOST_TEST((leaf == left->first && write.raw_key == left->second.raw_key && leaf == map_key(write.raw_key)));
    ++left;
  }
}

BOOST_AUTO_TEST_CASE(salts_are_zero_without_a_secret_and_new_at_each_write_and_key_with_one) {
  const Hash256 a = map_key(text("a"));
  const Hash256 b = map_key(text("b"));
  BOOST_TEST(leaf_salt(a, Record{{}, Height{5}, text("v")}).is_zero());
  const Hash256 salt = leaf_salt(a, Record{secret(1), Height{5}, text("v")});
  BOOST_TEST(!salt.is_zero());
  BOOST_TEST((salt == leaf_salt(a, Record{secret(1), Height{5}, text("other value")})));
  BOOST_TEST((salt != leaf_salt(a, Record{secret(1), Height{6}, text("v")})));
  BOOST_TEST((salt != leaf_salt(b, Record{secret(1), Height{5}, text("v")})));
  BOOST_TEST((salt != leaf_salt(a, Record{secret(2), Height{5}, text("v")})));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
