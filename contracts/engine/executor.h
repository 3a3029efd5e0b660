// Executes blocks: due calendar items first, then transactions, on the post-state of a parent block; gives roots and
// receipts to put into or to check against a header; commits the finalized block's state in one batch (architecture,
// decisions 3, 7, 10, 13, 15).
//
// Who calls: node/driver (propose, validate, commit), node/mempool (check), node/api (view), tools and tests.
// Invariants: the same parent state, height, time and transactions give the same result on every node; nothing but
// commit() writes to the store; a block that is executed is either wholly valid or refused; every included transaction
// and every due item of the slice leaves exactly one receipt and can leave no other trace when refused; a calendar item
// is consumed whatever its handler says. Threading: one thread (the core thread), states included: their trees are
// shared without locks. Limits: BlockLimits (genesis), calendar_slice (genesis), kMaxBucketKeys and kMaxRememberedKeys
// (used_keys.h). Not done here: signature cryptography (verified once by the node); here only whether the signing keys
// may act.
#pragma once

#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chain/ledger/genesis.h"
#include "chain/ledger/receipt.h"
#include "chain/ledger/transaction.h"
#include "chain/primitives/result.h"
#include "chain/state/state_db.h"
#include "contracts/engine/admission.h"
#include "contracts/engine/context.h"
#include "contracts/engine/registry.h"

namespace xh::contracts {

class LedgerState;
// The post-state of one block, finalized or not. Hold it as long as children may be built on it; drop it when its
// branch is abandoned.
using StatePtr = std::shared_ptr<const LedgerState>;

[[nodiscard]] chain::Height height_of(const StatePtr& state);
[[nodiscard]] chain::Timestamp time_of(const StatePtr& state);
[[nodiscard]] chain::Hash256 root_of(const StatePtr& state);

struct BlockInput {
  chain::Height height;   // the parent's plus one
  chain::Timestamp time;  // above the parent's
  chain::View view{};     // the header's
};

struct BlockLimits {
  std::size_t max_transactions = chain::kMaxBlockTransactions;
  std::uint64_t max_bytes = chain::kMaxBlockBytes;  // sum of the transactions' wire bytes
};

struct Rejected {
  std::size_t candidate = 0;  // position in the candidates given to build()
  Admission admission;
};

using TransactionPtr = std::shared_ptr<const chain::ParsedTransaction>;

struct ExecutedBlock {
  StatePtr state;
  chain::Hash256 transactions_root;
  chain::Hash256 receipts_root;
  chain::Hash256 state_root;
  std::vector<chain::SaltedReceipt> receipts;  // calendar items in their order, then transactions in theirs
  std::uint32_t calendar_count = 0;            // how many of the receipts are calendar items'
  std::vector<TransactionPtr> included;        // in order
  std::vector<Rejected> rejected;  // build() only; candidates left out for the block's limits are not among them
  [[nodiscard]] std::uint32_t transaction_count() const { return static_cast<std::uint32_t>(included.size()); }
  [[nodiscard]] std::uint32_t receipt_count() const { return static_cast<std::uint32_t>(receipts.size()); }
};

// A read-only look at one state through the contracts' own functions (balances, CV, parameters). Writes into it go
// nowhere. Needs a live state: use it at once and let it go before the next commit.
class LedgerView {
 public:
  LedgerView(StatePtr state, chain::Timestamp at, const chain::ChainTag& chain);
  [[nodiscard]] Context& context() { return *context_; }

 private:
  StatePtr state_;
  std::unique_ptr<chain::Overlay> overlay_;
  std::unique_ptr<Context> context_;
};

class BlockExecutor {
 public:
  // Opens the ledger's state in `store`, which outlives the executor, as does the registry. An empty store gets the
  // genesis state (height 0, block id of genesis_header). Rebuilds the used keys and the due-queue's time index and
  // checks them against the state. Errors: kInvalid for a genesis that does not serve (a required parameter missing: it
  // is named); kLocal when the store contradicts itself or is of another ledger.
  [[nodiscard]] static chain::Result<std::unique_ptr<BlockExecutor>> open(const chain::Genesis& genesis,
                                                                          const Registry& registry,
                                                                          chain::StateStore& store,
                                                                          const chain::StateDbLimits& limits = {});
  ~BlockExecutor();

  [[nodiscard]] const chain::ChainContext& chain() const;
  // Proofs, position (height and block id of the last commit) and health of the state; the executor alone seals and
  // commits.
  [[nodiscard]] const chain::StateDb& state_db() const;
  // Post-state of the last committed block.
  [[nodiscard]] const StatePtr& finalized() const;

  // Makes a block's content: the mandatory slice, then of the candidates, in their order, those that are includable
  // within the limits. Needs input.height == parent's + 1 and input.time > parent's (our own bug otherwise: CHECK).
  // Errors: kLocal only (the store failed).
  [[nodiscard]] chain::Result<ExecutedBlock> build(const StatePtr& parent, BlockInput input,
                                                   std::span<const TransactionPtr> candidates,
                                                   const BlockLimits& limits);

  // Executes a block as proposed. kInvalid: wrong height or time, or the first transaction that may not be there, and
  // why. The caller compares roots and counts with the header, and checks the block's limits.
  [[nodiscard]] chain::Result<ExecutedBlock> execute(const StatePtr& parent, BlockInput input,
                                                     std::span<const TransactionPtr> transactions);

  // Makes `state` the finalized one. Needs its parent to be finalized() now (CHECK). `node_rows` are written in the
  // same batch; their keys begin with kStoreIndex and a second byte other than kUsedKeyRows (used_keys.h). Drop states
  // of other branches before: they may not be read any more. kLocal: the store failed; stop the node.
  [[nodiscard]] chain::Status commit(const StatePtr& state, const chain::BlockId& block,
                                     chain::StoreBatch node_rows = {});

  // For the mempool: would the transaction be includable in a block on `state` at `block_time`, and can its call be
  // decoded? Overdue calendar items are not looked at (the block's own slice may settle them): build() answers
  // CALENDAR_PENDING, and the transaction waits.
  [[nodiscard]] Admission check(const StatePtr& state, const chain::ParsedTransaction& tx,
                                chain::Timestamp block_time) const;

  // Due time of the head of the due-queue, which may lie in the past; nothing when the queue is empty.
  [[nodiscard]] std::optional<chain::Timestamp> next_due(const StatePtr& state) const;

  // A state as the contracts see it at time `at` (for an API: the state's own time).
  [[nodiscard]] LedgerView view(const StatePtr& state, chain::Timestamp at) const;

 private:
  struct Parts;
  explicit BlockExecutor(std::unique_ptr<Parts> parts);
  std::unique_ptr<Parts> parts_;
};

}  // namespace xh::contracts
