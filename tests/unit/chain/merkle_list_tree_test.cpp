// RFC 9162 list tree: the published test leaves, and a naive recursive model written from the RFC's definition.
#include <boost/test/unit_test.hpp>

#include "chain/crypto/sha256.h"
#include "chain/merkle/list_tree.h"

namespace xh::chain {
namespace {

std::vector<Bytes> reference_leaves() {
  std::vector<Bytes> out;
  for (const char* hex :
       {"", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"}) {
    out.push_back(*from_hex(hex));
  }
  return out;
}

std::vector<Hash256> leaf_hashes(const std::vector<Bytes>& leaves) {
  std::vector<Hash256> out;
  for (const auto& leaf : leaves) out.push_back(list_leaf_hash(leaf));
  return out;
}

std::vector<Hash256> numbered_leaves(std::size_t count) {
  std::vector<Hash256> out;
  for (std::size_t i = 0; i < count; ++i) {
    Bytes data;
    append_be64(data, i);
    out.push_back(list_leaf_hash(data));
  }
  return out;
}

// RFC 9162, 2.1.1: k is the largest power of two below n.
std::size_t split_point(std::size_t n) {
  std::size_t k = 1;
  while (k * 2 < n) k *= 2;
  return k;
}

Hash256 model_root(std::span<const Hash256> leaves) {
  if (leaves.empty()) return sha256({});
  if (leaves.size() == 1) return leaves[0];
  const std::size_t k = split_point(leaves.size());
  return list_node_hash(model_root(leaves.first(k)), model_root(leaves.subspan(k)));
}

// RFC 9162, 2.1.3.1.
std::vector<Hash256> model_path(std::span<const Hash256> leaves, std::size_t index) {
  if (leaves.size() == 1) return {};
  const std::size_t k = split_point(leaves.size());
  const bool left = index < k;
  auto path = left ? model_path(leaves.first(k), index) : model_path(leaves.subspan(k), index - k);
  path.push_back(left ? model_root(leaves.subspan(k)) : model_root(leaves.first(k)));
  return path;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(merkle_list_tree)

BOOST_AUTO_TEST_CASE(roots_of_the_reference_leaves_are_the_published_ones) {
  const std::vector<const char*> roots = {"e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                                          "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                                          "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                                          "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                                          "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                                          "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                                          "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                                          "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                                          "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"};
  const auto leaves = leaf_hashes(reference_leaves());
  ListTreeBuilder builder;
  for (std::size_t n = 0; n < roots.size(); ++n) {
    BOOST_TEST(to_hex(builder.root().view()) == roots[n]);
    BOOST_TEST(to_hex(list_root(std::span(leaves).first(n)).view()) == roots[n]);
    if (n < leaves.size()) builder.add(reference_leaves()[n]);
  }
  BOOST_TEST(builder.size() == 8U);
}

BOOST_AUTO_TEST_CASE(builder_and_model_agree_for_every_size_up_to_130) {
  const auto leaves = numbered_leaves(130);
  ListTreeBuilder builder;
  for (std::size_t n = 0; n <= leaves.size(); ++n) {
    BOOST_TEST((builder.root() == model_root(std::span(leaves).first(n))));
    if (n < leaves.size()) builder.add_leaf_hash(leaves[n]);
  }
}

BOOST_AUTO_TEST_CASE(every_leaf_of_every_size_up_to_70_has_the_models_path_and_verifies) {
  const auto all = numbered_leaves(70);
  for (std::size_t n = 1; n <= all.size(); ++n) {
    const auto leaves = std::span(all).first(n);
    const Hash256 root = list_root(leaves);
    for (std::size_t i = 0; i < n; ++i) {
      const ListProof proof = prove_inclusion(leaves, i);
      BOOST_TEST((proof.path == model_path(leaves, i)));
      BOOST_TEST(verify_inclusion(root, leaves[i], proof));
    }
  }
}

BOOST_AUTO_TEST_CASE(a_tampered_proof_is_refused) {
  const auto leaves = numbered_leaves(21);
  const Hash256 root = list_root(leaves);
  for (std::size_t i = 0; i < leaves.size(); ++i) {
    const ListProof good = prove_inclusion(leaves, i);
    for (std::size_t k = 0; k < good.path.size(); ++k) {
      ListProof bad = good;
      bad.path[k].bytes[7] ^= 1;
      BOOST_TEST(!verify_inclusion(root, leaves[i], bad));
      bad = good;
      bad.path.erase(bad.path.begin() + static_cast<std::ptrdiff_t>(k));
      BOOST_TEST(!verify_inclusion(root, leaves[i], bad));
    }
    ListProof longer = good;
    longer.path.push_back(root);
    BOOST_TEST(!verify_inclusion(root, leaves[i], longer));
    for (std::uint64_t other = 0; other < leaves.size(); ++other) {
      if (other == i) continue;
      ListProof moved = good;
      moved.index = other;
      BOOST_TEST(!verify_inclusion(root, leaves[i], moved));
    }
    BOOST_TEST(!verify_inclusion(root, leaves[(i + 1) % leaves.size()], good));
    BOOST_TEST(!verify_inclusion(leaves[0], leaves[i], good));
  }
}

BOOST_AUTO_TEST_CASE(proofs_with_absurd_numbers_are_refused_quickly) {
  const Hash256 some = list_leaf_hash({});
  const std::uint64_t huge = ~std::uint64_t{0};
  BOOST_TEST(!verify_inclusion(some, some, ListProof{0, 0, {}}));
  BOOST_TEST(!verify_inclusion(some, some, ListProof{5, 5, {}}));
  BOOST_TEST(!verify_inclusion(some, some, ListProof{huge, huge, {}}));
  BOOST_TEST(!verify_inclusion(some, some, ListProof{huge - 1, huge, std::vector<Hash256>(64, some)}));
  BOOST_TEST(!verify_inclusion(some, some, ListProof{0, huge, std::vector<Hash256>(64, some)}));
  BOOST_TEST(!verify_inclusion(some, some, ListProof{0, 1, std::vector<Hash256>(100000, some)}));
  BOOST_TEST(verify_inclusion(some, some, ListProof{0, 1, {}}));
}

BOOST_AUTO_TEST_CASE(an_inner_node_cannot_pose_as_a_leaf) {
  const auto leaves = numbered_leaves(4);
  const Hash256 root = list_root(leaves);
  Bytes inner;
  append(inner, leaves[0].view());
  append(inner, leaves[1].view());
  const ListProof shortened{0, 2, {list_node_hash(leaves[2], leaves[3])}};
  BOOST_TEST(!verify_inclusion(root, list_leaf_hash(inner), shortened));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace xh::chain
