#include "cli/calls/entries.h"
#include "contracts/engine/context.h"
#include "contracts/payroll/calls.h"

namespace xh::cli {

void add_payroll_calls(std::vector<CallEntry>& calls) {
  using namespace contracts::payroll;  // NOLINT: a table of names from one contract
  constexpr auto kContract = contracts::ContractId::kPayroll;
  calls.insert(calls.end(),
               {
                   call_entry<SignAgreementArgs>("payroll.sign_agreement", kContract, MethodId::kSignAgreement),
                   call_entry<EndAgreementArgs>("payroll.end_agreement", kContract, MethodId::kEndAgreement),
                   call_entry<SubmitWorkArgs>("payroll.submit_work", kContract, MethodId::kSubmitWork),
                   call_entry<ConfirmWorkArgs>("payroll.confirm_work", kContract, MethodId::kConfirmWork),
                   call_entry<RejectWorkArgs>("payroll.reject_work", kContract, MethodId::kRejectWork),
                   call_entry<ApproveWorkArgs>("payroll.approve_work", kContract, MethodId::kApproveWork),
                   call_entry<ApproveBatchArgs>("payroll.approve_batch", kContract, MethodId::kApproveBatch),
                   call_entry<DecideDisputeArgs>("payroll.decide_dispute", kContract, MethodId::kDecideDispute),
                   call_entry<AmendAgreementArgs>("payroll.amend_agreement", kContract, MethodId::kAmendAgreement),
                   call_entry<RejectManyArgs>("payroll.reject_many", kContract, MethodId::kRejectMany),
                   call_entry<RejectFlagsArgs>("payroll.reject_flags", kContract, MethodId::kRejectFlags),
                   call_entry<CloseReviewArgs>("payroll.close_review", kContract, MethodId::kCloseReview),
                   call_entry<ReverseDayArgs>("payroll.reverse_day", kContract, MethodId::kReverseDay),
                   call_entry<DrawAdvanceArgs>("payroll.draw_advance", kContract, MethodId::kDrawAdvance),
                   call_entry<RemitTaxArgs>("payroll.remit_tax", kContract, MethodId::kRemitTax),
               });
}

}  // namespace xh::cli
