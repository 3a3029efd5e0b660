// Timers as deadlines, and how long a view may take (R1, R9). The engine sets and clears deadlines while it thinks;
// changes() then gives the SetTimer and CancelTimer actions that bring the driver's timers in line, once a step.
// Confined to the engine's thread.
#pragma once

#include <array>
#include <optional>
#include <vector>

#include "consensus/action.h"
#include "consensus/config.h"
#include "consensus/event.h"

namespace xh::consensus {

// R9: delta, flat for f + 1 unfinalized views, then x 1.5 a view, up to a third of the cap. `unfinalized` counts the
// views left since the last finalization. Integer arithmetic.
[[nodiscard]] Duration current_delta(const Config& config, std::uint64_t unfinalized);

class Timers {
 public:
  void set(TimerKind kind, SteadyTime at) { wanted_[index(kind)] = at; }
  void cancel(TimerKind kind) { wanted_[index(kind)].reset(); }
  void cancel_all() { wanted_.fill(std::nullopt); }
  [[nodiscard]] bool armed(TimerKind kind) const { return wanted_[index(kind)].has_value(); }

  // True when the timer of this kind is armed and its time has come; it is disarmed then. An early or stale report is
  // false, and an early one is armed with the driver again.
  [[nodiscard]] bool take_fired(TimerKind kind, SteadyTime now);

  // The actions since the last call.
  [[nodiscard]] std::vector<Action> changes();

 private:
  static std::size_t index(TimerKind kind) { return static_cast<std::size_t>(kind); }

  std::array<std::optional<SteadyTime>, kTimerKinds> wanted_;
  std::array<std::optional<SteadyTime>, kTimerKinds> announced_;
};

}  // namespace xh::consensus
