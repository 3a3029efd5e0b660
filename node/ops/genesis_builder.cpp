#include "node/ops/genesis_builder.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <set>
#include <utility>

#include "chain/codec/address.h"
#include "chain/crypto/schnorr.h"
#include "chain/primitives/check.h"
#include "contracts/credit/default_parameters.h"
#include "contracts/dispute/default_parameters.h"
#include "contracts/engine/default_parameters.h"
#include "contracts/guidance/default_parameters.h"
#include "contracts/identity/members.h"
#include "contracts/insurance/default_parameters.h"
#include "contracts/matching/default_parameters.h"
#include "contracts/payroll/default_parameters.h"
#include "node/config/config.h"
#include "node/config/genesis_file.h"
#include "node/ops/zone_table.h"

namespace xh::node {
namespace {

using contracts::identity::Role;

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> out;
  for (std::size_t at = 0; at <= text.size();) {
    const auto end = std::min(text.find(separator, at), text.size());
    out.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return out;
}

template <class Int>
bool to_number(std::string_view text, Int& out) {
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  return error == std::errc{} && end == text.data() + text.size();
}

chain::Result<std::uint32_t> parse_roles(std::string_view text) {
  constexpr std::array kRoles = {Role::kUnion, Role::kEmployer,  Role::kWorker,
                                 Role::kBank,  Role::kRegulator, Role::kMember};
  std::uint32_t out = 0;
  for (const auto word : split(text, '+')) {
    const auto* const role =
        std::ranges::find_if(kRoles, [&](Role r) { return contracts::identity::role_name(r) == word; });
    if (role == kRoles.end()) {
      return chain::invalid("unknown role '" + std::string(word) +
                            "'; roles are union, employer, worker, bank, regulator, member, joined by '+'");
    }
    out |= contracts::identity::bit(*role);
  }
  return out;
}

chain::Result<chain::KeyPolicy> parse_policy(std::string_view text) {
  chain::KeyPolicy out;
  const auto slash = text.find('/');
  for (const auto hex : split(text.substr(0, slash), ',')) {
    const auto key = chain::fixed_from_hex<chain::PublicKey>(hex);
    if (!key || !chain::VerifyKey::parse(*key))
      return chain::invalid("'" + std::string(hex) + "' is no public key (64 hex digits)");
    out.keys.push_back(*key);
  }
  std::ranges::sort(out.keys);
  out.threshold = static_cast<std::uint32_t>(out.keys.size());
  if (slash != std::string_view::npos && !to_number(text.substr(slash + 1), out.threshold)) {
    return chain::invalid("'" + std::string(text.substr(slash + 1)) + "' is no threshold");
  }
  if (auto ok = chain::check_policy(out); !ok) return std::unexpected(ok.error());
  return out;
}

chain::Result<std::vector<chain::Zone>> make_zones(const GenesisSpec& spec) {
  std::vector<std::string> names(std::begin(kDefaultZones), std::end(kDefaultZones));
  names.insert(names.end(), spec.more_zones.begin(), spec.more_zones.end());
  std::ranges::sort(names);
  const auto repeated = std::ranges::unique(names);
  names.erase(repeated.begin(), repeated.end());
  std::vector<chain::Zone> out;
  for (const auto& name : names) {
    auto zone = make_zone(name);
    if (!zone) return std::unexpected(zone.error());
    out.push_back(std::move(*zone));
  }
  return out;
}

chain::Result<std::vector<chain::Parameter>> make_parameters(const GenesisSpec& spec) {
  auto out = default_parameters(spec.time);
  for (const auto& change : spec.parameter_changes) {
    const auto known = std::ranges::find(out, change.name, &chain::Parameter::name);
    if (known == out.end()) return chain::invalid("no contract has a parameter '" + change.name + "'");
    *known = change;
  }
  return out;
}

chain::Status check_chain_id(std::string_view id) {
  constexpr std::string_view kAllowed = "abcdefghijklmnopqrstuvwxyz0123456789-.";
  if (id.empty() || id.size() > chain::kMaxChainIdBytes || id.find_first_not_of(kAllowed) != std::string_view::npos) {
    return chain::invalid("chain id '" + std::string(id) + "' must have 1 to " +
                          std::to_string(chain::kMaxChainIdBytes) + " characters of a to z, 0 to 9, '-' and '.'");
  }
  return {};
}

chain::Status check_names(const std::vector<chain::GenesisMember>& members) {
  std::set<std::string_view> names;
  for (const auto& member : members) {
    if (!names.insert(member.name).second) return chain::invalid("two members are named '" + member.name + "'");
  }
  return {};
}

// Everything but the validators, which come later: stand-ins take their places for the check.
chain::Status check_without_validators(chain::Genesis genesis) {
  if (genesis.members.empty()) return chain::invalid("a genesis needs members");
  for (std::uint8_t i = 1; i <= chain::kMinValidators; ++i) {
    chain::Validator stand_in;
    stand_in.name = "stand-in " + std::to_string(i);
    stand_in.operator_account = chain::account_id_of(genesis.members.front().policy);
    chain::Bytes secret(32, 0);
    secret.back() = i;
    const auto key = chain::SecretKey::from_bytes(secret);
    CHECK(key.has_value());
    stand_in.key = key->public_key();
    stand_in.node_key.bytes.fill(i);
    genesis.validators.push_back(std::move(stand_in));
  }
  return check_complete_genesis(genesis);
}

const chain::GenesisMember* find_member(const chain::Genesis& genesis, std::string_view name_or_address) {
  const auto account = chain::from_address(name_or_address);
  const auto found = std::ranges::find_if(genesis.members, [&](const chain::GenesisMember& m) {
    return m.name == name_or_address || (account && chain::account_id_of(m.policy) == *account);
  });
  return found == genesis.members.end() ? nullptr : &*found;
}

chain::Status check_fits(const chain::Genesis& genesis, const chain::Validator& added) {
  if (genesis.validators.size() == chain::kMaxValidators)
    return chain::invalid("genesis has the most validators it can have already");
  for (const auto& v : genesis.validators) {
    if (v.name == added.name)
      return chain::invalid("genesis has a validator '" + v.name + "' already; give another --name");
    if (v.key == added.key || v.node_key == added.node_key)
      return chain::invalid("validator '" + v.name + "' has one of these keys already");
  }
  return {};
}

}  // namespace

chain::Result<chain::GenesisMember> parse_member(std::string_view text) {
  const auto wrong = [&](const std::string& why) {
    return chain::invalid("member '" + std::string(text) + "': " + why);
  };
  const auto parts = split(text, ':');
  if (parts.size() != 3) return wrong("write name:roles:key[,key...][/threshold]");
  if (parts[0].empty() || parts[0].size() > 64) return wrong("the name must have 1 to 64 bytes");
  const auto roles = parse_roles(parts[1]);
  if (!roles) return wrong(roles.error().message);
  auto policy = parse_policy(parts[2]);
  if (!policy) return wrong(policy.error().message);
  return chain::GenesisMember{std::string(parts[0]), *roles, std::move(*policy)};
}

chain::Result<chain::Parameter> parse_parameter(std::string_view text, chain::Timestamp from) {
  const auto equals = text.find('=');
  const auto at = text.find('@');
  std::int64_t value = 0;
  if (equals == std::string_view::npos || equals == 0 ||
      !to_number(text.substr(equals + 1, at - std::min(at, equals + 1)), value)) {
    return chain::invalid("parameter '" + std::string(text) + "': write name=number or name=number@source");
  }
  const auto source =
      at == std::string_view::npos ? std::string("chosen when genesis was made") : std::string(text.substr(at + 1));
  return chain::Parameter{std::string(text.substr(0, equals)), from, value, source};
}

chain::Result<chain::ClockMode> parse_clock(std::string_view text) {
  for (const auto mode : {chain::ClockMode::kReal, chain::ClockMode::kDriven}) {
    if (text == chain::enum_name(mode)) return mode;
  }
  return chain::invalid("clock '" + std::string(text) + "' is neither real nor driven");
}

std::vector<chain::Parameter> default_parameters(chain::Timestamp from) {
  auto out = contracts::default_parameters(from);
  std::ranges::move(contracts::payroll::default_parameters(from), std::back_inserter(out));
  std::ranges::move(contracts::insurance::default_parameters(from), std::back_inserter(out));
  std::ranges::move(contracts::credit::default_parameters(from), std::back_inserter(out));
  std::ranges::move(contracts::matching::default_parameters(from), std::back_inserter(out));
  std::ranges::move(contracts::dispute::default_parameters(from), std::back_inserter(out));
  std::ranges::move(contracts::guidance::default_parameters(from), std::back_inserter(out));
  std::ranges::sort(out, {}, &chain::Parameter::name);
  return out;
}

chain::Result<chain::Genesis> build_genesis(const GenesisSpec& spec) {
  if (auto ok = check_chain_id(spec.chain_id); !ok) return std::unexpected(ok.error());
  if (auto ok = check_names(spec.members); !ok) return std::unexpected(ok.error());
  chain::Genesis out;
  out.chain_id = spec.chain_id;
  out.time = spec.time;
  out.clock = spec.clock;
  out.consensus = spec.consensus;
  out.members = spec.members;
  out.holidays = spec.holidays;
  out.blinding = spec.blinding;
  auto zones = make_zones(spec);
  if (!zones) return std::unexpected(zones.error());
  out.zones = std::move(*zones);
  auto parameters = make_parameters(spec);
  if (!parameters) return std::unexpected(parameters.error());
  out.parameters = std::move(*parameters);
  if (auto ok = check_without_validators(out); !ok) return std::unexpected(ok.error());
  return out;
}

chain::Status add_validator(chain::Genesis& genesis, const ValidatorSpec& spec) {
  const auto* member = find_member(genesis, spec.operated_by);
  if (member == nullptr)
    return chain::invalid("genesis has no member '" + spec.operated_by + "' to operate the validator");
  if (!chain::VerifyKey::parse(spec.key)) return chain::invalid("the validator key is no public key");
  if (const auto address = parse_host_port(spec.address); !address) {
    return chain::invalid("validator address '" + spec.address + "' " + address.error());
  }
  chain::Validator added{spec.name.empty() ? member->name : spec.name, chain::account_id_of(member->policy), spec.key,
                         spec.node_key, spec.address};
  if (auto ok = check_fits(genesis, added); !ok) return ok;
  genesis.validators.push_back(std::move(added));
  return {};
}

}  // namespace xh::node
