#include "tests/sim/node/boundaries.h"

#include <cstdio>

#include "tests/sim/node/world.h"

namespace xh::sim {
namespace {

constexpr std::uint64_t kHeights = 14;
constexpr std::uint64_t kMaxBoundaries = 100'000;

struct Series {
  std::uint64_t boundaries = 0;
  std::uint64_t failures = 0;
};

WorldResult run_one(std::uint64_t seed, std::optional<std::uint64_t> disk, std::optional<std::uint64_t> store) {
  WorldOptions options;
  options.seed = seed;
  options.plan = calm_plan();
  options.heights = kHeights;
  options.faults = 0;
  options.kill_disk_at = disk;
  options.kill_store_at = store;
  return World(options).run();
}

Series run_series(std::uint64_t seed, bool of_disk) {
  Series out;
  for (std::uint64_t k = 0; k < kMaxBoundaries; ++k) {
    // Another seed for each: what becomes of unsynced bytes is drawn from it.
    const auto result = of_disk ? run_one(seed + k, k, std::nullopt) : run_one(seed + k, std::nullopt, k);
    if (!result.killed) break;
    ++out.boundaries;
    if (result.violations.empty()) continue;
    ++out.failures;
    for (const auto& what : result.violations)
      std::printf("%s operation %llu, seed %llu: %s\n", of_disk ? "disk" : "store", static_cast<unsigned long long>(k),
                  static_cast<unsigned long long>(seed + k), what.c_str());
  }
  return out;
}

}  // namespace

bool run_boundaries(std::uint64_t seed, bool) {
  const auto disk = run_series(seed, true);
  const auto store = run_series(seed, false);
  std::printf("sim boundaries disk=%llu store=%llu failures=%llu\n", static_cast<unsigned long long>(disk.boundaries),
              static_cast<unsigned long long>(store.boundaries),
              static_cast<unsigned long long>(disk.failures + store.failures));
  return disk.failures + store.failures == 0;
}

}  // namespace xh::sim
