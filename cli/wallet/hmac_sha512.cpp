// The adapter to Crypto++ for this room.
#include "cli/wallet/hmac_sha512.h"

#include <cryptopp/hmac.h>
#include <cryptopp/pwdbased.h>
#include <cryptopp/sha.h>

namespace xh::cli {

Sha512Bytes hmac_sha512(chain::BytesView key, chain::BytesView message) {
  Sha512Bytes out;
  CryptoPP::HMAC<CryptoPP::SHA512> hmac(key.data(), key.size());
  hmac.CalculateDigest(out.data(), message.data(), message.size());
  return out;
}

Sha512Bytes pbkdf2_hmac_sha512(chain::BytesView password, chain::BytesView salt, unsigned iterations) {
  Sha512Bytes out;
  CryptoPP::PKCS5_PBKDF2_HMAC<CryptoPP::SHA512> pbkdf2;
  pbkdf2.DeriveKey(out.data(), out.size(), 0, password.data(), password.size(), salt.data(), salt.size(), iterations);
  return out;
}

}  // namespace xh::cli
