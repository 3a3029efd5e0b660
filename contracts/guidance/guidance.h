// Contract 13, guidance: awareness content (LG-01), worker classes (FN-01, AC-10, AC-11) and the offers that follow
// from them (FN-02, FN-04, FN-06 to FN-09, IN-17); docs/decisions/0016. No money moves here: the funds of the
// contribution economy ask classes.h.
//
//   publish_content, withdraw_content   union: hashes and pointers of pushes, lectures, booklets
//   sign_up                             a member, for a lecture that has not begun and has seats
//   read_receipt                        counts readers of a content; off by default
//   classify, sign_class, object_class  the rule derives, the union signs, the worker objects (then nothing counts
//   until
//                                       the union signs again with a reason)
//   publish_offer, withdraw_offer       union
//   declare_risk, forget_risk           the worker alone
//   note_interest                       an eligible worker
//
// Refusals: NO_CONTENT, BAD_POINTER, BAD_LANGUAGE, BAD_LECTURE, UNKNOWN_CONTENT, CONTENT_WITHDRAWN, NOT_A_LECTURE,
// LECTURE_BEGAN, LECTURE_FULL, SIGNED_UP, NOT_SIGNED_UP, READ_RECEIPTS_OFF, EMPTY_LIST, NO_CLASS, REASON_REQUIRED,
// NO_OBJECTION, ALREADY_OBJECTED, BAD_OFFER, BAD_CODES, BAD_CLOSING, TOO_MANY_OFFERS, UNKNOWN_OFFER, BAD_RISK,
// NO_RISK_PROFILE, INTEREST_NOTED, NO_INTEREST and those of classes.h and identity/members.h.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts {

void register_guidance(Registry& registry);

}  // namespace xh::contracts
