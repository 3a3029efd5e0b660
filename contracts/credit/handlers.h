// The handlers of the credit contract, by subject. Who calls: credit.cpp, which registers them. Core thread.
#pragma once

#include "contracts/credit/book.h"

namespace xh::contracts::credit {

// consents.cpp
[[nodiscard]] Outcome grant_consent(Context& context, const GrantConsent& args);
[[nodiscard]] Outcome revoke_consent(Context& context, const RevokeConsent& args);
[[nodiscard]] Outcome disclose(Context& context, const Disclose& args);

// objections.cpp
[[nodiscard]] Outcome object(Context& context, const Object& args);
[[nodiscard]] Outcome answer_objection(Context& context, const AnswerObjection& args);
[[nodiscard]] Outcome run_objection_due(Context& context, const DueItem& item);

// statements.cpp
[[nodiscard]] Outcome add_statement(Context& context, const Statement& args);
[[nodiscard]] Outcome remove_statement(Context& context, const Statement& args);
[[nodiscard]] Outcome commit_behaviour(Context& context, const Behaviour& args);
[[nodiscard]] Outcome forget_behaviour(Context& context, const Behaviour& args);

// loans.cpp
[[nodiscard]] Outcome apply_loan(Context& context, const ApplyLoan& args);
[[nodiscard]] Outcome withdraw_loan(Context& context, const LoanRef& args);
[[nodiscard]] Outcome offer_loan(Context& context, const OfferLoan& args);
[[nodiscard]] Outcome decline_loan(Context& context, const DeclineLoan& args);
[[nodiscard]] Outcome accept_loan(Context& context, const LoanRef& args);
[[nodiscard]] Outcome run_offer_ends(Context& context, const DueItem& item);

// repayments.cpp
[[nodiscard]] Outcome record_repayment(Context& context, const RecordRepayment& args);
[[nodiscard]] Outcome close_loan(Context& context, const LoanRef& args);

// guarantees.cpp
[[nodiscard]] Outcome guarantee(Context& context, const LoanAmount& args);
[[nodiscard]] Outcome call_guarantee(Context& context, const LoanAmount& args);
[[nodiscard]] Outcome repay_guarantee(Context& context, const LoanAmount& args);

// erasure.cpp
[[nodiscard]] Outcome request_erasure(Context& context, const RequestErasure& args);
[[nodiscard]] Outcome erase(Context& context, const Erase& args);
[[nodiscard]] Outcome run_hold_ends(Context& context, const DueItem& item);

// A loan in the hands of a handler.
struct OpenLoan {
  chain::RecordKey key;
  Loan content;
  [[nodiscard]] std::vector<chain::AccountId> parties() const { return {content.worker, content.bank}; }
};
enum class Side : std::uint32_t { kWorker, kBank };
// Refusals: UNKNOWN_LOAN, NOT_YOUR_LOAN (the sender is not that side of it).
[[nodiscard]] OutcomeOf<OpenLoan> open_loan(const Context& context, const chain::RecordKey& key, Side side);
// Refusal WRONG_STATE.
[[nodiscard]] Outcome require_state(const OpenLoan& loan, LoanState state, std::string_view what_to_do);
void save_loan(Context& context, const OpenLoan& loan);
// Saves and emits the loan as it is.
void change_loan(Context& context, const OpenLoan& loan);
// Gives back what of the union's reserved money is above `keep`; changes the loan, saves nothing.
void release_guarantee(Context& context, OpenLoan& loan, chain::Fen keep);

}  // namespace xh::contracts::credit
