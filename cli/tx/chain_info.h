// Which ledger a command speaks to. A genesis file, when there is one, is believed before any node: a node of another
// ledger is refused.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

#include "chain/ledger/genesis.h"
#include "cli/api/api_client.h"
#include "cli/exit_code.h"

namespace xh::cli {

struct ChainInfo {
  std::string chain_id;
  chain::Hash256 genesis_hash;
  chain::ChainTag tag;
};

struct LedgerStatus {
  ChainInfo chain;
  bool driven_clock = false;  // ledger time is moved by operators: expiries count from the last block
  chain::Timestamp block_time;
  json::object document;  // the node's own words
  std::uint64_t height = 0;
  std::string node;
};

[[nodiscard]] Outcome<chain::Genesis> read_genesis(const std::filesystem::path& path);  // exit 3
[[nodiscard]] ChainInfo chain_info_of(const chain::Genesis& genesis);

// GET /v1/status; `expected`: exit 3 when the node's ledger is another one.
[[nodiscard]] Outcome<LedgerStatus> fetch_status(ApiClient& api, const std::optional<ChainInfo>& expected);
// Takes a status document apart (tests, doctor).
[[nodiscard]] Outcome<LedgerStatus> read_status(const Answer& answer, const std::optional<ChainInfo>& expected);

}  // namespace xh::cli
