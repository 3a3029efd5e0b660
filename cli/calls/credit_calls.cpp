#include "cli/calls/entries.h"
#include "contracts/credit/calls.h"

namespace xh::cli {

void add_credit_calls(std::vector<CallEntry>& calls) {
  using namespace contracts::credit;  // NOLINT: a table of names from one contract
  using enum MethodId;
  constexpr auto kContract = contracts::ContractId::kCredit;
  calls.insert(calls.end(), {
                                call_entry<GrantConsent>("credit.grant_consent", kContract, kGrantConsent),
                                call_entry<RevokeConsent>("credit.revoke_consent", kContract, kRevokeConsent),
                                call_entry<Disclose>("credit.disclose", kContract, kDisclose),
                                call_entry<Object>("credit.object", kContract, kObject),
                                call_entry<AnswerObjection>("credit.answer_objection", kContract, kAnswerObjection),
                                call_entry<Statement>("credit.add_statement", kContract, kAddStatement),
                                call_entry<Statement>("credit.remove_statement", kContract, kRemoveStatement),
                                call_entry<ApplyLoan>("credit.apply_loan", kContract, kApplyLoan),
                                call_entry<OfferLoan>("credit.offer_loan", kContract, kOfferLoan),
                                call_entry<DeclineLoan>("credit.decline_loan", kContract, kDeclineLoan),
                                call_entry<LoanAmount>("credit.guarantee", kContract, kGuarantee),
                                call_entry<LoanRef>("credit.accept_loan", kContract, kAcceptLoan),
                                call_entry<RecordRepayment>("credit.record_repayment", kContract, kRecordRepayment),
                                call_entry<LoanRef>("credit.close_loan", kContract, kCloseLoan),
                                call_entry<LoanAmount>("credit.call_guarantee", kContract, kCallGuarantee),
                                call_entry<LoanAmount>("credit.repay_guarantee", kContract, kRepayGuarantee),
                                call_entry<RequestErasure>("credit.request_erasure", kContract, kRequestErasure),
                                call_entry<Erase>("credit.erase", kContract, kErase),
                                call_entry<Behaviour>("credit.commit_behaviour", kContract, kCommitBehaviour),
                                call_entry<Behaviour>("credit.forget_behaviour", kContract, kForgetBehaviour),
                                call_entry<LoanRef>("credit.withdraw_loan", kContract, kWithdrawLoan),
                            });
}

}  // namespace xh::cli
