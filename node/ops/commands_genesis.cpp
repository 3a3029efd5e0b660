#include <CLI/CLI.hpp>
#include <memory>

#include "chain/codec/address.h"
#include "node/config/genesis_file.h"
#include "node/config/private_file.h"
#include "node/ops/commands.h"
#include "node/ops/genesis_options.h"
#include "node/ops/zone_table.h"

namespace xh::node {
namespace {

struct NewOptions : GenesisOptions {
  std::string out;
};

struct ValidatorOptions {
  std::string file;
  ValidatorSpec spec;
  std::string key;
  std::string node_key;
};

Output hash_output(const chain::Genesis& genesis) {
  const auto context = chain::make_context(genesis);
  Output out;
  out.data["chain_id"] = genesis.chain_id;
  out.data["hash"] = chain::to_hex(context.genesis_hash.view());
  out.data["chain_tag"] = chain::to_hex(context.tag.view());
  out.text = "hash       " + chain::to_hex(context.genesis_hash.view()) + "\nchain tag  " +
             chain::to_hex(context.tag.view()) + "\n";
  return out;
}

Outcome<Output> make_new(const NewOptions& options) {
  const auto spec = to_spec(options);
  if (!spec) return bad_input(spec.error());
  const auto genesis = build_genesis(*spec);
  if (!genesis) return bad_input(genesis.error());
  if (auto ok = write_new_file(options.out, genesis_text(*genesis), kPublicFileMode); !ok) return bad_input(ok.error());
  Output out;
  out.data["file"] = options.out;
  out.data["chain_id"] = genesis->chain_id;
  out.data["zone_data"] = zone_data_version();
  auto& members = out.data["members"].emplace_array();
  out.text = options.out + ": ledger " + genesis->chain_id + ", zones of tzdata " + zone_data_version() + "\n";
  for (const auto& member : genesis->members) {
    const auto address = chain::to_address(chain::account_id_of(member.policy));
    members.push_back({{"name", member.name}, {"address", address}});
    out.text += address + "  " + member.name + "\n";
  }
  out.text += "Next: `xinghuod genesis add-validator " + options.out + " ...` for each of at least four validators.\n";
  return out;
}

Outcome<Output> add_one_validator(ValidatorOptions options) {
  auto genesis = read_genesis(options.file);
  if (!genesis) return bad_input(genesis.error());
  const auto key = chain::fixed_from_hex<chain::PublicKey>(options.key);
  if (!key) return bad_input({key.error().fault, "--key: " + key.error().message});
  const auto node_key = chain::fixed_from_hex<chain::NodeKey>(options.node_key);
  if (!node_key) return bad_input({node_key.error().fault, "--node-key: " + node_key.error().message});
  options.spec.key = *key;
  options.spec.node_key = *node_key;
  if (auto ok = add_validator(*genesis, options.spec); !ok) return bad_input(ok.error());
  if (auto ok = replace_file(options.file, genesis_text(*genesis), kPublicFileMode); !ok) return bad_input(ok.error());
  auto out = hash_output(*genesis);
  out.data["validators"] = genesis->validators.size();
  out.text += "validators " + std::to_string(genesis->validators.size()) + "\n";
  return out;
}

Outcome<Output> validate(const std::string& file) {
  const auto genesis = read_genesis(file);
  if (!genesis) return bad_input(genesis.error());
  if (auto ok = check_complete_genesis(*genesis); !ok)
    return fail(ExitCode::kFalse, "GENESIS_UNFIT", file + ": " + ok.error().message);
  auto out = hash_output(*genesis);
  out.text = file + ": a ledger can start from it\n" + out.text;
  return out;
}

Outcome<Output> show_hash(const std::string& file) {
  const auto genesis = read_genesis(file);
  if (!genesis) return bad_input(genesis.error());
  return hash_output(*genesis);
}

void add_new(CLI::App& group, ChosenCommand& chosen) {
  auto* const command = group.add_subcommand("new", "Make a genesis without validators");
  const auto options = std::make_shared<NewOptions>();
  add_genesis_options(*command, *options);
  command->add_option("--out", options->out, "File to make")->required();
  command->callback([options, &chosen] { chosen = [options] { return make_new(*options); }; });
}

void add_add_validator(CLI::App& group, ChosenCommand& chosen) {
  auto* const command = group.add_subcommand("add-validator", "Add a validator to a genesis file");
  const auto options = std::make_shared<ValidatorOptions>();
  command->add_option("file", options->file, "Genesis file")->required();
  command->add_option("--operator", options->spec.operated_by, "Member that runs it: name or address")->required();
  command->add_option("--name", options->spec.name, "Its name (default: the member's)");
  command->add_option("--key", options->key, "Validator public key, hex (`xinghuod keys show`)")->required();
  command->add_option("--node-key", options->node_key, "Node public key, hex")->required();
  command->add_option("--address", options->spec.address, "host:port of its peer port")->required();
  command->callback([options, &chosen] { chosen = [options] { return add_one_validator(*options); }; });
}

void add_reader(CLI::App& group, ChosenCommand& chosen, const char* name, const char* help,
                Outcome<Output> (*run)(const std::string&)) {
  auto* const command = group.add_subcommand(name, help);
  const auto file = std::make_shared<std::string>();
  command->add_option("file", *file, "Genesis file")->required();
  command->callback([file, run, &chosen] { chosen = [file, run] { return run(*file); }; });
}

}  // namespace

void add_genesis_commands(CLI::App& app, ChosenCommand& chosen) {
  auto* const group = app.add_subcommand("genesis", "Make and check the document that all members agree on");
  group->require_subcommand(1);
  add_new(*group, chosen);
  add_add_validator(*group, chosen);
  add_reader(*group, chosen, "validate", "Can a ledger start from it? Exit 5 if not", &validate);
  add_reader(*group, chosen, "hash", "Hash and chain tag", &show_hash);
}

}  // namespace xh::node
