#include "p2p/tls_context.h"

#include <openssl/err.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509v3.h>

#include <exception>
#include <string>

#include "p2p/limits.h"

namespace xh::p2p {

namespace {

namespace ssl = boost::asio::ssl;

using Key = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Certificate = std::unique_ptr<X509, decltype(&X509_free)>;

std::string openssl_error(const char* what) {
  const auto code = ERR_get_error();
  ERR_clear_error();
  const char* reason = code == 0 ? nullptr : ERR_reason_error_string(code);
  return std::string("TLS: ") + what + (reason == nullptr ? "" : std::string(": ") + reason);
}

std::optional<chain::NodeKey> key_in(X509* certificate) {
  EVP_PKEY* key = certificate == nullptr ? nullptr : X509_get0_pubkey(certificate);
  if (key == nullptr || EVP_PKEY_get_id(key) != EVP_PKEY_ED25519) return std::nullopt;
  chain::NodeKey out;
  std::size_t length = out.bytes.size();
  if (EVP_PKEY_get_raw_public_key(key, out.bytes.data(), &length) != 1 || length != out.bytes.size())
    return std::nullopt;
  return out;
}

// Where a connection keeps its KeyGate.
int gate_index() {
  static const int index = SSL_get_ex_new_index(0, nullptr, nullptr, nullptr, nullptr);
  return index;
}

// Replaces OpenSSL's building and checking of a certificate chain: the key decides, nothing else does.
int verify_by_key(X509_STORE_CTX* store, void*) noexcept {
  auto* connection = static_cast<SSL*>(X509_STORE_CTX_get_ex_data(store, SSL_get_ex_data_X509_STORE_CTX_idx()));
  auto* gate = connection == nullptr ? nullptr : static_cast<KeyGate*>(SSL_get_ex_data(connection, gate_index()));
  const auto key = key_in(X509_STORE_CTX_get0_cert(store));
  const bool admitted = gate != nullptr && key.has_value() && gate->admits_key(*key);
  X509_STORE_CTX_set_error(store, admitted ? X509_V_OK : X509_V_ERR_APPLICATION_VERIFICATION);
  return admitted ? 1 : 0;
}

bool fill_certificate(X509* certificate, EVP_PKEY* key) {
  X509_NAME* name = X509_get_subject_name(certificate);
  const auto* label = reinterpret_cast<const unsigned char*>("xinghuo-node");
  return X509_set_version(certificate, X509_VERSION_3) == 1 &&
         ASN1_INTEGER_set(X509_get_serialNumber(certificate), 1) == 1 &&
         ASN1_TIME_set_string_X509(X509_getm_notBefore(certificate), "19700101000000Z") == 1 &&
         ASN1_TIME_set_string_X509(X509_getm_notAfter(certificate), "99991231235959Z") == 1 &&
         X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC, label, -1, -1, 0) == 1 &&
         X509_set_issuer_name(certificate, name) == 1 && X509_set_pubkey(certificate, key) == 1 &&
         X509_sign(certificate, key, nullptr) > 0;  // Ed25519 hashes by itself: no digest is named
}

chain::Status install_identity(SSL_CTX* context, const NodeIdentity& identity) {
  const auto seed = identity.seed();
  const Key key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, seed.data(), seed.size()), &EVP_PKEY_free);
  const Certificate certificate(X509_new(), &X509_free);
  if (!key || !certificate || !fill_certificate(certificate.get(), key.get()) ||
      SSL_CTX_use_certificate(context, certificate.get()) != 1 || SSL_CTX_use_PrivateKey(context, key.get()) != 1) {
    return chain::local_fault(openssl_error("cannot make the node's certificate"));
  }
  return {};
}

chain::Status restrict_protocol(SSL_CTX* context) {
  const bool done = SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION) == 1 &&
                    SSL_CTX_set_max_proto_version(context, TLS1_3_VERSION) == 1 &&
                    SSL_CTX_set_ciphersuites(context, "TLS_AES_128_GCM_SHA256:TLS_CHACHA20_POLY1305_SHA256") == 1 &&
                    SSL_CTX_set1_groups_list(context, "X25519") == 1 &&
                    SSL_CTX_set1_sigalgs_list(context, "ed25519") == 1 &&
                    SSL_CTX_set1_client_sigalgs_list(context, "ed25519") == 1;
  if (!done) return chain::local_fault(openssl_error("this OpenSSL lacks an algorithm the mesh needs"));
  SSL_CTX_set_options(context, SSL_OP_NO_TICKET | SSL_OP_NO_COMPRESSION | SSL_OP_NO_RENEGOTIATION);
  SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
  SSL_CTX_set_num_tickets(context, 0);
  SSL_CTX_set_max_early_data(context, 0);
  SSL_CTX_set_max_cert_list(context, static_cast<long>(kMaxCertificateBytes));
  SSL_CTX_set_mode(context, SSL_MODE_RELEASE_BUFFERS);
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER | SSL_VERIFY_FAIL_IF_NO_PEER_CERT, nullptr);
  SSL_CTX_set_cert_verify_callback(context, &verify_by_key, nullptr);
  return {};
}

}  // namespace

chain::Result<TlsContext> TlsContext::make(const NodeIdentity& identity) {
  try {
    auto context = std::make_unique<ssl::context>(ssl::context::tlsv13);
    if (auto done = restrict_protocol(context->native_handle()); !done) return std::unexpected(done.error());
    if (auto done = install_identity(context->native_handle(), identity); !done) return std::unexpected(done.error());
    return TlsContext(std::move(context));
  } catch (const std::exception& error) {
    return chain::local_fault(std::string("TLS: ") + error.what());
  }
}

bool set_key_gate(SSL* connection, KeyGate& gate) {
  return SSL_set_ex_data(connection, gate_index(), &gate) == 1;
}

std::optional<chain::NodeKey> proven_key(const SSL* connection) {
  return key_in(SSL_get0_peer_certificate(connection));
}

}  // namespace xh::p2p
