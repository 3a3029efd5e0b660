// What can go wrong in a run, and how much of it a seed has drawn. Swarm testing: a seed switches each kind on or off
// and gives it a strength, so that rare mixes occur and no kind drowns the others. Counted by kind.
#pragma once

#include <array>
#include <cstdint>
#include <string_view>
#include <vector>

#include "tests/sim/engine/prng.h"

namespace xh::sim {

enum class Fault : std::uint8_t {
  // network
  kLoss,
  kDuplication,
  kReordering,
  kDelay,
  kPartition,
  kOneWay,
  kClog,
  kSlowReader,
  kSessionBreak,
  // process
  kCrash,
  kCrashSeveral,
  kCrashAll,
  kPause,
  // disk
  kFailedDisk,  // it fails at one of the next operations, and from then on
  kFailedSync,  // one operation fails
  kDiskFull,
  kSlowDisk,
  kFailedStore,
  kFlippedByte,  // in a file of a node that is down
  // clock
  kSkew,
  kDrift,
  kClockJump,  // of all ledger clocks, forward or back
  // liars
  kEquivocator,
  kDoubleVoter,
  kTwin,
  kImpersonator,
  kWithholder,
  kSelectiveSender,
  kTimeLiar,
  kForger,
  kFarViews,
  kReplayer,
  kReconfigurer,
  kSyncLiar,
};
inline constexpr std::size_t kFaultKinds = static_cast<std::size_t>(Fault::kSyncLiar) + 1;
inline constexpr std::size_t kFirstLie = static_cast<std::size_t>(Fault::kEquivocator);
[[nodiscard]] std::string_view fault_name(std::size_t kind);

// How often each kind happened. Weather counts once each time it sets in, a lie each time it is told.
struct FaultCounts {
  std::array<std::uint64_t, kFaultKinds> of{};

  void add(Fault kind) { ++of[static_cast<std::size_t>(kind)]; }
  void add(const FaultCounts& more);
  [[nodiscard]] std::uint64_t faults() const;  // without lies
};

struct FaultPlan {
  std::array<std::uint64_t, kFaultKinds> strength{};  // percent, 0 = off
  std::vector<std::size_t> liars;                     // validators that lie
  std::vector<Fault> habits;                          // what they do, all of them
  std::size_t spares = 0;                             // nodes that may join the set; the members change it then
  bool bans = true;                                   // those who are caught are kept out
  std::int64_t phase_ms = 2'000;                      // the weather changes so often
  std::int64_t client_ms = 200;                       // a client comes so often

  [[nodiscard]] std::uint64_t of(Fault kind) const { return strength[static_cast<std::size_t>(kind)]; }
};

[[nodiscard]] FaultPlan draw_plan(Prng& chance, std::size_t validators);
[[nodiscard]] FaultPlan calm_plan();  // nothing goes wrong

}  // namespace xh::sim
