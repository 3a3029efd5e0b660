// Node processes of this machine: start one detached, find it again by its pid file, signal it, wait for it.
//
// Caller: node/ops/testnet. A pid file holds "pid start-time" (start time in clock ticks since boot, from /proc), so
// that a reused pid is never taken for the node. Linux only. Threading: none shared. Errors are kLocal.
#pragma once

#include <sys/types.h>

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "chain/primitives/result.h"

namespace xh::node {

struct ProcessId {
  pid_t pid = 0;
  std::uint64_t start_ticks = 0;
  friend bool operator==(const ProcessId&, const ProcessId&) = default;
};

// Runs `command` (program first) in a session of its own, output appended to `log` (0600), input from /dev/null.
[[nodiscard]] chain::Result<ProcessId> start_detached(const std::vector<std::string>& command,
                                                      const std::filesystem::path& log);

// False for a process that has ended, even when nobody has collected it yet.
[[nodiscard]] bool is_running(const ProcessId& process);
[[nodiscard]] chain::Status send_signal(const ProcessId& process, int signal);
// True when it ended in time.
[[nodiscard]] bool wait_for_end(const ProcessId& process, std::chrono::milliseconds timeout);

[[nodiscard]] chain::Status write_pid_file(const std::filesystem::path& file, const ProcessId& process);
// The process of a pid file, if it is running.
[[nodiscard]] std::optional<ProcessId> running_process(const std::filesystem::path& pid_file);

// Can a listener be bound there? The reason if not.
[[nodiscard]] chain::Status check_port_free(const std::string& host, std::uint16_t port);
// The last lines of a text file, at most 64 KiB of it; empty when it cannot be read.
[[nodiscard]] std::string last_lines(const std::filesystem::path& file, std::size_t count);

}  // namespace xh::node
