// Keys that were lost (a worker's phone): the union and a second, independent member (a regulator or a bank) announce
// new keys jointly; they take effect identity.recovery_days later. Until then whoever still holds the old keys can
// cancel, and the union can take it back. A suspended account cancels nothing: a thief's phone is suspended first
// (AC-20, OP-73).
//
// Who calls: the identity contract's register function. Threading: core thread. Invariants: one recovery an account at
// a time; the union's own keys cannot be recovered; before the effective time the old keys act as ever.
#pragma once

#include "contracts/engine/registry.h"
#include "contracts/identity/calls.h"

namespace xh::contracts::identity {

inline constexpr std::string_view kRecoveryDays = "identity.recovery_days";
inline constexpr std::uint32_t kRecoveryItem = 1;  // calendar item, stable for ever

// A key that is no point of the curve can never sign: the account would be lost. Refusal: BAD_KEY_POLICY.
[[nodiscard]] Outcome check_keys(const chain::KeyPolicy& policy);

void register_recovery(Registry& registry);

}  // namespace xh::contracts::identity
