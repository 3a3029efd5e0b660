#include "contracts/payroll/coverage.h"

#include <algorithm>
#include <array>

#include "contracts/payroll/arrears.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/payroll.h"

namespace xh::contracts::payroll {
namespace {

using chain::AccountId;
using chain::Fen;
using chain::Timestamp;

constexpr std::array<std::uint32_t, 3> kWarningDays{5, 3, 1};

void queue_checks(Context& context, const OpenAgreement& agreement, const Period& period, Timestamp payday) {
  for (const auto days : kWarningDays) {
    const auto due = payday_time(context, *agreement.zone, add_days(period.payday, -std::int64_t{days}));
    if (due <= context.now()) continue;
    const auto key = context.new_record_key();
    const auto& employer = agreement.terms().employer;
    context.write(coverage_check_key(key), CoverageCheck{employer, payday, days});
    context.schedule({due, static_cast<std::uint32_t>(ContractId::kPayroll), kCoverageItem, key, {employer}});
  }
}

// Changes an agreement's part in the employer's line of a period's payday.
void change(Context& context, const OpenAgreement& agreement, std::uint64_t index, Fen delta) {
  const auto& employer = agreement.terms().employer;
  const Period period = period_at(agreement.terms(), *agreement.holidays, index);
  const auto key = expected_key(agreement.key, index);
  const auto known = context.read<ExpectedPay>(key);
  const auto payday = known ? known->payday : payday_time(context, *agreement.zone, period.payday);
  auto book = context.read<CoverageBook>(coverage_key(employer)).value_or(CoverageBook{});
  auto line = std::ranges::lower_bound(book.paydays, payday, {}, &CoverageLine::payday);
  if (line == book.paydays.end() || line->payday != payday) {
    if (delta.value <= 0 || book.paydays.size() == kMaxCoverageLines) return;
    line = book.paydays.insert(line, {payday, {}, {}, 0});
    queue_checks(context, agreement, period, payday);
  }
  const ExpectedPay before = known.value_or(ExpectedPay{});
  ExpectedPay after;
  after.payday = payday;
  after.gross = std::max(Fen{}, add(before.gross, delta));
  after.fee = fee_of(after.gross, context.parameter(parameters::kFeePpm, context.now()).value);
  if (!known) ++line->agreements;
  line->gross = add(sub(line->gross, before.gross), after.gross);
  line->fee = add(sub(line->fee, before.fee), after.fee);
  context.write(key, after);
  context.write(coverage_key(employer), book);
}

void forget(Context& context, const OpenAgreement& agreement, const Period& period) {
  const auto key = expected_key(agreement.key, period.index);
  const auto known = context.read<ExpectedPay>(key);
  if (!known) return;
  const auto& employer = agreement.terms().employer;
  auto book = context.read<CoverageBook>(coverage_key(employer)).value_or(CoverageBook{});
  const auto line = std::ranges::find(book.paydays, known->payday, &CoverageLine::payday);
  context.erase(key);
  if (line == book.paydays.end()) return;
  line->gross = sub(line->gross, known->gross);
  line->fee = sub(line->fee, known->fee);
  if (--line->agreements == 0) book.paydays.erase(line);
  context.write(coverage_key(employer), book);
}

}  // namespace

StateKey coverage_key(const AccountId& employer) {
  return StateKey(ContractId::kPayroll, kCoverageTable).add(employer);
}
StateKey expected_key(const chain::RecordKey& agreement, std::uint64_t period) {
  return StateKey(ContractId::kPayroll, kExpectedTable).add(agreement).add(period);
}
StateKey coverage_check_key(const chain::RecordKey& check) {
  return StateKey(ContractId::kPayroll, kCoverageCheckTable).add(check);
}

void expect_pay(Context& context, const OpenAgreement& agreement, chain::Day day, Fen before, Fen after) {
  if (before == after) return;
  const auto index = std::max(period_index_of(agreement.terms(), day), agreement.book.next_period);
  change(context, agreement, index, sub(after, before));
}

void settle_expected(Context& context, const OpenAgreement& agreement, const Period& period, Fen left) {
  forget(context, agreement, period);
  if (left.value > 0 && agreement.book.payday_queued) change(context, agreement, agreement.book.next_period, left);
}

Fen required_for(const Context& context, const AccountId& employer, Timestamp payday) {
  Fen out = total_of(open_arrears(context, employer));
  const auto book = context.read<CoverageBook>(coverage_key(employer)).value_or(CoverageBook{});
  for (const auto& line : book.paydays) {
    if (line.payday <= payday) out = add(out, add(line.gross, line.fee));
  }
  return out;
}

Outcome run_coverage(Context& context, const DueItem& item) {
  const auto check = context.read<CoverageCheck>(coverage_check_key(item.record));
  CHECK(check.has_value());
  context.erase(coverage_check_key(item.record));
  const Fen balance = lxr::balance_of(context, check->employer).available;
  const Fen required = required_for(context, check->employer, check->payday);
  if (balance >= required) return {};
  const auto bp = chain::mul_div_floor(balance.value, 10'000, required.value);
  CHECK(bp.has_value());
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kCoverageWarning),
               CoverageWarningEvent{check->employer, check->payday, check->days_before, balance, required,
                                    sub(required, balance), *bp},
               {check->employer});
  return {};
}

}  // namespace xh::contracts::payroll
