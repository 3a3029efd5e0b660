// NodeConfig: everything an operator may set for one node, read from <home>/config/config.toml. What all nodes must
// agree on is not here but in genesis and in governed parameters.
//
// Callers: node/main and node/ops load it, node/app/runtime is started with it, node/api and node/core read their
// sections. Invariants: every path of a loaded config is absolute; unknown keys, wrong types and values out of range
// are refused by name, so that a misspelt key never silently means its default. A key that is absent has the default
// shown here. Threading: plain values, immutable after loading. Limits: the file has at most kMaxConfigBytes, a list or
// table kMaxConfigEntries entries, p2p.peers kMaxExtraPeers.
#pragma once

#include <cstdint>
#include <expected>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "chain/primitives/bytes.h"

namespace xh::node {

inline constexpr std::uint16_t kDefaultP2pPort = 26656;
inline constexpr std::uint16_t kDefaultApiPort = 26657;
inline constexpr std::size_t kMaxConfigBytes = 256 * 1024;
inline constexpr std::size_t kMaxConfigEntries = 1024;
inline constexpr std::size_t kMaxExtraPeers = 256;

struct HostPort {
  std::string host;
  std::uint16_t port = 0;
  friend bool operator==(const HostPort&, const HostPort&) = default;
};

// Where a validator is reached, when genesis has an outdated address.
struct PeerAddress {
  std::string validator;  // its name in the validator set
  HostPort address;
  friend bool operator==(const PeerAddress&, const PeerAddress&) = default;
};

// A peer that need not be a validator: one that follows, or is about to join.
struct ExtraPeer {
  chain::NodeKey node_key;
  std::optional<HostPort> address;  // nothing: it dials us
  friend bool operator==(const ExtraPeer&, const ExtraPeer&) = default;
};

struct P2pConfig {
  HostPort listen{"0.0.0.0", kDefaultP2pPort};
  std::vector<PeerAddress> peer_addresses;  // in the file's order, names distinct
  std::vector<ExtraPeer> peers;             // in the file's order, node keys distinct
};

struct ApiConfig {
  HostPort listen{"127.0.0.1", kDefaultApiPort};  // REST, events, /health and /metrics on one port
  std::filesystem::path explorer_dir;             // static pages; empty: none are served
  std::uint32_t max_connections = 512;            // one more is refused with 503
  std::uint64_t max_request_bytes = 2 * 1024 * 1024;
};

struct LogConfig {
  enum class Level : std::uint8_t { kTrace, kDebug, kInfo, kWarning, kError };
  enum class Format : std::uint8_t { kText, kJson };
  Level level = Level::kInfo;
  Format format = Format::kText;
};

struct MempoolConfig {
  std::uint64_t max_transactions = 100'000;
  std::uint64_t max_bytes = 256ull * 1024 * 1024;
};

struct NodeConfig {
  std::filesystem::path home;
  std::string name = "node";            // shown in logs and by the API; not what makes a validator
  std::filesystem::path genesis_file;   // <home>/config/genesis.json
  std::filesystem::path node_key_file;  // <home>/config/node_key.json
  std::filesystem::path
      validator_key_file;          // <home>/config/validator_key.json; empty: the node follows and never votes
  std::filesystem::path data_dir;  // <home>/data
  P2pConfig p2p;
  ApiConfig api;
  LogConfig log;
  MempoolConfig mempool;
  std::uint32_t signature_threads = 0;  // 0: one less than the machine's cores, at least one

  // Unix socket of the admin protocol (node/ops/admin_protocol.h), mode 0600.
  [[nodiscard]] std::filesystem::path admin_socket() const { return data_dir / "admin.sock"; }
};

// Why a config cannot be used, in parts that a person and a script can both use.
struct ConfigError {
  std::string file;
  std::uint32_t line = 0;  // 0: not about a line
  std::string key;         // "p2p.listen_port"; empty: about the whole file
  std::string problem;     // "is 70000, outside 1 to 65535"
  std::string remedy;      // "write a port between 1 and 65535"

  // FILE:LINE: KEY PROBLEM: REMEDY
  [[nodiscard]] std::string text() const;
};

// Defaults for a home, paths made absolute.
[[nodiscard]] NodeConfig default_config(const std::filesystem::path& home);
[[nodiscard]] std::filesystem::path config_file_of(const std::filesystem::path& home);

// Reads and checks <home>/config/config.toml. Relative paths in it are relative to the home.
[[nodiscard]] std::expected<NodeConfig, ConfigError> load_config(const std::filesystem::path& home);
// The same from text; `file` is only named in errors.
[[nodiscard]] std::expected<NodeConfig, ConfigError> parse_config(std::string_view toml,
                                                                  const std::filesystem::path& home,
                                                                  const std::string& file);

// A commented config.toml that parse_config reads back to the same config.
[[nodiscard]] std::string render_config(const NodeConfig& config);

[[nodiscard]] std::string_view log_level_name(LogConfig::Level level);  // "trace", "debug", "info", "warning", "error"
[[nodiscard]] std::string_view log_format_name(LogConfig::Format format);  // "text", "json"
// "host:port" or "[v6]:port"; nothing when it is neither.
[[nodiscard]] std::expected<HostPort, std::string> parse_host_port(std::string_view text);
[[nodiscard]] std::string to_string(const HostPort& address);

}  // namespace xh::node
