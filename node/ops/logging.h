// The process's log: spdlog's default logger on standard error, as text for people or one JSON object a line for
// collectors. Caller: `xinghuod start`, once, before the node runs. Adapter of spdlog's set-up; the rest of the node
// logs through spdlog's functions.
#pragma once

#include <string>

#include "node/config/config.h"

namespace xh::node {

void set_up_logging(const LogConfig& config, const std::string& node_name);
void log_warning(const std::string& message);

}  // namespace xh::node
