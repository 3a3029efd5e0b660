#include "cli/wallet/seal.h"

#include <sodium.h>

#include "chain/primitives/check.h"
#include "cli/wallet/random.h"

namespace xh::cli {

using chain::Bytes;
using chain::BytesView;

constexpr std::size_t kNonceBytes = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES;
constexpr std::size_t kTagBytes = crypto_aead_xchacha20poly1305_ietf_ABYTES;
static_assert(kSealKeyBytes == crypto_aead_xchacha20poly1305_ietf_KEYBYTES);
static_assert(kSealSaltBytes == crypto_pwhash_argon2id_SALTBYTES);
static_assert(kSealOverheadBytes == kNonceBytes + kTagBytes);

Bytes seal(const SecretBytes& key, BytesView plain, BytesView bound) {
  CHECK(key.get().size() == kSealKeyBytes);
  Bytes out = random_bytes(kNonceBytes);
  out.resize(kNonceBytes + plain.size() + kTagBytes);
  unsigned long long size = 0;
  crypto_aead_xchacha20poly1305_ietf_encrypt(out.data() + kNonceBytes, &size, plain.data(), plain.size(), bound.data(),
                                             bound.size(), nullptr, out.data(), key.get().data());
  return out;
}

std::optional<SecretBytes> unseal(const SecretBytes& key, BytesView sealed, BytesView bound) {
  CHECK(key.get().size() == kSealKeyBytes);
  if (sealed.size() < kSealOverheadBytes) return std::nullopt;
  SecretBytes out{Bytes(sealed.size() - kSealOverheadBytes)};
  unsigned long long size = 0;
  if (crypto_aead_xchacha20poly1305_ietf_decrypt(out.get().data(), &size, nullptr, sealed.data() + kNonceBytes,
                                                 sealed.size() - kNonceBytes, bound.data(), bound.size(), sealed.data(),
                                                 key.get().data()) != 0)
    return std::nullopt;
  return out;
}

Outcome<SecretBytes> stretch_passphrase(const SecretText& passphrase, BytesView salt, ArgonCost cost) {
  if (salt.size() != kSealSaltBytes) return bad_input("the salt has the wrong length");
  if (cost.passes < 1 || cost.passes > kMaxArgonPasses || cost.memory_kib < 8 || cost.memory_kib > kMaxArgonMemoryKib)
    return bad_input("Argon2id passes or memory out of range");
  SecretBytes key{Bytes(kSealKeyBytes)};
  if (sodium_init() < 0 || crypto_pwhash_argon2id(key.get().data(), key.get().size(), passphrase.get().data(),
                                                  passphrase.get().size(), salt.data(), cost.passes,
                                                  cost.memory_kib * 1024, crypto_pwhash_argon2id_ALG_ARGON2ID13) != 0) {
    return fail(
        ExitCode::kOther, "OUT_OF_MEMORY",
        "Argon2id needs " + std::to_string(cost.memory_kib / 1024) + " MiB of memory that this machine does not give");
  }
  return key;
}

chain::Hash256 keyed_hash(const SecretBytes& key, BytesView bytes) {
  CHECK(key.get().size() == kSealKeyBytes);
  chain::Hash256 out;
  crypto_generichash(out.bytes.data(), out.bytes.size(), bytes.data(), bytes.size(), key.get().data(),
                     key.get().size());
  return out;
}

}  // namespace xh::cli
