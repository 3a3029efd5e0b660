// The simulator's only clock and only thread: events in time order, those of one millisecond in the order they were
// asked for. Deterministic.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <utility>

namespace xh::sim {

class Scheduler {
 public:
  [[nodiscard]] std::int64_t now_ms() const { return now_ms_; }
  void at(std::int64_t when_ms, std::function<void()> what) {
    queue_.emplace(std::pair(when_ms < now_ms_ ? now_ms_ : when_ms, next_++), std::move(what));
  }
  void after(std::int64_t delay_ms, std::function<void()> what) { at(now_ms_ + delay_ms, std::move(what)); }

  // Runs everything due up to `end_ms`, which is the time afterwards.
  void run_until(std::int64_t end_ms) {
    while (!queue_.empty() && queue_.begin()->first.first <= end_ms) {
      now_ms_ = queue_.begin()->first.first;
      const auto what = std::move(queue_.begin()->second);
      queue_.erase(queue_.begin());
      what();
    }
    now_ms_ = end_ms;
  }

 private:
  std::int64_t now_ms_ = 0;
  std::uint64_t next_ = 0;
  std::map<std::pair<std::int64_t, std::uint64_t>, std::function<void()>> queue_;
};

}  // namespace xh::sim
