// The resource formula (CV-10): CV = base value x duration x demand index x user-rating factor, in exact integers with
// one floor at the end (OP-03, OP-05). Pure.
#pragma once

#include <optional>

#include "chain/primitives/types.h"

namespace xh::contracts::contribution {

struct ResourceTerms {
  chain::MicroCv base;      // micro-CV for one unit of the resource (CV-11, OP-45)
  std::uint32_t units = 0;  // nights, days, weeks (CV-12)
  chain::Ppm demand;        // 1,500,000 = 1.5 (CV-13)
  chain::Ppm rating;        // 700,000 = 0.7 (CV-14)
};

// Nothing when a term is negative or the result leaves the range of MicroCv.
[[nodiscard]] std::optional<chain::MicroCv> resource_cv(const ResourceTerms& terms);

}  // namespace xh::contracts::contribution
