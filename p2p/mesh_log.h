// MeshLog: the log callback, with a brake on lines that strangers can cause, so that a flood of connections does not
// become a flood of log lines. Threading: line() from any thread (as the sink allows); stranger() on the network thread
// only.
#pragma once

#include <cstdint>
#include <string>

#include "p2p/mesh.h"
#include "p2p/peer_health.h"

namespace xh::p2p {

class MeshLog {
 public:
  explicit MeshLog(LogSink sink) : sink_(std::move(sink)) {}

  void line(LogLevel level, std::string text) const {
    if (sink_) sink_(level, std::move(text));
  }
  // A warning that outsiders can provoke: at most kWarningsPerWindow per kWarningWindowMs, then a count of what was
  // left out.
  void stranger(Clock::time_point now, std::string text);

 private:
  LogSink sink_;
  Clock::time_point window_began_{};
  std::uint32_t in_window_ = 0;
};

}  // namespace xh::p2p
