// Base58Check, as extended keys are published in: enough to read the BIPs' test vectors.
#pragma once

#include <algorithm>
#include <optional>
#include <string_view>

#include "chain/crypto/sha256.h"

namespace xh::cli::test {

struct PublishedKey {
  std::uint8_t depth = 0;
  std::uint32_t index = 0;
  chain::Bytes chain_code;
  chain::Bytes key;
};

inline std::optional<chain::Bytes> decode_base58_check(std::string_view text) {
  constexpr std::string_view kAlphabet = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
  chain::Bytes number;  // little-endian base 256
  for (const char c : text) {
    auto carry = static_cast<unsigned>(kAlphabet.find(c));
    if (carry >= kAlphabet.size()) return std::nullopt;
    for (auto& byte : number) {
      carry += 58u * byte;
      byte = static_cast<std::uint8_t>(carry & 255u);
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) number.push_back(static_cast<std::uint8_t>(carry & 255u));
  }
  std::ranges::reverse(number);
  if (number.size() < 4) return std::nullopt;
  const chain::BytesView body(number.data(), number.size() - 4);
  const auto checksum = chain::sha256(chain::sha256(body).view());
  if (!std::equal(number.end() - 4, number.end(), checksum.bytes.begin())) return std::nullopt;
  return chain::Bytes(body.begin(), body.end());
}

// "xprv...": version (4), depth (1), parent (4), index (4), chain code (32), 0 and key (33).
inline std::optional<PublishedKey> decode_extended_private(std::string_view text) {
  const auto body = decode_base58_check(text);
  if (!body || body->size() != 78) return std::nullopt;
  const auto at = [&](std::ptrdiff_t from, std::ptrdiff_t to) {
    return chain::Bytes(body->begin() + from, body->begin() + to);
  };
  return PublishedKey{(*body)[4], chain::read_be32(body->data() + 9), at(13, 45), at(46, 78)};
}

}  // namespace xh::cli::test
