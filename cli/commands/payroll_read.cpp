// payroll status | day | agreements | payslip | explain | flags | coverage | calendar: the payroll desk's reads.
#include "chain/codec/json.h"
#include "cli/commands/agreements.h"
#include "cli/commands/commands.h"
#include "cli/commands/payslip_text.h"
#include "cli/files.h"
#include "cli/output/time_text.h"
#include "contracts/payroll/explain.h"
#include "contracts/payroll/schedule.h"

namespace xh::cli {
namespace {

namespace payroll = contracts::payroll;

constexpr std::size_t kMaxPayslipBytes = 16 * 1024 * 1024;

struct ReadOptions {
  std::string agreement;
  std::string account;
  std::string day;
  std::string file;
  std::string save;
  std::string cursor;
  std::optional<std::uint64_t> number;
  std::uint32_t version = 0;
  std::uint32_t count = 6;
};

Outcome<Document> read(Session& session, const std::string& target, std::string list = {},
                       std::vector<std::string> columns = {}) {
  auto answer = session.get_signed(target);
  if (!answer) return std::unexpected(answer.error());
  return Document{.data = std::move(answer->data),
                  .height = answer->height,
                  .list = std::move(list),
                  .columns = std::move(columns)};
}

Outcome<std::string> target_of(Session& session, const ReadOptions& options, const std::string& rest) {
  const auto agreement = find_agreement(session, options.agreement);
  if (!agreement) return std::unexpected(agreement.error());
  return agreement_target(*agreement, rest);
}

Outcome<Document> status(Session& session, const ReadOptions& options) {
  const auto agreement = target_of(session, options, "");
  if (!agreement) return std::unexpected(agreement.error());
  auto out = read(session, *agreement);
  if (!out || !out->data.is_object()) return out;
  const auto days = session.get_signed(*agreement + "/days");
  if (!days) return std::unexpected(days.error());
  const auto* items = days->data.is_object() ? days->data.get_object().if_contains("items") : nullptr;
  if (items != nullptr) out->data.get_object()["open_days"] = *items;
  return out;
}

Outcome<Document> day(Session& session, const ReadOptions& options) {
  const auto date = parse_day(options.day);
  if (!date) return usage_error(date.error().message);
  const std::string version = options.version > 0 ? "?version=" + std::to_string(options.version) : "";
  const auto target = target_of(session, options, "/days/" + format_day(*date) + version);
  if (!target) return std::unexpected(target.error());
  return read(session, *target);
}

// The settlements of one answer: a single one, or a page.
Outcome<std::vector<payroll::Settlement>> settlements_in(const json::value& data) {
  std::vector<payroll::Settlement> out;
  if (data.is_object() && data.get_object().contains("sequence")) {
    auto one = read_settlement(data, "settlement");
    if (!one) return std::unexpected(one.error());
    out.push_back(std::move(*one));
    return out;
  }
  const auto* items = data.is_object() ? data.get_object().if_contains("items") : nullptr;
  if (items == nullptr || !items->is_array())
    return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's answer has no settlements");
  for (const auto& item : items->get_array()) {
    auto one = read_settlement(item, "settlement " + std::to_string(out.size()));
    if (!one) return std::unexpected(one.error());
    out.push_back(std::move(*one));
  }
  return out;
}

Outcome<Answer> fetch_settlements(Session& session, const ReadOptions& options) {
  std::string rest = "/settlements";
  if (options.number)
    rest += "/" + std::to_string(*options.number) + (options.save.empty() ? "" : "?proof=1");
  else if (!options.cursor.empty())
    rest += "?cursor=" + url_escape(options.cursor);
  const auto target = target_of(session, options, rest);
  if (!target) return std::unexpected(target.error());
  return session.get_signed(*target);
}

Outcome<Document> payslip(Session& session, const ReadOptions& options) {
  if (!options.save.empty() && !options.number) return usage_error("--save takes one payslip: name it with --number");
  const auto answer = fetch_settlements(session, options);
  if (!answer) return std::unexpected(answer.error());
  const auto* fact = answer->data.is_object() ? answer->data.get_object().if_contains("fact") : nullptr;
  if (!options.save.empty() && fact != nullptr) {
    if (auto written = write_new_private_file(options.save, pretty_json(*fact)); !written)
      return std::unexpected(written.error());
  }
  const auto settlements = settlements_in(answer->data);
  if (!settlements) return std::unexpected(settlements.error());
  Document out{.data = answer->data, .height = answer->height};
  if (!options.number) {
    out.list = "items";
    out.columns = {"sequence", "payday", "gross", "fee", "net", "wage_voucher", "wage_paid_at"};
  }
  for (const auto& settlement : *settlements)
    out.text += (out.text.empty() ? "" : "\n") + payslip_text(settlement, session.language());
  if (settlements->empty()) out.text = text(session.language(), Text::kNothing);
  return out;
}

Outcome<payroll::Settlement> settlement_from_file(const std::string& path) {
  const auto content = read_file(path, kMaxPayslipBytes);
  if (!content) return std::unexpected(content.error());
  const auto document = chain::parse_json(*content);
  if (!document) return bad_input(path, document.error());
  const auto* data = document->is_object() ? document->get_object().if_contains("data") : nullptr;
  return read_settlement(data != nullptr ? *data : *document, path);
}

Outcome<payroll::Settlement> settlement_to_explain(Session& session, const ReadOptions& options) {
  if (!options.file.empty()) return settlement_from_file(options.file);
  if (options.agreement.empty() || !options.number)
    return usage_error("explain takes --file, or --agreement and --number");
  const auto answer = fetch_settlements(session, options);
  if (!answer) return std::unexpected(answer.error());
  return read_settlement(answer->data, "settlement");
}

json::object term_row(const std::string& where, const payroll::ExplainedTerm& term) {
  return {{"day", where},
          {"label", term.label},
          {"text", term.text},
          {"computed", std::to_string(term.computed.value)},
          {"stated", std::to_string(term.stated.value)},
          {"agrees", term.agrees()}};
}

// Computed here, by the contract's own function, from the payslip alone.
Outcome<Document> explain(Session& session, const ReadOptions& options) {
  const auto settlement = settlement_to_explain(session, options);
  if (!settlement) return std::unexpected(settlement.error());
  const auto explanation = payroll::explain(*settlement);
  json::array terms;
  for (const auto& one : explanation.days) {
    for (const auto& item : one.items) terms.push_back(term_row(format_day(one.day), item));
    terms.push_back(term_row(format_day(one.day), one.total));
  }
  for (const auto& bound : explanation.period) terms.push_back(term_row("", bound));
  for (const auto* sum : {&explanation.gross, &explanation.fee}) terms.push_back(term_row("", *sum));
  for (const auto& deduction : explanation.deductions) terms.push_back(term_row("", deduction));
  terms.push_back(term_row("", explanation.net));
  json::array objections;
  for (const auto& objection : explanation.objections) {
    objections.emplace_back(objection);
    session.say(objection);
  }
  Document out{.list = "terms", .columns = {"day", "label", "text", "computed", "stated", "agrees"}};
  out.data = {{"terms", std::move(terms)}, {"objections", std::move(objections)}, {"agrees", explanation.agrees()}};
  if (!explanation.agrees()) out.exit = ExitCode::kFalse;
  return out;
}

Outcome<Document> party(Session& session, const ReadOptions& options, const std::string& part, std::string list,
                        std::vector<std::string> columns) {
  std::string name = options.account;
  if (name.empty()) {
    const auto key = session.default_key({});
    if (!key) return std::unexpected(key.error());
    name = *key;
  }
  const auto account = session.keys().account(name);
  if (!account) return std::unexpected(account.error());
  const std::string cursor = options.cursor.empty() ? "" : "?cursor=" + url_escape(options.cursor);
  return read(session, "/v1/payroll/accounts/" + chain::to_address(*account) + "/" + part + cursor, std::move(list),
              std::move(columns));
}

Outcome<chain::Genesis> any_genesis(Session& session) {
  auto local = session.genesis();
  if (!local) return std::unexpected(local.error());
  if (*local) return std::move(**local);
  const auto api = session.api();
  if (!api) return std::unexpected(api.error());
  const auto answer = (*api)->get("/v1/genesis");
  if (!answer) return std::unexpected(answer.error());
  auto genesis = chain::from_json<chain::Genesis>(answer->data);
  if (!genesis) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's genesis: " + genesis.error().message);
  return std::move(*genesis);
}

// Periods and paydays, computed here from the terms and the ledger's holiday table.
Outcome<Document> calendar(Session& session, const ReadOptions& options) {
  const auto target = target_of(session, options, "");
  if (!target) return std::unexpected(target.error());
  const auto answer = session.get_signed(*target);
  if (!answer) return std::unexpected(answer.error());
  const auto* value = answer->data.is_object() ? answer->data.get_object().if_contains("terms") : nullptr;
  const auto terms = value != nullptr ? chain::from_json<payroll::Terms>(*value)
                                      : chain::Result<payroll::Terms>(chain::invalid("missing"));
  if (!terms) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the agreement's terms: " + terms.error().message);
  const auto genesis = any_genesis(session);
  if (!genesis) return std::unexpected(genesis.error());
  const auto table = std::ranges::find(genesis->holidays, terms->holidays, &chain::HolidayTable::name);
  if (table == genesis->holidays.end()) return bad_input("the genesis has no holiday table '" + terms->holidays + "'");
  const auto ledger = session.status();
  if (!ledger) return std::unexpected(ledger.error());
  const auto today = day_of((*ledger)->block_time);
  const std::uint64_t first = today < terms->effective ? 0 : payroll::period_index_of(*terms, today);
  json::array rows;
  for (std::uint64_t i = first > 0 ? first - 1 : 0; rows.size() < options.count; ++i) {
    const auto period = payroll::period_at(*terms, *table, i);
    rows.push_back({{"period", i},
                    {"period_from", period.from.value},
                    {"period_to", period.to.value},
                    {"payday", period.payday.value}});
  }
  return Document{.data = {{"periods", std::move(rows)}}, .height = answer->height, .list = "periods"};
}

void agreement_option(CLI::App& command, ReadOptions& state) {
  command.add_option("--agreement", state.agreement, "record key (hex) or alias")->required();
}
void cursor_option(CLI::App& command, ReadOptions& state) {
  command.add_option("--cursor", state.cursor, "next_cursor of the page before");
}

void add_agreement_reads(CLI::App& group, Session& session) {
  add_command<ReadOptions>(group, session, "status", "an agreement and its open days", agreement_option,
                           [&session](const ReadOptions& state) { return status(session, state); });
  add_command<ReadOptions>(
      group, session, "day", "one day's log with its entries",
      [](CLI::App& command, ReadOptions& state) {
        agreement_option(command, state);
        command.add_option("day", state.day, "2026-03-31")->required();
        command.add_option("--version", state.version, "an older version");
      },
      [&session](const ReadOptions& state) { return day(session, state); });
  add_command<ReadOptions>(
      group, session, "calendar", "periods and paydays",
      [](CLI::App& command, ReadOptions& state) {
        agreement_option(command, state);
        command.add_option("--count", state.count, "how many")->check(CLI::Range(1u, 100u))->capture_default_str();
      },
      [&session](const ReadOptions& state) { return calendar(session, state); });
}

void add_payslip_reads(CLI::App& group, Session& session) {
  add_command<ReadOptions>(
      group, session, "payslip", "settlements of an agreement",
      [](CLI::App& command, ReadOptions& state) {
        agreement_option(command, state);
        command.add_option("--number", state.number, "one of them, by its sequence number");
        command.add_option("--save", state.save, "write the proof of it to this file: light verify");
        cursor_option(command, state);
      },
      [&session](const ReadOptions& state) { return payslip(session, state); });
  add_command<ReadOptions>(
      group, session, "explain", "computes a payslip again, line by line (exit 5 when it does not add up)",
      [](CLI::App& command, ReadOptions& state) {
        command.add_option("--agreement", state.agreement, "record key (hex) or alias");
        command.add_option("--number", state.number, "the settlement's sequence number");
        command.add_option("--file", state.file, "a settlement as JSON: no node is asked");
      },
      [&session](const ReadOptions& state) { return explain(session, state); });
}

void add_party_reads(CLI::App& group, Session& session) {
  const auto which = [](CLI::App& command, ReadOptions& state) {
    command.add_option("account", state.account, "key name or address (default: --as)");
    cursor_option(command, state);
  };
  add_command<ReadOptions>(
      group, session, "agreements", "the agreements of an account", which,
      [&session](const ReadOptions& state) { return party(session, state, "agreements", "items", {""}); });
  add_command<ReadOptions>(group, session, "flags", "days that a human has to look at (employer, union)", which,
                           [&session](const ReadOptions& state) {
                             return party(session, state, "flags", "items",
                                          {"agreement", "day", "version", "flag_count", "decision", "flags"});
                           });
  add_command<ReadOptions>(group, session, "coverage", "does the employer's balance cover what it owes?", which,
                           [&session](const ReadOptions& state) { return party(session, state, "coverage", "", {}); });
}

}  // namespace

void add_payroll_read_commands(CLI::App& payroll_group, Session& session) {
  add_agreement_reads(payroll_group, session);
  add_payslip_reads(payroll_group, session);
  add_party_reads(payroll_group, session);
}

}  // namespace xh::cli
