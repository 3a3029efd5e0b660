#include "chain/ledger/transaction.h"

#include <algorithm>
#include <functional>

#include "chain/codec/codec.h"

namespace xh::chain {
namespace {

template <class T>
bool sorted_and_distinct(const std::vector<T>& items, auto projection) {
  return std::adjacent_find(items.begin(), items.end(), [&](const T& a, const T& b) {
           return !(std::invoke(projection, a) < std::invoke(projection, b));
         }) == items.end();
}

Status check_shape(const Transaction& tx, const TransactionBody& body, std::string_view chain_id) {
  if (body.chain_id != chain_id) {
    return invalid("transaction is for ledger '" + body.chain_id + "', this ledger is '" + std::string(chain_id) + "'");
  }
  if (tx.signatures.empty()) return invalid("transaction carries no signature");
  if (!sorted_and_distinct(tx.signatures, &KeySignature::key)) return invalid("signatures are not sorted by distinct key");
  if (!sorted_and_distinct(body.co_signers, std::identity{})) return invalid("co-signers are not sorted and distinct");
  if (std::ranges::binary_search(body.co_signers, body.account)) return invalid("the submitter is listed as co-signer too");
  if (body.expires_at.value <= 0) return invalid("transaction has no expiry time");
  return {};
}

}  // namespace

Status check_policy(const KeyPolicy& policy) {
  if (policy.keys.empty()) return invalid("a key policy needs a key");
  if (policy.threshold < 1 || policy.threshold > policy.keys.size()) return invalid("threshold must be between 1 and the number of keys");
  if (!sorted_and_distinct(policy.keys, std::identity{})) return invalid("keys of a policy must be sorted and distinct");
  return {};
}

AccountId account_id_of(const KeyPolicy& first_policy) {
  return retag<AccountId>(tagged_hash(tags::kAccount, {}, encode(first_policy)));
}

TransactionHasher::TransactionHasher(const ChainTag& chain) : id_(tags::kTransaction, chain), signed_(tags::kSignedTransaction, chain) {}
TxId TransactionHasher::id_of(BytesView body) const { return retag<TxId>(id_.hash(body)); }
TxHash TransactionHasher::hash_of(BytesView wire) const { return retag<TxHash>(signed_.hash(wire)); }

Result<ParsedTransaction> parse_transaction(Bytes wire, const TransactionHasher& hasher, std::string_view chain_id) {
  if (wire.size() > kMaxTransactionBytes) return invalid("transaction is larger than " + std::to_string(kMaxTransactionBytes) + " bytes");
  auto envelope = decode<Transaction>(wire);
  if (!envelope) return std::unexpected(envelope.error());
  auto body = decode<TransactionBody>(envelope->body);
  if (!body) return std::unexpected(body.error());
  if (auto shape = check_shape(*envelope, *body, chain_id); !shape) return std::unexpected(shape.error());
  const TxId id = hasher.id_of(envelope->body);
  const TxHash hash = hasher.hash_of(wire);
  return ParsedTransaction{std::move(wire), std::move(*envelope), std::move(*body), id, hash};
}

}  // namespace xh::chain
