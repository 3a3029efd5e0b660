// Contract 1, identity: who is a member, in which roles, and which keys may act (AC-01 to AC-30, OP-73). The union
// registers members and sets their roles; each account rotates its own keys. No personal data: commitments only (I4).
//
// Refusals: UNKNOWN_MEMBER, MEMBER_SUSPENDED, ROLE_REQUIRED (members.h); BAD_ROLES, BAD_KEY_POLICY, ALREADY_REGISTERED,
// EMPTY_LIST, NO_COMMITMENT, NOT_AN_EMPLOYER, UNION_IS_FIXED, NOTHING_CHANGES; of recovery (recovery.h):
// SECOND_SIGNATURE_REQUIRED, NO_REASON, RECOVERY_PENDING, NO_RECOVERY.
#pragma once

#include "contracts/engine/registry.h"

namespace xh::contracts {

void register_identity(Registry& registry);

}  // namespace xh::contracts
