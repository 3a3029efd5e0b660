// The engine's numbers of peers against the network's.
#include <boost/test/unit_test.hpp>

#include "node/core/peer_map.h"

namespace xh::node {
namespace {

chain::NodeKey key(std::uint8_t n) {
  chain::NodeKey out;
  out.bytes[0] = n;
  return out;
}

// Network number of key n is n; 9 is our own.
class Fixed final : public PeerDirectory {
 public:
  void follow(const std::vector<chain::Validator>&) override {}
  std::optional<p2p::PeerId> find(const chain::NodeKey& k) const override {
    if (k.bytes[0] == 9) return std::nullopt;
    return p2p::PeerId{k.bytes[0]};
  }
};

chain::ValidatorSet set_of(std::initializer_list<std::uint8_t> keys) {
  chain::ValidatorSet out;
  for (const auto n : keys) {
    out.validators.emplace_back();
    out.validators.back().node_key = key(n);
  }
  return out;
}

BOOST_AUTO_TEST_SUITE(core_peer_map)

BOOST_AUTO_TEST_CASE(validators_have_their_index_and_others_follow_after_them) {
  PeerMap map;
  map.enter(set_of({5, 9, 3, 7}), Fixed());
  BOOST_TEST((map.engine_id(p2p::PeerId{5}) == consensus::PeerId{0}));
  BOOST_TEST((map.engine_id(p2p::PeerId{3}) == consensus::PeerId{2}));
  BOOST_TEST((map.engine_id(p2p::PeerId{0}) == consensus::PeerId{4}));
  BOOST_TEST((map.engine_id(p2p::PeerId{6}) == consensus::PeerId{10}));
}

BOOST_AUTO_TEST_CASE(each_number_leads_back_and_ours_leads_nowhere) {
  PeerMap map;
  map.enter(set_of({5, 9, 3, 7}), Fixed());
  for (std::uint32_t n = 0; n < 20; ++n) BOOST_TEST((map.network_id(map.engine_id(p2p::PeerId{n})) == p2p::PeerId{n}));
  BOOST_TEST(!map.network_id(consensus::PeerId{1}).has_value());
}

BOOST_AUTO_TEST_CASE(next_epoch_numbers_the_same_peers_anew) {
  PeerMap map;
  map.enter(set_of({5, 9, 3, 7}), Fixed());
  map.enter(set_of({3, 9, 8, 7, 6}), Fixed());
  BOOST_TEST((map.engine_id(p2p::PeerId{3}) == consensus::PeerId{0}));
  BOOST_TEST((map.engine_id(p2p::PeerId{5}) == consensus::PeerId{10}));
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::node
