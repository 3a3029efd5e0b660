// The admin socket: server and client against each other, and against clients that misbehave.
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "node/ops/admin_client.h"
#include "node/ops/admin_server.h"
#include "node/ops/unix_address.h"
#include "tests/unit/node/temporary_folder.h"

using namespace xh;
using namespace xh::node;
namespace json = boost::json;

namespace {

// A node as far as the protocol sees it: a driven clock that never goes back.
class FakeNode {
 public:
  json::object answer(const json::object& request) {
    const auto parsed = chain::from_json<AdminRequest>(request);
    if (!parsed) return admin_error(parsed.error().message);
    if (parsed->command == kAdminClock && parsed->set_ms) {
      if (*parsed->set_ms < status_.ledger_time.value) return admin_error("never backwards");
      status_.ledger_time = chain::Timestamp{*parsed->set_ms};
    } else if (parsed->command != kAdminStatus) {
      return admin_error("unknown command");
    }
    return admin_ok(status_);
  }

 private:
  AdminStatus status_{"node0",
                      "xinghuo-test-1",
                      chain::ClockMode::kDriven,
                      chain::Timestamp{1000},
                      chain::Height{5},
                      chain::Timestamp{900},
                      3};
};

// The server on a thread of its own, as the node runs it.
class Fixture {
 public:
  Fixture() { start(); }
  ~Fixture() { stop(); }

  void start() {
    io_.restart();
    auto server =
        AdminServer::start(io_, socket_, [this](const json::object& request) { return node_.answer(request); });
    BOOST_REQUIRE_MESSAGE(server, (server ? "" : server.error().message));
    server_ = std::move(*server);
    thread_ = std::thread([this] { io_.run(); });
  }
  void stop() {
    if (!thread_.joinable()) return;
    boost::asio::post(io_, [this] { server_->stop(); });
    thread_.join();
    server_.reset();
  }

 protected:
  // Connects by hand, sends the text, gives what comes back until the server hangs up or a line is complete.
  std::string talk(const std::string& text) {
    const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const auto address = UnixAddress::of(socket_);
    BOOST_REQUIRE(::connect(fd, address->address(), address->size()) == 0);
    std::thread writer([&] {
      for (std::size_t at = 0; at < text.size();) {
        const auto put = ::send(fd, text.data() + at, text.size() - at, MSG_NOSIGNAL);
        if (put <= 0) break;
        at += static_cast<std::size_t>(put);
      }
    });
    std::string out;
    char c = 0;
    while (::recv(fd, &c, 1, 0) == 1) {
      out += c;
      if (c == '\n') break;
    }
    ::shutdown(fd, SHUT_RDWR);
    writer.join();
    ::close(fd);
    return out;
  }

  test::TemporaryFolder folder_;
  std::filesystem::path socket_ = folder_.path() / "admin.sock";
  FakeNode node_;
  boost::asio::io_context io_;
  std::unique_ptr<AdminServer> server_;
  std::thread thread_;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ops_admin, Fixture)

BOOST_AUTO_TEST_CASE(status_comes_back_whole) {
  const auto status = ask_status(socket_);
  BOOST_TEST_REQUIRE(status.has_value(), (status ? "" : status.error().message));
  BOOST_TEST(status->name == "node0");
  BOOST_TEST((status->clock == chain::ClockMode::kDriven));
  BOOST_TEST(status->ledger_time.value == 1000);
  BOOST_TEST(status->height.value == 5u);
  BOOST_TEST(status->peers_up == 3u);
}

BOOST_AUTO_TEST_CASE(clock_moves_and_a_refusal_is_the_nodes_own_sentence) {
  BOOST_TEST(ask_clock(socket_, chain::Timestamp{2000})->ledger_time.value == 2000);
  const auto refused = ask_clock(socket_, chain::Timestamp{1999});
  BOOST_REQUIRE(!refused);
  BOOST_TEST((refused.error().fault == chain::Fault::kInvalid));
  BOOST_TEST(refused.error().message == "never backwards");
  BOOST_TEST(ask_status(socket_)->ledger_time.value == 2000);
}

BOOST_AUTO_TEST_CASE(socket_is_private_and_goes_with_the_server) {
  struct stat info{};
  BOOST_REQUIRE(::stat(socket_.c_str(), &info) == 0);
  BOOST_TEST((info.st_mode & 0777) == 0600u);
  stop();
  BOOST_TEST(!std::filesystem::exists(socket_));
  const auto nobody = ask_status(socket_);
  BOOST_REQUIRE(!nobody);
  BOOST_TEST((nobody.error().fault == chain::Fault::kNotFound));
}

BOOST_AUTO_TEST_CASE(socket_of_a_dead_process_is_replaced) {
  stop();
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = UnixAddress::of(socket_);
  BOOST_REQUIRE(::bind(fd, address->address(), address->size()) == 0);
  ::close(fd);  // leaves the file, as a kill does
  BOOST_TEST(std::filesystem::exists(socket_));
  start();
  BOOST_TEST(ask_status(socket_).has_value());
}

BOOST_AUTO_TEST_CASE(line_that_is_no_json_object_is_answered_and_ends_the_connection) {
  for (const auto* line : {"hello\n", "[1,2]\n", "{\n", "\n"}) {
    BOOST_TEST(talk(line) == "{\"ok\":false,\"error\":\"a request is one JSON object on one line\"}\n", line);
  }
  BOOST_TEST(ask_status(socket_).has_value());
}

BOOST_AUTO_TEST_CASE(unknown_members_and_commands_are_refused) {
  BOOST_TEST(talk("{\"command\":\"status\",\"more\":1}\n").starts_with("{\"ok\":false"));
  BOOST_TEST(talk("{\"command\":\"format\"}\n").starts_with("{\"ok\":false"));
}

BOOST_AUTO_TEST_CASE(line_above_the_limit_is_refused) {
  BOOST_TEST(talk(std::string(kMaxAdminLineBytes + 10, 'x'))
                 .starts_with("{\"ok\":false,\"error\":\"a request line is too long\""));
  BOOST_TEST(ask_status(socket_).has_value());
}

BOOST_AUTO_TEST_CASE(several_requests_share_one_connection) {
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  const auto address = UnixAddress::of(socket_);
  BOOST_REQUIRE(::connect(fd, address->address(), address->size()) == 0);
  const std::string two = "{\"command\":\"status\"}\n{\"command\":\"clock\",\"set_ms\":3000}\n";
  BOOST_REQUIRE(::send(fd, two.data(), two.size(), MSG_NOSIGNAL) == static_cast<ssize_t>(two.size()));
  std::string got;
  char c = 0;
  while (std::ranges::count(got, '\n') < 2 && ::recv(fd, &c, 1, 0) == 1) got += c;
  ::close(fd);
  BOOST_TEST(got.find("\"ledger_time\":1000") < got.find("\"ledger_time\":3000"));
  BOOST_TEST(got.find("\"ledger_time\":3000") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(path_longer_than_a_socket_address_works) {
  stop();
  const auto deep = folder_.path() / std::string(100, 'd') / std::string(100, 'e');
  BOOST_REQUIRE(std::filesystem::create_directories(deep));
  socket_ = deep / "admin.sock";
  start();
  BOOST_TEST(std::filesystem::exists(socket_));
  BOOST_TEST(ask_status(socket_).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
