#include "chain/ledger/genesis.h"

#include <algorithm>
#include <map>
#include <set>

#include "chain/codec/codec.h"

namespace xh::chain {
namespace {

bool ascends(const auto& items, auto projection) {
  return std::ranges::adjacent_find(items, std::ranges::greater_equal{}, projection) == items.end();
}

Status check_zone(const Zone& zone) {
  if (zone.name.empty()) return invalid("a zone has no name");
  if (zone.transitions.empty()) return invalid("zone '" + zone.name + "' has no offset");
  if (!ascends(zone.transitions, &ZoneTransition::from_utc_s)) return invalid("zone '" + zone.name + "': transitions do not ascend");
  const auto sane = [](const ZoneTransition& t) { return t.offset_s >= -86'400 && t.offset_s <= 86'400; };
  if (!std::ranges::all_of(zone.transitions, sane)) return invalid("zone '" + zone.name + "': an offset exceeds a day");
  return {};
}

Status check_consensus(const ConsensusParams& p) {
  if (p.delta_ms < 1 || p.delta_ms > 60'000) return invalid("consensus.delta_ms must be between 1 and 60000");
  if (p.max_timeout_ms < 3 * p.delta_ms || p.max_timeout_ms > kHourMs) return invalid("consensus.max_timeout_ms must be between 3 delta and one hour");
  if (p.heartbeat_ms < p.delta_ms || p.heartbeat_ms > kDayMs) return invalid("consensus.heartbeat_ms must be between delta and one day");
  if (p.clock_drift_ms < 1 || p.clock_drift_ms > kHourMs) return invalid("consensus.clock_drift_ms must be between 1 ms and one hour");
  if (p.calendar_slice < 1 || p.calendar_slice > 100'000) return invalid("consensus.calendar_slice must be between 1 and 100000");
  if (p.max_block_transactions < 1 || p.max_block_transactions > kMaxBlockTransactions) {
    return invalid("consensus.max_block_transactions must be between 1 and " + std::to_string(kMaxBlockTransactions));
  }
  if (p.max_block_bytes < kMaxTransactionBytes || p.max_block_bytes > kMaxBlockBytes) {
    return invalid("consensus.max_block_bytes must be between " + std::to_string(kMaxTransactionBytes) + " and " + std::to_string(kMaxBlockBytes));
  }
  return {};
}

Status check_members(const Genesis& genesis) {
  std::set<AccountId> accounts;
  for (const auto& member : genesis.members) {
    if (auto ok = check_policy(member.policy); !ok) return invalid("member '" + member.name + "': " + ok.error().message);
    if (!accounts.insert(account_id_of(member.policy)).second) return invalid("member '" + member.name + "' is listed twice");
  }
  for (const auto& v : genesis.validators) {
    if (!accounts.contains(v.operator_account)) return invalid("validator '" + v.name + "' has an operator that is no member");
  }
  return {};
}

Status check_tables(const Genesis& genesis) {
  std::set<std::string> names;
  for (const auto& zone : genesis.zones) {
    if (auto ok = check_zone(zone); !ok) return ok;
    if (!names.insert(zone.name).second) return invalid("zone '" + zone.name + "' is listed twice");
  }
  for (const auto& table : genesis.holidays) {
    if (!ascends(table.holidays, std::identity{}) || !ascends(table.working_weekend_days, std::identity{})) {
      return invalid("holiday table '" + table.name + "': days do not ascend");
    }
  }
  std::map<std::string, Timestamp> last;
  for (const auto& p : genesis.parameters) {
    const auto [at, first] = last.try_emplace(p.name, p.effective_from);
    if (!first && p.effective_from <= at->second) return invalid("parameter '" + p.name + "': effective dates do not ascend");
    at->second = p.effective_from;
  }
  return {};
}

}  // namespace

Status check_genesis(const Genesis& genesis) {
  if (genesis.chain_id.empty()) return invalid("genesis has no chain_id");
  if (genesis.time.value <= 0) return invalid("genesis has no time");
  if (auto ok = check_consensus(genesis.consensus); !ok) return ok;
  if (auto ok = check_validator_set({Epoch{0}, genesis.validators}); !ok) return ok;
  if (auto ok = check_members(genesis); !ok) return ok;
  return check_tables(genesis);
}

Hash256 genesis_hash(const Genesis& genesis) { return tagged_hash(tags::kGenesis, {}, encode(genesis)); }

ChainContext make_context(const Genesis& genesis) {
  ChainContext out;
  out.chain_id = genesis.chain_id;
  out.genesis_hash = genesis_hash(genesis);
  out.tag = make_chain_tag(genesis.chain_id, out.genesis_hash);
  out.validators = {Epoch{0}, genesis.validators};
  out.validator_set_hash = validator_set_hash(out.validators, out.tag);
  return out;
}

Header genesis_header(const Genesis& genesis, const ChainContext& context, const Hash256& state_root) {
  Header header;
  header.chain = context.tag;
  header.timestamp = genesis.time;
  header.transactions_root = sha256({});  // RFC 9162: the empty tree
  header.receipts_root = sha256({});
  header.state_root = state_root;
  header.validator_set_hash = context.validator_set_hash;
  return header;
}

}  // namespace xh::chain
