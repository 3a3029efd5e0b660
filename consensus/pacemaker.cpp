#include "consensus/pacemaker.h"

#include <algorithm>

namespace xh::consensus {

Duration current_delta(const Config& config, std::uint64_t unfinalized) {
  const std::int64_t cap = std::max(config.delta.value, config.timeout_cap.value / 3);
  std::int64_t delta = config.delta.value;
  const std::uint64_t flat = config.set.max_faulty() + 1;
  for (std::uint64_t k = flat; k < unfinalized && delta < cap; ++k) delta += std::max<std::int64_t>(delta / 2, 1);
  return Duration(std::min(delta, cap));
}

bool Timers::take_fired(TimerKind kind, SteadyTime now) {
  auto& wanted = wanted_[index(kind)];
  announced_[index(kind)].reset();
  if (!wanted || now < *wanted) return false;
  wanted.reset();
  return true;
}

std::vector<Action> Timers::changes() {
  std::vector<Action> out;
  for (std::size_t i = 0; i < kTimerKinds; ++i) {
    if (wanted_[i] == announced_[i]) continue;
    announced_[i] = wanted_[i];
    const auto kind = static_cast<TimerKind>(i);
    if (wanted_[i]) {
      out.emplace_back(SetTimer{kind, *wanted_[i]});
    } else {
      out.emplace_back(CancelTimer{kind});
    }
  }
  return out;
}

}  // namespace xh::consensus
