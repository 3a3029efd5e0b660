// The API client: problems become exit codes, nodes are tried in turn, signed requests verify; and real sockets for the
// transport.
#include <boost/asio.hpp>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "chain/crypto/sha256.h"
#include "cli/tx/sender.h"
#include "tests/unit/cli/test_support.h"

namespace xh::cli {
namespace {

using namespace std::chrono_literals;

HttpResponse problem(unsigned status, const std::string& code) {
  return {status,
          "application/problem+json",
          R"({"type":"about:blank","title":"t","status":1,"detail":"why","code":")" + code + "\"}",
          {}};
}

int exit_of(const HttpResponse& response) {
  const auto answer = read_answer(response, "http://n:1");
  return answer ? 0 : static_cast<int>(answer.error().exit);
}

ApiClient client(test::FakeNetwork& network, std::vector<std::string> nodes) {
  return {std::move(nodes), network, [] { return std::int64_t{1000}; }, 1s};
}

BOOST_AUTO_TEST_SUITE(api)

BOOST_AUTO_TEST_CASE(problems_become_exit_codes) {
  BOOST_TEST(exit_of(problem(404, "NOT_FOUND")) == 4);
  BOOST_TEST(exit_of(problem(400, "BAD")) == 4);
  BOOST_TEST(exit_of(problem(401, "UNSIGNED")) == 7);
  BOOST_TEST(exit_of(problem(403, "NOT_A_PARTY")) == 7);
  BOOST_TEST(exit_of(problem(409, "KEY_REUSED")) == 9);
  BOOST_TEST(exit_of(problem(503, "BUSY")) == 6);
  BOOST_TEST(exit_of({200, "text/html", "<html>", {}}) == 6);
  BOOST_TEST(exit_of({200, "application/json", R"({"schema_version":2,"data":{}})", {}}) == 6);
  const auto answer = read_answer(problem(403, "NOT_A_PARTY"), "n");
  BOOST_TEST(answer.error().code == "NOT_A_PARTY");
  BOOST_TEST(answer.error().message == "why");
}

BOOST_AUTO_TEST_CASE(the_next_node_is_asked_when_one_is_silent_or_busy) {
  test::FakeNetwork network;
  network.data("GET /v1/status", "{}");
  network.handler = [](const std::string& node, const HttpRequest&) -> HttpResult {
    if (node == "http://a:1") return std::unexpected(HttpFailure{false, "no"});
    if (node == "http://b:1") return problem(503, "BUSY");
    return test::pass();
  };
  auto api = client(network, {"http://a:1", "http://b:1", "http://c:1"});
  const auto answer = api.get("/v1/status");
  BOOST_REQUIRE(answer.has_value());
  BOOST_TEST(answer->node == "http://c:1");
  network.nodes.clear();
  BOOST_TEST(api.get("/v1/status").has_value());
  BOOST_TEST(network.nodes.front() == "http://c:1", "the node that answered is asked first");
}

BOOST_AUTO_TEST_CASE(a_write_that_may_have_arrived_has_an_unknown_outcome) {
  test::FakeNetwork network;
  network.handler = [](const std::string&, const HttpRequest&) -> HttpResult {
    return std::unexpected(HttpFailure{true, "cut"});
  };
  auto api = client(network, {"http://a:1"});
  BOOST_TEST(static_cast<int>(api.post("/v1/txs", "x", "y").error().exit) == 10);
  BOOST_TEST(static_cast<int>(api.get("/v1/txs").error().exit) == 6);
  network.handler = [](const std::string&, const HttpRequest&) -> HttpResult {
    return std::unexpected(HttpFailure{false, "refused"});
  };
  BOOST_TEST(static_cast<int>(api.post("/v1/txs", "x", "y").error().exit) == 6);
}

BOOST_AUTO_TEST_CASE(a_signed_request_verifies_under_the_documented_digest) {
  test::FakeNetwork network;
  network.data("GET /v1/accounts/x?a=1", "{}");
  const auto key = chain::SecretKey::from_bytes(chain::Bytes(32, 7)).value();
  const Requester requester{account_of_key(key.public_key()), {&key}};
  chain::ChainTag tag;
  tag.bytes[0] = 9;
  auto api = client(network, {"http://a:1"});
  BOOST_REQUIRE(api.get_signed("/v1/accounts/x?a=1", requester, tag).has_value());
  std::map<std::string, std::string> headers(network.requests[0].headers.begin(), network.requests[0].headers.end());
  const std::string message =
      "GET\n/v1/accounts/x?a=1\n" + headers["X-Xinghuo-Account"] + "\n1000\n" + chain::to_hex(chain::sha256({}).view());
  const auto digest = chain::tagged_hash("xh/api-request/1", tag, chain::as_bytes(message));
  BOOST_TEST(headers["X-Xinghuo-Account"] == chain::to_address(requester.account));
  BOOST_TEST(headers["X-Xinghuo-Time"] == "1000");
  BOOST_TEST(chain::verify_signature(key.public_key(), digest.view(),
                                     chain::fixed_from_hex<chain::Signature>(headers["X-Xinghuo-Signature"]).value()));
}

BOOST_AUTO_TEST_CASE(a_signed_request_that_was_answered_already_is_signed_anew_once) {
  test::FakeNetwork network;
  network.data("GET /v1/accounts/x", "{}");
  std::string first;
  network.handler = [&](const std::string&, const HttpRequest& request) -> HttpResult {
    std::map<std::string, std::string> headers(request.headers.begin(), request.headers.end());
    if (first.empty()) first = headers["X-Xinghuo-Time"];
    return headers["X-Xinghuo-Time"] == first ? HttpResult(problem(401, "REQUEST_REPEATED")) : test::pass();
  };
  const auto key = chain::SecretKey::from_bytes(chain::Bytes(32, 7)).value();
  const Requester requester{account_of_key(key.public_key()), {&key}};
  auto api = client(network, {"http://a:1"});
  BOOST_TEST(api.get_signed("/v1/accounts/x", requester, {}).has_value());
  BOOST_TEST(network.requests.size() == 2U);
  network.handler = [](const std::string&, const HttpRequest&) -> HttpResult {
    return problem(401, "REQUEST_REPEATED");
  };
  BOOST_TEST(api.get_signed("/v1/accounts/x", requester, {}).error().code == "REQUEST_REPEATED");
  BOOST_TEST(network.requests.size() == 4U);
}

BOOST_AUTO_TEST_CASE(a_busy_node_is_offered_the_same_bytes_again) {
  test::FakeNetwork network;
  int calls = 0;
  network.handler = [&](const std::string&, const HttpRequest&) -> HttpResult {
    return ++calls < 3 ? HttpResult(problem(503, "BUSY")) : test::pass();
  };
  network.data("POST /v1/txs", R"({"results":[{"id":"ab","state":"accepted"}]})");
  auto api = client(network, {"http://a:1"});
  int pauses = 0;
  Sender sender(api, [&](auto) { ++pauses; }, 10s);
  const std::vector<chain::Bytes> transactions{{1, 2, 3}};
  const auto results = sender.submit(transactions);
  BOOST_REQUIRE(results.has_value());
  BOOST_TEST(results->front().state == "accepted");
  BOOST_TEST(pauses == 2);
  BOOST_TEST((network.requests[0].body == std::string("\0\0\0\3\1\2\3", 7)));
  BOOST_TEST(network.requests[0].body == network.requests[2].body);
}

BOOST_AUTO_TEST_CASE(many_transactions_go_in_parts_of_a_thousand) {
  test::FakeNetwork network;
  network.handler = [](const std::string&, const HttpRequest& request) -> HttpResult {
    json::array results;
    for (std::size_t i = 0; i < request.body.size(); i += 5) results.push_back({{"id", "x"}, {"state", "accepted"}});
    return HttpResponse{
        200, "", json::serialize(json::object{{"schema_version", 1}, {"data", {{"results", results}}}}), {}};
  };
  auto api = client(network, {"http://a:1"});
  Sender sender(api, [](auto) {}, 1s);
  const std::vector<chain::Bytes> transactions(2500, chain::Bytes{1});
  BOOST_TEST(sender.submit(transactions).value().size() == 2500u);
  BOOST_TEST(network.requests.size() == 3u);
}

BOOST_AUTO_TEST_CASE(node_addresses_are_checked) {
  BOOST_TEST(check_node_url("http://127.0.0.1:26657").has_value());
  BOOST_TEST(check_node_url("http://[::1]:26657/").has_value());
  for (const char* wrong : {"", "127.0.0.1:26657", "https://x:1", "http://", "http://x:1/v1", "ftp://x"})
    BOOST_TEST(!check_node_url(wrong).has_value(), wrong);
}

// A server of one thread that answers a list of prepared bytes, one a request, on as many connections as it takes.
class PlainServer {
 public:
  explicit PlainServer(std::vector<std::string> answers, std::size_t requests_a_connection)
      : acceptor_(context_, {boost::asio::ip::address_v4::loopback(), 0}),
        thread_(
            [this, answers = std::move(answers), requests_a_connection] { serve(answers, requests_a_connection); }) {}
  ~PlainServer() { thread_.join(); }
  [[nodiscard]] std::string url() const {
    return "http://127.0.0.1:" + std::to_string(acceptor_.local_endpoint().port());
  }
  [[nodiscard]] int connections() const { return connections_; }

 private:
  void serve(const std::vector<std::string>& answers, std::size_t requests_a_connection) {
    for (std::size_t i = 0; i < answers.size();) {
      boost::asio::ip::tcp::socket socket(context_);
      acceptor_.accept(socket);
      ++connections_;
      for (std::size_t n = 0; n < requests_a_connection && i < answers.size(); ++n, ++i) {
        std::string request;
        boost::system::error_code error;
        boost::asio::read_until(socket, boost::asio::dynamic_buffer(request), "\r\n\r\n", error);
        if (error) break;
        boost::asio::write(socket, boost::asio::buffer(answers[i]), error);
      }
    }
  }

  boost::asio::io_context context_;
  boost::asio::ip::tcp::acceptor acceptor_;
  std::atomic<int> connections_ = 0;
  std::thread thread_;
};

std::string plain(const std::string& body) {
  return "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
         "\r\n\r\n" + body;
}

BOOST_AUTO_TEST_CASE(the_transport_keeps_a_connection_and_opens_a_new_one_when_it_was_closed) {
  PlainServer server({plain("one"), plain("two"), plain("three")}, 2);
  const auto transport = make_http_transport();
  for (const char* body : {"one", "two", "three"}) {
    const auto response = transport->send(server.url(), {"GET", "/v1/status", {}, {}, {}}, 5s);
    BOOST_REQUIRE_MESSAGE(response.has_value(), (response ? std::string() : response.error().message));
    BOOST_TEST(response->status == 200u);
    BOOST_TEST(response->body == body);
  }
  BOOST_TEST(server.connections() == 2);
}

BOOST_AUTO_TEST_CASE(a_refused_connection_was_surely_not_sent) {
  boost::asio::io_context context;
  boost::asio::ip::tcp::acceptor closed(context, {boost::asio::ip::address_v4::loopback(), 0});
  const auto url = "http://127.0.0.1:" + std::to_string(closed.local_endpoint().port());
  closed.close();
  const auto response = make_http_transport()->send(url, {"POST", "/v1/txs", {}, "x", "y"}, 5s);
  BOOST_REQUIRE(!response.has_value());
  BOOST_TEST(!response.error().sent);
}

BOOST_AUTO_TEST_CASE(an_answer_that_breaks_off_was_perhaps_sent) {
  PlainServer server({"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc"}, 1);
  const auto response = make_http_transport()->send(server.url(), {"POST", "/v1/txs", {}, "x", "y"}, 5s);
  BOOST_REQUIRE(!response.has_value());
  BOOST_TEST(response.error().sent);
}

BOOST_AUTO_TEST_SUITE_END()

}  // namespace
}  // namespace xh::cli
