#include "contracts/governance/governance.h"

#include "contracts/governance/handlers.h"

namespace xh::contracts {

void register_governance(Registry& registry) {
  using governance::MethodId;
  const auto number = [](MethodId id) { return static_cast<std::uint32_t>(id); };
  const auto contract = ContractId::kGovernance;
  registry.add_method<governance::ProposeChange>(contract, number(MethodId::kProposeChange),
                                                 "governance.propose_change", governance::propose_change);
  registry.add_method<governance::ApproveChange>(contract, number(MethodId::kApproveChange),
                                                 "governance.approve_change", governance::approve_change);
  registry.add_method<governance::WithdrawChange>(contract, number(MethodId::kWithdrawChange),
                                                  "governance.withdraw_change", governance::withdraw_change);
  registry.add_method<governance::AttestReady>(contract, number(MethodId::kAttestReady), "governance.attest_ready",
                                               governance::attest_ready);
  registry.add_method<governance::ReportEvidence>(contract, number(MethodId::kReportEvidence),
                                                  "governance.report_evidence", governance::report_evidence);
  registry.add_method<governance::CheckIn>(contract, number(MethodId::kCheckIn), "governance.check_in",
                                           governance::check_in);
}

}  // namespace xh::contracts
