// config.toml -> NodeConfig. The only file that knows toml++; its exceptions end here.
#include <toml++/toml.h>

#include <algorithm>
#include <limits>
#include <optional>
#include <set>
#include <utility>

#include "node/config/config.h"
#include "node/config/private_file.h"

namespace xh::node {
namespace {

namespace fs = std::filesystem;

std::uint32_t line_of(const toml::node& node) {
  return static_cast<std::uint32_t>(node.source().begin.line);
}

// Keeps the first error of one file; once there is one, every read gives its default.
class Errors {
 public:
  explicit Errors(std::string file) : file_(std::move(file)) {}
  void report(std::uint32_t line, std::string key, std::string problem, std::string remedy) {
    if (!first_) first_ = ConfigError{file_, line, std::move(key), std::move(problem), std::move(remedy)};
  }
  [[nodiscard]] const std::optional<ConfigError>& first() const { return first_; }

 private:
  std::string file_;
  std::optional<ConfigError> first_;
};

// One [section]: each key is asked for once; finish() refuses those that nobody asked for.
class Section {
 public:
  Section(const toml::table& table, std::string prefix, Errors& errors)
      : table_(table), prefix_(std::move(prefix)), errors_(errors) {}

  void text(std::string_view key, std::string& out, std::size_t max_bytes, bool may_be_empty = false) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto* value = node->as_string();
    if (value == nullptr) return wrong_type(*node, key, "text in quotes");
    if (value->get().empty() && !may_be_empty) return fail(*node, key, "is empty", "write a value or remove the line");
    if (value->get().size() > max_bytes) {
      return fail(*node, key, "is longer than " + std::to_string(max_bytes) + " bytes", "shorten it");
    }
    out = value->get();
  }

  template <class Int>
  void number(std::string_view key, Int& out, std::int64_t least, std::int64_t most) {
    const auto* node = take(key);
    if (node == nullptr) return;
    const auto* value = node->as_integer();
    if (value == nullptr) return wrong_type(*node, key, "a whole number");
    const auto range = std::to_string(least) + " to " + std::to_string(most);
    if (value->get() < least || value->get() > most) {
      return fail(*node, key, "is " + std::to_string(value->get()) + ", outside " + range,
                  "write a number from " + range);
    }
    out = static_cast<Int>(value->get());
  }

  template <class Enum>
  void choice(std::string_view key, Enum& out, Enum last, std::string_view (*name_of)(Enum)) {
    std::string chosen;
    const auto* node = table_.get(key);
    text(key, chosen, 64);
    if (chosen.empty()) return;
    std::string names;
    for (std::uint8_t i = 0; i <= static_cast<std::uint8_t>(last); ++i) {
      const auto name = name_of(static_cast<Enum>(i));
      if (name == chosen) {
        out = static_cast<Enum>(i);
        return;
      }
      names += (names.empty() ? "" : ", ") + std::string(name);
    }
    fail(*node, key, "is '" + chosen + "'", "write one of " + names);
  }

  void path(std::string_view key, fs::path& out, const fs::path& home, bool may_be_empty = false) {
    if (table_.get(key) == nullptr) return;
    std::string written;
    text(key, written, 4096, may_be_empty);
    out = written.empty() ? fs::path() : (home / written).lexically_normal();
  }

  void host(std::string_view key, std::string& out) {
    const auto* node = table_.get(key);
    text(key, out, 253);
    if (node != nullptr && out.find_first_of(" \t\r\n/") != std::string::npos) {
      fail(*node, key, "'" + out + "' is no host name or address", "write an address such as 127.0.0.1 or a name");
    }
  }

  // A table below this one; null when absent.
  [[nodiscard]] const toml::table* table(std::string_view key) {
    const auto* node = take(key);
    if (node == nullptr) return nullptr;
    if (!node->is_table()) wrong_type(*node, key, "a section, [" + prefix_ + std::string(key) + "]");
    return node->as_table();
  }

  [[nodiscard]] const toml::array* list(std::string_view key) {
    const auto* node = take(key);
    if (node == nullptr) return nullptr;
    if (!node->is_array()) wrong_type(*node, key, "a list, [ ... ]");
    return node->as_array();
  }

  void finish() {
    for (const auto& [key, node] : table_) {
      if (!used_.contains(key.str())) {
        errors_.report(static_cast<std::uint32_t>(key.source().begin.line), prefix_ + std::string(key.str()),
                       "is not a known key",
                       "remove it or correct its spelling; `xinghuod init` writes a file with every key");
      }
    }
  }

  void fail(const toml::node& node, std::string_view key, std::string problem, std::string remedy) {
    errors_.report(line_of(node), prefix_ + std::string(key), std::move(problem), std::move(remedy));
  }

 private:
  const toml::node* take(std::string_view key) {
    used_.insert(std::string(key));
    return table_.get(key);
  }
  void wrong_type(const toml::node& node, std::string_view key, const std::string& wanted) {
    fail(node, key, "has the wrong type", "write " + wanted);
  }

  const toml::table& table_;
  std::string prefix_;
  Errors& errors_;
  std::set<std::string, std::less<>> used_;
};

void read_files(const toml::table& table, NodeConfig& out, Errors& errors) {
  Section section(table, "files.", errors);
  section.path("genesis", out.genesis_file, out.home);
  section.path("node_key", out.node_key_file, out.home);
  section.path("validator_key", out.validator_key_file, out.home, true);
  section.path("data", out.data_dir, out.home);
  section.finish();
}

// In the order of the file's lines: toml++ sorts tables by name.
void read_peer_addresses(const toml::table& table, P2pConfig& out, Errors& errors) {
  Section section(table, "p2p.peer_addresses.", errors);
  std::vector<std::pair<std::uint32_t, PeerAddress>> found;
  for (const auto& [key, node] : table) {
    if (found.size() == kMaxConfigEntries)
      return section.fail(node, key.str(), "is one entry too many", "keep at most 1024 entries");
    const auto* value = node.as_string();
    if (value == nullptr) return section.fail(node, key.str(), "has the wrong type", "write \"host:port\"");
    auto address = parse_host_port(value->get());
    if (!address) return section.fail(node, key.str(), address.error(), "write \"host:port\"");
    found.emplace_back(line_of(node), PeerAddress{std::string(key.str()), std::move(*address)});
  }
  std::ranges::stable_sort(found, {}, [](const auto& entry) { return entry.first; });
  for (auto& [line, peer] : found) out.peer_addresses.push_back(std::move(peer));
}

std::optional<ExtraPeer> read_peer(const toml::table& table, Errors& errors) {
  Section section(table, "p2p.peers.", errors);
  std::string key;
  std::string address;
  section.text("node_key", key, 128);
  section.text("address", address, 300);
  section.finish();
  const auto fail = [&](const char* of, std::string problem, const char* remedy) {
    errors.report(line_of(table), std::string("p2p.peers.") + of, std::move(problem), remedy);
    return std::nullopt;
  };
  const auto node_key = chain::fixed_from_hex<chain::NodeKey>(key);
  if (!node_key) return fail("node_key", "is no node key", "write the 64 digits that `xinghuod keys show` prints");
  ExtraPeer out{*node_key, std::nullopt};
  if (address.empty()) return out;
  auto parsed = parse_host_port(address);
  if (!parsed) return fail("address", parsed.error(), "write \"host:port\"");
  out.address = std::move(*parsed);
  return out;
}

void read_peers(const toml::array& list, P2pConfig& out, Errors& errors) {
  std::set<chain::NodeKey> seen;
  for (const auto& node : list) {
    const auto* table = node.as_table();
    if (table == nullptr)
      return errors.report(line_of(node), "p2p.peers", "has an entry that is no table",
                           "write { node_key = \"...\", address = \"host:port\" }");
    if (out.peers.size() == kMaxExtraPeers)
      return errors.report(line_of(node), "p2p.peers", "has one entry too many", "keep at most 256 entries");
    auto peer = read_peer(*table, errors);
    if (!peer) return;
    if (!seen.insert(peer->node_key).second)
      return errors.report(line_of(node), "p2p.peers", "names a node key twice", "remove one of them");
    out.peers.push_back(std::move(*peer));
  }
}

void read_p2p(const toml::table& table, NodeConfig& out, Errors& errors) {
  Section section(table, "p2p.", errors);
  section.host("listen_host", out.p2p.listen.host);
  section.number("listen_port", out.p2p.listen.port, 1, 65'535);
  if (const auto* peers = section.list("peers")) read_peers(*peers, out.p2p, errors);
  if (const auto* peers = section.table("peer_addresses")) read_peer_addresses(*peers, out.p2p, errors);
  section.finish();
}

void read_api(const toml::table& table, NodeConfig& out, Errors& errors) {
  Section section(table, "api.", errors);
  section.host("listen_host", out.api.listen.host);
  section.number("listen_port", out.api.listen.port, 1, 65'535);
  section.path("explorer_dir", out.api.explorer_dir, out.home, true);
  section.number("max_connections", out.api.max_connections, 1, 65'536);
  section.number("max_request_bytes", out.api.max_request_bytes, 4'096, 64 * 1024 * 1024);
  if (out.api.listen == out.p2p.listen) {
    errors.report(line_of(table), "api.listen_port", "is the same as p2p.listen_port", "give each its own port");
  }
  section.finish();
}

void read_log(const toml::table& table, NodeConfig& out, Errors& errors) {
  Section section(table, "log.", errors);
  section.choice("level", out.log.level, LogConfig::Level::kError, &log_level_name);
  section.choice("format", out.log.format, LogConfig::Format::kJson, &log_format_name);
  section.finish();
}

void read_mempool(const toml::table& table, NodeConfig& out, Errors& errors) {
  Section section(table, "mempool.", errors);
  section.number("max_transactions", out.mempool.max_transactions, 1, 10'000'000);
  section.number("max_bytes", out.mempool.max_bytes, 1024 * 1024, 64ll * 1024 * 1024 * 1024);
  section.finish();
}

void read_performance(const toml::table& table, NodeConfig& out, Errors& errors) {
  Section section(table, "performance.", errors);
  section.number("signature_threads", out.signature_threads, 0, 256);
  section.finish();
}

void read_root(const toml::table& table, NodeConfig& out, Errors& errors) {
  Section root(table, "", errors);
  root.text("name", out.name, 64);
  const auto section = [&](std::string_view key, auto reader) {
    if (const auto* found = root.table(key)) reader(*found, out, errors);
  };
  section("files", read_files);
  section("p2p", read_p2p);
  section("api", read_api);
  section("log", read_log);
  section("mempool", read_mempool);
  section("performance", read_performance);
  root.finish();
}

}  // namespace

std::expected<NodeConfig, ConfigError> parse_config(std::string_view text, const fs::path& home,
                                                    const std::string& file) {
  NodeConfig out = default_config(home);
  Errors errors(file);
  try {
    read_root(toml::parse(text, file), out, errors);
  } catch (const toml::parse_error& error) {
    errors.report(static_cast<std::uint32_t>(error.source().begin.line), "",
                  "is not TOML: " + std::string(error.description()), "correct the line");
  }
  if (errors.first()) return std::unexpected(*errors.first());
  return out;
}

std::expected<NodeConfig, ConfigError> load_config(const fs::path& home) {
  const auto file = config_file_of(home);
  auto text = read_text_file(file, kMaxConfigBytes);
  if (text) return parse_config(*text, home, file.string());
  const bool missing = text.error().fault == chain::Fault::kNotFound;
  return std::unexpected(
      ConfigError{file.string(), 0, "", missing ? "does not exist" : text.error().message,
                  missing ? "run `xinghuod init --home " + default_config(home).home.string() + " --genesis FILE` first"
                          : "make it readable for the node's user"});
}

}  // namespace xh::node
