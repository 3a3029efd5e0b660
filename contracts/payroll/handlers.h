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
[[nodiscard]] Outcome run_payday(Context& context, const DueItem& item);
[[nodiscard]] Outcome run_retry(Context& context, const DueItem& item);

}  // namespace xh::contracts::payroll
