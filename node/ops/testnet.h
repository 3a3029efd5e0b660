// A ledger of several real nodes on one machine: folders node0, node1, ... in one folder, each a home like any other.
//
// Caller: `xinghuod testnet ...`. Nothing is remembered beside the homes: which nodes run is read from their pid files,
// where they listen from their configs. Nodes outlive the command that started them. Threading: none shared.
#pragma once

#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "node/ops/command.h"
#include "node/ops/genesis_builder.h"
#include "node/ops/process.h"

namespace xh::node {

inline constexpr std::uint16_t kTestnetPortStep = 10;  // node i: p2p at base + 10 i, API and metrics one above

struct TestnetSpec {
  std::filesystem::path dir;
  GenesisSpec genesis;  // the first `validators` members operate a validator each
  std::uint32_t validators = 4;
  std::uint16_t base_port = 26656;
  std::filesystem::path explorer_dir;
  LogConfig log;
};

struct TestnetNode {
  std::string name;  // "node0"
  NodeConfig config;
  [[nodiscard]] std::filesystem::path pid_file() const { return config.home / "xinghuod.pid"; }
  [[nodiscard]] std::filesystem::path log_file() const { return config.home / "node.log"; }
};

// Makes all homes with one genesis. Refuses when a home is there already.
[[nodiscard]] Outcome<Output> init_testnet(const TestnetSpec& spec);

// The nodes of a folder in order; with `only`, that one. Failures: no testnet there, no such node, a config that does
// not serve.
[[nodiscard]] Outcome<std::vector<TestnetNode>> open_testnet(const std::filesystem::path& dir,
                                                             std::optional<std::uint32_t> only = std::nullopt);

// Starts those that do not run, all at once, and waits until each answers /health/live. Before anything starts, keys,
// genesis and ports of all are checked. A node that ends early is reported with the end of its log.
[[nodiscard]] Outcome<Output> start_nodes(const std::vector<TestnetNode>& nodes, std::chrono::milliseconds timeout);
// SIGTERM, then waits. One that does not stop in time is named and left alone.
[[nodiscard]] Outcome<Output> stop_nodes(const std::vector<TestnetNode>& nodes, std::chrono::milliseconds timeout);
// SIGKILL.
[[nodiscard]] Outcome<Output> kill_nodes(const std::vector<TestnetNode>& nodes);
[[nodiscard]] Outcome<Output> testnet_status(const std::vector<TestnetNode>& nodes);
[[nodiscard]] Outcome<Output> testnet_logs(const std::vector<TestnetNode>& nodes, std::size_t lines);

}  // namespace xh::node
