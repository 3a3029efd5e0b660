// Transactions that a validator's node sends by itself: signed by the validator key, whose account is its own (policy 1
// of 1; contracts/governance/changes.h). Used by Replica's duties. Pure.
#pragma once

#include "chain/crypto/schnorr.h"
#include "chain/ledger/transaction.h"

namespace xh::node {

struct OwnCall {
  chain::Call call;
  chain::IdempotencyKey key;
  chain::Timestamp expires_at;
  chain::Blinding blinding;
};

struct SignedCall {
  chain::TxId id;
  chain::Bytes wire;
};
[[nodiscard]] SignedCall sign_own_call(OwnCall call, const chain::SecretKey& signer, const std::string& chain_id,
                                       const chain::TransactionHasher& hasher);

// The same for the same subject and attempt, over restarts too: whatever a node repeats is executed once.
[[nodiscard]] chain::IdempotencyKey own_call_key(chain::BytesView subject, std::uint32_t attempt);

}  // namespace xh::node
