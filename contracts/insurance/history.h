// What insurance knows of a worker over time: for credit (OP-76), classification (OP-42) and the worker's own report.
// Who calls: credit, API. Pure reads; core thread. Cost: linear in the months asked for, at most kMaxHistoryMonths.
#pragma once

#include <optional>
#include <vector>

#include "contracts/engine/context.h"

namespace xh::contracts::insurance {

inline constexpr std::size_t kMaxHistoryMonths = 60;

enum class MonthState : std::uint32_t {
  kOpen = 0,        // charged or expected, not paid, not past its due date
  kPaidOnTime = 1,  // on or before the due date
  kPaidInGrace = 2,
  kDefaulted = 3,     // not paid when the grace ended
  kCured = 4,         // paid after the default
  kWaitsForWage = 5,  // the employer owes the wage: not the worker's default
};
constexpr MonthState enum_max(MonthState) {
  return MonthState::kWaitsForWage;
}
constexpr std::string_view enum_name(MonthState state) {
  switch (state) {
    case MonthState::kOpen:
      return "open";
    case MonthState::kPaidOnTime:
      return "paid_on_time";
    case MonthState::kPaidInGrace:
      return "paid_in_grace";
    case MonthState::kDefaulted:
      return "defaulted";
    case MonthState::kCured:
      return "cured";
    case MonthState::kWaitsForWage:
      return "waits_for_wage";
  }
  return "";
}

struct MonthStanding {
  chain::Day month;  // its first day
  MonthState state = MonthState::kOpen;
  chain::Fen total;  // contribution of all parts
  chain::Fen worker;
};
// Oldest first, the last `count` months that have a record, over all contracts of the worker.
[[nodiscard]] std::vector<MonthStanding> months_of(const Context& context, const chain::AccountId& worker,
                                                   std::size_t count);

struct DefaultStanding {
  chain::Day month;
  chain::Timestamp at;
  std::optional<chain::Timestamp> ended;  // cured, or the contract's termination (OP-41 counts from here)
  chain::Fen amount;
};
[[nodiscard]] std::vector<DefaultStanding> defaults_of(const Context& context, const chain::AccountId& worker);

}  // namespace xh::contracts::insurance
