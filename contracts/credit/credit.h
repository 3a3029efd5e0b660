// Contract 6, credit: a worker's file as derived from the ledger, consent and disclosure, the worker's own rights, and
// loans of banks with the union's guarantee (CR-01 to CR-09, OP-41, OP-76 to OP-79, R-09, R-10;
// docs/decisions/0014). Calls are in calls.h, state in records.h, receipts in events.h, derivations in profile.h.
//
//   grant_consent, revoke_consent     worker: purpose, recipient, indicators, expiry
//   disclose                          the recipient: derived indicators into its receipt, an entry in the worker's log
//   object, add_statement, remove_statement   worker; answer_objection: union, within credit.objection.days
//   apply_loan, withdraw_loan, accept_loan    worker
//   offer_loan, decline_loan          bank: second assessment, with reasons
//   guarantee                         union: reserves its own LXR up to the cap of scene and grade
//   record_repayment, close_loan, call_guarantee   bank; repay_guarantee: worker
//   request_erasure                   worker; erase: union
//   commit_behaviour, forget_behaviour   worker: off unless the consortium turns it on
//   calendar  objection overdue; offer ended; hold ended
//
// Invariants: no transaction and no record carries a score; nothing is disclosed without a consent in force, for its
// purpose and scope; a guarantee is covered by reserved LXR of the union at every block; a file that was erased is used
// no more. Threading: core thread.
//
// Refusals: NO_PURPOSE, NO_TEXT, NOT_AN_INDICATOR, EMPTY_LIST, OUT_OF_SCOPE, NO_CONSENT, CONSENT_EXPIRED, BAD_EXPIRY,
// TOO_MANY_CONSENTS, DATA_BLOCKED, BAD_ENTRY, UNKNOWN_ENTRY, TOO_MANY_OBJECTIONS, UNKNOWN_OBJECTION, ALREADY_ANSWERED,
// TOO_MANY_STATEMENTS, ALREADY_STATED, UNKNOWN_STATEMENT, BAD_AMOUNT, BAD_MONTHS, TOO_MANY_LOANS, UNKNOWN_LOAN,
// NOT_YOUR_LOAN, WRONG_STATE, NO_REASONS, BAD_OFFER, OFFER_ENDED, NO_GUARANTEE_ASKED, ALREADY_GUARANTEED,
// GUARANTEE_MISSING, OVER_CAP, NO_FUNDS, BAD_DUE, BAD_STANDING, NOT_IN_DEFAULT, OVER_GUARANTEE, OVER_RECOURSE,
// LOAN_OPEN, ALREADY_REQUESTED, NO_REQUEST, BEHAVIOUR_OFF, ALREADY_COMMITTED, TOO_MANY_COMMITMENTS, UNKNOWN_COMMITMENT
// and those of identity/members.h and lxr/balances.h.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts {

void register_credit(Registry& registry);

}  // namespace xh::contracts
