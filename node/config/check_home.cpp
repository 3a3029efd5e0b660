#include "node/config/check_home.h"

#include "node/config/genesis_file.h"
#include "node/config/validator_key.h"
#include "p2p/node_identity.h"

namespace xh::node {
namespace {

namespace fs = std::filesystem;

std::unexpected<ConfigError> unfit(const NodeConfig& config, std::string key, std::string problem, std::string remedy) {
  return std::unexpected(
      ConfigError{config_file_of(config.home).string(), 0, std::move(key), std::move(problem), std::move(remedy)});
}

void find_validator(const chain::Genesis& genesis, HomeReport& report) {
  if (!report.validator_key) return;
  for (std::uint32_t i = 0; i < genesis.validators.size(); ++i) {
    const auto& validator = genesis.validators[i];
    if (validator.key != *report.validator_key) continue;
    report.validator_index = i;
    if (validator.node_key != report.node_key) {
      report.warnings.push_back("genesis names another node key for validator '" + validator.name +
                                "': its peers refuse this node unless governance has changed the key");
    }
    return;
  }
  report.warnings.push_back("the validator key is not in genesis: the node does not vote until governance adds it");
}

std::expected<void, ConfigError> check_folders(const NodeConfig& config) {
  std::error_code ignored;
  if (!fs::is_directory(config.data_dir, ignored)) {
    return unfit(config, "files.data", "names " + config.data_dir.string() + ", which is no folder",
                 "make it (mode 0700) or correct the path");
  }
  if (!config.api.explorer_dir.empty() && !fs::is_regular_file(config.api.explorer_dir / "index.html", ignored)) {
    return unfit(config, "api.explorer_dir", "names " + config.api.explorer_dir.string() + ", which has no index.html",
                 "build the explorer, correct the path or leave it empty");
  }
  return {};
}

}  // namespace

std::expected<HomeReport, ConfigError> check_home(const NodeConfig& config) {
  auto genesis = load_genesis(config.genesis_file);
  if (!genesis) return unfit(config, "files.genesis", "does not serve", genesis.error().message);
  auto identity = p2p::NodeIdentity::load(config.node_key_file);
  if (!identity) return unfit(config, "files.node_key", "does not serve", identity.error().message);
  HomeReport report{
      genesis->chain_id, chain::genesis_hash(*genesis), identity->public_key(), std::nullopt, std::nullopt, {}};
  if (!config.validator_key_file.empty()) {
    auto key = load_validator_key(config.validator_key_file);
    if (!key) return unfit(config, "files.validator_key", "does not serve", key.error().message);
    report.validator_key = key->public_key();
  }
  if (auto ok = check_folders(config); !ok) return std::unexpected(ok.error());
  find_validator(*genesis, report);
  return report;
}

}  // namespace xh::node
