// Processes found by pid file, ports, log ends.
#include <signal.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/test/unit_test.hpp>

#include "node/config/private_file.h"
#include "node/ops/http_client.h"
#include "node/ops/process.h"
#include "tests/unit/node/temporary_folder.h"

using namespace xh;
using namespace xh::node;
using namespace std::chrono_literals;

namespace {

struct Fixture : test::TemporaryFolder {
  std::filesystem::path pid_file = path() / "pid";
  std::filesystem::path log = path() / "log";
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ops_process, Fixture)

BOOST_AUTO_TEST_CASE(detached_process_is_found_by_its_pid_file_until_it_ends) {
  const auto process = start_detached({"/bin/sleep", "1000"}, log);
  BOOST_REQUIRE(process);
  BOOST_REQUIRE(write_pid_file(pid_file, *process));
  BOOST_REQUIRE(running_process(pid_file).has_value());
  BOOST_TEST((*running_process(pid_file) == *process));
  BOOST_TEST(::getsid(process->pid) == process->pid);
  BOOST_TEST(!wait_for_end(*process, 1ms));
  BOOST_REQUIRE(send_signal(*process, SIGKILL));
  BOOST_TEST(wait_for_end(*process, 60s));
  BOOST_TEST(!running_process(pid_file).has_value());
  BOOST_TEST(send_signal(*process, SIGTERM).has_value());  // to nobody: what is gone need not be stopped
}

BOOST_AUTO_TEST_CASE(reused_pid_is_not_taken_for_the_node) {
  // This very process runs, but it is not the one that the file was written for.
  BOOST_REQUIRE(write_pid_file(pid_file, {::getpid(), 1}));
  BOOST_TEST(!running_process(pid_file).has_value());
}

BOOST_AUTO_TEST_CASE(damaged_pid_files_name_no_process) {
  for (const auto* text : {"", "x", "12", "-1 5", "0 0", "99999999999999999999 1"}) {
    BOOST_REQUIRE(replace_file(pid_file, text, 0600));
    BOOST_TEST(!running_process(pid_file).has_value(), text);
  }
}

BOOST_AUTO_TEST_CASE(output_goes_to_the_log_and_is_appended) {
  for (const auto* word : {"one", "two"}) {
    const auto process = start_detached({"/bin/echo", word}, log);
    BOOST_REQUIRE(process);
    BOOST_TEST(wait_for_end(*process, 60s));
  }
  BOOST_TEST(last_lines(log, 10) == "one\ntwo\n");
  BOOST_TEST(last_lines(log, 1) == "two\n");
}

BOOST_AUTO_TEST_CASE(program_that_does_not_exist_is_an_error) {
  BOOST_TEST(!start_detached({"/nonexistent/program"}, log));
}

BOOST_AUTO_TEST_CASE(last_lines_of_odd_files) {
  BOOST_TEST(last_lines(path() / "none", 5).empty());
  BOOST_REQUIRE(write_new_file(log, "a\nb\nc", kPublicFileMode));
  BOOST_TEST(last_lines(log, 2) == "b\nc");
  BOOST_TEST(last_lines(log, 99) == "a\nb\nc");
}

BOOST_AUTO_TEST_CASE(busy_port_is_told_from_a_free_one) {
  boost::asio::io_context io;
  namespace ip = boost::asio::ip;
  ip::tcp::acceptor acceptor(io, ip::tcp::endpoint(ip::make_address("127.0.0.1"), 0));
  const auto port = acceptor.local_endpoint().port();
  const auto busy = check_port_free("127.0.0.1", port);
  BOOST_REQUIRE(!busy);
  BOOST_TEST(busy.error().message == "Address already in use");
  acceptor.close();
  BOOST_TEST(check_port_free("127.0.0.1", port).has_value());
  BOOST_TEST(!check_port_free("not an address", port));
}

BOOST_AUTO_TEST_CASE(nobody_on_a_port_is_a_short_error) {
  boost::asio::io_context io;
  namespace ip = boost::asio::ip;
  ip::tcp::acceptor acceptor(io, ip::tcp::endpoint(ip::make_address("127.0.0.1"), 0));
  const auto port = acceptor.local_endpoint().port();
  acceptor.close();
  const auto answer = http_get({"127.0.0.1", port}, "/health/live", 5s);
  BOOST_REQUIRE(!answer);
  BOOST_TEST(answer.error().message == "no answer from 127.0.0.1:" + std::to_string(port) + ": Connection refused");
}

BOOST_AUTO_TEST_CASE(server_that_says_nothing_is_given_up) {
  boost::asio::io_context io;
  namespace ip = boost::asio::ip;
  ip::tcp::acceptor acceptor(io, ip::tcp::endpoint(ip::make_address("127.0.0.1"), 0));
  BOOST_TEST(!http_get({"127.0.0.1", acceptor.local_endpoint().port()}, "/health/live", 50ms));
}

BOOST_AUTO_TEST_SUITE_END()
