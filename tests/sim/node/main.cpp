// sim_node --seeds N --start S [--nodes 4..16] [--boundaries] [--check] [--verbose]: runs N seeds; without --nodes
// mostly four nodes, some seven and ten. --boundaries kills one node at each of its persist boundaries instead. --check
// runs each seed twice and compares. Exit code 1 when a seed failed; each failing seed prints the command that replays
// it.
#include <cstdio>
#include <string>

#include "tests/sim/node/boundaries.h"
#include "tests/sim/node/world.h"
#include "tests/sim/options.h"

namespace {

using xh::sim::WorldResult;

struct Options {
  std::uint64_t seeds = 6;
  std::uint64_t start = 1;
  std::uint64_t nodes = 0;
  bool boundaries = false;
  bool check = false;
  bool verbose = false;
};

struct Sums {
  std::uint64_t failures = 0;
  std::uint64_t finalized = 0;
  std::uint64_t transactions = 0;
  std::uint64_t calendar_items = 0;
  std::uint64_t evidence = 0;
  std::uint64_t epochs = 0;
  std::uint64_t convictions = 0;
  xh::sim::FaultCounts counts;
};

// 80 of 100 seeds have four nodes, 12 seven, 8 ten.
std::size_t size_of(const Options& options, std::uint64_t seed) {
  if (options.nodes != 0) return static_cast<std::size_t>(options.nodes);
  const auto drawn = xh::sim::Prng(seed * 31 + 7).below(100);
  return drawn < 80 ? 4 : drawn < 92 ? 7 : 10;
}

using Number = unsigned long long;

void print_failure(std::uint64_t seed, std::size_t nodes, const WorldResult& result) {
  for (const auto& what : result.violations) std::printf("seed %llu: %s\n", Number{seed}, what.c_str());
  std::printf("replay: sim_node --seeds 1 --start %llu --nodes %zu --verbose\n", Number{seed}, nodes);
}

void run_seed(const Options& options, std::uint64_t seed, Sums& sums) {
  const auto nodes = size_of(options, seed);
  // Said before the run: when one of our own CHECKs ends the process, the last line names the seed.
  std::printf("seed %llu: sim_node --seeds 1 --start %llu --nodes %zu\n", Number{seed}, Number{seed}, nodes);
  xh::sim::WorldOptions world;
  world.seed = seed;
  world.nodes = nodes;
  world.verbose = options.verbose;
  auto result = xh::sim::World(world).run();
  if (options.check && xh::sim::World(world).run().digest != result.digest)
    result.violations.emplace_back("two runs of this seed differ");
  if (result.violations.empty() && result.finalized < xh::sim::kMinHeights)
    result.violations.emplace_back("only " + std::to_string(result.finalized) + " heights");
  if (result.violations.empty() && result.counts.faults() < xh::sim::kMinFaults)
    result.violations.emplace_back("only " + std::to_string(result.counts.faults()) + " faults");
  if (options.verbose) {
    std::printf(
        "seed %llu: height %llu, %zu transactions, %llu calendar items, %llu faults, epoch %llu, %zu evidence, %lld "
        "ms, first "
        "block after %lld of %lld ms, %llu frames, digest %016llx\n",
        Number{seed}, Number{result.finalized}, result.transactions, Number{result.calendar_items},
        Number{result.counts.faults()}, Number{result.epochs}, result.evidence,
        static_cast<long long>(result.simulated_ms), static_cast<long long>(result.first_block_ms),
        static_cast<long long>(result.allowed_ms), Number{result.frames}, Number{result.digest});
  }
  sums.finalized += result.finalized;
  sums.transactions += result.transactions;
  sums.calendar_items += result.calendar_items;
  sums.evidence += result.evidence;
  sums.epochs += result.epochs;
  sums.convictions += result.convictions;
  sums.counts.add(result.counts);
  if (result.violations.empty()) return;
  ++sums.failures;
  print_failure(seed, nodes, result);
}

void print_sums(const Sums& sums) {
  std::string kinds;
  for (std::size_t kind = 0; kind < xh::sim::kFaultKinds; ++kind) {
    kinds += " " + std::string(xh::sim::fault_name(kind)) + "=" + std::to_string(sums.counts.of[kind]);
  }
  std::printf("faults%s\n", kinds.c_str());
  std::printf("work transactions=%llu calendar=%llu epochs=%llu evidence=%llu convictions=%llu\n",
              Number{sums.transactions}, Number{sums.calendar_items}, Number{sums.epochs}, Number{sums.evidence},
              Number{sums.convictions});
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  const xh::sim::NumberOption numbers[] = {
      {"--seeds", &options.seeds, 1}, {"--start", &options.start}, {"--nodes", &options.nodes, 4, 16}};
  const xh::sim::FlagOption flags[] = {
      {"--boundaries", &options.boundaries}, {"--check", &options.check}, {"--verbose", &options.verbose}};
  if (!xh::sim::parse_options(std::span(argv + 1, static_cast<std::size_t>(argc - 1)), numbers, flags)) {
    std::fprintf(stderr,
                 "usage: sim_node [--seeds N] [--start S] [--nodes 4..16] [--boundaries] [--check] [--verbose]\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16);
  if (options.boundaries) return xh::sim::run_boundaries(options.start, options.verbose) ? 0 : 1;
  Sums sums;
  for (std::uint64_t seed = options.start; seed < options.start + options.seeds; ++seed) run_seed(options, seed, sums);
  print_sums(sums);
  std::printf("sim seeds=%llu failures=%llu finalized=%llu\n", Number{options.seeds}, Number{sums.failures},
              Number{sums.finalized});
  return sums.failures == 0 ? 0 : 1;
}
