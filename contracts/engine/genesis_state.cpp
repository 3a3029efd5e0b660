#include "contracts/engine/genesis_state.h"

#include <algorithm>
#include <bit>
#include <map>

#include "contracts/engine/accounts.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/engine/parameters.h"
#include "contracts/governance/epoch.h"
#include "contracts/identity/genesis_members.h"

namespace xh::contracts {
namespace {

chain::Status check_parameters(const chain::Genesis& genesis, const Registry& registry) {
  std::map<std::string_view, chain::Timestamp> first;
  for (const auto& p : genesis.parameters) first.try_emplace(p.name, p.effective_from);
  for (const auto& name : registry.required_parameters()) {
    const auto found = first.find(name);
    if (found == first.end()) return chain::invalid("genesis lacks the parameter '" + name + "'");
    if (found->second > genesis.time)
      return chain::invalid("parameter '" + name + "' takes effect only after the genesis time");
  }
  return check_ranges(genesis.parameters);
}

chain::Status check_zones(const chain::Genesis& genesis) {
  if (std::ranges::none_of(genesis.zones, [](const chain::Zone& z) { return z.name == kUnionZone; })) {
    return chain::invalid("genesis lacks the time zone '" + std::string(kUnionZone) + "'");
  }
  return {};
}

void write_parameters(Context& context, const chain::Genesis& genesis) {
  std::map<std::string, ParameterHistory> histories;
  for (const auto& p : genesis.parameters) histories[p.name].entries.push_back({p.effective_from, p.value, p.source});
  for (const auto& [name, history] : histories) context.write_public(engine::parameter_key(name), history);
}

}  // namespace

chain::Status check_genesis_state(const chain::Genesis& genesis, const Registry& registry) {
  if (auto ok = check_parameters(genesis, registry); !ok) return ok;
  if (auto ok = check_zones(genesis); !ok) return ok;
  return identity::check_genesis_members(genesis);
}

void write_genesis_state(const chain::Genesis& genesis, const chain::ChainTag& chain, chain::Overlay& state) {
  CallInfo info;
  info.block_time = genesis.time;
  info.effective = genesis.time;
  info.secret = chain::tagged_hash(chain::tags::kRecordSecret, chain, genesis.blinding.view());
  Context context(state, std::move(info), chain);
  write_parameters(context, genesis);
  for (const auto& zone : genesis.zones) context.write_public(engine::zone_key(zone.name), zone);
  for (const auto& table : genesis.holidays) context.write_public(engine::holidays_key(table.name), table);
  for (const auto& member : genesis.members) {
    set_policy(context, chain::account_id_of(member.policy), member.policy);
    identity::write_genesis_member(context, member);
  }
  governance::write_genesis_epoch(context, genesis);
  engine::BlockMeta meta;
  meta.time = genesis.time;
  context.write_public(engine::meta_key(), meta);
}

}  // namespace xh::contracts
