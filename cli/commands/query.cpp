// query status | genesis | validators | evidence | block | blocks | tx | receipt | record | records | get ;
// account show | history | access-log
#include "chain/codec/json.h"
#include "cli/commands/commands.h"
#include "cli/files.h"
#include "contracts/catalog/record_catalog.h"

namespace xh::cli {
namespace {

struct QueryOptions {
  std::string what;
  std::vector<std::string> parts;
  std::string cursor;
  std::string save;
  std::uint32_t limit = 20;
  bool proof = false;
  bool as_signed = false;
  bool own = false;
};

std::string page(const QueryOptions& options) {
  std::string out = "?limit=" + std::to_string(options.limit);
  if (!options.cursor.empty()) out += "&cursor=" + url_escape(options.cursor);
  return out;
}

void page_options(CLI::App& command, QueryOptions& state) {
  command.add_option("--limit", state.limit, "at most so many")->check(CLI::Range(1u, 100u))->capture_default_str();
  command.add_option("--cursor", state.cursor, "next_cursor of the page before");
}

Outcome<Document> get_public(Session& session, const std::string& target, std::string list = {},
                             std::vector<std::string> columns = {}) {
  const auto api = session.api();
  if (!api) return std::unexpected(api.error());
  auto answer = (*api)->get(target);
  if (!answer) return std::unexpected(answer.error());
  return Document{.data = std::move(answer->data),
                  .height = answer->height,
                  .list = std::move(list),
                  .columns = std::move(columns)};
}

Outcome<Document> get_private(Session& session, const std::string& target, std::string list = {},
                              std::vector<std::string> columns = {}) {
  auto answer = session.get_signed(target);
  if (!answer) return std::unexpected(answer.error());
  return Document{.data = std::move(answer->data),
                  .height = answer->height,
                  .list = std::move(list),
                  .columns = std::move(columns)};
}

// A fact goes into a file as it came: `light verify` reads it.
Outcome<Document> save_fact(const QueryOptions& options, Outcome<Document> document) {
  if (!document || options.save.empty()) return document;
  if (auto written = write_new_private_file(options.save, pretty_json(document->data)); !written)
    return std::unexpected(written.error());
  return document;
}

// Convictions first, then what is not on the chain yet; one row each, with the whole proof in it.
Outcome<Document> evidence(Session& session) {
  const auto api = session.api();
  if (!api) return std::unexpected(api.error());
  auto answer = (*api)->get("/v1/evidence");
  if (!answer) return std::unexpected(answer.error());
  Document out{.data = std::move(answer->data), .height = answer->height, .list = "items"};
  out.columns = {"state",
                 "name",
                 "evidence.kind",
                 "evidence.first.subject.epoch",
                 "evidence.first.subject.view",
                 "evidence.first.signer",
                 "height",
                 "from_view"};
  const auto* on_chain = out.data.is_object() ? out.data.get_object().if_contains("on_chain") : nullptr;
  const auto* held = out.data.is_object() ? out.data.get_object().if_contains("held") : nullptr;
  if (on_chain == nullptr || !on_chain->is_array() || held == nullptr || !held->is_array())
    return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's answer has no evidence");
  json::array rows;
  for (const auto& conviction : on_chain->get_array()) {
    if (!conviction.is_object()) continue;
    json::object row = conviction.get_object();
    row["state"] = "on chain";
    rows.push_back(std::move(row));
  }
  for (const auto& proof : held->get_array()) rows.push_back(json::object{{"state", "held"}, {"evidence", proof}});
  out.data.get_object()["items"] = std::move(rows);
  return out;
}

std::string proof_suffix(const QueryOptions& options) {
  return options.proof || !options.save.empty() ? "?proof=1" : "";
}

void proof_options(CLI::App& command, QueryOptions& state) {
  command.add_flag("--proof", state.proof, "with the proof: a fact that `light verify` checks");
  command.add_option("--save", state.save, "write the fact to this file");
}

Outcome<Document> account_of(Session& session, const QueryOptions& options, const std::string& suffix, std::string list,
                             std::vector<std::string> columns) {
  std::string name = options.what;
  if (name.empty()) {
    const auto key = session.default_key({});
    if (!key) return std::unexpected(key.error());
    name = *key;
  }
  const auto account = session.keys().account(name);
  if (!account) return std::unexpected(account.error());
  return get_private(session, "/v1/accounts/" + chain::to_address(*account) + suffix, std::move(list),
                     std::move(columns));
}

// What a receipt is of, for people: the types of its events.
void name_types(json::value& data) {
  auto* items = data.is_object() ? data.get_object().if_contains("items") : nullptr;
  if (items == nullptr || !items->is_array()) return;
  for (auto& item : items->get_array()) {
    const auto* events = item.is_object() ? item.get_object().if_contains("events") : nullptr;
    if (events == nullptr || !events->is_array() || item.get_object().contains("type")) continue;
    std::string types;
    for (const auto& event : events->get_array()) {
      const auto* type = event.is_object() ? event.get_object().if_contains("type") : nullptr;
      if (type == nullptr || !type->is_string()) continue;
      const std::string name(std::string_view(type->get_string()));
      if (types.find(name) == std::string::npos) types += (types.empty() ? "" : " ") + name;
    }
    item.get_object()["type"] = types;
  }
}

// The raw key that the command line names. A name of a key of this home stands for its account.
Outcome<std::string> raw_key_of(Session& session, const QueryOptions& options) {
  if (options.what.find('.') == std::string::npos && options.parts.empty()) return options.what;
  auto parts = options.parts;
  for (auto& part : parts) {
    if (part.empty() || chain::from_address(part)) continue;
    if (const auto file = session.keys().describe(part)) {
      const auto account = session.keys().account(part);
      if (!account) return std::unexpected(account.error());
      part = chain::to_address(*account);
    }
  }
  const auto key = contracts::record_key_of(options.what, parts);
  if (!key) return usage_error(key.error().message);
  return chain::to_hex(*key);
}

Outcome<Document> record(Session& session, const QueryOptions& options) {
  const auto key = raw_key_of(session, options);
  if (!key) return std::unexpected(key.error());
  const bool proof = options.proof || !options.save.empty();
  return save_fact(options,
                   get_private(session, "/v1/records/" + url_escape(*key) + (proof ? "?proof=1" : "?proof=0")));
}

Outcome<Document> kinds_of_records() {
  json::array rows;
  for (const auto& kind : contracts::record_kinds()) {
    std::string key;
    for (const auto part : kind.key) key += (key.empty() ? "" : " ") + std::string(contracts::key_part_name(part));
    rows.push_back(json::object{{"name", std::string(kind.name)}, {"key", key}});
  }
  return Document{.data = {{"records", std::move(rows)}}, .list = "records", .columns = {"name", "key"}};
}

void what_option(CLI::App& command, QueryOptions& state, const std::string& name, const std::string& help) {
  command.add_option(name, state.what, help)->required();
}

void add_public_queries(CLI::App& query, Session& session) {
  add_command<NoOptions>(query, session, "status", "the node and its ledger", no_options,
                         [&session](const NoOptions&) { return get_public(session, "/v1/status"); });
  add_command<NoOptions>(query, session, "genesis", "the genesis document", no_options,
                         [&session](const NoOptions&) { return get_public(session, "/v1/genesis"); });
  add_command<NoOptions>(query, session, "validators", "who decides", no_options, [&session](const NoOptions&) {
    return get_public(session, "/v1/validators", "validators", {"index", "name", "key", "address"});
  });
  add_command<NoOptions>(query, session, "evidence", "who was proven to vote twice, and what this node holds besides",
                         no_options, [&session](const NoOptions&) { return evidence(session); });
  add_command<QueryOptions>(
      query, session, "blocks", "the last blocks", page_options, [&session](const QueryOptions& state) {
        return get_public(session, "/v1/blocks" + page(state), "blocks",
                          {"height", "time", "transaction_count", "receipt_count", "proposer", "id"});
      });
  add_command<QueryOptions>(
      query, session, "block", "one block",
      [](CLI::App& command, QueryOptions& state) { what_option(command, state, "height", "its height"); },
      [&session](const QueryOptions& state) { return get_public(session, "/v1/blocks/" + url_escape(state.what)); });
  add_command<QueryOptions>(
      query, session, "tx", "one transaction, as the public sees it",
      [](CLI::App& command, QueryOptions& state) { what_option(command, state, "id", "its id"); },
      [&session](const QueryOptions& state) { return get_public(session, "/v1/txs/" + url_escape(state.what)); });
}

void add_private_queries(CLI::App& query, Session& session) {
  add_command<QueryOptions>(
      query, session, "receipt", "what a transaction did (signed by --as)",
      [](CLI::App& command, QueryOptions& state) {
        what_option(command, state, "id", "transaction id, or height/index");
        proof_options(command, state);
      },
      [&session](const QueryOptions& state) {
        const bool by_place = state.what.find('/') != std::string::npos;
        const auto target = by_place ? "/v1/receipts/" + state.what : "/v1/txs/" + url_escape(state.what) + "/receipt";
        return save_fact(state, get_private(session, target + proof_suffix(state)));
      });
  add_command<QueryOptions>(
      query, session, "record", "any state record, by name and key or by raw key (signed by --as)",
      [](CLI::App& command, QueryOptions& state) {
        what_option(command, state, "record", "a kind of record (query records lists them), or a raw key in hex");
        command.add_option("parts", state.parts, "the parts of its key; a key name here stands for its account");
        proof_options(command, state);
      },
      [&session](const QueryOptions& state) { return record(session, state); });
  add_command<NoOptions>(query, session, "records", "the kinds of records and their keys", no_options,
                         [](const NoOptions&) { return kinds_of_records(); });
  add_command<QueryOptions>(
      query, session, "get", "any API path",
      [](CLI::App& command, QueryOptions& state) {
        what_option(command, state, "path", "e.g. /v1/lxr/supply");
        command.add_flag("--signed", state.as_signed, "sign the request with --as");
        command.add_option("--save", state.save, "write the data to this file");
      },
      [&session](const QueryOptions& state) -> Outcome<Document> {
        if (!state.what.starts_with('/')) return usage_error("a path begins with /");
        return save_fact(state, state.as_signed ? get_private(session, state.what) : get_public(session, state.what));
      });
}

// A node looks through a part of its log at a time: the pages are put together here, up to the limit.
Outcome<Document> access_log(Session& session, const QueryOptions& options) {
  json::array items;
  auto asked = options;
  Document out;
  do {
    asked.limit = options.limit - static_cast<std::uint32_t>(items.size());
    auto page_of_log = account_of(session, asked, "/reads" + page(asked) + (options.own ? "" : "&others=1"), "", {});
    if (!page_of_log) return page_of_log;
    out.height = page_of_log->height;
    auto* data = page_of_log->data.if_object();
    auto* list = data == nullptr ? nullptr : data->if_contains("items");
    const auto* next = data == nullptr ? nullptr : data->if_contains("next_cursor");
    if (list == nullptr || !list->is_array() || next == nullptr)
      return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's answer has no list of reads");
    for (auto& item : list->get_array()) items.push_back(std::move(item));
    asked.cursor = next->is_string() ? std::string(std::string_view(next->get_string())) : std::string();
  } while (!asked.cursor.empty() && items.size() < options.limit);
  json::value next = nullptr;
  if (!asked.cursor.empty()) next = asked.cursor;
  out.data = {{"items", std::move(items)}, {"next_cursor", std::move(next)}};
  out.list = "items";
  out.columns = {"time", "height", "caller", "target"};
  return out;
}

}  // namespace

void add_query_commands(CLI::App& app, Session& session) {
  CLI::App& query = *app.add_subcommand("query", "read the ledger through a node")->require_subcommand(1);
  add_public_queries(query, session);
  add_private_queries(query, session);
}

void add_account_commands(CLI::App& app, Session& session) {
  CLI::App& account = *app.add_subcommand("account", "balances and history")->require_subcommand(1);
  const auto which = [](CLI::App& command, QueryOptions& state) {
    command.add_option("account", state.what, "key name or address (default: --as)");
  };
  add_command<QueryOptions>(account, session, "show", "roles, balance, contribution value", which,
                            [&session](const QueryOptions& state) { return account_of(session, state, "", "", {}); });
  add_command<QueryOptions>(
      account, session, "history", "what happened to the account, newest first",
      [which](CLI::App& command, QueryOptions& state) {
        which(command, state);
        page_options(command, state);
      },
      [&session](const QueryOptions& state) {
        auto out = account_of(session, state, "/txs" + page(state), "items",
                              {"time", "height", "type", "code", "message", "transaction"});
        if (out) name_types(out->data);
        return out;
      });
  add_command<QueryOptions>(
      account, session, "access-log", "who read the account's records through this node, newest first",
      [which](CLI::App& command, QueryOptions& state) {
        which(command, state);
        page_options(command, state);
        command.add_flag("--own", state.own, "the account's own reads too");
      },
      [&session](const QueryOptions& state) { return access_log(session, state); });
}

}  // namespace xh::cli
