#include "node/app/runtime.h"

#include <spdlog/spdlog.h>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/signal_set.hpp>
#include <random>
#include <thread>

#include "node/api/server.h"
#include "node/app/asio_host.h"
#include "node/app/boot_stage.h"
#include "node/app/data_folder.h"
#include "node/app/mesh_directory.h"
#include "node/app/metrics.h"
#include "node/app/version.h"
#include "node/config/genesis_file.h"
#include "node/config/validator_key.h"
#include "node/core/snapshot_service.h"
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
constexpr std::size_t kMaxQueuedTransactionFrames =
    2'000;  // between network and core: more are dropped, senders forward again
constexpr std::size_t kMaxQueuedFrames = 20'000;

struct Failure {
  int code = kExitFault;
  std::string message;
};

std::size_t signature_threads(const NodeConfig& config) {
  if (config.signature_threads > 0) return config.signature_threads;
  return std::max(1u, std::thread::hardware_concurrency() - 1);
}

// Carries frames from the network thread to the core, bounded; what is dropped is asked for or sent again by the
// protocol.
class FrameGate final : public p2p::FrameHandler {
 public:
  FrameGate(asio::io_context& core, Replica& replica, SnapshotService& snapshots, std::function<void()> after)
      : core_(core), replica_(replica), snapshots_(snapshots), after_(std::move(after)) {}

  void on_frame(p2p::PeerId peer, p2p::Lane lane, chain::Bytes payload) override {
    const auto limit = lane == p2p::Lane::kTransactions ? kMaxQueuedTransactionFrames : kMaxQueuedFrames;
    if (queued_.load(std::memory_order_relaxed) >= limit) return;
    queued_.fetch_add(1, std::memory_order_relaxed);
    asio::post(core_, [this, peer, lane, payload = std::move(payload)]() mutable {
      queued_.fetch_sub(1, std::memory_order_relaxed);
      if (!snapshots_.on_frame(peer, payload)) replica_.on_frame(peer, lane, std::move(payload));
    });
  }
  void on_peer_up(p2p::PeerId peer) override {
    asio::post(core_, [this, peer] {
      replica_.on_peer_up(peer);
      after_();
    });
  }
  void on_peer_down(p2p::PeerId peer) override {
    asio::post(core_, [this, peer] { replica_.on_peer_down(peer); });
  }

 private:
  asio::io_context& core_;
  Replica& replica_;
  SnapshotService& snapshots_;
  std::function<void()> after_;
  std::atomic<std::size_t> queued_{0};
};

p2p::LogSink network_log() {
  return [](p2p::LogLevel level, const std::string& text) {
    constexpr std::array kLevels = {spdlog::level::debug, spdlog::level::info, spdlog::level::warn, spdlog::level::err};
    spdlog::log(kLevels[static_cast<std::size_t>(level)], "{}", text);
  };
}

p2p::MeshConfig mesh_config(const NodeConfig& config, const chain::ChainContext& context) {
  p2p::MeshConfig out;
  out.network_id = chain::retag<chain::Hash256>(context.tag);
  out.listen_host = config.p2p.listen.host;
  out.listen_port = config.p2p.listen.port;
  out.peers = MeshDirectory::peers_of(config.p2p);
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
  std::optional<Failure> open_data();
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

  asio::io_context api_io_{1};  // outlives the core's loop, whose pending answers hold API coroutines
  asio::io_context net_io_{1};
  asio::io_context core_io_{1};
  std::unique_ptr<DataFolder> data_;
  std::unique_ptr<AsioHost> host_;
  std::unique_ptr<p2p::Mesh> mesh_;
  std::unique_ptr<MeshDirectory> directory_;
  std::unique_ptr<JournalFolder> journals_;
  std::unique_ptr<Replica> replica_;
  std::unique_ptr<SnapshotService> snapshots_;
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
  return std::nullopt;
}

std::optional<Failure> Node::open_data() {
  auto data = DataFolder::open(config_, genesis_,
                               {[](const std::string& text) { spdlog::info("{}", text); },
                                [](const std::string& text) { spdlog::warn("{}", text); }});
  if (!data) return Failure{kExitFault, data.error().message};
  data_ = std::move(*data);
  if (data_->needs_peers()) {
    const auto end = run_boot_stage(config_, genesis_, *identity_, mesh_config(config_, chain::make_context(genesis_)),
                                    network_log(), *data_);
    if (!end)
      return Failure{end.error().fault == chain::Fault::kNotYet ? kExitNetwork : kExitFault, end.error().message};
    if (*end == BootEnd::kStopped) return Failure{kExitOk, "stopped before the ledger was opened"};
  }
  if (auto ok = data_->open_ledger(); !ok) return Failure{kExitFault, ok.error().message};
  return std::nullopt;
}

std::optional<Failure> Node::open_core() {
  auto& ledger = data_->ledger();
  auto clock = LedgerClock::open(genesis_.clock, config_.data_dir / "ledger_clock", ledger.tip().block.timestamp);
  if (!clock) return Failure{kExitFault, clock.error().message};
  host_ = std::make_unique<AsioHost>(
      core_io_, signature_threads(config_), std::move(*clock), config_.data_dir, [this] { replica_->on_wake(); },
      [this](const std::string& reason) { fail(reason); });
  return std::nullopt;
}

std::optional<Failure> Node::open_network() {
  auto& ledger = data_->ledger();
  auto jitter = std::make_shared<std::mt19937_64>(host_->random());
  auto mesh = p2p::Mesh::create(
      net_io_, mesh_config(config_, ledger.context()), *identity_, [jitter] { return (*jitter)(); }, network_log());
  if (!mesh) return Failure{kExitNetwork, mesh.error().message};
  mesh_ = std::move(*mesh);
  directory_ = std::make_unique<MeshDirectory>(*mesh_, config_.p2p);
  ReplicaConfig replica_config;
  if (validator_key_) {
    journals_ = std::make_unique<JournalFolder>(data_->disk(), config_.data_dir.string(), ledger.context().tag,
                                                validator_key_->public_key());
    replica_config.validator_key = &*validator_key_;
    replica_config.journals = journals_.get();
  }
  replica_config.mempool = {config_.mempool.max_transactions, config_.mempool.max_bytes};
  replica_ = std::make_unique<Replica>(*host_, *mesh_, *directory_, ledger, std::move(replica_config));
  snapshots_ = std::make_unique<SnapshotService>(*host_, *mesh_, ledger, data_->state(), data_->disk(),
                                                 SnapshotService::Paths{data_->snapshots_dir(), data_->base_dir()});
  gate_ = std::make_unique<FrameGate>(core_io_, *replica_, *snapshots_, [this] { refresh_metrics(); });
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
  config.reads_dir = config_.data_dir / "reads";
  config.limits.max_connections = config_.api.max_connections;
  config.limits.max_body_bytes = config_.api.max_request_bytes;
  auto server = api::Server::create(api_io_, *port_, std::move(config));
  if (!server) return Failure{kExitNetwork, server.error().message};
  server_ = std::move(*server);
  auto admin = AdminServer::start(core_io_, config_.admin_socket(),
                                  [this](const chain::json::object& request) { return on_admin(request); });
  if (!admin) return Failure{kExitFault, admin.error().message};
  admin_ = std::move(*admin);
  return std::nullopt;
}

std::optional<Failure> Node::start() {
  for (const auto step :
       {&Node::load_files, &Node::open_data, &Node::open_core, &Node::open_network, &Node::open_api}) {
    if (auto failure = (this->*step)()) return failure;
  }
  replica_->on_final([this](const FinalNotice& notice) {
    server_->publish(notice);
    snapshots_->on_final();
    spdlog::debug("final: height {} with {} transactions", notice.header.height.value,
                  notice.executed->included.size());
  });
  return std::nullopt;
}

void Node::refresh_metrics() {
  metrics_.update(*replica_, data_->ledger(), mesh_->counters());
}

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
  return {config_.name,
          ledger.context().chain_id,
          genesis_.clock,
          host_->clock().now(),
          ledger.height(),
          ledger.tip().block.timestamp,
          static_cast<std::uint32_t>(mesh_->counters().peers_up)};
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
  spdlog::info("ledger '{}' at height {}, peers on port {}, API on port {}", genesis_.chain_id,
               data_->ledger().height().value, mesh_->listen_port(), server_->port());
  std::thread network([this] { net_io_.run(); });
  std::thread api([this] { api_io_.run(); });
  core_io_.run();
  host_->stop();
  network.join();
  api.join();
  if (auto ok = data_->remember_damage(); !ok) spdlog::error("{}", ok.error().message);
  spdlog::info("stopped");
  return exit_code_;
}

}  // namespace

// Asio's objects throw when the process may open no more files; all of them are made before the first thread.
int run_node(const NodeConfig& config) {
  try {
    Node node(config);
    if (const auto failure = node.start()) {
      spdlog::log(failure->code == kExitOk ? spdlog::level::info : spdlog::level::err, "{}", failure->message);
      return failure->code;
    }
    return node.run();
  } catch (const boost::system::system_error& error) {
    spdlog::error("cannot start: {}: raise the limit of open files (ulimit -n)", error.code().message());
    return kExitFault;
  }
}

}  // namespace xh::node
