#include "chain/crypto/schnorr.h"

#include <secp256k1.h>
#include <secp256k1_extrakeys.h>
#include <secp256k1_schnorrsig.h>

#include <cstring>

#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

static_assert(sizeof(secp256k1_keypair) == 96 && sizeof(secp256k1_xonly_pubkey) == 64);

// One context for the process: libsecp256k1 documents it as safe for concurrent use once created.
const secp256k1_context* context() {
  static const secp256k1_context* const kContext = secp256k1_context_create(SECP256K1_CONTEXT_SIGN | SECP256K1_CONTEXT_VERIFY);
  return kContext;
}

void wipe(void* memory, std::size_t size) {
  std::memset(memory, 0, size);
  __asm__ __volatile__("" : : "r"(memory) : "memory");  // keeps the compiler from dropping the store
}

secp256k1_keypair load_keypair(const std::array<std::uint8_t, 96>& from) {
  secp256k1_keypair out;
  std::memcpy(out.data, from.data(), from.size());
  return out;
}

}  // namespace

Result<SecretKey> SecretKey::from_bytes(BytesView bytes32) {
  if (bytes32.size() != 32) return invalid("a secret key has 32 bytes");
  SecretKey out;
  secp256k1_keypair keypair;
  if (secp256k1_keypair_create(context(), &keypair, bytes32.data()) != 1) return invalid("secret key is zero or too large");
  std::memcpy(out.secret_.data(), bytes32.data(), 32);
  std::memcpy(out.keypair_.data(), keypair.data, sizeof keypair.data);
  wipe(&keypair, sizeof keypair);
  secp256k1_keypair loaded = load_keypair(out.keypair_);
  secp256k1_xonly_pubkey xonly;
  CHECK(secp256k1_keypair_xonly_pub(context(), &xonly, nullptr, &loaded) == 1);
  CHECK(secp256k1_xonly_pubkey_serialize(context(), out.public_.bytes.data(), &xonly) == 1);
  wipe(&loaded, sizeof loaded);
  return out;
}

SecretKey::SecretKey(SecretKey&& other) noexcept { *this = std::move(other); }

SecretKey& SecretKey::operator=(SecretKey&& other) noexcept {
  if (this == &other) return *this;
  secret_ = other.secret_;
  keypair_ = other.keypair_;
  public_ = other.public_;
  wipe(other.secret_.data(), other.secret_.size());
  wipe(other.keypair_.data(), other.keypair_.size());
  return *this;
}

SecretKey::~SecretKey() {
  wipe(secret_.data(), secret_.size());
  wipe(keypair_.data(), keypair_.size());
}

Signature SecretKey::sign(BytesView message, const Hash256& aux) const {
  secp256k1_keypair keypair = load_keypair(keypair_);
  std::array<std::uint8_t, 32> aux_copy = aux.bytes;
  secp256k1_schnorrsig_extraparams params = SECP256K1_SCHNORRSIG_EXTRAPARAMS_INIT;
  params.ndata = aux_copy.data();
  Signature out;
  CHECK(secp256k1_schnorrsig_sign_custom(context(), out.bytes.data(), message.data(), message.size(), &keypair, &params) == 1);
  wipe(&keypair, sizeof keypair);
  return out;
}

Result<VerifyKey> VerifyKey::parse(const PublicKey& key) {
  secp256k1_xonly_pubkey xonly;
  if (secp256k1_xonly_pubkey_parse(context(), &xonly, key.bytes.data()) != 1) return invalid("public key is not on the curve");
  VerifyKey out;
  std::memcpy(out.parsed_.data(), xonly.data, sizeof xonly.data);
  return out;
}

bool VerifyKey::verify(BytesView message, const Signature& signature) const {
  secp256k1_xonly_pubkey xonly;
  std::memcpy(xonly.data, parsed_.data(), parsed_.size());
  return secp256k1_schnorrsig_verify(context(), signature.bytes.data(), message.data(), message.size(), &xonly) == 1;
}

bool verify_signature(const PublicKey& key, BytesView message, const Signature& signature) {
  const auto parsed = VerifyKey::parse(key);
  return parsed && parsed->verify(message, signature);
}

}  // namespace xh::chain
