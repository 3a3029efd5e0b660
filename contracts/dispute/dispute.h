// Contract 11, dispute: disputes between the parties of a record, with deadlines, an appeal and legal aid (LG-01 to
// LG-06; docs/decisions/0016). The union decides; whoever is a party never does: then the regulator decides at once.
//
//   file       a party of a pay agreement or insurance contract, against another of it
//   answer     the other side, within dispute.answer_days; silence does not stop the case
//   hear       sets the hearing, with notice, before the decision is due
//   decide     after the answer or its deadline; what is late is marked, and was escalated to the regulator's list
//   appeal     either party, once, within dispute.appeal_days: the regulator decides for good
//   withdraw   the filer, until there is a decision
//   request_aid, assign_aid, close_aid   advice to both sides, never by one adviser to both
//   declare_liability   rules for a shared worker, signed by lender, borrower and union
// A decision moves no money: it names the call that follows.
//
// Refusals: NO_STATEMENT, BAD_EVIDENCE, BAD_CLAIM, UNKNOWN_SUBJECT, NOT_A_PARTY, SAME_ACCOUNT, DAY_REQUIRED,
// UNKNOWN_LOG, ALREADY_OPEN, TOO_MANY_OPEN, UNKNOWN_DISPUTE, NOT_THE_RESPONDENT, ANSWER_TOO_LATE, ALREADY_ANSWERED,
// DISPUTE_OVER, NOT_THE_DECIDER, BAD_HEARING, TOO_EARLY, BAD_AMOUNT, NO_REASONS, FOLLOW_UP_REQUIRED, NOT_THE_FILER,
// NOT_DECIDED, NO_APPEAL, APPEAL_TOO_LATE, UNKNOWN_REQUEST, REQUEST_CLOSED, SAME_ADVISER, NO_RESULT, UNKNOWN_AGREEMENT,
// NOT_YOUR_AGREEMENT, SIGNATURE_MISSING, BAD_DAYS, BAD_BEARER and those of identity/members.h.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts {

void register_dispute(Registry& registry);

}  // namespace xh::contracts
