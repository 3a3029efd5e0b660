// The calendar of a contract (OP-37, OP-40, OP-41, OP-43): bill, due date, default, termination, renewal check, and the
// end of a default's record. One item a contract and month step; an item looks at every open month whose time has come.
#include <algorithm>

#include "contracts/insurance/classification.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/insurance/events.h"
#include "contracts/insurance/handlers.h"
#include "contracts/insurance/insurance.h"
#include "contracts/insurance/months.h"

namespace xh::contracts::insurance {
namespace {

using chain::Day;

OpenContract contract_of(const Context& context, const DueItem& item) {
  auto contract = open_contract(context, item.record);
  CHECK(contract.has_value());  // contracts are never removed
  return std::move(*contract);
}

// Runs `step` on each open month; it may pay or close the month.
template <class Step>
void for_open_months(Context& context, OpenContract& contract, Step step) {
  const auto open = contract.content.open_months;
  for (const auto day : open) {
    auto month = find_month(context, contract.key, day);
    CHECK(month.has_value());
    step(*month);
    save_month(context, contract, *month);
  }
}

MonthNotice notice_of(const Month& month) {
  return {month.contract, month.month, std::max(month.missing_worker(), chain::Fen{}), month.due_at, month.default_at};
}

// What only the union or an employer still misses is tried again whenever the contract is looked at.
bool is_paid_by_worker(const Month& month) {
  return month.is_charged() && month.missing_worker().value <= 0;
}

void bill(Context& context, OpenContract& contract, Day day) {
  Month month = open_month(context, contract, day);
  if (!month.is_charged()) {
    bill_case_c(context, contract, month);
    settle(context, contract, month);  // for a month that costs nothing
  }
  if (!month.is_paid()) {
    emit_to(context, parties_of(month), EventKind::kMonthBilled, month);
    queue(context, contract, kDueItem, month.due_at);
  }
  save_month(context, contract, month);
}

void make_due(Context& context, const OpenContract& contract, Month& month) {
  if (month.is_overdue || context.now() < month.due_at) return;
  if (!month.waits && collect_all(context, contract, month)) return;
  month.is_overdue = true;
  emit_to(context, parties_of(month), month.waits ? EventKind::kMonthWaits : EventKind::kMonthOverdue,
          notice_of(month));
  if (!is_paid_by_worker(month)) queue(context, contract, kDefaultItem, month.default_at);
}

void make_default(Context& context, OpenContract& contract, Month& month) {
  if (month.state != MonthState::kOpen || month.waits || context.now() < month.default_at) return;
  if (collect_all(context, contract, month) || is_paid_by_worker(month)) return;
  begin_default(context, contract, month);
}

// Nothing was paid and nothing is owed by an employer: the agency ends without this month.
void close_if_begun(Month& month) {
  if (!month.is_charged() && month.state != MonthState::kDefaulted) month.is_closed = true;
}

void terminate(Context& context, OpenContract& contract, Month& month, const Default& record) {
  contract.content.state = ContractState::kTerminated;
  contract.content.ended_at = context.now();
  contract.is_changed = true;
  emit_to(context, parties_of(contract.content), EventKind::kContractTerminatedDefault,
          DefaultEvent{contract.key, month.month, record.amount, record.penalty, subject_of(contract), record.cure_by});
}

void end_contract(Context& context, OpenContract& contract) {
  contract.content.state = ContractState::kEnded;
  contract.content.ended_at = context.now();
  emit_to(context, parties_of(contract.content), EventKind::kContractEnded,
          ContractEnded{contract.key, contract.content.last});
}

}  // namespace

Outcome run_bill(Context& context, const DueItem& item) {
  auto contract = contract_of(context, item);
  if (contract.content.state != ContractState::kActive) return {};
  for_open_months(context, contract, [&](Month& month) {
    if (is_paid_by_worker(month) && collect(context, month, month.due, contract.key)) settle(context, contract, month);
  });
  const Day month = contract.content.next_month;
  bill(context, contract, month);
  contract.content.next_month = add_months(month, 1);
  contract.is_changed = true;
  if (month < contract.content.last)
    queue(context, contract, kBillItem, local_midnight(context, add_months(month, 2)));
  else
    end_contract(context, contract);
  save_contract(context, contract);
  return {};
}

Outcome run_due(Context& context, const DueItem& item) {
  auto contract = contract_of(context, item);
  for_open_months(context, contract, [&](Month& month) { make_due(context, contract, month); });
  save_contract(context, contract);
  return {};
}

Outcome run_default(Context& context, const DueItem& item) {
  auto contract = contract_of(context, item);
  if (contract.content.state == ContractState::kTerminated) return {};
  for_open_months(context, contract, [&](Month& month) { make_default(context, contract, month); });
  save_contract(context, contract);
  return {};
}

Outcome run_terminate(Context& context, const DueItem& item) {
  auto contract = contract_of(context, item);
  for_open_months(context, contract, [&](Month& month) {
    if (month.state != MonthState::kDefaulted) return;
    const auto record = context.read<Default>(default_key(month.default_record));
    CHECK(record.has_value());
    if (record->ended || context.now() < record->cure_by) return;
    if (contract.content.state != ContractState::kTerminated) {
      if (collect_all(context, contract, month)) return;
      terminate(context, contract, month, *record);
    }
    end_default(context, month, false);
  });
  if (contract.content.state == ContractState::kTerminated)
    for_open_months(context, contract, [](Month& month) { close_if_begun(month); });
  save_contract(context, contract);
  return {};
}

Outcome run_renewal(Context& context, const DueItem& item) {
  auto contract = contract_of(context, item);
  if (contract.content.state != ContractState::kActive || contract.content.renewed) return {};
  const auto& terms = contract.content.terms;
  Classified check{context.new_record_key(), classify_now(context, terms.worker, terms.city)};
  context.write(classification_key(check.key), check.classification);
  auto book = worker_book(context, terms.worker);
  book.classification = check.key;
  context.write(worker_key(terms.worker), book);
  emit_to(context, {terms.worker}, EventKind::kRenewalCheck, check);
  return {};
}

Outcome run_unlink(Context& context, const DueItem& item) {
  auto record = context.read<Default>(default_key(item.record));
  CHECK(record.has_value());
  if (auto month = find_month(context, record->contract, record->month)) {
    month->is_unlinked = true;
    month->default_record = {};
    context.write(month_key(record->contract, record->month), *month);
  }
  auto book = worker_book(context, record->worker);
  std::erase(book.defaults, item.record);
  context.write(worker_key(record->worker), book);
  const auto worker = record->worker;
  context.erase(default_key(item.record));
  Default tombstone;
  tombstone.is_unlinked = true;
  context.write(default_key(item.record), tombstone);
  emit_to(context, {worker}, EventKind::kDefaultUnlinked, DefaultUnlinked{item.record});
  return {};
}

}  // namespace xh::contracts::insurance
