// BIP-32 private derivation on secp256k1, as far as a wallet of single keys needs it: master key, hardened and plain
// children. Called by the key commands. Stateless, thread-safe; an ExtendedKey wipes itself.
#pragma once

#include <string>
#include <string_view>

#include "chain/crypto/schnorr.h"
#include "chain/primitives/result.h"
#include "cli/wallet/secret.h"

namespace xh::cli {

// 22600 is 0x5848, "XH"; it is not registered in SLIP-44, and Xinghuo keys are of no coin.
inline constexpr std::uint32_t kCoinType = 22600;
inline constexpr std::uint32_t kHardened = 0x80000000u;

struct ExtendedKey {
  SecretBytes key;         // 32 bytes
  SecretBytes chain_code;  // 32 bytes
  std::uint8_t depth = 0;
  std::uint32_t index = 0;
};

// Error: the seed has not 16 to 64 bytes, or (with a chance of 2^-127) yields no valid key: take another seed.
[[nodiscard]] chain::Result<ExtendedKey> master_from_seed(chain::BytesView seed);
[[nodiscard]] chain::Result<ExtendedKey> derive_child(const ExtendedKey& parent, std::uint32_t index);
// "m/44'/22600'/0'/0/0"; ' or h marks hardened steps. At most 16 steps.
[[nodiscard]] chain::Result<ExtendedKey> derive_path(chain::BytesView seed, std::string_view path);
// m/44'/22600'/0'/0/i
[[nodiscard]] std::string standard_path(std::uint32_t address_index);

}  // namespace xh::cli
