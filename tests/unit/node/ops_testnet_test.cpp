// Testnet folders and the driven clock of several nodes, whose admin sockets are played by servers in this process.
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/post.hpp>
#include <boost/test/unit_test.hpp>
#include <thread>

#include "chain/crypto/schnorr.h"
#include "node/config/check_home.h"
#include "node/config/genesis_file.h"
#include "node/config/private_file.h"
#include "node/ops/admin_server.h"
#include "node/ops/holiday_file.h"
#include "node/ops/testnet.h"
#include "node/ops/testnet_clock.h"
#include "node/ops/time_text.h"
#include "tests/unit/node/temporary_folder.h"

using namespace xh;
using namespace xh::node;
namespace json = boost::json;

namespace {

// Below the ports that clients of other tests are given, so that none of them takes one.
constexpr std::uint16_t kBasePort = 21'400;

TestnetSpec spec_in(const std::filesystem::path& dir) {
  TestnetSpec out;
  out.dir = dir;
  out.base_port = kBasePort;
  out.genesis.chain_id = "xinghuo-test-1";
  out.genesis.time = *parse_rfc3339("2026-03-01T00:00:00Z");
  out.genesis.clock = chain::ClockMode::kDriven;
  const std::vector<std::string> roles = {"union", "employer", "bank", "regulator", "worker"};
  for (std::size_t i = 0; i < roles.size(); ++i) {
    chain::Bytes secret(32, 0);
    secret.back() = static_cast<std::uint8_t>(i + 1);
    const auto key = chain::SecretKey::from_bytes(secret)->public_key();
    out.genesis.members.push_back(
        *parse_member("m" + std::to_string(i) + ":" + roles[i] + ":" + chain::to_hex(key.view())));
  }
  out.genesis.holidays.push_back(
      *read_holiday_file(std::filesystem::path(XH_SOURCE_DIR) / "genesis" / "holidays" / "cn.json"));
  return out;
}

struct Folder : test::TemporaryFolder {
  std::filesystem::path dir = path() / "net";
  TestnetSpec spec = spec_in(dir);
  void init() {
    const auto made = init_testnet(spec);
    BOOST_REQUIRE_MESSAGE(made, (made ? "" : made.error().message));
  }
};

// Admin sockets of a testnet's nodes on one thread, each with a clock of its own.
class Clocks {
 public:
  explicit Clocks(chain::ClockMode mode = chain::ClockMode::kDriven) : mode_(mode) {}
  ~Clocks() {
    if (!thread_.joinable()) return;
    boost::asio::post(io_, [this] {
      for (const auto& server : servers_) server->stop();
    });
    thread_.join();
  }
  void serve(const TestnetNode& node, std::int64_t at) {
    auto& clock = at_[node.name] = at;
    auto server = AdminServer::start(io_, node.config.admin_socket(), [this, &clock](const json::object& request) {
      const auto* const set = request.if_contains("set_ms");
      if (set != nullptr) clock = set->as_int64();
      return admin_ok(
          {"n", "xinghuo-test-1", mode_, chain::Timestamp{clock}, chain::Height{1}, chain::Timestamp{1}, 0});
    });
    BOOST_REQUIRE_MESSAGE(server, (server ? "" : server.error().message));
    servers_.push_back(std::move(*server));
  }
  void run() {
    thread_ = std::thread([this] { io_.run(); });
  }
  std::int64_t of(const std::string& node) { return at_.at(node); }

 private:
  chain::ClockMode mode_;
  boost::asio::io_context io_;
  std::map<std::string, std::int64_t> at_;
  std::vector<std::unique_ptr<AdminServer>> servers_;
  std::thread thread_;
};

template <class T>
Failure refused(const Outcome<T>& outcome) {
  BOOST_REQUIRE(!outcome);
  return outcome.error();
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(ops_testnet, Folder)

BOOST_AUTO_TEST_CASE(every_home_is_ready_to_start_as_its_own_validator) {
  init();
  const auto nodes = open_testnet(dir);
  BOOST_REQUIRE(nodes);
  BOOST_REQUIRE(nodes->size() == 4u);
  for (std::uint32_t i = 0; i < 4; ++i) {
    const auto& config = (*nodes)[i].config;
    const auto report = check_home(config);
    BOOST_REQUIRE_MESSAGE(report, (report ? "" : report.error().text()));
    BOOST_TEST((report->validator_index == i));
    BOOST_TEST(report->warnings.empty());
    BOOST_TEST(config.p2p.listen.port == kBasePort + 10 * i);
    BOOST_TEST(config.api.listen.port == kBasePort + 1 + 10 * i);
  }
  const auto genesis = load_genesis((*nodes)[0].config.genesis_file);
  BOOST_REQUIRE(genesis);
  BOOST_TEST(genesis->validators[3].name == "m3");
  BOOST_TEST(genesis->validators[3].address == "127.0.0.1:21430");
  BOOST_TEST(genesis->members.size() == 5u);
  BOOST_TEST((*load_genesis((*nodes)[3].config.genesis_file) == *genesis));
}

BOOST_AUTO_TEST_CASE(existing_home_is_not_touched) {
  init();
  BOOST_TEST(refused(init_testnet(spec)).message.find("not overwritten") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(unfit_spec_leaves_no_folder_behind) {
  const auto leaves_nothing = [&] { return !init_testnet(spec).has_value() && !std::filesystem::exists(dir); };
  spec.validators = 3;
  BOOST_TEST(leaves_nothing());
  spec.validators = 6;  // members are five
  BOOST_TEST(leaves_nothing());
  spec = spec_in(dir);
  spec.base_port = 65'500;
  BOOST_TEST(leaves_nothing());
  spec = spec_in(dir);
  spec.genesis.consensus.delta_ms = 0;
  BOOST_TEST(leaves_nothing());
  spec = spec_in(dir);
  spec.genesis.members[1].name = "m0";
  BOOST_TEST(leaves_nothing());
}

BOOST_AUTO_TEST_CASE(node_that_is_not_there_is_named) {
  BOOST_TEST((refused(open_testnet(dir)).exit == ExitCode::kBadInput));
  init();
  BOOST_TEST(open_testnet(dir, 3)->front().name == "node3");
  BOOST_TEST(refused(open_testnet(dir, 4)).message.find("node4") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(damaged_config_of_one_node_is_a_config_failure) {
  init();
  BOOST_REQUIRE(replace_file(dir / "node2/config/config.toml", "port = 1\n", kPublicFileMode));
  BOOST_TEST((refused(open_testnet(dir)).exit == ExitCode::kConfig));
}

BOOST_AUTO_TEST_CASE(missing_key_stops_the_start_before_anything_runs) {
  init();
  namespace ip = boost::asio::ip;
  boost::asio::io_context io;  // a busy port, too, is not what the operator hears of first
  const ip::tcp::acceptor busy(io, ip::tcp::endpoint(ip::make_address("127.0.0.1"), kBasePort));
  std::filesystem::remove(dir / "node3/config/validator_key.json");
  const auto nodes = open_testnet(dir);
  const auto failure = refused(start_nodes(*nodes, std::chrono::seconds(1)));
  BOOST_TEST((failure.exit == ExitCode::kConfig));
  BOOST_TEST(failure.message.find("validator_key.json") != std::string::npos);
  BOOST_TEST(!std::filesystem::exists(nodes->front().pid_file()));
}

BOOST_AUTO_TEST_CASE(stopping_what_does_not_run_is_fine) {
  init();
  BOOST_TEST(stop_nodes(*open_testnet(dir), std::chrono::seconds(1)).has_value());
  BOOST_TEST(kill_nodes(*open_testnet(dir)).has_value());
  BOOST_TEST((testnet_status(*open_testnet(dir))->exit == ExitCode::kFalse));
}

BOOST_AUTO_TEST_CASE(clock_advances_from_the_latest_of_the_nodes) {
  init();
  const auto nodes = open_testnet(dir);
  Clocks clocks;
  for (const auto& node : *nodes) clocks.serve(node, node.name == "node1" ? 5'000 : 4'000);
  clocks.run();
  BOOST_REQUIRE(advance_clock(*nodes, 250, false));
  for (const auto& node : *nodes) BOOST_TEST(clocks.of(node.name) == 5'250);
}

BOOST_AUTO_TEST_CASE(clock_is_set_to_the_millisecond_and_never_backwards) {
  init();
  const auto nodes = open_testnet(dir);
  Clocks clocks;
  for (const auto& node : *nodes) clocks.serve(node, node.name == "node1" ? 5'000 : 4'000);
  clocks.run();
  const auto failure = refused(set_clock(*nodes, chain::Timestamp{4'999}, false));
  BOOST_TEST((failure.exit == ExitCode::kBadInput));
  BOOST_TEST(failure.code == "CLOCK_BACKWARDS");
  BOOST_TEST(clocks.of("node0") == 4'000);
  BOOST_REQUIRE(set_clock(*nodes, chain::Timestamp{5'000}, false));
  BOOST_REQUIRE(set_clock(*nodes, chain::Timestamp{6'007}, false));
  for (const auto& node : *nodes) BOOST_TEST(clocks.of(node.name) == 6'007);
}

BOOST_AUTO_TEST_CASE(node_that_is_down_keeps_all_clocks_where_they_are_unless_allowed) {
  init();
  const auto nodes = open_testnet(dir);
  Clocks clocks;
  for (std::size_t i = 0; i < 3; ++i) clocks.serve((*nodes)[i], 4'000);
  clocks.run();
  const auto failure = refused(advance_clock(*nodes, 250, false));
  BOOST_TEST((failure.exit == ExitCode::kNetwork));
  BOOST_TEST(failure.message.find("node3") != std::string::npos);
  BOOST_TEST(clocks.of("node0") == 4'000);
  const auto moved = advance_clock(*nodes, 250, true);
  BOOST_REQUIRE(moved);
  BOOST_TEST(moved->data.at("down").as_array().size() == 1u);
  BOOST_TEST(clocks.of("node2") == 4'250);
}

BOOST_AUTO_TEST_CASE(real_clock_is_not_moved) {
  init();
  const auto nodes = open_testnet(dir);
  Clocks clocks(chain::ClockMode::kReal);
  for (const auto& node : *nodes) clocks.serve(node, 4'000);
  clocks.run();
  BOOST_TEST(refused(advance_clock(*nodes, 250, false)).code == "REAL_CLOCK");
  BOOST_TEST(clocks.of("node0") == 4'000);
  BOOST_TEST(show_clock(*nodes).has_value());
}

BOOST_AUTO_TEST_SUITE_END()
