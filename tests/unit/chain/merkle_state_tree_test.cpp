// The authenticated map against a naive model that recomputes everything from the rule in map_proof.h.
#include <boost/test/unit_test.hpp>

#include <algorithm>
#include <map>
#include <random>

#include "chain/crypto/sha256.h"
#include "chain/merkle/state_tree.h"

namespace xh::chain {
namespace {

using Model = std::map<Hash256, Hash256>;  // key -> value hash

Hash256 hash_of(std::uint64_t number) {
  Bytes data;
  append_be64(data, number);
  return sha256(data);
}

Hash256 key_from_bits(std::initializer_list<int> bits, std::uint8_t last = 0) {
  Hash256 out;
  std::size_t at = 0;
  for (const int bit : bits) {
    if (bit != 0) out.bytes[at / 8] = static_cast<std::uint8_t>(out.bytes[at / 8] | 0x80 >> at % 8);
    ++at;
  }
  out.bytes[31] = last;
  return out;
}

Hash256 model_root(const std::vector<std::pair<Hash256, Hash256>>& leaves, std::size_t depth) {
  if (leaves.empty()) return {};
  if (leaves.size() == 1) {
    Bytes text{0x00};
    append(text, leaves[0].first.view());
    append(text, leaves[0].second.view());
    return sha256(text);
  }
  std::vector<std::pair<Hash256, Hash256>> left, right;
  for (const auto& leaf : leaves) (leaf.first.bytes[depth / 8] >> (7 - depth % 8) & 1 ? right : left).push_back(leaf);
  Bytes text{0x01};
  append(text, model_root(left, depth + 1).view());
  append(text, model_root(right, depth + 1).view());
  return sha256(text);
}

Hash256 model_root(const Model& model) {
  return model_root({model.begin(), model.end()}, 0);
}

std::vector<TreeUpdate> puts(const Model& model) {
  std::vector<TreeUpdate> out;
  for (const auto& [key, value] : model) out.push_back({key, value});
  return out;
}

void check_all_proofs(const StateTree& tree, const Model& model, const std::vector<Hash256>& keys) {
  const Hash256 root = tree.root();
  for (const Hash256& key : keys) {
    const MapProof proof = tree.prove(key);
    const auto it = model.find(key);
    if (it != model.end()) {
      BOOST_TEST(verify_inclusion(root, key, it->second, proof));
      BOOST_TEST(!verify_absence(root, key, proof));
      BOOST_TEST(!verify_inclusion(root, key, hash_of(987654321), proof));
    } else {
      BOOST_TEST(verify_absence(root, key, proof));
      BOOST_TEST(!verify_inclusion(root, key, hash_of(1), proof));
    }
  }
}

// Sparse, shared-prefix and random keys in one universe, so that collapses and long one-sided paths happen often.
std::vector<Hash256> key_universe() {
  std::vector<Hash256> keys;
  for (std::uint64_t i = 0; i < 40; ++i) keys.push_back(hash_of(i));
  for (std::uint8_t i = 0; i < 20; ++i) keys.push_back(key_from_bits({1, 0, 1}, i));
  for (std::size_t i = 0; i < 20; ++i) {
    Hash256 key = hash_of(3);
    key.bytes[i + 8] ^= 0x10;
    keys.push_back(key);
  }
  std::sort(keys.begin(), keys.end());
  return keys;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(merkle_state_tree)

BOOST_AUTO_TEST_CASE(the_empty_map_has_a_zero_root_and_proves_absence) {
  const StateTree tree;
  BOOST_TEST(tree.root().is_zero());
  BOOST_TEST(tree.size() == 0U);
  BOOST_TEST(verify_absence(tree.root(), hash_of(1), tree.prove(hash_of(1))));
}

BOOST_AUTO_TEST_CASE(small_maps_have_the_roots_the_rule_gives) {
  const Hash256 a = key_from_bits({0, 0, 0});
  const Hash256 b = key_from_bits({0, 0, 1});
  const Hash256 c = key_from_bits({1});
  const Hash256 v = hash_of(7);
  StateTree tree = StateTree().with(std::vector<TreeUpdate>{{a, v}});
  BOOST_TEST((tree.root() == map_leaf_hash(a, v)));
  tree = tree.with(std::vector<TreeUpdate>{{b, v}});
  const Hash256 pair = map_node_hash(map_leaf_hash(a, v), map_leaf_hash(b, v));
  BOOST_TEST((tree.root() == map_node_hash(map_node_hash(pair, {}), {})));
  tree = tree.with(std::vector<TreeUpdate>{{c, v}});
  BOOST_TEST((tree.root() == map_node_hash(map_node_hash(pair, {}), map_leaf_hash(c, v))));
  tree = tree.with(std::vector<TreeUpdate>{{a, std::nullopt}});
  BOOST_TEST((tree.root() == map_node_hash(map_leaf_hash(b, v), map_leaf_hash(c, v))));
}

BOOST_AUTO_TEST_CASE(random_batches_keep_root_size_values_and_proofs_equal_to_the_model) {
  const auto keys = key_universe();
  std::mt19937_64 random(20251120);
  Model model;
  StateTree tree;
  for (int round = 0; round < 300; ++round) {
    std::map<Hash256, std::optional<Hash256>> changes;
    const std::size_t count = 1 + random() % 25;
    for (std::size_t i = 0; i < count; ++i) {
      const Hash256& key = keys[random() % keys.size()];
      changes[key] = random() % 5 < 2 ? std::nullopt : std::optional(hash_of(random() % 4));
    }
    std::vector<TreeUpdate> updates;
    for (const auto& [key, value] : changes) {
      updates.push_back({key, value});
      if (value) {
        model[key] = *value;
      } else {
        model.erase(key);
      }
    }
    tree = tree.with(updates);
    BOOST_TEST((tree.root() == model_root(model)));
    BOOST_TEST(tree.size() == model.size());
    for (const auto& key : keys) {
      const auto it = model.find(key);
      BOOST_TEST((tree.value_hash(key) == (it == model.end() ? std::nullopt : std::optional(it->second))));
    }
    if (round % 10 == 0) check_all_proofs(tree, model, keys);
  }
}

BOOST_AUTO_TEST_CASE(the_order_and_grouping_of_updates_do_not_matter) {
  const auto keys = key_universe();
  Model model;
  for (std::size_t i = 0; i < keys.size(); ++i) model[keys[i]] = hash_of(i);
  const Hash256 expected = StateTree().with(puts(model)).root();
  std::mt19937_64 random(5);
  for (int round = 0; round < 20; ++round) {
    auto order = keys;
    std::shuffle(order.begin(), order.end(), random);
    StateTree tree;
    for (const auto& key : order) tree = tree.with(std::vector<TreeUpdate>{{key, model[key]}});
    BOOST_TEST((tree.root() == expected));
  }
}

BOOST_AUTO_TEST_CASE(older_versions_stay_as_they_were) {
  const auto keys = key_universe();
  std::mt19937_64 random(77);
  Model model;
  std::vector<std::pair<StateTree, Model>> versions;
  StateTree tree;
  for (int round = 0; round < 60; ++round) {
    const Hash256& key = keys[random() % keys.size()];
    const Hash256 value = hash_of(random());
    const bool remove = round % 3 == 2;
    tree = tree.with(std::vector<TreeUpdate>{{key, remove ? std::nullopt : std::optional(value)}});
    if (remove) {
      model.erase(key);
    } else {
      model[key] = value;
    }
    versions.emplace_back(tree, model);
    if (versions.size() > 10) versions.erase(versions.begin() + static_cast<std::ptrdiff_t>(random() % 5));
    for (const auto& [old_tree, old_model] : versions) BOOST_TEST((old_tree.root() == model_root(old_model)));
  }
  check_all_proofs(versions.front().first, versions.front().second, keys);
}

BOOST_AUTO_TEST_CASE(updates_that_change_nothing_share_every_node) {
  Model model;
  for (std::uint64_t i = 0; i < 500; ++i) model[hash_of(i)] = hash_of(i + 1);
  const StateTree tree = StateTree().with(puts(model));
  auto updates = puts(model);
  updates.push_back({hash_of(1000000), std::nullopt});  // absent: removing it is nothing
  std::sort(updates.begin(), updates.end(), [](const auto& a, const auto& b) { return a.key < b.key; });
  const StateTree same = tree.with(updates);
  BOOST_TEST((same.root() == tree.root()));
  BOOST_TEST(same.size() == tree.size());
}

BOOST_AUTO_TEST_CASE(nodes_are_freed_when_no_version_needs_them) {
  NodePool pool;
  const NodeRef a = pool.make_leaf(key_from_bits({0}), hash_of(1));
  const NodeRef b = pool.make_leaf(key_from_bits({1}), hash_of(2));
  const NodeRef both = pool.make_inner(a, b);
  const NodeRef replaced = pool.make_inner(pool.retain(a), pool.make_leaf(key_from_bits({1}), hash_of(3)));
  BOOST_TEST(pool.nodes_in_use() == 5U);
  pool.release(both);
  BOOST_TEST(pool.nodes_in_use() == 3U);
  BOOST_TEST((pool.leaf(a).value_hash == hash_of(1)));
  pool.release(replaced);
  BOOST_TEST(pool.nodes_in_use() == 0U);
}

BOOST_AUTO_TEST_CASE(long_running_use_does_not_grow_the_pool) {
  const auto keys = key_universe();
  StateTree tree;
  std::mt19937_64 random(9);
  for (int round = 0; round < 20000; ++round) {
    const bool remove = random() % 2 == 0;
    tree = tree.with(std::vector<TreeUpdate>{
        {keys[random() % keys.size()], remove ? std::nullopt : std::optional(hash_of(random()))}});
  }
  // One slab of each kind holds 16,384 nodes; a leak of a node a round would need more.
  BOOST_TEST(tree.pool_bytes() == NodeSlabs<LeafNode>::kSlabNodes * (sizeof(LeafNode) + sizeof(InnerNode)));
}

BOOST_AUTO_TEST_CASE(keys_that_differ_in_the_last_bit_make_a_path_of_256_levels) {
  Hash256 a = hash_of(1);
  a.bytes[31] = 0x42;
  Hash256 b = a;
  b.bytes[31] = 0x43;
  const StateTree tree = StateTree().with(std::vector<TreeUpdate>{{a, hash_of(2)}, {b, hash_of(3)}});
  BOOST_TEST((tree.root() == model_root(Model{{a, hash_of(2)}, {b, hash_of(3)}})));
  const MapProof proof = tree.prove(a);
  BOOST_TEST(proof.siblings.size() == 256U);
  BOOST_TEST(verify_inclusion(tree.root(), a, hash_of(2), proof));
  Hash256 absent = a;
  absent.bytes[31] = 0x40;
  BOOST_TEST(verify_absence(tree.root(), absent, tree.prove(absent)));
  const StateTree one = tree.with(std::vector<TreeUpdate>{{b, std::nullopt}});
  BOOST_TEST((one.root() == map_leaf_hash(a, hash_of(2))));
}

BOOST_AUTO_TEST_CASE(a_tampered_proof_is_refused) {
  Model model;
  for (std::uint64_t i = 0; i < 64; ++i) model[hash_of(i)] = hash_of(i + 100);
  const StateTree tree = StateTree().with(puts(model));
  const Hash256 root = tree.root();
  for (std::uint64_t i = 0; i < 128; ++i) {  // half of them absent
    const Hash256 key = hash_of(i);
    const MapProof good = tree.prove(key);
    const auto accepted = [&](const MapProof& proof) {
      return verify_inclusion(root, key, hash_of(i + 100), proof) || verify_absence(root, key, proof);
    };
    BOOST_TEST(accepted(good));
    for (std::size_t k = 0; k < good.siblings.size(); ++k) {
      MapProof bad = good;
      bad.siblings[k].bytes[31] ^= 0x80;
      BOOST_TEST(!accepted(bad));
    }
    MapProof shorter = good;
    shorter.siblings.pop_back();
    BOOST_TEST(!accepted(shorter));
    MapProof longer = good;
    longer.siblings.push_back({});
    BOOST_TEST(!accepted(longer));
    longer.siblings.resize(kMapDepthMax + 1);
    BOOST_TEST(!accepted(longer));
    if (good.other) {
      MapProof bad = good;
      bad.other->value_hash.bytes[0] ^= 1;
      BOOST_TEST(!accepted(bad));
      bad = good;
      bad.other.reset();
      BOOST_TEST(!accepted(bad));
    }
  }
}

BOOST_AUTO_TEST_CASE(the_keys_own_leaf_and_a_leaf_off_the_path_prove_no_absence) {
  Model model;
  for (std::uint64_t i = 0; i < 32; ++i) model[hash_of(i)] = hash_of(i + 100);
  const StateTree tree = StateTree().with(puts(model));
  const Hash256 key = hash_of(4);
  MapProof own = tree.prove(key);
  own.other = MapLeaf{key, hash_of(104)};
  BOOST_TEST(!verify_absence(tree.root(), key, own));
  // A proof for some other present key, offered as the end of this key's path.
  for (std::uint64_t i = 0; i < 32; ++i) {
    if (i == 4) continue;
    MapProof foreign = tree.prove(hash_of(i));
    foreign.other = MapLeaf{hash_of(i), hash_of(i + 100)};
    BOOST_TEST(!verify_absence(tree.root(), key, foreign));
  }
}

BOOST_AUTO_TEST_CASE(a_map_built_in_ascending_batches_equals_one_built_at_once) {
  Model model;
  for (std::uint64_t i = 0; i < 3000; ++i) model[hash_of(i)] = hash_of(i * 3);
  const auto all = puts(model);
  StateTree tree;
  for (std::size_t at = 0; at < all.size(); at += 700) {
    tree = tree.with(std::span(all).subspan(at, std::min<std::size_t>(700, all.size() - at)));
  }
  BOOST_TEST((tree.root() == StateTree().with(all).root()));
  BOOST_TEST((tree.root() == model_root(model)));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
