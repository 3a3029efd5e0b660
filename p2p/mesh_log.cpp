#include "p2p/mesh_log.h"

#include <utility>

namespace xh::p2p {

void MeshLog::stranger(Clock::time_point now, std::string text) {
  if (now - window_began_ >= std::chrono::milliseconds(kWarningWindowMs)) {
    if (in_window_ > kWarningsPerWindow) {
      line(LogLevel::kWarn, "p2p: " + std::to_string(in_window_ - kWarningsPerWindow) + " more such warnings left out");
    }
    window_began_ = now;
    in_window_ = 0;
  }
  if (++in_window_ <= kWarningsPerWindow) line(LogLevel::kWarn, std::move(text));
}

}  // namespace xh::p2p
