// The key policies in force: which keys may act for an account. Contract identity writes them; the block executor asks
// them. Threading: core thread.
#pragma once

#include "chain/state/state_view.h"
#include "contracts/engine/records.h"

namespace xh::contracts {

// Nothing for an account that is not registered.
[[nodiscard]] std::optional<chain::KeyPolicy> find_policy(const chain::StateView& state,
                                                          const chain::AccountId& account);
[[nodiscard]] std::optional<chain::KeyPolicy> find_policy(const Context& context, const chain::AccountId& account);
void set_policy(Context& context, const chain::AccountId& account, const chain::KeyPolicy& policy);

}  // namespace xh::contracts
