// The adapter to Boost.Asio, Beast and URL for this room.
#include "cli/api/http.h"

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/url.hpp>
#include <charconv>
#include <map>

namespace xh::cli {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;
using boost::system::error_code;

class Connection {
 public:
  Connection() : stream_(context_) {}

  [[nodiscard]] bool is_open() const { return open_; }

  error_code connect(const std::string& host, const std::string& port, std::chrono::steady_clock::time_point until) {
    error_code error;
    asio::ip::tcp::resolver resolver(context_);
    const auto endpoints = resolver.resolve(host, port, error);
    if (error) return error;
    stream_.expires_at(until);
    error = asio::error::would_block;
    stream_.async_connect(endpoints, [&](error_code e, const asio::ip::tcp::endpoint&) { error = e; });
    run();
    if (!error) stream_.socket().set_option(asio::ip::tcp::no_delay(true), error);
    open_ = !error;
    return error;
  }

  error_code write(http::request<http::string_body>& request, std::chrono::steady_clock::time_point until) {
    stream_.expires_at(until);
    error_code error = asio::error::would_block;
    http::async_write(stream_, request, [&](error_code e, std::size_t) { error = e; });
    run();
    return error;
  }

  error_code read(http::response_parser<http::string_body>& parser, std::chrono::steady_clock::time_point until) {
    stream_.expires_at(until);
    error_code error = asio::error::would_block;
    http::async_read(stream_, buffer_, parser, [&](error_code e, std::size_t) { error = e; });
    run();
    return error;
  }

  void close() {
    error_code ignored;
    stream_.socket().shutdown(asio::ip::tcp::socket::shutdown_both, ignored);
    stream_.close();
    buffer_.clear();
    open_ = false;
  }

 private:
  void run() {
    context_.restart();
    context_.run();
  }

  asio::io_context context_;
  beast::tcp_stream stream_;
  beast::flat_buffer buffer_;
  bool open_ = false;
};

http::request<http::string_body> to_beast(const HttpRequest& request, const std::string& host) {
  http::request<http::string_body> out(http::string_to_verb(request.method), request.target, 11);
  out.set(http::field::host, host);
  out.set(http::field::user_agent, "xinghuo");
  out.set(http::field::accept, "application/json");
  for (const auto& [name, value] : request.headers) out.insert(name, value);
  if (!request.content_type.empty()) out.set(http::field::content_type, request.content_type);
  out.body() = request.body;
  out.prepare_payload();
  out.keep_alive(true);
  return out;
}

HttpResponse from_beast(http::response<http::string_body>&& answer) {
  HttpResponse out;
  out.status = answer.result_int();
  const std::string_view type(answer[http::field::content_type].data(), answer[http::field::content_type].size());
  out.content_type = type;
  const auto after = answer[http::field::retry_after];
  long seconds = 0;
  const auto [end, error] = std::from_chars(after.data(), after.data() + after.size(), seconds);
  if (!after.empty() && error == std::errc{} && end == after.data() + after.size())
    out.retry_after = std::chrono::seconds(seconds);
  out.body = std::move(answer.body());
  return out;
}

bool closed_by_peer(const error_code& error) {
  return error == http::error::end_of_stream || error == asio::error::connection_reset ||
         error == asio::error::broken_pipe || error == asio::error::eof;
}

class BeastTransport : public HttpTransport {
 public:
  HttpResult send(const std::string& node, const HttpRequest& request, std::chrono::milliseconds deadline) override {
    const auto until = std::chrono::steady_clock::now() + deadline;
    const auto url = boost::urls::parse_uri(node);
    if (!url) return std::unexpected(HttpFailure{false, node + ": not a URL"});
    const std::string host(url->host_address());
    const std::string port = url->has_port() ? std::string(url->port()) : "80";
    auto& connection = connections_[node];
    if (connection == nullptr) connection = std::make_unique<Connection>();
    const bool reused = connection->is_open();
    bool stale = false;
    auto result = attempt(*connection, host, port, request, until, stale);
    // A kept connection that the node had closed meanwhile: nothing of the request was answered, and requests are safe
    // to repeat.
    if (!result && reused && stale) result = attempt(*connection, host, port, request, until, stale);
    if (!result) result.error().message = node + ": " + result.error().message;
    return result;
  }

 private:
  static HttpResult attempt(Connection& connection, const std::string& host, const std::string& port,
                            const HttpRequest& request, std::chrono::steady_clock::time_point until, bool& stale) {
    if (!connection.is_open()) {
      if (const auto error = connection.connect(host, port, until)) return give_up(connection, false, error);
    }
    auto message = to_beast(request, host + ":" + port);
    if (const auto error = connection.write(message, until)) {
      stale = closed_by_peer(error);
      return give_up(connection, true, error);
    }
    http::response_parser<http::string_body> parser;
    parser.body_limit(kMaxResponseBytes);
    if (const auto error = connection.read(parser, until)) {
      stale = closed_by_peer(error) && !parser.got_some();
      return give_up(connection, true, error);
    }
    const bool keep = parser.get().keep_alive();
    auto out = from_beast(parser.release());
    if (!keep) connection.close();
    return out;
  }

  static HttpResult give_up(Connection& connection, bool sent, const error_code& error) {
    connection.close();
    const bool timeout = error == beast::error::timeout;
    return std::unexpected(HttpFailure{sent, timeout ? "no answer in time" : error.message()});
  }

  std::map<std::string, std::unique_ptr<Connection>> connections_;
};

}  // namespace

std::unique_ptr<HttpTransport> make_http_transport() {
  return std::make_unique<BeastTransport>();
}

chain::Status check_node_url(std::string_view url) {
  const auto parsed = boost::urls::parse_uri(url);
  if (!parsed || parsed->scheme() != "http" || parsed->host().empty()) {
    return chain::invalid("'" + std::string(url) +
                          "' is no node address: write http://host:port (for TLS put a proxy in front, or a tunnel)");
  }
  if (!(parsed->path().empty() || parsed->path() == "/") || parsed->has_query())
    return chain::invalid("a node address has no path: http://host:port");
  return {};
}

}  // namespace xh::cli
