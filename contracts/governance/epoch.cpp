#include "contracts/governance/epoch.h"

#include "contracts/engine/accounts.h"
#include "contracts/governance/records.h"

namespace xh::contracts::governance {

EpochState epoch_state(const Context& context) {
  auto state = context.read<EpochState>(state_key());
  CHECK(state.has_value());
  return std::move(*state);
}

bool is_last_of_epoch(const EpochState& after, chain::Height block) {
  return block.value > 0 && after.first_height.value == block.value + 1;
}

std::optional<chain::ValidatorSet> next_validators(const Context& context) {
  auto pending = accepted_change(context);
  if (!pending) return std::nullopt;
  return std::move(pending->change.next);
}

std::optional<chain::Height> first_height_of(const Context& context, chain::Epoch epoch) {
  const auto record = context.read<EpochRecord>(epoch_key(epoch));
  if (!record) return std::nullopt;
  return record->first_height;
}

std::optional<chain::ValidatorSet> set_of(const Context& context, chain::Epoch epoch) {
  auto record = context.read<EpochRecord>(epoch_key(epoch));
  if (!record) return std::nullopt;
  return std::move(record->set);
}

void write_genesis_epoch(Context& context, const chain::Genesis& genesis) {
  EpochState state;
  state.set = {chain::Epoch{0}, genesis.validators};
  register_key_accounts(context, state.set);
  context.write_public(epoch_key(state.set.epoch), EpochRecord{state.first_height, state.set});
  context.write_public(state_key(), state);
  context.write_public(open_key(), OpenChanges{});
}

}  // namespace xh::contracts::governance
