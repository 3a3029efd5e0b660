// The weather of a run: which links lose, delay, duplicate or are cut, drawn anew for each phase. After healing all
// links are good.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "tests/sim/engine/prng.h"

namespace xh::sim {

struct Weather {
  std::uint64_t loss_percent = 0;
  std::uint64_t duplicate_percent = 0;
  std::int64_t delay_ms_min = 1;
  std::int64_t delay_ms_max = 20;
  std::uint64_t crash_percent = 0;     // chance of a crash in each quarter second, of one node
  std::vector<std::vector<bool>> cut;  // cut[from][to]

  [[nodiscard]] std::string describe() const;
};

[[nodiscard]] Weather fine_weather(std::size_t nodes);
[[nodiscard]] Weather draw_weather(Prng& prng, std::size_t nodes);

}  // namespace xh::sim
