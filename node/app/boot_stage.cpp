#include "node/app/boot_stage.h"

#include <spdlog/spdlog.h>

#include <atomic>
#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/signal_set.hpp>
#include <csignal>
#include <random>
#include <thread>

#include "node/app/asio_host.h"
#include "node/app/mesh_directory.h"
#include "node/core/boot.h"

namespace xh::node {
namespace {

namespace asio = boost::asio;

// More are dropped: what was asked for is asked for again.
constexpr std::size_t kMaxQueuedBootFrames = 256;
constexpr std::size_t kMaxQueuedBootBytes = 64U << 20;  // some of the largest frames of the sync lane

class Stage final : public p2p::FrameHandler {
 public:
  Stage(const NodeConfig& config, const chain::Genesis& genesis, DataFolder& data)
      : config_(config), genesis_(genesis), data_(data) {}

  chain::Result<BootEnd> run(const p2p::NodeIdentity& identity, p2p::MeshConfig mesh, p2p::LogSink log) {
    auto clock = LedgerClock::open(chain::ClockMode::kReal, {}, genesis_.time);
    if (!clock) return std::unexpected(clock.error());
    host_ = std::make_unique<AsioHost>(
        core_io_, 1, std::move(*clock), config_.data_dir, [this] { after([this] { task_->step(); }); },
        [this](const std::string& reason) { end(chain::local_fault(reason)); });
    auto jitter = std::make_shared<std::mt19937_64>(host_->random());
    auto made = p2p::Mesh::create(net_io_, std::move(mesh), identity, [jitter] { return (*jitter)(); }, std::move(log));
    if (!made) return chain::not_yet(made.error().message);
    mesh_ = std::move(*made);
    MeshDirectory(*mesh_, config_.p2p).follow(data_.known_validators());
    auto task = data_.boot_task(*host_, *mesh_);
    if (!task) return std::unexpected(task.error());
    task_ = std::move(*task);
    return loop();
  }

  void on_frame(p2p::PeerId peer, p2p::Lane, chain::Bytes payload) override {
    const std::size_t bytes = payload.size();
    const bool full = queued_.load(std::memory_order_relaxed) >= kMaxQueuedBootFrames ||
                      queued_bytes_.load(std::memory_order_relaxed) + bytes > kMaxQueuedBootBytes;
    if (full) return;
    queued_.fetch_add(1, std::memory_order_relaxed);
    queued_bytes_.fetch_add(bytes, std::memory_order_relaxed);
    asio::post(core_io_, [this, peer, payload = std::move(payload)] {
      queued_.fetch_sub(1, std::memory_order_relaxed);
      queued_bytes_.fetch_sub(payload.size(), std::memory_order_relaxed);
      after([&] { task_->on_frame(peer, payload); });
    });
  }
  void on_peer_up(p2p::PeerId peer) override {
    asio::post(core_io_, [this, peer] { after([&] { task_->on_peer_up(peer); }); });
  }
  void on_peer_down(p2p::PeerId) override {}

 private:
  template <class Step>
  void after(const Step& step) {
    if (result_) return;
    step();
    if (task_->finished()) end(task_->status());
  }

  void end(chain::Status status) {
    if (result_) return;
    result_ = status ? chain::Result<BootEnd>(BootEnd::kReady) : std::unexpected(status.error());
    core_io_.stop();
  }

  chain::Result<BootEnd> loop() {
    asio::signal_set signals(core_io_, SIGINT, SIGTERM);
    signals.async_wait([this](const boost::system::error_code& error, int) {
      if (error || result_) return;
      result_ = BootEnd::kStopped;
      core_io_.stop();
    });
    asio::post(core_io_, [this] { after([this] { task_->step(); }); });
    mesh_->start(*this);
    std::thread network([this] { net_io_.run(); });
    const auto work = asio::make_work_guard(core_io_);
    core_io_.run();
    mesh_->stop();
    network.join();
    host_->stop();
    mesh_.reset();
    return *result_;
  }

  const NodeConfig& config_;
  const chain::Genesis& genesis_;
  DataFolder& data_;
  asio::io_context net_io_{1};
  asio::io_context core_io_{1};
  std::unique_ptr<AsioHost> host_;
  std::unique_ptr<p2p::Mesh> mesh_;
  std::unique_ptr<BootTask> task_;
  std::atomic<std::size_t> queued_{0};
  std::atomic<std::size_t> queued_bytes_{0};
  std::optional<chain::Result<BootEnd>> result_;
};

}  // namespace

chain::Result<BootEnd> run_boot_stage(const NodeConfig& config, const chain::Genesis& genesis,
                                      const p2p::NodeIdentity& identity, p2p::MeshConfig mesh, p2p::LogSink log,
                                      DataFolder& data) {
  return Stage(config, genesis, data).run(identity, std::move(mesh), std::move(log));
}

}  // namespace xh::node
