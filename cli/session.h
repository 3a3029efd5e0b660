// One run of the tool: global options, home folder, configuration, keys, the API client; made when first needed.
// Commands register their options and an action here; run() executes the action that the command line chose. Not
// thread-safe.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "cli/api/api_client.h"
#include "cli/environment.h"
#include "cli/output/document.h"
#include "cli/tx/chain_info.h"
#include "cli/tx/sender.h"
#include "cli/wallet/key_ring.h"
#include "cli/wallet/passphrase.h"

namespace xh::cli {

// What stands before or after any command.
struct GlobalOptions {
  std::string home;
  std::vector<std::string> nodes;
  std::string genesis;
  Format format = Format::kText;
  std::optional<Language> language;
  std::optional<int> passphrase_fd;
  std::string timeout = "60s";  // of waiting for finality and of repeating a busy call
  std::string as;               // who asks, for signed reads: a key name
};

// <home>/config.json
struct Config {
  std::vector<std::string> nodes;
  std::string genesis;
  std::string language;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("nodes", &Config::nodes), chain::field<2>("genesis", &Config::genesis),
                      chain::field<3>("language", &Config::language));
  }
};

using Action = std::function<Outcome<Document>()>;

class Session {
 public:
  Session(Environment& environment, GlobalOptions& options) : environment_(environment), options_(options) {}

  [[nodiscard]] Environment& environment() { return environment_; }
  [[nodiscard]] const GlobalOptions& options() const { return options_; }
  void choose(Action action) { action_ = std::move(action); }
  [[nodiscard]] const Action& action() const { return action_; }

  [[nodiscard]] std::filesystem::path home() const;
  [[nodiscard]] Outcome<Config> config();
  [[nodiscard]] Outcome<void> save(const Config& config);
  [[nodiscard]] Language language();
  [[nodiscard]] KeyRing& keys();
  [[nodiscard]] Outcome<ApiClient*> api();
  // The genesis of --genesis, the configuration or <home>/genesis.json; nothing when there is none.
  [[nodiscard]] Outcome<std::optional<chain::Genesis>> genesis();
  [[nodiscard]] Outcome<std::optional<ChainInfo>> expected_chain();
  // Asks the node once a run; later calls give the same answer.
  [[nodiscard]] Outcome<const LedgerStatus*> status();
  [[nodiscard]] Outcome<std::chrono::milliseconds> timeout() const;
  [[nodiscard]] Outcome<Sender> sender();

  // The key that asks or signs when none is named: --as, or the only key there is.
  [[nodiscard]] Outcome<std::string> default_key(const std::string& named);
  // GET with the signature of `key_name` (empty: default_key).
  [[nodiscard]] Outcome<Answer> get_signed(const std::string& target, const std::string& key_name = {});
  [[nodiscard]] Outcome<Answer> get_signed(const std::string& target, const Requester& requester);
  // Who asks with that key of this home.
  [[nodiscard]] Outcome<Requester> requester(const std::string& key_name);

  void say(Text what, std::string_view value = {});  // to stderr
  void say(std::string_view line);

 private:
  Environment& environment_;
  GlobalOptions& options_;
  Action action_;
  std::optional<Config> config_;
  std::unique_ptr<KeyRing> keys_;
  std::unique_ptr<ApiClient> api_;
  std::optional<LedgerStatus> status_;
  std::optional<SecretText> passphrase_;  // from a descriptor: it is read once
};

}  // namespace xh::cli
