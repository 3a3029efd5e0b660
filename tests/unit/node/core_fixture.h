// A ledger on a disk in memory, and final blocks made on it by the real executor with real signatures and certificates.
// Test support.
#pragma once

#include <boost/test/unit_test.hpp>

#include "chain/storage/memory_file_system.h"
#include "chain/storage/memory_state_store.h"
#include "contracts/lxr/calls.h"
#include "node/core/ledger.h"
#include "tests/sim/node/consortium.h"

namespace xh::node::test {

inline constexpr std::size_t kValidators = 4;

// Transaction number n of the employer: a transfer, which the contract may refuse; it is includable all the same.
[[nodiscard]] sim::SignedCall sample_call(const sim::Consortium& consortium, std::uint64_t n);
[[nodiscard]] contracts::TransactionPtr sample_tx(const sim::Consortium& consortium, std::uint64_t n);

struct CoreLedger {
  explicit CoreLedger(const sim::Consortium& c) : consortium(c) {}

  // Gives the error's text; empty when it opened.
  [[nodiscard]] std::string open(bool fresh);
  void restart();  // power loss and a start that has to succeed
  // The next block with these transactions; `certified`: with its own finalization.
  chain::FinalBlock commit(const std::vector<contracts::TransactionPtr>& transactions, bool certified = true);
  // Takes what another ledger committed.
  void take(const chain::FinalBlock& block);
  [[nodiscard]] chain::Certificate finalization(const chain::Header& header, std::uint32_t signers = 3) const;

  const sim::Consortium& consortium;
  chain::MemoryFileSystem disk;
  chain::MemoryStateStore store;
  std::unique_ptr<Ledger> ledger;
};

}  // namespace xh::node::test
