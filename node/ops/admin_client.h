// Asks a node through its admin socket. Callers: `xinghuod testnet clock|status`, tests. Blocking, one connection a
// call; bounded by `timeout`. Errors: kNotFound when no node answers on the socket; kNotYet when it took too long or
// hung up; kInvalid with the node's own sentence when it refused.
#pragma once

#include <chrono>
#include <filesystem>

#include "node/ops/admin_protocol.h"

namespace xh::node {

inline constexpr std::chrono::milliseconds kAdminTimeout{10'000};

// The whole answer object of an accepted request.
[[nodiscard]] chain::Result<chain::json::object> ask_admin(const std::filesystem::path& socket,
                                                           const AdminRequest& request,
                                                           std::chrono::milliseconds timeout = kAdminTimeout);
[[nodiscard]] chain::Result<AdminStatus> ask_status(const std::filesystem::path& socket,
                                                    std::chrono::milliseconds timeout = kAdminTimeout);
[[nodiscard]] chain::Result<AdminStatus> ask_clock(const std::filesystem::path& socket, chain::Timestamp to,
                                                   std::chrono::milliseconds timeout = kAdminTimeout);

}  // namespace xh::node
