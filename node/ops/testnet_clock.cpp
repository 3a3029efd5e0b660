#include "node/ops/testnet_clock.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>

#include "node/ops/admin_client.h"
#include "node/ops/time_text.h"

namespace xh::node {
namespace {

struct NodeClock {
  const TestnetNode* node = nullptr;
  AdminStatus status;
};
struct Clocks {
  std::vector<NodeClock> up;
  std::vector<std::string> down;  // "node2: why"
};

Clocks read_clocks(const std::vector<TestnetNode>& nodes) {
  Clocks out;
  for (const auto& node : nodes) {
    if (auto status = ask_status(node.config.admin_socket())) {
      out.up.push_back({&node, std::move(*status)});
    } else {
      out.down.push_back(node.name + ": " + status.error().message);
    }
  }
  return out;
}

std::string joined(const std::vector<std::string>& texts) {
  std::string out;
  for (const auto& text : texts) out += (out.empty() ? "" : "; ") + text;
  return out;
}

// The latest clock, when all that must answer do and none is real.
Outcome<chain::Timestamp> latest(const Clocks& clocks, bool allow_down) {
  if (clocks.up.empty() || (!clocks.down.empty() && !allow_down)) {
    return fail(ExitCode::kNetwork, "NODE_DOWN",
                "no clock was moved: " + joined(clocks.down) + " (--allow-down leaves such nodes out)");
  }
  for (const auto& clock : clocks.up) {
    if (clock.status.clock == chain::ClockMode::kDriven) continue;
    return fail(ExitCode::kBadInput, "REAL_CLOCK",
                clock.node->name + " follows the real clock: its genesis does not let anyone move it");
  }
  return std::ranges::max(clocks.up, {}, [](const NodeClock& c) { return c.status.ledger_time; }).status.ledger_time;
}

Output report(const Clocks& clocks) {
  Output out;
  auto& list = out.data["nodes"].emplace_array();
  for (const auto& [node, status] : clocks.up) {
    const auto text = format_rfc3339(status.ledger_time);
    list.push_back({{"name", node->name},
                    {"ledger_time", text},
                    {"ledger_time_ms", status.ledger_time.value},
                    {"clock", std::string(chain::enum_name(status.clock))},
                    {"height", status.height.value}});
    out.text += fmt::format("{}  {}  ({} ms, {} clock, height {})\n", node->name, text, status.ledger_time.value,
                            chain::enum_name(status.clock), status.height.value);
  }
  auto& down = out.data["down"].emplace_array();
  for (const auto& text : clocks.down) {
    down.emplace_back(text);
    out.text += text + "\n";
  }
  return out;
}

Outcome<Output> move_all(Clocks clocks, chain::Timestamp to) {
  std::vector<std::string> refused;
  for (auto& clock : clocks.up) {
    if (auto status = ask_clock(clock.node->config.admin_socket(), to)) {
      clock.status = std::move(*status);
    } else {
      refused.push_back(clock.node->name + ": " + status.error().message);
    }
  }
  if (!refused.empty()) {
    return fail(ExitCode::kNetwork, "CLOCK_NOT_SET",
                fmt::format("not all clocks stand at {}: {}; the same command may be repeated", format_rfc3339(to),
                            joined(refused)));
  }
  return report(clocks);
}

}  // namespace

Outcome<Output> show_clock(const std::vector<TestnetNode>& nodes) {
  const auto clocks = read_clocks(nodes);
  if (clocks.up.empty()) return fail(ExitCode::kNetwork, "NODE_DOWN", joined(clocks.down));
  return report(clocks);
}

Outcome<Output> set_clock(const std::vector<TestnetNode>& nodes, chain::Timestamp to, bool allow_down) {
  auto clocks = read_clocks(nodes);
  const auto now = latest(clocks, allow_down);
  if (!now) return std::unexpected(now.error());
  if (to < *now) {
    return fail(
        ExitCode::kBadInput, "CLOCK_BACKWARDS",
        fmt::format("ledger time stands at {} and never goes back to {}", format_rfc3339(*now), format_rfc3339(to)));
  }
  return move_all(std::move(clocks), to);
}

Outcome<Output> advance_clock(const std::vector<TestnetNode>& nodes, std::int64_t by_ms, bool allow_down) {
  auto clocks = read_clocks(nodes);
  const auto now = latest(clocks, allow_down);
  if (!now) return std::unexpected(now.error());
  return move_all(std::move(clocks), chain::Timestamp{now->value + by_ms});
}

}  // namespace xh::node
