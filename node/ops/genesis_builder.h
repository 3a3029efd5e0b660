// Makes genesis documents: what operators say on the command line -> chain::Genesis.
//
// Callers: `xinghuod genesis new|add-validator` and `testnet init-files`. Deterministic for given input, zone files and
// blinding. Pure but for reading zone files. Errors are kInvalid and name the option's text.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chain/ledger/genesis.h"
#include "chain/primitives/result.h"

namespace xh::node {

// In every genesis: the union's own zone and the one of the courier records that the tests replay.
inline constexpr std::string_view kDefaultZones[] = {"Asia/Shanghai", "Europe/London"};

struct GenesisSpec {
  std::string chain_id;
  chain::Timestamp time;
  chain::ClockMode clock = chain::ClockMode::kReal;
  chain::ConsensusParams consensus;
  std::vector<chain::GenesisMember> members;
  std::vector<std::string> more_zones;  // beside kDefaultZones
  std::vector<chain::HolidayTable> holidays;
  std::vector<chain::Parameter> parameter_changes;  // replace the defaults of the same name
  chain::Blinding blinding;
};

// "name:roles:key[,key...][/threshold]", roles joined by '+': union, employer, worker, bank, regulator, member. Keys
// are BIP-340 public keys in hex. Without a threshold every key must sign.
[[nodiscard]] chain::Result<chain::GenesisMember> parse_member(std::string_view text);
// "name=value" or "name=value@source".
[[nodiscard]] chain::Result<chain::Parameter> parse_parameter(std::string_view text, chain::Timestamp from);
[[nodiscard]] chain::Result<chain::ClockMode> parse_clock(std::string_view text);

// Every parameter that the contracts have a proposed value for.
[[nodiscard]] std::vector<chain::Parameter> default_parameters(chain::Timestamp from);

// A genesis that lacks nothing but its validators; all the rest is checked.
[[nodiscard]] chain::Result<chain::Genesis> build_genesis(const GenesisSpec& spec);
// Adds a validator run by the member of that name, or of that address. Its name is the member's unless given. Checked
// against those there.
struct ValidatorSpec {
  std::string name;         // empty: the operator's
  std::string operated_by;  // a member's name or address
  chain::PublicKey key;
  chain::NodeKey node_key;
  std::string address;  // host:port
};
[[nodiscard]] chain::Status add_validator(chain::Genesis& genesis, const ValidatorSpec& spec);

}  // namespace xh::node
