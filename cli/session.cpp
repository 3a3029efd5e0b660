#include "cli/session.h"

#include <ostream>

#include "chain/codec/json.h"
#include "cli/files.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

constexpr std::size_t kMaxConfigBytes = 64 * 1024;
constexpr std::chrono::milliseconds kCallDeadline{15'000};

}  // namespace

std::filesystem::path Session::home() const {
  if (!options_.home.empty()) return options_.home;
  if (auto named = environment_.variable("XINGHUO_HOME"); !named.empty()) return named;
  return std::filesystem::path(environment_.variable("HOME")) / ".xinghuo";
}

Outcome<Config> Session::config() {
  if (config_) return *config_;
  const auto path = home() / "config.json";
  if (!std::filesystem::exists(path)) return config_.emplace();
  const auto text = read_file(path, kMaxConfigBytes);
  if (!text) return fail(ExitCode::kConfig, "BAD_CONFIG", text.error().message);
  const auto document = chain::parse_json(*text);
  if (!document) return fail(ExitCode::kConfig, "BAD_CONFIG", path.string() + ": " + document.error().message);
  auto config = chain::from_json<Config>(*document);
  if (!config) return fail(ExitCode::kConfig, "BAD_CONFIG", path.string() + ": " + config.error().message);
  return config_.emplace(std::move(*config));
}

Outcome<void> Session::save(const Config& config) {
  config_ = config;
  return replace_private_file(home() / "config.json", pretty_json(chain::to_json(config)));
}

Language Session::language() {
  if (options_.language) return *options_.language;
  const auto configured = config();
  if (configured && configured->language == "zh-CN") return Language::kChinese;
  if (configured && configured->language == "en") return Language::kEnglish;
  return environment_.variable("LANG").starts_with("zh") ? Language::kChinese : Language::kEnglish;
}

KeyRing& Session::keys() {
  if (keys_ != nullptr) return *keys_;
  const auto ask = [this](const std::string& name) -> Outcome<SecretText> {
    if (options_.passphrase_fd) {
      if (!passphrase_) {
        auto read = read_secret_line(*options_.passphrase_fd);
        if (!read) return read;
        passphrase_ = std::move(*read);
      }
      return SecretText(passphrase_->get());
    }
    const PassphraseSource source{std::nullopt, environment_.variable("XINGHUO_PASSPHRASE_FILE")};
    return ask_passphrase(source, text(language(), Text::kEnterPassphrase, name), false);
  };
  keys_ = std::make_unique<KeyRing>(home() / "keys", ask);
  return *keys_;
}

Outcome<ApiClient*> Session::api() {
  if (api_ != nullptr) return api_.get();
  auto nodes = options_.nodes;
  if (nodes.empty()) {
    const auto configured = config();
    if (!configured) return std::unexpected(configured.error());
    nodes = configured->nodes;
  }
  for (auto& node : nodes) {
    if (auto ok = check_node_url(node); !ok) return fail(ExitCode::kConfig, "BAD_NODE", ok.error().message);
    if (node.ends_with('/')) node.pop_back();
  }
  api_ = std::make_unique<ApiClient>(std::move(nodes), environment_.transport, environment_.now_ms, kCallDeadline);
  return api_.get();
}

Outcome<std::optional<chain::Genesis>> Session::genesis() {
  std::filesystem::path path = options_.genesis;
  if (path.empty()) {
    const auto configured = config();
    if (!configured) return std::unexpected(configured.error());
    path = configured->genesis;
  }
  if (path.empty()) {
    path = home() / "genesis.json";
    if (!std::filesystem::exists(path)) return std::optional<chain::Genesis>();
  }
  auto read = read_genesis(path);
  if (!read) return std::unexpected(read.error());
  return std::optional(std::move(*read));
}

Outcome<std::optional<ChainInfo>> Session::expected_chain() {
  const auto read = genesis();
  if (!read) return std::unexpected(read.error());
  return *read ? std::optional(chain_info_of(**read)) : std::nullopt;
}

Outcome<const LedgerStatus*> Session::status() {
  if (status_) return &*status_;
  const auto client = api();
  if (!client) return std::unexpected(client.error());
  const auto expected = expected_chain();
  if (!expected) return std::unexpected(expected.error());
  auto fetched = fetch_status(**client, *expected);
  if (!fetched) return std::unexpected(fetched.error());
  return &status_.emplace(std::move(*fetched));
}

Outcome<std::chrono::milliseconds> Session::timeout() const {
  const auto ms = parse_duration_ms(options_.timeout);
  if (!ms) return usage_error("--timeout: " + ms.error().message);
  return std::chrono::milliseconds(*ms);
}

Outcome<Sender> Session::sender() {
  const auto client = api();
  if (!client) return std::unexpected(client.error());
  const auto limit = timeout();
  if (!limit) return std::unexpected(limit.error());
  return Sender(**client, environment_.pause, *limit);
}

Outcome<std::string> Session::default_key(const std::string& named) {
  if (!named.empty()) return named;
  if (!options_.as.empty()) return options_.as;
  const auto names = keys().names();
  if (!names) return std::unexpected(names.error());
  if (names->size() == 1) return names->front();
  if (names->empty()) return fail(ExitCode::kKey, "NO_KEY", "there is no key yet; make one: xinghuo keys add NAME");
  return usage_error("there are several keys: say which one acts with --as NAME");
}

Outcome<Requester> Session::requester(const std::string& key_name) {
  const auto signer = keys().signer(key_name);
  if (!signer) return std::unexpected(signer.error());
  return Requester{(*signer)->account, {&(*signer)->key}};
}

Outcome<Answer> Session::get_signed(const std::string& target, const std::string& key_name) {
  const auto name = default_key(key_name);
  if (!name) return std::unexpected(name.error());
  const auto asking = requester(*name);
  if (!asking) return std::unexpected(asking.error());
  return get_signed(target, *asking);
}

Outcome<Answer> Session::get_signed(const std::string& target, const Requester& requester) {
  const auto ledger = status();
  if (!ledger) return std::unexpected(ledger.error());
  const auto client = api();
  if (!client) return std::unexpected(client.error());
  return (*client)->get_signed(target, requester, (*ledger)->chain.tag);
}

void Session::say(Text what, std::string_view value) {
  say(text(language(), what, value));
}
void Session::say(std::string_view line) {
  environment_.err << line << "\n";
}

}  // namespace xh::cli
