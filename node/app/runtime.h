// The node's life: opens the data folder, joins the network, serves the API, until it is told to stop or cannot go on.
//
// Caller: node/main (`xinghuod start`), once a process. Blocks until the node has stopped. Logs go to spdlog's default logger, which the
// caller has set up (node/ops/logging.h). SIGTERM and SIGINT stop it cleanly.
// Gives the process's exit code: 0 after a clean stop, 1 when the node could not go on, 3 when files that config names do not serve, 6 when
// a port cannot be bound.
#pragma once

#include "node/config/config.h"

namespace xh::node {

[[nodiscard]] int run_node(const NodeConfig& config);

}  // namespace xh::node
