// Bytes, fixed-size byte strings with a meaning (Hash256, AccountId, ...), hex. Immutable value types, no threading concerns.
#pragma once

#include <array>
#include <compare>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "chain/primitives/result.h"

namespace xh::chain {

using Bytes = std::vector<std::uint8_t>;
using BytesView = std::span<const std::uint8_t>;

// N bytes tagged with what they mean, so that a key cannot be passed where a hash is wanted. Ordered bytewise.
template <class Tag, std::size_t N>
struct FixedBytes {
  static constexpr std::size_t kSize = N;
  std::array<std::uint8_t, N> bytes{};

  [[nodiscard]] BytesView view() const { return bytes; }
  [[nodiscard]] bool is_zero() const {
    for (const auto b : bytes) {
      if (b != 0) return false;
    }
    return true;
  }
  friend auto operator<=>(const FixedBytes&, const FixedBytes&) = default;
};

using Hash256 = FixedBytes<struct Hash256Tag, 32>;
using BlockId = FixedBytes<struct BlockIdTag, 32>;           // hash of a header
using TxId = FixedBytes<struct TxIdTag, 32>;                 // hash of a transaction's body; leaves signatures out
using TxHash = FixedBytes<struct TxHashTag, 32>;             // hash of the full signed bytes
using AccountId = FixedBytes<struct AccountIdTag, 32>;       // hash of the account's first key policy
using PublicKey = FixedBytes<struct PublicKeyTag, 32>;       // BIP-340 x-only public key
using Signature = FixedBytes<struct SignatureTag, 64>;       // BIP-340 signature
using RecordKey = FixedBytes<struct RecordKeyTag, 32>;       // random key of a ledger record (agreement, batch, act, ...)
using Blinding = FixedBytes<struct BlindingTag, 32>;         // a transaction's secret from which record secrets derive
using IdempotencyKey = FixedBytes<struct IdemTag, 16>;       // client-made, unique per account while remembered
using NodeKey = FixedBytes<struct NodeKeyTag, 32>;           // Ed25519 public key of a node's TLS identity

[[nodiscard]] inline BytesView as_bytes(std::string_view s) {
  return {reinterpret_cast<const std::uint8_t*>(s.data()), s.size()};
}
[[nodiscard]] inline std::string_view as_string(BytesView b) {
  return {reinterpret_cast<const char*>(b.data()), b.size()};
}
inline void append(Bytes& out, BytesView more) { out.insert(out.end(), more.begin(), more.end()); }

// Copies `from` into a FixedBytes; needs from.size() == N, else an Error.
template <class F>
[[nodiscard]] Result<F> to_fixed(BytesView from) {
  if (from.size() != F::kSize) return invalid("wrong length: want " + std::to_string(F::kSize) + " bytes");
  F out;
  std::memcpy(out.bytes.data(), from.data(), F::kSize);
  return out;
}

// The same bytes with another meaning (e.g. a Hash256 that becomes a TxId).
template <class To, class From>
[[nodiscard]] To retag(const From& from) {
  static_assert(To::kSize == From::kSize);
  return To{from.bytes};
}

// Big-endian fixed-width integers, as used in database keys and signed fixed-width encodings.
void append_be64(Bytes& out, std::uint64_t value);
void append_be32(Bytes& out, std::uint32_t value);
[[nodiscard]] std::uint64_t read_be64(const std::uint8_t* from);
[[nodiscard]] std::uint32_t read_be32(const std::uint8_t* from);

[[nodiscard]] std::string to_hex(BytesView bytes);       // lower case
[[nodiscard]] Result<Bytes> from_hex(std::string_view);  // either case; odd length or other characters are errors

template <class F>
[[nodiscard]] Result<F> fixed_from_hex(std::string_view hex) {
  auto bytes = from_hex(hex);
  if (!bytes) return std::unexpected(bytes.error());
  return to_fixed<F>(*bytes);
}

}  // namespace xh::chain

// Hash for in-memory caches outside the deterministic rooms: the bytes are already uniformly distributed.
template <class Tag, std::size_t N>
struct std::hash<xh::chain::FixedBytes<Tag, N>> {
  std::size_t operator()(const xh::chain::FixedBytes<Tag, N>& v) const noexcept {
    std::size_t out = 0;
    std::memcpy(&out, v.bytes.data(), N < sizeof out ? N : sizeof out);
    return out;
  }
};
