#include "contracts/insurance/insurance.h"

#include "contracts/insurance/default_parameters.h"
#include "contracts/insurance/handlers.h"

namespace xh::contracts {
namespace insurance {
namespace {

template <chain::Message Args>
void add(Registry& registry, MethodId method, std::string name, Outcome (*run)(Context&, const Args&),
         std::function<std::vector<chain::AccountId>(const Args&)> accounts = {}) {
  registry.add_method<Args>(ContractId::kInsurance, static_cast<std::uint32_t>(method), std::move(name), run,
                            std::move(accounts));
}

void add_methods(Registry& registry) {
  add<SetRates>(registry, MethodId::kSetRates, "insurance.set_rates", set_rates);
  add<Classify>(registry, MethodId::kClassify, "insurance.classify", classify,
                [](const Classify& args) { return std::vector{args.worker}; });
  add<Overturn>(registry, MethodId::kOverturn, "insurance.overturn", overturn,
                [](const Overturn& args) { return std::vector{args.worker}; });
  add<Sign>(registry, MethodId::kSign, "insurance.sign", sign,
            [](const Sign& args) { return std::vector{args.terms.worker}; });
  add<Renew>(registry, MethodId::kRenew, "insurance.renew", renew);
  add<End>(registry, MethodId::kEnd, "insurance.end", end);
  add<SetOrderCover>(registry, MethodId::kSetOrderCover, "insurance.set_order_cover", set_order_cover,
                     [](const SetOrderCover& args) { return std::vector{args.employer}; });
  add<PayMonth>(registry, MethodId::kPayMonth, "insurance.pay_month", pay_month);
  add<StateHardship>(registry, MethodId::kStateHardship, "insurance.state_hardship", state_hardship);
  add<DecideHardship>(registry, MethodId::kDecideHardship, "insurance.decide_hardship", decide_hardship);
  add<Remit>(registry, MethodId::kRemit, "insurance.remit", remit);
  add<OfferPlan>(registry, MethodId::kOfferPlan, "insurance.offer_plan", offer_plan,
                 [](const OfferPlan& args) { return std::vector{args.worker}; });
  add<AcceptPlan>(registry, MethodId::kAcceptPlan, "insurance.accept_plan", accept_plan);
}

void add_calendar(Registry& registry) {
  constexpr auto kContract = ContractId::kInsurance;
  registry.add_calendar(kContract, kBillItem, {"insurance.bill", run_bill});
  registry.add_calendar(kContract, kDueItem, {"insurance.due", run_due});
  registry.add_calendar(kContract, kDefaultItem, {"insurance.default", run_default});
  registry.add_calendar(kContract, kTerminateItem, {"insurance.terminate", run_terminate});
  registry.add_calendar(kContract, kRenewalItem, {"insurance.renewal", run_renewal});
  registry.add_calendar(kContract, kUnlinkItem, {"insurance.unlink", run_unlink});
}

void add_all(Registry& registry) {
  add_methods(registry);
  add_calendar(registry);
  for (const auto& parameter : default_parameters({})) registry.require_parameter(parameter.name);
}

}  // namespace
}  // namespace insurance

void register_insurance(Registry& registry) {
  insurance::add_all(registry);
}

}  // namespace xh::contracts
