// The command line of xinghuod: which commands there are and what each does. Adapter of CLI11.
#pragma once

#include <functional>

#include "node/ops/command.h"

namespace CLI {
class App;
}

namespace xh::node {

// Parses, runs, prints (command.h). Gives the process's exit code; 2 when the words make no command. Caller: main.
[[nodiscard]] int run_command_line(int argc, const char* const* argv);

// A parsed command leaves its work here; it runs once the whole line has been read.
using ChosenCommand = std::function<Outcome<Output>()>;

void add_node_commands(CLI::App& app, ChosenCommand& chosen);      // init, keys, config, start, status, version
void add_genesis_commands(CLI::App& app, ChosenCommand& chosen);   // genesis new|add-validator|validate|hash
void add_snapshot_commands(CLI::App& app, ChosenCommand& chosen);  // snapshot create|list|verify
void add_replay_command(CLI::App& app, ChosenCommand& chosen);     // replay
void add_testnet_commands(CLI::App& app, ChosenCommand& chosen);   // testnet ...

}  // namespace xh::node
