#include "contracts/engine/apportion.h"

#include <algorithm>
#include <compare>

#include "chain/primitives/check.h"

namespace xh::contracts {
namespace {

struct Share {
  std::int64_t floor = 0;
  std::int64_t remainder = 0;
};

Share share_of(std::int64_t total, std::int64_t weight_sum, std::int64_t weight) {
  const auto product = static_cast<chain::Int128>(total) * weight;
  return {static_cast<std::int64_t>(product / weight_sum), static_cast<std::int64_t>(product % weight_sum)};
}

// Before in the order in which leftover units are given.
struct Rank {
  std::int64_t remainder = 0;
  chain::AccountId id;
  std::uint64_t order = 0;

  friend bool operator<(const Rank& a, const Rank& b) {
    if (a.remainder != b.remainder) return a.remainder > b.remainder;
    if (a.id != b.id) return a.id < b.id;
    return a.order < b.order;
  }
};

}  // namespace

ApportionThreshold apportion_threshold(std::int64_t total, std::span<const Weighted> entries) {
  ApportionThreshold out;
  out.total = total;
  for (const auto& entry : entries) {
    CHECK(entry.weight >= 0);
    const auto sum = chain::checked_add(chain::Fen{out.weight_sum}, chain::Fen{entry.weight});
    CHECK(sum.has_value());
    out.weight_sum = sum->value;
  }
  CHECK(total >= 0 && out.weight_sum > 0);
  std::vector<Rank> ranks;
  ranks.reserve(entries.size());
  out.leftover = total;
  for (const auto& entry : entries) {
    const Share share = share_of(total, out.weight_sum, entry.weight);
    out.leftover -= share.floor;
    ranks.push_back({share.remainder, entry.id, entry.order});
  }
  if (out.leftover == 0) return out;
  const auto last = ranks.begin() + (out.leftover - 1);
  std::ranges::nth_element(ranks, last, std::less<>{});
  out.remainder = last->remainder;
  out.id = last->id;
  out.order = last->order;
  return out;
}

std::int64_t apportioned(const ApportionThreshold& threshold, const Weighted& entry) {
  const Share share = share_of(threshold.total, threshold.weight_sum, entry.weight);
  if (threshold.leftover == 0) return share.floor;
  const Rank last{threshold.remainder, threshold.id, threshold.order};
  return share.floor + (last < Rank{share.remainder, entry.id, entry.order} ? 0 : 1);
}

std::vector<std::int64_t> apportion(std::int64_t total, std::span<const Weighted> entries) {
  const auto threshold = apportion_threshold(total, entries);
  std::vector<std::int64_t> out;
  out.reserve(entries.size());
  for (const auto& entry : entries) out.push_back(apportioned(threshold, entry));
  return out;
}

}  // namespace xh::contracts
