// The credit contract's numbers with their proposed values and sources (rulebook, section 14; docs/decisions/0014).
// Genesis takes them from here unless the consortium decides otherwise; the contract reads them from the state only.
#pragma once

#include <vector>

#include "chain/ledger/genesis.h"

namespace xh::contracts::credit {

[[nodiscard]] std::vector<chain::Parameter> default_parameters(chain::Timestamp from);

}  // namespace xh::contracts::credit
