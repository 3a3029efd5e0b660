#include "contracts/payroll/claims.h"

namespace xh::contracts::payroll {

StateKey claim_key(const chain::RecordKey& agreement) {
  return StateKey(ContractId::kPayroll, kClaimTable).add(agreement);
}

StateKey reversal_key(const chain::RecordKey& agreement, chain::Day day, std::uint32_t version) {
  return StateKey(ContractId::kPayroll, kReversalTable).add(agreement).add(day_part(day)).add(std::uint64_t{version});
}

ClaimBook claims_of(const Context& context, const chain::RecordKey& agreement) {
  return context.read<ClaimBook>(claim_key(agreement)).value_or(ClaimBook{});
}

void save_claims(Context& context, const chain::RecordKey& agreement, const ClaimBook& claims) {
  if (claims == ClaimBook{})
    context.erase(claim_key(agreement));
  else
    context.write(claim_key(agreement), claims);
}

}  // namespace xh::contracts::payroll
