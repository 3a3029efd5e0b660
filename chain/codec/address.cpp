#include "chain/codec/address.h"

#include <array>

namespace xh::chain {
namespace {

constexpr std::string_view kAlphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
constexpr std::uint32_t kBech32mConstant = 0x2bc830a3;  // BIP-350
constexpr std::size_t kChecksumGroups = 6;
constexpr std::size_t kMaxAddressLength = 90;

// BIP-173: the BCH code's remainder over GF(32).
std::uint32_t polymod_step(std::uint32_t checksum, std::uint8_t group) {
  static constexpr std::array<std::uint32_t, 5> kGenerator = {0x3b6a57b2, 0x26508e6d, 0x1ea119fa, 0x3d4233dd, 0x2a1462b3};
  const std::uint32_t top = checksum >> 25;
  checksum = (checksum & 0x1ffffff) << 5 ^ group;
  for (unsigned i = 0; i < kGenerator.size(); ++i) {
    if ((top >> i & 1) != 0) checksum ^= kGenerator[i];
  }
  return checksum;
}

std::uint32_t checksum_of_prefix(std::string_view prefix) {
  std::uint32_t checksum = 1;
  for (const char c : prefix) checksum = polymod_step(checksum, static_cast<std::uint8_t>(static_cast<std::uint8_t>(c) >> 5));
  checksum = polymod_step(checksum, 0);
  for (const char c : prefix) checksum = polymod_step(checksum, static_cast<std::uint8_t>(c) & 31);
  return checksum;
}

std::vector<std::uint8_t> to_groups(BytesView data) {
  std::vector<std::uint8_t> out;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const auto b : data) {
    buffer = buffer << 8 | b;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      out.push_back(static_cast<std::uint8_t>(buffer >> bits & 31));
    }
  }
  if (bits > 0) out.push_back(static_cast<std::uint8_t>(buffer << (5 - bits) & 31));
  return out;
}

Result<Bytes> from_groups(const std::vector<std::uint8_t>& groups) {
  Bytes out;
  std::uint32_t buffer = 0;
  unsigned bits = 0;
  for (const auto g : groups) {
    buffer = buffer << 5 | g;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      out.push_back(static_cast<std::uint8_t>(buffer >> bits & 255));
    }
  }
  if (bits >= 5 || (buffer & ((1u << bits) - 1)) != 0) return invalid("address has stray bits at its end");
  return out;
}

}  // namespace

std::string bech32m_encode(std::string_view prefix, BytesView data) {
  const auto groups = to_groups(data);
  std::uint32_t checksum = checksum_of_prefix(prefix);
  std::string out(prefix);
  out += '1';
  for (const auto g : groups) {
    checksum = polymod_step(checksum, g);
    out += kAlphabet[g];
  }
  for (std::size_t i = 0; i < kChecksumGroups; ++i) checksum = polymod_step(checksum, 0);
  checksum ^= kBech32mConstant;
  for (std::size_t i = 0; i < kChecksumGroups; ++i) out += kAlphabet[checksum >> (5 * (5 - i)) & 31];
  return out;
}

Result<Bech32m> bech32m_decode(std::string_view text) {
  if (text.size() > kMaxAddressLength) return invalid("address is too long");
  std::string lower;
  bool has_lower = false;
  bool has_upper = false;
  for (const char c : text) {
    if (c < 33 || c > 126) return invalid("address has a character outside printable ASCII");
    has_lower = has_lower || (c >= 'a' && c <= 'z');
    has_upper = has_upper || (c >= 'A' && c <= 'Z');
    lower += c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  }
  if (has_lower && has_upper) return invalid("address mixes upper and lower case");
  const auto separator = lower.rfind('1');
  if (separator == std::string::npos || separator == 0) return invalid("address has no prefix");
  if (lower.size() - separator - 1 < kChecksumGroups) return invalid("address is too short");
  Bech32m out{lower.substr(0, separator), {}};
  std::uint32_t checksum = checksum_of_prefix(out.prefix);
  for (const char c : lower.substr(separator + 1)) {
    const auto group = kAlphabet.find(c);
    if (group == std::string_view::npos) return invalid(std::string("address has the character '") + c + "', which addresses never use");
    out.groups.push_back(static_cast<std::uint8_t>(group));
    checksum = polymod_step(checksum, out.groups.back());
  }
  if (checksum != kBech32mConstant) return invalid("address checksum is wrong: a character was mistyped");
  out.groups.resize(out.groups.size() - kChecksumGroups);
  return out;
}

std::string to_address(const AccountId& account) { return bech32m_encode(kAddressPrefix, account.view()); }

Result<AccountId> from_address(std::string_view address) {
  auto decoded = bech32m_decode(address);
  if (!decoded) return std::unexpected(decoded.error());
  if (decoded->prefix != kAddressPrefix) return invalid("address does not begin with '" + std::string(kAddressPrefix) + "1'");
  auto bytes = from_groups(decoded->groups);
  if (!bytes) return std::unexpected(bytes.error());
  if (bytes->size() != AccountId::kSize) return invalid("address has the wrong length");
  return to_fixed<AccountId>(*bytes);
}

}  // namespace xh::chain
