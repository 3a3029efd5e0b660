// contribution record | rate | show | history
#include "chain/codec/json.h"
#include "cli/commands/commands.h"
#include "cli/commands/names.h"
#include "cli/commands/write.h"
#include "cli/output/time_text.h"
#include "contracts/contribution/calls.h"

namespace xh::cli {
namespace {

namespace contribution = contracts::contribution;

struct ActOptions {
  std::string act;
  std::string counterpart;
  std::string resource;
  std::string season = "normal";
  std::string completed;
  std::string evidence;
  std::string rating;
  std::string cursor;
  std::uint32_t units = 1;
  std::uint32_t limit = 20;
  WriteOptions write;
};

Outcome<Document> record(Session& session, const ActOptions& options) {
  contribution::RecordAct args;
  const auto counterpart = session.keys().account(options.counterpart);
  if (!counterpart) return std::unexpected(counterpart.error());
  const auto season = season_of(options.season);
  if (!season) return std::unexpected(season.error());
  const auto completed = parse_time(options.completed);
  if (!completed) return usage_error("--completed: " + completed.error().message);
  const auto evidence = chain::fixed_from_hex<chain::Hash256>(options.evidence);
  if (!evidence) return usage_error("--evidence is 64 hex digits");
  args = {*counterpart, options.resource, options.units, *season, *completed, *evidence};
  return write_call(session, options.write, "contribution.record_act", chain::to_json(args));
}

Outcome<Document> rate(Session& session, const ActOptions& options) {
  const auto act = chain::fixed_from_hex<chain::RecordKey>(options.act);
  if (!act) return usage_error("an act's key is 64 hex digits");
  const auto rating = rating_of(options.rating);
  if (!rating) return std::unexpected(rating.error());
  return write_call(session, options.write, "contribution.rate_act",
                    chain::to_json(contribution::RateAct{*act, *rating}));
}

Outcome<Document> show(Session& session, const ActOptions& options) {
  auto answer = session.get_signed("/v1/contribution/acts/" + url_escape(options.act));
  if (!answer) return std::unexpected(answer.error());
  return Document{.data = std::move(answer->data), .height = answer->height};
}

bool is_contribution_event(const json::value& event) {
  const auto* type = event.is_object() ? event.get_object().if_contains("type") : nullptr;
  return type != nullptr && type->is_string() && std::string_view(type->get_string()).starts_with("contribution.");
}

// The account's receipts, those that speak of contribution: one row an event.
Outcome<Document> history(Session& session, const ActOptions& options) {
  const auto name = session.default_key({});
  if (!name) return std::unexpected(name.error());
  const auto account = session.keys().account(*name);
  if (!account) return std::unexpected(account.error());
  std::string target = "/v1/accounts/" + chain::to_address(*account) + "/txs?limit=" + std::to_string(options.limit);
  if (!options.cursor.empty()) target += "&cursor=" + url_escape(options.cursor);
  const auto answer = session.get_signed(target);
  if (!answer) return std::unexpected(answer.error());
  json::array rows;
  const auto* items = answer->data.is_object() ? answer->data.get_object().if_contains("items") : nullptr;
  if (items == nullptr || !items->is_array())
    return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's answer has no items");
  for (const auto& item : items->get_array()) {
    const auto* events = item.is_object() ? item.get_object().if_contains("events") : nullptr;
    if (events == nullptr || !events->is_array()) continue;
    for (const auto& event : events->get_array()) {
      if (!is_contribution_event(event)) continue;
      json::object row = event.get_object();
      if (const auto* time = item.get_object().if_contains("time")) row["time"] = *time;
      if (const auto* height = item.get_object().if_contains("height")) row["height"] = *height;
      rows.push_back(std::move(row));
    }
  }
  Document out{.height = answer->height,
               .list = "items",
               .columns = {"time", "height", "type", "data.act", "data.result", "data.balance", "data.lifetime"}};
  json::object data{{"items", std::move(rows)}};
  if (const auto* next = answer->data.get_object().if_contains("next_cursor")) data["next_cursor"] = *next;
  out.data = std::move(data);
  return out;
}

}  // namespace

void add_contribution_commands(CLI::App& app, Session& session) {
  CLI::App& group = *app.add_subcommand("contribution", "contribution value: acts and ratings")->require_subcommand(1);
  add_command<ActOptions>(
      group, session, "record", "a resource was used (provider)",
      [](CLI::App& command, ActOptions& state) {
        command.add_option("--counterpart", state.counterpart, "who used it: key name or address")->required();
        command.add_option("--resource", state.resource, "e.g. room.night")->required();
        command.add_option("--units", state.units, "how many")
            ->check(CLI::Range(1u, contribution::kMaxUnits))
            ->capture_default_str();
        command.add_option("--season", state.season, "normal, peak or low")->capture_default_str();
        command.add_option("--completed", state.completed, "when it ended, e.g. 2026-03-31T12:00")->required();
        command.add_option("--evidence", state.evidence, "hash of the evidence kept off chain, hex")->required();
        add_write_options(command, state.write);
      },
      [&session](const ActOptions& state) { return record(session, state); });
  add_command<ActOptions>(
      group, session, "rate", "rates the other side of an act",
      [](CLI::App& command, ActOptions& state) {
        command.add_option("act", state.act, "record key, hex")->required();
        command.add_option("rating", state.rating, "good, medium or bad")->required();
        add_write_options(command, state.write);
      },
      [&session](const ActOptions& state) { return rate(session, state); });
  add_command<ActOptions>(
      group, session, "show", "an act with its arithmetic",
      [](CLI::App& command, ActOptions& state) { command.add_option("act", state.act, "record key, hex")->required(); },
      [&session](const ActOptions& state) { return show(session, state); });
  add_command<ActOptions>(
      group, session, "history", "what the acting account earned, newest first",
      [](CLI::App& command, ActOptions& state) {
        command.add_option("--limit", state.limit, "receipts looked at")
            ->check(CLI::Range(1u, 100u))
            ->capture_default_str();
        command.add_option("--cursor", state.cursor, "next_cursor of the page before");
      },
      [&session](const ActOptions& state) { return history(session, state); });
}

}  // namespace xh::cli
