// match score | open | close | profile | withdraw | attest | propose | answer | pay-fee | list | show | openings |
// proposals
#include <algorithm>

#include "cli/commands/commands.h"
#include "cli/commands/salted_text.h"
#include "cli/commands/service_options.h"
#include "cli/commands/write.h"
#include "cli/output/time_text.h"
#include "contracts/matching/calls.h"
#include "contracts/matching/default_parameters.h"

namespace xh::cli {
namespace {

namespace matching = contracts::matching;

struct ScoreOptions {
  std::string skill;
  std::string reliability;
  std::string time_place;
  std::string preference;
};

// "81.5" in thousandths of a point, 0 to 100.
Outcome<std::int64_t> points_of(const std::string& text, const std::string& what) {
  const auto wrong = usage_error(what + " is 0 to 100 with at most three decimals");
  const auto dot = text.find('.');
  const auto whole = text.substr(0, dot);
  auto decimals = dot == std::string::npos ? std::string() : text.substr(dot + 1);
  const bool digits = std::ranges::all_of(whole + decimals, [](char c) { return c >= '0' && c <= '9'; });
  if (!digits || whole.empty() || whole.size() > 3 || decimals.size() > 3 ||
      (dot != std::string::npos && decimals.empty()))
    return wrong;
  decimals.resize(3, '0');
  const auto value = std::stoll(whole) * 1'000 + std::stoll(decimals);
  if (value > matching::kFullPart) return wrong;
  return value;
}

// Of the configured ledger's genesis where there is one, the defaults otherwise.
Outcome<matching::Weights> weights_of(Session& session) {
  const auto genesis = session.genesis();
  if (!genesis) return std::unexpected(genesis.error());
  auto values = matching::default_parameters({});
  if (*genesis) {
    for (auto& value : values) {
      const auto at = std::ranges::find((*genesis)->parameters, value.name, &chain::Parameter::name);
      if (at != (*genesis)->parameters.end()) value.value = at->value;
    }
  }
  const auto value = [&](const char* name) { return std::ranges::find(values, name, &chain::Parameter::name)->value; };
  using namespace matching::parameters;  // NOLINT: four names of it
  const matching::Weights out{value(kWeightSkill), value(kWeightReliability), value(kWeightTimePlace),
                              value(kWeightPreference)};
  if (!matching::is_valid(out)) return fail(ExitCode::kConfig, "BAD_WEIGHTS", "the weights do not sum to 100 percent");
  return out;
}

Outcome<Document> score(Session& session, const ScoreOptions& options) {
  const auto skill = points_of(options.skill, "--skill");
  if (!skill) return std::unexpected(skill.error());
  const auto reliability = points_of(options.reliability, "--reliability");
  if (!reliability) return std::unexpected(reliability.error());
  const auto time_place = points_of(options.time_place, "--time-place");
  if (!time_place) return std::unexpected(time_place.error());
  const auto preference = points_of(options.preference, "--preference");
  if (!preference) return std::unexpected(preference.error());
  const auto weights = weights_of(session);
  if (!weights) return std::unexpected(weights.error());
  const auto result = matching::score({*skill, *reliability, *time_place, *preference}, *weights);
  Document out;
  json::array arithmetic;
  for (const auto& line : result.lines) arithmetic.emplace_back(std::string(line.name) + ": " + line.text);
  arithmetic.emplace_back(result.text);
  for (const auto& line : arithmetic) out.text += std::string(std::string_view(line.get_string())) + "\n";
  out.data = json::object{{"score", matching::points_text(result.value, matching::kScorePoint)},
                          {"score_e5", result.value},
                          {"weights", chain::to_json(*weights)},
                          {"arithmetic", std::move(arithmetic)}};
  return out;
}

struct MatchOptions {
  std::string key;
  std::string who;
  std::string expires;
  std::string agreement;
  std::string reply;
  std::string cursor;
  std::string area;
  std::vector<std::string> skills;
  std::vector<std::string> times;
  std::vector<std::string> wishes;
  std::vector<std::string> workers;
  std::vector<std::uint32_t> places;
  std::vector<std::uint32_t> codes;
  std::uint32_t place = 0;
  std::uint32_t count = 1;
  std::uint32_t limit = 100;
  bool visible = false;
  bool credit_on_tie = false;
  TextOptions text;
  WriteOptions write;
};

Outcome<std::vector<matching::OwnSkill>> own_skills(const std::vector<std::string>& texts) {
  std::vector<matching::OwnSkill> out;
  for (const auto& text : texts) {
    const auto numbers = numbers_of(text, 2, "--skill CODE:LEVEL");
    if (!numbers) return std::unexpected(numbers.error());
    out.push_back({(*numbers)[0], (*numbers)[1]});
  }
  return out;
}

// "mon 08:00-18:00"; "sun 22:00-24:00" reaches the week's end.
Outcome<matching::WeekTime> week_time(const std::string& text) {
  static constexpr std::array<std::string_view, 7> kDays{"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
  const auto wrong = usage_error("--time is written like \"mon 08:00-18:00\", not '" + text + "'");
  if (text.size() != 15 || text[3] != ' ' || text[9] != '-') return wrong;
  const auto day = std::ranges::find(kDays, std::string_view(text).substr(0, 3));
  if (day == kDays.end()) return wrong;
  const auto from = numbers_of(std::string_view(text).substr(4, 5), 2, "--time");
  const auto until = numbers_of(std::string_view(text).substr(10, 5), 2, "--time");
  if (!from || !until) return wrong;
  const auto base = static_cast<std::uint32_t>(day - kDays.begin()) * 24 * 60;
  return matching::WeekTime{base + (*from)[0] * 60 + (*from)[1], base + (*until)[0] * 60 + (*until)[1]};
}

Outcome<std::vector<matching::WeekTime>> week_times(const std::vector<std::string>& texts) {
  std::vector<matching::WeekTime> out;
  for (const auto& text : texts) {
    const auto time = week_time(text);
    if (!time) return std::unexpected(time.error());
    out.push_back(*time);
  }
  std::ranges::sort(out, {}, &matching::WeekTime::from);
  return out;
}

Outcome<std::vector<matching::Wish>> wishes_of(const std::vector<std::string>& texts) {
  std::vector<matching::Wish> out;
  for (const auto& text : texts) {
    const auto numbers = numbers_of(text, 2, "--wish CODE:WEIGHT");
    if (!numbers) return std::unexpected(numbers.error());
    out.push_back({(*numbers)[0], (*numbers)[1]});
  }
  return out;
}

Outcome<Document> open(Session& session, const MatchOptions& options) {
  matching::OpeningTerms terms;
  for (const auto& text : options.skills) {
    const auto numbers = numbers_of(text, 3, "--skill CODE:LEVEL:WEIGHT");
    if (!numbers) return std::unexpected(numbers.error());
    terms.skills.push_back({(*numbers)[0], (*numbers)[1], (*numbers)[2]});
  }
  const auto times = week_times(options.times);
  if (!times) return std::unexpected(times.error());
  const auto wishes = wishes_of(options.wishes);
  if (!wishes) return std::unexpected(wishes.error());
  const auto expires = parse_time(options.expires);
  if (!expires) return usage_error("--expires: " + expires.error().message);
  const auto text = salted_text(session, options.text);
  if (!text) return std::unexpected(text.error());
  const auto hash = hash_option(*text, "--hash");
  if (!hash) return std::unexpected(hash.error());
  terms.text = *hash;
  terms.place = options.place;
  terms.times = *times;
  terms.offers = options.codes;
  terms.wishes = *wishes;
  terms.places = options.count;
  terms.expires = *expires;
  return write_call(session, options.write, "matching.publish_opening",
                    chain::to_json(matching::PublishOpening{std::move(terms)}));
}

Outcome<Document> publish_profile(Session& session, const MatchOptions& options) {
  const auto skills = own_skills(options.skills);
  if (!skills) return std::unexpected(skills.error());
  const auto times = week_times(options.times);
  if (!times) return std::unexpected(times.error());
  const auto wishes = wishes_of(options.wishes);
  if (!wishes) return std::unexpected(wishes.error());
  const matching::PublishProfile args{*skills,         options.places,       *times, options.codes, *wishes,
                                      options.visible, options.credit_on_tie};
  return write_call(session, options.write, "matching.publish_profile", chain::to_json(args));
}

Outcome<Document> attest(Session& session, const MatchOptions& options) {
  const auto worker = session.keys().account(options.who);
  if (!worker) return std::unexpected(worker.error());
  const auto skills = own_skills(options.skills);
  if (!skills) return std::unexpected(skills.error());
  matching::AttestSkills args{*worker, {}, *skills};
  if (!options.agreement.empty()) {
    const auto agreement = record_option(options.agreement, "--agreement");
    if (!agreement) return std::unexpected(agreement.error());
    args.agreement = *agreement;
  }
  return write_call(session, options.write, "matching.attest_skills", chain::to_json(args));
}

Outcome<Document> propose(Session& session, const MatchOptions& options) {
  const auto opening = record_option(options.key, "an opening's key");
  if (!opening) return std::unexpected(opening.error());
  matching::Propose args{*opening, {}};
  for (const auto& name : options.workers) {
    const auto worker = session.keys().account(name);
    if (!worker) return std::unexpected(worker.error());
    args.workers.push_back(*worker);
  }
  return write_call(session, options.write, "matching.propose", chain::to_json(args));
}

Outcome<Document> answer(Session& session, const MatchOptions& options) {
  const auto proposal = record_option(options.key, "a proposal's key");
  if (!proposal) return std::unexpected(proposal.error());
  const auto reply = enum_option<matching::Reply>(options.reply, "answer");
  if (!reply) return std::unexpected(reply.error());
  return write_call(session, options.write, "matching.answer",
                    chain::to_json(matching::AnswerProposal{*proposal, *reply}));
}

Outcome<Document> name_record(Session& session, const MatchOptions& options, std::string_view call,
                              std::string_view member) {
  const auto key = record_option(options.key, "a record's key");
  if (!key) return std::unexpected(key.error());
  return write_call(session, options.write, call, json::object{{member, chain::to_hex(key->view())}});
}

Outcome<Document> openings(Session& session, const MatchOptions& options) {
  const std::vector<std::string> columns{"key", "state", "terms.place", "terms.places", "hired", "terms.expires"};
  if (!options.area.empty()) {
    std::string target = "/v1/matching/areas/" + url_escape(options.area) + "/openings";
    if (!options.cursor.empty()) target += "?cursor=" + url_escape(options.cursor);
    return signed_document(session, target, "items", columns);
  }
  const auto target = account_target(session, "/v1/matching", options.who, "openings", options.cursor);
  if (!target) return std::unexpected(target.error());
  return signed_document(session, *target, "items", columns);
}

Outcome<Document> proposals(Session& session, const MatchOptions& options) {
  const std::vector<std::string> columns{"key", "state", "score", "pseudonym", "worker", "answer_due"};
  if (!options.key.empty())
    return signed_document(session, "/v1/matching/openings/" + url_escape(options.key) + "/proposals", "items",
                           columns);
  const auto target = account_target(session, "/v1/matching", options.who, "proposals", options.cursor);
  if (!target) return std::unexpected(target.error());
  return signed_document(session, *target, "items", columns);
}

Outcome<Document> list(Session& session, const MatchOptions& options) {
  return signed_document(
      session, "/v1/matching/openings/" + url_escape(options.key) + "/ranking?limit=" + std::to_string(options.limit),
      "items",
      {"place", "score", "worker", "pseudonym", "parts.skill", "parts.reliability", "parts.time_place",
       "parts.preference"});
}

void common_options(CLI::App& command, MatchOptions& state) {
  command.add_option("--time", state.times, "times of the week, \"mon 08:00-18:00\"; repeat it");
  command.add_option("--wish", state.wishes, "CODE:WEIGHT of what the other side should have; repeat it");
  add_write_options(command, state.write);
}

void key_option(CLI::App& command, MatchOptions& state, const std::string& name) {
  command.add_option(name, state.key, "record key, hex")->required();
}

void add_employer_commands(CLI::App& group, Session& session) {
  add_command<MatchOptions>(
      group, session, "open", "publishes an opening (employer)",
      [](CLI::App& command, MatchOptions& state) {
        command.add_option("--skill", state.skills, "CODE:LEVEL:WEIGHT wanted; repeat it")->required();
        command.add_option("--place", state.place, "six-digit division code, e.g. 510104")->required();
        command.add_option("--places", state.count, "how many are wanted")->capture_default_str();
        command.add_option("--expires", state.expires, "until when, e.g. 2026-06-30T18:00")->required();
        command.add_option("--offer", state.codes, "codes of what the work offers; repeat it");
        add_text_options(command, state.text);
        common_options(command, state);
      },
      [&session](const MatchOptions& state) { return open(session, state); });
  add_command<MatchOptions>(
      group, session, "close", "closes an opening (its employer or the union)",
      [](CLI::App& command, MatchOptions& state) {
        key_option(command, state, "opening");
        add_write_options(command, state.write);
      },
      [&session](const MatchOptions& state) {
        return name_record(session, state, "matching.close_opening", "opening");
      });
  add_command<MatchOptions>(
      group, session, "pay-fee", "pays the recruiting fee of a hire (employer)",
      [](CLI::App& command, MatchOptions& state) {
        key_option(command, state, "proposal");
        add_write_options(command, state.write);
      },
      [&session](const MatchOptions& state) { return name_record(session, state, "matching.pay_fee", "proposal"); });
}

void add_worker_commands(CLI::App& group, Session& session) {
  add_command<MatchOptions>(
      group, session, "profile", "publishes or replaces the own profile (worker)",
      [](CLI::App& command, MatchOptions& state) {
        command.add_option("--skill", state.skills, "CODE:LEVEL; repeat it")->required();
        command.add_option("--place", state.places, "six-digit division codes; repeat it")->required();
        command.add_option("--trait", state.codes, "codes of what employers may wish for; repeat it");
        command.add_flag("--visible", state.visible, "employers may see pseudonym and score before you accept");
        command.add_flag("--credit-on-tie", state.credit_on_tie, "your credit grade may decide between equal scores");
        common_options(command, state);
      },
      [&session](const MatchOptions& state) { return publish_profile(session, state); });
  add_command<MatchOptions>(
      group, session, "withdraw", "deletes the own profile (worker)",
      [](CLI::App& command, MatchOptions& state) { add_write_options(command, state.write); },
      [&session](const MatchOptions& state) {
        return write_call(session, state.write, "matching.withdraw_profile", json::object{});
      });
  add_command<MatchOptions>(
      group, session, "attest", "attests skills of a worker's profile (union, employer)",
      [](CLI::App& command, MatchOptions& state) {
        command.add_option("worker", state.who, "key name or address")->required();
        command.add_option("--skill", state.skills, "CODE:LEVEL, level 0 takes it back; repeat it")->required();
        command.add_option("--agreement", state.agreement, "an employer's agreement with the worker, hex");
        add_write_options(command, state.write);
      },
      [&session](const MatchOptions& state) { return attest(session, state); });
}

void add_flow_commands(CLI::App& group, Session& session) {
  add_command<MatchOptions>(
      group, session, "propose", "proposes workers for an opening (union)",
      [](CLI::App& command, MatchOptions& state) {
        key_option(command, state, "opening");
        command.add_option("workers", state.workers, "key names or addresses")->required();
        add_write_options(command, state.write);
      },
      [&session](const MatchOptions& state) { return propose(session, state); });
  add_command<MatchOptions>(
      group, session, "answer", "answers a proposal: accept or decline (worker), hire or reject (employer)",
      [](CLI::App& command, MatchOptions& state) {
        key_option(command, state, "proposal");
        command.add_option("reply", state.reply, "accept, decline, hire or reject")->required();
        add_write_options(command, state.write);
      },
      [&session](const MatchOptions& state) { return answer(session, state); });
}

void add_read_commands(CLI::App& group, Session& session) {
  const auto page = [](CLI::App& command, MatchOptions& state) {
    command.add_option("--account", state.who, "whose (default: --as)");
    command.add_option("--cursor", state.cursor, "next_cursor of the page before");
  };
  add_command<MatchOptions>(
      group, session, "list", "who fits an opening, best first, with the arithmetic",
      [](CLI::App& command, MatchOptions& state) {
        key_option(command, state, "opening");
        command.add_option("--limit", state.limit, "at most so many")
            ->check(CLI::Range(1u, static_cast<std::uint32_t>(matching::kMaxCandidates)))
            ->capture_default_str();
      },
      [&session](const MatchOptions& state) { return list(session, state); });
  add_command<MatchOptions>(
      group, session, "openings", "openings of an area or of the acting employer",
      [page](CLI::App& command, MatchOptions& state) {
        command.add_option("--area", state.area, "first four digits of the place, e.g. 5101");
        page(command, state);
      },
      [&session](const MatchOptions& state) { return openings(session, state); });
  add_command<MatchOptions>(
      group, session, "proposals", "proposals of the acting worker, or of an opening",
      [page](CLI::App& command, MatchOptions& state) {
        command.add_option("--opening", state.key, "of this opening, hex");
        page(command, state);
      },
      [&session](const MatchOptions& state) { return proposals(session, state); });
  add_command<MatchOptions>(
      group, session, "show", "one proposal with its arithmetic",
      [](CLI::App& command, MatchOptions& state) { key_option(command, state, "proposal"); },
      [&session](const MatchOptions& state) {
        return signed_document(session, "/v1/matching/proposals/" + url_escape(state.key));
      });
}

}  // namespace

void add_matching_commands(CLI::App& app, Session& session) {
  CLI::App& group = *app.add_subcommand("match", "workers and openings")->require_subcommand(1);
  add_command<ScoreOptions>(
      group, session, "score", "the match score of four parts, offline, with the arithmetic",
      [](CLI::App& command, ScoreOptions& state) {
        command.add_option("--skill", state.skill, "skill fit, 0 to 100")->required();
        command.add_option("--reliability", state.reliability, "0 to 100")->required();
        command.add_option("--time-place", state.time_place, "0 to 100")->required();
        command.add_option("--preference", state.preference, "0 to 100")->required();
      },
      [&session](const ScoreOptions& state) { return score(session, state); });
  add_employer_commands(group, session);
  add_worker_commands(group, session);
  add_flow_commands(group, session);
  add_read_commands(group, session);
}

}  // namespace xh::cli
