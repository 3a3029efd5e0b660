// A month in default: how it begins, ends, and is forgotten (IN-13, IN-14, OP-37 to OP-41).
#include <algorithm>

#include "chain/crypto/sha256.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/insurance/events.h"
#include "contracts/insurance/insurance.h"
#include "contracts/insurance/months.h"

namespace xh::contracts::insurance {
namespace {

using chain::Fen;

Fen penalty_on(const Context& context, const Month& month) {
  if (mode_of(context, month.month) == Mode::kStrict) return {};
  const auto ppm = context.parameter(parameters::kPenaltyPpm, context.now()).value;
  const auto cap = context.parameter(parameters::kPenaltyCap, context.now()).value;
  const auto penalty = chain::mul_div_half_up(month.missing_worker().value, ppm, 1'000'000);
  return Fen{std::min(penalty.value_or(cap), cap)};
}

}  // namespace

chain::Hash256 subject_of(const OpenContract& contract) {
  return chain::Sha256().update(contract.key.view()).update(contract.content.terms.worker.view()).finish();
}

void begin_default(Context& context, OpenContract& contract, Month& month) {
  Default record;
  record.contract = contract.key;
  record.worker = month.worker;
  record.month = month.month;
  record.at = context.now();
  const auto cure_days = context.parameter(parameters::kCureDays, context.now()).value;
  record.cure_by = local_midnight(context, add_days(today(context), cure_days));
  record.amount = month.missing_worker();
  record.penalty = penalty_on(context, month);
  const auto key = context.new_record_key();
  month.state = MonthState::kDefaulted;
  month.default_record = key;
  context.write(default_key(key), record);
  auto book = worker_book(context, month.worker);
  if (book.defaults.size() == kMaxDefaultsShown) book.defaults.erase(book.defaults.begin());
  book.defaults.push_back(key);
  context.write(worker_key(month.worker), book);
  emit_to(context, {month.worker}, EventKind::kDefault,
          DefaultEvent{contract.key, month.month, record.amount, record.penalty, subject_of(contract), record.cure_by});
  queue(context, contract, kTerminateItem, record.cure_by);
}

void end_default(Context& context, const Month& month, bool is_cured) {
  auto record = context.read<Default>(default_key(month.default_record));
  CHECK(record.has_value());
  record->ended = context.now();
  record->is_cured = is_cured;
  if (is_cured) record->penalty = {};
  context.write(default_key(month.default_record), *record);
  if (is_cured)
    emit_to(context, {month.worker}, EventKind::kDefaultCured,
            MonthNotice{month.contract, month.month, {}, month.due_at, month.default_at});
  const auto years = context.parameter(parameters::kDefaultYears, context.now()).value;
  DueItem item;
  item.due = local_midnight(context, add_months(today(context), 12 * years));
  item.contract = static_cast<std::uint32_t>(ContractId::kInsurance);
  item.kind = kUnlinkItem;
  item.record = month.default_record;
  item.accounts = {month.worker};
  context.schedule(std::move(item));
}

}  // namespace xh::contracts::insurance
