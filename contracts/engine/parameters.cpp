#include "contracts/engine/parameters.h"

#include <algorithm>

#include "contracts/engine/records.h"

namespace xh::contracts {

Context::ParameterValue value_at(const ParameterHistory& history, chain::Timestamp at) {
  CHECK(!history.entries.empty());
  const auto after = std::ranges::upper_bound(history.entries, at, {}, &ParameterEntry::effective_from);
  const auto index = after == history.entries.begin() ? 0 : after - history.entries.begin() - 1;
  return {history.entries[static_cast<std::size_t>(index)].value, static_cast<std::uint32_t>(index + 1)};
}

std::optional<ParameterHistory> find_parameter(const Context& context, std::string_view name) {
  return context.read<ParameterHistory>(engine::parameter_key(name));
}

}  // namespace xh::contracts
