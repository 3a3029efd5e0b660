// Names that people type for the numbers of the contracts: roles, purposes, seasons, ratings. Exit 2 lists the known
// ones. Stateless.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "cli/exit_code.h"
#include "contracts/contribution/records.h"
#include "contracts/lxr/balances.h"

namespace xh::cli {

[[nodiscard]] Outcome<std::uint32_t> role_bits(const std::vector<std::string>& names);  // "worker", "member", ...
[[nodiscard]] std::string role_text(std::uint32_t bits);
[[nodiscard]] Outcome<contracts::lxr::Purpose> purpose_of(std::string_view name);         // "fee", "refund", ...
[[nodiscard]] Outcome<contracts::contribution::Season> season_of(std::string_view name);  // "normal", "peak", "low"
[[nodiscard]] Outcome<contracts::contribution::Rating> rating_of(std::string_view name);  // "good", "medium", "bad"

}  // namespace xh::cli
