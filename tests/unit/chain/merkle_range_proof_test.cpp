// Range proofs against a naive model of the map: what is proven is exactly what the map holds between two keys.
#include <boost/test/unit_test.hpp>

#include <map>
#include <random>

#include "chain/codec/codec.h"
#include "chain/crypto/sha256.h"
#include "chain/merkle/state_tree.h"

namespace xh::chain {
namespace {

using Model = std::map<Hash256, Hash256>;

Hash256 hash_of(std::uint64_t number) {
  Bytes data;
  append_be64(data, number);
  return sha256(data);
}

Hash256 filled(std::uint8_t byte) {
  Hash256 out;
  out.bytes.fill(byte);
  return out;
}

StateTree tree_of(const Model& model) {
  std::vector<TreeUpdate> updates;
  for (const auto& [key, value] : model) updates.push_back({key, value});
  return StateTree().with(updates);
}

std::vector<MapLeaf> leaves_of(const Model& model, const KeyRange& range) {
  std::vector<MapLeaf> out;
  for (const auto& [key, value] : model) {
    if (range.contains(key)) out.push_back({key, value});
  }
  return out;
}

Hash256 next_to(Hash256 key, int by) {
  for (std::size_t i = 32; i-- > 0;) {
    key.bytes[i] = static_cast<std::uint8_t>(key.bytes[i] + by);
    if (key.bytes[i] != (by > 0 ? 0x00 : 0xff)) break;
  }
  return key;
}

// Keys that share long beginnings with others, so that ways are long and subtrees collapse often.
Model random_model(std::mt19937_64& random, std::size_t size) {
  Model out;
  while (out.size() < size) {
    Hash256 key = hash_of(random());
    if (!out.empty() && random() % 2 == 0) {
      key = std::next(out.begin(), static_cast<std::ptrdiff_t>(random() % out.size()))->first;
      const std::size_t bit = random() % 256;
      key.bytes[bit / 8] = static_cast<std::uint8_t>(key.bytes[bit / 8] ^ (0x80 >> bit % 8));
    }
    out[key] = hash_of(random());
  }
  return out;
}

Hash256 random_end(std::mt19937_64& random, const Model& model) {
  if (model.empty() || random() % 4 == 0) return hash_of(random());
  const auto key = std::next(model.begin(), static_cast<std::ptrdiff_t>(random() % model.size()))->first;
  const auto choice = random() % 5;
  if (choice == 0) return next_to(key, 1);
  if (choice == 1) return next_to(key, -1);
  if (choice == 2) return filled(0);
  return key;
}

KeyRange random_range(std::mt19937_64& random, const Model& model) {
  KeyRange range{random_end(random, model), random_end(random, model)};
  if (range.last < range.first) std::swap(range.first, range.last);
  if (random() % 8 == 0) range.last = filled(0xff);
  return range;
}

bool holds(const StateTree& tree, const KeyRange& range, const std::vector<MapLeaf>& leaves) {
  return verify_range(tree.root(), range, leaves, tree.prove_range(range));
}

}  // namespace

BOOST_AUTO_TEST_SUITE(merkle_range_proof)

BOOST_AUTO_TEST_CASE(random_maps_and_ranges_prove_exactly_their_leaves) {
  std::mt19937_64 random(11);
  for (std::size_t round = 0; round < 600; ++round) {
    const Model model = random_model(random, random() % 40);
    const StateTree tree = tree_of(model);
    const KeyRange range = random_range(random, model);
    BOOST_TEST(holds(tree, range, leaves_of(model, range)));
  }
}

BOOST_AUTO_TEST_CASE(leaf_left_out_added_or_changed_is_refused) {
  std::mt19937_64 random(12);
  for (std::size_t round = 0; round < 400; ++round) {
    const Model model = random_model(random, 1 + random() % 30);
    const StateTree tree = tree_of(model);
    const KeyRange range = random_range(random, model);
    const auto leaves = leaves_of(model, range);
    for (std::size_t i = 0; i < leaves.size(); ++i) {
      auto without = leaves;
      without.erase(without.begin() + static_cast<std::ptrdiff_t>(i));
      BOOST_TEST(!holds(tree, range, without));
      auto changed = leaves;
      changed[i].value_hash = hash_of(1);
      BOOST_TEST(!holds(tree, range, changed));
    }
    Model more = model;
    more[range.first] = hash_of(2);
    if (more.size() > model.size()) BOOST_TEST(!holds(tree, range, leaves_of(more, range)));
  }
}

BOOST_AUTO_TEST_CASE(every_bit_flip_of_an_encoded_proof_is_refused) {
  std::mt19937_64 random(13);
  for (std::size_t round = 0; round < 12; ++round) {
    const Model model = random_model(random, 4 + random() % 20);
    const StateTree tree = tree_of(model);
    const KeyRange range = random_range(random, model);
    const auto leaves = leaves_of(model, range);
    const Bytes good = encode(tree.prove_range(range));
    for (std::size_t bit = 0; bit < good.size() * 8; ++bit) {
      Bytes bad = good;
      bad[bit / 8] = static_cast<std::uint8_t>(bad[bit / 8] ^ (1U << bit % 8));
      const auto proof = decode<MapRangeProof>(bad);
      if (proof) BOOST_TEST(!verify_range(tree.root(), range, leaves, *proof));
    }
  }
}

BOOST_AUTO_TEST_CASE(leaf_of_the_range_cannot_hide_as_an_outer_leaf_or_hash) {
  const Hash256 low = filled(0x11);
  const Hash256 high = filled(0xee);
  const StateTree tree = tree_of({{low, hash_of(1)}, {high, hash_of(2)}});
  const KeyRange range{filled(0x10), filled(0x20)};
  auto proof = tree.prove_range(range);
  BOOST_TEST(!proof.leaf_before.has_value());
  proof.leaf_before = MapLeaf{low, hash_of(1)};
  BOOST_TEST(!verify_range(tree.root(), range, {}, proof));
  proof = tree.prove_range(range);
  proof.leaf_after = MapLeaf{low, hash_of(1)};
  BOOST_TEST(!verify_range(tree.root(), range, {}, proof));
  proof = {};
  BOOST_TEST(!verify_range(map_leaf_hash(low, hash_of(1)), range, {}, proof));
}

BOOST_AUTO_TEST_CASE(empty_range_whole_range_single_leaf_and_empty_map) {
  std::mt19937_64 random(14);
  const Model model = random_model(random, 50);
  const StateTree tree = tree_of(model);
  const KeyRange everything{filled(0), filled(0xff)};
  BOOST_TEST((tree.prove_range(everything) == MapRangeProof{}));
  BOOST_TEST(holds(tree, everything, leaves_of(model, everything)));
  for (const auto& [key, value] : model) {
    BOOST_TEST(holds(tree, {key, key}, {{key, value}}));
    const KeyRange gap{next_to(key, 1), next_to(key, 1)};
    BOOST_TEST(holds(tree, gap, leaves_of(model, gap)));
  }
  BOOST_TEST(holds(StateTree(), everything, {}));
  BOOST_TEST(holds(StateTree(), {filled(3), filled(4)}, {}));
  BOOST_TEST(!holds(StateTree(), everything, {{filled(3), filled(4)}}));
  BOOST_TEST(!holds(tree, {filled(4), filled(3)}, {}));
}

BOOST_AUTO_TEST_CASE(ranges_that_cut_the_key_space_cover_the_map_together) {
  std::mt19937_64 random(15);
  const Model model = random_model(random, 200);
  const StateTree tree = tree_of(model);
  std::size_t found = 0;
  Hash256 first = filled(0);
  for (auto at = model.begin(); at != model.end();) {
    for (std::size_t n = 0; n < 7 && at != model.end(); ++n) ++at;
    const KeyRange range{first, at == model.end() ? filled(0xff) : std::prev(at)->first};
    const auto leaves = leaves_of(model, range);
    BOOST_TEST(holds(tree, range, leaves));
    found += leaves.size();
    first = next_to(range.last, 1);
  }
  BOOST_TEST(found == model.size());
}

BOOST_AUTO_TEST_CASE(proof_for_another_root_or_another_range_is_refused) {
  std::mt19937_64 random(16);
  const Model model = random_model(random, 20);
  Model other = model;
  other.begin()->second = hash_of(99);
  const StateTree tree = tree_of(model);
  const Hash256 middle = std::next(model.begin(), 10)->first;
  const KeyRange range{middle, filled(0xff)};
  const auto proof = tree.prove_range(range);
  BOOST_TEST(!verify_range(tree_of(other).root(), range, leaves_of(model, range), proof));
  const KeyRange wider{std::prev(model.find(middle))->first, filled(0xff)};
  BOOST_TEST(!verify_range(tree.root(), wider, leaves_of(model, range), proof));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
