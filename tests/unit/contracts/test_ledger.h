// A ledger of one process for tests of contracts: genesis with a union, a bank, an employer and workers; blocks made by
// the real executor over the store in memory. Signatures are not cryptographic here: the executor judges keys, the node
// verifies (decision 13).
#pragma once

#include <boost/test/unit_test.hpp>

#include "chain/codec/codec.h"
#include "chain/crypto/schnorr.h"
#include "chain/storage/memory_state_store.h"
#include "contracts/engine/executor.h"

namespace xh::contracts::test {

inline constexpr std::int64_t kStartMs = 1'767'225'600'000;  // 2026-01-01T00:00:00Z, 08:00 in Shanghai

struct Actor {
  chain::KeyPolicy policy;
  chain::AccountId id;
};
// The n-th actor of all tests: one key, made from the number.
[[nodiscard]] Actor actor(std::uint8_t n);
[[nodiscard]] chain::PublicKey key_of(std::uint8_t n);
[[nodiscard]] chain::KeyPolicy policy_of(std::uint32_t threshold, std::vector<std::uint8_t> numbers);

// Union 1, bank 2, employer 3, workers 4 and 5, further members from 6 on registered by tests. Every one also holds the
// member role.
[[nodiscard]] chain::Genesis test_genesis();

struct TxOptions {
  std::int64_t lifetime_ms = 10 * chain::kMinuteMs;
  std::optional<std::uint64_t> key{};  // idempotency key; a new one by default
  std::vector<Actor> co_signers{};
  std::vector<chain::PublicKey> signing_keys{};  // instead of the accounts' first policies' keys
};

class TestLedger {
 public:
  explicit TestLedger(chain::Genesis genesis = test_genesis(), const Registry& registry = all_contracts());

  // A transaction that expires `lifetime_ms` after the clock.
  template <class Id, chain::Message Args>
  [[nodiscard]] TransactionPtr tx(const Actor& from, ContractId contract, Id method, const Args& args,
                                  const TxOptions& options = {}) {
    return make_tx(from, contract, static_cast<std::uint32_t>(method), chain::encode(args), options);
  }

  // Executes and commits a block `after_ms` later; the receipts, calendar items first. Fails the test when the block is
  // invalid.
  std::vector<chain::Receipt> block(const std::vector<TransactionPtr>& txs, std::int64_t after_ms = 1000);
  // One transaction in a block of its own: its receipt.
  template <class Id, chain::Message Args>
  chain::Receipt run(const Actor& from, ContractId contract, Id method, const Args& args,
                     const TxOptions& options = {}) {
    return block({tx(from, contract, method, args, options)}).back();
  }
  // The same, where OK is expected.
  template <class Id, chain::Message Args>
  chain::Receipt run_ok(const Actor& from, ContractId contract, Id method, const Args& args,
                        const TxOptions& options = {}) {
    auto receipt = run(from, contract, method, args, options);
    BOOST_REQUIRE_MESSAGE(receipt.ok(), receipt.code + ": " + receipt.message);
    return receipt;
  }

  // Money for an account: the bank states enough custody and confirms.
  void deposit(const Actor& to, std::int64_t fen);

  void reopen();  // as after a restart
  [[nodiscard]] BlockInput next(std::int64_t after_ms = 1000) const;
  [[nodiscard]] LedgerView view() const { return executor->view(executor->finalized(), time()); }
  [[nodiscard]] chain::Timestamp time() const { return time_of(executor->finalized()); }

  chain::Genesis genesis;
  const Registry& registry;
  chain::MemoryStateStore store;
  std::unique_ptr<BlockExecutor> executor;
  std::int64_t stated_fen = 0;

 private:
  TransactionPtr make_tx(const Actor& from, ContractId contract, std::uint32_t method, chain::Bytes args,
                         const TxOptions& options);
  std::uint64_t next_key_ = 1;
};

// The events of one kind in a receipt, decoded.
template <chain::Message Event, class Kind>
[[nodiscard]] std::vector<Event> events_of(const chain::Receipt& receipt, ContractId contract, Kind kind) {
  std::vector<Event> out;
  for (const auto& event : receipt.events) {
    if (event.contract != static_cast<std::uint32_t>(contract) || event.kind != static_cast<std::uint32_t>(kind))
      continue;
    auto decoded = chain::decode<Event>(event.data);
    BOOST_REQUIRE(decoded.has_value());
    out.push_back(std::move(*decoded));
  }
  return out;
}

// Splitmix64: the same numbers on every run.
class Numbers {
 public:
  explicit Numbers(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::uint64_t below(std::uint64_t limit) { return next() % limit; }

 private:
  std::uint64_t state_;
};

}  // namespace xh::contracts::test
