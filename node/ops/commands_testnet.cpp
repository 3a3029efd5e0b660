#include <CLI/CLI.hpp>
#include <memory>

#include "node/ops/commands.h"
#include "node/ops/genesis_options.h"
#include "node/ops/testnet.h"
#include "node/ops/testnet_clock.h"
#include "node/ops/time_text.h"

namespace xh::node {
namespace {

struct InitOptions {
  GenesisOptions genesis;
  TestnetSpec spec;
  std::string log_level = "info";
};

// Which nodes a command is about, and how long it may take.
struct Selection {
  std::string dir;
  std::optional<std::uint32_t> node;
  std::uint32_t wait_s = 60;
  std::size_t lines = 40;
  std::string to;
  std::string by;
  bool allow_down = false;

  [[nodiscard]] std::chrono::milliseconds timeout() const { return std::chrono::seconds(wait_s); }
};
using NodesCommand = Outcome<Output> (*)(const std::vector<TestnetNode>&, const Selection&);

std::optional<LogConfig::Level> log_level_of(std::string_view name) {
  using Level = LogConfig::Level;
  for (const auto level : {Level::kTrace, Level::kDebug, Level::kInfo, Level::kWarning, Level::kError}) {
    if (log_level_name(level) == name) return level;
  }
  return std::nullopt;
}

Outcome<Output> init_files(InitOptions options) {
  auto genesis = to_spec(options.genesis);
  if (!genesis) return bad_input(genesis.error());
  options.spec.genesis = std::move(*genesis);
  const auto level = log_level_of(options.log_level);
  if (!level) return fail(ExitCode::kUsage, "USAGE", "--log-level: unknown level '" + options.log_level + "'");
  options.spec.log.level = *level;
  return init_testnet(options.spec);
}

CLI::App* add_nodes_command(CLI::App& group, ChosenCommand& chosen, const std::shared_ptr<Selection>& selection,
                            const char* name, const char* help, NodesCommand run) {
  auto* const command = group.add_subcommand(name, help);
  command->add_option("--dir", selection->dir, "Folder with node0, node1, ...")->required();
  command->add_option("--node", selection->node, "Only this node (0, 1, ...)");
  command->callback([selection, run, &chosen] {
    chosen = [selection, run]() -> Outcome<Output> {
      const auto nodes = open_testnet(selection->dir, selection->node);
      if (!nodes) return std::unexpected(nodes.error());
      return run(*nodes, *selection);
    };
  });
  return command;
}

void add_wait(CLI::App& command, Selection& selection) {
  command.add_option("--wait", selection.wait_s, "Seconds to wait")->capture_default_str();
}

void add_init_files(CLI::App& group, ChosenCommand& chosen) {
  auto* const command = group.add_subcommand("init-files", "Make the homes of N validators and their genesis");
  const auto options = std::make_shared<InitOptions>();
  options->genesis.clock = "driven";
  command->add_option("--dir", options->spec.dir, "Folder to make node0, node1, ... in")->required();
  command->add_option("--validators", options->spec.validators, "How many; the first N members operate one each")
      ->capture_default_str();
  command->add_option("--base-port", options->spec.base_port, "Node i: p2p at base + 10 i, API one above")
      ->capture_default_str();
  command->add_option("--explorer-dir", options->spec.explorer_dir, "Static pages that every node serves");
  command->add_option("--log-level", options->log_level, "trace, debug, info, warning or error")->capture_default_str();
  add_genesis_options(*command, options->genesis);
  command->callback([options, &chosen] { chosen = [options] { return init_files(*options); }; });
}

void add_life_commands(CLI::App& group, ChosenCommand& chosen) {
  const auto selection = std::make_shared<Selection>();
  const NodesCommand start = [](const auto& nodes, const Selection& s) { return start_nodes(nodes, s.timeout()); };
  add_wait(*add_nodes_command(group, chosen, selection, "up", "Start the nodes and wait until they answer", start),
           *selection);
  add_wait(*add_nodes_command(group, chosen, selection, "start", "Start a node again (--node)", start), *selection);
  add_wait(*add_nodes_command(group, chosen, selection, "down", "Stop the nodes cleanly and wait",
                              [](const auto& nodes, const Selection& s) { return stop_nodes(nodes, s.timeout()); }),
           *selection);
  auto* const kill =
      add_nodes_command(group, chosen, selection, "kill", "End a node at once, as a crash would (--node)",
                        [](const auto& nodes, const Selection&) { return kill_nodes(nodes); });
  kill->get_option("--node")->required();
  add_nodes_command(group, chosen, selection, "status", "What runs and how far it is; exit 5 unless all answer",
                    [](const auto& nodes, const Selection&) { return testnet_status(nodes); });
  add_nodes_command(group, chosen, selection, "logs", "The end of the nodes' logs",
                    [](const auto& nodes, const Selection& s) { return testnet_logs(nodes, s.lines); })
      ->add_option("--lines", selection->lines, "Lines of each")
      ->capture_default_str();
}

Outcome<Output> set_to(const std::vector<TestnetNode>& nodes, const Selection& s) {
  const auto to = parse_time(s.to);
  if (!to) return bad_input(to.error());
  return set_clock(nodes, *to, s.allow_down);
}

Outcome<Output> advance_by(const std::vector<TestnetNode>& nodes, const Selection& s) {
  const auto by = parse_duration_ms(s.by);
  if (!by) return bad_input(by.error());
  return advance_clock(nodes, *by, s.allow_down);
}

void add_clock_commands(CLI::App& group, ChosenCommand& chosen) {
  auto* const clock = group.add_subcommand("clock", "Ledger time of a testnet with a driven clock");
  clock->require_subcommand(1);
  const auto selection = std::make_shared<Selection>();
  add_nodes_command(*clock, chosen, selection, "show", "Ledger time of each node",
                    [](const auto& nodes, const Selection&) { return show_clock(nodes); });
  auto* const set =
      add_nodes_command(*clock, chosen, selection, "set", "Set all nodes to a time, never backwards", &set_to);
  set->add_option("--to", selection->to, "RFC 3339 or ms since 1970 UTC")->required();
  auto* const advance = add_nodes_command(*clock, chosen, selection, "advance",
                                          "Move all nodes on from the latest of their times", &advance_by);
  advance->add_option("--by", selection->by, "1d, 12h, 30m, 15s, 500ms or 1d12h")->required();
  for (auto* const command : {set, advance}) {
    command->add_flag("--allow-down", selection->allow_down, "Leave out nodes that do not answer");
  }
}

}  // namespace

void add_testnet_commands(CLI::App& app, ChosenCommand& chosen) {
  auto* const group = app.add_subcommand("testnet", "A ledger of several nodes on this machine");
  group->require_subcommand(1);
  add_init_files(*group, chosen);
  add_life_commands(*group, chosen);
  add_clock_commands(*group, chosen);
}

}  // namespace xh::node
