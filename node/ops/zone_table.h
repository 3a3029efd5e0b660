// On-chain zone tables (chain/ledger/genesis.h, Zone) made from the zone files of the machine that makes the genesis.
// The ledger itself reads only its tables, so that an update of a machine's zone files never changes a result
// (architecture, decision 8).
//
// Caller: the genesis tool. Adapter of libhowardhinnant-date: its exceptions end here. Covers 1970-01-01 to 2100-01-01
// UTC; where a zone's file ends earlier, its POSIX rule goes on (posix_tz.h).
#pragma once

#include <string>
#include <string_view>

#include "chain/ledger/genesis.h"
#include "chain/primitives/result.h"

namespace xh::node {

inline constexpr std::int64_t kZoneTableEndYear = 2100;

// kInvalid: no such zone on this machine. kLocal: its file cannot be read.
[[nodiscard]] chain::Result<chain::Zone> make_zone(std::string_view iana_name);
// Version of the machine's zone files, e.g. "2026a"; empty when they do not say.
[[nodiscard]] std::string zone_data_version();

}  // namespace xh::node
