// The measuring client: sends signed transactions to all nodes through the public API and learns from one node's event
// stream when they are final.
//
// Open loop with a rate: a job is due at its time whether or not earlier ones are final, and its latency counts from
// that time, so a node that stalls is not spared. Without a rate: as many as the bound on unfinished transactions
// allows. One thread. A transaction is counted at its first appearance in a final block; a second appearance fails the
// run, as does any refusal.
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "chain/primitives/result.h"
#include "scenario.h"

namespace xh::bench {

struct Pace {
  double jobs_per_second = 0;  // 0: closed loop
  std::chrono::milliseconds duration{10'000};
  std::size_t max_unfinished = 8'000;  // transactions; closed loop only
};

struct LoadReport {
  std::size_t jobs_released = 0;
  std::size_t jobs_done = 0;
  std::size_t transactions = 0;
  std::size_t blocks = 0;          // final blocks that held some of them
  double seconds = 0;              // from the first send to the last final
  std::vector<double> latency_ms;  // of every transaction, ascending
  std::size_t busy_answers = 0;    // the nodes' pools were full; sent again
};

// The value below which `percent` of `sorted` lie; 0 for none.
[[nodiscard]] double percentile(const std::vector<double>& sorted, double percent);

// Errors say what was refused, appeared twice, or did not become final.
[[nodiscard]] chain::Result<LoadReport> run_load(const std::vector<std::uint16_t>& api_ports,
                                                 const std::vector<Job>& jobs, const Pace& pace);

}  // namespace xh::bench
