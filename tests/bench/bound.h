// What the machine could do without network and consensus: four processes at the same time, each doing the whole
// compute of a validator for the same transactions: parse, hash, verify every signature, execute, update the state
// tree, write block log and LevelDB synced. The very classes of the node do it (Ledger, BlockExecutor).
#pragma once

#include <cstdint>
#include <filesystem>

#include "chain/primitives/result.h"
#include "scenario.h"

namespace xh::bench {

inline constexpr int kBoundProcesses = 4;

struct BoundOptions {
  std::filesystem::path dir;             // a new folder for the four ledgers
  std::size_t block_transactions = 500;  // as many as the measured network put into a block
  double seconds = 5;
};

// Units a second of one process, the mean of the four. Forks: call it before there are threads.
[[nodiscard]] chain::Result<double> measure_bound(const Plan& plan, const chain::Genesis& genesis,
                                                  const std::vector<Job>& jobs, const BoundOptions& options);

}  // namespace xh::bench
