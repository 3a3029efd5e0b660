// BIP-340 Schnorr signatures over secp256k1: transactions, votes, signed API requests.
// Messages are 32-byte digests made by chain/codec/domain.h. All functions are thread-safe; a SecretKey wipes itself.
#pragma once

#include <array>
#include <cstdint>
#include <memory>

#include "chain/primitives/bytes.h"
#include "chain/primitives/result.h"

namespace xh::chain {

// A secret scalar in [1, n-1]. Move-only; its bytes are overwritten when it goes.
class SecretKey {
 public:
  // Error when the bytes are zero or not below the group order.
  [[nodiscard]] static Result<SecretKey> from_bytes(BytesView bytes32);
  SecretKey(SecretKey&& other) noexcept;
  SecretKey& operator=(SecretKey&& other) noexcept;
  SecretKey(const SecretKey&) = delete;
  SecretKey& operator=(const SecretKey&) = delete;
  ~SecretKey();

  [[nodiscard]] PublicKey public_key() const { return public_; }
  // `aux` is BIP-340's auxiliary randomness; zeros give the deterministic signature. `message` may have any length.
  [[nodiscard]] Signature sign(BytesView message, const Hash256& aux = {}) const;
  [[nodiscard]] BytesView secret_bytes() const { return secret_; }

 private:
  SecretKey() = default;
  std::array<std::uint8_t, 32> secret_{};
  std::array<std::uint8_t, 96> keypair_{};  // secp256k1_keypair: parsed once, about 20 microseconds saved a signature
  PublicKey public_;
};

// A public key parsed once (7 microseconds), verified many times.
class VerifyKey {
 public:
  // Error when the bytes are not the x coordinate of a curve point.
  [[nodiscard]] static Result<VerifyKey> parse(const PublicKey& key);
  [[nodiscard]] bool verify(BytesView message, const Signature& signature) const;

 private:
  VerifyKey() = default;
  std::array<std::uint8_t, 64> parsed_{};
};

// Parses and verifies; false also for a key that is no curve point.
[[nodiscard]] bool verify_signature(const PublicKey& key, BytesView message, const Signature& signature);

}  // namespace xh::chain
