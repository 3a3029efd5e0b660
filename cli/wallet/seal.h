// Sealing with a key: XChaCha20-Poly1305 with a random nonce, Argon2id from a passphrase, keyed BLAKE2b (libsodium).
// Used by the people store; key files have their own older form (key_file.h). Stateless.
#pragma once

#include <optional>

#include "chain/primitives/bytes.h"
#include "cli/wallet/key_file.h"
#include "cli/wallet/secret.h"

namespace xh::cli {

inline constexpr std::size_t kSealKeyBytes = 32;
inline constexpr std::size_t kSealSaltBytes = 16;
inline constexpr std::size_t kSealOverheadBytes = 24 + 16;  // nonce and tag

// nonce || ciphertext || tag; `bound` is authenticated with it and has to be the same at opening.
[[nodiscard]] chain::Bytes seal(const SecretBytes& key, chain::BytesView plain, chain::BytesView bound);
// Nothing: another key, other bound bytes, or the sealed bytes were changed.
[[nodiscard]] std::optional<SecretBytes> unseal(const SecretBytes& key, chain::BytesView sealed,
                                                chain::BytesView bound);
// Failure: exit 1 when the machine does not give the memory, 4 when the cost is out of range.
[[nodiscard]] Outcome<SecretBytes> stretch_passphrase(const SecretText& passphrase, chain::BytesView salt,
                                                      ArgonCost cost);
[[nodiscard]] chain::Hash256 keyed_hash(const SecretBytes& key, chain::BytesView bytes);

}  // namespace xh::cli
