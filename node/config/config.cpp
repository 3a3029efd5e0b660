#include "node/config/config.h"

#include <array>
#include <charconv>
#include <utility>

namespace xh::node {
namespace {

namespace fs = std::filesystem;

// The shortest text that means the path: relative to the home when it lies below it.
std::string shown_path(const fs::path& path, const fs::path& home) {
  if (path.empty()) return "";
  const auto relative = path.lexically_relative(home);
  return relative.empty() || *relative.begin() == ".." ? path.string() : relative.string();
}

std::string toml_text(std::string_view text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') {
      out += {'\\', c};
    } else if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(c);
      out += {'\\', 'u', '0', '0', kDigits[byte >> 4], kDigits[byte & 15]};
    } else {
      out += c;
    }
  }
  return out + '"';
}

std::string render_files(const NodeConfig& c) {
  return "\n# Paths are relative to the node's home.\n[files]\n"
         "genesis = " +
         toml_text(shown_path(c.genesis_file, c.home)) +
         "\n"
         "# Ed25519 identity in TLS between nodes; only its owner may read it (mode 0600).\n"
         "node_key = " +
         toml_text(shown_path(c.node_key_file, c.home)) +
         "\n"
         "# Key that votes (mode 0600). Empty: the node follows the chain and never votes. Never give one key to two "
         "nodes.\n"
         "validator_key = " +
         toml_text(shown_path(c.validator_key_file, c.home)) +
         "\n"
         "# Blocks, state, journal and the admin socket.\n"
         "data = " +
         toml_text(shown_path(c.data_dir, c.home)) + "\n";
}

std::string render_peers(const NodeConfig& c) {
  std::string out =
      "# Peers beside the validators, such as observers: one { node_key = \"...\", address = \"host:port\" } each. "
      "Without\n"
      "# an address it is the peer that dials.\n"
      "peers = [";
  for (const auto& peer : c.p2p.peers) {
    out += "\n  { node_key = " + toml_text(chain::to_hex(peer.node_key.view()));
    if (peer.address) out += ", address = " + toml_text(to_string(*peer.address));
    out += " },";
  }
  return out + (c.p2p.peers.empty() ? "]\n" : "\n]\n");
}

std::string render_network(const NodeConfig& c) {
  std::string out =
      "\n[p2p]\n# Where other nodes reach this one.\n"
      "listen_host = " +
      toml_text(c.p2p.listen.host) +
      "\n"
      "listen_port = " +
      std::to_string(c.p2p.listen.port) + "\n" + render_peers(c) +
      "\n# Validators whose address in genesis is outdated: \"validator's name\" = "
      "\"host:port\"\n[p2p.peer_addresses]\n";
  for (const auto& peer : c.p2p.peer_addresses)
    out += toml_text(peer.validator) + " = " + toml_text(to_string(peer.address)) + "\n";
  out +=
      "\n[api]\n# REST, events, /health and /metrics. 127.0.0.1: this machine only; put TLS in front before "
      "opening it.\n"
      "listen_host = " +
      toml_text(c.api.listen.host) +
      "\n"
      "listen_port = " +
      std::to_string(c.api.listen.port) +
      "\n"
      "# Folder of the explorer's static pages. Empty: none are served.\n"
      "explorer_dir = " +
      toml_text(shown_path(c.api.explorer_dir, c.home)) +
      "\n"
      "# Connections at a time; one more is refused.\n"
      "max_connections = " +
      std::to_string(c.api.max_connections) +
      "\n"
      "max_request_bytes = " +
      std::to_string(c.api.max_request_bytes) + "\n";
  return out;
}

}  // namespace

std::string ConfigError::text() const {
  std::string out = file;
  if (line != 0) out += ":" + std::to_string(line);
  out += ": ";
  if (!key.empty()) out += key + " ";
  out += problem;
  if (!remedy.empty()) out += ": " + remedy;
  return out;
}

NodeConfig default_config(const fs::path& home) {
  NodeConfig out;
  out.home = fs::absolute(home).lexically_normal();
  if (!out.home.has_filename()) out.home = out.home.parent_path();
  const auto config = out.home / "config";
  out.genesis_file = config / "genesis.json";
  out.node_key_file = config / "node_key.json";
  out.validator_key_file = config / "validator_key.json";
  out.data_dir = out.home / "data";
  return out;
}

fs::path config_file_of(const fs::path& home) {
  return default_config(home).home / "config" / "config.toml";
}

std::string render_config(const NodeConfig& c) {
  return "# Settings of one Xinghuo node. What all nodes share is in genesis. `xinghuod config validate` checks this "
         "file.\n\n"
         "# Shown in logs and by the API.\n"
         "name = " +
         toml_text(c.name) + "\n" + render_files(c) + render_network(c) +
         "\n[log]\n# trace, debug, info, warning or error; to standard error.\n"
         "level = " +
         toml_text(log_level_name(c.log.level)) +
         "\n"
         "# text for people, json for collectors.\n"
         "format = " +
         toml_text(log_format_name(c.log.format)) +
         "\n"
         "\n# Transactions that wait for a block. A full pool refuses new ones, it drops none.\n[mempool]\n"
         "max_transactions = " +
         std::to_string(c.mempool.max_transactions) +
         "\n"
         "max_bytes = " +
         std::to_string(c.mempool.max_bytes) +
         "\n"
         "\n[performance]\n# Threads that check signatures. 0: one less than the machine's cores, at least one.\n"
         "signature_threads = " +
         std::to_string(c.signature_threads) + "\n";
}

std::string_view log_level_name(LogConfig::Level level) {
  constexpr std::array<std::string_view, 5> kNames = {"trace", "debug", "info", "warning", "error"};
  return kNames[static_cast<std::size_t>(level)];
}

std::string_view log_format_name(LogConfig::Format format) {
  return format == LogConfig::Format::kJson ? "json" : "text";
}

std::expected<HostPort, std::string> parse_host_port(std::string_view text) {
  const auto colon = text.rfind(':');
  if (colon == std::string_view::npos || colon == 0) return std::unexpected("is not host:port");
  auto host = text.substr(0, colon);
  if (host.front() == '[' && host.size() > 2 && host.back() == ']') {
    host = host.substr(1, host.size() - 2);
  } else if (host.find_first_of(":[]") != std::string_view::npos) {
    return std::unexpected("is not host:port (an IPv6 address goes in brackets)");
  }
  if (host.find_first_of(" \t\r\n/@") != std::string_view::npos || host.size() > 253)
    return std::unexpected("has no valid host name");
  const auto digits = text.substr(colon + 1);
  std::uint16_t port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc{} || end != digits.data() + digits.size() || port == 0) {
    return std::unexpected("has no port between 1 and 65535");
  }
  return HostPort{std::string(host), port};
}

std::string to_string(const HostPort& address) {
  const bool v6 = address.host.find(':') != std::string::npos;
  return (v6 ? "[" + address.host + "]" : address.host) + ":" + std::to_string(address.port);
}

}  // namespace xh::node
