// Who waits for a transaction to become final (`?wait=ms`). Threading: API thread. Limit: kMaxWaiters; one more is answered at once.
#pragma once

#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <map>
#include <memory>
#include <vector>

#include "node/api/core_port.h"

namespace xh::node::api {

inline constexpr std::size_t kMaxWaiters = 100'000;
inline constexpr std::uint64_t kMaxWaitMs = 60'000;

class Waiters {
 public:
  // Returns when notify(id) was called or the time is over.
  Task<void> wait(chain::TxId id, std::chrono::milliseconds time) {
    if (timers_.size() >= kMaxWaiters) co_return;
    auto timer = std::make_shared<boost::asio::steady_timer>(co_await boost::asio::this_coro::executor, time);
    const auto at = timers_.emplace(id, timer);
    boost::system::error_code ignored;
    co_await timer->async_wait(boost::asio::redirect_error(boost::asio::use_awaitable, ignored));
    timers_.erase(at);
  }
  void notify(const chain::TxId& id) {
    const auto [first, last] = timers_.equal_range(id);
    for (auto at = first; at != last; ++at) at->second->cancel();
  }
  [[nodiscard]] bool empty() const { return timers_.empty(); }

 private:
  std::multimap<chain::TxId, std::shared_ptr<boost::asio::steady_timer>> timers_;
};

}  // namespace xh::node::api
