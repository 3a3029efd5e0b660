// Who takes part in a measurement: the genesis members and the accounts that sign, all made from one seed, so that
// every process of a run (client, bound) and the genesis options agree without a file of keys. These keys are worth
// nothing outside a throw-away network.
//
// Immutable once made; thread-safe.
#pragma once

#include <string>
#include <vector>

#include "chain/crypto/schnorr.h"
#include "chain/ledger/transaction.h"

namespace xh::bench {

struct Actor {
  chain::SecretKey key;
  chain::AccountId account;
};

[[nodiscard]] Actor make_actor(const std::string& name);
[[nodiscard]] chain::KeyPolicy policy_of(const Actor& actor);

struct Cast {
  explicit Cast(std::size_t account_count);

  Actor union_member;
  std::vector<Actor> employers;  // two
  Actor bank;
  std::vector<Actor> accounts;
};

// The genesis members as `xinghuod testnet init-files --member` takes them, a line each; the first four operate the
// validators.
[[nodiscard]] std::vector<std::string> genesis_members();

struct SignedTransaction {
  chain::Bytes wire;
  chain::TxId id;
};

// Builds and signs transactions of one ledger. Keys and blindings follow from a serial number that the caller never
// gives twice.
class Signer {
 public:
  Signer(std::string chain_id, const chain::ChainTag& chain, chain::Timestamp now);

  [[nodiscard]] SignedTransaction sign(std::uint64_t serial, const Actor& sender, chain::Call call,
                                       const std::vector<const Actor*>& co_signers = {}) const;

 private:
  std::string chain_id_;
  chain::TransactionHasher hasher_;
  chain::Timestamp now_;
};

}  // namespace xh::bench
