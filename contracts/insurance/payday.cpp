#include "contracts/insurance/payday.h"

#include <algorithm>

#include "chain/crypto/sha256.h"
#include "contracts/insurance/classification.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/insurance/insurance.h"
#include "contracts/insurance/months.h"
#include "contracts/lxr/balances.h"

namespace xh::contracts::insurance {
namespace {

using chain::Fen;

constexpr std::string_view kOrderLine = "order_injury";
constexpr std::uint64_t kMaxOrders = 1'000'000'000;

void add_employer(Month& month, const chain::AccountId& employer) {
  if (month.employers.size() < kMaxMonthEmployers &&
      std::ranges::find(month.employers, employer) == month.employers.end())
    month.employers.push_back(employer);
}

void add_to(Fen& sum, Fen amount) {
  sum = chain::checked_add(sum, amount).value_or(sum);
}

// Strict employee scheme: the month's first charge decides its case; a month of the contract's employer is charged by
// that employer's wages only. Nothing: this wage charges nothing.
std::optional<Case> strict_employee_case(const Month& month, const Terms& terms, const WageFacts& wage) {
  const bool is_own = wage.employer == terms.employer;
  if (!month.is_charged()) return is_own ? Case::kA : Case::kB;
  if (month.kind == Case::kA && !is_own) return std::nullopt;
  return month.kind;
}

std::optional<Case> case_of(const Context& context, const Month& month, const Terms& terms, const WageFacts& wage) {
  if (terms.scheme == Scheme::kEmployee && mode_of(context, month.month) == Mode::kStrict)
    return strict_employee_case(month, terms, wage);
  return wage.cooperating || month.kind == Case::kA ? Case::kA : Case::kB;
}

Charges charge_contract(Context& context, OpenContract& contract, const WageFacts& wage) {
  Charges out;
  Month month = open_month(context, contract, wage.month);
  add_employer(month, wage.employer);
  if (const auto kind = case_of(context, month, contract.content.terms, wage)) {
    add_to(month.gross, wage.gross);
    if (wage.cooperating) add_to(month.fee, wage.fee);
    out = raise(context, contract, month, *kind);
  }
  save_month(context, contract, month);
  save_contract(context, contract);
  return out;
}

struct Cover {
  Trade trade = Trade::kNone;
  std::string city;
};
// The employer's standing cover, or what it agreed on in this worker's contract.
Cover cover_of(const Context& context, const WageFacts& wage, const std::optional<OpenContract>& contract) {
  const auto standing = context.read<OrderCover>(order_cover_key(wage.employer)).value_or(OrderCover{});
  for (auto entry = standing.entries.rbegin(); entry != standing.entries.rend(); ++entry) {
    if (entry->from > wage.month) continue;
    if (entry->trade != Trade::kNone) return {entry->trade, entry->city};
    break;
  }
  if (!contract || contract->content.terms.employer != wage.employer) return {};
  return {contract->content.terms.order_cover, contract->content.terms.city};
}

void charge_orders(Context& context, const WageFacts& wage, const Cover& cover, Charges& out) {
  if (cover.trade == Trade::kNone || wage.orders == 0) return;
  auto table = find_rates(context, cover.city);
  CHECK(table.has_value());  // set_order_cover and sign asked for it
  const auto* row = row_of(*table, wage.month);
  CHECK(row != nullptr);
  const auto orders = std::min(wage.orders, kMaxOrders);
  const Fen amount{order_rate(row->row.order_injury, cover.trade).value * static_cast<std::int64_t>(orders)};
  if (amount.value == 0) return;
  out.lines.push_back({std::string(kOrderLine), amount, {}});
  out.employer.value += amount.value;
  if (out.rates_version == 0) out.rates_version = row->version;
  mark_used(context, cover.city, *table, wage.month);
  const auto key = order_month_key(wage.employer, wage.month);
  auto month = context.read<OrderMonth>(key).value_or(OrderMonth{});
  month.orders += orders;
  month.due.value += amount.value;
  context.write(key, month);
}

Fen order_part(const Charges& charges) {
  const auto line = std::ranges::find(charges.lines, kOrderLine, &ChargeLine::name);
  return line == charges.lines.end() ? Fen{} : line->employer;
}

Fen take_order_part(Context& context, const WageFacts& wage, const Charges& charges) {
  const Fen part = order_part(charges);
  if (part.value == 0) return {};
  const auto key = order_month_key(wage.employer, charges.month);
  auto month = context.read<OrderMonth>(key);
  CHECK(month.has_value());
  const Fen taken = std::min(part, Fen{month->due.value - month->paid.value});
  month->paid.value += taken.value;
  context.write(key, *month);
  return taken;
}

struct Charged {
  OpenContract contract;
  Month month;
};
// Nothing for charges without a contract. A month that was closed took no charges.
std::optional<Charged> charged_month(const Context& context, const Charges& charges) {
  if (charges.contract.is_zero()) return std::nullopt;
  auto contract = open_contract(context, charges.contract);
  auto month = find_month(context, charges.contract, charges.month);
  CHECK(contract.has_value() && month.has_value());
  return Charged{std::move(*contract), std::move(*month)};
}

Fen take_contract_part(Context& context, const Charges& charges) {
  auto charged = charged_month(context, charges);
  if (!charged) return {};
  auto& month = charged->month;
  const Fen part{charges.employer.value - order_part(charges).value};
  const Fen taken = std::clamp(part, Fen{}, Fen{month.due.employer.value - month.paid.employer.value});
  if (taken.value == 0) return {};
  month.paid.employer.value += taken.value;
  settle(context, charged->contract, month);
  save_month(context, charged->contract, month);
  save_contract(context, charged->contract);
  return taken;
}

// The worker's days of grace begin anew when the wage came after they had ended.
void end_waiting(Context& context, const OpenContract& contract, Month& month) {
  month.waits = false;
  if (month.state != MonthState::kWaitsForWage) return;
  month.state = MonthState::kOpen;
  if (month.missing_worker().value <= 0 || context.now() < month.default_at) return;
  const auto grace = context.parameter(parameters::kGraceDays, context.now()).value;
  month.default_at = local_midnight(context, add_days(today(context), grace + 1));
  queue(context, contract, kDefaultItem, month.default_at);
}

}  // namespace

Charges charge_wage(Context& context, const WageFacts& wage) {
  add_income(context, wage.worker, wage.month, wage.gross);
  Charges out;
  auto contract = contract_of_month(context, wage.worker, wage.month);
  if (contract) out = charge_contract(context, *contract, wage);
  out.month = wage.month;
  charge_orders(context, wage, cover_of(context, wage, contract), out);
  return out;
}

void collect_employer(Context& context, const WageFacts& wage, const Charges& charges) {
  const Fen sum{take_order_part(context, wage, charges).value + take_contract_part(context, charges).value};
  if (sum.value == 0) return;
  const auto voucher =
      lxr::post(context, wage.employer, escrow_account(), sum, lxr::Purpose::kContribution, wage.agreement);
  CHECK(voucher.has_value());  // payroll granted it
}

bool collect_worker(Context& context, const WageFacts& wage, const Charges& charges) {
  auto charged = charged_month(context, charges);
  if (!charged) return true;
  auto& month = charged->month;
  const Parts before = month.paid;
  if (!collect(context, month, {charges.worker, charges.subsidy, {}}, wage.agreement)) return false;
  if (month.paid == before && month.paid_at.value != 0) return true;
  settle(context, charged->contract, month);
  save_month(context, charged->contract, month);
  save_contract(context, charged->contract);
  return true;
}

void employer_owes_wage(Context& context, const chain::AccountId& worker, chain::Day month_day, bool owes) {
  auto contract = contract_of_month(context, worker, month_day);
  if (!contract) return;
  Month month = open_month(context, *contract, month_day);
  if (month.waits == owes) return;
  if (owes) {
    month.waits = true;
    month.waited = true;
    if (month.state == MonthState::kOpen) month.state = MonthState::kWaitsForWage;
  } else {
    end_waiting(context, *contract, month);
  }
  save_month(context, *contract, month);
  save_contract(context, *contract);
}

chain::AccountId escrow_account() {
  return chain::retag<chain::AccountId>(chain::Sha256().update(chain::as_bytes("xh/insurance/escrow/1")).finish());
}

}  // namespace xh::contracts::insurance
