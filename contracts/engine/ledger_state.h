// What the executor keeps of a block's post-state: records, remembered keys, due-queue. Immutable; core thread.
#pragma once

#include "chain/state/branch.h"
#include "contracts/engine/due_queue.h"
#include "contracts/engine/records.h"
#include "contracts/engine/used_keys.h"

namespace xh::contracts {

class LedgerState {
 public:
  LedgerState(chain::BranchPtr branch, engine::BlockMeta meta, UsedKeysPtr used, DueLayerPtr due)
      : branch_(std::move(branch)), meta_(meta), used_(std::move(used)), due_(std::move(due)) {}

  [[nodiscard]] const chain::BranchPtr& branch() const { return branch_; }
  [[nodiscard]] const engine::BlockMeta& meta() const { return meta_; }
  [[nodiscard]] const UsedKeysPtr& used() const { return used_; }
  [[nodiscard]] const DueLayerPtr& due() const { return due_; }

 private:
  chain::BranchPtr branch_;
  engine::BlockMeta meta_;
  UsedKeysPtr used_;
  DueLayerPtr due_;
};

}  // namespace xh::contracts
