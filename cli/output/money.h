// Amounts as people read and type them. Integer arithmetic only. Stateless, thread-safe.
#pragma once

#include <string>
#include <string_view>

#include "chain/primitives/result.h"
#include "chain/primitives/types.h"

namespace xh::cli {

[[nodiscard]] std::string format_fen(chain::Fen amount);  // 691665 -> "6,916.65"
[[nodiscard]] std::string format_micro_cv(
    chain::MicroCv value);  // 12500000 -> "12.5", at least no decimals, at most six
// "6916.65", "6,916.65", "6916", "6916.6": yuan with at most two decimals. Errors say what is wrong; never rounds.
[[nodiscard]] chain::Result<chain::Fen> parse_yuan(std::string_view text);
// CV with at most six decimals.
[[nodiscard]] chain::Result<chain::MicroCv> parse_cv(std::string_view text);

}  // namespace xh::cli
