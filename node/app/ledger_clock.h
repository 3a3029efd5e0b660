// The ledger clock of a running node (architecture, decision 8): the system's UTC clock, or, where genesis says so, a driven one that stands
// still until an operator moves it. A driven clock is persisted before it shows and never goes back, over restarts too.
//
// Threading: core thread. Errors: kLocal for the file; kInvalid for a move that is not allowed.
#pragma once

#include <filesystem>

#include "chain/ledger/genesis.h"
#include "chain/primitives/result.h"

namespace xh::node {

class LedgerClock {
 public:
  // `floor`: the last final block's time; a driven clock starts no lower.
  [[nodiscard]] static chain::Result<LedgerClock> open(chain::ClockMode mode, std::filesystem::path file, chain::Timestamp floor);

  [[nodiscard]] chain::Timestamp now() const;
  [[nodiscard]] chain::ClockMode mode() const { return mode_; }
  [[nodiscard]] chain::Status set(chain::Timestamp to);

 private:
  LedgerClock(chain::ClockMode mode, std::filesystem::path file) : mode_(mode), file_(std::move(file)) {}

  chain::ClockMode mode_;
  std::filesystem::path file_;
  chain::Timestamp driven_;
};

}  // namespace xh::node
