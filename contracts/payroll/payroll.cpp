#include "contracts/payroll/payroll.h"

#include "contracts/payroll/default_parameters.h"
#include "contracts/payroll/handlers.h"

namespace xh::contracts {
namespace payroll {
namespace {

template <chain::Message Args>
void add(Registry& registry, MethodId method, std::string name, Outcome (*run)(Context&, const Args&),
         std::function<std::vector<chain::AccountId>(const Args&)> accounts = {}) {
  registry.add_method<Args>(ContractId::kPayroll, static_cast<std::uint32_t>(method), std::move(name), run,
                            std::move(accounts));
}

void add_methods(Registry& registry) {
  add<SignAgreementArgs>(registry, MethodId::kSignAgreement, "payroll.sign_agreement", sign_agreement,
                         [](const SignAgreementArgs& args) {
                           return std::vector{args.terms.employer, args.terms.worker, args.terms.union_account};
                         });
  add<EndAgreementArgs>(registry, MethodId::kEndAgreement, "payroll.end_agreement", end_agreement);
  add<SubmitWorkArgs>(registry, MethodId::kSubmitWork, "payroll.submit_work", submit_work);
  add<ConfirmWorkArgs>(registry, MethodId::kConfirmWork, "payroll.confirm_work", confirm_work);
  add<RejectWorkArgs>(registry, MethodId::kRejectWork, "payroll.reject_work", reject_work);
  add<ApproveWorkArgs>(registry, MethodId::kApproveWork, "payroll.approve_work", approve_work);
  add<ApproveBatchArgs>(registry, MethodId::kApproveBatch, "payroll.approve_batch", approve_batch);
  add<DecideDisputeArgs>(registry, MethodId::kDecideDispute, "payroll.decide_dispute", decide_dispute);
}

void add_all(Registry& registry) {
  add_methods(registry);
  registry.add_calendar(ContractId::kPayroll, kPaydayItem, {"payroll.payday", run_payday});
  registry.add_calendar(ContractId::kPayroll, kRetryItem, {"payroll.retry", run_retry});
  for (const auto& parameter : default_parameters({})) registry.require_parameter(parameter.name);
}

}  // namespace
}  // namespace payroll

void register_payroll(Registry& registry) {
  payroll::add_all(registry);
}

}  // namespace xh::contracts
