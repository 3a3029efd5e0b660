// The weather of a run: which links lose, delay, duplicate or are cut, drawn anew for each phase. After healing all
// links are good.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/sim/engine/prng.h"
#include "tests/sim/engine/sim_message.h"

namespace xh::sim {

struct Weather {
  std::uint64_t loss_percent = 0;
  std::uint64_t certificate_loss_percent = 0;  // on top: makes views split, half certified and half nullified
  std::uint64_t duplicate_percent = 0;
  std::int64_t delay_ms_min = 1;
  std::int64_t delay_ms_max = 20;
  std::uint64_t crash_percent = 0;     // chance of a crash in each quarter second, of one node
  std::vector<std::vector<bool>> cut;  // cut[from][to]
  // No proposal arrives, and of every view's nullification up to f nodes hear nothing, others for the next view: all
  // end up with gaps, different ones. 0: off, else into how many groups the nodes are divided.
  std::uint64_t deaf_groups = 0;

  [[nodiscard]] std::string describe() const;
};

// Whether this weather keeps the message from `to` by what it says.
[[nodiscard]] bool is_deaf_to(const Weather& weather, std::uint32_t to, const SimMessage& message);

[[nodiscard]] Weather fine_weather(std::size_t nodes);
[[nodiscard]] Weather draw_weather(Prng& prng, std::size_t nodes);

}  // namespace xh::sim
