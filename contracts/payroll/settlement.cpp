#include "contracts/payroll/settlement.h"

#include "contracts/lxr/withdrawals.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/pay_rules.h"

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
          sub(log.sums.amount, log.settled)};
}

void mark_paid(Context& context, OpenAgreement& agreement, const SettledDay& line, std::uint64_t sequence) {
  const auto key = day_log_key(agreement.key, line.day);
  auto log = context.read<DayLog>(key);
  CHECK(log.has_value() && log->version == line.version && log->settled == line.paid_before);
  log->settlement = sequence + 1;
  log->settled = line.sums.amount;
  context.write(key, *log);
  if (!log->disputed_at) static_cast<void>(remove_open_day(agreement, line.day));
}

bool covers(const Context& context, const Settlement& settlement, Fen amount) {
  return lxr::balance_of(context, settlement.employer).available >= amount;
}

// Needs covers(): then nothing can refuse, since sums of balances stay below the supply.
std::optional<lxr::VoucherNumber> post(Context& context, const Settlement& settlement, const chain::AccountId& to,
                                       Fen amount, lxr::Purpose purpose) {
  if (amount.value == 0) return std::nullopt;
  const auto voucher = lxr::post(context, settlement.employer, to, amount, purpose, settlement.agreement);
  CHECK(voucher.has_value());
  return *voucher;
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
  out.terms_version = agreement.content.version;
  out.items = terms.items;
  for (const auto& line : days) {
    out.gross = add(out.gross, line.amount);
    mark_paid(context, agreement, line, out.sequence);
  }
  out.days = std::move(days);
  out.held = std::move(held);
  out.fee_ppm = use_parameter(context, parameters::kFeePpm, context.now());
  out.fee = fee_of(out.gross, out.fee_ppm.value);
  out.net = out.gross;
  return out;
}

void pay_wage(Context& context, Settlement& settlement) {
  if (settlement.wage_paid_at || !covers(context, settlement, settlement.net)) return;
  settlement.wage_voucher = post(context, settlement, settlement.worker, settlement.net, lxr::Purpose::kWage);
  settlement.wage_paid_at = context.now();
  if (settlement.wage_voucher) lxr::lift_daily_limit(context, settlement.worker);
}

void pay_fee(Context& context, Settlement& settlement) {
  if (!settlement.wage_paid_at || settlement.fee_paid_at || !covers(context, settlement, settlement.fee)) return;
  settlement.fee_voucher = post(context, settlement, settlement.union_account, settlement.fee, lxr::Purpose::kFee);
  settlement.fee_paid_at = context.now();
}

}  // namespace xh::contracts::payroll
