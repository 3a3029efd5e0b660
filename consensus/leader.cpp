#include "consensus/leader.h"

#include <algorithm>
#include <utility>

#include "chain/crypto/sha256.h"
#include "chain/primitives/check.h"

namespace xh::consensus {
namespace {

// Numbers from a seed: SHA-256(seed || counter), eight bytes at a time. The same on every node and in every build.
class SeedStream {
 public:
  explicit SeedStream(const chain::Hash256& seed) : seed_(seed) {}

  // Uniform below `bound`, by rejection: a remainder alone would favour low numbers.
  std::uint64_t below(std::uint64_t bound) {
    const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;
    while (true) {
      const std::uint64_t drawn = next();
      if (drawn < limit) return drawn % bound;
    }
  }

 private:
  std::uint64_t next() {
    chain::Bytes input(seed_.bytes.begin(), seed_.bytes.end());
    chain::append_be64(input, counter_++);
    return chain::read_be64(chain::sha256(input).bytes.data());
  }

  chain::Hash256 seed_;
  std::uint64_t counter_ = 0;
};

chain::Hash256 schedule_seed(const chain::ValidatorSet& set, const chain::ChainTag& chain) {
  chain::Bytes input;
  chain::append_be64(input, set.epoch.value);
  chain::append(input, chain::validator_set_hash(set, chain).view());
  return chain::tagged_hash(chain::tags::kLeaderSeed, chain, input);
}

}  // namespace

LeaderSchedule::LeaderSchedule(const chain::ValidatorSet& set, const chain::ChainTag& chain)
    : max_suspended_(set.max_faulty()) {
  CHECK(set.size() > 0);
  for (std::uint32_t i = 0; i < set.size(); ++i) order_.emplace_back(i);
  SeedStream numbers(schedule_seed(set, chain));
  for (std::size_t i = order_.size() - 1; i > 0; --i) {  // Fisher-Yates
    std::swap(order_[i], order_[numbers.below(i + 1)]);
  }
}

bool LeaderSchedule::suspended(chain::ValidatorIndex validator, chain::View view) const {
  const auto found = suspended_from_.find(validator);
  return found != suspended_from_.end() && found->second <= view;
}

chain::ValidatorIndex LeaderSchedule::leader_of(chain::View view) const {
  const std::size_t n = order_.size();
  const std::size_t first = static_cast<std::size_t>(view.value % n);
  for (std::size_t i = 0; i < n; ++i) {
    const auto candidate = order_[(first + i) % n];
    if (!suspended(candidate, view)) return candidate;
  }
  return order_[first];
}

bool LeaderSchedule::suspend(chain::ValidatorIndex validator, chain::View from_view) {
  if (validator.value >= order_.size()) return false;
  const auto found = suspended_from_.find(validator);
  if (found != suspended_from_.end()) {
    found->second = std::min(found->second, from_view);
    return true;
  }
  if (suspended_from_.size() >= max_suspended_) return false;
  suspended_from_.emplace(validator, from_view);
  return true;
}

}  // namespace xh::consensus
