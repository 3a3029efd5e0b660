#include "cli/calls/entries.h"
#include "contracts/dispute/calls.h"

namespace xh::cli {

void add_dispute_calls(std::vector<CallEntry>& calls) {
  using namespace contracts::dispute;  // NOLINT: a table of names from one contract
  using enum MethodId;
  constexpr auto kContract = contracts::ContractId::kDispute;
  calls.insert(calls.end(), {
                                call_entry<FileDispute>("dispute.file", kContract, kFile),
                                call_entry<AnswerDispute>("dispute.answer", kContract, kAnswer),
                                call_entry<SetHearing>("dispute.hear", kContract, kHear),
                                call_entry<DecideDispute>("dispute.decide", kContract, kDecide),
                                call_entry<WithdrawDispute>("dispute.withdraw", kContract, kWithdraw),
                                call_entry<AppealDispute>("dispute.appeal", kContract, kAppeal),
                                call_entry<RequestAid>("dispute.request_aid", kContract, kRequestAid),
                                call_entry<AssignAid>("dispute.assign_aid", kContract, kAssignAid),
                                call_entry<CloseAid>("dispute.close_aid", kContract, kCloseAid),
                                call_entry<DeclareLiability>("dispute.declare_liability", kContract, kDeclareLiability),
                            });
}

}  // namespace xh::cli
