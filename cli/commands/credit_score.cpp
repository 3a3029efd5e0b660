#include "cli/commands/credit_score.h"

#include <map>

#include "chain/codec/json.h"
#include "cli/output/time_text.h"
#include "contracts/credit/default_parameters.h"
#include "contracts/credit/explain.h"

namespace xh::cli {
namespace {

namespace credit = contracts::credit;

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;
constexpr std::int64_t kShanghaiMs = 8 * 60 * 60 * 1000;

struct ScoreOptions {
  std::optional<std::int64_t> punctuality;
  std::optional<std::int64_t> stability;
  std::optional<std::int64_t> reliability;
  std::optional<std::int64_t> tenure;
  std::vector<std::string> defaults;
  std::string at;
};

// The last entry of each name that began by the end of the day; before the first one's time the first one holds.
std::map<std::string, std::int64_t, std::less<>> values_on(std::vector<chain::Parameter> parameters, chain::Day day) {
  const chain::Timestamp end{(day.value + 1) * kDayMs - kShanghaiMs - 1};
  std::ranges::stable_sort(parameters, {}, &chain::Parameter::effective_from);
  std::map<std::string, std::int64_t, std::less<>> out;
  for (const auto& parameter : parameters) {
    if (parameter.effective_from <= end)
      out[parameter.name] = parameter.value;
    else
      out.emplace(parameter.name, parameter.value);
  }
  return out;
}

// Genesis numbers where there is a genesis that has them, defaults otherwise.
Outcome<credit::ScoreRules> rules_on(Session& session, chain::Day day) {
  const auto genesis = session.genesis();
  if (!genesis) return std::unexpected(genesis.error());
  auto values = values_on(credit::default_parameters({}), day);
  if (*genesis) {
    for (const auto& [name, value] : values_on((*genesis)->parameters, day)) values[name] = value;
  }
  return credit::score_rules([&](std::string_view name) {
    const auto at = values.find(name);
    return at == values.end() ? std::int64_t{0} : at->second;
  });
}

Outcome<std::vector<credit::DefaultEvent>> events_of(const ScoreOptions& options) {
  std::vector<credit::DefaultEvent> out;
  for (const auto& text : options.defaults) {
    const auto day = parse_day(text);
    if (!day) return usage_error("--defaults: " + day.error().message);
    out.push_back({credit::DefaultKind::kContribution, *day});
  }
  if (out.size() > credit::kMaxPenalties)
    return usage_error("at most " + std::to_string(credit::kMaxPenalties) + " defaults");
  return out;
}

Outcome<Document> score(Session& session, const ScoreOptions& options) {
  chain::Day day = day_of(chain::Timestamp{session.environment().now_ms()});
  if (!options.at.empty()) {
    const auto given = parse_day(options.at);
    if (!given) return usage_error("--at: " + given.error().message);
    day = *given;
  }
  const auto events = events_of(options);
  if (!events) return std::unexpected(events.error());
  const auto rules = rules_on(session, day);
  if (!rules) return std::unexpected(rules.error());
  const auto result = credit::score_of(
      *rules, {options.punctuality, options.stability, options.reliability, options.tenure}, *events, day);
  auto data = chain::to_json(result);
  data.erase("value");
  data["score"] = result.value ? json::value(*result.value) : json::value(nullptr);
  data["at"] = format_day(day);
  Document out;
  json::array arithmetic;
  for (const auto& line : credit::explain_score(result)) {
    arithmetic.push_back(json::value(line));
    out.text += line + "\n";
  }
  data["arithmetic"] = std::move(arithmetic);
  out.data = std::move(data);
  return out;
}

}  // namespace

void add_credit_score_command(CLI::App& group, Session& session) {
  add_command<ScoreOptions>(
      group, session, "score", "a score from given parts, without asking any node",
      [](CLI::App& command, ScoreOptions& state) {
        const auto part = [&](const std::string& name, std::optional<std::int64_t>& value) {
          command.add_option(name, value, "0 to 1000; left out: no data")
              ->check(CLI::Range(std::int64_t{0}, credit::kFull));
        };
        part("--punctuality", state.punctuality);
        part("--stability", state.stability);
        part("--reliability", state.reliability);
        part("--tenure", state.tenure);
        command.add_option("--defaults", state.defaults, "days on which defaults began, e.g. 2026-06-26")
            ->delimiter(',');
        command.add_option("--at", state.at, "the day to score for (default: today)");
      },
      [&session](const ScoreOptions& state) { return score(session, state); });
}

}  // namespace xh::cli
