// payroll agree | amend | end | template | check | submit | confirm | dispute | approve | turn-down | decide: the
// payroll desk's writes.
#include <algorithm>

#include "chain/codec/json.h"
#include "chain/crypto/sha256.h"
#include "cli/commands/agreements.h"
#include "cli/commands/commands.h"
#include "cli/commands/terms.h"
#include "cli/commands/write.h"
#include "cli/files.h"
#include "cli/output/money.h"
#include "cli/output/time_text.h"
#include "cli/payroll/work_sheet.h"
#include "cli/wallet/random.h"
#include "contracts/payroll/calls.h"

namespace xh::cli {
namespace {

namespace payroll = contracts::payroll;

struct PayrollOptions {
  TermsOptions terms;
  std::string agreement;
  std::string alias;
  std::string last_day;
  std::string file;
  std::string batch;
  std::string reason;
  std::string what;
  std::string marked;
  std::uint64_t number = 0;
  std::string outcome;
  std::vector<std::string> days;
  bool all = false;
  bool accept_flags = false;
  WriteOptions write;
};

// Record keys that a command makes: random, or with --key derived from it, so that the same command again means the
// same record.
chain::RecordKey made_key(const PayrollOptions& options, std::string_view what, std::size_t index) {
  if (options.write.key.empty()) return random_fixed<chain::RecordKey>();
  const std::string seed = std::string(what) + "/" + options.write.key + "/" + std::to_string(index);
  return chain::retag<chain::RecordKey>(chain::sha256(chain::as_bytes(seed)));
}

Outcome<Document> agree(Session& session, const PayrollOptions& options) {
  auto terms = read_terms(session, options.terms);
  if (!terms) return std::unexpected(terms.error());
  const auto agreement = made_key(options, "agreement", 0);
  PayrollOptions joint = options;
  if (auto added = add_co_signers(session, *terms, options.terms, joint.write); !added)
    return std::unexpected(added.error());
  if (!options.alias.empty() && !options.write.dry_run) {
    if (auto kept = remember_agreement(session, options.alias, agreement); !kept) return std::unexpected(kept.error());
  }
  auto out = write_call(session, joint.write, "payroll.sign_agreement",
                        chain::to_json(payroll::SignAgreementArgs{agreement, *terms}));
  if (out && out->data.is_object()) out->data.get_object()["agreement"] = chain::to_hex(agreement.view());
  return out;
}

// The whole terms again, as they are from their effective day on.
Outcome<Document> amend(Session& session, const PayrollOptions& options) {
  const auto agreement = find_agreement(session, options.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  const auto terms = read_terms(session, options.terms);
  if (!terms) return std::unexpected(terms.error());
  PayrollOptions joint = options;
  if (auto added = add_co_signers(session, *terms, options.terms, joint.write); !added)
    return std::unexpected(added.error());
  return write_call(session, joint.write, "payroll.amend_agreement",
                    chain::to_json(payroll::AmendAgreementArgs{*agreement, *terms}));
}

constexpr std::string_view kSheetTemplate =
    "agreement,day,reference,start,end,minutes,orders,amount,milestone,replaces\n"
    "zhang,2026-03-31,A-1,2026-03-31T08:30,2026-03-31T12:00,,14,,,\n"
    "zhang,2026-03-31,A-2,,,90,6,,,\n";

// Nothing is asked and nothing sent: a file to begin with.
Outcome<Document> show_template(const PayrollOptions& options) {
  if (options.what == "terms") {
    auto terms = terms_template();
    Document out{.data = terms};
    out.text = pretty_json(terms);
    return out;
  }
  Document out{.data = {{"sheet", std::string(kSheetTemplate)}}};
  out.text = std::string(kSheetTemplate);
  return out;
}

Outcome<Document> end_agreement(Session& session, const PayrollOptions& options) {
  const auto agreement = find_agreement(session, options.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  const auto day = parse_day(options.last_day);
  if (!day) return usage_error(day.error().message);
  return write_call(session, options.write, "payroll.end_agreement",
                    chain::to_json(payroll::EndAgreementArgs{*agreement, *day}));
}

Outcome<WorkSheet> read_sheet(Session& session, const std::string& path) {
  const auto content = read_file(path, kMaxCsvBytes);
  if (!content) return std::unexpected(content.error());
  const auto aliases = agreement_aliases(session);
  if (!aliases) return std::unexpected(aliases.error());
  const FindAgreement find = [&](const std::string& name) -> chain::Result<chain::RecordKey> {
    if (const auto key = chain::fixed_from_hex<chain::RecordKey>(name)) return *key;
    if (const auto at = aliases->find(name); at != aliases->end()) return at->second;
    return chain::invalid("'" + name + "' is neither a record key nor an alias of this home");
  };
  return read_work_sheet(*content, find);
}

json::array problem_rows(const WorkSheet& sheet) {
  json::array out;
  for (const auto& p : sheet.problems) out.push_back({{"line", p.line}, {"column", p.column}, {"message", p.message}});
  return out;
}

std::string problem_text(const WorkSheet& sheet) {
  std::string out;
  for (const auto& p : sheet.problems) {
    out += out.empty() ? "" : "\n";
    if (p.line > 0) out += "line " + std::to_string(p.line) + ", ";
    out += (p.column.empty() ? "" : p.column + ": ") + p.message;
  }
  return out;
}

json::object sheet_sums(const WorkSheet& sheet) {
  std::int64_t minutes = 0;
  std::int64_t orders = 0;
  std::int64_t fen = 0;
  for (const auto& day : sheet.days) {
    for (const auto& entry : day.entries) {
      minutes += entry.minutes;
      orders += entry.orders;
      fen += entry.agreed_amount.value;  // at most 200,000 rows of 10^9 fen
    }
  }
  json::object out;
  out["days"] = sheet.days.size();
  out["entries"] = sheet.entries;
  out["minutes"] = minutes;
  out["orders"] = orders;
  out["amount"] = std::to_string(fen);
  return out;
}

Outcome<Document> check_sheet(Session& session, const PayrollOptions& options) {
  const auto sheet = read_sheet(session, options.file);
  if (!sheet) return std::unexpected(sheet.error());
  if (!options.marked.empty()) {
    const auto content = read_file(options.file, kMaxCsvBytes);
    if (!content) return std::unexpected(content.error());
    if (auto written = write_new_private_file(options.marked, mark_sheet(*content, *sheet)); !written)
      return std::unexpected(written.error());
  }
  json::object data = sheet_sums(*sheet);
  data["problems"] = problem_rows(*sheet);
  Document out{.data = std::move(data)};
  if (!sheet->problems.empty()) {
    out.exit = ExitCode::kBadInput;
    out.list = "problems";
    out.columns = {"line", "column", "message"};
  }
  return out;
}

Outcome<Document> submit(Session& session, const PayrollOptions& options) {
  const auto sheet = read_sheet(session, options.file);
  if (!sheet) return std::unexpected(sheet.error());
  if (!sheet->problems.empty())
    return fail(ExitCode::kBadInput, "BAD_SHEET", options.file + ":\n" + problem_text(*sheet));
  auto uploads = plan_uploads(*sheet);
  const bool one = uploads.size() == 1;
  if (!one && (!options.write.key.empty() || !options.write.unsigned_file.empty())) {
    return usage_error("the sheet needs " + std::to_string(uploads.size()) +
                       " transactions: --key and --unsigned are for one; cut the sheet");
  }
  json::array results;
  for (std::size_t i = 0; i < uploads.size(); ++i) {
    uploads[i].batch = made_key(options, "batch", i);
    auto result = write_call(session, options.write, "payroll.submit_work", chain::to_json(uploads[i]));
    if (!result) return std::unexpected(result.error());
    json::object row = result->data.is_object() ? result->data.get_object() : json::object();
    row["batch"] = chain::to_hex(uploads[i].batch.view());
    row.erase("args");  // the sheet itself
    results.push_back(std::move(row));
  }
  json::object data = sheet_sums(*sheet);
  data["uploads"] = std::move(results);
  return Document{.data = std::move(data)};
}

Outcome<std::vector<ShownDay>> chosen_days(Session& session, const PayrollOptions& options,
                                           const chain::RecordKey& agreement) {
  std::vector<chain::Day> days;
  if (options.all) {
    auto open = fetch_open_days(session, agreement);
    if (!open) return std::unexpected(open.error());
    days = std::move(*open);
  }
  for (const auto& name : options.days) {
    const auto day = parse_day(name);
    if (!day) return usage_error(day.error().message);
    days.push_back(*day);
  }
  if (days.empty() && !options.all)
    return usage_error("name the days with --day, or take all that are open with --all");
  std::vector<ShownDay> out;
  for (const auto day : days) {
    auto shown = fetch_day(session, agreement, day);
    if (!shown) return std::unexpected(shown.error());
    out.push_back(std::move(*shown));
  }
  return out;
}

Document nothing_to_do() {
  return Document{.data = {{"days", json::array()}, {"state", "nothing_to_do"}}};
}

json::array shown_rows(const std::vector<ShownDay>& days) {
  json::array out;
  for (const auto& day : days) {
    out.push_back({{"day", day.ref.day.value},
                   {"version", day.ref.version},
                   {"entries", day.content.entries.size()},
                   {"minutes", day.content.sums.minutes},
                   {"orders", day.content.sums.orders},
                   {"amount", std::to_string(day.content.sums.amount.value)},
                   {"flags", day.flag_count}});
  }
  return out;
}

Outcome<Document> with_days(Outcome<Document> written, const std::vector<ShownDay>& days) {
  if (written && written->data.is_object()) written->data.get_object()["days"] = shown_rows(days);
  return written;
}

Outcome<Document> confirm(Session& session, const PayrollOptions& options) {
  const auto agreement = find_agreement(session, options.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  auto days = chosen_days(session, options, *agreement);
  if (!days) return std::unexpected(days.error());
  if (options.all) std::erase_if(*days, [](const ShownDay& d) { return d.worker_confirmed || d.disputed; });
  if (days->empty()) return nothing_to_do();
  payroll::ConfirmWorkArgs args;
  for (const auto& day : *days) args.logs.push_back(day.ref);
  return with_days(write_call(session, options.write, "payroll.confirm_work", chain::to_json(args)), *days);
}

Outcome<ShownDay> one_day(Session& session, const PayrollOptions& options) {
  if (options.days.size() != 1) return usage_error("name one day with --day");
  const auto agreement = find_agreement(session, options.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  const auto days = chosen_days(session, options, *agreement);
  if (!days) return std::unexpected(days.error());
  return days->front();
}

// One day, or many for the same reason with one signature.
Outcome<Document> dispute(Session& session, const PayrollOptions& options) {
  const auto agreement = find_agreement(session, options.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  auto days = chosen_days(session, options, *agreement);
  if (!days) return std::unexpected(days.error());
  if (options.all) std::erase_if(*days, [](const ShownDay& d) { return d.worker_confirmed || d.disputed; });
  if (days->empty()) return nothing_to_do();
  if (days->size() == 1) {
    json::object args{{"log", chain::to_json(days->front().ref)}, {"reason", options.reason}};
    return with_days(write_call(session, options.write, "payroll.reject_work", args), *days);
  }
  json::array logs;
  for (const auto& day : *days) logs.push_back(chain::to_json(day.ref));
  json::object args{{"logs", std::move(logs)}, {"reason", options.reason}};
  return with_days(write_call(session, options.write, "payroll.reject_many", args), *days);
}

Outcome<Document> turn_down(Session& session, const PayrollOptions& options) {
  const auto day = one_day(session, options);
  if (!day) return std::unexpected(day.error());
  json::object args{{"log", chain::to_json(day->ref)}, {"reason", options.reason}};
  return with_days(write_call(session, options.write, "payroll.reject_flags", args), {*day});
}

Outcome<Document> review(Session& session, const PayrollOptions& options) {
  return write_call(session, options.write, "payroll.close_review",
                    json::object{{"number", options.number}, {"outcome", options.outcome}});
}

Outcome<Document> decide(Session& session, const PayrollOptions& options) {
  const auto day = one_day(session, options);
  if (!day) return std::unexpected(day.error());
  return with_days(write_call(session, options.write, "payroll.decide_dispute",
                              chain::to_json(payroll::DecideDisputeArgs{day->ref})),
                   {*day});
}

Outcome<Document> approve_days(Session& session, const PayrollOptions& options) {
  const auto agreement = find_agreement(session, options.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  auto days = chosen_days(session, options, *agreement);
  if (!days) return std::unexpected(days.error());
  if (options.all) {
    std::erase_if(*days,
                  [&](const ShownDay& d) { return d.union_approved || (d.flags_open && !options.accept_flags); });
  }
  if (days->empty()) return nothing_to_do();
  payroll::ApproveWorkArgs args;
  for (const auto& day : *days) {
    args.logs.push_back(day.ref);
    if (day.flags_open && options.accept_flags) args.accept_flags.push_back({day.ref.agreement, day.ref.day});
  }
  return with_days(write_call(session, options.write, "payroll.approve_work", chain::to_json(args)), *days);
}

// The root is computed here from the upload's list; each day is read, so that flagged ones are accepted or left open
// knowingly.
Outcome<Document> approve_batch(Session& session, const PayrollOptions& options) {
  const auto key = chain::fixed_from_hex<chain::RecordKey>(options.batch);
  if (!key) return usage_error("--batch is 64 hex digits");
  const auto answer = session.get_signed("/v1/payroll/batches/" + options.batch);
  if (!answer) return std::unexpected(answer.error());
  const auto batch = chain::from_json<payroll::Batch>(answer->data);
  if (!batch) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the batch: " + batch.error().message);
  payroll::ApproveBatchArgs args{*key, payroll::batch_root(batch->logs), {}, {}};
  std::vector<ShownDay> days;
  for (const auto& log : batch->logs) {
    auto day = fetch_day(session, log.agreement, log.day);
    if (!day) return std::unexpected(day.error());
    if (day->ref == log && day->flags_open)
      (options.accept_flags ? args.accept_flags : args.exceptions).push_back({log.agreement, log.day});
    days.push_back(std::move(*day));
  }
  return with_days(write_call(session, options.write, "payroll.approve_batch", chain::to_json(args)), days);
}

Outcome<Document> approve(Session& session, const PayrollOptions& options) {
  if (options.batch.empty() == options.agreement.empty())
    return usage_error("approve takes either --batch, or --agreement with days");
  return options.batch.empty() ? approve_days(session, options) : approve_batch(session, options);
}

void agreement_option(CLI::App& command, PayrollOptions& state) {
  command.add_option("--agreement", state.agreement, "record key (hex) or alias")->required();
}

void day_options(CLI::App& command, PayrollOptions& state) {
  command.add_option("--day", state.days, "2026-03-31; may be repeated")->allow_extra_args(false);
  command.add_flag("--all", state.all, "all open days that still need it");
}

void add_agreement_commands(CLI::App& group, Session& session) {
  add_command<PayrollOptions>(
      group, session, "agree", "a pay agreement of employer, worker and union, signed jointly",
      [](CLI::App& command, PayrollOptions& state) {
        add_terms_options(command, state.terms);
        command.add_option("--alias", state.alias, "remember the agreement under this name");
        add_write_options(command, state.write);
      },
      [&session](const PayrollOptions& state) { return agree(session, state); });
  add_command<PayrollOptions>(
      group, session, "amend", "other terms of an agreement from a day on, signed jointly",
      [](CLI::App& command, PayrollOptions& state) {
        agreement_option(command, state);
        add_terms_options(command, state.terms);
        add_write_options(command, state.write);
      },
      [&session](const PayrollOptions& state) { return amend(session, state); });
  add_command<PayrollOptions>(
      group, session, "template", "a file to begin with: terms as JSON, or a work sheet",
      [](CLI::App& command, PayrollOptions& state) {
        command.add_option("what", state.what, "terms or sheet")->required()->check(CLI::IsMember({"terms", "sheet"}));
      },
      [](const PayrollOptions& state) { return show_template(state); });
  add_command<PayrollOptions>(
      group, session, "end", "ends an agreement (union and one of the others)",
      [](CLI::App& command, PayrollOptions& state) {
        agreement_option(command, state);
        command.add_option("--last-day", state.last_day, "2026-03-31")->required();
        add_write_options(command, state.write);
      },
      [&session](const PayrollOptions& state) { return end_agreement(session, state); });
}

void add_sheet_commands(CLI::App& group, Session& session) {
  add_command<PayrollOptions>(
      group, session, "check", "reads a work sheet and names every bad cell; sends nothing",
      [](CLI::App& command, PayrollOptions& state) {
        command.add_option("file", state.file, "CSV")->required();
        command.add_option("--marked", state.marked,
                           "write the sheet here again, with a column that says what is wrong");
      },
      [&session](const PayrollOptions& state) { return check_sheet(session, state); });
  add_command<PayrollOptions>(
      group, session, "submit", "uploads a work sheet (employer)",
      [](CLI::App& command, PayrollOptions& state) {
        command.add_option("file", state.file, "CSV")->required();
        add_write_options(command, state.write);
      },
      [&session](const PayrollOptions& state) { return submit(session, state); });
}

void add_confirmation_commands(CLI::App& group, Session& session) {
  add_command<PayrollOptions>(
      group, session, "confirm", "the days are right (worker)",
      [](CLI::App& command, PayrollOptions& state) {
        agreement_option(command, state);
        day_options(command, state);
        add_write_options(command, state.write);
      },
      [&session](const PayrollOptions& state) { return confirm(session, state); });
  add_command<PayrollOptions>(
      group, session, "dispute", "days are wrong (worker)",
      [](CLI::App& command, PayrollOptions& state) {
        agreement_option(command, state);
        day_options(command, state);
        command.add_option("--reason", state.reason, "why")
            ->required()
            ->check(CLI::IsMember({"too_low", "too_high", "not_my_work", "other"}));
        add_write_options(command, state.write);
      },
      [&session](const PayrollOptions& state) { return dispute(session, state); });
  add_command<PayrollOptions>(
      group, session, "approve", "days or a whole upload are right (union)",
      [](CLI::App& command, PayrollOptions& state) {
        command.add_option("--agreement", state.agreement, "record key (hex) or alias");
        command.add_option("--batch", state.batch, "an upload's record key, hex");
        day_options(command, state);
        command.add_flag("--accept-flags", state.accept_flags, "flagged days were looked at and are right");
        add_write_options(command, state.write);
      },
      [&session](const PayrollOptions& state) { return approve(session, state); });
  add_command<PayrollOptions>(
      group, session, "turn-down", "a flagged day was looked at and is not right: it is disputed then (union)",
      [](CLI::App& command, PayrollOptions& state) {
        agreement_option(command, state);
        command.add_option("--day", state.days, "2026-03-31")->required()->expected(1);
        command.add_option("--reason", state.reason, "why")
            ->required()
            ->check(CLI::IsMember({"padded_hours", "double_booked", "implausible", "other"}));
        add_write_options(command, state.write);
      },
      [&session](const PayrollOptions& state) { return turn_down(session, state); });
  add_command<PayrollOptions>(
      group, session, "review", "what came of a part-time limit that was passed (union)",
      [](CLI::App& command, PayrollOptions& state) {
        command.add_option("number", state.number, "as its event names it")->required();
        command.add_option("--outcome", state.outcome, "noted, reclassify or unfounded")
            ->required()
            ->check(CLI::IsMember({"noted", "reclassify", "unfounded"}));
        add_write_options(command, state.write);
      },
      [&session](const PayrollOptions& state) { return review(session, state); });
  add_command<PayrollOptions>(
      group, session, "decide", "the enterprise's figure stands (union, after a dispute)",
      [](CLI::App& command, PayrollOptions& state) {
        agreement_option(command, state);
        command.add_option("--day", state.days, "2026-03-31")->required()->expected(1);
        add_write_options(command, state.write);
      },
      [&session](const PayrollOptions& state) { return decide(session, state); });
}

}  // namespace

void add_payroll_commands(CLI::App& app, Session& session) {
  CLI::App& group =
      *app.add_subcommand("payroll", "agreements, work sheets, confirmations, payslips")->require_subcommand(1);
  add_agreement_commands(group, session);
  add_sheet_commands(group, session);
  add_confirmation_commands(group, session);
  add_payroll_read_commands(group, session);
  add_bank_file_commands(group, session);
}

}  // namespace xh::cli
