#include <algorithm>

#include "contracts/governance/handlers.h"

namespace xh::contracts::governance {
namespace {

constexpr auto kRule = "R12";

bool has_key_of(const chain::ValidatorSet& set, const chain::AccountId& sender) {
  return std::ranges::any_of(set.validators, [&](const chain::Validator& v) { return key_account(v) == sender; });
}

}  // namespace

Outcome check_in(Context& context, const CheckIn&) {
  const auto sender = context.info().sender;
  if (has_key_of(epoch_state(context).set, sender)) return {};
  const auto next = next_validators(context);
  if (next && has_key_of(*next, sender)) return {};
  return refuse("NOT_A_VALIDATOR", kRule,
                "only a validator of the present set, or of an accepted change, checks in, with its own key");
}

}  // namespace xh::contracts::governance
