#include "contracts/governance/changes.h"

#include <algorithm>

#include "contracts/engine/accounts.h"
#include "contracts/governance/records.h"

namespace xh::contracts::governance {
namespace {

bool is_current(const Change& change, const EpochState& state, chain::Timestamp now) {
  const bool is_alive = change.status == ChangeStatus::kOpen || change.status == ChangeStatus::kAccepted;
  return is_alive && change.next.epoch.value == state.set.epoch.value + 1 &&
         now.value - change.proposed_at.value <= kChangeLifetimeMs;
}

}  // namespace

std::vector<PendingChange> open_changes(const Context& context) {
  const auto state = epoch_state(context);
  const auto open = context.read<OpenChanges>(open_key());
  CHECK(open.has_value());
  std::vector<PendingChange> out;
  for (const auto& key : open->changes) {
    auto change = context.read<Change>(change_key(key));
    CHECK(change.has_value());
    if (!is_current(*change, state, context.now())) continue;
    auto to_attest = new_validators(state.set, change->next);
    out.push_back({key, std::move(*change), std::move(to_attest)});
  }
  return out;
}

std::optional<PendingChange> accepted_change(const Context& context) {
  const auto state = epoch_state(context);
  if (!state.accepted_change) return std::nullopt;
  auto change = context.read<Change>(change_key(*state.accepted_change));
  CHECK(change.has_value());
  if (!is_current(*change, state, context.now())) return std::nullopt;
  auto to_attest = new_validators(state.set, change->next);
  return PendingChange{*state.accepted_change, std::move(*change), std::move(to_attest)};
}

std::vector<chain::ValidatorIndex> new_validators(const chain::ValidatorSet& present, const chain::ValidatorSet& next) {
  const auto is_present = [&](const chain::Validator& v) {
    return std::ranges::any_of(present.validators,
                               [&](const chain::Validator& p) { return p.key == v.key && p.node_key == v.node_key; });
  };
  std::vector<chain::ValidatorIndex> out;
  for (std::size_t i = 0; i < next.size(); ++i) {
    if (!is_present(next.validators[i])) out.emplace_back(static_cast<std::uint32_t>(i));
  }
  return out;
}

chain::KeyPolicy key_policy(const chain::Validator& validator) {
  return {1, {validator.key}};
}

chain::AccountId key_account(const chain::Validator& validator) {
  return chain::account_id_of(key_policy(validator));
}

void register_key_accounts(Context& context, const chain::ValidatorSet& set) {
  for (const auto& validator : set.validators) {
    const auto policy = key_policy(validator);
    const auto account = chain::account_id_of(policy);
    if (!find_policy(context, account)) set_policy(context, account, policy);
  }
}

}  // namespace xh::contracts::governance
