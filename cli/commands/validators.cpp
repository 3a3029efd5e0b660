// validators list | pending | propose-add | propose-remove | propose-replace | propose | renew | approve | withdraw
#include "chain/codec/json.h"
#include "cli/commands/commands.h"
#include "cli/commands/write.h"
#include "cli/files.h"
#include "contracts/governance/calls.h"

namespace xh::cli {
namespace {

namespace governance = contracts::governance;

constexpr std::size_t kMaxChangeFileBytes = 1024 * 1024;

struct ValidatorOptions {
  std::vector<std::string> which;  // present validators, by name or key
  std::string name;
  std::string operator_account;
  std::string key;
  std::string node_key;
  std::string address;
  std::string note;
  std::string change;
  std::string file;
  WriteOptions write;
};

// ---------------------------------------------------------------- reading

const json::value* member(const json::value& object, std::string_view name) {
  return object.is_object() ? object.get_object().if_contains(name) : nullptr;
}

std::string text_of(const json::value& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
}

std::size_t count_of(const json::value& object, std::string_view name) {
  const auto* value = member(object, name);
  return value != nullptr && value->is_array() ? value->get_array().size() : 0;
}

Outcome<Answer> ask_validators(Session& session) {
  const auto api = session.api();
  if (!api) return std::unexpected(api.error());
  return (*api)->get("/v1/validators");
}

Outcome<Document> list(Session& session) {
  auto answer = ask_validators(session);
  if (!answer) return std::unexpected(answer.error());
  return Document{.data = std::move(answer->data),
                  .height = answer->height,
                  .list = "validators",
                  .columns = {"index", "name", "key", "address", "operator_account", "suspended_from_view"}};
}

// "+ a", "- b", "b > a": what the edits do, for people.
std::string edits_text(const json::value& change) {
  const auto* edits = member(change, "edits");
  std::string out;
  if (edits == nullptr || !edits->is_array()) return out;
  for (const auto& edit : edits->get_array()) {
    const auto* validator = member(edit, "validator");
    const auto added = validator == nullptr ? std::string() : text_of(*validator, "name");
    const auto present = text_of(edit, "name").empty() ? text_of(edit, "key") : text_of(edit, "name");
    const auto kind = text_of(edit, "kind");
    if (!out.empty()) out += ", ";
    out += kind == "add" ? "+ " + added : kind == "remove" ? "- " + present : present + " > " + added;
  }
  return out.empty() ? "=" : out;
}

Outcome<Document> pending(Session& session) {
  auto answer = ask_validators(session);
  if (!answer) return std::unexpected(answer.error());
  const auto* changes = member(answer->data, "changes");
  const auto* quorum = member(answer->data, "quorum");
  if (changes == nullptr || !changes->is_array() || quorum == nullptr || !quorum->is_number())
    return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's answer has no changes");
  json::array rows;
  for (const auto& change : changes->get_array()) {
    if (!change.is_object()) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's answer has a malformed change");
    json::object row = change.get_object();
    row["votes"] = std::to_string(count_of(change, "approvals")) + "/" + json::serialize(*quorum);
    row["attested"] =
        std::to_string(count_of(change, "attestations")) + "/" + std::to_string(count_of(change, "to_attest"));
    row["what"] = edits_text(change);
    rows.push_back(std::move(row));
  }
  json::object data{{"quorum", *quorum}, {"changes", std::move(rows)}};
  if (const auto* epoch = member(answer->data, "epoch")) data["epoch"] = *epoch;
  return Document{.data = std::move(data),
                  .height = answer->height,
                  .list = "changes",
                  .columns = {"change", "status", "what", "votes", "attested", "proposed_at", "note"}};
}

// ---------------------------------------------------------------- proposing

Outcome<chain::Validator> validator_of(Session& session, const ValidatorOptions& options) {
  chain::Validator out;
  out.name = options.name;
  out.address = options.address;
  const auto account = session.keys().account(options.operator_account);
  if (!account) return std::unexpected(account.error());
  out.operator_account = *account;
  const auto key = chain::fixed_from_hex<chain::PublicKey>(options.key);
  if (!key) return usage_error("--validator-key is 64 hex digits: the validator's public key");
  out.key = *key;
  const auto node_key = chain::fixed_from_hex<chain::NodeKey>(options.node_key);
  if (!node_key) return usage_error("--node-key is 64 hex digits: the public key of the node's TLS identity");
  out.node_key = *node_key;
  return out;
}

// A present validator by its key (64 hex digits) or by its name.
governance::Edit edit_of(governance::EditKind kind, const std::string& which) {
  governance::Edit out;
  out.kind = kind;
  if (const auto key = chain::fixed_from_hex<chain::PublicKey>(which)) {
    out.key = *key;
  } else {
    out.name = which;
  }
  return out;
}

// The change's record key out of the receipt that --wait brought, for the approvals that follow.
void show_change(Document& document) {
  const auto* receipt = member(document.data, "receipt");
  const auto* events = receipt == nullptr ? nullptr : member(*receipt, "events");
  if (events == nullptr || !events->is_array()) return;
  for (const auto& event : events->get_array()) {
    const auto* data = member(event, "data");
    if (text_of(event, "type") == "governance.change_proposed" && data != nullptr) {
      document.data.get_object()["change"] = text_of(*data, "change");
      return;
    }
  }
}

Outcome<Document> send_proposal(Session& session, const ValidatorOptions& options,
                                const governance::ProposeChange& args) {
  auto out = write_call(session, options.write, "governance.propose_change", chain::to_json(args));
  if (out) show_change(*out);
  return out;
}

Outcome<Document> propose_add(Session& session, const ValidatorOptions& options) {
  auto validator = validator_of(session, options);
  if (!validator) return std::unexpected(validator.error());
  governance::Edit edit;
  edit.validator = std::move(*validator);
  return send_proposal(session, options, {{edit}, options.note});
}

Outcome<Document> propose_remove(Session& session, const ValidatorOptions& options) {
  governance::ProposeChange args{{}, options.note};
  for (const auto& which : options.which) args.edits.push_back(edit_of(governance::EditKind::kRemove, which));
  return send_proposal(session, options, args);
}

Outcome<Document> propose_replace(Session& session, const ValidatorOptions& options) {
  auto validator = validator_of(session, options);
  if (!validator) return std::unexpected(validator.error());
  auto edit = edit_of(governance::EditKind::kReplace, options.which.at(0));
  edit.validator = std::move(*validator);
  return send_proposal(session, options, {{edit}, options.note});
}

// Several edits at once: {"edits":[{"kind":"add","validator":{...}},{"kind":"remove","name":"..."}],"note":"..."}
Outcome<Document> propose_file(Session& session, const ValidatorOptions& options) {
  const auto content = read_file(options.file, kMaxChangeFileBytes);
  if (!content) return std::unexpected(content.error());
  const auto document = chain::parse_json(*content);
  if (!document) return bad_input(options.file, document.error());
  const auto args = chain::from_json<governance::ProposeChange>(*document);
  if (!args) return bad_input(options.file, args.error());
  return send_proposal(session, options, *args);
}

Outcome<Document> vote(Session& session, const ValidatorOptions& options, std::string_view call) {
  const auto change = chain::fixed_from_hex<chain::RecordKey>(options.change);
  if (!change) return usage_error("a change's key is 64 hex digits: see xinghuo validators pending");
  return write_call(session, options.write, call, chain::to_json(governance::ApproveChange{*change}));
}

// ---------------------------------------------------------------- command line

void proposal_options(CLI::App& command, ValidatorOptions& state) {
  command.add_option("--note", state.note, "why, for the other operators");
  add_write_options(command, state.write);
}

void validator_options(CLI::App& command, ValidatorOptions& state) {
  command.add_option("--name", state.name, "of the new validator, shown to people")->required();
  command.add_option("--operator", state.operator_account, "who operates it: key name or address")->required();
  command.add_option("--validator-key", state.key, "its public key, hex, as xinghuod shows it")->required();
  command.add_option("--node-key", state.node_key, "public key of its TLS identity, hex")->required();
  command.add_option("--address", state.address, "host:port of its peer port")->required();
  proposal_options(command, state);
}

void add_reads(CLI::App& group, Session& session) {
  add_command<NoOptions>(group, session, "list", "who decides, and who leads no more", no_options,
                         [&session](const NoOptions&) { return list(session); });
  add_command<NoOptions>(group, session, "pending", "changes on their way, with approvals and attestations", no_options,
                         [&session](const NoOptions&) { return pending(session); });
}

void add_proposals(CLI::App& group, Session& session) {
  add_command<ValidatorOptions>(group, session, "propose-add", "a further validator (operators)", validator_options,
                                [&session](const ValidatorOptions& state) { return propose_add(session, state); });
  add_command<ValidatorOptions>(
      group, session, "propose-remove", "fewer validators; four must stay (operators)",
      [](CLI::App& command, ValidatorOptions& state) {
        command.add_option("validator", state.which, "name or public key; several may go at once")->required();
        proposal_options(command, state);
      },
      [&session](const ValidatorOptions& state) { return propose_remove(session, state); });
  add_command<ValidatorOptions>(
      group, session, "propose-replace", "another validator or key in a present one's seat (operators)",
      [](CLI::App& command, ValidatorOptions& state) {
        command.add_option("validator", state.which, "the present one: name or public key")->required()->expected(1);
        validator_options(command, state);
      },
      [&session](const ValidatorOptions& state) { return propose_replace(session, state); });
  add_command<ValidatorOptions>(
      group, session, "propose", "several edits at once, from a file (operators)",
      [](CLI::App& command, ValidatorOptions& state) {
        command.add_option("file", state.file, "JSON: {\"edits\":[...],\"note\":\"...\"}")->required();
        add_write_options(command, state.write);
      },
      [&session](const ValidatorOptions& state) { return propose_file(session, state); });
  add_command<ValidatorOptions>(
      group, session, "renew", "a new epoch with the same validators (operators)", proposal_options,
      [&session](const ValidatorOptions& state) { return send_proposal(session, state, {{}, state.note}); });
}

void add_votes(CLI::App& group, Session& session) {
  const auto which = [](CLI::App& command, ValidatorOptions& state) {
    command.add_option("change", state.change, "record key, hex: validators pending")->required();
    add_write_options(command, state.write);
  };
  add_command<ValidatorOptions>(
      group, session, "approve", "one vote for each seat that you operate", which,
      [&session](const ValidatorOptions& state) { return vote(session, state, "governance.approve_change"); });
  add_command<ValidatorOptions>(
      group, session, "withdraw", "ends your own proposal, or takes your approval back", which,
      [&session](const ValidatorOptions& state) { return vote(session, state, "governance.withdraw_change"); });
}

}  // namespace

void add_validators_commands(CLI::App& app, Session& session) {
  CLI::App& group =
      *app.add_subcommand("validators", "who runs the ledger: the set and its changes")->require_subcommand(1);
  add_reads(group, session);
  add_proposals(group, session);
  add_votes(group, session);
}

}  // namespace xh::cli
