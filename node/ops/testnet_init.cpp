#include <fmt/format.h>

#include <algorithm>

#include "chain/codec/json.h"
#include "node/config/genesis_file.h"
#include "node/config/private_file.h"
#include "node/ops/home.h"
#include "node/ops/testnet.h"

namespace xh::node {
namespace {

namespace fs = std::filesystem;

NodeConfig config_of(const TestnetSpec& spec, std::uint32_t index) {
  auto out = default_config(spec.dir / fmt::format("node{}", index));
  const auto port = static_cast<std::uint16_t>(spec.base_port + kTestnetPortStep * index);
  out.name = fmt::format("node{}", index);
  out.p2p.listen = {"127.0.0.1", port};
  out.api.listen = {"127.0.0.1", static_cast<std::uint16_t>(port + 1)};
  if (!spec.explorer_dir.empty()) out.api.explorer_dir = fs::absolute(spec.explorer_dir).lexically_normal();
  out.log = spec.log;
  return out;
}

chain::Status check_spec(const TestnetSpec& spec) {
  if (spec.validators < chain::kMinValidators || spec.validators > chain::kMaxValidators) {
    return chain::invalid(
        fmt::format("--validators must be between {} and {}", chain::kMinValidators, chain::kMaxValidators));
  }
  if (spec.genesis.members.size() < spec.validators) {
    return chain::invalid(
        fmt::format("{} validators need as many members to operate them, and there are {}: add --member",
                    spec.validators, spec.genesis.members.size()));
  }
  if (spec.base_port == 0 || spec.base_port + kTestnetPortStep * spec.validators > 65'535) {
    return chain::invalid("--base-port leaves no room for the nodes' ports up to 65535");
  }
  std::error_code ignored;
  for (std::uint32_t i = 0; i < spec.validators; ++i) {
    const auto home = spec.dir / fmt::format("node{}", i);
    if (fs::exists(home, ignored))
      return chain::local_fault(home.string() + " exists already and is not overwritten; choose another --dir");
  }
  return {};
}

// Keys first: genesis names them.
chain::Result<chain::Genesis> genesis_with_validators(const TestnetSpec& spec, const std::vector<NodeConfig>& configs) {
  auto genesis = build_genesis(spec.genesis);
  if (!genesis) return genesis;
  for (std::size_t i = 0; i < configs.size(); ++i) {
    const auto keys = make_keys(configs[i]);
    if (!keys) return std::unexpected(keys.error());
    const auto& member = spec.genesis.members[i];
    const ValidatorSpec validator{member.name, chain::to_address(chain::account_id_of(member.policy)), keys->validator,
                                  keys->node, to_string(configs[i].p2p.listen)};
    if (auto ok = add_validator(*genesis, validator); !ok) return std::unexpected(ok.error());
  }
  if (auto ok = check_complete_genesis(*genesis); !ok) return std::unexpected(ok.error());
  return genesis;
}

Output report(const TestnetSpec& spec, const chain::Genesis& genesis, const std::vector<NodeConfig>& configs) {
  const auto context = chain::make_context(genesis);
  Output out;
  out.data["chain_id"] = genesis.chain_id;
  out.data["genesis_hash"] = chain::to_hex(context.genesis_hash.view());
  auto& nodes = out.data["nodes"].emplace_array();
  out.text = fmt::format("ledger {} ({} clock), genesis {}\n", genesis.chain_id, chain::enum_name(genesis.clock),
                         chain::to_hex(context.genesis_hash.view()));
  for (std::size_t i = 0; i < configs.size(); ++i) {
    const auto& c = configs[i];
    nodes.push_back({{"name", c.name},
                     {"home", c.home.string()},
                     {"operator", spec.genesis.members[i].name},
                     {"p2p", to_string(c.p2p.listen)},
                     {"api", to_string(c.api.listen)}});
    out.text += fmt::format("{}  p2p {}  API {}  operated by {}\n", c.name, to_string(c.p2p.listen),
                            to_string(c.api.listen), spec.genesis.members[i].name);
  }
  return out;
}

}  // namespace

Outcome<Output> init_testnet(const TestnetSpec& spec) {
  if (auto ok = check_spec(spec); !ok) return bad_input(ok.error());
  // Before any key is made: a genesis that does not serve leaves no folders behind.
  if (auto trial = build_genesis(spec.genesis); !trial) return bad_input(trial.error());
  std::vector<NodeConfig> configs;
  for (std::uint32_t i = 0; i < spec.validators; ++i) configs.push_back(config_of(spec, i));
  const auto genesis = genesis_with_validators(spec, configs);
  if (!genesis) return bad_input(genesis.error());
  for (const auto& config : configs) {
    if (auto made = create_home(config, *genesis); !made) return bad_input(made.error());
  }
  return report(spec, *genesis, configs);
}

}  // namespace xh::node
