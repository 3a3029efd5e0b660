// Makes a node's home: folders (0700), keys (0600), config.toml, genesis.json, and epoch 0's voting journal for a key
// that was made here and never had one. A mark beside such a key, `validator_key.unused`, says so until then: a key
// that was brought from elsewhere may have signed already.
//
// Callers: `xinghuod init`, `keys gen`, `testnet init-files`. Invariant: nothing that exists is overwritten; what would
// be in the way is found before anything is written. Keys that `keys gen` made earlier are kept: an operator needs them
// before there is a genesis.
#pragma once

#include <filesystem>
#include <string_view>

#include "chain/ledger/genesis.h"
#include "chain/primitives/result.h"
#include "node/config/config.h"

namespace xh::node {

struct HomeKeys {
  chain::NodeKey node;
  chain::PublicKey validator;
  bool has_first_journal = false;  // of create_home: without it the key signs nothing before the next epoch
};

// Both keys of a home, made where they are missing. kLocal when one is damaged or cannot be written.
[[nodiscard]] chain::Result<HomeKeys> make_keys(const NodeConfig& config);
// Reads what is there. Errors as of the loaders.
[[nodiscard]] chain::Result<HomeKeys> read_keys(const NodeConfig& config);

// Folders, keys, epoch 0's journal (see above), genesis and config file. kLocal when config.toml or genesis.json
// exists.
[[nodiscard]] chain::Result<HomeKeys> create_home(const NodeConfig& config, const chain::Genesis& genesis);

}  // namespace xh::node
