#include "tests/sim/node/faults.h"

#include <algorithm>

namespace xh::sim {
namespace {

constexpr std::array<std::string_view, kFaultKinds> kNames = {
    "loss",        "duplication",   "reordering",   "delay",         "partition",    "one_way",    "clog",
    "slow_reader", "session_break", "crash",        "crash_several", "crash_all",    "pause",      "failed_disk",
    "failed_sync", "disk_full",     "slow_disk",    "failed_store",  "flipped_byte", "skew",       "drift",
    "clock_jump",  "equivocator",   "double_voter", "twin",          "impersonator", "withholder", "selective_sender",
    "time_liar",   "forger",        "far_views",    "replayer",      "reconfigurer", "sync_liar"};

}  // namespace

std::string_view fault_name(std::size_t kind) {
  return kNames[kind];
}

void FaultCounts::add(const FaultCounts& more) {
  for (std::size_t i = 0; i < kFaultKinds; ++i) of[i] += more.of[i];
}

std::uint64_t FaultCounts::faults() const {
  std::uint64_t sum = 0;
  for (std::size_t i = 0; i < kFirstLie; ++i) sum += of[i];
  return sum;
}

FaultPlan calm_plan() {
  return {};
}

FaultPlan draw_plan(Prng& chance, std::size_t validators) {
  FaultPlan out;
  std::size_t on = 0;
  std::size_t recurring = 0;  // kinds that come again and again: without them a storm may hold fewer faults than it should
  while (on < 3 || recurring < 2) {
    on = recurring = 0;
    const auto share = static_cast<std::uint64_t>(chance.between(15, 50));  // of the kinds that are on
    for (std::size_t kind = 0; kind < kFirstLie; ++kind) {
      out.strength[kind] = chance.percent(share) ? 5 + chance.below(46) : 0;
      on += out.strength[kind] > 0 ? 1 : 0;
      recurring += out.strength[kind] > 0 && kind < static_cast<std::size_t>(Fault::kFailedDisk) ? 1 : 0;
    }
  }
  const std::size_t max_faulty = (validators - 1) / 3;
  const std::size_t liars = chance.percent(30) ? 0 : 1 + chance.below(max_faulty);
  while (out.liars.size() < liars) {
    const auto who = static_cast<std::size_t>(chance.below(validators));
    if (std::ranges::find(out.liars, who) == out.liars.end()) out.liars.push_back(who);
  }
  if (liars > 0) {
    const std::size_t habits = 1 + chance.below(3);
    for (std::size_t i = 0; i < habits; ++i) {
      out.habits.push_back(static_cast<Fault>(kFirstLie + chance.below(kFaultKinds - kFirstLie)));
    }
  }
  out.spares = chance.percent(40) ? 1 + chance.below(2) : 0;
  out.bans = chance.percent(50);
  out.phase_ms = chance.between(1'000, 5'000);
  out.client_ms = chance.between(100, 300);
  return out;
}

}  // namespace xh::sim
