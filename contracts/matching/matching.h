// Contract 12, matching: openings of employers, profiles of workers, who fits whom, proposal to hire (MA-01 to MA-07,
// OP-80; docs/decisions/0016). A ranking is a query (ranking.h); no transaction carries a score.
//
//   publish_opening, close_opening    employer; the calendar ends it at its expiry
//   publish_profile, withdraw_profile worker; withdrawing deletes it
//   attest_skills                     union, or an employer with an agreement with the worker; kept in the credit file
//   propose                           union: each worker once for an opening
//   answer                            worker: accept or decline; then employer: hire or reject; the calendar lapses it
//   pay_fee                           employer: the recruiting fee of a hire, when there is one
// A hire is no pay agreement: payroll.sign_agreement
// follows, signed by all three.
//
// Refusals: BAD_SKILLS, BAD_PLACE, BAD_TIMES, BAD_CODES, BAD_PLACES, BAD_EXPIRY, NO_TEXT, TOO_MANY_OPENINGS,
// UNKNOWN_OPENING, NOT_YOUR_OPENING, OPENING_ENDED, NO_PROFILE, EMPTY_LIST, UNKNOWN_SKILL,
// UNKNOWN_AGREEMENT, NOT_YOUR_WORKER, ALREADY_PROPOSED, OWN_OPENING, TOO_MANY_PROPOSALS, UNKNOWN_PROPOSAL, NOT_A_PARTY,
// NOT_YOUR_ANSWER, ALREADY_ANSWERED, ANSWER_TOO_LATE, NOT_ACCEPTED, PROFILE_WITHDRAWN, NO_FEE, FEE_PAID,
// RELATION_CLOSED and those of identity/members.h and lxr/balances.h.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts {

void register_matching(Registry& registry);

}  // namespace xh::contracts
