// TlsContext: the TLS settings of the mesh. TLS 1.3 and nothing older, both sides show a certificate, the certificate
// is an envelope for an Ed25519 key: no authority, no names, no dates are looked at (a wrong clock must not cut a node
// off). No session resumption and no early data, so that every session proves the key anew: a revoked or replayed one
// gets nowhere.
//
// Callers: p2p/mesh_core makes one, p2p/session uses it. Includes Asio and OpenSSL: internal to p2p/.
// Threading: immutable after make(); each SSL object belongs to the network thread.
// Source: RFC 8446 (TLS 1.3), RFC 8410 (Ed25519 certificates), RFC 5280 4.1.2.5 (the date that means "no end").
#pragma once

#include <boost/asio/ssl/context.hpp>
#include <memory>
#include <optional>

#include "chain/primitives/bytes.h"
#include "chain/primitives/result.h"
#include "p2p/node_identity.h"

namespace xh::p2p {

// Asked once in each handshake whether the other side's key may come in. Possession of the key is proven by TLS itself.
class KeyGate {
 public:
  virtual bool admits_key(const chain::NodeKey& key) noexcept = 0;

 protected:
  ~KeyGate() = default;
};

class TlsContext {
 public:
  // Error (kLocal) when OpenSSL cannot build the certificate or lacks an algorithm.
  [[nodiscard]] static chain::Result<TlsContext> make(const NodeIdentity& identity);

  [[nodiscard]] boost::asio::ssl::context& context() { return *context_; }

 private:
  explicit TlsContext(std::unique_ptr<boost::asio::ssl::context> context) : context_(std::move(context)) {}
  std::unique_ptr<boost::asio::ssl::context> context_;
};

// Binds a connection to the gate that judges it; the gate must outlive the connection's handshake. A connection without
// a gate refuses every key.
[[nodiscard]] bool set_key_gate(SSL* ssl, KeyGate& gate);

// The Ed25519 key the other side proved; nothing before the handshake is done, or when the certificate holds another
// kind.
[[nodiscard]] std::optional<chain::NodeKey> proven_key(const SSL* ssl);

}  // namespace xh::p2p
