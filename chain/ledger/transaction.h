// Transactions: what a client signs, and the accounts that sign.
//
// A client signs the body's exact bytes: digest = H("xh/tx/1", chain, body), which is also the transaction's id (signatures left out; for
// the API and deduplication only). Roots, proposals, fetches and caches use TxHash = H("xh/signed-tx/1", chain, all bytes).
// Exactly once (architecture, decision 3): unique per (account, key) while remembered; valid only if
// block time <= expires_at <= block time + kMaxLifetimeMs.
#pragma once

#include <string>
#include <tuple>
#include <vector>

#include "chain/codec/domain.h"
#include "chain/codec/fields.h"
#include "chain/primitives/types.h"

namespace xh::chain {

inline constexpr std::size_t kMaxPolicyKeys = 16;
inline constexpr std::size_t kMaxCoSigners = 8;
inline constexpr std::size_t kMaxSignatures = 64;
inline constexpr std::size_t kMaxArgsBytes = 960 * 1024;
inline constexpr std::size_t kMaxTransactionBytes = 1024 * 1024;
inline constexpr std::size_t kMaxChainIdBytes = 48;
inline constexpr std::int64_t kMaxLifetimeMs = kDayMs;

// m of n keys. Canonical: keys sorted ascending and distinct, 1 <= threshold <= keys.
struct KeyPolicy {
  std::uint32_t threshold = 1;
  std::vector<PublicKey> keys;

  static constexpr auto fields() {
    return std::tuple(field<1>("threshold", &KeyPolicy::threshold), field<2>("keys", &KeyPolicy::keys, kMaxPolicyKeys));
  }
  friend bool operator==(const KeyPolicy&, const KeyPolicy&) = default;
};
[[nodiscard]] Status check_policy(const KeyPolicy& policy);
// An account is named after its first policy, on every ledger alike; later rotations keep the name.
[[nodiscard]] AccountId account_id_of(const KeyPolicy& first_policy);

// What is asked: a method of a contract (numbers in contracts/engine/registry) and its strictly encoded arguments.
struct Call {
  std::uint32_t contract = 0;
  std::uint32_t method = 0;
  Bytes args;

  static constexpr auto fields() {
    return std::tuple(field<1>("contract", &Call::contract), field<2>("method", &Call::method),
                      field<3>("args", &Call::args, kMaxArgsBytes));
  }
  friend bool operator==(const Call&, const Call&) = default;
};

struct TransactionBody {
  std::string chain_id;                // a readable refusal for a transaction of another ledger; the digest binds the chain tag
  AccountId account;                   // the submitter; owns the idempotency key
  IdempotencyKey key;                  // client-made
  Timestamp expires_at;                // last block time at which it may execute
  Blinding blinding;                   // never shown: secrets of the records it makes derive from it (decision 10)
  std::vector<AccountId> co_signers;   // joint transactions: each of them must sign too; distinct, without `account`
  Call call;

  static constexpr auto fields() {
    return std::tuple(field<1>("chain_id", &TransactionBody::chain_id, kMaxChainIdBytes),
                      field<2>("account", &TransactionBody::account), field<3>("key", &TransactionBody::key),
                      field<4>("expires_at", &TransactionBody::expires_at), field<5>("blinding", &TransactionBody::blinding),
                      field<6>("co_signers", &TransactionBody::co_signers, kMaxCoSigners),
                      field<7>("call", &TransactionBody::call));
  }
  friend bool operator==(const TransactionBody&, const TransactionBody&) = default;
};

// One key's signature over the digest. Which accounts it serves is judged against their policies where the transaction executes.
struct KeySignature {
  PublicKey key;
  Signature signature;

  static constexpr auto fields() {
    return std::tuple(field<1>("key", &KeySignature::key), field<2>("signature", &KeySignature::signature));
  }
  friend bool operator==(const KeySignature&, const KeySignature&) = default;
};

// Canonical: signatures sorted by key, distinct keys, at least one.
struct Transaction {
  Bytes body;  // encoded TransactionBody, kept as signed
  std::vector<KeySignature> signatures;

  static constexpr auto fields() {
    return std::tuple(field<1>("body", &Transaction::body, kMaxTransactionBytes),
                      field<2>("signatures", &Transaction::signatures, kMaxSignatures));
  }
  friend bool operator==(const Transaction&, const Transaction&) = default;
};

// A transaction as it is passed around: decoded once, hashed once, bytes kept. Shape is checked, signatures are not.
struct ParsedTransaction {
  Bytes wire;  // encoded Transaction
  Transaction envelope;
  TransactionBody body;
  TxId id;
  TxHash hash;
};

// The hashes of a ledger's transactions; make one per ledger and keep it.
class TransactionHasher {
 public:
  explicit TransactionHasher(const ChainTag& chain);
  [[nodiscard]] TxId id_of(BytesView body) const;
  [[nodiscard]] TxHash hash_of(BytesView wire) const;

 private:
  Domain id_;
  Domain signed_;
};

// Strict decode and shape checks (sizes, canonical order, chain id). Error: kInvalid with a reason for the sender.
[[nodiscard]] Result<ParsedTransaction> parse_transaction(Bytes wire, const TransactionHasher& hasher, std::string_view chain_id);

}  // namespace xh::chain
