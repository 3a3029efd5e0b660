// Host: what the node's core needs of the world beside the network (p2p/transport.h) and the disk (chain/storage/file_system.h). Production gives
// clocks, threads and an Asio loop (node/app); a simulator gives a seeded scheduler: same core, two worlds (architecture, decision 11).
//
// Threading: every function is called on the core thread only; `done` and the core's own entry points run there too, never from inside the call.
#pragma once

#include <cstdint>
#include <functional>
#include <string>

#include "consensus/types.h"

namespace xh::node {

enum class LogLevel : std::uint8_t { kDebug, kInfo, kWarning, kError };

// Where work runs that would hold up the core: kVerify in parallel, kDisk one after the other in the order given.
enum class WorkLane : std::uint8_t { kVerify, kDisk };

class Host {
 public:
  Host() = default;
  Host(const Host&) = delete;
  Host& operator=(const Host&) = delete;
  virtual ~Host() = default;

  [[nodiscard]] virtual consensus::Now now() const = 0;
  // Call Replica::on_wake at or soon after `at`. A later call replaces the earlier time.
  virtual void wake_at(consensus::SteadyTime at) = 0;
  [[nodiscard]] virtual std::uint64_t random() = 0;
  // Runs `work` off the core thread, then `done` on it. `work` touches nothing of the core but what it captured.
  virtual void run(WorkLane lane, std::function<void()> work, std::function<void()> done) = 0;
  virtual void log(LogLevel level, const std::string& message) = 0;
  // Keeps a proof that people must see (a contradiction among certificates) where the operator finds it; `name` is a file
  // name. Gives the place; empty when it could not be kept.
  virtual std::string export_proof(const std::string& name, const std::string& text) = 0;
  // Unrecoverable: our disk failed, or the protocol's promise is broken. The host stops the process after saying `reason`; the core does nothing
  // more.
  virtual void fatal(const std::string& reason) = 0;
};

}  // namespace xh::node
