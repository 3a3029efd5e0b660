// The API's door to the core: runs a function on the core thread and brings its result back. Everything the API reads of the ledger goes through
// here, so that the core stays one thread.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <memory>

#include "node/core/replica.h"

namespace xh::node::api {

template <class T>
using Task = boost::asio::awaitable<T>;

class CorePort {
 public:
  CorePort(boost::asio::io_context& core, Replica& replica) : core_(core), replica_(replica) {}

  // `function(Replica&)` must return a value. Resumes on the caller's executor. The function is taken by reference and named by the caller: GCC 12
  // destroys a temporary closure in a co_await expression twice.
  template <class Function>
  Task<std::invoke_result_t<Function&, Replica&>> query(Function& function) {
    using T = std::invoke_result_t<Function&, Replica&>;
    const auto executor = co_await boost::asio::this_coro::executor;
    auto start = [this, &function, &executor](auto handler) {
      auto shared = std::make_shared<decltype(handler)>(std::move(handler));
      boost::asio::post(core_, [this, &function, executor, shared] {
        auto result = std::make_shared<T>(function(replica_));
        boost::asio::post(executor, [shared, result] { std::move (*shared)(std::move(*result)); });
      });
    };
    co_return co_await boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(T)>(start, boost::asio::use_awaitable);
  }

  // For calls that answer later: `function(Replica&, done)`, where done(T) is called once on the core thread.
  template <class T, class Function>
  Task<T> call(Function& function) {
    const auto executor = co_await boost::asio::this_coro::executor;
    auto start = [this, &function, &executor](auto handler) {
      auto shared = std::make_shared<decltype(handler)>(std::move(handler));
      boost::asio::post(core_, [this, &function, executor, shared] {
        function(replica_, [executor, shared](T value) {
          auto result = std::make_shared<T>(std::move(value));
          boost::asio::post(executor, [shared, result] { std::move (*shared)(std::move(*result)); });
        });
      });
    };
    co_return co_await boost::asio::async_initiate<decltype(boost::asio::use_awaitable), void(T)>(start, boost::asio::use_awaitable);
  }

  [[nodiscard]] boost::asio::io_context& core() { return core_; }

 private:
  boost::asio::io_context& core_;
  Replica& replica_;
};

}  // namespace xh::node::api
