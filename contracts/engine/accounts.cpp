#include "contracts/engine/accounts.h"

namespace xh::contracts {

std::optional<chain::KeyPolicy> find_policy(const chain::StateView& state, const chain::AccountId& account) {
  const auto record = state.find(chain::StateKey(engine::account_key(account).view()));
  if (!record) return std::nullopt;
  auto policy = chain::decode<chain::KeyPolicy>(record->value);
  CHECK(policy.has_value());
  return std::move(*policy);
}

std::optional<chain::KeyPolicy> find_policy(const Context& context, const chain::AccountId& account) {
  return context.read<chain::KeyPolicy>(engine::account_key(account));
}

void set_policy(Context& context, const chain::AccountId& account, const chain::KeyPolicy& policy) {
  context.write(engine::account_key(account), policy);
}

}  // namespace xh::contracts
