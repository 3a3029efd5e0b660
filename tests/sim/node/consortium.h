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
// Time zones of the genesis: zone i runs kZoneStepMs behind zone i - 1, so that their paydays follow each other within
// a run of a minute.
inline constexpr std::size_t kZones = 6;
inline constexpr std::int64_t kZoneStepMs = 7'000;
inline constexpr std::int64_t kSnapshotEvery = 8;  // blocks

enum class Who : std::uint8_t { kUnion = 1, kBank = 2, kEmployer = 3, kWorkerA = 4, kWorkerB = 5 };

struct SignedCall {
  chain::Bytes wire;
  chain::TxId id;
  std::uint64_t key = 0;  // idempotency key, as a number
};

class Consortium {
 public:
  explicit Consortium(std::size_t validators, std::size_t spares = 0);

  [[nodiscard]] const chain::Genesis& genesis() const { return genesis_; }
  [[nodiscard]] const chain::ChainContext& context() const { return context_; }
  // Those of the genesis, then the spares, who may join later.
  [[nodiscard]] std::size_t validators() const { return validators_.size(); }
  [[nodiscard]] const chain::Validator& validator(std::size_t i) const { return validators_[i]; }
  [[nodiscard]] const chain::SecretKey& validator_key(std::size_t i) const { return validator_keys_[i]; }
  [[nodiscard]] static chain::AccountId account(Who who);
  [[nodiscard]] static chain::KeyPolicy policy(std::uint8_t number);
  [[nodiscard]] static std::string zone(std::size_t i);

  // `co_signers` make it a joint transaction.
  template <class Id, chain::Message Args>
  [[nodiscard]] SignedCall sign(Who from, contracts::ContractId contract, Id method, const Args& args,
                                std::uint64_t key, std::int64_t expires_ms = kStartMs + 12 * chain::kHourMs,
                                const std::vector<Who>& co_signers = {}) const {
    return sign_call(from,
                     {static_cast<std::uint32_t>(contract), static_cast<std::uint32_t>(method), chain::encode(args)},
                     key, expires_ms, co_signers);
  }

 private:
  [[nodiscard]] SignedCall sign_call(Who from, chain::Call call, std::uint64_t key, std::int64_t expires_ms,
                                     const std::vector<Who>& co_signers) const;

  chain::Genesis genesis_;
  chain::ChainContext context_;
  std::vector<chain::Validator> validators_;
  std::vector<chain::SecretKey> validator_keys_;
};

}  // namespace xh::sim
