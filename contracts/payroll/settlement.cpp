#include "contracts/payroll/settlement.h"

#include <algorithm>

#include "contracts/payroll/deductions.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/history.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/versions.h"

namespace xh::contracts::payroll {
namespace {

using chain::Day;
using chain::Fen;
using chain::Timestamp;

// The log as it stood at the payday's effective time: the union's transactions may come in between when a payday
// spreads over blocks.
DayLog as_of(DayLog log, Timestamp at) {
  if (!log.union_at || *log.union_at <= at) return log;
  log.union_at.reset();
  log.flag_decision = FlagDecision::kOpen;
  return log;
}

std::optional<HoldReason> hold_reason(const DayLog& log) {
  if (log.flags_open()) return HoldReason::kFlagged;
  if (!log.disputed_at) return std::nullopt;
  // OP-11: who says "too low" does not dispute the figure itself; its unpaid part is the undisputed part.
  const bool undisputed_part = log.dispute_reason == DisputeReason::kTooLow && log.settled < log.sums.amount;
  return undisputed_part ? std::nullopt : std::optional(HoldReason::kDisputed);
}

PayBasis basis_of(const DayLog& log) {
  if (log.disputed_at) return PayBasis::kAdmitted;
  return log.confirmed() ? PayBasis::kConfirmed : PayBasis::kSilence;
}

SettledDay settled_day(Day day, const DayLog& log) {
  return {day,
          log.version,
          log.hash,
          basis_of(log),
          log.timeliness,
          log.sums,
          log.settled,
          sub(log.sums.amount, log.settled),
          log.amendment,
          log.settlement};
}

// The worker's months that a settlement's days lie in, each written once.
class MonthTally {
 public:
  MonthTally(Context& context, const chain::AccountId& worker) : context_(context), worker_(worker) {}

  // A day that was paid in part before brings money only: it was counted then.
  void add_day(const SettledDay& line, const DayLog& log) {
    auto& month = month_of(line.day);
    month.gross = add(month.gross, line.amount);
    if (line.settled_before > 0) return;
    ++month.days;
    if (line.basis == PayBasis::kConfirmed && log.worker_at) ++month.confirmed;
    if (log.flag_count > 0) ++month.flagged;
    month.minutes += line.sums.minutes;
    month.orders += line.sums.orders;
  }
  void save() {
    for (const auto& month : months_) save_worker_month(context_, worker_, month);
  }

 private:
  WorkerMonth& month_of(Day day) {
    const Day first = first_of_month(day);
    const auto known = std::ranges::find(months_, first, &WorkerMonth::month);
    return known != months_.end() ? *known : months_.emplace_back(open_worker_month(context_, worker_, day));
  }

  Context& context_;
  chain::AccountId worker_;
  std::vector<WorkerMonth> months_;
};

void mark_paid(Context& context, OpenAgreement& agreement, const SettledDay& line, std::uint64_t sequence,
               MonthTally& tally) {
  const auto key = day_log_key(agreement.key, line.day);
  auto log = context.read<DayLog>(key);
  CHECK(log.has_value() && log->version == line.version && log->settled == line.paid_before);
  tally.add_day(line, *log);
  log->settlement = sequence + 1;
  log->settled = line.sums.amount;
  context.write(key, *log);
  if (!log->disputed_at) static_cast<void>(remove_open_day(agreement, line.day));
}

}  // namespace

DueDays due_days(const Context& context, const OpenAgreement& agreement, Day to) {
  DueDays out;
  for (const Day day : agreement.book.open_days) {
    if (day > to) break;
    auto stored = context.read<DayLog>(day_log_key(agreement.key, day));
    CHECK(stored.has_value());
    const DayLog log = as_of(std::move(*stored), context.now());
    if (const auto reason = hold_reason(log))
      out.held.push_back({day, log.version, *reason, sub(log.sums.amount, log.settled)});
    else
      out.payable.push_back(settled_day(day, log));
  }
  return out;
}

Settlement make_settlement(Context& context, OpenAgreement& agreement, const Period& period,
                           std::vector<SettledDay> days, std::vector<HeldDay> held) {
  const Terms& terms = agreement.terms();
  Settlement out;
  out.agreement = agreement.key;
  out.sequence = agreement.book.settlements++;
  out.employer = terms.employer;
  out.worker = terms.worker;
  out.union_account = terms.union_account;
  out.from = period.from;
  out.to = period.to;
  out.payday = period.payday;
  out.settled_at = context.now();
  MonthTally tally(context, terms.worker);
  for (const auto& line : days) mark_paid(context, agreement, line, out.sequence, tally);
  tally.save();
  out.days = std::move(days);
  out.gross = apply_rules(context, agreement, out);
  out.held = std::move(held);
  out.fee_ppm = use_parameter(context, parameters::kFeePpm, context.now());
  out.fee = fee_of(out.gross, out.fee_ppm.value);
  deduct(context, agreement, out);
  return out;
}

}  // namespace xh::contracts::payroll
