// payout set | show | destinations | waiting | batches: where wages go on payday, and what the banks have in hand
// (OP-29, OP-31).
#include "chain/codec/json.h"
#include "cli/bank/ledger_reads.h"
#include "cli/commands/commands.h"
#include "cli/commands/write.h"
#include "cli/files.h"
#include "cli/wallet/random.h"
#include "contracts/lxr/calls.h"

namespace xh::cli {
namespace {

namespace lxr = contracts::lxr;

struct PayoutOptions {
  std::string account;
  std::string bank;
  std::string destination;
  std::string payees;
  std::string out;
  bool keep = false;
  WriteOptions write;
};

Outcome<chain::AccountId> account_or_own(Session& session, const std::string& name) {
  if (!name.empty()) return session.keys().account(name);
  const auto key = session.default_key({});
  if (!key) return std::unexpected(key.error());
  return session.keys().account(*key);
}

Outcome<Document> set_payout(Session& session, const PayoutOptions& options) {
  if (options.keep == !options.bank.empty() || options.bank.empty() != options.destination.empty())
    return usage_error("either --bank with --destination, or --keep");
  lxr::SetPayout args;
  args.instruction.keep = options.keep;
  if (!options.keep) {
    const auto bank = session.keys().account(options.bank);
    if (!bank) return std::unexpected(bank.error());
    const auto destination = chain::fixed_from_hex<chain::Hash256>(options.destination);
    if (!destination) return usage_error("--destination is 64 hex digits");
    args.instruction.bank = *bank;
    args.instruction.destination = *destination;
  }
  return write_call(session, options.write, "lxr.set_payout", chain::to_json(args));
}

Outcome<Document> show_payout(Session& session, const PayoutOptions& options) {
  const auto account = account_or_own(session, options.account);
  if (!account) return std::unexpected(account.error());
  const auto found = read_record<lxr::PayoutInstruction>(session, lxr::payout_key(*account));
  if (!found) return std::unexpected(found.error());
  if (!*found)
    return fail(ExitCode::kBadInput, "NO_PAYOUT",
                "the account gave no payout instruction: its wages stay on the ledger");
  return Document{.data = chain::to_json(**found)};
}

// Fills in the salts that are missing and says what each destination is on the ledger. The new file must be kept like
// the bank accounts themselves: without the salts no payout file can be made, and destroying them erases the link.
Outcome<Document> make_destinations(const PayoutOptions& options) {
  const auto bytes = read_file(options.payees, kMaxBankFileBytes);
  if (!bytes) return std::unexpected(bytes.error());
  const auto list = PayeeList::read(*bytes);
  if (!list) return bad_input(options.payees, list.error());
  for (const auto& problem : list->problems())
    return bad_input(options.payees + ", line " + std::to_string(problem.line) + ": " + problem.message);
  json::array kept;
  json::array rows;
  for (auto payee : list->payees()) {
    if (payee.salt.is_zero()) payee.salt = random_fixed<chain::Hash256>();
    const auto account = chain::to_address(payee.account);
    kept.push_back({{"account", account},
                    {"name", payee.at.name},
                    {"bank_account", payee.at.number},
                    {"cnaps", payee.at.cnaps},
                    {"salt", chain::to_hex(payee.salt.view())},
                    {"bank_name", payee.bank_name},
                    {"province", payee.province},
                    {"city", payee.city},
                    {"phone", payee.phone},
                    {"purpose", payee.purpose}});
    rows.push_back({{"account", account}, {"destination", chain::to_hex(destination_of(payee.at, payee.salt).view())}});
  }
  if (auto ok = write_new_private_file(options.out, pretty_json(kept)); !ok) return std::unexpected(ok.error());
  return Document{.data = {{"file", options.out}, {"destinations", std::move(rows)}},
                  .list = "destinations",
                  .columns = {"account", "destination"}};
}

Outcome<Document> waiting(Session& session, const PayoutOptions& options) {
  const auto bank = account_or_own(session, options.bank);
  if (!bank) return std::unexpected(bank.error());
  const auto queue = read_bank_queue(session, *bank);
  if (!queue) return std::unexpected(queue.error());
  const auto lines = read_waiting(session, *bank, *queue, lxr::kMaxLines);
  if (!lines) return std::unexpected(lines.error());
  json::array rows;
  for (const auto& line : *lines) rows.push_back(chain::to_json(line));
  json::object data;
  data["count"] = queue->waiting;
  data["amount"] = std::to_string(queue->waiting_amount.value);
  data["waiting"] = std::move(rows);
  return Document{
      .data = std::move(data), .list = "waiting", .columns = {"account", "amount", "withdrawal", "destination"}};
}

Outcome<Document> batches(Session& session, const PayoutOptions& options) {
  const auto bank = account_or_own(session, options.bank);
  if (!bank) return std::unexpected(bank.error());
  const auto queue = read_bank_queue(session, *bank);
  if (!queue) return std::unexpected(queue.error());
  json::array rows;
  for (std::uint64_t back = 0; back < kBatchesSearched && back < queue->batches; ++back) {
    const auto number = queue->batches - back;
    const auto batch = read_record<lxr::PayoutBatch>(session, lxr::payout_batch_key(*bank, number));
    if (!batch) return std::unexpected(batch.error());
    if (!*batch) continue;
    auto row = chain::to_json(**batch);
    row["batch"] = number;
    row["closed"] = (*batch)->is_closed();
    rows.push_back(std::move(row));
  }
  return Document{.data = {{"batches", std::move(rows)}},
                  .list = "batches",
                  .columns = {"batch", "count", "control_sum", "paid_amount", "returned_amount", "closed"}};
}

void add_instruction_commands(CLI::App& group, Session& session) {
  add_command<PayoutOptions>(
      group, session, "set", "where the acting account's wages go on payday",
      [](CLI::App& command, PayoutOptions& state) {
        command.add_option("--bank", state.bank, "the bank that pays: key name or address");
        command.add_option("--destination", state.destination, "commitment to the bank account: payout destinations");
        command.add_flag("--keep", state.keep, "the wages stay on the ledger until they are asked for");
        add_write_options(command, state.write);
      },
      [&session](const PayoutOptions& state) { return set_payout(session, state); });
  add_command<PayoutOptions>(
      group, session, "show", "the payout instruction of an account",
      [](CLI::App& command, PayoutOptions& state) {
        command.add_option("account", state.account, "key name or address (default: the acting account)");
      },
      [&session](const PayoutOptions& state) { return show_payout(session, state); });
  add_command<PayoutOptions>(
      group, session, "destinations", "salts and commitments for a list of bank accounts",
      [](CLI::App& command, PayoutOptions& state) {
        command.add_option("payees", state.payees, "CSV or JSON: account, name, bank_account, cnaps")->required();
        command.add_option("--out", state.out, "the same list with salts, mode 0600: keep it")->required();
      },
      [](const PayoutOptions& state) { return make_destinations(state); });
}

void bank_option(CLI::App& command, PayoutOptions& state) {
  command.add_option("--bank", state.bank, "key name or address (default: the acting account)");
}

}  // namespace

void add_payout_commands(CLI::App& app, Session& session) {
  CLI::App& payout = *app.add_subcommand("payout", "wages out of the ledger")->require_subcommand(1);
  add_instruction_commands(payout, session);
  add_command<PayoutOptions>(payout, session, "waiting", "withdrawals that wait for a payout file (union, bank)",
                             bank_option, [&session](const PayoutOptions& state) { return waiting(session, state); });
  add_command<PayoutOptions>(payout, session, "batches", "payout files of a bank, newest first (union, bank)",
                             bank_option, [&session](const PayoutOptions& state) { return batches(session, state); });
}

}  // namespace xh::cli
