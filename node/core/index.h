// The node's own look-up tables, written in the same batch as the state (namespace kStoreIndex) and rebuilt with it from the block log:
//   'x' 't' 32 transaction id                       -> 8 height | 4 index | 32 TxHash
//   'x' 'b' 32 block id                             -> 8 height
//   'x' 'r' 8 height                                -> encoded ReceiptList
//   'x' 'a' 32 account | 8 ~height | 4 ~index       -> empty      (receipts that have the account as a party, newest first)
// Integers big-endian. Callers: Ledger (writes), API (reads). Core thread.
#pragma once

#include <optional>
#include <span>
#include <vector>

#include "chain/codec/codec.h"
#include "chain/ledger/receipt.h"
#include "chain/storage/state_store.h"
#include "contracts/engine/executor.h"

namespace xh::node {

struct ReceiptList {
  std::vector<chain::SaltedReceipt> receipts;
  static constexpr auto fields() {
    return std::tuple(chain::field<1>("receipts", &ReceiptList::receipts, 2 * chain::kMaxBlockTransactions + 100'000));
  }
};

struct TransactionPlace {
  chain::Height height;
  std::uint32_t index = 0;  // among the block's transactions
  chain::TxHash hash;
};

struct ReceiptPlace {
  chain::Height height;
  std::uint32_t index = 0;  // among the block's receipts
};

// Rows for one executed block.
[[nodiscard]] chain::StoreBatch index_rows(const contracts::ExecutedBlock& block, chain::Height height, const chain::BlockId& id);

class Index {
 public:
  explicit Index(const chain::StateStore& store) : store_(store) {}

  [[nodiscard]] chain::Result<std::optional<TransactionPlace>> find_transaction(const chain::TxId& id) const;
  [[nodiscard]] chain::Result<std::optional<chain::Height>> find_block(const chain::BlockId& id) const;
  [[nodiscard]] chain::Result<std::vector<chain::SaltedReceipt>> receipts(chain::Height height) const;
  // Newest first, strictly older than `before` when given, at most `limit`.
  [[nodiscard]] chain::Result<std::vector<ReceiptPlace>> receipts_of(const chain::AccountId& account, std::optional<ReceiptPlace> before,
                                                                      std::size_t limit) const;

 private:
  const chain::StateStore& store_;
};

}  // namespace xh::node
