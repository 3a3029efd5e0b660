// What the tests of the tool share: a scratch home folder, a network that answers from a table, and runs without a
// process.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <sstream>

#include "chain/codec/json.h"
#include "chain/crypto/schnorr.h"
#include "chain/ledger/genesis.h"
#include "cli/run.h"

namespace xh::cli::test {

class ScratchFolder {
 public:
  ScratchFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "xh-cli-XXXXXX").string();
    path_ = mkdtemp(pattern.data());
  }
  ScratchFolder(const ScratchFolder&) = delete;
  ScratchFolder& operator=(const ScratchFolder&) = delete;
  ~ScratchFolder() { std::filesystem::remove_all(path_); }
  [[nodiscard]] const std::filesystem::path& path() const { return path_; }
  [[nodiscard]] std::string file(const std::string& name, const std::string& content, unsigned mode = 0600) const {
    const auto out = path_ / name;
    std::ofstream(out, std::ios::binary) << content;
    std::filesystem::permissions(out, static_cast<std::filesystem::perms>(mode));
    return out.string();
  }

 private:
  std::filesystem::path path_;
};

// Answers by "METHOD target"; a handler wins over the table; what is unknown is a 404 problem.
class FakeNetwork : public HttpTransport {
 public:
  using Handler = std::function<HttpResult(const std::string& node, const HttpRequest&)>;

  HttpResult send(const std::string& node, const HttpRequest& request, std::chrono::milliseconds) override {
    requests.push_back(request);
    nodes.push_back(node);
    if (handler) {
      auto out = handler(node, request);
      if (out || !out.error().message.empty()) return out;
    }
    const auto at = answers.find(request.method + " " + request.target);
    if (at == answers.end())
      return HttpResponse{
          404, "application/problem+json", R"({"status":404,"code":"NOT_FOUND","detail":"nothing here"})", {}};
    return HttpResponse{200, "application/json", at->second, {}};
  }
  void data(const std::string& call, const std::string& data) {
    answers[call] = R"({"schema_version":1,"success":true,"data":)" + data + R"(,"height":7,"errors":[]})";
  }
  // A ledger that this network claims to serve.
  void status(const std::string& clock = "real", std::int64_t block_time = 1'700'000'000'000) {
    data("GET /v1/status", R"({"chain_id":"test-1","genesis_hash":")" + std::string(64, 'a') +
                               R"(","height":7,"clock":")" + clock + R"(","block_time":)" + std::to_string(block_time) +
                               "}");
  }

  std::map<std::string, std::string> answers;
  Handler handler;
  std::vector<HttpRequest> requests;
  std::vector<std::string> nodes;
};

// "No opinion": the table answers.
inline HttpResult pass() {
  return std::unexpected(HttpFailure{});
}

inline chain::SecretKey validator_key(std::uint8_t i) {
  return chain::SecretKey::from_bytes(chain::Bytes(32, static_cast<std::uint8_t>(i + 1))).value();
}

// A ledger of four validators.
inline chain::Genesis small_genesis() {
  chain::Genesis out;
  out.chain_id = "light-1";
  out.time = chain::Timestamp{1'700'000'000'000};
  const chain::KeyPolicy policy{1, {validator_key(0).public_key()}};
  out.members.push_back({"Union", 1, policy});
  for (std::uint8_t i = 0; i < 4; ++i) {
    chain::NodeKey node_key;
    node_key.bytes[0] = i;
    out.validators.push_back({"v" + std::to_string(i), chain::account_id_of(policy), validator_key(i).public_key(),
                              node_key, "127.0.0.1:1"});
  }
  return out;
}

struct Result {
  int exit = 0;
  std::string out;
  std::string err;
  [[nodiscard]] chain::json::value json() const { return chain::parse_json(out).value_or(nullptr); }
};

class Tool {
 public:
  Result run(std::vector<std::string> arguments, const std::string& input = {}) {
    std::istringstream in(input);
    std::ostringstream out;
    std::ostringstream err;
    const auto variable = [this](const char* name) {
      const auto at = variables.find(name);
      return at == variables.end() ? std::string() : at->second;
    };
    Environment environment{
        in,    out, err, network, variable, [this] { return now_ms; }, [this](auto) { ++pauses; },
        {1, 8}};
    arguments.insert(arguments.begin(), {"--home", home.path().string()});
    const int exit = cli::run(std::move(arguments), environment);
    return {exit, out.str(), err.str()};
  }
  // The same with a node to ask.
  Result ask(std::vector<std::string> arguments, const std::string& input = {}) {
    arguments.insert(arguments.begin(), {"--node", "http://node:1"});
    return run(std::move(arguments), input);
  }
  void key(const std::string& name) { (void)run({"keys", "add", name, "--no-passphrase"}); }

  ScratchFolder home;
  FakeNetwork network;
  std::map<std::string, std::string> variables;
  int pauses = 0;
  std::int64_t now_ms = 1'700'000'000'000;  // 2023-11-14
};

}  // namespace xh::cli::test
