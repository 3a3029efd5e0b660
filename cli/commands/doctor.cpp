// doctor | version
#include "cli/commands/commands.h"
#include "cli/version.h"

namespace xh::cli {
namespace {

constexpr std::int64_t kClockToleranceMs = 60'000;  // signed requests: docs/api.md

struct Finding {
  bool good = false;
  std::string what;
  std::string detail;
};

json::object to_row(const Finding& finding) {
  return {{"state", finding.good ? "ok" : "problem"}, {"name", finding.what}, {"message", finding.detail}};
}

// The real clock is compared with the last block's time only on a ledger with a real clock, and only for being behind:
// blocks may be old.
Finding clock_finding(Session& session, const LedgerStatus& status) {
  if (status.driven_clock) return {true, "clock", "this ledger's clock is driven (simulation); expiries follow it"};
  const auto ahead = status.block_time.value - session.environment().now_ms();
  if (ahead > kClockToleranceMs)
    return {false, "clock", "this machine is " + std::to_string(ahead / 1000) + " s behind the ledger: set its clock"};
  return {true, "clock", "not behind the ledger"};
}

Outcome<Document> doctor(Session& session) {
  std::vector<Finding> findings;
  const auto genesis = session.expected_chain();
  if (!genesis)
    findings.push_back({false, "genesis", genesis.error().message});
  else if (!*genesis)
    findings.push_back({false, "genesis", "none configured: nodes are believed; see: xinghuo light init FILE"});
  else
    findings.push_back({true, "genesis", (*genesis)->chain_id});
  const auto names = session.keys().names();
  for (const auto& name : names ? *names : std::vector<std::string>()) {
    const auto key = session.keys().describe(name);
    if (!key) findings.push_back({false, "key " + name, key.error().message});
  }
  const auto client = session.api();
  if (!client) return std::unexpected(client.error());
  if ((*client)->nodes().empty()) findings.push_back({false, "nodes", "none configured: --node http://host:port"});
  for (const auto& node : (*client)->nodes()) {
    ApiClient one({node}, session.environment().transport, session.environment().now_ms, (*client)->deadline());
    const auto status = fetch_status(one, genesis ? *genesis : std::nullopt);
    if (!status) {
      findings.push_back({false, "node " + node, status.error().message});
      continue;
    }
    findings.push_back(
        {true, "node " + node, "ledger " + status->chain.chain_id + ", height " + std::to_string(status->height)});
    findings.push_back(clock_finding(session, *status));
  }
  Document out{.list = "findings", .columns = {"state", "name", "message"}};
  json::array rows;
  for (const auto& finding : findings) {
    rows.push_back(to_row(finding));
    if (!finding.good) out.exit = ExitCode::kFalse;
  }
  out.data = {{"findings", std::move(rows)}};
  return out;
}

Outcome<Document> versions() {
  return Document{.data = {{"name", "xinghuo"},
                           {"version", std::string(version())},
                           {"protocol_version", chain::kProtocolVersion},
                           {"schema_version", kSchemaVersion}}};
}

}  // namespace

void add_doctor_commands(CLI::App& app, Session& session) {
  add_command<NoOptions>(app, session, "doctor", "are nodes, genesis, clock and keys in order? (exit 5 when not)",
                         no_options, [&session](const NoOptions&) { return doctor(session); });
  add_command<NoOptions>(app, session, "version", "versions of the tool", no_options,
                         [](const NoOptions&) { return versions(); });
}

}  // namespace xh::cli
