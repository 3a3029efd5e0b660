// Kill at every persist boundary: a calm run of four nodes, again and again, in which one node loses power at its k-th
// disk operation (append, sync, create, rename, ...) and, in a second series, at its k-th write of the state, for k =
// 0, 1, 2, ... until the run ends before the k-th. The oracle judges each: nothing was sent before it was durable,
// nothing final is lost, nothing is signed twice, all agree in the end.
#pragma once

#include <cstdint>

namespace xh::sim {

// Prints the counts; true when no run failed.
bool run_boundaries(std::uint64_t seed, bool verbose);

}  // namespace xh::sim
