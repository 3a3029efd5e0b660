// AsioHost: the production Host. One io_context run by the core thread; a pool for signatures, one thread for the disk.
//
// Threading: Host functions on the core thread; post() from anywhere.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/thread_pool.hpp>
#include <filesystem>
#include <random>

#include "node/app/ledger_clock.h"
#include "node/core/host.h"

namespace xh::node {

class AsioHost final : public Host {
 public:
  AsioHost(boost::asio::io_context& core, std::size_t signature_threads, LedgerClock clock, std::filesystem::path proof_dir,
           std::function<void()> on_wake, std::function<void(const std::string&)> on_fatal);
  ~AsioHost() override;

  [[nodiscard]] consensus::Now now() const override;
  void wake_at(consensus::SteadyTime at) override;
  [[nodiscard]] std::uint64_t random() override { return random_(); }
  void run(WorkLane lane, std::function<void()> work, std::function<void()> done) override;
  void log(LogLevel level, const std::string& message) override;
  std::string export_proof(const std::string& name, const std::string& text) override;
  void fatal(const std::string& reason) override { on_fatal_(reason); }

  [[nodiscard]] LedgerClock& clock() { return clock_; }
  // Finishes the work under way; nothing is started afterwards.
  void stop();

 private:
  boost::asio::io_context& core_;
  boost::asio::steady_timer timer_;
  boost::asio::thread_pool verify_pool_;
  boost::asio::thread_pool disk_pool_{1};
  LedgerClock clock_;
  std::filesystem::path proof_dir_;
  std::function<void()> on_wake_;
  std::function<void(const std::string&)> on_fatal_;
  std::optional<consensus::SteadyTime> wake_;
  std::mt19937_64 random_;
};

}  // namespace xh::node
