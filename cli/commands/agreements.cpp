#include "cli/commands/agreements.h"

#include "chain/codec/json.h"
#include "cli/files.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

namespace payroll = contracts::payroll;

constexpr std::size_t kMaxAliasFileBytes = 16 * 1024 * 1024;

std::filesystem::path alias_path(Session& session) {
  return session.home() / "agreements.json";
}

Outcome<json::object> read_aliases(Session& session) {
  const auto path = alias_path(session);
  if (!std::filesystem::exists(path)) return json::object();
  const auto text = read_file(path, kMaxAliasFileBytes);
  if (!text) return std::unexpected(text.error());
  const auto document = chain::parse_json(*text);
  if (!document || !document->is_object())
    return fail(ExitCode::kConfig, "BAD_CONFIG", path.string() + ": not a JSON object");
  return document->get_object();
}

bool flag(const json::object& object, std::string_view name) {
  return object.contains(name);
}

std::uint64_t count(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  boost::system::error_code error;
  const auto out = value != nullptr ? value->to_number<std::uint64_t>(error) : 0;
  return error ? 0 : out;
}

std::string text_of(const json::object& object, std::string_view name) {
  const auto* value = object.if_contains(name);
  return value != nullptr && value->is_string() ? std::string(std::string_view(value->get_string())) : std::string();
}

}  // namespace

Outcome<std::map<std::string, chain::RecordKey>> agreement_aliases(Session& session) {
  const auto aliases = read_aliases(session);
  if (!aliases) return std::unexpected(aliases.error());
  std::map<std::string, chain::RecordKey> out;
  for (const auto& [name, ignored] : *aliases) {
    const auto key = chain::fixed_from_hex<chain::RecordKey>(text_of(*aliases, name));
    if (!key)
      return fail(ExitCode::kConfig, "BAD_CONFIG",
                  alias_path(session).string() + ": '" + std::string(name) + "' is no record key");
    out.emplace(name, *key);
  }
  return out;
}

Outcome<chain::RecordKey> find_agreement(Session& session, const std::string& name) {
  if (const auto key = chain::fixed_from_hex<chain::RecordKey>(name)) return *key;
  const auto aliases = agreement_aliases(session);
  if (!aliases) return std::unexpected(aliases.error());
  const auto at = aliases->find(name);
  if (at == aliases->end()) return bad_input("'" + name + "' is neither a record key nor an alias of this home");
  return at->second;
}

Outcome<void> remember_agreement(Session& session, const std::string& alias, const chain::RecordKey& agreement) {
  auto aliases = read_aliases(session);
  if (!aliases) return std::unexpected(aliases.error());
  (*aliases)[alias] = chain::to_hex(agreement.view());
  return replace_private_file(alias_path(session), pretty_json(*aliases));
}

std::string agreement_target(const chain::RecordKey& agreement, const std::string& rest) {
  return "/v1/payroll/agreements/" + chain::to_hex(agreement.view()) + rest;
}

Outcome<ShownDay> fetch_day(Session& session, const chain::RecordKey& agreement, chain::Day day) {
  const auto answer = session.get_signed(agreement_target(agreement, "/days/" + format_day(day)));
  if (!answer) return std::unexpected(answer.error());
  if (!answer->data.is_object()) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the day log is no object");
  const auto& log = answer->data.get_object();
  const auto* shown = log.if_contains("content");
  const auto content = shown != nullptr ? chain::from_json<payroll::DayContent>(*shown)
                                        : chain::Result<payroll::DayContent>(chain::invalid("missing"));
  if (!content) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the day's content: " + content.error().message);
  ShownDay out;
  out.content = *content;
  out.ref = {content->agreement, content->day, content->version, payroll::content_hash(*content)};
  if (out.ref.agreement != agreement || out.ref.day != day ||
      chain::to_hex(out.ref.hash.view()) != text_of(log, "hash")) {
    return fail(ExitCode::kFalse, "CONTENT_DIFFERS",
                "the node shows a content for " + format_day(day) + " that is not what its hash says: do not sign it");
  }
  out.flag_count = static_cast<std::uint32_t>(count(log, "flag_count"));
  out.flags_open = out.flag_count > 0 && text_of(log, "flag_decision") == enum_name(payroll::FlagDecision::kOpen);
  out.worker_confirmed = flag(log, "worker_at");
  out.union_approved = flag(log, "union_at");
  out.disputed = flag(log, "disputed_at");
  return out;
}

Outcome<std::vector<chain::Day>> fetch_open_days(Session& session, const chain::RecordKey& agreement) {
  const auto answer = session.get_signed(agreement_target(agreement, "/days"));
  if (!answer) return std::unexpected(answer.error());
  const auto* items = answer->data.is_object() ? answer->data.get_object().if_contains("items") : nullptr;
  if (items == nullptr || !items->is_array())
    return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's answer has no items");
  std::vector<chain::Day> out;
  for (const auto& item : items->get_array()) {
    boost::system::error_code error;
    const auto* day = item.is_object() ? item.get_object().if_contains("day") : nullptr;
    const auto number = day != nullptr ? day->to_number<std::int64_t>(error) : 0;
    if (day == nullptr || error) return fail(ExitCode::kNetwork, "BAD_ANSWER", "an open day has no date");
    out.emplace_back(number);
  }
  return out;
}

Outcome<payroll::Settlement> read_settlement(const json::value& value, const std::string& where) {
  if (!value.is_object()) return bad_input(where + ": a settlement is an object");
  json::object plain = value.get_object();
  plain.erase("explanation");
  plain.erase("fact");
  auto out = chain::from_json<payroll::Settlement>(plain);
  if (!out) return bad_input(where, out.error());
  return std::move(*out);
}

}  // namespace xh::cli
