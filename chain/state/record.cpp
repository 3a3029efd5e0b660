#include "chain/state/record.h"

#include "chain/codec/domain.h"
#include "chain/merkle/map_proof.h"

namespace xh::chain {

StateKey::StateKey(Bytes raw_key) : raw(std::move(raw_key)), leaf(map_key(raw)) {}
StateKey::StateKey(BytesView raw_key) : StateKey(Bytes(raw_key.begin(), raw_key.end())) {}

Hash256 leaf_salt(const Hash256& leaf_key, const Record& record) {
  if (record.secret.is_zero()) return {};
  static const Domain kDomain(tags::kLeafSalt, {});
  Bytes input;
  input.reserve(72);
  append(input, record.secret.view());
  append(input, leaf_key.view());
  append_be64(input, record.written.value);
  return kDomain.hash(input);
}

Hash256 leaf_value_hash(const Hash256& leaf_key, const Record& record) {
  return map_value_hash(leaf_salt(leaf_key, record), record.value);
}

}  // namespace xh::chain
