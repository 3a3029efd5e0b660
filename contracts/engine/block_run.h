// One block in execution: dropping expired buckets, the calendar's slice, then transactions one by one; finish() seals
// the state. Used by executor.cpp only. One object a block; core thread.
#pragma once

#include "chain/codec/domain.h"
#include "contracts/engine/executor.h"
#include "contracts/engine/ledger_state.h"

namespace xh::contracts {

// What all blocks of a ledger share.
struct RunEnvironment {
  RunEnvironment(const Registry& methods, const chain::ChainTag& tag, std::uint32_t slice, const UsedKeys& keys,
                 const DueItems& items);

  const Registry& registry;
  chain::ChainTag chain;
  std::uint32_t calendar_slice;
  const UsedKeys& used_keys;
  const DueItems& due_items;
  chain::Domain receipt_salt;
  chain::Domain record_secret;
};

class BlockRun {
 public:
  BlockRun(const RunEnvironment& environment, const LedgerState& parent, BlockInput input);

  // The mandatory slice, with the items that its own items queue for a time that has come; before the first
  // transaction.
  void run_calendar();
  // Executes the transaction if it may be in this block; otherwise changes nothing and says why.
  [[nodiscard]] Admission add(const TransactionPtr& tx);
  [[nodiscard]] chain::Result<ExecutedBlock> finish(chain::StateDb& db);

  [[nodiscard]] std::size_t transaction_count() const { return included_.size(); }

 private:
  struct Executed {
    Outcome outcome;
    std::vector<chain::LedgerEvent> events;
  };
  template <class Run>
  [[nodiscard]] Executed run_call(CallInfo info, Run&& run);
  void drop_buckets();
  void run_item(const DueRef& ref, const QueuedItem& item);
  void run_transaction(const chain::ParsedTransaction& tx,
                       const chain::Result<std::unique_ptr<const PreparedCall>>& call);
  [[nodiscard]] chain::Result<std::unique_ptr<const PreparedCall>> prepare(const chain::Call& call) const;
  [[nodiscard]] Admission admit_calendar(const chain::TransactionBody& body, const PreparedCall* call) const;
  void queue(std::vector<DueItem> items, const chain::Hash256& secret);
  void add_receipt(chain::Receipt receipt, Executed executed, const chain::Hash256& secret);
  void join_queue();
  void write_meta();

  const RunEnvironment& environment_;
  const LedgerState& parent_;
  BlockInput input_;
  chain::Overlay block_;
  engine::BlockMeta meta_;
  std::shared_ptr<UsedKeysLayer> used_;
  std::shared_ptr<DueLayer> due_;  // the parent's queue less the slice
  // By this block and not yet in due_: the calendar's items join after the slice, the transactions' at the end (nothing
  // of those runs or waits in this block).
  std::map<DueRef, QueuedItemPtr> queued_;
  std::vector<DueRef> fresh_;        // of them, by the call that ran last
  bool is_calendar_behind_ = false;  // overdue items remain after the slice
  std::vector<chain::SaltedReceipt> receipts_;
  chain::ListTreeBuilder receipts_tree_;
  chain::ListTreeBuilder transactions_tree_;
  std::vector<TransactionPtr> included_;
  std::uint32_t calendar_count_ = 0;
};

}  // namespace xh::contracts
