// light init | verify | show: facts checked against the genesis alone; no node is asked.
#include "chain/codec/json.h"
#include "chain/light/fact.h"
#include "cli/calls/call_table.h"
#include "cli/commands/commands.h"
#include "cli/commands/fact_file.h"
#include "contracts/catalog/record_catalog.h"

namespace xh::cli {
namespace {

struct LightOptions {
  std::string file;
};

json::object verified_document(const chain::Fact& fact, const chain::VerifiedFact& verified) {
  json::object out;
  out["verified"] = true;
  out["chain_id"] = fact.chain_id;
  out["height"] = verified.header.height.value;
  out["epoch"] = verified.header.epoch.value;
  out["block_id"] = chain::to_hex(verified.block.view());
  out["block_time"] = verified.header.timestamp.value;
  out["state_root"] = chain::to_hex(verified.header.state_root.view());
  json::array signers;
  for (const auto& name : verified.signers) signers.emplace_back(name);
  out["signers"] = std::move(signers);
  if (verified.receipt) out["receipt"] = receipt_to_json(*verified.receipt);
  if (fact.record) {
    json::object record;
    record["raw_key"] = chain::to_hex(fact.record->raw_key);
    record["present"] = fact.record->value.has_value();
    if (fact.record->value) record["value"] = contracts::record_to_json(fact.record->raw_key, *fact.record->value);
    out["record"] = std::move(record);
  }
  if (fact.transaction) out["transaction_hash"] = chain::to_hex(fact.transaction->hash.view());
  return out;
}

Outcome<Document> verify(Session& session, const LightOptions& options) {
  const auto checked = check_fact_file(session, options.file);
  if (!checked) return std::unexpected(checked.error());
  if (!checked->verified) return false_fact(session, checked->objection);
  session.say(Text::kFactTrue);
  return Document{.data = verified_document(checked->fact, *checked->verified),
                  .height = checked->verified->header.height.value};
}

// What a file claims, unchecked.
Outcome<Document> show(const LightOptions& options) {
  const auto fact = read_fact(options.file);
  if (!fact) return std::unexpected(fact.error());
  const auto header = chain::decode<chain::Header>(fact->header);
  if (!header) return bad_input(options.file + ": header", header.error());
  json::object out;
  out["verified"] = "not checked";
  out["chain_id"] = fact->chain_id;
  out["genesis_hash"] = chain::to_hex(fact->genesis_hash.view());
  out["header"] = chain::to_json(*header);
  out["links"] = fact->finality.links.size();
  out["epochs"] = fact->epochs.size();
  if (fact->receipt) {
    const auto receipt = chain::decode<chain::Receipt>(fact->receipt->receipt.receipt);
    if (!receipt) return bad_input(options.file + ": receipt", receipt.error());
    out["receipt"] = receipt_to_json(*receipt);
  }
  if (fact->record) out["record"] = chain::to_hex(fact->record->raw_key);
  if (fact->transaction) out["transaction_hash"] = chain::to_hex(fact->transaction->hash.view());
  return Document{.data = std::move(out)};
}

Outcome<Document> init(Session& session, const LightOptions& options) {
  const auto path = std::filesystem::absolute(options.file);
  const auto genesis = read_genesis(path);
  if (!genesis) return std::unexpected(genesis.error());
  auto config = session.config();
  if (!config) return std::unexpected(config.error());
  config->genesis = path.string();
  if (auto saved = session.save(*config); !saved) return std::unexpected(saved.error());
  const auto info = chain_info_of(*genesis);
  return Document{.data = {{"chain_id", info.chain_id},
                           {"genesis_hash", chain::to_hex(info.genesis_hash.view())},
                           {"genesis", path.string()}}};
}

}  // namespace

void add_light_commands(CLI::App& app, Session& session) {
  CLI::App& light =
      *app.add_subcommand("light", "check facts with the genesis alone, trusting no node")->require_subcommand(1);
  const auto fact_file = [](CLI::App& command, LightOptions& state) {
    command.add_option("file", state.file, "fact file (JSON)")->required();
  };
  add_command<LightOptions>(
      light, session, "init", "remember the ledger's genesis",
      [](CLI::App& command, LightOptions& state) {
        command.add_option("genesis", state.file, "genesis.json")->required();
      },
      [&session](const LightOptions& state) { return init(session, state); });
  add_command<LightOptions>(light, session, "verify", "true or false (exit 5)", fact_file,
                            [&session](const LightOptions& state) { return verify(session, state); });
  add_command<LightOptions>(light, session, "show", "what a fact file claims, unchecked", fact_file,
                            [](const LightOptions& state) { return show(state); });
}

}  // namespace xh::cli
