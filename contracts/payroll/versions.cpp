#include "contracts/payroll/versions.h"

#include <algorithm>
#include <set>

#include "contracts/payroll/pay_rules.h"

namespace xh::contracts::payroll {

StateKey amendment_key(const chain::RecordKey& agreement, std::uint32_t number) {
  return StateKey(ContractId::kPayroll, kAmendmentTable).add(agreement).add(std::uint64_t{number});
}

Terms terms_of(const Context& context, const OpenAgreement& agreement, std::uint32_t amendment) {
  if (amendment == 0) return agreement.terms();
  auto found = context.read<Amendment>(amendment_key(agreement.key, amendment));
  CHECK(found.has_value());
  return std::move(found->terms);
}

PayRules rules_of(const Terms& terms, std::uint32_t amendment) {
  return {amendment, terms.items, terms.factors};
}

chain::Fen apply_rules(const Context& context, const OpenAgreement& agreement, Settlement& settlement) {
  chain::Fen days;
  std::set<std::uint32_t> others;
  for (const auto& line : settlement.days) {
    days = add(days, line.amount);
    others.insert(line.amendment);
  }
  const std::uint32_t own = agreement.content.amendment_on(settlement.to);
  others.erase(own);
  const Terms terms = terms_of(context, agreement, own);
  settlement.terms_version = own + 1;
  settlement.items = terms.items;
  AppliedRules rules{terms.factors, {}, {}, {}};
  for (const auto amendment : others)
    rules.other_rules.push_back(rules_of(terms_of(context, agreement, amendment), amendment));
  const PeriodBounds bounds = period_bounds(rules.factors, days, pays_fresh_day(settlement));
  rules.period_cut = bounds.cut;
  rules.period_raised = bounds.raised;
  if (rules != AppliedRules{}) settlement.rules = std::move(rules);
  return add(sub(days, bounds.cut), bounds.raised);
}

std::optional<PayRules> rules_for(const Settlement& settlement, std::uint32_t amendment) {
  const AppliedRules rules = settlement.rules.value_or(AppliedRules{});
  if (amendment + 1 == settlement.terms_version) return PayRules{amendment, settlement.items, rules.factors};
  const auto other = std::ranges::find(rules.other_rules, amendment, &PayRules::amendment);
  return other == rules.other_rules.end() ? std::nullopt : std::optional(*other);
}

bool pays_fresh_day(const Settlement& settlement) {
  return std::ranges::any_of(settlement.days, [&](const SettledDay& line) {
    return line.day >= settlement.from && line.day <= settlement.to && line.paid_before.value == 0 &&
           is_worked(line.sums);
  });
}

}  // namespace xh::contracts::payroll
