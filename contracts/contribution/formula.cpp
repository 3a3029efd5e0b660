#include "contracts/contribution/formula.h"

#include <array>

namespace xh::contracts::contribution {

std::optional<chain::MicroCv> resource_cv(const ResourceTerms& terms) {
  constexpr chain::Int128 kPpmSquared = chain::Int128{1'000'000} * 1'000'000;
  const std::array<chain::Int128, 3> factors{terms.units, terms.demand.value, terms.rating.value};
  chain::Int128 product = terms.base.value;
  if (product < 0) return std::nullopt;
  for (const auto factor : factors) {
    if (factor < 0 || __builtin_mul_overflow(product, factor, &product)) return std::nullopt;
  }
  const chain::Int128 result = product / kPpmSquared;  // not negative: the quotient is the floor
  if (result > std::numeric_limits<std::int64_t>::max()) return std::nullopt;
  return chain::MicroCv{static_cast<std::int64_t>(result)};
}

}  // namespace xh::contracts::contribution
