// A payday's calendar work for an agreement: the settlement at T, its payment at T + 2 ms, after the employer's vault
// was decided (PY-09, OP-09 to OP-11, OP-16 to OP-18, docs/decisions/0013). An item never refuses: what cannot be paid
// becomes arrears, what cannot be decided is held, and the next payday is always queued.
#include <algorithm>

#include "contracts/payroll/arrears.h"
#include "contracts/payroll/coverage.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/pay.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/payroll.h"
#include "contracts/payroll/settlement.h"

namespace xh::contracts::payroll {
namespace {

using chain::Fen;
using chain::Timestamp;

template <class Event>
void emit(Context& context, const std::vector<chain::AccountId>& parties, EventKind kind, const Event& event) {
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(kind), event, parties);
}

OpenAgreement agreement_of(const Context& context, CalendarReader& calendar, const DueItem& item) {
  auto agreement = open_agreement(context, calendar, item.record);
  CHECK(agreement.has_value());  // agreements are never removed
  return std::move(*agreement);
}

std::size_t settlement_count(const DueDays& due) {
  return (due.payable.size() + kMaxDaysPerSettlement - 1) / kMaxDaysPerSettlement;
}

// Lists of arrears that are full: the days stay open for a payday after some are paid.
bool has_room_for_arrears(const Context& context, const OpenAgreement& agreement, std::size_t count) {
  return agreement.book.arrears.size() + count <= kMaxArrears &&
         arrears_book(context, agreement.terms().employer).vaults.size() < kMaxOpenVaults;
}

void settle(Context& context, OpenAgreement& agreement, const Period& period, std::vector<SettledDay> days,
            std::vector<HeldDay> held) {
  Settlement settlement = make_settlement(context, agreement, period, std::move(days), std::move(held));
  enter_vault(context, settlement);
  context.write(settlement_key(agreement.key, settlement.sequence), settlement);
}

// Settlements of at most kMaxDaysPerSettlement days; what is held is listed in the last of them.
void settle_days(Context& context, OpenAgreement& agreement, const Period& period, DueDays due) {
  if (due.payable.empty()) {
    if (!due.held.empty())
      emit(context, agreement.parties(), EventKind::kDaysHeld,
           DaysHeldEvent{agreement.key, period.payday, std::move(due.held)});
    return;
  }
  agreement.book.pay_from = agreement.book.settlements;
  for (std::size_t done = 0; done < due.payable.size();) {
    const auto from = due.payable.begin() + static_cast<std::ptrdiff_t>(done);
    const auto size = std::min(kMaxDaysPerSettlement, due.payable.size() - done);
    done += size;
    std::vector<SettledDay> days(from, from + static_cast<std::ptrdiff_t>(size));
    settle(context, agreement, period, std::move(days),
           done == due.payable.size() ? std::move(due.held) : std::vector<HeldDay>{});
  }
  queue_item(context, agreement, kPayItem, Timestamp{context.now().value + kPayDelayMs});
}

template <class Day>
Fen sum_of(const std::vector<Day>& days) {
  Fen out;
  for (const auto& day : days) out = add(out, day.amount);
  return out;
}

// An agreement's paydays go on while it lives and while any of its days is open.
bool goes_on(const OpenAgreement& agreement, const Period& period) {
  const auto& last = agreement.content.last_day;
  return !last || period.to < *last || !agreement.book.open_days.empty();
}

// The share of a settlement in its payday's vault. Entries are read and kept up only when the vault is short.
VaultSums first_share(Context& context, const Vault& vault, const Settlement& settlement) {
  if (!is_short(vault)) return {settlement.progress.wage, {}, settlement.deductions.insurance.employer, settlement.fee};
  const auto index = settlement.progress.vault_entry;
  auto entry = vault_entry(context, vault, index);
  entry.paid = share_of(vault, index, entry);
  entry.arrears = sub(entry.wage, entry.paid.wages);
  save_vault_entry(context, vault, index, entry);
  return entry.paid;
}

void pay(Context& context, const Vault& vault, AgreementBook& book, Settlement& settlement) {
  pay_share(context, settlement, first_share(context, vault, settlement));
  context.write(settlement_key(settlement.agreement, settlement.sequence), settlement);
  const std::vector<chain::AccountId> parties{settlement.employer, settlement.worker};
  emit(context, parties, EventKind::kSettlement, settlement);
  if (settlement.paid()) return;
  book.arrears.push_back(settlement.sequence);
  emit(context, parties, EventKind::kShortage,
       ShortageEvent{settlement.agreement, settlement.sequence,
                     sub(settlement.progress.wage, settlement.progress.paid.wages),
                     sub(settlement.fee, settlement.progress.paid.fees), next_attempt(context)});
}

}  // namespace

Outcome run_payday(Context& context, const DueItem& item) {
  CalendarReader calendar(context);
  OpenAgreement agreement = agreement_of(context, calendar, item);
  const Period period = period_at(agreement.terms(), *agreement.holidays, agreement.book.next_period);
  auto due = due_days(context, agreement, period.to);
  const auto count = settlement_count(due);
  if (!vault_has_room(context, agreement.terms().employer, count)) {
    queue_item(context, agreement, kPaydayItem, Timestamp{context.now().value + kVaultSpacingMs});
    return {};
  }
  Fen left = sum_of(due.held);
  if (has_room_for_arrears(context, agreement, count))
    settle_days(context, agreement, period, std::move(due));
  else
    left = add(left, sum_of(due.payable));
  agreement.book.next_period += 1;
  agreement.book.payday_queued = false;
  if (goes_on(agreement, period)) queue_payday(context, agreement);
  settle_expected(context, agreement, period, left);
  save_book(context, agreement);
  return {};
}

Outcome run_pay(Context& context, const DueItem& item) {
  const Timestamp at{item.due.value - kPayDelayMs};
  auto book = context.read<AgreementBook>(book_key(item.record));
  CHECK(book.has_value());
  const std::size_t arrears_before = book->arrears.size();
  for (auto sequence = book->pay_from; sequence < book->settlements; ++sequence) {
    auto settlement = context.read<Settlement>(settlement_key(item.record, sequence));
    CHECK(settlement.has_value() && settlement->progress.vault == at);
    pay(context, vault_of(context, settlement->employer, at), *book, *settlement);
  }
  if (book->arrears.size() != arrears_before) context.write(book_key(item.record), *book);
  return {};
}

}  // namespace xh::contracts::payroll
