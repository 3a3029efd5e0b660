#include "node/ops/testnet.h"

#include <fmt/format.h>
#include <signal.h>

#include <thread>

#include "node/config/check_home.h"
#include "node/ops/admin_client.h"
#include "node/ops/http_client.h"
#include "node/ops/time_text.h"

namespace xh::node {
namespace {

namespace fs = std::filesystem;
using Clock = std::chrono::steady_clock;

constexpr std::chrono::milliseconds kProbeTimeout{2'000};
constexpr std::size_t kLinesOfEarlyEnd = 12;

struct Started {
  const TestnetNode* node = nullptr;
  ProcessId process;
};

bool is_live(const TestnetNode& node) {
  const auto answer = http_get(reachable(node.config.api.listen), "/health/live", kProbeTimeout);
  return answer && answer->status == 200;
}

Outcome<void> check_ports(const TestnetNode& node) {
  const auto busy = [&](std::string_view what, const HostPort& at, const chain::Error& error) {
    return fail(ExitCode::kNetwork, "PORT_BUSY",
                fmt::format("{}: cannot use {} for {}: {}; stop what uses it, or change {}.listen_port in {}",
                            node.name, to_string(at), what, error.message, what == "p2p" ? "p2p" : "api",
                            config_file_of(node.config.home).string()));
  };
  const auto& p2p = node.config.p2p.listen;
  if (auto ok = check_port_free(p2p.host, p2p.port); !ok) return busy("p2p", p2p, ok.error());
  const auto& api = node.config.api.listen;
  if (auto ok = check_port_free(api.host, api.port); !ok) return busy("the API", api, ok.error());
  return {};
}

Outcome<Started> start_one(const TestnetNode& node) {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  if (error) return fail(ExitCode::kOther, "LOCAL_FAULT", "cannot find this program: " + error.message());
  const auto process =
      start_detached({program.string(), "start", "--home", node.config.home.string()}, node.log_file());
  if (!process) return bad_input(process.error());
  if (auto ok = write_pid_file(node.pid_file(), *process); !ok) return bad_input(ok.error());
  return Started{&node, *process};
}

Outcome<void> wait_until_live(const Started& started, Clock::time_point deadline) {
  const auto log_end = [&] { return last_lines(started.node->log_file(), kLinesOfEarlyEnd); };
  for (;;) {
    if (!is_running(started.process)) {
      return fail(ExitCode::kOther, "NODE_ENDED",
                  fmt::format("{} ended before it was up; the end of {}:\n{}", started.node->name,
                              started.node->log_file().string(), log_end()));
    }
    if (is_live(*started.node)) return {};
    if (Clock::now() >= deadline) {
      return fail(ExitCode::kNetwork, "NOT_LIVE",
                  fmt::format("{} does not answer {} in time; the end of {}:\n{}", started.node->name, "/health/live",
                              started.node->log_file().string(), log_end()));
    }
    std::this_thread::sleep_for(std::chrono::milliseconds(50));
  }
}

Output list_of(const std::vector<TestnetNode>& nodes, std::string_view what) {
  Output out;
  auto& list = out.data["nodes"].emplace_array();
  for (const auto& node : nodes) {
    list.push_back({{"name", node.name}, {"state", boost::json::string_view(what.data(), what.size())}});
    out.text += fmt::format("{} {}\n", node.name, what);
  }
  return out;
}

std::vector<Started> running_of(const std::vector<TestnetNode>& nodes) {
  std::vector<Started> out;
  for (const auto& node : nodes) {
    if (const auto process = running_process(node.pid_file())) out.push_back({&node, *process});
  }
  return out;
}

void add_status(Output& out, const TestnetNode& node) {
  const auto process = running_process(node.pid_file());
  const auto status = process ? ask_status(node.config.admin_socket(), kProbeTimeout)
                              : chain::Result<AdminStatus>(chain::not_found("not running"));
  boost::json::object row{
      {"name", node.name}, {"running", process.has_value()}, {"api", to_string(node.config.api.listen)}};
  out.text += fmt::format("{}  {}", node.name, process ? fmt::format("running (pid {})", process->pid) : "down");
  if (process) row["pid"] = process->pid;
  if (status) {
    row["status"] = chain::to_json(*status);
    out.text += fmt::format("  height {}  ledger time {} ({})  peers {}", status->height.value,
                            format_rfc3339(status->ledger_time), chain::enum_name(status->clock), status->peers_up);
  } else if (process) {
    row["problem"] = status.error().message;
    out.text += "  does not answer: " + status.error().message;
  }
  out.text += fmt::format("  API http://{}\n", to_string(reachable(node.config.api.listen)));
  out.data["nodes"].as_array().push_back(std::move(row));
  if (!status) out.exit = ExitCode::kFalse;
}

}  // namespace

Outcome<std::vector<TestnetNode>> open_testnet(const fs::path& dir, std::optional<std::uint32_t> only) {
  std::vector<TestnetNode> out;
  std::error_code ignored;
  for (std::uint32_t i = 0; fs::is_directory(dir / fmt::format("node{}", i), ignored); ++i) {
    if (only && *only != i) continue;
    auto name = fmt::format("node{}", i);
    auto config = load_config(dir / name);
    if (!config) return config_failure(config.error());
    out.push_back({std::move(name), std::move(*config)});
  }
  if (out.empty() && only)
    return fail(ExitCode::kBadInput, "NOT_FOUND", fmt::format("there is no node{} in {}", *only, dir.string()));
  if (out.empty()) {
    return fail(ExitCode::kBadInput, "NOT_FOUND",
                "there is no testnet in " + dir.string() + "; make one with `xinghuod testnet init-files`");
  }
  return out;
}

Outcome<Output> start_nodes(const std::vector<TestnetNode>& nodes, std::chrono::milliseconds timeout) {
  std::vector<const TestnetNode*> wanted;
  for (const auto& node : nodes) {
    if (running_process(node.pid_file())) continue;
    if (auto home = check_home(node.config); !home) return config_failure(home.error());
    wanted.push_back(&node);
  }
  for (const auto* node : wanted) {
    if (auto ok = check_ports(*node); !ok) return std::unexpected(ok.error());
  }
  std::vector<Started> started;
  for (const auto* node : wanted) {
    auto one = start_one(*node);
    if (!one) return std::unexpected(one.error());
    started.push_back(*one);
  }
  const auto deadline = Clock::now() + timeout;
  for (const auto& one : started) {
    if (auto ok = wait_until_live(one, deadline); !ok) return std::unexpected(ok.error());
  }
  return list_of(nodes, "running");
}

Outcome<Output> stop_nodes(const std::vector<TestnetNode>& nodes, std::chrono::milliseconds timeout) {
  const auto running = running_of(nodes);
  for (const auto& one : running) {
    if (auto ok = send_signal(one.process, SIGTERM); !ok) return bad_input(ok.error());
  }
  const auto deadline = Clock::now() + timeout;
  std::string still_there;
  for (const auto& one : running) {
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now());
    if (!wait_for_end(one.process, left)) still_there += " " + one.node->name;
  }
  if (!still_there.empty()) {
    return fail(ExitCode::kOther, "STILL_RUNNING",
                "did not stop in time:" + still_there + "; see its log, or use `xinghuod testnet kill`");
  }
  return list_of(nodes, "down");
}

Outcome<Output> kill_nodes(const std::vector<TestnetNode>& nodes) {
  for (const auto& one : running_of(nodes)) {
    if (auto ok = send_signal(one.process, SIGKILL); !ok) return bad_input(ok.error());
    if (!wait_for_end(one.process, std::chrono::seconds(10))) {
      return fail(ExitCode::kOther, "STILL_RUNNING",
                  one.node->name + " did not end on SIGKILL; it hangs in the kernel");
    }
  }
  return list_of(nodes, "down");
}

Outcome<Output> testnet_status(const std::vector<TestnetNode>& nodes) {
  Output out;
  out.data["nodes"].emplace_array();
  for (const auto& node : nodes) add_status(out, node);
  return out;
}

Outcome<Output> testnet_logs(const std::vector<TestnetNode>& nodes, std::size_t lines) {
  Output out;
  auto& list = out.data["nodes"].emplace_array();
  for (const auto& node : nodes) {
    const auto text = last_lines(node.log_file(), lines);
    list.push_back({{"name", node.name}, {"file", node.log_file().string()}, {"text", text}});
    out.text += nodes.size() == 1 ? text : fmt::format("== {} ({})\n{}", node.name, node.log_file().string(), text);
  }
  return out;
}

}  // namespace xh::node
