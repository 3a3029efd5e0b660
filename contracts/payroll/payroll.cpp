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
  add<AmendAgreementArgs>(registry, MethodId::kAmendAgreement, "payroll.amend_agreement", amend_agreement,
                          [](const AmendAgreementArgs& args) {
                            return std::vector{args.terms.employer, args.terms.worker, args.terms.union_account};
                          });
  add<RejectManyArgs>(registry, MethodId::kRejectMany, "payroll.reject_many", reject_many);
  add<RejectFlagsArgs>(registry, MethodId::kRejectFlags, "payroll.reject_flags", reject_flags);
  add<CloseReviewArgs>(registry, MethodId::kCloseReview, "payroll.close_review", close_review);
  add<ReverseDayArgs>(registry, MethodId::kReverseDay, "payroll.reverse_day", reverse_day);
  add<DrawAdvanceArgs>(registry, MethodId::kDrawAdvance, "payroll.draw_advance", draw_advance,
                       [](const DrawAdvanceArgs& args) { return std::vector{args.employer}; });
  add<RemitTaxArgs>(registry, MethodId::kRemitTax, "payroll.remit_tax", remit_tax);
}

void add_all(Registry& registry) {
  add_methods(registry);
  registry.add_calendar(ContractId::kPayroll, kPaydayItem, {"payroll.payday", run_payday});
  registry.add_calendar(ContractId::kPayroll, kVaultItem, {"payroll.vault", run_vault});
  registry.add_calendar(ContractId::kPayroll, kPayItem, {"payroll.pay", run_pay});
  registry.add_calendar(ContractId::kPayroll, kArrearsItem, {"payroll.arrears", run_arrears});
  registry.add_calendar(ContractId::kPayroll, kArrearsPayItem, {"payroll.arrears_pay", run_arrears_pay});
  registry.add_calendar(ContractId::kPayroll, kCoverageItem, {"payroll.coverage", run_coverage});
  registry.add_calendar(ContractId::kPayroll, kReminderItem, {"payroll.reminder", run_reminder});
  registry.add_calendar(ContractId::kPayroll, kEscalationItem, {"payroll.escalation", run_escalation});
  registry.add_calendar(ContractId::kPayroll, kPartTimeItem, {"payroll.part_time", run_part_time});
  for (const auto& parameter : default_parameters({})) registry.require_parameter(parameter.name);
}

}  // namespace
}  // namespace payroll

void register_payroll(Registry& registry) {
  payroll::add_all(registry);
}

}  // namespace xh::contracts
