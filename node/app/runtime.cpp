#include "node/app/runtime.h"

#include <spdlog/spdlog.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/signal_set.hpp>
#include <random>
#include <thread>

#include "node/api/server.h"
#include "node/app/asio_host.h"
#include "node/app/data_folder.h"
#include "node/app/metrics.h"
#include "node/app/version.h"
#include "node/config/genesis_file.h"
#include "node/config/validator_key.h"
#include "node/ops/admin_server.h"
#include "p2p/mesh.h"
#include "p2p/node_identity.h"

namespace xh::node {
namespace {

namespace asio = boost::asio;

constexpr int kExitOk = 0;
constexpr int kExitFault = 1;
constexpr int kExitConfig = 3;
constexpr int kExitNetwork = 6;
constexpr std::size_t kMaxQueuedTransactionFrames = 2'000;  // between network and core: more are dropped, senders forward again
constexpr std::size_t kMaxQueuedFrames = 20'000;

struct Failure {
  int code = kExitFault;
  std::string message;
};

std::size_t signature_threads(const NodeConfig& config) {
  if (config.signature_threads > 0) return config.signature_threads;
  return std::max(1u, std::thread::hardware_concurrency() - 1);
}

// Carries frames from the network thread to the core, bounded; what is dropped is asked for or sent again by the protocol.
class FrameGate final : public p2p::FrameHandler {
 public:
  FrameGate(asio::io_context& core, Replica& replica, std::function<void()> after) : core_(core), replica_(replica), after_(std::move(after)) {}

  void on_frame(p2p::PeerId peer, p2p::Lane lane, chain::Bytes payload) override {
    const auto limit = lane == p2p::Lane::kTransactions ? kMaxQueuedTransactionFrames : kMaxQueuedFrames;
    if (queued_.load(std::memory_order_relaxed) >= limit) return;
    queued_.fetch_add(1, std::memory_order_relaxed);
    asio::post(core_, [this, peer, lane, payload = std::move(payload)]() mutable {
      queued_.fetch_sub(1, std::memory_order_relaxed);
      replica_.on_frame(consensus::PeerId{peer.value}, lane, std::move(payload));
    });
  }
  void on_peer_up(p2p::PeerId peer) override {
    asio::post(core_, [this, peer] {
      replica_.on_peer_up(consensus::PeerId{peer.value});
      after_();
    });
  }
  void on_peer_down(p2p::PeerId peer) override {
    asio::post(core_, [this, peer] { replica_.on_peer_down(consensus::PeerId{peer.value}); });
  }

 private:
  asio::io_context& core_;
  Replica& replica_;
  std::function<void()> after_;
  std::atomic<std::size_t> queued_{0};
};

p2p::LogSink network_log() {
  return [](p2p::LogLevel level, const std::string& text) {
    constexpr std::array kLevels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
    spdlog::log(kLevels[static_cast<std::size_t>(level)], "{}", text);
  };
}

chain::Result<p2p::MeshConfig> mesh_config(const NodeConfig& config, const chain::ChainContext& context) {
  p2p::MeshConfig out;
  out.network_id = chain::retag<chain::Hash256>(context.tag);
  out.listen_host = config.p2p.listen.host;
  out.listen_port = config.p2p.listen.port;
  for (const auto& validator : context.validators.validators) {
    auto address = parse_host_port(validator.address);
    for (const auto& moved : config.p2p.peer_addresses) {
      if (moved.validator == validator.name) address = moved.address;
    }
    if (!address) return chain::local_fault("validator '" + validator.name + "' has the address '" + validator.address + "': " + address.error());
    out.peers.push_back({validator.node_key, address->host, address->port});
  }
  return out;
}

// One node's parts in the order of their making; destroyed in reverse.
class Node {
 public:
  explicit Node(const NodeConfig& config) : config_(config) {}

  std::optional<Failure> start();
  int run();

 private:
  std::optional<Failure> load_files();
  std::optional<Failure> open_core();
  std::optional<Failure> open_network();
  std::optional<Failure> open_api();
  void stop();
  void fail(const std::string& reason);
  void refresh_metrics();
  [[nodiscard]] chain::json::object on_admin(const chain::json::object& request);
  [[nodiscard]] AdminStatus admin_status();

  NodeConfig config_;
  chain::Genesis genesis_;
  std::optional<p2p::NodeIdentity> identity_;
  std::optional<chain::SecretKey> validator_key_;
  std::optional<chain::ValidatorIndex> self_;

  asio::io_context api_io_{1};  // outlives the core's loop, whose pending answers hold API coroutines
  asio::io_context net_io_{1};
  asio::io_context core_io_{1};
  std::unique_ptr<DataFolder> data_;
  std::unique_ptr<AsioHost> host_;
  std::unique_ptr<p2p::Mesh> mesh_;
  std::unique_ptr<Replica> replica_;
  std::unique_ptr<FrameGate> gate_;
  std::unique_ptr<api::CorePort> port_;
  std::unique_ptr<api::Server> server_;
  std::unique_ptr<AdminServer> admin_;
  Metrics metrics_;
  std::unique_ptr<asio::steady_timer> metrics_timer_;
  int exit_code_ = kExitOk;
  bool stopping_ = false;
};

std::optional<Failure> Node::load_files() {
  auto genesis = load_genesis(config_.genesis_file);
  if (!genesis) return Failure{kExitConfig, genesis.error().message};
  genesis_ = std::move(*genesis);
  auto identity = p2p::NodeIdentity::load(config_.node_key_file);
  if (!identity) return Failure{kExitConfig, identity.error().message};
  identity_ = std::move(*identity);
  if (config_.validator_key_file.empty()) return std::nullopt;
  auto key = load_validator_key(config_.validator_key_file);
  if (!key) return Failure{kExitConfig, key.error().message};
  validator_key_ = std::move(*key);
  for (std::uint32_t i = 0; i < genesis_.validators.size(); ++i) {
    if (genesis_.validators[i].key == validator_key_->public_key()) self_ = chain::ValidatorIndex{i};
  }
  if (!self_) spdlog::warn("the validator key is not in the validator set: this node follows and does not vote");
  return std::nullopt;
}

std::optional<Failure> Node::open_core() {
  const auto progress = [](const std::string& text) { spdlog::info("{}", text); };
  auto data = DataFolder::open(config_, genesis_, progress);
  if (!data) return Failure{kExitFault, data.error().message};
  data_ = std::move(*data);
  auto& ledger = data_->ledger();
  auto clock = LedgerClock::open(genesis_.clock, config_.data_dir / "ledger_clock", ledger.tip().block.timestamp);
  if (!clock) return Failure{kExitFault, clock.error().message};
  host_ = std::make_unique<AsioHost>(
      core_io_, signature_threads(config_), std::move(*clock), [this] { replica_->on_wake(); }, [this](const std::string& reason) { fail(reason); });
  return std::nullopt;
}

std::optional<Failure> Node::open_network() {
  auto& ledger = data_->ledger();
  auto network = mesh_config(config_, ledger.context());
  if (!network) return Failure{kExitConfig, network.error().message};
  auto jitter = std::make_shared<std::mt19937_64>(host_->random());
  auto mesh = p2p::Mesh::create(net_io_, std::move(*network), *identity_, [jitter] { return (*jitter)(); }, network_log());
  if (!mesh) return Failure{kExitNetwork, mesh.error().message};
  mesh_ = std::move(*mesh);
  Replica::JournalStart journal;
  ReplicaConfig replica_config;
  if (self_) {
    std::string warning;
    auto opened = data_->open_journal(validator_key_->public_key(), warning);
    if (!opened) return Failure{kExitFault, opened.error().message};
    journal = std::move(*opened);
    if (!warning.empty()) spdlog::warn("{}", warning);
    replica_config.self = self_;
    replica_config.validator_key = &*validator_key_;
  }
  replica_config.mempool = {config_.mempool.max_transactions, config_.mempool.max_bytes};
  replica_config.start_nonce = host_->random();
  replica_ = std::make_unique<Replica>(*host_, *mesh_, ledger, std::move(journal), std::move(replica_config));
  gate_ = std::make_unique<FrameGate>(core_io_, *replica_, [this] { refresh_metrics(); });
  return std::nullopt;
}

std::optional<Failure> Node::open_api() {
  port_ = std::make_unique<api::CorePort>(core_io_, *replica_);
  api::ServerConfig config;
  config.host = config_.api.listen.host;
  config.port = config_.api.listen.port;
  config.explorer_dir = config_.api.explorer_dir;
  config.node_name = config_.name;
  config.version = std::string(version());
  config.metrics = [this] { return metrics_.text(); };
  config.peers_up = [this] { return mesh_->counters().peers_up; };
  config.log_read = [](const std::string& line) { spdlog::info("read: {}", line); };
  config.limits.max_connections = config_.api.max_connections;
  config.limits.max_body_bytes = config_.api.max_request_bytes;
  auto server = api::Server::create(api_io_, *port_, std::move(config));
  if (!server) return Failure{kExitNetwork, server.error().message};
  server_ = std::move(*server);
  auto admin = AdminServer::start(core_io_, config_.admin_socket(), [this](const chain::json::object& request) { return on_admin(request); });
  if (!admin) return Failure{kExitFault, admin.error().message};
  admin_ = std::move(*admin);
  return std::nullopt;
}

std::optional<Failure> Node::start() {
  for (const auto step : {&Node::load_files, &Node::open_core, &Node::open_network, &Node::open_api}) {
    if (auto failure = (this->*step)()) return failure;
  }
  replica_->on_final([this](const FinalNotice& notice) {
    server_->publish(notice);
    spdlog::debug("final: height {} with {} transactions", notice.header.height.value, notice.executed->included.size());
  });
  return std::nullopt;
}

void Node::refresh_metrics() { metrics_.update(*replica_, data_->ledger(), mesh_->counters()); }

void Node::fail(const std::string& reason) {
  spdlog::error("{}", reason);
  exit_code_ = kExitFault;
  stop();
}

// Runs on the core thread. Network and API end first, so that nothing new comes in; the core ends with the loop.
void Node::stop() {
  if (stopping_) return;
  stopping_ = true;
  spdlog::info("stopping");
  mesh_->stop();
  asio::post(api_io_, [this] {
    server_->stop();
    api_io_.stop();
  });
  admin_->stop();
  core_io_.stop();
}

AdminStatus Node::admin_status() {
  auto& ledger = data_->ledger();
  return {config_.name,    ledger.context().chain_id,     genesis_.clock, host_->clock().now(), ledger.height(),
          ledger.tip().block.timestamp, static_cast<std::uint32_t>(mesh_->counters().peers_up)};
}

chain::json::object Node::on_admin(const chain::json::object& json) {
  const auto request = chain::from_json<AdminRequest>(json);
  if (!request) return admin_error(request.error().message);
  if (request->command == kAdminStatus) return admin_ok(admin_status());
  if (request->command == kAdminClock && request->set_ms) {
    if (auto ok = host_->clock().set(chain::Timestamp{*request->set_ms}); !ok) return admin_error(ok.error().message);
    replica_->on_clock_changed();
    return admin_ok(admin_status());
  }
  if (request->command == kAdminStop) {
    asio::post(core_io_, [this] { stop(); });
    return admin_ok();
  }
  return admin_error("unknown command '" + request->command + "'");
}

int Node::run() {
  asio::signal_set signals(core_io_, SIGINT, SIGTERM);
  signals.async_wait([this](const boost::system::error_code& error, int) {
    if (!error) stop();
  });
  const auto core_work = asio::make_work_guard(core_io_);
  const auto api_work = asio::make_work_guard(api_io_);
  metrics_timer_ = std::make_unique<asio::steady_timer>(core_io_);
  const std::function<void()> tick = [&] {
    refresh_metrics();
    metrics_timer_->expires_after(std::chrono::seconds(1));
    metrics_timer_->async_wait([&](const boost::system::error_code& error) {
      if (!error) tick();
    });
  };
  asio::post(core_io_, [this] {
    if (auto ok = replica_->start(); !ok) fail(ok.error().message);
  });
  asio::post(core_io_, tick);
  mesh_->start(*gate_);
  server_->start();
  spdlog::info("ledger '{}' at height {}, peers on port {}, API on port {}", genesis_.chain_id, data_->ledger().height().value,
               mesh_->listen_port(), server_->port());
  std::thread network([this] { net_io_.run(); });
  std::thread api([this] { api_io_.run(); });
  core_io_.run();
  host_->stop();
  network.join();
  api.join();
  spdlog::info("stopped");
  return exit_code_;
}

}  // namespace

int run_node(const NodeConfig& config) {
  Node node(config);
  if (const auto failure = node.start()) {
    spdlog::error("{}", failure->message);
    return failure->code;
  }
  return node.run();
}

}  // namespace xh::node
