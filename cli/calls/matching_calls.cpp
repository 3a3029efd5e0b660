#include "cli/calls/entries.h"
#include "contracts/matching/calls.h"

namespace xh::cli {

void add_matching_calls(std::vector<CallEntry>& calls) {
  using namespace contracts::matching;  // NOLINT: a table of names from one contract
  using enum MethodId;
  constexpr auto kContract = contracts::ContractId::kMatching;
  calls.insert(calls.end(), {
                                call_entry<PublishOpening>("matching.publish_opening", kContract, kPublishOpening),
                                call_entry<CloseOpening>("matching.close_opening", kContract, kCloseOpening),
                                call_entry<PublishProfile>("matching.publish_profile", kContract, kPublishProfile),
                                call_entry<WithdrawProfile>("matching.withdraw_profile", kContract, kWithdrawProfile),
                                call_entry<AttestSkills>("matching.attest_skills", kContract, kAttestSkills),
                                call_entry<Propose>("matching.propose", kContract, kPropose),
                                call_entry<AnswerProposal>("matching.answer", kContract, kAnswer),
                                call_entry<PayFee>("matching.pay_fee", kContract, kPayFee),
                            });
}

}  // namespace xh::cli
