// The command line of the simulators: "--name N" and "--flag", each at most once is enough, the last one holds.
#pragma once

#include <charconv>
#include <cstdint>
#include <span>
#include <string_view>

namespace xh::sim {

struct NumberOption {
  std::string_view name;
  std::uint64_t* value;
  std::uint64_t low = 0;
  std::uint64_t high = UINT64_MAX;
};
struct FlagOption {
  std::string_view name;
  bool* value;
};

// False for an unknown name, a missing number, or one outside its bounds.
[[nodiscard]] inline bool parse_options(std::span<char* const> arguments, std::span<const NumberOption> numbers,
                                        std::span<const FlagOption> flags) {
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    const std::string_view name = arguments[i];
    bool known = false;
    for (const auto& flag : flags) {
      if (flag.name != name) continue;
      *flag.value = known = true;
    }
    for (const auto& number : numbers) {
      if (number.name != name) continue;
      if (++i == arguments.size()) return false;
      const std::string_view text = arguments[i];
      std::uint64_t value = 0;
      const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
      if (error != std::errc{} || end != text.data() + text.size()) return false;
      if (value < number.low || value > number.high) return false;
      *number.value = value;
      known = true;
      break;
    }
    if (!known) return false;
  }
  return true;
}

}  // namespace xh::sim
