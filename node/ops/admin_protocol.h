// The admin protocol: how an operator on the node's own machine talks to it, over the Unix socket <data>/admin.sock
// (mode 0600: whoever owns the node's files may use it, no one else). One request line, one answer line, both JSON
// objects ending in '\n', at most kMaxAdminLineBytes; then either side may go on with the next request or close.
//
//   {"command":"status"}                 -> {"ok":true,"status":{...AdminStatus}}
//   {"command":"clock","set_ms":N}       -> {"ok":true,"status":{...}} after the ledger clock stands at N; driven clock
//   only, never backwards
//   {"command":"stop"}                   -> {"ok":true}; the node then stops as on SIGTERM
//   anything refused                     -> {"ok":false,"error":"SENTENCE"}
//
// Callers: node/ops/admin_server (transport), node/app/runtime (handler), node/ops/admin_client.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <tuple>

#include "chain/codec/json.h"
#include "chain/ledger/genesis.h"
#include "chain/primitives/types.h"

namespace xh::node {

inline constexpr std::size_t kMaxAdminLineBytes = 64 * 1024;
inline constexpr std::size_t kMaxAdminConnections = 16;

inline constexpr std::string_view kAdminStatus = "status";
inline constexpr std::string_view kAdminClock = "clock";
inline constexpr std::string_view kAdminStop = "stop";

struct AdminRequest {
  std::string command;
  std::optional<std::int64_t> set_ms;  // clock: ledger time to set, ms since 1970 UTC

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("command", &AdminRequest::command, 32),
                      chain::field<2>("set_ms", &AdminRequest::set_ms));
  }
  friend bool operator==(const AdminRequest&, const AdminRequest&) = default;
};

struct AdminStatus {
  std::string name;
  std::string chain_id;
  chain::ClockMode clock = chain::ClockMode::kReal;
  chain::Timestamp ledger_time;  // the ledger clock now
  chain::Height height;          // last finalized
  chain::Timestamp block_time;   // of the last finalized block
  std::uint32_t peers_up = 0;

  static constexpr auto fields() {
    return std::tuple(
        chain::field<1>("name", &AdminStatus::name, 128), chain::field<2>("chain_id", &AdminStatus::chain_id, 48),
        chain::field<3>("clock", &AdminStatus::clock), chain::field<4>("ledger_time", &AdminStatus::ledger_time),
        chain::field<5>("height", &AdminStatus::height), chain::field<6>("block_time", &AdminStatus::block_time),
        chain::field<7>("peers_up", &AdminStatus::peers_up));
  }
  friend bool operator==(const AdminStatus&, const AdminStatus&) = default;
};

// Answers one parsed request object; called on the server's io_context thread. It must not block for long and must not
// throw.
using AdminHandler = std::function<chain::json::object(const chain::json::object&)>;

[[nodiscard]] chain::json::object admin_ok();
[[nodiscard]] chain::json::object admin_ok(const AdminStatus& status);
[[nodiscard]] chain::json::object admin_error(std::string_view sentence);

}  // namespace xh::node
