// The numbers that genesis has to bring for the contracts engine, identity, lxr and contribution, with the fixture's
// defaults and where each comes from. Who calls: genesis tools and tests; the ledger itself reads the genesis
// parameters only. Immutable.
#pragma once

#include <string_view>
#include <vector>

#include "chain/ledger/genesis.h"
#include "contracts/engine/registry.h"

namespace xh::contracts {

// The zone of days, years and cut-offs (OP-06).
inline constexpr std::string_view kUnionZone = "Asia/Shanghai";

// A validator keeps a snapshot of the state at each finalized height that this many blocks divide; 0: none.
inline constexpr std::string_view kSnapshotBlocks = "engine.snapshot_blocks";
inline constexpr std::int64_t kSnapshotBlocksDefault = 2'000;

// All of them, in force from `from`.
[[nodiscard]] std::vector<chain::Parameter> default_parameters(chain::Timestamp from);

// Values that these contracts can compute with: refuses (kInvalid, by name) a price, factor or number of days that is
// negative or absurd. Names of other contracts pass.
[[nodiscard]] chain::Status check_ranges(const std::vector<chain::Parameter>& parameters);

// Declares every default whose name begins with `prefix` as required.
void require_parameters(Registry& registry, std::string_view prefix);

}  // namespace xh::contracts
