// The arithmetic of a month's contribution: base, lines, and who bears them (OP-33 to OP-36, OP-44). Pure functions of
// the rate row and the facts, each line rounded half-up by itself (OP-04). Who calls: months.cpp, classification,
// explanations, tests. Sums stay below 2^63: bases are at most kMaxBaseFen, rates at most 1.
#pragma once

#include "contracts/insurance/records.h"

namespace xh::contracts::insurance {

struct DueFacts {
  Mode mode = Mode::kStrict;
  Case kind = Case::kC;
  chain::Fen gross;  // of the month's wages
  chain::Fen fee;    // service fees on them
  std::int64_t subsidy_ppm = 0;
};

struct Due {
  chain::Fen base;
  std::vector<ChargeLine> lines;
  chain::Fen personal;  // of the flexible pension
  Parts bears;          // sums to the lines' two columns
};

// Strict mode takes the employee scheme for case A only: what the union collects without a labour relation is the
// flexible scheme (OP-35).
[[nodiscard]] bool is_flexible(const Terms& terms, Mode mode, Case kind);

[[nodiscard]] Due month_due(const RateRow& row, const Terms& terms, const DueFacts& facts);

}  // namespace xh::contracts::insurance
