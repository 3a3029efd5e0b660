#include "cli/calls/entries.h"
#include "contracts/engine/context.h"
#include "contracts/insurance/calls.h"

namespace xh::cli {

void add_insurance_calls(std::vector<CallEntry>& calls) {
  using namespace contracts::insurance;  // NOLINT: a table of names from one contract
  constexpr auto kContract = contracts::ContractId::kInsurance;
  calls.insert(calls.end(),
               {
                   call_entry<SetRates>("insurance.set_rates", kContract, MethodId::kSetRates),
                   call_entry<Classify>("insurance.classify", kContract, MethodId::kClassify),
                   call_entry<Overturn>("insurance.overturn", kContract, MethodId::kOverturn),
                   call_entry<Sign>("insurance.sign", kContract, MethodId::kSign),
                   call_entry<Renew>("insurance.renew", kContract, MethodId::kRenew),
                   call_entry<End>("insurance.end", kContract, MethodId::kEnd),
                   call_entry<SetOrderCover>("insurance.set_order_cover", kContract, MethodId::kSetOrderCover),
                   call_entry<PayMonth>("insurance.pay_month", kContract, MethodId::kPayMonth),
                   call_entry<StateHardship>("insurance.state_hardship", kContract, MethodId::kStateHardship),
                   call_entry<DecideHardship>("insurance.decide_hardship", kContract, MethodId::kDecideHardship),
                   call_entry<Remit>("insurance.remit", kContract, MethodId::kRemit),
                   call_entry<OfferPlan>("insurance.offer_plan", kContract, MethodId::kOfferPlan),
                   call_entry<AcceptPlan>("insurance.accept_plan", kContract, MethodId::kAcceptPlan),
               });
}

}  // namespace xh::cli
