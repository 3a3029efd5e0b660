// The options that `genesis new` and `testnet init-files` share, and what they mean.
#pragma once

#include <string>
#include <vector>

#include "node/ops/genesis_builder.h"

namespace CLI {
class App;
}

namespace xh::node {

struct GenesisOptions {
  std::string chain_id;
  std::string time;
  std::string clock = "real";
  std::vector<std::string> members;
  std::vector<std::string> zones;
  std::vector<std::string> holiday_files;  // empty: the Chinese table that comes with the program
  std::vector<std::string> parameters;
  std::string blinding;  // empty: random
  chain::ConsensusParams consensus;
};

void add_genesis_options(CLI::App& command, GenesisOptions& options);

// kInvalid names the option; kNotFound a missing holiday file.
[[nodiscard]] chain::Result<GenesisSpec> to_spec(const GenesisOptions& options);

}  // namespace xh::node
