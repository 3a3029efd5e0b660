#include "load_client.h"

#include <algorithm>
#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/redirect_error.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <deque>
#include <memory>
#include <unordered_map>

#include "event_text.h"

namespace xh::bench {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using Clock = std::chrono::steady_clock;
using tcp = asio::ip::tcp;
template <class T>
using Task = asio::awaitable<T>;

constexpr std::size_t kConnectionsPerNode = 3;
constexpr std::size_t kTransactionsPerPost = 100;
constexpr std::size_t kBytesPerPost = 1 << 20;
constexpr std::chrono::milliseconds kTick{4};
constexpr std::chrono::milliseconds kBusyPause{50};
constexpr std::chrono::seconds kStandstill{20};

// A transaction on its way: which job, which part of it, and when it was due and final.
struct Ticket {
  const SignedTransaction* tx = nullptr;
  std::size_t job = 0;
  bool is_first = false;
  bool is_final = false;
  Clock::time_point due;
};

// Wakes coroutines of this thread: there is no lost signal because nothing runs between test and wait.
class Signal {
 public:
  explicit Signal(asio::io_context& io) : timer_(io, Clock::time_point::max()) {}
  Task<void> wait() {
    boost::system::error_code ignored;
    co_await timer_.async_wait(asio::redirect_error(asio::use_awaitable, ignored));
  }
  void raise() { timer_.cancel(); }

 private:
  asio::steady_timer timer_;
};

struct Node {
  Node(asio::io_context& io, std::uint16_t port) : endpoint(asio::ip::address_v4::loopback(), port), signal(io) {}
  tcp::endpoint endpoint;
  std::deque<std::size_t> queue;  // tickets to send
  Signal signal;
};

std::string framed(const std::vector<Ticket>& tickets, const std::vector<std::size_t>& batch) {
  std::string out;
  for (const auto number : batch) {
    const auto& wire = tickets[number].tx->wire;
    const auto size = static_cast<std::uint32_t>(wire.size());
    for (const int shift : {24, 16, 8, 0}) out.push_back(static_cast<char>(size >> shift));
    out.append(chain::as_string(wire));
  }
  return out;
}

class LoadClient {
 public:
  LoadClient(const std::vector<std::uint16_t>& ports, const std::vector<Job>& jobs, const Pace& pace)
      : jobs_(jobs), pace_(pace) {
    for (const auto port : ports) nodes_.push_back(std::make_unique<Node>(io_, port));
    std::size_t count = 0;
    for (const auto& job : jobs) count += 1 + job.then.size();
    tickets_.reserve(count);
    by_id_.reserve(count);
    waits_for_.resize(jobs.size());
  }

  chain::Result<LoadReport> run() {
    asio::co_spawn(io_, guarded(listen()), asio::detached);
    asio::co_spawn(io_, guarded(watch()), asio::detached);
    io_.run();
    if (!failure_.empty()) return chain::invalid(failure_);
    std::ranges::sort(report_.latency_ms);
    report_.seconds = std::chrono::duration<double>(last_final_ - started_).count();
    return std::move(report_);
  }

 private:
  void fail(std::string why) {
    if (failure_.empty()) failure_ = std::move(why);
    io_.stop();
  }

  // An exception of Asio or Beast ends the run with its text.
  Task<void> guarded(Task<void> task) {
    try {
      co_await std::move(task);
    } catch (const std::exception& error) {
      fail(error.what());
    }
  }

  // Subscribes, starts the senders once the stream is open, then reads blocks to the end of the run.
  Task<void> listen() {
    tcp::socket socket(io_);
    co_await socket.async_connect(nodes_.front()->endpoint, asio::use_awaitable);
    http::request<http::empty_body> request{http::verb::get, "/v1/events?ids=1", 11};
    request.set(http::field::host, "localhost");
    co_await http::async_write(socket, request, asio::use_awaitable);
    beast::flat_buffer buffer;
    http::response_parser<http::buffer_body> parser;
    parser.body_limit(boost::none);
    co_await http::async_read_header(socket, buffer, parser, asio::use_awaitable);
    if (parser.get().result() != http::status::ok) co_return fail("the event stream was refused");
    start_sending();
    std::string piece(1 << 16, '\0');
    while (!parser.is_done()) {
      parser.get().body().data = piece.data();
      parser.get().body().size = piece.size();
      boost::system::error_code error;
      co_await http::async_read_some(socket, buffer, parser, asio::redirect_error(asio::use_awaitable, error));
      if (error && error != http::error::need_buffer) co_return fail("event stream: " + error.message());
      text_.add(std::string_view(piece).substr(0, piece.size() - parser.get().body().size));
      while (const auto ids = text_.next_block()) block_final(*ids);
      if (io_.stopped()) co_return;
    }
    fail("the event stream ended");
  }

  void start_sending() {
    started_ = Clock::now();
    last_final_ = started_;
    for (auto& node : nodes_) {
      for (std::size_t i = 0; i < kConnectionsPerNode; ++i)
        asio::co_spawn(io_, guarded(send_to(*node)), asio::detached);
    }
    asio::co_spawn(io_, guarded(release()), asio::detached);
  }

  // Releases jobs as they fall due, or as room appears.
  Task<void> release() {
    asio::steady_timer timer(io_);
    const auto end = started_ + pace_.duration;
    while (report_.jobs_released < jobs_.size() && Clock::now() < end) {
      const auto now = Clock::now();
      if (pace_.jobs_per_second > 0)
        release_due(now);
      else
        release_room(now);
      timer.expires_after(kTick);
      co_await timer.async_wait(asio::use_awaitable);
    }
    if (pace_.jobs_per_second > 0) release_due(end);
    all_released_ = true;
    finish_if_done();
  }

  void release_due(Clock::time_point now) {
    const auto due_at = [&](std::size_t job) {
      return started_ + std::chrono::duration_cast<Clock::duration>(
                            std::chrono::duration<double>(static_cast<double>(job) / pace_.jobs_per_second));
    };
    while (report_.jobs_released < jobs_.size() && due_at(report_.jobs_released) < now)
      release_one(due_at(report_.jobs_released));
    next_node();
  }

  void release_room(Clock::time_point now) {
    for (std::size_t batch = 0; unfinished_ < pace_.max_unfinished && report_.jobs_released < jobs_.size(); ++batch) {
      release_one(now);
      if (batch % kTransactionsPerPost == kTransactionsPerPost - 1) next_node();
    }
    next_node();
  }

  void release_one(Clock::time_point due) {
    const std::size_t job = report_.jobs_released++;
    waits_for_[job] = 1 + jobs_[job].then.size();
    add_ticket(jobs_[job].first, job, true, due);
  }

  void add_ticket(const SignedTransaction& tx, std::size_t job, bool is_first, Clock::time_point due) {
    by_id_.emplace(tx.id, tickets_.size());
    nodes_[turn_]->queue.push_back(tickets_.size());
    tickets_.push_back({&tx, job, is_first, false, due});
    ++unfinished_;
  }

  void next_node() {
    nodes_[turn_]->signal.raise();
    turn_ = (turn_ + 1) % nodes_.size();
  }

  Task<void> send_to(Node& node) {
    beast::tcp_stream stream(io_);
    co_await stream.async_connect(node.endpoint, asio::use_awaitable);
    stream.socket().set_option(tcp::no_delay(true));
    beast::flat_buffer buffer;
    while (true) {
      while (node.queue.empty()) co_await node.signal.wait();
      const auto batch = take_batch(node);
      http::request<http::string_body> request{http::verb::post, "/v1/txs", 11};
      request.set(http::field::host, "localhost");
      request.set(http::field::content_type, "application/octet-stream");
      request.body() = framed(tickets_, batch);
      request.prepare_payload();
      co_await http::async_write(stream, request, asio::use_awaitable);
      http::response<http::string_body> response;
      co_await http::async_read(stream, buffer, response, asio::use_awaitable);
      if (!judge(response.result_int(), response.body(), batch, node)) {
        asio::steady_timer pause(io_, kBusyPause);
        co_await pause.async_wait(asio::use_awaitable);
      }
    }
  }

  std::vector<std::size_t> take_batch(Node& node) {
    std::vector<std::size_t> out;
    std::size_t bytes = 0;
    while (!node.queue.empty() && out.size() < kTransactionsPerPost && bytes < kBytesPerPost) {
      out.push_back(node.queue.front());
      bytes += tickets_[out.back()].tx->wire.size();
      node.queue.pop_front();
    }
    return out;
  }

  // False: the node is busy; what it did not take is queued again.
  bool judge(unsigned status, const std::string& body, const std::vector<std::size_t>& batch, Node& node) {
    if (status == 503) {
      for (const auto number : batch) node.queue.push_back(number);
      report_.busy_answers += batch.size();
      return false;
    }
    const auto states = status == 200 ? submit_states(body) : std::vector<std::string>{};
    if (states.size() != batch.size()) {
      fail("a node answered " + std::to_string(status) + ": " + body.substr(0, 300));
      return true;
    }
    bool taken = true;
    for (std::size_t i = 0; i < batch.size(); ++i) {
      if (states[i] == "accepted") continue;
      if (!states[i].starts_with("busy")) {
        fail("a transaction was not accepted: " + states[i]);
        return true;
      }
      node.queue.push_back(batch[i]);
      ++report_.busy_answers;
      taken = false;
    }
    return taken;
  }

  void block_final(const std::vector<chain::TxId>& ids) {
    const auto now = Clock::now();
    bool ours = false;
    bool follows = false;
    for (const auto& id : ids) {
      const auto at = by_id_.find(id);
      if (at == by_id_.end()) continue;
      auto& ticket = tickets_[at->second];
      if (ticket.is_final) return fail("a transaction is final twice: " + chain::to_hex(id.view()));
      ticket.is_final = true;
      ours = true;
      --unfinished_;
      ++report_.transactions;
      last_final_ = now;
      report_.latency_ms.push_back(std::chrono::duration<double, std::milli>(now - ticket.due).count());
      const std::size_t job = ticket.job;
      if (ticket.is_first && !jobs_[job].then.empty()) {
        for (const auto& tx : jobs_[job].then) add_ticket(tx, job, false, now);
        follows = true;
      }
      if (--waits_for_[job] == 0) ++report_.jobs_done;
    }
    if (ours) ++report_.blocks;
    if (follows) next_node();
    if (pace_.jobs_per_second == 0 && !all_released_ && now < started_ + pace_.duration) release_room(now);
    finish_if_done();
  }

  void finish_if_done() {
    if (all_released_ && report_.jobs_done == report_.jobs_released) io_.stop();
  }

  Task<void> watch() {
    asio::steady_timer timer(io_);
    std::size_t seen = 0;
    while (true) {
      timer.expires_after(kStandstill);
      co_await timer.async_wait(asio::use_awaitable);
      if (report_.transactions == seen) {
        co_return fail("nothing became final for " + std::to_string(kStandstill.count()) + " s; " +
                       std::to_string(unfinished_) + " transactions wait");
      }
      seen = report_.transactions;
    }
  }

  asio::io_context io_{1};
  const std::vector<Job>& jobs_;
  Pace pace_;
  std::vector<std::unique_ptr<Node>> nodes_;
  std::size_t turn_ = 0;
  std::vector<Ticket> tickets_;
  std::unordered_map<chain::TxId, std::size_t> by_id_;
  std::vector<std::size_t> waits_for_;  // of each job, transactions that are not final
  std::size_t unfinished_ = 0;
  bool all_released_ = false;
  EventText text_;
  Clock::time_point started_;
  Clock::time_point last_final_;
  LoadReport report_;
  std::string failure_;
};

}  // namespace

double percentile(const std::vector<double>& sorted, double percent) {
  if (sorted.empty()) return 0;
  const auto rank = static_cast<std::size_t>(percent / 100 * static_cast<double>(sorted.size()));
  return sorted[std::min(rank, sorted.size() - 1)];
}

chain::Result<LoadReport> run_load(const std::vector<std::uint16_t>& api_ports, const std::vector<Job>& jobs,
                                   const Pace& pace) {
  LoadClient client(api_ports, jobs, pace);
  return client.run();
}

}  // namespace xh::bench
