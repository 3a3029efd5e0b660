// The adapter to libsodium: randomness and wiping. Argon2id and the AEAD are in keystore.cpp.
#include <sodium.h>

#include "chain/primitives/check.h"
#include "cli/wallet/random.h"
#include "cli/wallet/secret.h"

namespace xh::cli {

void wipe(void* data, std::size_t size) noexcept {
  if (size > 0) sodium_memzero(data, size);
}

chain::Bytes random_bytes(std::size_t size) {
  CHECK(sodium_init() >= 0);
  chain::Bytes out(size);
  randombytes_buf(out.data(), out.size());
  return out;
}

}  // namespace xh::cli
