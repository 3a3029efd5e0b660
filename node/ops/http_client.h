// A plain HTTP GET for operators' commands: is the node alive, what does it say. Blocking, one request a connection.
// Limits: kMaxHttpAnswerBytes, `timeout` for the whole exchange. Errors are kNotYet (nobody answers, too slow, cut
// off).
#pragma once

#include <chrono>
#include <string>

#include "chain/primitives/result.h"
#include "node/config/config.h"

namespace xh::node {

inline constexpr std::size_t kMaxHttpAnswerBytes = 4 * 1024 * 1024;

struct HttpAnswer {
  unsigned status = 0;
  std::string body;
};

// `target` begins with '/'.
[[nodiscard]] chain::Result<HttpAnswer> http_get(const HostPort& server, const std::string& target,
                                                 std::chrono::milliseconds timeout);

// Where to ask a node that listens there: 0.0.0.0 and :: mean this machine.
[[nodiscard]] HostPort reachable(const HostPort& listen);

}  // namespace xh::node
