#include "cli/calls/entries.h"
#include "contracts/governance/calls.h"

namespace xh::cli {

void add_governance_calls(std::vector<CallEntry>& calls) {
  using namespace contracts::governance;  // NOLINT: a table of names from one contract
  constexpr auto kContract = contracts::ContractId::kGovernance;
  calls.insert(calls.end(),
               {
                   call_entry<ProposeChange>("governance.propose_change", kContract, MethodId::kProposeChange),
                   call_entry<ApproveChange>("governance.approve_change", kContract, MethodId::kApproveChange),
                   call_entry<WithdrawChange>("governance.withdraw_change", kContract, MethodId::kWithdrawChange),
                   call_entry<AttestReady>("governance.attest_ready", kContract, MethodId::kAttestReady),
                   call_entry<ReportEvidence>("governance.report_evidence", kContract, MethodId::kReportEvidence),
                   call_entry<CheckIn>("governance.check_in", kContract, MethodId::kCheckIn),
               });
}

}  // namespace xh::cli
