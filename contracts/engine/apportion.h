// Splitting a sum by weights so that the parts add up exactly (OP-04: largest remainder, ties by account id), in two
// steps that suit bounded slices: one pass finds the threshold, then each part is computed by itself.
//
// Who calls: contracts that divide money or CV. Pure; any thread. Needs: 0 <= total, weights >= 0, not all zero, their
// sum in 64 bits; products are taken in 128 bits.
#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "chain/codec/fields.h"
#include "chain/primitives/bytes.h"
#include "chain/primitives/types.h"

namespace xh::contracts {

struct Weighted {
  chain::AccountId id;      // decides ties: the smaller one first
  std::uint64_t order = 0;  // decides between two entries of one account
  std::int64_t weight = 0;
};

// Who gets one unit more than the floor of its share: every entry at or before (remainder descending, id, order).
struct ApportionThreshold {
  std::int64_t total = 0;
  std::int64_t weight_sum = 0;
  std::int64_t leftover = 0;   // how many get one more
  std::int64_t remainder = 0;  // of the last one that does; the three are of no meaning when leftover is 0
  chain::AccountId id;
  std::uint64_t order = 0;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("total", &ApportionThreshold::total),
                      chain::field<2>("weight_sum", &ApportionThreshold::weight_sum),
                      chain::field<3>("leftover", &ApportionThreshold::leftover),
                      chain::field<4>("remainder", &ApportionThreshold::remainder),
                      chain::field<5>("id", &ApportionThreshold::id),
                      chain::field<6>("order", &ApportionThreshold::order));
  }
  friend bool operator==(const ApportionThreshold&, const ApportionThreshold&) = default;
};

[[nodiscard]] ApportionThreshold apportion_threshold(std::int64_t total, std::span<const Weighted> entries);
// Over all entries of the threshold's pass the shares add up to the total.
[[nodiscard]] std::int64_t apportioned(const ApportionThreshold& threshold, const Weighted& entry);
// Both steps for a short list, in its order.
[[nodiscard]] std::vector<std::int64_t> apportion(std::int64_t total, std::span<const Weighted> entries);

}  // namespace xh::contracts
