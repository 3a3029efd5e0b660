#include "contracts/payroll/arrears.h"

#include <algorithm>

#include "contracts/engine/default_parameters.h"
#include "contracts/payroll/book.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/history.h"
#include "contracts/payroll/pay.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/payroll.h"

namespace xh::contracts::payroll {
namespace {

using chain::AccountId;
using chain::Day;
using chain::Fen;
using chain::Timestamp;

Day union_day(const Context& context, Timestamp at) {
  CalendarReader calendar(context);
  const auto* zone = calendar.zone(kUnionZone);
  CHECK(zone != nullptr);
  return civil_day(*zone, at);
}

Fen available_of(const Context& context, const AccountId& employer) {
  return lxr::balance_of(context, employer).available;
}

void reserve_granted(Context& context, const AccountId& employer, Fen amount) {
  if (amount.value == 0) return;
  CHECK(lxr::reserve(context, employer, amount).has_value());  // no more than is available was granted
}

VaultSums open_sums(const Vault& vault) {
  VaultSums out;
  for (const auto kind : {Money::kWages, Money::kInterest, Money::kCharges, Money::kFees})
    money_of(out, kind) = open_of(vault, kind);
  if (!vault.interest_fixed) out.interest = interest_so_far(vault);
  return out;
}

void report(Context& context, const Vault& vault, EventKind kind) {
  const bool goes_on = kind != EventKind::kVaultCleared;
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(kind),
               ArrearsEvent{vault.employer, vault.at, open_sums(vault), vault.arrears, vault.due.interest,
                            goes_on ? next_attempt(context) : Timestamp{}},
               {vault.employer});
}

void count_payday(Context& context, const Vault& vault) {
  auto month = open_employer_month(context, vault.employer, union_day(context, vault.at));
  ++month.paydays;
  if (is_short(vault)) ++month.short_paydays;
  month.due = add(month.due, vault.due.wages);
  month.granted = add(month.granted, vault.granted.wages);
  save_employer_month(context, vault.employer, month);
}

void queue_arrears(Context& context, const AccountId& employer, ArrearsBook& book) {
  if (book.queued || book.vaults.empty()) return;
  book.queued = true;
  queue_employer_item(context, employer, kArrearsItem, next_attempt(context));
}

// The vaults of a round, in their order, each with a fresh round of this moment.
std::vector<Vault> open_vaults(const Context& context, const AccountId& employer, const ArrearsBook& book) {
  std::vector<Vault> out;
  const auto today = union_day(context, context.now());
  const auto ppm = context.parameter(parameters::kLatePpm, context.now()).value;
  for (const auto at : book.vaults) {
    auto& vault = out.emplace_back(vault_of(context, employer, at));
    accrue_interest(vault, today, ppm);
    vault.round = Round{context.now(), {}, {}, {}, {}};
  }
  return out;
}

void grant_in_order(const Context& context, std::vector<Vault>& vaults, Fen available) {
  for (auto& vault : vaults) grant(context, vault, Money::kWages, available);
  for (auto& vault : vaults) fix_interest(context, vault);
  for (const auto kind : {Money::kInterest, Money::kCharges, Money::kFees}) {
    for (auto& vault : vaults) grant(context, vault, kind, available);
  }
}

Fen granted_now(const Vault& vault) {
  const Round& round = *vault.round;
  return add(add(round.wages.amount, round.interest.amount), add(round.charges.amount, round.fees.amount));
}

// Days on which wages were in arrears, in the months they lie in.
void count_arrears_day(Context& context, const AccountId& employer, const std::vector<Vault>& before) {
  const auto owes = [](const Vault& vault) { return open_of(vault, Money::kWages).value > 0; };
  if (std::ranges::none_of(before, owes)) return;
  auto month = open_employer_month(context, employer, add_days(union_day(context, context.now()), -1));
  ++month.arrears_days;
  save_employer_month(context, employer, month);
}

void close_entry(Context& context, const Settlement& settlement) {
  if (!settlement.paid()) return;
  auto book = context.read<AgreementBook>(book_key(settlement.agreement));
  CHECK(book.has_value());
  if (std::erase(book->arrears, settlement.sequence) > 0) context.write(book_key(settlement.agreement), *book);
}

// Pays one entry what the vault's round grants it; false when that is nothing.
bool pay_entry(Context& context, const Vault& vault, std::uint64_t index) {
  auto entry = vault_entry(context, vault, index);
  const VaultSums share = share_of(vault, index, entry);
  if (total_of(share).value == 0) return false;
  for (const auto kind : {Money::kWages, Money::kInterest, Money::kCharges, Money::kFees})
    money_of(entry.paid, kind) = add(money_of(entry.paid, kind), money_of(share, kind));
  save_vault_entry(context, vault, index, entry);
  const auto key = settlement_key(entry.agreement, entry.settlement);
  auto settlement = context.read<Settlement>(key);
  CHECK(settlement.has_value());
  pay_share(context, *settlement, share);
  context.write(key, *settlement);
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kArrearsPaid), *settlement,
               {settlement->employer, settlement->worker});
  close_entry(context, *settlement);
  return true;
}

// Goes on from where the book stands to the next entry that gets something, at most a page further; true: the round is
// through.
bool pay_next(Context& context, const AccountId& employer, ArrearsBook& book, Timestamp round) {
  for (std::size_t steps = 0; steps < kVaultPageSize; ++steps) {
    if (book.paying_vault == book.vaults.size()) return true;
    const Vault vault = vault_of(context, employer, book.vaults[book.paying_vault]);
    const bool has_part = vault.round && vault.round->at == round;
    if (!has_part || book.paying_entry == vault.entries) {
      ++book.paying_vault;
      book.paying_entry = 0;
    } else if (pay_entry(context, vault, book.paying_entry++)) {
      return false;
    }
  }
  return false;
}

void clear_paid_vaults(Context& context, const AccountId& employer, ArrearsBook& book) {
  std::vector<Timestamp> still_open;
  for (const auto at : book.vaults) {
    Vault vault = vault_of(context, employer, at);
    if (is_short(vault)) {
      still_open.push_back(at);
      continue;
    }
    vault.cleared_at = context.now();
    context.write(vault_key(employer, at), vault);
    report(context, vault, EventKind::kVaultCleared);
  }
  book.vaults = std::move(still_open);
}

}  // namespace

VaultSums open_arrears(const Context& context, const AccountId& employer) {
  VaultSums out;
  for (const auto at : arrears_book(context, employer).vaults) {
    const auto open = open_sums(vault_of(context, employer, at));
    for (const auto kind : {Money::kWages, Money::kInterest, Money::kCharges, Money::kFees})
      money_of(out, kind) = add(money_of(out, kind), money_of(open, kind));
  }
  return out;
}

ArrearsBook arrears_book(const Context& context, const AccountId& employer) {
  return context.read<ArrearsBook>(arrears_book_key(employer)).value_or(ArrearsBook{});
}

Timestamp next_attempt(const Context& context) {
  CalendarReader calendar(context);
  const auto* zone = calendar.zone(kUnionZone);
  CHECK(zone != nullptr);
  return payday_time(context, *zone, add_days(civil_day(*zone, context.now()), 1));
}

// T + 1 ms: what the payday's money covers is set aside, once.
Outcome run_vault(Context& context, const DueItem& item) {
  const auto employer = employer_of(item);
  Vault vault = vault_of(context, employer, Timestamp{item.due.value - kVaultDelayMs});
  CHECK(!vault.decided_at);
  vault.decided_at = context.now();
  vault.accrued_until = union_day(context, vault.at);
  vault.round = Round{context.now(), {}, {}, {}, {}};
  Fen available = available_of(context, employer);
  for (const auto kind : {Money::kWages, Money::kCharges, Money::kFees}) grant(context, vault, kind, available);
  vault.arrears = open_of(vault, Money::kWages);
  reserve_granted(context, employer, granted_now(vault));
  count_payday(context, vault);
  if (is_short(vault)) {
    count_shortage(context, employer);
    auto book = arrears_book(context, employer);
    book.vaults.push_back(vault.at);
    queue_arrears(context, employer, book);
    context.write(arrears_book_key(employer), book);
    if (vault.arrears.value > 0) report(context, vault, EventKind::kEnterpriseDefault);
  } else {
    vault.cleared_at = context.now();
  }
  context.write(vault_key(employer, vault.at), vault);
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kVaultDecided), vault, {employer});
  return {};
}

// Every day at the payday's hour while there are arrears.
Outcome run_arrears(Context& context, const DueItem& item) {
  const auto employer = employer_of(item);
  auto book = arrears_book(context, employer);
  book.queued = false;
  auto vaults = open_vaults(context, employer, book);
  count_arrears_day(context, employer, vaults);
  grant_in_order(context, vaults, available_of(context, employer));
  Fen granted;
  for (auto& vault : vaults) {
    granted = add(granted, granted_now(vault));
    context.write(vault_key(employer, vault.at), vault);
    if (is_short(vault)) report(context, vault, EventKind::kArrearsOpen);
  }
  reserve_granted(context, employer, granted);
  if (granted.value > 0) {
    book.paying_vault = 0;
    book.paying_entry = 0;
    queue_employer_item(context, employer, kArrearsPayItem, Timestamp{context.now().value + 1});
  } else {
    clear_paid_vaults(context, employer, book);  // interest of less than half a fen leaves nothing to pay
    queue_arrears(context, employer, book);
  }
  context.write(arrears_book_key(employer), book);
  return {};
}

// One entry of the day's round; queues itself for the next.
Outcome run_arrears_pay(Context& context, const DueItem& item) {
  const auto employer = employer_of(item);
  auto book = arrears_book(context, employer);
  if (pay_next(context, employer, book, Timestamp{item.due.value - 1})) {
    clear_paid_vaults(context, employer, book);
    queue_arrears(context, employer, book);
  } else {
    queue_employer_item(context, employer, kArrearsPayItem, item.due);
  }
  context.write(arrears_book_key(employer), book);
  return {};
}

}  // namespace xh::contracts::payroll
