// draw_advance: a worker draws on pay that is accrued and funded, before its payday (OP-20, off by default). The payday
// deducts it (claims.h).
#include <algorithm>

#include "contracts/identity/members.h"
#include "contracts/lxr/payouts.h"
#include "contracts/lxr/withdrawals.h"
#include "contracts/payroll/claims.h"
#include "contracts/payroll/coverage.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/handlers.h"
#include "contracts/payroll/pay_rules.h"

namespace xh::contracts::payroll {
namespace {

using chain::Fen;

Fen share(Fen amount, std::int64_t numerator, std::int64_t denominator) {
  const auto out = chain::mul_div_floor(amount.value, numerator, denominator);
  CHECK(out.has_value());  // a share of at most one
  return Fen{*out};
}

// What three parties confirmed for the coming payday, as far as the employer's money covers its paydays up to then.
Fen funded_pay(const Context& context, const OpenAgreement& agreement) {
  const auto accrual = context.read<Accrual>(accrual_key(agreement.key, agreement.book.next_period));
  if (!accrual) return {};
  const auto& employer = agreement.terms().employer;
  const auto period = period_at(agreement.terms(), *agreement.holidays, agreement.book.next_period);
  const Fen required = required_for(context, employer, payday_time(context, *agreement.zone, period.payday));
  const Fen balance = lxr::balance_of(context, employer).available;
  if (balance >= required) return accrual->sums.amount;
  return share(accrual->sums.amount, balance.value, required.value);
}

}  // namespace

Outcome draw_advance(Context& context, const DrawAdvanceArgs& args) {
  if (auto ok = identity::require_sender(context, identity::Role::kWorker); !ok) return ok;
  const auto ppm = context.parameter(parameters::kAdvancePpm, context.now()).value;
  if (ppm <= 0) return refuse("ADVANCES_OFF", "OP-20", "advances are switched off; wages come on the payday");
  CalendarReader calendar(context);
  auto agreement = open_agreement(context, calendar, args.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  const Terms& terms = agreement->terms();
  if (terms.worker != context.info().sender || terms.employer != args.employer)
    return refuse("NOT_YOUR_AGREEMENT", "OP-20", "name your own agreement and its employer");
  auto claims = claims_of(context, args.agreement);
  const Fen limit = share(funded_pay(context, *agreement), std::min<std::int64_t>(ppm, 1'000'000), 1'000'000);
  const Fen left = std::max(Fen{}, sub(limit, claims.advance));
  if (args.amount.value <= 0) return refuse("AMOUNT_NOT_POSITIVE", "OP-01", "the amount must be at least one fen");
  if (args.amount > left) {
    return refuse("ADVANCE_LIMIT", "OP-20",
                  "you can draw at most " + std::to_string(left.value) + " fen of accrued and funded pay now");
  }
  const auto voucher =
      lxr::post(context, terms.employer, terms.worker, args.amount, lxr::Purpose::kAdvance, args.agreement);
  if (!voucher) return std::unexpected(voucher.error());
  claims.advance = add(claims.advance, args.amount);
  save_claims(context, args.agreement, claims);
  lxr::lift_daily_limit(context, terms.worker);
  const auto payout = lxr::redeem_wage(context, terms.worker, args.amount);
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kAdvanceDrawn),
               AdvanceDrawnEvent{args.agreement, args.amount, claims.advance, limit, payout}, agreement->parties());
  return {};
}

}  // namespace xh::contracts::payroll
