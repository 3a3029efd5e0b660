// guidance publish | contents | sign-up | withdraw | classify | sign-class | object | class | offer | withdraw-offer |
// risk | forget-risk | interest | recommend
#include "cli/commands/commands.h"
#include "cli/commands/salted_text.h"
#include "cli/commands/service_options.h"
#include "cli/commands/write.h"
#include "cli/output/money.h"
#include "cli/output/time_text.h"
#include "contracts/guidance/calls.h"

namespace xh::cli {
namespace {

namespace guidance = contracts::guidance;

struct GuidanceOptions {
  std::string key;
  std::string kind;
  std::string topic = "law";
  std::string title;
  std::string content;
  std::string pointer;
  std::string language = "zh-CN";
  std::string starts;
  std::string who;
  std::string as_class;
  std::string least = "0";
  std::string opening;
  std::string closes;
  std::string cursor;
  std::vector<std::string> workers;
  std::vector<std::uint32_t> goals;
  std::uint32_t seats = 0;
  std::uint32_t risk = 0;
  std::uint32_t capacity = 0;
  std::uint32_t preference = 0;
  bool back = false;
  TextOptions text;
  WriteOptions write;
};

Outcome<Document> publish(Session& session, const GuidanceOptions& options) {
  guidance::ContentTerms terms;
  const auto kind = enum_option<guidance::ContentKind>(options.kind, "kind of content");
  if (!kind) return std::unexpected(kind.error());
  const auto topic = enum_option<guidance::Topic>(options.topic, "topic");
  if (!topic) return std::unexpected(topic.error());
  const auto title = hash_option(options.title, "--title");
  if (!title) return std::unexpected(title.error());
  const auto content = hash_option(options.content, "--content");
  if (!content) return std::unexpected(content.error());
  if (!options.starts.empty()) {
    const auto starts = parse_time(options.starts);
    if (!starts) return usage_error("--starts: " + starts.error().message);
    terms.starts_at = *starts;
  }
  terms.kind = *kind;
  terms.topic = *topic;
  terms.title = *title;
  terms.content = *content;
  terms.pointer = options.pointer;
  terms.language = options.language;
  terms.seats = options.seats;
  return write_call(session, options.write, "guidance.publish_content",
                    chain::to_json(guidance::PublishContent{std::move(terms)}));
}

Outcome<Document> publish_offer(Session& session, const GuidanceOptions& options) {
  guidance::OfferTerms terms;
  const auto kind = enum_option<guidance::OfferKind>(options.kind, "kind of offer");
  if (!kind) return std::unexpected(kind.error());
  const auto title = hash_option(options.title, "--title");
  if (!title) return std::unexpected(title.error());
  const auto content = hash_option(options.content, "--content");
  if (!content) return std::unexpected(content.error());
  const auto least = parse_yuan(options.least);
  if (!least) return usage_error("--least: " + least.error().message);
  const auto closes = parse_time(options.closes);
  if (!closes) return usage_error("--closes: " + closes.error().message);
  if (!options.opening.empty()) {
    const auto opening = record_option(options.opening, "--opening");
    if (!opening) return std::unexpected(opening.error());
    terms.opening = *opening;
  }
  terms.kind = *kind;
  terms.title = *title;
  terms.content = *content;
  terms.pointer = options.pointer;
  terms.risk = options.risk;
  terms.goals = options.goals;
  terms.least = *least;
  terms.closes_at = *closes;
  return write_call(session, options.write, "guidance.publish_offer",
                    chain::to_json(guidance::PublishOffer{std::move(terms)}));
}

// The calls that name one record, some with a flag that takes the act back.
Outcome<Document> name_record(Session& session, const GuidanceOptions& options, std::string_view call,
                              std::string_view member, std::string_view flag = {}) {
  const auto key = record_option(options.key, "a record's key");
  if (!key) return std::unexpected(key.error());
  json::object args{{member, chain::to_hex(key->view())}};
  if (!flag.empty()) args[flag] = options.back;
  return write_call(session, options.write, call, args);
}

Outcome<Document> classify(Session& session, const GuidanceOptions& options) {
  guidance::Classify args;
  for (const auto& name : options.workers) {
    const auto worker = session.keys().account(name);
    if (!worker) return std::unexpected(worker.error());
    args.workers.push_back(*worker);
  }
  return write_call(session, options.write, "guidance.classify", chain::to_json(args));
}

Outcome<Document> sign_class(Session& session, const GuidanceOptions& options) {
  guidance::SignClass args;
  const auto worker = session.keys().account(options.who);
  if (!worker) return std::unexpected(worker.error());
  const auto as_class = enum_option<guidance::WorkerClass>(options.as_class, "class");
  if (!as_class) return std::unexpected(as_class.error());
  args.worker = *worker;
  args.worker_class = *as_class;
  if (!options.text.file.empty() || !options.text.hash.empty()) {
    const auto text = salted_text(session, options.text);
    if (!text) return std::unexpected(text.error());
    const auto hash = hash_option(*text, "--hash");
    if (!hash) return std::unexpected(hash.error());
    args.reason = *hash;
  }
  return write_call(session, options.write, "guidance.sign_class", chain::to_json(args));
}

Outcome<Document> object(Session& session, const GuidanceOptions& options) {
  const auto text = salted_text(session, options.text);
  if (!text) return std::unexpected(text.error());
  return write_call(session, options.write, "guidance.object_class", json::object{{"objection", *text}});
}

Outcome<Document> person(Session& session, const GuidanceOptions& options, const std::string& part, std::string list,
                         std::vector<std::string> columns) {
  const auto target = account_target(session, "/v1/guidance", options.who, part, options.cursor);
  if (!target) return std::unexpected(target.error());
  return signed_document(session, *target, std::move(list), std::move(columns));
}

Outcome<Document> recommend(Session& session, const GuidanceOptions& options) {
  return person(session, options, "recommendations", "items",
                {"key", "terms.kind", "terms.risk", "goals_met", "reasons", "terms.closes_at"});
}

void key_option(CLI::App& command, GuidanceOptions& state, const std::string& name) {
  command.add_option(name, state.key, "record key, hex")->required();
}

void document_options(CLI::App& command, GuidanceOptions& state) {
  command.add_option("--title", state.title, "hash of the title, hex")->required();
  command.add_option("--content", state.content, "hash of the text, hex")->required();
  command.add_option("--pointer", state.pointer, "where the text is found")->required();
  add_write_options(command, state.write);
}

void add_content_commands(CLI::App& group, Session& session) {
  add_command<GuidanceOptions>(
      group, session, "publish", "publishes a push, lecture or booklet (union)",
      [](CLI::App& command, GuidanceOptions& state) {
        command.add_option("kind", state.kind, "push, lecture or booklet")->required();
        command.add_option("--topic", state.topic, "insurance, law, tax, safety or finance")->capture_default_str();
        command.add_option("--language", state.language, "of the text")->capture_default_str();
        command.add_option("--starts", state.starts, "of a lecture, e.g. 2026-06-30T19:00");
        command.add_option("--seats", state.seats, "of a lecture");
        document_options(command, state);
      },
      [&session](const GuidanceOptions& state) { return publish(session, state); });
  add_command<GuidanceOptions>(
      group, session, "contents", "what there is to read and to attend",
      [](CLI::App& command, GuidanceOptions& state) {
        command.add_option("--cursor", state.cursor, "next_cursor of the page before");
      },
      [&session](const GuidanceOptions& state) {
        const std::string page = state.cursor.empty() ? "" : "?cursor=" + url_escape(state.cursor);
        return signed_document(session, "/v1/guidance/contents" + page, "items",
                               {"key", "terms.kind", "terms.topic", "terms.language", "terms.pointer",
                                "terms.starts_at", "terms.seats", "signed_up"});
      });
  add_command<GuidanceOptions>(
      group, session, "sign-up", "takes a seat at a lecture",
      [](CLI::App& command, GuidanceOptions& state) {
        key_option(command, state, "lecture");
        command.add_flag("--cancel", state.back, "gives it back");
        add_write_options(command, state.write);
      },
      [&session](const GuidanceOptions& state) {
        return name_record(session, state, "guidance.sign_up", "lecture", "cancel");
      });
  add_command<GuidanceOptions>(
      group, session, "withdraw", "withdraws content (union)",
      [](CLI::App& command, GuidanceOptions& state) {
        key_option(command, state, "content");
        add_write_options(command, state.write);
      },
      [&session](const GuidanceOptions& state) {
        return name_record(session, state, "guidance.withdraw_content", "content");
      });
}

void add_class_commands(CLI::App& group, Session& session) {
  add_command<GuidanceOptions>(
      group, session, "classify", "runs the class rule on workers (union)",
      [](CLI::App& command, GuidanceOptions& state) {
        command.add_option("workers", state.workers, "key names or addresses")->required();
        add_write_options(command, state.write);
      },
      [&session](const GuidanceOptions& state) { return classify(session, state); });
  add_command<GuidanceOptions>(
      group, session, "sign-class", "signs a worker's class (union)",
      [](CLI::App& command, GuidanceOptions& state) {
        command.add_option("worker", state.who, "key name or address")->required();
        command.add_option("class", state.as_class, "active, passive or unclassified")->required();
        add_text_options(command, state.text);
        add_write_options(command, state.write);
      },
      [&session](const GuidanceOptions& state) { return sign_class(session, state); });
  add_command<GuidanceOptions>(
      group, session, "object", "objects to the own class (worker)",
      [](CLI::App& command, GuidanceOptions& state) {
        add_text_options(command, state.text);
        add_write_options(command, state.write);
      },
      [&session](const GuidanceOptions& state) { return object(session, state); });
  add_command<GuidanceOptions>(
      group, session, "class", "the class of a worker, and what the rule says now",
      [](CLI::App& command, GuidanceOptions& state) {
        command.add_option("worker", state.who, "key name or address (default: --as)");
      },
      [&session](const GuidanceOptions& state) { return person(session, state, "class", {}, {}); });
}

void add_offer_commands(CLI::App& group, Session& session) {
  add_command<GuidanceOptions>(
      group, session, "offer", "publishes an offer (union)",
      [](CLI::App& command, GuidanceOptions& state) {
        command.add_option("kind", state.kind, "wealth_plan, bond, fund, insurance or charity_job")->required();
        command.add_option("--risk", state.risk, "1 to 5; 0 for jobs")->capture_default_str();
        command.add_option("--goal", state.goals, "codes of what it serves; repeat it");
        command.add_option("--least", state.least, "smallest sum, yuan")->capture_default_str();
        command.add_option("--opening", state.opening, "of a job, hex");
        command.add_option("--closes", state.closes, "until when, e.g. 2026-06-30T18:00")->required();
        document_options(command, state);
      },
      [&session](const GuidanceOptions& state) { return publish_offer(session, state); });
  add_command<GuidanceOptions>(
      group, session, "withdraw-offer", "withdraws an offer (union)",
      [](CLI::App& command, GuidanceOptions& state) {
        key_option(command, state, "offer");
        add_write_options(command, state.write);
      },
      [&session](const GuidanceOptions& state) {
        return name_record(session, state, "guidance.withdraw_offer", "offer");
      });
  add_command<GuidanceOptions>(
      group, session, "interest", "notes interest in an offer; no money moves (worker)",
      [](CLI::App& command, GuidanceOptions& state) {
        key_option(command, state, "offer");
        command.add_flag("--withdraw", state.back, "takes it back");
        add_write_options(command, state.write);
      },
      [&session](const GuidanceOptions& state) {
        return name_record(session, state, "guidance.note_interest", "offer", "withdraw");
      });
  add_command<GuidanceOptions>(
      group, session, "recommend", "what fits a worker, with the reasons",
      [](CLI::App& command, GuidanceOptions& state) {
        command.add_option("worker", state.who, "key name or address (default: --as)");
      },
      [&session](const GuidanceOptions& state) { return recommend(session, state); });
}

void add_risk_commands(CLI::App& group, Session& session) {
  add_command<GuidanceOptions>(
      group, session, "risk", "declares the own risk profile (worker)",
      [](CLI::App& command, GuidanceOptions& state) {
        command.add_option("--capacity", state.capacity, "1 to 5")->required();
        command.add_option("--preference", state.preference, "1 to 5")->required();
        command.add_option("--goal", state.goals, "codes of goals; repeat it");
        add_write_options(command, state.write);
      },
      [&session](const GuidanceOptions& state) {
        return write_call(session, state.write, "guidance.declare_risk",
                          chain::to_json(guidance::DeclareRisk{state.capacity, state.preference, state.goals}));
      });
  add_command<GuidanceOptions>(
      group, session, "forget-risk", "deletes the own risk profile",
      [](CLI::App& command, GuidanceOptions& state) { add_write_options(command, state.write); },
      [&session](const GuidanceOptions& state) {
        return write_call(session, state.write, "guidance.forget_risk", json::object{});
      });
}

}  // namespace

void add_guidance_commands(CLI::App& app, Session& session) {
  CLI::App& group = *app.add_subcommand("guidance", "content, worker classes, offers")->require_subcommand(1);
  add_content_commands(group, session);
  add_class_commands(group, session);
  add_offer_commands(group, session);
  add_risk_commands(group, session);
}

}  // namespace xh::cli
