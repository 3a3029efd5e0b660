// Contract 4, contribution (first slice): a provider records the use of a resource, both sides rate it, the calendar
// credits Global CV by the resource formula and shows its arithmetic (CV-01 to CV-15, CV-43, CV-44, OP-45, OP-47, OP-50
// to OP-52).
//
//   record_act   provider: resource, units, season, counterpart, completion, evidence
//   rate_act     counterpart (enters the formula) and provider, once each, until credited
//   calendar     7 days after completion when both ratings are there, or as soon as the second comes later; after 14
//   days in any case, a
//                missing rating counting as medium (OP-51)
// CV is not money and cannot be moved, lent or cashed: there is no call that does (CV-03, CV-06).
//
// Refusals: NO_EVIDENCE, EVIDENCE_USED, UNKNOWN_RESOURCE, BAD_UNITS, NOT_COMPLETED, TOO_OLD, SAME_ACCOUNT, NO_RATING,
// UNKNOWN_ACT, NOT_A_PARTY, ALREADY_RATED, ALREADY_CREDITED, CV_OVERFLOW and those of identity/members.h.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts {

void register_contribution(Registry& registry);

}  // namespace xh::contracts
