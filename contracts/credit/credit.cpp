#include "contracts/credit/credit.h"

#include "contracts/credit/default_parameters.h"
#include "contracts/credit/handlers.h"

namespace xh::contracts {
namespace credit {
namespace {

template <chain::Message Args>
void add(Registry& registry, MethodId method, std::string name, Outcome (*run)(Context&, const Args&),
         std::function<std::vector<chain::AccountId>(const Args&)> accounts_of = {}) {
  registry.add_method<Args>(ContractId::kCredit, static_cast<std::uint32_t>(method), std::move(name), run,
                            std::move(accounts_of));
}

void add_file_methods(Registry& registry) {
  using enum MethodId;
  add<GrantConsent>(registry, kGrantConsent, "credit.grant_consent", grant_consent,
                    [](const GrantConsent& args) { return std::vector{args.recipient}; });
  add<RevokeConsent>(registry, kRevokeConsent, "credit.revoke_consent", revoke_consent);
  add<Disclose>(registry, kDisclose, "credit.disclose", disclose,
                [](const Disclose& args) { return std::vector{args.worker}; });
  add<Object>(registry, kObject, "credit.object", object);
  add<AnswerObjection>(registry, kAnswerObjection, "credit.answer_objection", answer_objection);
  add<Statement>(registry, kAddStatement, "credit.add_statement", add_statement);
  add<Statement>(registry, kRemoveStatement, "credit.remove_statement", remove_statement);
  add<RequestErasure>(registry, kRequestErasure, "credit.request_erasure", request_erasure);
  add<Erase>(registry, kErase, "credit.erase", erase, [](const Erase& args) { return std::vector{args.worker}; });
  add<Behaviour>(registry, kCommitBehaviour, "credit.commit_behaviour", commit_behaviour);
  add<Behaviour>(registry, kForgetBehaviour, "credit.forget_behaviour", forget_behaviour);
}

void add_loan_methods(Registry& registry) {
  using enum MethodId;
  add<ApplyLoan>(registry, kApplyLoan, "credit.apply_loan", apply_loan,
                 [](const ApplyLoan& args) { return std::vector{args.bank}; });
  add<OfferLoan>(registry, kOfferLoan, "credit.offer_loan", offer_loan);
  add<DeclineLoan>(registry, kDeclineLoan, "credit.decline_loan", decline_loan);
  add<LoanAmount>(registry, kGuarantee, "credit.guarantee", guarantee);
  add<LoanRef>(registry, kAcceptLoan, "credit.accept_loan", accept_loan);
  add<RecordRepayment>(registry, kRecordRepayment, "credit.record_repayment", record_repayment);
  add<LoanRef>(registry, kCloseLoan, "credit.close_loan", close_loan);
  add<LoanAmount>(registry, kCallGuarantee, "credit.call_guarantee", call_guarantee);
  add<LoanAmount>(registry, kRepayGuarantee, "credit.repay_guarantee", repay_guarantee);
  add<LoanRef>(registry, kWithdrawLoan, "credit.withdraw_loan", withdraw_loan);
}

}  // namespace
}  // namespace credit

void register_credit(Registry& registry) {
  credit::add_file_methods(registry);
  credit::add_loan_methods(registry);
  const auto calendar = [&](credit::ItemKind kind, CalendarHandler handler) {
    registry.add_calendar(ContractId::kCredit, static_cast<std::uint32_t>(kind), std::move(handler));
  };
  calendar(credit::ItemKind::kObjectionDue, {"credit.objection_due", credit::run_objection_due});
  calendar(credit::ItemKind::kHoldEnds, {"credit.hold_ends", credit::run_hold_ends});
  calendar(credit::ItemKind::kOfferEnds, {"credit.offer_ends", credit::run_offer_ends});
  for (const auto& parameter : credit::default_parameters({})) registry.require_parameter(parameter.name);
}

}  // namespace xh::contracts
