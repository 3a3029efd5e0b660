// credit show | score | report | consents | grant | revoke | disclose | access-log | risk | object | answer | statement
// | behaviour | erasure | loan: a worker's file, consent and disclosure, and the worker's own rights.
#include "chain/codec/json.h"
#include "cli/commands/commands.h"
#include "cli/commands/credit_score.h"
#include "cli/commands/salted_text.h"
#include "cli/commands/write.h"
#include "cli/files.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

constexpr std::int64_t kDayMs = 24 * 60 * 60 * 1000;

struct FileOptions {
  std::string account;
  std::string save;
  std::string cursor;
};

Outcome<std::string> address_of(Session& session, const std::string& name) {
  std::string key = name;
  if (key.empty()) {
    const auto own = session.default_key({});
    if (!own) return std::unexpected(own.error());
    key = *own;
  }
  const auto account = session.keys().account(key);
  if (!account) return std::unexpected(account.error());
  return chain::to_address(*account);
}

Outcome<Document> read_file_of(Session& session, const FileOptions& options, const std::string& part,
                               std::string list = {}, std::vector<std::string> columns = {}) {
  const auto account = address_of(session, options.account);
  if (!account) return std::unexpected(account.error());
  const std::string page = options.cursor.empty() ? "" : "?cursor=" + url_escape(options.cursor);
  auto answer = session.get_signed("/v1/credit/accounts/" + *account + part + page);
  if (!answer) return std::unexpected(answer.error());
  return Document{.data = std::move(answer->data),
                  .height = answer->height,
                  .list = std::move(list),
                  .columns = std::move(columns)};
}

// People read the arithmetic; programs get all members.
void show_arithmetic(Document& document) {
  const auto* lines = document.data.is_object() ? document.data.get_object().if_contains("arithmetic") : nullptr;
  if (lines == nullptr || !lines->is_array()) return;
  for (const auto& line : lines->get_array()) {
    if (line.is_string()) document.text += std::string(std::string_view(line.get_string())) + "\n";
  }
}

Outcome<Document> show(Session& session, const FileOptions& options) {
  auto out = read_file_of(session, options, "");
  if (out) show_arithmetic(*out);
  return out;
}

Outcome<Document> report(Session& session, const FileOptions& options) {
  auto out = read_file_of(session, options, "/report");
  if (!out || options.save.empty()) return out;
  if (auto written = write_new_private_file(options.save, pretty_json(out->data)); !written)
    return std::unexpected(written.error());
  return out;
}

Outcome<Document> risk(Session& session, const FileOptions& options) {
  const auto employer = address_of(session, options.account);
  if (!employer) return std::unexpected(employer.error());
  auto answer = session.get_signed("/v1/credit/employers/" + *employer + "/risk");
  if (!answer) return std::unexpected(answer.error());
  Document out{.data = std::move(answer->data), .height = answer->height};
  show_arithmetic(out);
  return out;
}

void account_option(CLI::App& command, FileOptions& state) {
  command.add_option("account", state.account, "key name or address (default: --as)");
}

struct ConsentOptions {
  std::string other;
  std::string purpose;
  std::vector<std::string> indicators;
  std::string until;
  std::uint32_t days = 90;
  TextOptions text;
  WriteOptions write;
};

json::array names(const std::vector<std::string>& list) {
  json::array out;
  for (const auto& name : list) out.push_back(json::value(name));
  return out;
}

Outcome<std::int64_t> end_of(Session& session, const ConsentOptions& options) {
  if (!options.until.empty()) {
    const auto time = parse_time(options.until);
    if (!time) return usage_error("--until: " + time.error().message);
    return time->value;
  }
  const auto ledger = session.status();
  if (!ledger) return std::unexpected(ledger.error());
  const auto now = (*ledger)->driven_clock ? (*ledger)->block_time.value : session.environment().now_ms();
  return now + kDayMs * options.days;
}

Outcome<Document> grant(Session& session, const ConsentOptions& options) {
  const auto recipient = address_of(session, options.other);
  if (!recipient) return std::unexpected(recipient.error());
  const auto until = end_of(session, options);
  if (!until) return std::unexpected(until.error());
  const auto text = salted_text(session, options.text);
  if (!text) return std::unexpected(text.error());
  return write_call(session, options.write, "credit.grant_consent",
                    json::object{{"recipient", *recipient},
                                 {"purpose", options.purpose},
                                 {"indicators", names(options.indicators)},
                                 {"expires_at", *until},
                                 {"text", *text}});
}

Outcome<Document> revoke(Session& session, const ConsentOptions& options) {
  const auto recipient = address_of(session, options.other);
  if (!recipient) return std::unexpected(recipient.error());
  return write_call(session, options.write, "credit.revoke_consent",
                    json::object{{"recipient", *recipient}, {"purpose", options.purpose}});
}

Outcome<Document> disclose(Session& session, const ConsentOptions& options) {
  const auto worker = address_of(session, options.other);
  if (!worker) return std::unexpected(worker.error());
  return write_call(
      session, options.write, "credit.disclose",
      json::object{{"worker", *worker}, {"purpose", options.purpose}, {"indicators", names(options.indicators)}});
}

void purpose_options(CLI::App& command, ConsentOptions& state, const std::string& other, const std::string& help) {
  command.add_option(other, state.other, help)->required();
  command.add_option("--purpose", state.purpose, "home_loan, gap_loan or employment")->required();
  add_write_options(command, state.write);
}

void indicator_option(CLI::App& command, ConsentOptions& state) {
  command.add_option("--indicators", state.indicators, "e.g. score,on_time_rate,income_cover")
      ->delimiter(',')
      ->required();
}

void add_consent_commands(CLI::App& group, Session& session) {
  add_command<ConsentOptions>(
      group, session, "grant", "consents that a bank or employer is told indicators (worker)",
      [](CLI::App& command, ConsentOptions& state) {
        purpose_options(command, state, "recipient", "key name or address");
        indicator_option(command, state);
        command.add_option("--days", state.days, "how long it holds")->capture_default_str();
        command.add_option("--until", state.until, "when it ends, instead of --days");
        add_text_options(command, state.text);
      },
      [&session](const ConsentOptions& state) { return grant(session, state); });
  add_command<ConsentOptions>(
      group, session, "revoke", "takes a consent back (worker)",
      [](CLI::App& command, ConsentOptions& state) {
        purpose_options(command, state, "recipient", "key name or address");
      },
      [&session](const ConsentOptions& state) { return revoke(session, state); });
  add_command<ConsentOptions>(
      group, session, "disclose", "asks for indicators of a worker who consented (bank or employer)",
      [](CLI::App& command, ConsentOptions& state) {
        purpose_options(command, state, "worker", "key name or address");
        indicator_option(command, state);
      },
      [&session](const ConsentOptions& state) { return disclose(session, state); });
}

struct EntryOptions {
  std::string what;
  std::string entry = "other";
  std::string month;
  std::string record;
  std::string kind;
  bool upheld = false;
  bool dismissed = false;
  TextOptions text;
  WriteOptions write;
};

Outcome<Document> object(Session& session, const EntryOptions& options) {
  json::object args{{"entry", options.entry}};
  if (!options.month.empty()) {
    const auto day = parse_day(options.month.size() == 7 ? options.month + "-01" : options.month);
    if (!day) return usage_error("--month: " + day.error().message);
    args["month"] = day->value;
  }
  if (!options.record.empty()) args["record"] = options.record;
  const auto text = salted_text(session, options.text);
  if (!text) return std::unexpected(text.error());
  args["text"] = *text;
  return write_call(session, options.write, "credit.object", args);
}

Outcome<Document> answer(Session& session, const EntryOptions& options) {
  if (options.upheld == options.dismissed) return usage_error("say --upheld or --dismissed");
  const auto text = salted_text(session, options.text);
  if (!text) return std::unexpected(text.error());
  return write_call(session, options.write, "credit.answer_objection",
                    json::object{{"objection", options.what}, {"upheld", options.upheld}, {"answer", *text}});
}

// Calls whose only argument is the hash of a text.
Outcome<Document> write_text(Session& session, const EntryOptions& options, std::string_view call) {
  const auto text = salted_text(session, options.text);
  if (!text) return std::unexpected(text.error());
  return write_call(session, options.write, call, json::object{{"text", *text}});
}

Outcome<Document> write_behaviour(Session& session, const EntryOptions& options, std::string_view call) {
  const auto text = salted_text(session, options.text);
  if (!text) return std::unexpected(text.error());
  return write_call(session, options.write, call, json::object{{"kind", options.kind}, {"hash", *text}});
}

Outcome<Document> erase(Session& session, const EntryOptions& options) {
  const auto worker = address_of(session, options.what);
  if (!worker) return std::unexpected(worker.error());
  return write_call(session, options.write, "credit.erase", json::object{{"worker", *worker}});
}

void text_options(CLI::App& command, EntryOptions& state) {
  add_text_options(command, state.text);
  add_write_options(command, state.write);
}

void add_right_commands(CLI::App& group, Session& session) {
  add_command<EntryOptions>(
      group, session, "object", "objects to an entry of the own file (worker)",
      [](CLI::App& command, EntryOptions& state) {
        command.add_option("--entry", state.entry, "default, month, disclosure, loan or other")->capture_default_str();
        command.add_option("--month", state.month, "of a default or a month, e.g. 2026-05");
        command.add_option("--record", state.record, "of a loan: its key, hex");
        text_options(command, state);
      },
      [&session](const EntryOptions& state) { return object(session, state); });
  add_command<EntryOptions>(
      group, session, "answer", "answers an objection (union)",
      [](CLI::App& command, EntryOptions& state) {
        command.add_option("objection", state.what, "its key, hex")->required();
        command.add_flag("--upheld", state.upheld, "the worker is right: a default leaves the file");
        command.add_flag("--dismissed", state.dismissed, "the entry stays");
        text_options(command, state);
      },
      [&session](const EntryOptions& state) { return answer(session, state); });
  CLI::App& statement =
      *group.add_subcommand("statement", "statements shown with each disclosure")->require_subcommand(1);
  add_command<EntryOptions>(
      statement, session, "add", "adds one (worker)", text_options,
      [&session](const EntryOptions& s) { return write_text(session, s, "credit.add_statement"); });
  add_command<EntryOptions>(
      statement, session, "remove", "removes one (worker)", text_options,
      [&session](const EntryOptions& s) { return write_text(session, s, "credit.remove_statement"); });
  const auto kind_options = [](CLI::App& command, EntryOptions& state) {
    command.add_option("kind", state.kind, "consumption, payment, rent, rent_payment, job_search or moving_home")
        ->required();
    text_options(command, state);
  };
  CLI::App& behaviour = *group.add_subcommand("behaviour", "commitments to own data, where the ledger allows them")
                             ->require_subcommand(1);
  add_command<EntryOptions>(
      behaviour, session, "commit", "adds one (worker)", kind_options,
      [&session](const EntryOptions& s) { return write_behaviour(session, s, "credit.commit_behaviour"); });
  add_command<EntryOptions>(
      behaviour, session, "forget", "removes one (worker)", kind_options,
      [&session](const EntryOptions& s) { return write_behaviour(session, s, "credit.forget_behaviour"); });
  CLI::App& erasure = *group.add_subcommand("erasure", "to be forgotten")->require_subcommand(1);
  add_command<EntryOptions>(
      erasure, session, "request", "asks for the erasure of the own file (worker)", text_options,
      [&session](const EntryOptions& s) { return write_text(session, s, "credit.request_erasure"); });
  add_command<EntryOptions>(
      erasure, session, "erase", "destroys what need not be kept, blocks the rest (union)",
      [](CLI::App& command, EntryOptions& state) {
        command.add_option("worker", state.what, "key name or address")->required();
        add_write_options(command, state.write);
      },
      [&session](const EntryOptions& state) { return erase(session, state); });
}

void add_read_commands(CLI::App& group, Session& session) {
  add_command<FileOptions>(group, session, "show", "score, indicators and their arithmetic", account_option,
                           [&session](const FileOptions& state) { return show(session, state); });
  add_command<FileOptions>(
      group, session, "report", "the whole file, free (worker)",
      [](CLI::App& command, FileOptions& state) {
        account_option(command, state);
        command.add_option("--save", state.save, "write it to this file too");
      },
      [&session](const FileOptions& state) { return report(session, state); });
  add_command<FileOptions>(
      group, session, "consents", "consents that were given", account_option, [&session](const FileOptions& state) {
        return read_file_of(session, state, "/consents", "items",
                            {"recipient", "purpose", "scope", "granted_at", "expires_at", "revoked_at"});
      });
  add_command<FileOptions>(
      group, session, "access-log", "who was told what, and when",
      [](CLI::App& command, FileOptions& state) {
        account_option(command, state);
        command.add_option("--cursor", state.cursor, "next_cursor of the page before");
      },
      [&session](const FileOptions& state) {
        return read_file_of(session, state, "/access-log", "items",
                            {"at", "recipient", "purpose", "indicators", "transaction"});
      });
  add_command<FileOptions>(group, session, "objections", "objections and their answers", account_option,
                           [&session](const FileOptions& state) {
                             return read_file_of(session, state, "/objections", "items",
                                                 {"objection", "entry", "state", "at", "answer_by", "answered_at"});
                           });
  add_command<FileOptions>(group, session, "risk", "an employer's risk coefficient and its arithmetic", account_option,
                           [&session](const FileOptions& state) { return risk(session, state); });
}

}  // namespace

void add_credit_commands(CLI::App& app, Session& session) {
  CLI::App& group = *app.add_subcommand("credit", "credit file, consent, loans")->require_subcommand(1);
  add_read_commands(group, session);
  add_credit_score_command(group, session);
  add_consent_commands(group, session);
  add_right_commands(group, session);
  add_credit_loan_commands(group, session);
}

}  // namespace xh::cli
