// Rules' numbers as data (architecture, decision 9): each name has a history of values with the time from which each
// holds. A result keeps the version (position in the history, from 1) it was made with, so that it can be explained
// years later. Who calls: Context::parameter, genesis_state, API. Threading: core thread. Limits:
// kMaxParameterVersions.
#pragma once

#include "contracts/engine/context.h"

namespace xh::contracts {

inline constexpr std::size_t kMaxParameterVersions = 4096;

struct ParameterEntry {
  chain::Timestamp effective_from;
  std::int64_t value = 0;
  std::string source;  // where the number comes from: rulebook or reference number

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("effective_from", &ParameterEntry::effective_from),
                      chain::field<2>("value", &ParameterEntry::value),
                      chain::field<3>("source", &ParameterEntry::source, 256));
  }
  friend bool operator==(const ParameterEntry&, const ParameterEntry&) = default;
};

struct ParameterHistory {
  std::vector<ParameterEntry> entries;  // ascending times, at least one

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("entries", &ParameterHistory::entries, kMaxParameterVersions));
  }
  friend bool operator==(const ParameterHistory&, const ParameterHistory&) = default;
};

// The entry in force at `at`: the last one that began at or before it, or the first one when all begin later.
[[nodiscard]] Context::ParameterValue value_at(const ParameterHistory& history, chain::Timestamp at);

[[nodiscard]] std::optional<ParameterHistory> find_parameter(const Context& context, std::string_view name);

}  // namespace xh::contracts
