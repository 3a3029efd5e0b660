#include "p2p/peer_health.h"

#include <algorithm>

namespace xh::p2p {

std::chrono::milliseconds Backoff::next(std::uint64_t jitter) {
  const std::uint64_t half = current_ms_ / 2;
  const std::uint64_t delay = (current_ms_ - half) + jitter % (half + 1);
  current_ms_ = current_ms_ > cap_ms_ / 2 ? cap_ms_ : current_ms_ * 2;
  return std::chrono::milliseconds(delay);
}

std::uint32_t PeerScore::value(Clock::time_point now) const {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(now - since_).count();
  const auto decayed = static_cast<std::uint64_t>(std::max<std::int64_t>(seconds, 0)) * kScoreDecayPerSecond;
  return decayed >= points_ ? 0 : points_ - static_cast<std::uint32_t>(decayed);
}

bool PeerScore::add(Clock::time_point now, std::uint32_t points, std::uint32_t ban_ms) {
  if (banned(now)) return false;
  const auto before = value(now);
  // Whole seconds only are settled, so that many small additions do not stop the decay.
  const auto whole = std::chrono::duration_cast<std::chrono::seconds>(now - since_);
  since_ = before == 0 ? now : since_ + whole;
  points_ = before + std::min(points, kBanScore);
  if (points_ < kBanScore) return false;
  points_ = 0;
  banned_until_ = now + std::chrono::milliseconds(ban_ms);
  return true;
}

std::chrono::milliseconds PeerScore::ban_left(Clock::time_point now) const {
  if (!banned(now)) return std::chrono::milliseconds(0);
  return std::chrono::duration_cast<std::chrono::milliseconds>(banned_until_ - now) + std::chrono::milliseconds(1);
}

}  // namespace xh::p2p
