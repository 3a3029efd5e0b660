#include "node/core/own_call.h"

#include <algorithm>

#include "chain/codec/codec.h"
#include "chain/crypto/sha256.h"

namespace xh::node {

SignedCall sign_own_call(OwnCall call, const chain::SecretKey& signer, const std::string& chain_id,
                         const chain::TransactionHasher& hasher) {
  chain::TransactionBody body;
  body.chain_id = chain_id;
  body.account = chain::account_id_of(chain::KeyPolicy{1, {signer.public_key()}});
  body.key = call.key;
  body.expires_at = call.expires_at;
  body.blinding = call.blinding;
  body.call = std::move(call.call);
  chain::Transaction out;
  out.body = chain::encode(body);
  const auto id = hasher.id_of(out.body);
  out.signatures.push_back({signer.public_key(), signer.sign(id.view())});
  return {id, chain::encode(out)};
}

chain::IdempotencyKey own_call_key(chain::BytesView subject, std::uint32_t attempt) {
  chain::Bytes input(subject.begin(), subject.end());
  chain::append_be32(input, attempt);
  const auto digest = chain::sha256(input);
  chain::IdempotencyKey out;
  std::copy_n(digest.bytes.begin(), out.bytes.size(), out.bytes.begin());
  return out;
}

}  // namespace xh::node
