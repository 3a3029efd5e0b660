#include "node/api/server.h"

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <deque>
#include <set>

#include "node/api/presenter.h"
#include "node/api/routes.h"
#include "node/api/static_files.h"

namespace xh::node::api {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
using tcp = asio::ip::tcp;

constexpr auto kTuple = asio::as_tuple(asio::use_awaitable);
constexpr std::string_view kContentPolicy =
    "default-src 'self'; img-src 'self' data:; style-src 'self'; frame-ancestors 'none'";

// What an event stream still has to send. Written and read on the API thread.
struct Subscriber {
  explicit Subscriber(const asio::any_io_executor& executor) : wake(executor) {
    wake.expires_at(asio::steady_timer::time_point::max());
  }
  std::deque<std::shared_ptr<const std::string>> backlog;
  asio::steady_timer wake;
  bool with_ids = false;
  bool closed = false;
};

http::response<http::string_body> to_beast(Response&& from, unsigned version, bool keep_alive, bool head) {
  http::response<http::string_body> out{from.status, version};
  out.set(http::field::content_type, from.content_type);
  out.set(http::field::cache_control, "no-cache");
  out.set("X-Content-Type-Options", "nosniff");
  out.set("Content-Security-Policy", kContentPolicy);
  for (const auto& [name, value] : from.headers) out.set(name, value);
  out.keep_alive(keep_alive);
  const auto size = from.body.size();
  if (!head) out.body() = std::move(from.body);
  out.prepare_payload();
  if (head) out.content_length(size);
  return out;
}

}  // namespace

class Server::Impl : public std::enable_shared_from_this<Server::Impl> {
 public:
  Impl(asio::io_context& io, CorePort& core, ServerConfig config, tcp::acceptor acceptor,
       std::unique_ptr<ReadLog> reads)
      : io_(io),
        config_(std::move(config)),
        acceptor_(std::move(acceptor)),
        reads_(std::move(reads)),
        services_{core, waiters_, config_, seen_, *reads_} {}

  void start() { asio::co_spawn(io_, accept_loop(shared_from_this()), asio::detached); }

  void stop() {
    stopping_ = true;
    boost::system::error_code ignored;
    acceptor_.close(ignored);
    for (auto* stream : connections_) stream->cancel();
    for (const auto& subscriber : subscribers_) close(*subscriber);
  }

  [[nodiscard]] std::uint16_t port() const { return acceptor_.local_endpoint().port(); }

  void publish(const FinalNotice& notice) {
    auto summary = block_summary({notice.header.height, notice.id, notice.header, {}, {}});
    std::vector<chain::TxId> ids;
    ids.reserve(notice.executed->included.size());
    for (const auto& tx : notice.executed->included) ids.push_back(tx->id);
    asio::post(io_, [self = shared_from_this(), summary = std::move(summary), ids = std::move(ids)]() mutable {
      self->deliver(std::move(summary), ids);
    });
  }

 private:
  static Task<void> accept_loop(std::shared_ptr<Impl> self) {
    while (!self->stopping_) {
      auto [error, socket] = co_await self->acceptor_.async_accept(kTuple);
      if (error == asio::error::operation_aborted) co_return;
      if (error) {  // out of descriptors, or the peer went: wait a little rather than spin
        asio::steady_timer pause(self->io_, std::chrono::milliseconds(50));
        co_await pause.async_wait(kTuple);
        continue;
      }
      asio::co_spawn(self->io_, serve(self, beast::tcp_stream(std::move(socket))), asio::detached);
    }
  }

  static Task<void> serve(std::shared_ptr<Impl> self, beast::tcp_stream stream) {
    boost::system::error_code ignored;
    stream.socket().set_option(tcp::no_delay(true), ignored);
    if (self->connections_.size() >= self->config_.limits.max_connections) {
      auto refusal = to_beast(
          problem_response({http::status::service_unavailable, "BUSY", "too many connections: try again later"}), 11,
          false, false);
      stream.expires_after(self->config_.limits.read_timeout);
      co_await http::async_write(stream, refusal, kTuple);
      co_return;
    }
    self->connections_.insert(&stream);
    beast::flat_buffer buffer(self->config_.limits.max_header_bytes + self->config_.limits.max_body_bytes);
    while (!self->stopping_ && co_await serve_one(self, stream, buffer)) {
    }
    self->connections_.erase(&stream);
    stream.socket().shutdown(tcp::socket::shutdown_both, ignored);
  }

  // Reads and answers one request; false when the connection is over.
  static Task<bool> serve_one(std::shared_ptr<Impl> self, beast::tcp_stream& stream, beast::flat_buffer& buffer) {
    http::request_parser<http::string_body> parser;
    parser.header_limit(static_cast<std::uint32_t>(self->config_.limits.max_header_bytes));
    parser.body_limit(self->config_.limits.max_body_bytes);
    stream.expires_after(self->config_.limits.read_timeout);
    const auto [error, count] = co_await http::async_read(stream, buffer, parser, kTuple);
    if (error) co_return co_await refuse_unreadable(self, stream, error);
    stream.expires_never();
    auto message = parser.release();
    auto request = parse_target(std::string_view(message.target()));
    const bool head = message.method() == http::verb::head;
    Response response;
    if (!request) {
      response = problem_response(request.error());
    } else {
      request->method = head ? http::verb::get : message.method();
      request->body = std::move(message.body());
      request->headers = std::move(message.base());
      if (request->path == std::vector<std::string>{"v1", "events"}) {
        co_await stream_events(self, stream, *request);
        co_return false;
      }
      response = co_await self->answer(*request);
    }
    auto out = to_beast(std::move(response), message.version(), message.keep_alive(), head);
    stream.expires_after(self->config_.limits.read_timeout);
    const auto [write_error, written] = co_await http::async_write(stream, out, kTuple);
    co_return !write_error && out.keep_alive();
  }

  static Task<bool> refuse_unreadable(std::shared_ptr<Impl> self, beast::tcp_stream& stream,
                                      boost::system::error_code error) {
    Problem what{http::status::bad_request, "BAD_INPUT", "the request is not well-formed HTTP"};
    if (error == http::error::body_limit)
      what = {http::status::payload_too_large, "TOO_LARGE", "the body is above this node's limit"};
    else if (error == http::error::header_limit)
      what = {http::status::request_header_fields_too_large, "TOO_LARGE", "the header is above this node's limit"};
    else if (error.category() != make_error_code(http::error::bad_target).category())
      co_return false;  // the connection itself ended
    if (error == http::error::end_of_stream) co_return false;
    auto out = to_beast(problem_response(what), 11, false, false);
    stream.expires_after(self->config_.limits.read_timeout);
    co_await http::async_write(stream, out, kTuple);
    co_return false;
  }

  Task<Response> answer(const Request& request) {
    if (request.path == std::vector<std::string>{"metrics"}) {
      Response out;
      out.content_type = "text/plain; version=0.0.4; charset=utf-8";
      out.body = config_.metrics();
      co_return out;
    }
    const bool is_api = !request.path.empty() && (request.path[0] == "v1" || request.path[0] == "health");
    if (!is_api && request.method == http::verb::get) co_return static_file(config_.explorer_dir, request.path);
    co_return co_await route(services_, request);
  }

  static Task<void> stream_events(std::shared_ptr<Impl> self, beast::tcp_stream& stream, const Request& request) {
    if (self->subscribers_.size() >= self->config_.limits.max_event_streams) {
      auto refusal = to_beast(problem_response({http::status::service_unavailable, "BUSY",
                                                "too many event streams: poll /v1/blocks instead"}),
                              11, false, false);
      co_await http::async_write(stream, refusal, kTuple);
      co_return;
    }
    http::response<http::empty_body> head{http::status::ok, 11};
    head.set(http::field::content_type, "text/event-stream");
    head.set(http::field::cache_control, "no-cache");
    head.chunked(true);
    http::response_serializer<http::empty_body> serializer{head};
    if (const auto [error, n] = co_await http::async_write_header(stream, serializer, kTuple); error) co_return;
    auto subscriber = std::make_shared<Subscriber>(stream.get_executor());
    subscriber->with_ids = request.query_or("ids", "0") == "1";
    self->subscribers_.insert(subscriber);
    while (!subscriber->closed) {
      if (subscriber->backlog.empty()) {
        // A comment line now and then finds out that a reader is gone.
        subscriber->wake.expires_after(std::chrono::seconds(15));
        co_await subscriber->wake.async_wait(kTuple);
        if (subscriber->closed) break;
        if (subscriber->backlog.empty())
          subscriber->backlog.push_back(std::make_shared<const std::string>(": still here\n\n"));
      }
      const auto text = subscriber->backlog.front();
      subscriber->backlog.pop_front();
      stream.expires_after(self->config_.limits.read_timeout);
      const auto chunk = http::make_chunk(asio::buffer(*text));
      const auto [error, n] = co_await asio::async_write(stream, chunk, kTuple);
      if (error) break;
    }
    self->subscribers_.erase(subscriber);
  }

  void deliver(json::object summary, const std::vector<chain::TxId>& ids) {
    for (const auto& id : ids) waiters_.notify(id);
    if (subscribers_.empty()) return;
    const auto plain = event_text(summary);
    std::shared_ptr<const std::string> with_ids;
    for (const auto& subscriber : subscribers_) {
      if (subscriber->with_ids && !with_ids) {
        json::array list;
        list.reserve(ids.size());
        for (const auto& id : ids) list.push_back(json::value(hex(id.view())));
        summary["ids"] = std::move(list);
        with_ids = event_text(summary);
      }
      if (subscriber->backlog.size() >= config_.limits.max_stream_backlog)
        close(*subscriber);
      else
        subscriber->backlog.push_back(subscriber->with_ids ? with_ids : plain);
      subscriber->wake.cancel();
    }
  }

  static std::shared_ptr<const std::string> event_text(const json::object& summary) {
    return std::make_shared<const std::string>("event: block\nid: " + json::serialize(summary.at("height")) +
                                               "\ndata: " + json::serialize(summary) + "\n\n");
  }

  static void close(Subscriber& subscriber) {
    subscriber.closed = true;
    subscriber.wake.cancel();
  }

  asio::io_context& io_;
  ServerConfig config_;
  tcp::acceptor acceptor_;
  Waiters waiters_;
  SeenRequests seen_;
  std::unique_ptr<ReadLog> reads_;
  Services services_;
  std::set<beast::tcp_stream*> connections_;
  std::set<std::shared_ptr<Subscriber>> subscribers_;
  bool stopping_ = false;
};

chain::Result<std::unique_ptr<Server>> Server::create(asio::io_context& io, CorePort& core, ServerConfig config) {
  boost::system::error_code error;
  tcp::resolver resolver(io);
  const auto where = config.host + ":" + std::to_string(config.port);
  const auto found = resolver.resolve(config.host, std::to_string(config.port), tcp::resolver::passive, error);
  if (error || found.empty()) return chain::local_fault("API address " + where + ": " + error.message());
  tcp::acceptor acceptor(io);
  const tcp::endpoint endpoint = found.begin()->endpoint();
  acceptor.open(endpoint.protocol(), error);
  if (!error) acceptor.set_option(tcp::acceptor::reuse_address(true), error);
  if (!error) acceptor.bind(endpoint, error);
  if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return chain::local_fault("API address " + where + ": " + error.message() +
                              "; choose another port under [api] in config.toml");
  auto reads = ReadLog::open(config.reads_dir, {});
  if (!reads) return std::unexpected(reads.error());
  return std::unique_ptr<Server>(
      new Server(std::make_shared<Impl>(io, core, std::move(config), std::move(acceptor), std::move(*reads))));
}

Server::~Server() = default;
void Server::start() {
  impl_->start();
}
void Server::stop() {
  impl_->stop();
}
std::uint16_t Server::port() const {
  return impl_->port();
}
void Server::publish(const FinalNotice& notice) {
  impl_->publish(notice);
}

}  // namespace xh::node::api
