// The state that a genesis document makes: accounts and members with their roles, zones, holidays, parameters, epoch 0
// with its validators' accounts. Its root
// stands in the genesis block's header (chain::genesis_header). Who calls: BlockExecutor::open, genesis tools.
// Deterministic; core thread. Secrets of records derive from the genesis blinding (decision 10); tables and parameters
// are public and have no salt.
#pragma once

#include "chain/ledger/genesis.h"
#include "contracts/engine/records.h"
#include "contracts/engine/registry.h"

namespace xh::contracts {

// What the contracts need of a genesis beyond chain::check_genesis: every required parameter from the genesis time on
// at the latest (the first missing one is named), values in range, exactly one union, roles that exist, the union's
// zone. kInvalid otherwise.
[[nodiscard]] chain::Status check_genesis_state(const chain::Genesis& genesis, const Registry& registry);

// Writes the records. Needs check_genesis_state() passed and an empty state below `state`.
void write_genesis_state(const chain::Genesis& genesis, const chain::ChainTag& chain, chain::Overlay& state);

}  // namespace xh::contracts
