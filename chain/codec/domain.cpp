#include "chain/codec/domain.h"

namespace xh::chain {

Domain::Domain(std::string_view tag, const ChainTag& chain) {
  after_prefix_.update(sha256(as_bytes(tag)).view()).update(chain.view());
}

Hash256 Domain::hash(BytesView bytes) const {
  Sha256 hasher = after_prefix_;
  return hasher.update(bytes).finish();
}

Hash256 Domain::hash(BytesView first, BytesView second) const {
  Sha256 hasher = after_prefix_;
  return hasher.update(first).update(second).finish();
}

Hash256 tagged_hash(std::string_view tag, const ChainTag& chain, BytesView bytes) { return Domain(tag, chain).hash(bytes); }

ChainTag make_chain_tag(std::string_view chain_id, const Hash256& genesis_hash) {
  return retag<ChainTag>(Domain(tags::kChain, {}).hash(as_bytes(chain_id), genesis_hash.view()));
}

}  // namespace xh::chain
