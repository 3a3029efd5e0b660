// Members that genesis names. Who calls: engine/genesis_state. Core thread.
#pragma once

#include "chain/ledger/genesis.h"
#include "contracts/engine/context.h"

namespace xh::contracts::identity {

// Exactly one member is the union; every member has roles, and only roles that exist. kInvalid names the member
// otherwise.
[[nodiscard]] chain::Status check_genesis_members(const chain::Genesis& genesis);

// The member's record, and the union's place when it is the union. Its key policy is written by genesis_state.
void write_genesis_member(Context& context, const chain::GenesisMember& member);

}  // namespace xh::contracts::identity
