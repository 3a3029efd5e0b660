// NodeIdentity: the Ed25519 key a node proves in TLS, and its file. It signs TLS handshakes and nothing else: votes and
// transactions have keys of their own (chain/crypto/schnorr.h).
//
// Callers: node/config loads it, `xinghuod init` and testnet tools create it; p2p/tls_context makes the certificate.
// Invariant: the public key belongs to the secret. The secret is overwritten when the object goes.
// Threading: immutable after construction.
// File: a JSON object with "type": "xinghuo-node-key", "version": 1, "public_key" and "private_key" of 64 hex digits
//   each; the private key is the 32-byte seed of RFC 8032. Mode 0600, at most kMaxKeyFileBytes.
#pragma once

#include <array>
#include <cstdint>
#include <filesystem>

#include "chain/primitives/bytes.h"
#include "chain/primitives/result.h"

namespace xh::p2p {

class NodeIdentity {
 public:
  // A fresh key from the system's random source. Error (kLocal) when that fails.
  [[nodiscard]] static chain::Result<NodeIdentity> generate();
  // The key of a given seed. Error (kInvalid) when it has not 32 bytes.
  [[nodiscard]] static chain::Result<NodeIdentity> from_seed(chain::BytesView seed32);
  // Reads a key file. Errors (kLocal, the text says what to do): missing, not a regular file, readable by group or
  // others (says `chmod 600 FILE`), not such JSON, public key that does not belong to the private one.
  [[nodiscard]] static chain::Result<NodeIdentity> load(const std::filesystem::path& file);

  // Writes a new key file with mode 0600 and syncs it with its folder. Error (kLocal) when the file exists already (a
  // node key is never overwritten) or cannot be written.
  [[nodiscard]] chain::Status save(const std::filesystem::path& file) const;

  NodeIdentity(NodeIdentity&& other) noexcept;
  NodeIdentity& operator=(NodeIdentity&& other) noexcept;
  NodeIdentity(const NodeIdentity&) = delete;
  NodeIdentity& operator=(const NodeIdentity&) = delete;
  ~NodeIdentity();

  [[nodiscard]] const chain::NodeKey& public_key() const { return public_; }
  [[nodiscard]] chain::BytesView seed() const { return seed_; }

 private:
  NodeIdentity() = default;
  std::array<std::uint8_t, 32> seed_{};
  chain::NodeKey public_;
};

}  // namespace xh::p2p
