#include "node/ops/commands.h"

#include <CLI/CLI.hpp>
#include <iostream>
#include <string>

namespace xh::node {
namespace {

int usage_error(const CLI::App& app, const CLI::ParseError& error) {
  // CLI11 looks for a missing command before it looks at a word it does not know.
  const auto unknown = app.remaining(true);
  if (unknown.empty()) {
    app.exit(error, std::cerr, std::cerr);
  } else {
    std::cerr << "xinghuod: unknown word '" << unknown.front() << "'\nRun with --help for more information.\n";
  }
  return static_cast<int>(ExitCode::kUsage);
}

}  // namespace

int run_command_line(int argc, const char* const* argv) {
  CLI::App app("xinghuod - node of the Xinghuo ledger", "xinghuod");
  app.require_subcommand(1);
  app.fallthrough();
  std::string format = "text";
  app.add_option("-o,--output", format, "text or json")
      ->check(CLI::IsMember({"text", "json"}))
      ->option_text("text|json");
  ChosenCommand chosen;
  add_node_commands(app, chosen);
  add_genesis_commands(app, chosen);
  add_snapshot_commands(app, chosen);
  add_replay_command(app, chosen);
  add_testnet_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& help) {
    return app.exit(help);
  } catch (const CLI::ParseError& error) {
    return usage_error(app, error);
  }
  return show(chosen(), format == "json" ? OutputFormat::kJson : OutputFormat::kText);
}

}  // namespace xh::node
