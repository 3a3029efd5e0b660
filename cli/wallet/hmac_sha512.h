// HMAC-SHA512 and PBKDF2 on it (RFC 2104, RFC 8018): the two primitives of BIP-32 and BIP-39. Stateless, thread-safe.
#pragma once

#include <array>

#include "chain/primitives/bytes.h"

namespace xh::cli {

using Sha512Bytes = std::array<std::uint8_t, 64>;

[[nodiscard]] Sha512Bytes hmac_sha512(chain::BytesView key, chain::BytesView message);
// 64 bytes of output, as BIP-39 needs.
[[nodiscard]] Sha512Bytes pbkdf2_hmac_sha512(chain::BytesView password, chain::BytesView salt, unsigned iterations);

}  // namespace xh::cli
