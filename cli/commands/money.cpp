// deposit confirm | attest ;  withdraw request | settle | show ;  transfer ;  relation open | close
#include "cli/output/money.h"

#include "chain/codec/json.h"
#include "cli/bank/ledger_reads.h"
#include "cli/commands/commands.h"
#include "cli/commands/names.h"
#include "cli/commands/write.h"
#include "cli/output/time_text.h"
#include "contracts/lxr/calls.h"

namespace xh::cli {
namespace {

namespace lxr = contracts::lxr;

struct MoneyOptions {
  std::string account;
  std::string to;
  std::string amount;
  std::string reference;
  std::string as_of;
  std::string purpose;
  std::string destination;
  std::string withdrawal;
  std::string reason;
  std::string bank_reference;
  bool returned = false;
  WriteOptions write;
};

Outcome<chain::Fen> amount_of(const MoneyOptions& options) {
  const auto amount = parse_yuan(options.amount);
  if (!amount) return usage_error(amount.error().message);
  return *amount;
}

template <class F>
Outcome<F> hex_option(const std::string& hex, const std::string& name) {
  if (hex.empty()) return F{};
  const auto value = chain::fixed_from_hex<F>(hex);
  if (!value) return usage_error(name + " is " + std::to_string(2 * F::kSize) + " hex digits");
  return *value;
}

Outcome<Document> confirm_deposit(Session& session, const MoneyOptions& options) {
  const auto account = session.keys().account(options.account);
  if (!account) return std::unexpected(account.error());
  const auto amount = amount_of(options);
  if (!amount) return std::unexpected(amount.error());
  const lxr::ConfirmDeposit args{{{*account, *amount, options.reference}}};
  return write_call(session, options.write, "lxr.confirm_deposit", chain::to_json(args));
}

Outcome<Document> attest(Session& session, const MoneyOptions& options) {
  const auto amount = amount_of(options);
  if (!amount) return std::unexpected(amount.error());
  const auto as_of = parse_time(options.as_of);
  if (!as_of) return usage_error("--as-of: " + as_of.error().message);
  return write_call(session, options.write, "lxr.custody_statement",
                    chain::to_json(lxr::FileStatement{*amount, *as_of}));
}

Outcome<Document> request_withdrawal(Session& session, const MoneyOptions& options) {
  const auto bank = session.keys().account(options.to);
  if (!bank) return std::unexpected(bank.error());
  const auto amount = amount_of(options);
  if (!amount) return std::unexpected(amount.error());
  const auto destination = hex_option<chain::Hash256>(options.destination, "--destination");
  if (!destination) return std::unexpected(destination.error());
  return write_call(session, options.write, "lxr.request_withdrawal",
                    chain::to_json(lxr::RequestWithdrawal{*bank, *amount, *destination}));
}

Outcome<Document> settle_withdrawal(Session& session, const MoneyOptions& options) {
  const auto withdrawal = hex_option<chain::RecordKey>(options.withdrawal, "withdrawal");
  if (!withdrawal) return std::unexpected(withdrawal.error());
  if (!options.reason.empty() && !options.returned) return usage_error("--reason goes with --returned");
  lxr::SettlementLine line;
  line.withdrawal = *withdrawal;
  line.paid = !options.returned;
  line.reason = options.reason;
  line.bank_reference = options.bank_reference;
  if (!options.amount.empty()) {
    const auto amount = amount_of(options);
    if (!amount) return std::unexpected(amount.error());
    line.amount = *amount;
  }
  const lxr::SettleWithdrawal args{{line}};
  return write_call(session, options.write, "lxr.settle_withdrawal", chain::to_json(args));
}

Outcome<Document> show_withdrawal(Session& session, const MoneyOptions& options) {
  const auto withdrawal = hex_option<chain::RecordKey>(options.withdrawal, "withdrawal");
  if (!withdrawal) return std::unexpected(withdrawal.error());
  const auto found = read_record<lxr::Withdrawal>(session, lxr::withdrawal_key(*withdrawal));
  if (!found) return std::unexpected(found.error());
  if (!*found) return fail(ExitCode::kBadInput, "NO_WITHDRAWAL", "there is no withdrawal " + options.withdrawal);
  auto data = chain::to_json(**found);
  constexpr std::string_view kStates[] = {"requested", "paid", "returned"};
  data["state"] = std::string(kStates[static_cast<std::size_t>((*found)->state)]);
  return Document{.data = std::move(data)};
}

Outcome<Document> transfer(Session& session, const MoneyOptions& options) {
  const auto to = session.keys().account(options.to);
  if (!to) return std::unexpected(to.error());
  const auto amount = amount_of(options);
  if (!amount) return std::unexpected(amount.error());
  const auto purpose = purpose_of(options.purpose);
  if (!purpose) return std::unexpected(purpose.error());
  const auto reference = hex_option<chain::RecordKey>(options.reference, "--reference");
  if (!reference) return std::unexpected(reference.error());
  return write_call(session, options.write, "lxr.transfer",
                    chain::to_json(lxr::Transfer{*to, *amount, *purpose, *reference}));
}

Outcome<Document> set_relation(Session& session, const MoneyOptions& options, bool open) {
  const auto from = session.keys().account(options.account);
  if (!from) return std::unexpected(from.error());
  const auto to = session.keys().account(options.to);
  if (!to) return std::unexpected(to.error());
  const auto purpose = purpose_of(options.purpose);
  if (!purpose) return std::unexpected(purpose.error());
  const lxr::SetRelations args{{{*from, *to, *purpose, open}}};
  return write_call(session, options.write, "lxr.set_relations", chain::to_json(args));
}

void add_deposit(CLI::App& app, Session& session) {
  CLI::App& deposit = *app.add_subcommand("deposit", "money in: the bank's confirmations")->require_subcommand(1);
  add_command<MoneyOptions>(
      deposit, session, "confirm", "new LXR against money that arrived (bank)",
      [](CLI::App& command, MoneyOptions& state) {
        command.add_option("account", state.account, "key name or address that gets the LXR")->required();
        command.add_option("amount", state.amount, "yuan, e.g. 6916.65")->required();
        command.add_option("--reference", state.reference, "the bank's receipt number; counts once for ever")
            ->required();
        add_write_options(command, state.write);
      },
      [&session](const MoneyOptions& state) { return confirm_deposit(session, state); });
  add_command<MoneyOptions>(
      deposit, session, "attest", "what the custody account holds (bank)",
      [](CLI::App& command, MoneyOptions& state) {
        command.add_option("balance", state.amount, "yuan")->required();
        command.add_option("--as-of", state.as_of, "e.g. 2026-03-31T18:00")->required();
        add_write_options(command, state.write);
      },
      [&session](const MoneyOptions& state) { return attest(session, state); });
}

void add_withdraw(CLI::App& app, Session& session) {
  CLI::App& withdraw = *app.add_subcommand("withdraw", "money out, in two steps")->require_subcommand(1);
  add_command<MoneyOptions>(
      withdraw, session, "request", "sets LXR aside to be paid out",
      [](CLI::App& command, MoneyOptions& state) {
        command.add_option("amount", state.amount, "yuan")->required();
        command.add_option("--bank", state.to, "the bank that pays: key name or address")->required();
        command.add_option("--destination", state.destination, "commitment to the bank account: payout destinations")
            ->required();
        add_write_options(command, state.write);
      },
      [&session](const MoneyOptions& state) { return request_withdrawal(session, state); });
  add_command<MoneyOptions>(
      withdraw, session, "settle", "it was paid out, or came back (bank)",
      [](CLI::App& command, MoneyOptions& state) {
        command.add_option("withdrawal", state.withdrawal, "record key, hex")->required();
        command.add_flag("--returned", state.returned, "the payment failed: give the LXR back");
        command.add_option("--reason", state.reason, "the bank's code for a return, e.g. AC01");
        command.add_option("--amount", state.amount, "yuan, as the bank has it: another amount is refused");
        command.add_option("--bank-reference", state.bank_reference, "the bank's own number of the payment");
        add_write_options(command, state.write);
      },
      [&session](const MoneyOptions& state) { return settle_withdrawal(session, state); });
  add_command<MoneyOptions>(
      withdraw, session, "show", "requested, paid, or returned and why",
      [](CLI::App& command, MoneyOptions& state) {
        command.add_option("withdrawal", state.withdrawal, "record key, hex")->required();
      },
      [&session](const MoneyOptions& state) { return show_withdrawal(session, state); });
}

}  // namespace

void add_money_commands(CLI::App& app, Session& session) {
  add_deposit(app, session);
  add_withdraw(app, session);
  add_command<MoneyOptions>(
      app, session, "transfer", "pays along a relation that the union opened",
      [](CLI::App& command, MoneyOptions& state) {
        command.add_option("to", state.to, "key name or address")->required();
        command.add_option("amount", state.amount, "yuan")->required();
        command.add_option("--purpose", state.purpose, "fee, contribution, refund, project or voucher")->required();
        command.add_option("--reference", state.reference, "the record it is for, hex");
        add_write_options(command, state.write);
      },
      [&session](const MoneyOptions& state) { return transfer(session, state); });
  CLI::App& relation = *app.add_subcommand("relation", "who may pay whom, and for what (union)")->require_subcommand(1);
  for (const bool open : {true, false}) {
    add_command<MoneyOptions>(
        relation, session, open ? "open" : "close", open ? "allows payments" : "ends them",
        [](CLI::App& command, MoneyOptions& state) {
          command.add_option("from", state.account, "key name or address")->required();
          command.add_option("to", state.to, "key name or address")->required();
          command.add_option("--purpose", state.purpose, "fee, contribution, refund, project or voucher")->required();
          add_write_options(command, state.write);
        },
        [&session, open](const MoneyOptions& state) { return set_relation(session, state, open); });
  }
}

}  // namespace xh::cli
