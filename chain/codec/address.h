// Addresses: an AccountId as people see it, bech32m (BIP-350) with the prefix "xh". Stateless, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "chain/primitives/bytes.h"
#include "chain/primitives/result.h"

namespace xh::chain {

inline constexpr std::string_view kAddressPrefix = "xh";

[[nodiscard]] std::string to_address(const AccountId& account);
// Errors name what is wrong: prefix, length, mixed case, character, checksum.
[[nodiscard]] Result<AccountId> from_address(std::string_view address);

// bech32m itself, for the outside test vectors. `data` is any bytes.
[[nodiscard]] std::string bech32m_encode(std::string_view prefix, BytesView data);
struct Bech32m {
  std::string prefix;
  std::vector<std::uint8_t> groups;  // 5 bits each, checksum removed
};
[[nodiscard]] Result<Bech32m> bech32m_decode(std::string_view text);

}  // namespace xh::chain
