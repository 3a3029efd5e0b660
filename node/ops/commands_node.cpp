#include <CLI/CLI.hpp>
#include <cstdlib>
#include <memory>

#include "chain/codec/json.h"
#include "chain/ledger/block.h"
#include "node/app/runtime.h"
#include "node/app/version.h"
#include "node/config/check_home.h"
#include "node/config/genesis_file.h"
#include "node/ops/commands.h"
#include "node/ops/home.h"
#include "node/ops/http_client.h"
#include "node/ops/logging.h"

namespace xh::node {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

struct NodeOptions {
  std::string home;
  std::string genesis;
  std::string name;
  std::string api;
};

// The config of a home, or the defaults when none is written yet: keys are made before there is a genesis.
Outcome<NodeConfig> config_or_default(const std::string& home) {
  std::error_code ignored;
  if (!fs::exists(config_file_of(home), ignored)) return default_config(home);
  auto config = load_config(home);
  if (!config) return config_failure(config.error());
  return *config;
}

Output keys_output(const NodeConfig& config, const HomeKeys& keys) {
  const auto validator = chain::to_hex(keys.validator.view());
  const auto node = chain::to_hex(keys.node.view());
  Output out;
  out.data["home"] = config.home.string();
  out.data["validator_key"] = validator;
  out.data["node_key"] = node;
  out.text = "validator key  " + validator + "\nnode key       " + node + "\n";
  return out;
}

Outcome<Output> init(const NodeOptions& options) {
  const auto genesis = load_genesis(options.genesis);
  if (!genesis) return bad_input(genesis.error());
  auto config = default_config(options.home);
  config.name = options.name.empty() ? config.home.filename().string() : options.name;
  const auto keys = create_home(config, *genesis);
  if (!keys) return bad_input(keys.error());
  auto out = keys_output(config, *keys);
  out.data["config"] = config_file_of(config.home).string();
  out.text = "made " + config.home.string() + " for ledger " + genesis->chain_id + "; settings in " +
             config_file_of(config.home).string() + "\n" + out.text;
  out.data["has_journal"] = keys->has_first_journal;
  if (!keys->has_first_journal)
    out.text +=
        "this key may have been used before: it has no voting journal here and signs nothing until the next epoch\n";
  return out;
}

Outcome<Output> keys_gen(const NodeOptions& options) {
  const auto config = config_or_default(options.home);
  if (!config) return std::unexpected(config.error());
  std::error_code ignored;
  if (fs::exists(config->node_key_file, ignored) && fs::exists(config->validator_key_file, ignored)) {
    return fail(ExitCode::kKey, "KEY_EXISTS",
                "both keys of " + config->home.string() + " exist already and are not overwritten");
  }
  const auto keys = make_keys(*config);
  if (!keys) return fail(ExitCode::kKey, "KEY", keys.error().message);
  return keys_output(*config, *keys);
}

Outcome<Output> keys_show(const NodeOptions& options) {
  const auto config = config_or_default(options.home);
  if (!config) return std::unexpected(config.error());
  const auto keys = read_keys(*config);
  if (!keys) return fail(ExitCode::kKey, "KEY", keys.error().message);
  return keys_output(*config, *keys);
}

Outcome<Output> config_validate(const NodeOptions& options) {
  const auto config = load_config(options.home);
  if (!config) return config_failure(config.error());
  const auto report = check_home(*config);
  if (!report) return config_failure(report.error());
  Output out;
  out.data["chain_id"] = report->chain_id;
  out.data["genesis_hash"] = chain::to_hex(report->genesis_hash.view());
  if (report->validator_index) out.data["validator_index"] = *report->validator_index;
  auto& warnings = out.data["warnings"].emplace_array();
  out.text = config_file_of(config->home).string() + " serves: ledger " + report->chain_id + ", " +
             (report->validator_index ? "validator " + std::to_string(*report->validator_index) + " of genesis"
                                      : "not a validator of genesis") +
             "\n";
  for (const auto& warning : report->warnings) {
    warnings.emplace_back(warning);
    out.text += "warning: " + warning + "\n";
  }
  return out;
}

Outcome<Output> start(const NodeOptions& options) {
  const auto config = load_config(options.home);
  if (!config) return config_failure(config.error());
  const auto report = check_home(*config);
  if (!report) return config_failure(report.error());
  set_up_logging(config->log, config->name);
  for (const auto& warning : report->warnings) log_warning(warning);
  Output out;
  out.exit = static_cast<ExitCode>(run_node(*config));
  return out;
}

// "height: 12" and, for what is nested, "validators.0.name: union".
void flatten(const json::value& value, const std::string& path, std::string& out) {
  const auto below = [&](std::string_view name) {
    return path.empty() ? std::string(name) : path + "." + std::string(name);
  };
  if (const auto* object = value.if_object()) {
    for (const auto& [name, member] : *object) flatten(member, below(name), out);
  } else if (const auto* list = value.if_array()) {
    for (std::size_t i = 0; i < list->size(); ++i) flatten((*list)[i], below(std::to_string(i)), out);
  } else {
    out += path + ": " + (value.is_string() ? std::string(value.get_string()) : json::serialize(value)) + "\n";
  }
}

Outcome<HostPort> api_address(const NodeOptions& options) {
  if (options.api.empty()) {
    const auto config = load_config(options.home);
    if (!config) return config_failure(config.error());
    return reachable(config->api.listen);
  }
  const auto address = parse_host_port(options.api);
  if (!address) return fail(ExitCode::kUsage, "USAGE", "--api '" + options.api + "' " + address.error());
  return *address;
}

Outcome<Output> status(const NodeOptions& options) {
  const auto server = api_address(options);
  if (!server) return std::unexpected(server.error());
  const auto answer = http_get(*server, "/v1/status", std::chrono::seconds(10));
  if (!answer) return fail(ExitCode::kNetwork, "NO_ANSWER", answer.error().message + "; is the node running?");
  const auto body = chain::parse_json(answer->body);
  if (answer->status != 200 || !body || !body->is_object()) {
    return fail(ExitCode::kNetwork, "BAD_ANSWER",
                to_string(*server) + " answered " + std::to_string(answer->status) + ", which is no node's status");
  }
  const auto* const data = body->get_object().if_contains("data");
  Output out;
  out.data = data != nullptr && data->is_object() ? data->get_object() : body->get_object();
  flatten(out.data, "", out.text);
  return out;
}

Outcome<Output> version(const NodeOptions&) {
  Output out;
  out.data["version"] = node::version();
  out.data["protocol_version"] = chain::kProtocolVersion;
  out.text =
      "xinghuod " + std::string(node::version()) + ", protocol " + std::to_string(chain::kProtocolVersion) + "\n";
  return out;
}

using Run = Outcome<Output> (*)(const NodeOptions&);

CLI::App* add_command(CLI::App& parent, ChosenCommand& chosen, const std::shared_ptr<NodeOptions>& options,
                      const char* name, const char* help, Run run) {
  auto* const command = parent.add_subcommand(name, help);
  command->callback([options, run, &chosen] { chosen = [options, run] { return run(*options); }; });
  return command;
}

CLI::Option* add_home(CLI::App& command, NodeOptions& options) {
  return command.add_option("--home", options.home, "The node's folder");
}

CLI::App* add_group(CLI::App& app, const char* name, const char* help) {
  auto* const group = app.add_subcommand(name, help);
  group->require_subcommand(1);
  return group;
}

}  // namespace

void add_node_commands(CLI::App& app, ChosenCommand& chosen) {
  const auto options = std::make_shared<NodeOptions>();
  const auto with_home = [&](CLI::App& parent, const char* name, const char* help, Run run) {
    auto* const command = add_command(parent, chosen, options, name, help, run);
    add_home(*command, *options)->required();
    return command;
  };
  auto* const init_command = with_home(app, "init", "Make a node's home for a genesis", &init);
  init_command->add_option("--genesis", options->genesis, "Genesis file of the ledger")->required();
  init_command->add_option("--name", options->name, "Name in logs (default: the folder's)");
  auto* const keys = add_group(app, "keys", "A node's two keys");
  with_home(*keys, "gen", "Make those that are missing", &keys_gen);
  with_home(*keys, "show", "Public keys, for `genesis add-validator`", &keys_show);
  with_home(*add_group(app, "config", "A node's settings"), "validate", "Can the node start? Exit 3 if not",
            &config_validate);
  with_home(app, "start", "Run the node until SIGTERM", &start);
  auto* const status_command =
      add_command(app, chosen, options, "status", "Ask a running node through its API", &status);
  auto* const home = add_home(*status_command, *options);
  auto* const api = status_command->add_option("--api", options->api, "host:port, in place of --home");
  api->excludes(home);
  status_command->require_option(1);
  add_command(app, chosen, options, "version", "Version of program and protocol", &version);
}

}  // namespace xh::node
