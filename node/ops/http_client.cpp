#include "node/ops/http_client.h"

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>

namespace xh::node {
namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace http = beast::http;

asio::awaitable<HttpAnswer> get(HostPort server, std::string target, std::chrono::milliseconds timeout) {
  const auto executor = co_await asio::this_coro::executor;
  asio::ip::tcp::resolver resolver(executor);
  beast::tcp_stream stream(executor);
  const auto endpoints = co_await resolver.async_resolve(server.host, std::to_string(server.port), asio::use_awaitable);
  stream.expires_after(timeout);
  co_await stream.async_connect(endpoints, asio::use_awaitable);
  http::request<http::empty_body> request(http::verb::get, target, 11);
  request.set(http::field::host, to_string(server));
  request.set(http::field::accept, "application/json");
  request.set(http::field::connection, "close");
  co_await http::async_write(stream, request, asio::use_awaitable);
  beast::flat_buffer buffer;
  http::response_parser<http::string_body> parser;
  parser.body_limit(kMaxHttpAnswerBytes);
  co_await http::async_read(stream, buffer, parser, asio::use_awaitable);
  co_return HttpAnswer{parser.get().result_int(), parser.get().body()};
}

}  // namespace

chain::Result<HttpAnswer> http_get(const HostPort& server, const std::string& target,
                                   std::chrono::milliseconds timeout) {
  asio::io_context io;
  chain::Result<HttpAnswer> out = chain::not_yet("no answer from " + to_string(server) + " in time");
  asio::co_spawn(io, get(server, target, timeout), [&](const std::exception_ptr& thrown, HttpAnswer answer) {
    if (!thrown) {
      out = std::move(answer);
      return;
    }
    try {
      std::rethrow_exception(thrown);
    } catch (const boost::system::system_error& error) {
      out = chain::not_yet("no answer from " + to_string(server) + ": " + error.code().message());
    } catch (const std::exception& error) {
      out = chain::not_yet("no answer from " + to_string(server) + ": " + error.what());
    }
  });
  io.run_for(timeout + std::chrono::milliseconds(500));  // name look-up has no deadline of its own
  return out;
}

HostPort reachable(const HostPort& listen) {
  if (listen.host == "0.0.0.0") return {"127.0.0.1", listen.port};
  if (listen.host == "::") return {"::1", listen.port};
  return listen;
}

}  // namespace xh::node
