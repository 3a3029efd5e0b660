// The operating system's randomness (libsodium): keys, salts, nonces, idempotency keys, blindings. Thread-safe.
#pragma once

#include "chain/primitives/bytes.h"

namespace xh::cli {

[[nodiscard]] chain::Bytes random_bytes(std::size_t size);

template <class F>
[[nodiscard]] F random_fixed() {
  F out;
  const auto bytes = random_bytes(F::kSize);
  std::memcpy(out.bytes.data(), bytes.data(), F::kSize);
  return out;
}

}  // namespace xh::cli
