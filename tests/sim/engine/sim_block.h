// Blocks of the fake application: a parent link and transaction numbers. The id is a hash of everything.
#pragma once

#include <cstdint>
#include <optional>
#include <vector>

#include "consensus/types.h"

namespace xh::sim {

struct SimBlock {
  consensus::BlockInfo info;
  std::vector<std::uint64_t> transactions;
  std::uint64_t salt = 0;  // makes a liar's two blocks different
  bool rotten = false;     // the executor rejects it
};

[[nodiscard]] chain::BlockId id_of(const SimBlock& block);
[[nodiscard]] SimBlock sealed(SimBlock block);  // with its id
[[nodiscard]] SimBlock genesis_block();

}  // namespace xh::sim
