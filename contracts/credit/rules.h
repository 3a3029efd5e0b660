// The dated numbers of the credit rules, gathered from wherever parameters come from: the ledger's state at the
// effective time, or a genesis document for the tool's offline query. Values that could not be computed with are
// clamped to their range, so that no parameter can break a calculation. Who calls: profile.cpp, cli. Pure.
#pragma once

#include <functional>

#include "contracts/credit/measures.h"
#include "contracts/engine/context.h"

namespace xh::contracts::credit {

using ParameterLookup = std::function<std::int64_t(std::string_view name)>;

[[nodiscard]] ScoreRules score_rules(const ParameterLookup& lookup);
[[nodiscard]] PartRules part_rules(const ParameterLookup& lookup);
[[nodiscard]] MeasureRules measure_rules(const ParameterLookup& lookup);
[[nodiscard]] RiskRules risk_rules(const ParameterLookup& lookup);

// The ledger's numbers at the call's effective time. The context outlives the lookup.
[[nodiscard]] ParameterLookup rules_now(const Context& context);
// One number, clamped.
[[nodiscard]] std::int64_t number_now(const Context& context, std::string_view name, std::int64_t least,
                                      std::int64_t most);

}  // namespace xh::contracts::credit
