// A state store's place in memory (contract: node/core/state_home.h): what a power loss leaves, and what a rebuild
// replaces. One thread.
#pragma once

#include <memory>

#include "chain/storage/memory_state_store.h"
#include "node/core/state_home.h"

namespace xh::sim {

class MemoryStateHome final : public node::StateHome {
 public:
  [[nodiscard]] chain::Result<bool> exists() const override { return state_ != nullptr; }
  [[nodiscard]] chain::Result<std::unique_ptr<chain::StateStore>> open(chain::StoreTrouble& trouble) override;
  [[nodiscard]] chain::Status mark_suspect() override;
  [[nodiscard]] chain::Result<bool> is_suspect() const override { return suspect_; }
  [[nodiscard]] chain::Result<std::string> set_aside() override;
  [[nodiscard]] chain::Status discard() override;
  [[nodiscard]] chain::Result<std::unique_ptr<chain::StateStore>> begin_rebuild() override;
  [[nodiscard]] chain::Status finish_rebuild(std::unique_ptr<chain::StateStore> store) override;

  [[nodiscard]] chain::MemoryStateStore* store() { return state_.get(); }  // null when there is none

 private:
  std::shared_ptr<chain::MemoryStateStore> state_;
  std::shared_ptr<chain::MemoryStateStore> rebuild_;
  std::size_t set_aside_ = 0;
  bool suspect_ = false;
};

}  // namespace xh::sim
