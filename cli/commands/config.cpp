// config show | set
#include "chain/codec/json.h"
#include "cli/commands/commands.h"

namespace xh::cli {
namespace {

struct ConfigOptions {
  std::vector<std::string> nodes;
  std::string genesis;
  std::string language;
};

Outcome<Document> show_config(Session& session) {
  const auto config = session.config();
  if (!config) return std::unexpected(config.error());
  json::object out = chain::to_json(*config);
  out["home"] = session.home().string();
  return Document{.data = std::move(out)};
}

Outcome<Document> set_config(Session& session, const ConfigOptions& options) {
  auto config = session.config();
  if (!config) return std::unexpected(config.error());
  for (const auto& node : options.nodes) {
    if (auto ok = check_node_url(node); !ok) return usage_error(ok.error().message);
  }
  if (!options.nodes.empty()) config->nodes = options.nodes;
  if (!options.language.empty()) config->language = options.language;
  if (!options.genesis.empty()) {
    const auto absolute = std::filesystem::absolute(options.genesis);
    if (const auto genesis = read_genesis(absolute); !genesis) return std::unexpected(genesis.error());
    config->genesis = absolute.string();
  }
  if (auto saved = session.save(*config); !saved) return std::unexpected(saved.error());
  return show_config(session);
}

}  // namespace

void add_config_commands(CLI::App& app, Session& session) {
  CLI::App& config =
      *app.add_subcommand("config", "nodes, genesis and language of this home folder")->require_subcommand(1);
  add_command<NoOptions>(config, session, "show", "what is configured", no_options,
                         [&session](const NoOptions&) { return show_config(session); });
  add_command<ConfigOptions>(
      config, session, "set", "change what is configured",
      [](CLI::App& command, ConfigOptions& state) {
        command.add_option("--set-node", state.nodes, "node addresses, tried in turn: http://host:port")
            ->allow_extra_args(false);
        command.add_option("--set-genesis", state.genesis, "the ledger's genesis.json");
        command.add_option("--set-lang", state.language, "zh-CN or en")->check(CLI::IsMember({"zh-CN", "en"}));
      },
      [&session](const ConfigOptions& state) { return set_config(session, state); });
}

}  // namespace xh::cli
