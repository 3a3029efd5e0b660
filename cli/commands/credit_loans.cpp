// credit loan apply | withdraw | offer | decline | guarantee | accept | repayment | close | call | repay | show | list
#include "chain/codec/json.h"
#include "cli/commands/credit_score.h"
#include "cli/commands/write.h"
#include "cli/output/money.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

struct LoanOptions {
  std::string loan;
  std::string bank;
  std::string scene;
  std::string amount;
  std::string guarantee = "0";
  std::string outstanding;
  std::string arrears = "0";
  std::string due;
  std::string paid;
  std::string unpaid_since;
  std::string until;
  std::string account;
  std::string cursor;
  std::vector<std::string> reasons;
  std::uint32_t months = 0;
  std::int64_t rate_ppm = 0;
  WriteOptions write;
};

// Amounts are typed as yuan ("6916.65") and travel as integer fen.
Outcome<std::string> fen(const std::string& option, const std::string& text) {
  const auto amount = parse_yuan(text);
  if (!amount) return usage_error(option + ": " + amount.error().message);
  return std::to_string(amount->value);
}

json::array names(const std::vector<std::string>& list) {
  json::array out;
  for (const auto& name : list) out.push_back(json::value(name));
  return out;
}

Outcome<Document> apply(Session& session, const LoanOptions& options) {
  const auto bank = session.keys().account(options.bank);
  if (!bank) return std::unexpected(bank.error());
  const auto amount = fen("--amount", options.amount);
  if (!amount) return std::unexpected(amount.error());
  return write_call(session, options.write, "credit.apply_loan",
                    json::object{{"bank", chain::to_address(*bank)},
                                 {"scene", options.scene},
                                 {"amount", *amount},
                                 {"months", options.months}});
}

Outcome<Document> offer(Session& session, const LoanOptions& options) {
  const auto amount = fen("--amount", options.amount);
  const auto guarantee = fen("--guarantee", options.guarantee);
  if (!amount) return std::unexpected(amount.error());
  if (!guarantee) return std::unexpected(guarantee.error());
  const auto until = parse_time(options.until);
  if (!until) return usage_error("--until: " + until.error().message);
  const json::object terms{
      {"amount", *amount},       {"months", options.months},   {"rate_ppm", options.rate_ppm},
      {"guarantee", *guarantee}, {"expires_at", until->value}, {"reasons", names(options.reasons)}};
  return write_call(session, options.write, "credit.offer_loan",
                    json::object{{"loan", options.loan}, {"offer", terms}});
}

Outcome<Document> decline(Session& session, const LoanOptions& options) {
  return write_call(session, options.write, "credit.decline_loan",
                    json::object{{"loan", options.loan}, {"reasons", names(options.reasons)}});
}

Outcome<Document> by_name(Session& session, const LoanOptions& options, std::string_view call) {
  return write_call(session, options.write, call, json::object{{"loan", options.loan}});
}

Outcome<Document> by_amount(Session& session, const LoanOptions& options, std::string_view call) {
  const auto amount = fen("amount", options.amount);
  if (!amount) return std::unexpected(amount.error());
  return write_call(session, options.write, call, json::object{{"loan", options.loan}, {"amount", *amount}});
}

Outcome<void> put_day(json::object& args, const std::string& member, const std::string& option,
                      const std::string& text) {
  if (text.empty()) return {};
  const auto day = parse_day(text);
  if (!day) return usage_error(option + ": " + day.error().message);
  args[member] = day->value;
  return {};
}

Outcome<Document> repayment(Session& session, const LoanOptions& options) {
  const auto outstanding = fen("--outstanding", options.outstanding);
  const auto arrears = fen("--arrears", options.arrears);
  if (!outstanding) return std::unexpected(outstanding.error());
  if (!arrears) return std::unexpected(arrears.error());
  json::object args{{"loan", options.loan}, {"outstanding", *outstanding}, {"arrears", *arrears}};
  if (auto ok = put_day(args, "due_day", "--due", options.due); !ok) return std::unexpected(ok.error());
  if (auto ok = put_day(args, "paid_day", "--paid", options.paid); !ok) return std::unexpected(ok.error());
  if (auto ok = put_day(args, "unpaid_since", "--unpaid-since", options.unpaid_since); !ok)
    return std::unexpected(ok.error());
  return write_call(session, options.write, "credit.record_repayment", args);
}

Outcome<Document> show(Session& session, const LoanOptions& options) {
  auto answer = session.get_signed("/v1/credit/loans/" + url_escape(options.loan));
  if (!answer) return std::unexpected(answer.error());
  return Document{.data = std::move(answer->data), .height = answer->height};
}

Outcome<Document> list(Session& session, const LoanOptions& options) {
  std::string name = options.account;
  if (name.empty()) {
    const auto key = session.default_key({});
    if (!key) return std::unexpected(key.error());
    name = *key;
  }
  const auto account = session.keys().account(name);
  if (!account) return std::unexpected(account.error());
  const std::string page = options.cursor.empty() ? "" : "?cursor=" + url_escape(options.cursor);
  auto answer = session.get_signed("/v1/credit/accounts/" + chain::to_address(*account) + "/loans" + page);
  if (!answer) return std::unexpected(answer.error());
  return Document{.data = std::move(answer->data),
                  .height = answer->height,
                  .list = "items",
                  .columns = {"loan", "scene", "state", "amount", "months", "outstanding", "reserved", "called"}};
}

void loan_option(CLI::App& command, LoanOptions& state) {
  command.add_option("loan", state.loan, "its key, hex")->required();
  add_write_options(command, state.write);
}

void amount_options(CLI::App& command, LoanOptions& state) {
  loan_option(command, state);
  command.add_option("amount", state.amount, "yuan, e.g. 6000.00")->required();
}

void reasons_option(CLI::App& command, LoanOptions& state) {
  command
      .add_option("--reasons", state.reasons,
                  "score, income_cover, income_stability, punctuality, defaults, tenure, existing_debt, guarantee, "
                  "collateral, other")
      ->delimiter(',');
}

void add_worker_commands(CLI::App& loan, Session& session) {
  add_command<LoanOptions>(
      loan, session, "apply", "applies for a loan, with a consent in force (worker)",
      [](CLI::App& command, LoanOptions& state) {
        command.add_option("bank", state.bank, "key name or address")->required();
        command.add_option("--scene", state.scene, "home_loan or gap_loan")->required();
        command.add_option("--amount", state.amount, "yuan, e.g. 30000.00")->required();
        command.add_option("--months", state.months, "how long")->required();
        add_write_options(command, state.write);
      },
      [&session](const LoanOptions& state) { return apply(session, state); });
  add_command<LoanOptions>(
      loan, session, "withdraw", "takes an application or an offer back (worker)", loan_option,
      [&session](const LoanOptions& state) { return by_name(session, state, "credit.withdraw_loan"); });
  add_command<LoanOptions>(
      loan, session, "accept", "accepts an offer (worker)", loan_option,
      [&session](const LoanOptions& state) { return by_name(session, state, "credit.accept_loan"); });
  add_command<LoanOptions>(
      loan, session, "repay", "pays the union back what its guarantee paid (worker)", amount_options,
      [&session](const LoanOptions& state) { return by_amount(session, state, "credit.repay_guarantee"); });
}

void add_bank_commands(CLI::App& loan, Session& session) {
  add_command<LoanOptions>(
      loan, session, "offer", "offers a loan after the second assessment (bank)",
      [](CLI::App& command, LoanOptions& state) {
        loan_option(command, state);
        command.add_option("--amount", state.amount, "yuan")->required();
        command.add_option("--months", state.months, "how long")->required();
        command.add_option("--rate-ppm", state.rate_ppm, "yearly rate in ppm")->required();
        command.add_option("--guarantee", state.guarantee, "yuan to be guaranteed by the union")->capture_default_str();
        command.add_option("--until", state.until, "when the offer ends")->required();
        reasons_option(command, state);
      },
      [&session](const LoanOptions& state) { return offer(session, state); });
  add_command<LoanOptions>(
      loan, session, "decline", "declines, with reasons (bank)",
      [](CLI::App& command, LoanOptions& state) {
        loan_option(command, state);
        reasons_option(command, state);
      },
      [&session](const LoanOptions& state) { return decline(session, state); });
  add_command<LoanOptions>(
      loan, session, "repayment", "how the loan stands after an instalment (bank)",
      [](CLI::App& command, LoanOptions& state) {
        loan_option(command, state);
        command.add_option("--due", state.due, "due day of the instalment")->required();
        command.add_option("--paid", state.paid, "day on which it was paid; left out: missed");
        command.add_option("--outstanding", state.outstanding, "principal afterwards, yuan")->required();
        command.add_option("--arrears", state.arrears, "due and unpaid afterwards, yuan")->capture_default_str();
        command.add_option("--unpaid-since", state.unpaid_since, "due day of the oldest unpaid instalment");
      },
      [&session](const LoanOptions& state) { return repayment(session, state); });
  add_command<LoanOptions>(
      loan, session, "close", "all is repaid (bank)", loan_option,
      [&session](const LoanOptions& state) { return by_name(session, state, "credit.close_loan"); });
  add_command<LoanOptions>(
      loan, session, "call", "calls the guarantee of a loan in default (bank)", amount_options,
      [&session](const LoanOptions& state) { return by_amount(session, state, "credit.call_guarantee"); });
}

}  // namespace

void add_credit_loan_commands(CLI::App& group, Session& session) {
  CLI::App& loan = *group.add_subcommand("loan", "loans of banks, with the union's guarantee")->require_subcommand(1);
  add_worker_commands(loan, session);
  add_bank_commands(loan, session);
  add_command<LoanOptions>(
      loan, session, "guarantee", "guarantees an offer out of the union's own money (union)", amount_options,
      [&session](const LoanOptions& state) { return by_amount(session, state, "credit.guarantee"); });
  add_command<LoanOptions>(
      loan, session, "show", "a loan",
      [](CLI::App& command, LoanOptions& state) { command.add_option("loan", state.loan, "its key, hex")->required(); },
      [&session](const LoanOptions& state) { return show(session, state); });
  add_command<LoanOptions>(
      loan, session, "list", "loans of a worker, a bank or the union",
      [](CLI::App& command, LoanOptions& state) {
        command.add_option("account", state.account, "key name or address (default: --as)");
        command.add_option("--cursor", state.cursor, "next_cursor of the page before");
      },
      [&session](const LoanOptions& state) { return list(session, state); });
}

}  // namespace xh::cli
