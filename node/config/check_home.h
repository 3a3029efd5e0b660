// Does everything that a config names serve? Checked before a node starts, so that an operator learns it in one
// sentence and not from a crash. Callers: `xinghuod start` and `xinghuod config validate`. Reads files, changes
// nothing.
#pragma once

#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <vector>

#include "chain/primitives/bytes.h"
#include "node/config/config.h"

namespace xh::node {

struct HomeReport {
  std::string chain_id;
  chain::Hash256 genesis_hash;
  chain::NodeKey node_key;
  std::optional<chain::PublicKey> validator_key;  // nothing: the node follows only
  std::optional<std::uint32_t> validator_index;   // in genesis; governance may have added the key later
  std::vector<std::string> warnings;              // odd, but may be meant
};

// Errors: genesis missing or unfit, a key missing, damaged or readable by others, data folder missing, explorer folder
// missing.
[[nodiscard]] std::expected<HomeReport, ConfigError> check_home(const NodeConfig& config);

}  // namespace xh::node
