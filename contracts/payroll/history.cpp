#include "contracts/payroll/history.h"

#include <algorithm>

#include "contracts/engine/calendar.h"
#include "contracts/payroll/records.h"

namespace xh::contracts::payroll {
namespace {

using chain::AccountId;
using chain::Day;

StateKey month_key(std::uint8_t table, const AccountId& account, Day month) {
  return StateKey(ContractId::kPayroll, table).add(account).add(static_cast<std::uint64_t>(month.value));
}

template <class Month>
Month open_month(const Context& context, std::uint8_t table, const AccountId& account, Day day) {
  const Day first = first_of_month(day);
  Month fresh;
  fresh.month = first;
  return context.read<Month>(month_key(table, account, first)).value_or(fresh);
}

template <class Month>
void save_month(Context& context, std::uint8_t table, std::uint8_t index_table, const AccountId& account,
                const Month& month) {
  const auto key = month_key(table, account, month.month);
  const bool is_new = !context.exists(key);
  context.write(key, month);
  if (!is_new) return;
  const StateKey index_key = StateKey(ContractId::kPayroll, index_table).add(account);
  auto index = context.read<MonthIndex>(index_key).value_or(MonthIndex{});
  const auto at = std::ranges::lower_bound(index.months, month.month);
  if (at != index.months.end() && *at == month.month) return;
  index.months.insert(at, month.month);
  if (index.months.size() > MonthIndex::kMaxMonths) index.months.erase(index.months.begin());
  context.write(index_key, index);
}

template <class Month>
std::vector<Month> last_months(const Context& context, std::uint8_t table, std::uint8_t index_table,
                               const AccountId& account, std::size_t count) {
  const auto index =
      context.read<MonthIndex>(StateKey(ContractId::kPayroll, index_table).add(account)).value_or(MonthIndex{});
  const std::size_t wanted = std::min({count, kMaxHistoryMonths, index.months.size()});
  std::vector<Month> out;
  for (std::size_t i = index.months.size() - wanted; i < index.months.size(); ++i) {
    auto month = context.read<Month>(month_key(table, account, index.months[i]));
    CHECK(month.has_value());
    out.push_back(std::move(*month));
  }
  return out;
}

}  // namespace

std::vector<WorkerMonth> worker_months(const Context& context, const AccountId& worker, std::size_t count) {
  return last_months<WorkerMonth>(context, kWorkerMonthTable, kWorkerIndexTable, worker, count);
}

std::vector<EmployerMonth> employer_months(const Context& context, const AccountId& employer, std::size_t count) {
  return last_months<EmployerMonth>(context, kEmployerMonthTable, kEmployerIndexTable, employer, count);
}

WorkerMonth open_worker_month(const Context& context, const AccountId& worker, Day day) {
  return open_month<WorkerMonth>(context, kWorkerMonthTable, worker, day);
}
void save_worker_month(Context& context, const AccountId& worker, const WorkerMonth& month) {
  save_month(context, kWorkerMonthTable, kWorkerIndexTable, worker, month);
}

EmployerMonth open_employer_month(const Context& context, const AccountId& employer, Day day) {
  return open_month<EmployerMonth>(context, kEmployerMonthTable, employer, day);
}
void save_employer_month(Context& context, const AccountId& employer, const EmployerMonth& month) {
  save_month(context, kEmployerMonthTable, kEmployerIndexTable, employer, month);
}

}  // namespace xh::contracts::payroll
