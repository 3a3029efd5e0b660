// The storm: what goes wrong in each phase, drawn from the seed's own mix.
#include <algorithm>

#include "tests/sim/node/world.h"

namespace xh::sim {
namespace {

constexpr std::int64_t kDownMsMax = 5'000;
constexpr std::int64_t kPauseMsMax = 8'000;
// Once a run, and less than a day: what was signed before must stay includable (at most a day ahead), or it waits in
// the mempools for as long as that.
constexpr std::int64_t kClockJumpBackMs = 23 * chain::kHourMs;
constexpr std::uint64_t kLossPercentMax = 30;
constexpr std::uint64_t kDuplicatePercentMax = 50;

}  // namespace

bool World::strikes(Fault kind) {
  if (plan_.of(kind) == 0 || !chance_.percent(plan_.of(kind))) return false;
  counts_.add(kind);
  return true;
}

SimNode& World::any_node() {
  return *nodes_[chance_.below(peers())];
}

std::size_t World::bad_nodes() const {
  const auto damaged =
      std::ranges::count_if(nodes_, [](const auto& node) { return node->honest() && node->damaged(); });
  return plan_.liars.size() + static_cast<std::size_t>(damaged);
}

void World::change_weather() {
  if (!stormy_) return;
  network_.mend_all();
  Weather weather;
  change_links(weather);
  network_.set_weather(weather);
  trouble_processes();
  trouble_disks();
  trouble_clocks();
  restart_the_fallen();
}

void World::change_links(Weather& weather) {
  if (strikes(Fault::kLoss)) weather.loss_percent = 1 + chance_.below(kLossPercentMax);
  if (strikes(Fault::kDuplication)) weather.duplicate_percent = 1 + chance_.below(kDuplicatePercentMax);
  if (strikes(Fault::kReordering)) {
    weather.reorders = true;
    weather.delay_ms_max = chance_.between(20, 100);
  }
  if (strikes(Fault::kDelay)) {
    weather.delay_ms_min = chance_.between(1, 150);
    weather.delay_ms_max = weather.delay_ms_min + chance_.between(0, 300);
  }
  if (strikes(Fault::kPartition)) cut_in_two(false);
  if (strikes(Fault::kOneWay)) cut_in_two(true);
  if (strikes(Fault::kClog)) clog_some();
  if (strikes(Fault::kSlowReader)) {
    const auto reader = chance_.below(peers());
    const auto ms = chance_.between(5, 60);
    for (std::size_t from = 0; from < nodes_.size(); ++from) network_.slow_down(from, reader, ms);
  }
  if (strikes(Fault::kSessionBreak)) {
    for (std::size_t a = 0; a < nodes_.size(); ++a) {
      for (std::size_t b = a + 1; b < nodes_.size(); ++b) {
        if (chance_.percent(30)) network_.break_session(a, b);
      }
    }
  }
}

void World::cut_in_two(bool one_way) {
  const auto side = chance_.next();
  const bool sessions_end = !one_way && chance_.percent(50);
  for (std::size_t a = 0; a < nodes_.size(); ++a) {
    for (std::size_t b = 0; b < nodes_.size(); ++b) {
      const bool crosses = ((side >> a) & 1) != 0 && ((side >> b) & 1) == 0;
      if (!crosses) continue;
      if (sessions_end) {
        network_.cut(a, b);
        continue;
      }
      network_.swallow(a, b);
      if (!one_way) network_.swallow(b, a);
    }
  }
}

void World::clog_some() {
  for (std::size_t a = 0; a < nodes_.size(); ++a) {
    for (std::size_t b = 0; b < nodes_.size(); ++b) {
      if (a == b || !chance_.percent(30)) continue;
      network_.clog(a, b);
      scheduler_.after(chance_.between(50, plan_.phase_ms), [this, a, b] { network_.unclog(a, b); });
    }
  }
}

void World::trouble_processes() {
  if (strikes(Fault::kCrash)) any_node().crash();
  if (strikes(Fault::kCrashSeveral)) {
    for (std::size_t i = 0; i < peers(); ++i) {
      if (chance_.percent(50)) nodes_[i]->crash();
    }
  }
  if (strikes(Fault::kCrashAll)) {
    for (auto& node : nodes_) node->crash();
  }
  if (strikes(Fault::kPause)) {
    auto& node = any_node();
    node.pause();
    scheduler_.after(chance_.between(300, kPauseMsMax), [&node] { node.resume(); });
  }
}

void World::trouble_disks() {
  auto& node = any_node();
  if (node.running() && !node.doomed()) {
    if (strikes(Fault::kFailedDisk))
      node.fail_disk_after(chance_.below(12));
    else if (strikes(Fault::kFailedSync))
      node.fail_one_operation_after(chance_.below(20));
    else if (strikes(Fault::kDiskFull))
      node.fill_disk(chance_.below(4'096));
    else if (strikes(Fault::kFailedStore))
      node.fail_store_after(chance_.below(3));
  }
  if (strikes(Fault::kSlowDisk)) any_node().slow_disk(chance_.between(5, 150));
  if (bad_nodes() < (options_.nodes - 1) / 3 && plan_.of(Fault::kFlippedByte) > 0) {
    auto& victim = any_node();
    if (victim.honest() && !victim.damaged() && chance_.percent(plan_.of(Fault::kFlippedByte))) {
      victim.crash();
      if (victim.flip_a_bit(chance_)) counts_.add(Fault::kFlippedByte);
    }
  }
}

void World::trouble_clocks() {
  const auto max_faulty = (options_.nodes - 1) / 3;
  if (chance_.percent(30)) {
    for (auto& node : nodes_) node->set_skew(0);
  }
  const auto skewed =
      static_cast<std::size_t>(std::ranges::count_if(nodes_, [](const auto& n) { return n->skewed(); }));
  if (skewed < max_faulty && strikes(Fault::kSkew)) {
    any_node().set_skew((chance_.percent(50) ? 1 : -1) * chance_.between(1, 10) * chain::kMinuteMs);
  }
  if (strikes(Fault::kDrift)) any_node().set_drift(chance_.between(-20'000, 20'000));
  if (strikes(Fault::kClockJump)) {
    if (!jumped_back_ && chance_.percent(25)) {
      clock_jump_ms_ -= kClockJumpBackMs;
      jumped_back_ = true;
    } else {
      clock_jump_ms_ += chance_.percent(50) ? chain::kDayMs : chance_.between(1, 100) * chain::kMinuteMs;
    }
  }
}

void World::restart_the_fallen() {
  for (auto& node : nodes_) {
    if (!node->running() && !node->refused())
      scheduler_.after(chance_.between(100, kDownMsMax), [&n = *node] { n.start(); });
  }
}

void World::liar_step() {
  for (auto& liar : liars_) liar->tick();
  if (!resting_) scheduler_.after(100, [this] { liar_step(); });
}

// Others hang up on one twin and take the other; now and then both forget what they signed.
void World::twin_step() {
  if (resting_) return;
  for (std::size_t i = 0; i < twins_.size(); ++i) {
    const auto first = twins_[i];
    const auto second = peers() + i;
    for (std::size_t other = 0; other < peers(); ++other) {
      if (other != first && chance_.percent(40)) network_.route(other, first, chance_.percent(50) ? first : second);
    }
    if (!chance_.percent(50)) continue;
    for (const auto slot : {first, second}) {
      nodes_[slot]->crash();
      nodes_[slot]->wipe_journal();
      nodes_[slot]->start();
    }
  }
  scheduler_.after(2'500, [this] { twin_step(); });
}

}  // namespace xh::sim
