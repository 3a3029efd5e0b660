// The consortium of a simulated ledger: a genesis with union, bank, employer and two workers, n validators with fixed
// keys, and the transactions that these members sign. Everything follows from numbers: the same on every run.
#pragma once

#include <vector>

#include "chain/codec/codec.h"
#include "chain/crypto/schnorr.h"
#include "chain/ledger/genesis.h"
#include "contracts/engine/context.h"

namespace xh::sim {

inline constexpr std::int64_t kStartMs = 1'767'225'600'000;  // 2026-01-01T00:00:00Z

enum class Who : std::uint8_t { kUnion = 1, kBank = 2, kEmployer = 3, kWorkerA = 4, kWorkerB = 5 };

struct SignedCall {
  chain::Bytes wire;
  chain::TxId id;
  std::uint64_t key = 0;  // idempotency key, as a number
};

class Consortium {
 public:
  explicit Consortium(std::size_t validators);

  [[nodiscard]] const chain::Genesis& genesis() const { return genesis_; }
  [[nodiscard]] const chain::ChainContext& context() const { return context_; }
  [[nodiscard]] const chain::SecretKey& validator_key(std::size_t i) const { return validator_keys_[i]; }
  [[nodiscard]] static chain::AccountId account(Who who);
  [[nodiscard]] static chain::KeyPolicy policy(std::uint8_t number);

  template <class Id, chain::Message Args>
  [[nodiscard]] SignedCall sign(Who from, contracts::ContractId contract, Id method, const Args& args,
                                std::uint64_t key) const {
    return sign_call(
        from, {static_cast<std::uint32_t>(contract), static_cast<std::uint32_t>(method), chain::encode(args)}, key);
  }

 private:
  [[nodiscard]] SignedCall sign_call(Who from, chain::Call call, std::uint64_t key) const;

  chain::Genesis genesis_;
  chain::ChainContext context_;
  std::vector<chain::SecretKey> validator_keys_;
};

}  // namespace xh::sim
