#include "contracts/engine/registry.h"

namespace xh::contracts {

void Registry::insert(ContractId contract, std::uint32_t number, Method method) {
  const bool is_new =
      methods_.emplace(std::pair(static_cast<std::uint32_t>(contract), number), std::move(method)).second;
  CHECK(is_new);
}

void Registry::add_calendar(ContractId contract, std::uint32_t kind, CalendarHandler handler) {
  const bool is_new =
      calendar_.emplace(std::pair(static_cast<std::uint32_t>(contract), kind), std::move(handler)).second;
  CHECK(is_new);
}

const Method* Registry::find_method(std::uint32_t contract, std::uint32_t method) const {
  const auto found = methods_.find({contract, method});
  return found == methods_.end() ? nullptr : &found->second;
}

const CalendarHandler* Registry::find_calendar(std::uint32_t contract, std::uint32_t kind) const {
  const auto found = calendar_.find({contract, kind});
  return found == calendar_.end() ? nullptr : &found->second;
}

}  // namespace xh::contracts
