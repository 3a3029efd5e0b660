#include "cli/calls/entries.h"
#include "contracts/guidance/calls.h"

namespace xh::cli {

void add_guidance_calls(std::vector<CallEntry>& calls) {
  using namespace contracts::guidance;  // NOLINT: a table of names from one contract
  using enum MethodId;
  constexpr auto kContract = contracts::ContractId::kGuidance;
  calls.insert(calls.end(), {
                                call_entry<PublishContent>("guidance.publish_content", kContract, kPublishContent),
                                call_entry<NameContent>("guidance.withdraw_content", kContract, kWithdrawContent),
                                call_entry<SignUp>("guidance.sign_up", kContract, kSignUp),
                                call_entry<NameContent>("guidance.read_receipt", kContract, kReadReceipt),
                                call_entry<Classify>("guidance.classify", kContract, kClassify),
                                call_entry<SignClass>("guidance.sign_class", kContract, kSignClass),
                                call_entry<ObjectClass>("guidance.object_class", kContract, kObjectClass),
                                call_entry<PublishOffer>("guidance.publish_offer", kContract, kPublishOffer),
                                call_entry<WithdrawOffer>("guidance.withdraw_offer", kContract, kWithdrawOffer),
                                call_entry<DeclareRisk>("guidance.declare_risk", kContract, kDeclareRisk),
                                call_entry<ForgetRisk>("guidance.forget_risk", kContract, kForgetRisk),
                                call_entry<NoteInterest>("guidance.note_interest", kContract, kNoteInterest),
                            });
}

}  // namespace xh::cli
