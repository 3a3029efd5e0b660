#include "contracts/insurance/months.h"

#include <algorithm>

#include "contracts/engine/default_parameters.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/insurance/events.h"
#include "contracts/insurance/index.h"

namespace xh::contracts::insurance {
namespace {

using chain::Day;
using chain::Fen;

// Months of a terminated contract are its own only while they were begun and not closed.
bool covers(const Context& context, const OpenContract& contract, Day month) {
  if (month < contract.content.from || month > contract.content.last) return false;
  if (contract.content.state != ContractState::kTerminated) return true;
  const auto record = find_month(context, contract.key, month);
  return record && !record->is_closed;
}

void add_party(std::vector<chain::AccountId>& parties, const chain::AccountId& account) {
  if (!account.is_zero() && std::ranges::find(parties, account) == parties.end()) parties.push_back(account);
}

Month new_month(const Context& context, const OpenContract& contract, Day month) {
  Month out;
  out.contract = contract.key;
  out.month = month;
  out.worker = contract.content.terms.worker;
  add_party(out.employers, contract.content.terms.employer);
  const Day next = add_months(month, 1);
  const auto due_day = context.parameter(parameters::kDueDay, context.now()).value;
  const auto grace = context.parameter(parameters::kGraceDays, context.now()).value;
  out.due_at = local_midnight(context, add_days(next, due_day));
  out.default_at = local_midnight(context, add_days(next, due_day + grace));
  return out;
}

DueFacts facts_of(const Context& context, const Month& month, Case kind) {
  DueFacts facts;
  facts.mode = mode_of(context, month.month);
  facts.kind = kind;
  facts.gross = std::max(month.gross, Fen{});
  facts.fee = std::max(month.fee, Fen{});
  facts.subsidy_ppm = context.parameter(parameters::kSubsidyPpm, context.now()).value;
  return facts;
}

// What the month owed before the charges at hand: a bill is not a charge.
struct Before {
  std::vector<ChargeLine> lines;
  Parts due;
};
Before charged_before(const Month& month) {
  return month.is_charged() ? Before{month.lines, month.due} : Before{};
}

// A subsidy that was granted stays, whatever a correction made of the fee.
void keep_subsidy(Parts& bears, const Parts& before) {
  if (bears.subsidy >= before.subsidy) return;
  bears.worker.value -= before.subsidy.value - bears.subsidy.value;
  bears.subsidy = before.subsidy;
}

std::vector<ChargeLine> difference(const std::vector<ChargeLine>& now, const std::vector<ChargeLine>& before) {
  std::vector<ChargeLine> out;
  for (auto line : now) {
    const auto old = std::ranges::find(before, line.name, &ChargeLine::name);
    if (old != before.end()) {
      line.employer.value -= old->employer.value;
      line.worker.value -= old->worker.value;
    }
    if (line.employer.value != 0 || line.worker.value != 0) out.push_back(std::move(line));
  }
  return out;
}

void apply(Month& month, const Due& due, std::uint32_t rates_version) {
  month.base = due.base;
  month.lines = due.lines;
  month.personal = due.personal;
  month.due = due.bears;
  month.rates_version = rates_version;
}

struct Computed {
  Due due;
  std::uint32_t version = 0;
};
Computed compute(Context& context, const OpenContract& contract, const Month& month, Case kind) {
  const auto& terms = contract.content.terms;
  auto table = find_rates(context, terms.city);
  CHECK(table.has_value());  // sign asked for it, and tables are never removed
  const auto* row = row_of(*table, month.month);
  CHECK(row != nullptr);  // nor do they begin later than they did
  const Computed out{month_due(row->row, terms, facts_of(context, month, kind)), row->version};
  mark_used(context, terms.city, *table, month.month);
  return out;
}

}  // namespace

std::optional<OpenContract> open_contract(const Context& context, const chain::RecordKey& key) {
  auto content = context.read<Contract>(contract_key(key));
  if (!content) return std::nullopt;
  return OpenContract{key, std::move(*content)};
}

void save_contract(Context& context, OpenContract& contract) {
  if (contract.is_changed) context.write(contract_key(contract.key), contract.content);
  contract.is_changed = false;
}

WorkerBook worker_book(const Context& context, const chain::AccountId& worker) {
  return context.read<WorkerBook>(worker_key(worker)).value_or(WorkerBook{});
}

std::optional<Month> find_month(const Context& context, const chain::RecordKey& contract, Day month) {
  return context.read<Month>(month_key(contract, month));
}

std::optional<OpenContract> contract_of_month(const Context& context, const chain::AccountId& worker, Day month) {
  const auto book = worker_book(context, worker);
  for (auto ref = book.contracts.rbegin(); ref != book.contracts.rend(); ++ref) {
    if (month < ref->from || month > ref->last) continue;
    auto contract = open_contract(context, ref->contract);
    if (contract && covers(context, *contract, month)) return contract;
  }
  return std::nullopt;
}

Month open_month(Context& context, const OpenContract& contract, Day month) {
  if (auto known = find_month(context, contract.key, month)) return std::move(*known);
  list_month(context, month, contract.key);
  return new_month(context, contract, month);
}

void save_month(Context& context, OpenContract& contract, const Month& month) {
  context.write(month_key(month.contract, month.month), month);
  auto& open = contract.content.open_months;
  const auto at = std::ranges::lower_bound(open, month.month);
  const bool is_listed = at != open.end() && *at == month.month;
  const bool is_open = !month.is_paid() && !month.is_closed;
  if (is_open == is_listed) return;
  if (!is_open)
    open.erase(at);
  else if (open.size() < kMaxOpenMonths)
    open.insert(at, month.month);
  contract.is_changed = true;
}

Mode mode_of(const Context& context, Day month) {
  const auto value = context.parameter(parameters::kMode, local_midnight(context, month)).value;
  return value == 0 ? Mode::kStrict : Mode::kAsWritten;
}

chain::Timestamp local_midnight(const Context& context, Day day) {
  CalendarReader reader(context);
  const auto* zone = reader.zone(kUnionZone);
  CHECK(zone != nullptr);
  return local_time(*zone, day, 0);
}

Day today(const Context& context) {
  CalendarReader reader(context);
  const auto* zone = reader.zone(kUnionZone);
  CHECK(zone != nullptr);
  return civil_day(*zone, context.now());
}

Charges raise(Context& context, const OpenContract& contract, Month& month, Case kind) {
  Charges out;
  out.contract = contract.key;
  out.month = month.month;
  const auto before = charged_before(month);
  auto computed = compute(context, contract, month, kind);
  out.base = computed.due.base;
  out.rates_version = computed.version;
  auto& bears = computed.due.bears;
  if (month.is_charged() && bears.total() < before.due.total()) {
    out.base = month.base;
    return out;
  }
  keep_subsidy(bears, before.due);
  out.lines = difference(computed.due.lines, before.lines);
  const std::int64_t worker = bears.worker.value - before.due.worker.value;
  out.worker = Fen{std::max<std::int64_t>(worker, 0)};
  out.refund = Fen{std::max<std::int64_t>(-worker, 0)};
  out.subsidy = Fen{bears.subsidy.value - before.due.subsidy.value};
  out.employer = Fen{bears.employer.value - before.due.employer.value};
  month.kind = kind;
  month.mode_version = context.parameter(parameters::kMode, local_midnight(context, month.month)).version;
  apply(month, computed.due, computed.version);
  return out;
}

void bill_case_c(Context& context, const OpenContract& contract, Month& month) {
  CHECK(!month.is_charged());
  const auto computed = compute(context, contract, month, Case::kC);
  month.kind = Case::kC;
  apply(month, computed.due, computed.version);
}

void queue(Context& context, const OpenContract& contract, std::uint32_t kind, chain::Timestamp due) {
  DueItem item;
  item.due = due;
  item.contract = static_cast<std::uint32_t>(ContractId::kInsurance);
  item.kind = kind;
  item.record = contract.key;
  item.accounts = {contract.content.terms.worker};
  context.schedule(std::move(item));
}

std::vector<chain::AccountId> parties_of(const Month& month) {
  std::vector<chain::AccountId> out{month.worker};
  for (const auto& employer : month.employers) add_party(out, employer);
  return out;
}

std::vector<chain::AccountId> parties_of(const Contract& contract) {
  std::vector<chain::AccountId> out{contract.terms.worker};
  add_party(out, contract.terms.employer);
  return out;
}

}  // namespace xh::contracts::insurance
