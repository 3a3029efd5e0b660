// xinghuod: a node of the ledger and the tools of those who run it. Commands are in node/ops/commands_*.
#include <CLI/CLI.hpp>
#include <map>

#include "node/ops/commands.h"

int main(int argc, char** argv) {
  using namespace xh::node;
  CLI::App app("xinghuod - node of the Xinghuo ledger", "xinghuod");
  app.require_subcommand(1);
  app.fallthrough();
  auto format = OutputFormat::kText;
  app.add_option("-o,--output", format, "text or json")
      ->transform(CLI::CheckedTransformer(
          std::map<std::string, OutputFormat>{{"text", OutputFormat::kText}, {"json", OutputFormat::kJson}}))
      ->option_text("text|json");
  ChosenCommand chosen;
  add_node_commands(app, chosen);
  add_genesis_commands(app, chosen);
  add_testnet_commands(app, chosen);
  try {
    app.parse(argc, argv);
  } catch (const CLI::Success& wanted) {
    return app.exit(wanted);  // --help
  } catch (const CLI::ParseError& error) {
    app.exit(error, std::cerr, std::cerr);
    return static_cast<int>(ExitCode::kUsage);
  }
  return show(chosen(), format);
}
