#include "contracts/payroll/deductions.h"

#include <algorithm>

#include "contracts/identity/members.h"
#include "contracts/payroll/claims.h"
#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/events.h"
#include "contracts/payroll/pay_rules.h"
#include "contracts/payroll/tax.h"

namespace xh::contracts::payroll {
namespace {

using chain::Fen;

// Orders that no earlier settlement counted: of a day paid in part before, those that its last payslip did not have.
std::uint64_t new_orders(const Context& context, const Settlement& settlement, const SettledDay& line) {
  if (line.settled_before == 0) return line.sums.orders;
  const auto before = context.read<Settlement>(settlement_key(settlement.agreement, line.settled_before - 1));
  CHECK(before.has_value());
  const auto same = std::ranges::find(before->days, line.day, &SettledDay::day);
  CHECK(same != before->days.end());
  return line.sums.orders - std::min(line.sums.orders, same->sums.orders);
}

Fen worker_column(const insurance::Charges& charges) {
  Fen out;
  for (const auto& line : charges.lines) out = add(out, line.worker);
  return out;
}

void deduct_claims(Context& context, Settlement& settlement, Fen left) {
  auto& out = settlement.deductions;
  auto claims = claims_of(context, settlement.agreement);
  out.advance = std::min(claims.advance, left);
  if (claims.correction.value > 0) {
    const auto ppm = context.parameter(parameters::kCorrectionPpm, context.now()).value;
    const auto minimum = Fen{context.parameter(parameters::kMinMonthFen, context.now()).value};
    const auto share = chain::mul_div_floor(settlement.gross.value, ppm, 1'000'000);
    CHECK(share.has_value());
    // Never below the minimum wage; what the worker drew before is part of that.
    const Fen above = std::min(sub(left, minimum), sub(left, out.advance));
    out.correction = std::max(Fen{}, std::min({claims.correction, Fen{*share}, above}));
  }
  out.correction_left = sub(claims.correction, out.correction);
  if (out.advance.value == 0 && out.correction.value == 0) return;
  claims.advance = sub(claims.advance, out.advance);
  claims.correction = out.correction_left;
  save_claims(context, settlement.agreement, claims);
}

void warn_below_minimum(Context& context, Settlement& settlement) {
  auto& out = settlement.deductions;
  const bool deducted = out.tax_amount().value > 0 || out.contribution.value > 0 || out.correction.value > 0;
  const auto minimum = use_parameter(context, parameters::kMinMonthFen, context.now());
  if (!deducted || add(settlement.net, out.advance).value >= minimum.value) return;
  out.minimum = minimum;
  context.emit(ContractId::kPayroll, static_cast<std::uint32_t>(EventKind::kNetBelowMinimum),
               NetBelowMinimumEvent{settlement.agreement, settlement.sequence, settlement.net, Fen{minimum.value}},
               {settlement.employer, settlement.worker});
}

}  // namespace

insurance::WageFacts wage_facts(const Settlement& settlement) {
  insurance::WageFacts out;
  out.worker = settlement.worker;
  out.employer = settlement.employer;
  out.agreement = settlement.agreement;
  out.month = first_of_month(settlement.to);
  out.gross = settlement.gross;
  out.fee = settlement.fee;
  out.orders = settlement.deductions.orders;
  out.cooperating = settlement.deductions.cooperating;
  return out;
}

void deduct(Context& context, const OpenAgreement& agreement, Settlement& settlement) {
  auto& out = settlement.deductions;
  for (const auto& line : settlement.days) out.orders += new_orders(context, settlement, line);
  const auto employer = identity::find_member(context, agreement.terms().employer);
  CHECK(employer.has_value());
  out.cooperating = employer->cooperating;
  out.insurance = insurance::charge_wage(context, wage_facts(settlement));
  out.tax = withhold_tax(context, settlement, worker_column(out.insurance));
  Fen left = sub(settlement.gross, out.tax_amount());
  if (out.insurance.worker <= left) out.contribution = out.insurance.worker;
  left = sub(left, out.contribution);
  deduct_claims(context, settlement, left);
  settlement.progress.wage = sub(sub(settlement.gross, out.advance), out.correction);
  settlement.progress.collected = out.insurance.contract.is_zero();
  settlement.net = sub(sub(left, out.advance), out.correction);
  warn_below_minimum(context, settlement);
}

}  // namespace xh::contracts::payroll
