// The BIP-340 key a validator votes with, and its file. Never used for TLS (p2p/node_identity.h) nor for the operator's
// transactions.
//
// Callers: node/app/runtime loads it; `xinghuod init`, `keys gen` and `testnet init-files` create it. Threading: free
// functions, none shared. File (validator_key.json): {"type":"xinghuo-validator-key","version":1,"public_key":"<64
// hex>","private_key":"<64 hex>"}, mode 0600, at most kMaxValidatorKeyFileBytes.
#pragma once

#include <filesystem>

#include "chain/crypto/schnorr.h"
#include "chain/primitives/result.h"

namespace xh::node {

inline constexpr std::size_t kMaxValidatorKeyFileBytes = 4096;

// From the system's random source. kLocal when that fails.
[[nodiscard]] chain::Result<chain::SecretKey> generate_validator_key();
// kLocal, the text says what to do: missing, not a regular file, readable by group or others, not such JSON, keys that
// do not belong together.
[[nodiscard]] chain::Result<chain::SecretKey> load_validator_key(const std::filesystem::path& file);
// A new file, synced with its folder. kLocal when it exists already (a key is never overwritten) or cannot be written.
[[nodiscard]] chain::Status save_validator_key(const chain::SecretKey& key, const std::filesystem::path& file);

}  // namespace xh::node
