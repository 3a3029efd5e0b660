// SHA-256 (FIPS 180-4) behind one small adapter. Stateless functions and a streaming hasher; a Sha256 belongs to one thread.
#pragma once

#include <cstdint>
#include <span>

#include "chain/primitives/bytes.h"

namespace xh::chain {

[[nodiscard]] Hash256 sha256(BytesView data);

// Streaming hasher; copyable, so that a prefix is hashed once and continued many times (midstate).
class Sha256 {
 public:
  Sha256();
  Sha256(const Sha256& other);
  Sha256& operator=(const Sha256& other);
  ~Sha256();
  Sha256& update(BytesView data);
  [[nodiscard]] Hash256 finish();  // leaves the hasher empty, ready for the next message

 private:
  alignas(16) std::uint8_t storage_[512];  // holds Crypto++'s hasher; its header stays out of ours
};

}  // namespace xh::chain
