// sim_engine --seeds N --start S [--nodes 4|7|10] [--real] [--verbose]: runs N seeds; without --nodes the size follows
// from the seed. Exit code 1 when a seed failed; each failing seed prints the command that replays it.
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>

#include "tests/sim/engine/world.h"

namespace {

struct Options {
  std::uint64_t seeds = 60;
  std::uint64_t start = 1;
  std::size_t nodes = 0;
  bool real = false;
  bool verbose = false;
};

bool parse(int argc, char** argv, Options& out) {
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--real") {
      out.real = true;
    } else if (name == "--verbose") {
      out.verbose = true;
    } else if (i + 1 < argc) {
      const std::uint64_t value = std::strtoull(argv[++i], nullptr, 10);
      if (name == "--seeds")
        out.seeds = value;
      else if (name == "--start")
        out.start = value;
      else if (name == "--nodes" && value >= 4 && value <= 16)
        out.nodes = static_cast<std::size_t>(value);
      else
        return false;
    } else {
      return false;
    }
  }
  return true;
}

}  // namespace

int main(int argc, char** argv) {
  Options options;
  if (!parse(argc, argv, options)) {
    std::fprintf(stderr, "usage: sim_engine [--seeds N] [--start S] [--nodes 4..16] [--real] [--verbose]\n");
    return 2;
  }
  constexpr std::size_t kSizes[] = {4, 7, 10};
  std::uint64_t failures = 0;
  std::uint64_t finalized = 0;
  for (std::uint64_t seed = options.start; seed < options.start + options.seeds; ++seed) {
    const std::size_t nodes = options.nodes != 0 ? options.nodes : kSizes[seed % 3];
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
  std::printf("sim seeds=%llu failures=%llu finalized=%llu\n", static_cast<unsigned long long>(options.seeds),
              static_cast<unsigned long long>(failures), static_cast<unsigned long long>(finalized));
  return failures == 0 ? 0 : 1;
}
