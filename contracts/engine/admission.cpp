#include "contracts/engine/admission.h"

#include <algorithm>

#include "contracts/engine/accounts.h"

namespace xh::contracts {
namespace {

using Verdict = Admission::Verdict;

// Marks the signing keys that serve the account; false when they do not meet its threshold. Both lists are sorted by
// key.
bool meets(const chain::KeyPolicy& policy, const std::vector<chain::KeySignature>& signatures, std::uint64_t& serving) {
  std::uint32_t count = 0;
  for (std::size_t i = 0; i < signatures.size(); ++i) {
    if (!std::ranges::binary_search(policy.keys, signatures[i].key)) continue;
    serving |= std::uint64_t{1} << i;
    ++count;
  }
  return count >= policy.threshold;
}

}  // namespace

Admission admit_never(std::string code, std::string message) {
  return {Verdict::kNever, std::move(code), std::move(message)};
}
Admission admit_later(std::string code, std::string message) {
  return {Verdict::kLater, std::move(code), std::move(message)};
}

Admission admit_expiry(const chain::TransactionBody& body, chain::Timestamp block_time) {
  if (body.expires_at < block_time)
    return admit_never("EXPIRED", "the transaction expired before it could be executed; sign a new one");
  if (body.expires_at.value - block_time.value > chain::kMaxLifetimeMs) {
    return admit_later("EXPIRES_TOO_LATE",
                       "the expiry lies more than 24 hours ahead of the ledger's time; choose an earlier one");
  }
  return {};
}

Admission admit_key(const chain::ParsedTransaction& tx, const UsedKeysLayer& used, chain::Timestamp block_time,
                    std::uint64_t remembered) {
  if (const auto seen = used.find_at(used_key_id(tx.body.account, tx.body.key), block_time)) {
    if (*seen == tx.id)
      return admit_never("ALREADY_EXECUTED", "this transaction was executed before; look up its receipt");
    return admit_never("KEY_REUSED", "the account used this idempotency key for another transaction; choose a new key");
  }
  if (remembered >= kMaxRememberedKeys || used.count_of(minute_of(tx.body.expires_at)) >= kMaxBucketKeys) {
    return admit_later("KEYS_FULL", "too many transactions expire in the same minute; wait, or choose another expiry");
  }
  return {};
}

Admission admit_signers(const chain::ParsedTransaction& tx, const chain::StateView& state) {
  static_assert(chain::kMaxSignatures <= 64);
  std::uint64_t serving = 0;
  const auto& signatures = tx.envelope.signatures;
  const auto admit_account = [&](const chain::AccountId& account) -> Admission {
    const auto policy = find_policy(state, account);
    if (!policy)
      return admit_never("UNKNOWN_ACCOUNT",
                         "account " + chain::to_hex(account.view()) + " is not registered on this ledger");
    if (!meets(*policy, signatures, serving)) {
      return admit_never("UNAUTHORISED", "account " + chain::to_hex(account.view()) + " needs signatures of " +
                                             std::to_string(policy->threshold) + " of its current keys");
    }
    return {};
  };
  if (auto admission = admit_account(tx.body.account); !admission.ok()) return admission;
  for (const auto& account : tx.body.co_signers) {
    if (auto admission = admit_account(account); !admission.ok()) return admission;
  }
  const auto all = signatures.size() == 64 ? ~std::uint64_t{0} : (std::uint64_t{1} << signatures.size()) - 1;
  if (serving != all)
    return admit_never("SUPERFLUOUS_SIGNATURE", "a signature's key belongs to none of the accounts that sign");
  return {};
}

}  // namespace xh::contracts
