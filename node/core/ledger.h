// The ledger at rest: block log (the truth), state and indexes (rebuildable), and the executor over them (architecture, decisions 5 to 7; R12).
//
// Callers: Replica (execute, commit), API and ops on the core thread; opened by node/core/ledger_recovery. Opening replays what the log has and
// the state lacks; a state that is ahead of the log, or different, is refused. A ledger that began from a snapshot has that as its base: blocks at
// and below the base's height are not here. Errors: kLocal unless said otherwise. Threading: core thread.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "chain/ledger/block.h"
#include "chain/ledger/genesis.h"
#include "chain/light/fact.h"
#include "chain/state/state_db.h"
#include "chain/storage/block_log.h"
#include "chain/storage/snapshot_format.h"
#include "consensus/types.h"
#include "contracts/engine/executor.h"
#include "node/core/index.h"

namespace xh::node {

// A block read back from the log.
struct StoredBlock {
  chain::Height height;
  chain::BlockId id;
  chain::Header header;
  chain::Block block;
  std::optional<chain::Certificate> finalization;  // absent when only a descendant's certificate finalized it
};

// What the ledger stands on when it does not begin at genesis: the checked part of a snapshot's manifest.
struct LedgerBase {
  chain::SnapshotHead head;
  chain::Finality finality;
  std::vector<chain::EpochLink> epochs;
};

class Ledger {
 public:
  struct Disk {
    chain::FileSystem& files;
    std::string block_dir;
    chain::StateStore& state;
    std::optional<LedgerBase> base{};
    bool* state_is_bad = nullptr;  // set when open() fails because of the state alone: rebuild it
    std::unique_ptr<chain::BlockLog> log{};  // when it is open already: opening reads all of it
  };
  // `fresh`: the folders were just made for this genesis; otherwise they must hold this chain's data.
  [[nodiscard]] static chain::Result<std::unique_ptr<Ledger>> open(const chain::Genesis& genesis, Disk disk, bool fresh,
                                                                   const std::function<void(const std::string&)>& progress);

  [[nodiscard]] const chain::Genesis& genesis() const { return genesis_; }
  [[nodiscard]] const chain::ChainContext& context() const { return executor_->chain(); }
  [[nodiscard]] const chain::TransactionHasher& hasher() const { return hasher_; }
  [[nodiscard]] contracts::BlockExecutor& executor() { return *executor_; }
  [[nodiscard]] const chain::StateDb& state() const { return executor_->state_db(); }
  [[nodiscard]] const Index& index() const { return index_; }

  [[nodiscard]] const consensus::LastFinal& tip() const { return tip_; }
  [[nodiscard]] const chain::Header& tip_header() const { return tip_header_; }
  [[nodiscard]] chain::Height height() const { return tip_.block.height; }

  // Makes the next block final: log first (synced), then one batch of state and indexes. Needs height + 1 and the tip as parent (CHECK).
  [[nodiscard]] chain::Status commit(const chain::Header& header, const chain::Block& block, const contracts::ExecutedBlock& executed,
                                     const std::optional<chain::Certificate>& finalization);

  // kNotFound outside the log. Height 0 gives the genesis header with no transactions, if the log begins there.
  [[nodiscard]] chain::Result<StoredBlock> read(chain::Height height) const;
  // Why the block at `height` is final: the headers after it up to one with its own finalization.
  [[nodiscard]] chain::Result<chain::Finality> finality_of(chain::Height height) const;

  // The height that the ledger stands on: 0 for genesis.
  [[nodiscard]] chain::Height base_height() const { return base_ ? base_->head.header.height : chain::Height{0}; }
  // From genesis to this epoch, which has begun. kNotFound when a block that it needs is neither here nor in the base.
  // From memory; good until the next commit.
  [[nodiscard]] chain::Result<std::span<const chain::EpochLink>> epoch_links(chain::Epoch to) const;

  // Parses a block's transactions; kInvalid when one is malformed. Signatures are not checked here.
  [[nodiscard]] chain::Result<std::vector<contracts::TransactionPtr>> parse_bodies(const std::vector<chain::Bytes>& bodies) const;

 private:
  Ledger(const chain::Genesis& genesis, const chain::StateStore& store);
  [[nodiscard]] chain::Status open_parts(Disk& disk, bool fresh);
  [[nodiscard]] chain::Status open_state(Disk& disk);
  [[nodiscard]] chain::Result<chain::StatePosition> stand_on_base();
  [[nodiscard]] chain::Status replay(const Disk& disk, const std::function<void(const std::string&)>& progress);
  [[nodiscard]] chain::Status replay_block(const StoredBlock& stored);
  [[nodiscard]] chain::Result<StoredBlock> decode_logged(const chain::LoggedBlock& logged) const;
  [[nodiscard]] chain::Status extend_links();
  void move_tip(const chain::Header& header, const chain::BlockId& id, const std::optional<chain::Certificate>& finalization);

  chain::Genesis genesis_;
  chain::ChainContext early_context_;
  chain::TransactionHasher hasher_;
  std::unique_ptr<chain::BlockLog> log_;
  std::unique_ptr<contracts::BlockExecutor> executor_;
  Index index_;
  std::optional<LedgerBase> base_;
  chain::Header genesis_header_;
  chain::Header tip_header_;
  consensus::LastFinal tip_;
  std::vector<chain::EpochLink> links_;  // to the present epoch; one more with each switch
};

// The header of block 0: its state is computed aside, since the store's own genesis is long overwritten at a later start.
[[nodiscard]] chain::Result<chain::Header> genesis_block_header(const chain::Genesis& genesis);

// What the engine needs to know of a header.
[[nodiscard]] consensus::BlockInfo info_of(const chain::Header& header, const chain::BlockId& id);

}  // namespace xh::node
