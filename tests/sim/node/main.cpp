// sim_node --seeds N --start S [--nodes 4..16] [--verbose]: runs N seeds; without --nodes four nodes. Exit code 1 when
// a seed failed; each failing seed prints the command that replays it.
#include <cstdio>
#include <cstdlib>
#include <string>

#include "tests/sim/node/world.h"

namespace {

struct Options {
  std::uint64_t seeds = 6;
  std::uint64_t start = 1;
  std::size_t nodes = 4;
  bool verbose = false;
};

bool parse(int argc, char** argv, Options& out) {
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--verbose") {
      out.verbose = true;
      continue;
    }
    if (i + 1 >= argc) return false;
    const std::uint64_t value = std::strtoull(argv[++i], nullptr, 10);
    if (name == "--seeds")
      out.seeds = value;
    else if (name == "--start")
      out.start = value;
    else if (name == "--nodes" && value >= 4 && value <= 16)
      out.nodes = static_cast<std::size_t>(value);
    else
      return false;
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::fprintf(stderr, "usage: sim_node [--seeds N] [--start S] [--nodes 4..16] [--verbose]\n");
    return 2;
  }
  std::setvbuf(stdout, nullptr, _IOLBF, 1 << 16);
  std::uint64_t failures = 0;
  std::uint64_t finalized = 0;
  for (std::uint64_t seed = options.start; seed < options.start + options.seeds; ++seed) {
    // Said before the run: when one of our own CHECKs ends the process, the last line names the seed.
    std::printf("seed %llu: sim_node --seeds 1 --start %llu --nodes %zu --verbose\n",
                static_cast<unsigned long long>(seed), static_cast<unsigned long long>(seed), options.nodes);
    xh::sim::World world({seed, options.nodes, options.verbose});
    const auto result = world.run();
    finalized += result.finalized;
    if (options.verbose) {
      std::printf("seed %llu: height %llu, %zu transactions\n", static_cast<unsigned long long>(seed),
                  static_cast<unsigned long long>(result.finalized), result.transactions);
    }
    if (result.violations.empty()) continue;
    ++failures;
    for (const auto& what : result.violations)
      std::printf("seed %llu: %s\n", static_cast<unsigned long long>(seed), what.c_str());
    std::printf("replay: sim_node --seeds 1 --start %llu --nodes %zu --verbose\n",
                static_cast<unsigned long long>(seed), options.nodes);
  }
  std::printf("sim seeds=%llu failures=%llu finalized=%llu\n", static_cast<unsigned long long>(options.seeds),
              static_cast<unsigned long long>(failures), static_cast<unsigned long long>(finalized));
  return failures == 0 ? 0 : 1;
}
