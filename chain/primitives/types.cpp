#include "chain/primitives/types.h"

#include "chain/primitives/check.h"

namespace xh::chain {
namespace {

std::optional<std::int64_t> narrow(Int128 wide) {
  if (wide > std::numeric_limits<std::int64_t>::max() || wide < std::numeric_limits<std::int64_t>::min()) return std::nullopt;
  return static_cast<std::int64_t>(wide);
}

Int128 floor_div(Int128 a, Int128 b) {
  const Int128 quotient = a / b;
  return (a % b != 0 && a < 0) ? quotient - 1 : quotient;
}

}  // namespace

std::optional<std::int64_t> mul_div_floor(std::int64_t value, std::int64_t numerator, std::int64_t denominator) {
  CHECK(denominator > 0);
  return narrow(floor_div(Int128{value} * numerator, denominator));
}

std::optional<std::int64_t> mul_div_ceil(std::int64_t value, std::int64_t numerator, std::int64_t denominator) {
  CHECK(denominator > 0);
  return narrow(-floor_div(-(Int128{value} * numerator), denominator));
}

std::optional<std::int64_t> mul_div_half_up(std::int64_t value, std::int64_t numerator, std::int64_t denominator) {
  CHECK(denominator > 0);
  const Int128 product = Int128{value} * numerator;
  const Int128 magnitude = product < 0 ? -product : product;
  const Int128 rounded = magnitude / denominator + (magnitude % denominator >= denominator - magnitude % denominator ? 1 : 0);
  return narrow(product < 0 ? -rounded : rounded);
}

}  // namespace xh::chain
