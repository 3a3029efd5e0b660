// Opens a ledger whatever state its files are in (docs/decisions/0012, "Snapshots and repair"; campaign rule 4).
// Nothing is deleted that may be worth something: what is damaged is set aside.
//
//   prepare()  cuts a damaged log at its first damaged block, looks at state and base, and says what only peers can
//   give:
//              a snapshot (fresh()) or the blocks that the log lacks (wanted()). The caller gets them, or does not.
//   open()     opens the ledger; a state that is damaged, missing or another's is rebuilt from the base (or genesis)
//              and the log. Needs wanted() to be met: the log reaches at least as far as it did.
//
// Why blocks come before the engine: a validator that forgot that a block is final could vote against it. Callers:
// node/app/data_folder, tests. Threading: core thread. Errors: kLocal, the text says what to do.
#pragma once

#include <functional>

#include "node/core/ledger.h"
#include "node/core/state_home.h"

namespace xh::node {

struct RecoveryPaths {
  std::string blocks;  // the block log's folder
  std::string base;    // of the snapshot that the ledger began from, if it did
};

struct RecoveryLog {
  std::function<void(const std::string&)> progress;
  std::function<void(const std::string&)> warning;
};

// Blocks to append to the log before the ledger is opened.
struct BlocksWanted {
  chain::Height from;
  chain::BlockId parent;               // of the first one
  chain::Height until;                 // included
  std::optional<chain::BlockId> last;  // what the state says of the block at `until`
};

class LedgerRecovery {
 public:
  LedgerRecovery(const chain::Genesis& genesis, chain::FileSystem& disk, RecoveryPaths paths, StateHome& home,
                 RecoveryLog log);

  [[nodiscard]] chain::Status prepare();
  // Nothing is here yet, or genesis alone: the ledger may begin from a snapshot, put into the base folder before
  // open().
  [[nodiscard]] bool fresh() const { return fresh_; }
  [[nodiscard]] const std::optional<BlocksWanted>& wanted() const { return wanted_; }
  // The log, made when there is none, to append the wanted blocks to; close it before open().
  [[nodiscard]] chain::Result<std::unique_ptr<chain::BlockLog>> open_log();

  struct Opened {
    std::unique_ptr<chain::StateStore> state;
    std::unique_ptr<Ledger> ledger;  // refers to state
  };
  [[nodiscard]] chain::Result<Opened> open();

  [[nodiscard]] const chain::ChainContext& context() const { return context_; }
  // Whom to ask: the validators of genesis, of the base, and of the state as far as it can be read. Reads all of the
  // state.
  [[nodiscard]] std::vector<chain::Validator> known_validators();

 private:
  [[nodiscard]] chain::Status load_base();
  [[nodiscard]] chain::Status open_log_file();
  [[nodiscard]] chain::Status salvage(const chain::LogDamage& damage);
  [[nodiscard]] chain::Status find_wanted();
  [[nodiscard]] chain::Result<chain::BlockId> base_block() const;
  [[nodiscard]] chain::Result<std::optional<chain::StatePosition>> state_position();
  [[nodiscard]] chain::Status check_owner(const chain::StateStore& store) const;
  [[nodiscard]] static chain::Result<std::optional<chain::StatePosition>> read_position(const chain::StateStore& store);
  [[nodiscard]] chain::Status drop_foreign_log();
  [[nodiscard]] chain::Status give_up_state(const std::string& why);
  [[nodiscard]] chain::Status rebuild_state();
  [[nodiscard]] chain::Result<std::unique_ptr<chain::StateStore>> open_state();
  [[nodiscard]] chain::Height base_height() const { return base_ ? base_->head.header.height : chain::Height{0}; }

  chain::Genesis genesis_;
  chain::ChainContext context_;
  chain::FileSystem& disk_;
  RecoveryPaths paths_;
  StateHome& home_;
  RecoveryLog log_;
  std::optional<LedgerBase> base_;
  std::unique_ptr<chain::BlockLog> log_file_;  // once it was opened, until it is given away
  std::optional<BlocksWanted> wanted_;
  bool fresh_ = false;
};

}  // namespace xh::node
