// The arithmetic of a profile or a risk in lines that a person can check by hand (R-10c: whoever is judged by rules may
// see them work). Who calls: API, tool. Pure; any thread. English; the numbers are the explanation.
#pragma once

#include <string>
#include <vector>

#include "contracts/credit/profile.h"
#include "contracts/credit/rules.h"

namespace xh::contracts::credit {

[[nodiscard]] std::vector<std::string> explain_score(const Score& score);
// Where the four parts came from.
[[nodiscard]] std::vector<std::string> explain_parts(const Profile& profile, const PartRules& rules);
[[nodiscard]] std::vector<std::string> explain_risk(const Risk& risk);

}  // namespace xh::contracts::credit
