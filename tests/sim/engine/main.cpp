// sim_engine --seeds N --start S [--nodes 4..16] [--real] [--verbose] [--until-failure]: runs N seeds; without --nodes
// the size follows from the seed. Exit code 1 when a seed failed; each failing seed prints the command that replays it.
#include <cstdio>
#include <iterator>
#include <string>

#include "tests/sim/engine/world.h"
#include "tests/sim/options.h"

namespace {

struct Options {
  std::uint64_t seeds = 60;
  std::uint64_t start = 1;
  std::uint64_t nodes = 0;
  bool real = false;
  bool verbose = false;
  bool until_failure = false;
};

}  // namespace

int main(int argc, char** argv) {
  Options options;
  const xh::sim::NumberOption numbers[] = {
      {"--seeds", &options.seeds, 1}, {"--start", &options.start}, {"--nodes", &options.nodes, 4, 16}};
  const xh::sim::FlagOption flags[] = {
      {"--real", &options.real}, {"--verbose", &options.verbose}, {"--until-failure", &options.until_failure}};
  if (!xh::sim::parse_options(std::span(argv + 1, static_cast<std::size_t>(argc - 1)), numbers, flags)) {
    std::fprintf(stderr,
                 "usage: sim_engine [--seeds N] [--start S] [--nodes 4..16] [--real] [--verbose] [--until-failure]\n");
    return 2;
  }
  constexpr std::size_t kSizes[] = {4, 7, 10, 6};  // the last one is not 3 f + 1: its quorum is more than 2 f + 1
  std::uint64_t failures = 0;
  std::uint64_t finalized = 0;
  std::uint64_t run = 0;
  while (run < options.seeds && !(options.until_failure && failures != 0)) {
    const std::uint64_t seed = options.start + run++;
    const std::size_t nodes =
        options.nodes != 0 ? static_cast<std::size_t>(options.nodes) : kSizes[seed % std::size(kSizes)];
    xh::sim::World world({seed, nodes, options.real, options.verbose});
    const auto result = world.run();
    finalized += result.finalized;
    if (options.verbose)
      std::printf("seed %llu: height %llu, views %llu\n", static_cast<unsigned long long>(seed),
                  static_cast<unsigned long long>(result.finalized), static_cast<unsigned long long>(result.views));
    if (result.violations.empty()) continue;
    ++failures;
    for (const auto& what : result.violations)
      std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), what.c_str());
    std::printf("replay: sim_engine --seeds 1 --start %llu --nodes %zu%s --verbose\n",
                static_cast<unsigned long long>(seed), nodes, options.real ? " --real" : "");
  }
  std::printf("sim seeds=%llu failures=%llu finalized=%llu\n", static_cast<unsigned long long>(run),
              static_cast<unsigned long long>(failures), static_cast<unsigned long long>(finalized));
  return failures == 0 ? 0 : 1;
}
