// The explanation of a payslip: recomputes a settlement from its own lines, term by term, and says in words how each
// amount came about (decision 9). A pure function of the settlement, so that worker, employer and court can run it
// years later without the ledger; used by CLI, API and tests. It trusts nothing in the settlement but quantities, rates
// and versions: every amount is computed again.
#pragma once

#include <string>
#include <vector>

#include "contracts/payroll/records.h"

namespace xh::contracts::payroll {

// One computed amount beside the one that the settlement states.
struct ExplainedTerm {
  std::string label;                  // the pay item's name, "day_cap", "min_wage_top_up", "gross", "tax", "net", ...
  PayKind kind = PayKind::kPerOrder;  // of lines with a quantity
  std::uint64_t quantity = 0;         // orders or minutes; 0 where the term is a sum
  chain::Fen rate;
  chain::Fen computed;
  chain::Fen stated;
  std::string text;  // "480 min x 6.50 per hour = 52.00"

  [[nodiscard]] bool agrees() const { return computed == stated; }
};

struct ExplainedDay {
  chain::Day day;
  std::uint32_t version = 0;
  PayBasis basis = PayBasis::kConfirmed;
  Timeliness timeliness = Timeliness::kOnTime;
  std::uint32_t amendment = 0;       // whose terms hold on it
  std::vector<ExplainedTerm> items;  // the pay items; then the day's cap, floor and top-up where the terms have them
  ExplainedTerm total;               // what this settlement pays for the day
};

struct Explanation {
  std::vector<ExplainedDay> days;
  std::vector<ExplainedTerm> period;  // the period's cap and floor where the terms have them
  ExplainedTerm gross;
  ExplainedTerm fee;
  std::vector<ExplainedTerm> deductions;  // what stands between gross and net
  ExplainedTerm net;
  std::vector<std::string> objections;  // empty: every amount follows from its terms, to the fen

  [[nodiscard]] bool agrees() const { return objections.empty(); }
};

// Never fails: a settlement that does not add up, or overflows, gives objections.
[[nodiscard]] Explanation explain(const Settlement& settlement);

// "6916.65": fen as yuan.
[[nodiscard]] std::string yuan(chain::Fen amount);

}  // namespace xh::contracts::payroll
