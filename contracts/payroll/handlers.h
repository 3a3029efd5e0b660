// The contract's methods and calendar handlers, one file a subject: agreements.cpp, upload.cpp, confirmations.cpp,
// payday.cpp. Called through the registry only (payroll.cpp). A refusal undoes everything: the executor drops the
// call's overlay.
#pragma once

#include "contracts/engine/context.h"
#include "contracts/payroll/calls.h"

namespace xh::contracts::payroll {

[[nodiscard]] Outcome sign_agreement(Context& context, const SignAgreementArgs& args);
[[nodiscard]] Outcome end_agreement(Context& context, const EndAgreementArgs& args);
[[nodiscard]] Outcome submit_work(Context& context, const SubmitWorkArgs& args);
[[nodiscard]] Outcome confirm_work(Context& context, const ConfirmWorkArgs& args);
[[nodiscard]] Outcome reject_work(Context& context, const RejectWorkArgs& args);
[[nodiscard]] Outcome approve_work(Context& context, const ApproveWorkArgs& args);
[[nodiscard]] Outcome approve_batch(Context& context, const ApproveBatchArgs& args);
[[nodiscard]] Outcome decide_dispute(Context& context, const DecideDisputeArgs& args);
[[nodiscard]] Outcome amend_agreement(Context& context, const AmendAgreementArgs& args);
[[nodiscard]] Outcome reject_many(Context& context, const RejectManyArgs& args);
[[nodiscard]] Outcome reject_flags(Context& context, const RejectFlagsArgs& args);
[[nodiscard]] Outcome close_review(Context& context, const CloseReviewArgs& args);
[[nodiscard]] Outcome run_reminder(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_escalation(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_part_time(Context& context, const DueItem& item);
[[nodiscard]] Outcome reverse_day(Context& context, const ReverseDayArgs& args);
[[nodiscard]] Outcome draw_advance(Context& context, const DrawAdvanceArgs& args);
[[nodiscard]] Outcome remit_tax(Context& context, const RemitTaxArgs& args);
[[nodiscard]] Outcome run_payday(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_vault(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_pay(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_arrears(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_arrears_pay(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_coverage(Context& context, const DueItem& item);

}  // namespace xh::contracts::payroll
