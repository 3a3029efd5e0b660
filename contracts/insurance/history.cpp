#include "contracts/insurance/history.h"

#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/insurance/months.h"

namespace xh::contracts::insurance {
namespace {

using chain::Day;

bool is_history(const Month& month) {
  return !month.is_closed && !month.is_unlinked;
}

// Newest first; asks for every month of the contract that can have a record.
void add_months_of(const Context& context, const ContractRef& ref, std::size_t count, std::vector<MonthStanding>& out) {
  for (Day day = ref.last; day >= ref.from && out.size() < count; day = add_months(day, -1)) {
    const auto month = find_month(context, ref.contract, day);
    if (month && is_history(*month)) out.push_back({day, month->state, month->due.total(), month->due.worker});
  }
}

}  // namespace

std::vector<MonthStanding> months_of(const Context& context, const chain::AccountId& worker, std::size_t count) {
  std::vector<MonthStanding> out;
  const auto limit = std::min(count, kMaxHistoryMonths);
  const auto book = worker_book(context, worker);
  for (auto ref = book.contracts.rbegin(); ref != book.contracts.rend() && out.size() < limit; ++ref)
    add_months_of(context, *ref, limit, out);
  std::ranges::stable_sort(out, {}, &MonthStanding::month);
  return out;
}

std::vector<DefaultStanding> defaults_of(const Context& context, const chain::AccountId& worker) {
  std::vector<DefaultStanding> out;
  for (const auto& key : worker_book(context, worker).defaults) {
    const auto record = context.read<Default>(default_key(key));
    CHECK(record.has_value());
    out.push_back({record->month, record->at, record->ended, record->amount});
  }
  return out;
}

}  // namespace xh::contracts::insurance
