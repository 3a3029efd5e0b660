#include "chain/ledger/validator_set.h"

#include <set>

#include "chain/codec/codec.h"
#include "chain/crypto/schnorr.h"

namespace xh::chain {

Status check_validator_set(const ValidatorSet& set) {
  if (set.size() < kMinValidators) return invalid("a validator set needs at least 4 validators to tolerate one fault");
  if (set.size() > kMaxValidators) return invalid("a validator set has at most " + std::to_string(kMaxValidators) + " validators");
  std::set<PublicKey> keys;
  std::set<NodeKey> node_keys;
  for (const auto& v : set.validators) {
    if (!keys.insert(v.key).second) return invalid("validator '" + v.name + "' repeats another validator's key");
    if (!node_keys.insert(v.node_key).second) return invalid("validator '" + v.name + "' repeats another validator's node key");
    if (!VerifyKey::parse(v.key)) return invalid("validator '" + v.name + "' has a key that is not on the curve");
  }
  return {};
}

Hash256 validator_set_hash(const ValidatorSet& set, const ChainTag& chain) {
  return tagged_hash(tags::kValidators, chain, encode(set));
}

}  // namespace xh::chain
