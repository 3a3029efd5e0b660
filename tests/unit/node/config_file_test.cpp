// config.toml: what is read, what is refused and how the refusal is worded.
#include <boost/test/unit_test.hpp>

#include "node/config/config.h"

using namespace xh::node;

namespace {

const std::filesystem::path kHome = "/home/xh/node0";

NodeConfig read(std::string_view text) {
  auto config = parse_config(text, kHome, "config.toml");
  BOOST_REQUIRE_MESSAGE(config, (config ? "" : config.error().text()));
  return *config;
}

ConfigError refuse(std::string_view text) {
  auto config = parse_config(text, kHome, "config.toml");
  BOOST_REQUIRE(!config);
  return config.error();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(config_file)

BOOST_AUTO_TEST_CASE(empty_file_gives_the_defaults_of_the_home) {
  const auto config = read("");
  BOOST_TEST(config.p2p.listen.port == kDefaultP2pPort);
  BOOST_TEST(config.api.listen.host == "127.0.0.1");
  BOOST_TEST(config.genesis_file == kHome / "config/genesis.json");
  BOOST_TEST(config.validator_key_file == kHome / "config/validator_key.json");
  BOOST_TEST(config.admin_socket() == kHome / "data/admin.sock");
}

BOOST_AUTO_TEST_CASE(rendered_config_reads_back_to_the_same_settings) {
  auto config = default_config(kHome);
  config.name = "union \"one\" \\ 工会\x01";
  config.p2p.listen = {"0.0.0.0", 30'001};
  config.p2p.peer_addresses = {{"bank", {"10.0.0.2", 26'656}}, {"a regulator", {"fd00::1", 9}}};
  config.api = {{"127.0.0.1", 30'002}, "/srv/explorer", 7, 5'000};
  config.log = {LogConfig::Level::kDebug, LogConfig::Format::kJson};
  config.mempool = {11, 2'000'000};
  config.signature_threads = 3;
  config.validator_key_file.clear();
  config.data_dir = "/var/lib/xinghuo";
  const auto back = read(render_config(config));
  BOOST_TEST(back.name == config.name);
  BOOST_TEST((back.p2p.listen == config.p2p.listen));
  BOOST_TEST((back.p2p.peer_addresses == config.p2p.peer_addresses));
  BOOST_TEST((back.api.listen == config.api.listen));
  BOOST_TEST(back.api.explorer_dir == config.api.explorer_dir);
  BOOST_TEST(back.api.max_connections == 7u);
  BOOST_TEST(back.api.max_request_bytes == 5'000u);
  BOOST_TEST((back.log.level == LogConfig::Level::kDebug));
  BOOST_TEST((back.log.format == LogConfig::Format::kJson));
  BOOST_TEST(back.mempool.max_transactions == 11u);
  BOOST_TEST(back.mempool.max_bytes == 2'000'000u);
  BOOST_TEST(back.signature_threads == 3u);
  BOOST_TEST(back.validator_key_file.empty());
  BOOST_TEST(back.data_dir == config.data_dir);
  BOOST_TEST(back.node_key_file == config.node_key_file);
}

BOOST_AUTO_TEST_CASE(misspelt_key_is_refused_by_name_and_line) {
  const auto error = refuse("name = \"n\"\n\n[p2p]\nlisten_prot = 26656\n");
  BOOST_TEST(error.key == "p2p.listen_prot");
  BOOST_TEST(error.line == 4u);
  BOOST_TEST(error.text().starts_with("config.toml:4: p2p.listen_prot is not a known key"));
}

BOOST_AUTO_TEST_CASE(unknown_section_is_refused) {
  BOOST_TEST(refuse("[consensus]\ndelta = 1\n").key == "consensus");
}

BOOST_AUTO_TEST_CASE(value_of_the_wrong_type_is_refused) {
  BOOST_TEST(refuse("[p2p]\nlisten_port = \"26656\"\n").key == "p2p.listen_port");
  BOOST_TEST(refuse("[p2p]\nlisten_port = 26656.0\n").key == "p2p.listen_port");
  BOOST_TEST(refuse("name = 5\n").key == "name");
  BOOST_TEST(refuse("api = 5\n").key == "api");
}

BOOST_AUTO_TEST_CASE(port_outside_its_range_is_refused_and_the_range_named) {
  const auto error = refuse("[api]\nlisten_port = 65536\n");
  BOOST_TEST(error.key == "api.listen_port");
  BOOST_TEST(error.remedy.find("1 to 65535") != std::string::npos);
  BOOST_TEST(refuse("[api]\nlisten_port = 0\n").key == "api.listen_port");
  BOOST_TEST(refuse("[api]\nlisten_port = -1\n").key == "api.listen_port");
}

BOOST_AUTO_TEST_CASE(unknown_log_level_names_the_known_ones) {
  const auto error = refuse("[log]\nlevel = \"loud\"\n");
  BOOST_TEST(error.key == "log.level");
  BOOST_TEST(error.remedy == "write one of trace, debug, info, warning, error");
}

BOOST_AUTO_TEST_CASE(broken_toml_names_its_line) {
  const auto error = refuse("name = \"n\"\n[p2p\n");
  BOOST_TEST(error.line == 2u);
  BOOST_TEST(error.problem.starts_with("is not TOML"));
}

BOOST_AUTO_TEST_CASE(same_address_for_p2p_and_api_is_refused) {
  BOOST_TEST(refuse("[p2p]\nlisten_host = \"127.0.0.1\"\nlisten_port = 5000\n[api]\nlisten_port = 5000\n").key ==
             "api.listen_port");
}

BOOST_AUTO_TEST_CASE(first_error_of_several_is_reported) {
  BOOST_TEST(refuse("[p2p]\nlisten_port = 0\n[log]\nlevel = \"loud\"\n").key == "p2p.listen_port");
}

BOOST_AUTO_TEST_CASE(peer_addresses_keep_the_order_of_the_file) {
  const auto config = read("[p2p.peer_addresses]\nzeta = \"z.example:1\"\n\"alpha one\" = \"[::1]:65535\"\n");
  BOOST_REQUIRE(config.p2p.peer_addresses.size() == 2u);
  BOOST_TEST(config.p2p.peer_addresses[0].validator == "zeta");
  BOOST_TEST(config.p2p.peer_addresses[1].address.host == "::1");
  BOOST_TEST(refuse("[p2p.peer_addresses]\nzeta = \"nowhere\"\n").key == "p2p.peer_addresses.zeta");
}

BOOST_AUTO_TEST_CASE(extra_peers_are_read_and_written_in_order) {
  const std::string one(64, '1');
  const std::string two(64, '2');
  const auto config = read("[p2p]\npeers = [{ node_key = \"" + two +
                           "\", address = \"w.example:7\" },\n  { node_key = \"" + one + "\" }]\n");
  BOOST_REQUIRE(config.p2p.peers.size() == 2u);
  BOOST_TEST(xh::chain::to_hex(config.p2p.peers[0].node_key.view()) == two);
  BOOST_TEST((config.p2p.peers[0].address == HostPort{"w.example", 7}));
  BOOST_TEST(!config.p2p.peers[1].address.has_value());
  BOOST_TEST((read(render_config(config)).p2p.peers == config.p2p.peers));
}

BOOST_AUTO_TEST_CASE(extra_peer_that_cannot_be_used_is_refused_by_name) {
  const std::string key = "node_key = \"" + std::string(64, '1') + "\"";
  const auto peers = [](const std::string& list) { return "[p2p]\npeers = [" + list + "]\n"; };
  BOOST_TEST(refuse(peers("{ node_key = \"12\" }")).key == "p2p.peers.node_key");
  BOOST_TEST(refuse(peers("{ address = \"a:1\" }")).key == "p2p.peers.node_key");
  BOOST_TEST(refuse(peers("{ " + key + ", address = \"nowhere\" }")).key == "p2p.peers.address");
  BOOST_TEST(refuse(peers("{ " + key + ", port = 1 }")).key == "p2p.peers.port");
  BOOST_TEST(refuse(peers("{ " + key + " }, { " + key + " }")).key == "p2p.peers");
  BOOST_TEST(refuse(peers("5")).key == "p2p.peers");
  BOOST_TEST(refuse("[p2p]\npeers = 5\n").key == "p2p.peers");
}

BOOST_AUTO_TEST_CASE(relative_paths_start_at_the_home) {
  const auto config = read("[files]\ndata = \"../store\"\ngenesis = \"/etc/genesis.json\"\n");
  BOOST_TEST(config.data_dir == std::filesystem::path("/home/xh/store"));
  BOOST_TEST(config.genesis_file == std::filesystem::path("/etc/genesis.json"));
}

BOOST_AUTO_TEST_CASE(missing_file_says_to_run_init) {
  const auto config = load_config("/nonexistent/home");
  BOOST_REQUIRE(!config);
  BOOST_TEST(config.error().problem == "does not exist");
  BOOST_TEST(config.error().remedy.find("xinghuod init") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(host_and_port_in_every_form) {
  BOOST_TEST((parse_host_port("example.org:80") == HostPort{"example.org", 80}));
  BOOST_TEST((parse_host_port("[fd00::1]:80") == HostPort{"fd00::1", 80}));
  BOOST_TEST(to_string(HostPort{"fd00::1", 80}) == "[fd00::1]:80");
  for (const auto* bad : {"", ":80", "host", "host:", "host:0", "host:65536", "fd00::1:80", "a b:80", "host:80x",
                          "host:-1", "u@host:80"}) {
    BOOST_TEST(!parse_host_port(bad), bad);
  }
}

BOOST_AUTO_TEST_SUITE_END()
