#include "node/app/asio_host.h"

#include <spdlog/spdlog.h>

#include <boost/asio/post.hpp>
#include <chrono>

#include "node/config/private_file.h"

namespace xh::node {
namespace {

using Steady = std::chrono::steady_clock;

std::uint64_t seed_from_system() {
  std::random_device source;
  return static_cast<std::uint64_t>(source()) << 32 | source();
}

spdlog::level::level_enum level_of(LogLevel level) {
  switch (level) {
    case LogLevel::kDebug: return spdlog::level::debug;
    case LogLevel::kInfo: return spdlog::level::info;
    case LogLevel::kWarning: return spdlog::level::warn;
    case LogLevel::kError: return spdlog::level::err;
  }
  return spdlog::level::info;
}

}  // namespace

AsioHost::AsioHost(boost::asio::io_context& core, std::size_t signature_threads, LedgerClock clock, std::filesystem::path proof_dir,
                   std::function<void()> on_wake, std::function<void(const std::string&)> on_fatal)
    : core_(core),
      timer_(core),
      verify_pool_(signature_threads),
      clock_(std::move(clock)),
      proof_dir_(std::move(proof_dir)),
      on_wake_(std::move(on_wake)),
      on_fatal_(std::move(on_fatal)),
      random_(seed_from_system()) {}

AsioHost::~AsioHost() { stop(); }

void AsioHost::stop() {
  timer_.cancel();
  verify_pool_.join();
  disk_pool_.join();
}

consensus::Now AsioHost::now() const {
  const auto steady = std::chrono::duration_cast<std::chrono::milliseconds>(Steady::now().time_since_epoch()).count();
  return {consensus::SteadyTime{steady}, clock_.now()};
}

void AsioHost::wake_at(consensus::SteadyTime at) {
  if (wake_ && *wake_ == at) return;
  wake_ = at;
  timer_.expires_at(Steady::time_point(std::chrono::milliseconds(at.value)));
  timer_.async_wait([this](const boost::system::error_code& error) {
    if (error) return;
    wake_.reset();
    on_wake_();
  });
}

void AsioHost::run(WorkLane lane, std::function<void()> work, std::function<void()> done) {
  auto& pool = lane == WorkLane::kDisk ? disk_pool_ : verify_pool_;
  boost::asio::post(pool, [this, work = std::move(work), done = std::move(done)]() mutable {
    work();
    boost::asio::post(core_, std::move(done));
  });
}

void AsioHost::log(LogLevel level, const std::string& message) { spdlog::log(level_of(level), "{}", message); }

std::string AsioHost::export_proof(const std::string& name, const std::string& text) {
  const auto file = proof_dir_ / name;
  if (auto ok = replace_file(file, text, kPrivateFileMode); !ok) {
    spdlog::error("{}", ok.error().message);
    return {};
  }
  return file.string();
}

}  // namespace xh::node
