// The simulator's only clock and only thread: events in time order, those of one millisecond in the order they were
// asked for. Deterministic.
#pragma once

#include <algorithm>
#include <cstdint>
#include <functional>
#include <utility>
#include <vector>

namespace xh::sim {

class Scheduler {
 public:
  using Work = std::function<void()>;

  [[nodiscard]] std::int64_t now_ms() const { return now_ms_; }
  void at(std::int64_t when_ms, Work what) {
    queue_.push_back({std::max(when_ms, now_ms_), next_++, std::move(what)});
    std::ranges::push_heap(queue_, later);
  }
  void after(std::int64_t delay_ms, Work what) { at(now_ms_ + delay_ms, std::move(what)); }

  // Runs everything due up to `end_ms`, which is the time afterwards.
  void run_until(std::int64_t end_ms) {
    while (!queue_.empty() && queue_.front().when_ms <= end_ms) {
      std::ranges::pop_heap(queue_, later);
      const Event event = std::move(queue_.back());
      queue_.pop_back();
      now_ms_ = event.when_ms;
      event.what();
    }
    now_ms_ = std::max(now_ms_, end_ms);
  }

 private:
  struct Event {
    std::int64_t when_ms = 0;
    std::uint64_t order = 0;
    Work what;
  };
  static bool later(const Event& a, const Event& b) {
    return std::pair(a.when_ms, a.order) > std::pair(b.when_ms, b.order);
  }

  std::int64_t now_ms_ = 0;
  std::uint64_t next_ = 0;
  std::vector<Event> queue_;  // a heap
};

}  // namespace xh::sim
