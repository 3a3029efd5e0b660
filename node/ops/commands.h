// The command line of xinghuod: which commands there are and what each does. Caller: main. Adapter of CLI11.
// A parsed command leaves its work in `chosen`; main runs it and shows what it gives (command.h).
#pragma once

#include <functional>

#include "node/ops/command.h"

namespace CLI {
class App;
}

namespace xh::node {

using ChosenCommand = std::function<Outcome<Output>()>;

void add_node_commands(CLI::App& app, ChosenCommand& chosen);     // init, keys, config, start, status, version
void add_genesis_commands(CLI::App& app, ChosenCommand& chosen);  // genesis new|add-validator|validate|hash
void add_testnet_commands(CLI::App& app, ChosenCommand& chosen);  // testnet ...

}  // namespace xh::node
