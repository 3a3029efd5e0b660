// payroll bank-file [check] | reconcile: files for the bank, and its answers (OP-31).
#include <filesystem>

#include "chain/codec/json.h"
#include "chain/crypto/sha256.h"
#include "cli/bank/cnaps_sheet.h"
#include "cli/bank/ledger_reads.h"
#include "cli/bank/pain001.h"
#include "cli/bank/payout_plan.h"
#include "cli/commands/commands.h"
#include "cli/commands/write.h"
#include "cli/files.h"
#include "cli/output/charset.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

namespace lxr = contracts::lxr;

struct BankFileOptions {
  std::string bank;
  std::string payees;
  std::string payer;
  std::string out;
  std::string file;
  std::string format = std::string(kPain001Format);
  std::string encoding = "utf-8";
  std::string execution;
  std::uint64_t batch = 0;
  std::size_t limit = lxr::kMaxLines;
  bool only_clear = false;
  bool send = false;
  WriteOptions write;
};

Outcome<PayeeList> read_payees(const std::string& path) {
  const auto bytes = read_file(path, kMaxBankFileBytes);
  if (!bytes) return std::unexpected(bytes.error());
  auto list = PayeeList::read(*bytes);
  if (!list) return bad_input(path, list.error());
  if (list->problems().empty()) return std::move(*list);
  std::string text = path + ":";
  for (const auto& problem : list->problems())
    text += "\nline " + std::to_string(problem.line) + ": " + problem.message;
  return fail(ExitCode::kBadInput, "BAD_PAYEES", text);
}

// The bank that is named, or the acting account.
Outcome<chain::AccountId> bank_of(Session& session, const BankFileOptions& options) {
  if (!options.bank.empty()) return session.keys().account(options.bank);
  const auto key = session.default_key({});
  if (!key) return std::unexpected(key.error());
  return session.keys().account(*key);
}

chain::Timestamp ledger_time(const LedgerStatus& status) {
  const auto* now = status.document.if_contains("ledger_time");
  boost::system::error_code error;
  const auto ms = now == nullptr ? 0 : now->to_number<std::int64_t>(error);
  return ms > 0 && !error ? chain::Timestamp{ms} : status.block_time;
}

// Money is done when the ledger says so, not when a node took the transaction.
WriteOptions waiting_for_the_ledger(WriteOptions write) {
  write.wait = !write.dry_run && write.unsigned_file.empty();
  return write;
}

json::array refused_rows(const PayoutPlan& plan) {
  json::array out;
  for (const auto& line : plan.refused) {
    out.push_back({{"account", chain::to_address(line.account)},
                   {"withdrawal", chain::to_hex(line.withdrawal.view())},
                   {"amount", std::to_string(line.amount.value)},
                   {"message", line.message}});
  }
  return out;
}

// The payer's own row: of --payer, else of the acting account.
Outcome<const Payee*> find_payer(Session& session, const BankFileOptions& options, const PayeeList& payees) {
  auto name = options.payer;
  if (name.empty()) {
    const auto key = session.default_key({});
    if (!key) return std::unexpected(key.error());
    name = *key;
  }
  const auto account = session.keys().account(name);
  if (!account) return std::unexpected(account.error());
  const auto* payer = payees.first_of(*account);
  if (payer == nullptr) {
    return fail(ExitCode::kBadInput, "NO_PAYER",
                "the payee list has no row for the payer " + chain::to_address(*account) +
                    ": add the account that the wages are paid from, or name it with --payer");
  }
  return payer;
}

struct MadeFile {
  std::uint64_t number = 0;
  std::uint64_t waiting = 0;  // at the bank, before this file
  PayoutPlan plan;
  PaymentFile file;
  std::string bytes;
  lxr::OpenPayout call;
};

Outcome<std::string> file_bytes(const BankFileOptions& options, const PaymentFile& file) {
  if (options.format == kPain001Format) return write_pain001(file);
  const auto sheet = write_cnaps_sheet(file);
  if (options.encoding == "utf-8") return sheet;
  const auto text = to_utf8(sheet);  // without the byte order mark
  if (!text) return fail(ExitCode::kOther, "ENCODING", text.error().message);
  return to_gb18030(*text);
}

Outcome<chain::Day> execution_day(const BankFileOptions& options, chain::Timestamp now) {
  if (options.execution.empty()) return day_of(now);
  const auto day = parse_day(options.execution);
  if (!day) return usage_error("--execution-day: " + day.error().message);
  return *day;
}

Outcome<MadeFile> make_file(Session& session, const BankFileOptions& options, const chain::AccountId& bank) {
  const auto payees = read_payees(options.payees);
  if (!payees) return std::unexpected(payees.error());
  const auto payer = find_payer(session, options, *payees);
  if (!payer) return std::unexpected(payer.error());
  const auto status = session.status();
  if (!status) return std::unexpected(status.error());
  const auto queue = read_bank_queue(session, bank);
  if (!queue) return std::unexpected(queue.error());
  const auto waiting = read_waiting(session, bank, *queue, options.limit);
  if (!waiting) return std::unexpected(waiting.error());
  const auto now = ledger_time(**status);
  const auto execution = execution_day(options, now);
  if (!execution) return std::unexpected(execution.error());
  MadeFile out;
  out.number = queue->batches + 1;
  out.waiting = queue->waiting;
  out.plan = plan_payout(*waiting, *payees);
  out.file.message_id = message_id((*status)->chain.chain_id, bank, out.number);
  out.file.created = now;
  out.file.execution = *execution;
  out.file.payer = (*payer)->at;
  out.file.payer_bank = (*payer)->bank_name;
  out.file.lines = out.plan.lines;
  auto bytes = file_bytes(options, out.file);
  if (!bytes) return std::unexpected(bytes.error());
  out.bytes = std::move(*bytes);
  out.call = open_payout_call(bank, out.number, out.file, out.bytes, out.plan);
  return out;
}

Document made_document(const BankFileOptions& options, const MadeFile& made) {
  json::object data;
  data["file"] = options.out;
  data["format"] = options.format;
  data["batch"] = made.number;
  data["message_id"] = made.file.message_id;
  data["count"] = made.call.count;
  data["control_sum"] = std::to_string(made.call.control_sum.value);
  data["file_hash"] = chain::to_hex(made.call.file_hash.view());
  data["still_waiting"] = made.waiting - made.call.count;
  data["refused"] = refused_rows(made.plan);
  return Document{.data = std::move(data)};
}

Outcome<Document> refused_document(const BankFileOptions& options, const MadeFile& made) {
  auto out = made_document(options, made);
  out.data.get_object()["file"] = nullptr;  // nothing was written
  out.list = "refused";
  out.columns = {"account", "amount", "withdrawal", "message"};
  out.exit = ExitCode::kBadInput;
  return out;
}

// A file whose batch is surely not open must not lie about; one whose batch may be open is needed.
Failure after_failure(const std::string& path, Failure failure) {
  if (failure.exit == ExitCode::kUnknown || failure.exit == ExitCode::kNetwork) {
    failure.message += "; " + path + " was written: hand it in only when `payout batches` shows its batch";
    return failure;
  }
  std::error_code ignored;
  std::filesystem::remove(path, ignored);
  return failure;
}

// The file is written before its batch is opened: a batch without its file would hold the wages up. What the ledger
// refuses leaves no file behind; an outcome that is not known leaves it, and says so.
Outcome<Document> write_and_open(Session& session, const BankFileOptions& options, const MadeFile& made) {
  auto document = made_document(options, made);
  const auto write = waiting_for_the_ledger(options.write);
  if (!write.dry_run) {
    if (auto ok = write_new_private_file(options.out, made.bytes); !ok) return std::unexpected(ok.error());
  }
  auto sent = write_call(session, write, "lxr.open_payout", chain::to_json(made.call));
  if (!sent) return std::unexpected(write.dry_run ? sent.error() : after_failure(options.out, sent.error()));
  auto& data = document.data.get_object();
  if (const auto* object = sent->data.if_object()) {
    for (const char* name : {"id", "state"}) {
      if (const auto* value = object->if_contains(name)) data[name] = *value;
    }
  }
  return document;
}

Outcome<Document> make(Session& session, const BankFileOptions& options) {
  for (const auto& [name, value] :
       {std::pair("--bank", &options.bank), {"--payees", &options.payees}, {"--out", &options.out}}) {
    if (value->empty()) return usage_error(std::string(name) + " is needed");
  }
  const auto bank = bank_of(session, options);
  if (!bank) return std::unexpected(bank.error());
  const auto made = make_file(session, options, *bank);
  if (!made) return std::unexpected(made.error());
  if (!made->plan.refused.empty() && !options.only_clear) return refused_document(options, *made);
  if (made->plan.lines.empty())
    return fail(ExitCode::kBadInput, "NOTHING_WAITS", "no withdrawal waits at this bank that could go into a file");
  return write_and_open(session, options, *made);
}

bool is_xml(std::string_view bytes) {
  const auto first = bytes.find_first_not_of(" \t\r\n\xEF\xBB\xBF");
  return first != std::string_view::npos && bytes[first] == '<';
}

// The batch that a file belongs to: named, or by its message id, or by the first of its payments.
Outcome<OpenedBatch> batch_of(Session& session, const BankFileOptions& options, const chain::AccountId& bank,
                              const std::string& message, const std::string& end_to_end) {
  auto number = options.batch;
  if (number == 0 && !message.empty()) {
    const auto status = session.status();
    if (!status) return std::unexpected(status.error());
    const auto named = batch_number(message, (*status)->chain.chain_id, bank);
    if (!named) {
      return fail(
          ExitCode::kBadInput, "OTHER_FILE",
          "the message id '" + message + "' is not one of this ledger for this bank; name the bank with --bank");
    }
    number = *named;
  }
  return number != 0 ? read_batch(session, bank, number) : find_batch(session, bank, end_to_end);
}

json::array problem_rows(const std::vector<FileProblem>& problems) {
  json::array out;
  for (const auto& p : problems) {
    out.push_back({{"line", p.place}, {"end_to_end", p.end_to_end}, {"code", p.code}, {"message", p.message}});
  }
  return out;
}

Outcome<Document> check(Session& session, const BankFileOptions& options) {
  const auto bytes = read_file(options.file, kMaxBankFileBytes);
  if (!bytes) return std::unexpected(bytes.error());
  const auto file = is_xml(*bytes) ? read_pain001(*bytes) : read_cnaps_sheet(*bytes);
  if (!file) return bad_input(options.file, file.error());
  if (file->lines.empty()) return bad_input(options.file + ": the file has no payments");
  std::optional<PayeeList> payees;
  if (!options.payees.empty()) {
    auto list = read_payees(options.payees);
    if (!list) return std::unexpected(list.error());
    payees = std::move(*list);
  }
  const auto bank = bank_of(session, options);
  if (!bank) return std::unexpected(bank.error());
  const auto opened = batch_of(session, options, *bank, file->message_id, file->lines.front().end_to_end);
  if (!opened) return std::unexpected(opened.error());
  const auto problems = check_payment_file(*file, chain::sha256(chain::as_bytes(*bytes)), opened->batch, opened->lines,
                                           payees ? &*payees : nullptr);
  json::object data;
  data["batch"] = opened->number;
  data["count"] = opened->batch.count;
  data["control_sum"] = std::to_string(opened->batch.control_sum.value);
  data["unchanged"] = problems.empty();
  data["problems"] = problem_rows(problems);
  Document out{.data = std::move(data)};
  if (problems.empty()) return out;
  out.list = "problems";
  out.columns = {"line", "end_to_end", "code", "message"};
  out.exit = ExitCode::kFalse;
  return out;
}

json::object answer_row(const ReconciledLine& line, const PayeeList* payees, bool chinese) {
  const auto& withdrawal = line.batch.line;
  json::object row{
      {"account", chain::to_address(withdrawal.account)},       {"amount", std::to_string(withdrawal.amount.value)},
      {"status", std::string(status_name(line.answer.status))}, {"settled", line.settled},
      {"end_to_end", end_to_end_id(withdrawal.withdrawal)},     {"bank_reference", line.answer.bank_reference}};
  if (line.answer.status != AnswerStatus::kReturned) return row;
  row["reason"] = line.answer.reason;
  const auto meaning = reason_meaning(line.answer.reason, chinese);
  row["message"] = line.answer.reason_text.empty() ? std::string(meaning) : line.answer.reason_text;
  const auto* payee = payees == nullptr ? nullptr : payees->opening(withdrawal.account, withdrawal.destination);
  if (payee != nullptr) row["name"] = payee->at.name;
  return row;
}

json::object reconciled_data(const Reconciliation& found, const OpenedBatch& opened, const PayeeList* payees,
                             bool chinese) {
  json::array paid;
  json::array unpaid;
  chain::Fen paid_sum;
  chain::Fen unpaid_sum;
  for (const auto& line : found.lines) {
    const bool is_paid = line.answer.status == AnswerStatus::kPaid;
    (is_paid ? paid_sum : unpaid_sum).value += line.batch.line.amount.value;  // at most the batch's sum
    (is_paid ? paid : unpaid).push_back(answer_row(line, payees, chinese));
  }
  json::object out;
  out["batch"] = opened.number;
  out["count"] = opened.batch.count;
  out["control_sum"] = std::to_string(opened.batch.control_sum.value);
  out["paid_amount"] = std::to_string(paid_sum.value);
  out["returned_amount"] = std::to_string(unpaid_sum.value);
  out["paid"] = std::move(paid);
  out["unpaid"] = std::move(unpaid);
  out["problems"] = problem_rows(found.problems);
  return out;
}

Outcome<void> send_settlements(Session& session, const BankFileOptions& options, const Reconciliation& found,
                               json::object& data) {
  const auto call = found.settlements();
  data["sent"] = call.settlements.size();
  if (call.settlements.empty()) return {};
  const auto sent =
      write_call(session, waiting_for_the_ledger(options.write), "lxr.settle_withdrawal", chain::to_json(call));
  if (!sent) return std::unexpected(sent.error());
  json::object transaction;
  for (const char* name : {"id", "state", "unsigned", "call"}) {
    const auto* value = sent->data.is_object() ? sent->data.get_object().if_contains(name) : nullptr;
    if (value != nullptr) transaction[name] = *value;
  }
  data["transaction"] = std::move(transaction);
  return {};
}

Outcome<Document> reconcile_answer(Session& session, const BankFileOptions& options) {
  const auto bytes = read_file(options.file, kMaxBankFileBytes);
  if (!bytes) return std::unexpected(bytes.error());
  const auto answer = read_bank_answer(*bytes);
  if (!answer) return bad_input(options.file, answer.error());
  std::optional<PayeeList> payees;
  if (!options.payees.empty()) {
    auto list = read_payees(options.payees);
    if (!list) return std::unexpected(list.error());
    payees = std::move(*list);
  }
  const auto bank = bank_of(session, options);
  if (!bank) return std::unexpected(bank.error());
  const auto first = answer->lines.empty() ? std::string() : answer->lines.front().end_to_end;
  const auto opened = batch_of(session, options, *bank, answer->message_id, first);
  if (!opened) return std::unexpected(opened.error());
  const auto states = read_states(session, *opened);
  if (!states) return std::unexpected(states.error());
  const auto found = reconcile(*answer, opened->batch, *states);
  auto data = reconciled_data(found, *opened, payees ? &*payees : nullptr, session.language() == Language::kChinese);
  data["sent"] = 0;
  const bool clear = found.problems.empty();
  if (options.send && (clear || options.only_clear)) {
    if (auto ok = send_settlements(session, options, found, data); !ok) return std::unexpected(ok.error());
  }
  return Document{.data = std::move(data), .exit = clear ? ExitCode::kOk : ExitCode::kFalse};
}

void make_options(CLI::App& command, BankFileOptions& state) {
  command.add_option("--bank", state.bank, "the bank that pays: key name or address");
  command.add_option("--payees", state.payees, "names and bank accounts: CSV or JSON (cli/README.md)");
  command.add_option("--payer", state.payer, "whose row of the payee list pays (default: the acting account)");
  command.add_option("--out", state.out, "the file to write, mode 0600; never overwritten");
  command.add_option("--format", state.format, "what the bank takes")
      ->check(CLI::IsMember({std::string(kPain001Format), std::string(kSheetFormat)}))
      ->capture_default_str();
  command.add_option("--encoding", state.encoding, "of a cnaps-csv sheet")
      ->check(CLI::IsMember({"utf-8", "gb18030"}))
      ->capture_default_str();
  command.add_option("--execution-day", state.execution, "2026-04-10 (default: today by the ledger's time)");
  command.add_option("--limit", state.limit, "at most so many payments")
      ->check(CLI::Range(std::size_t{1}, lxr::kMaxLines))
      ->capture_default_str();
  command.add_flag("--only-clear", state.only_clear, "leave out payees that cannot be paid instead of stopping");
  add_write_options(command, state.write);
}

void read_options(CLI::App& command, BankFileOptions& state) {
  command.add_option("file", state.file, "the file")->required();
  command.add_option("--bank", state.bank, "key name or address (default: the acting account)");
  command.add_option("--batch", state.batch, "number of the payout batch (default: by the file's own ids)");
  command.add_option("--payees", state.payees, "compare and show names and bank accounts too");
}

}  // namespace

void add_bank_file_commands(CLI::App& payroll, Session& session) {
  auto state = std::make_shared<BankFileOptions>();
  CLI::App* file = payroll.add_subcommand("bank-file", "a payout file for a bank, and its batch on the ledger (union)");
  make_options(*file, *state);
  file->callback([file, &session, state] {
    if (!file->get_subcommands().empty()) return;
    session.choose([&session, state] { return make(session, *state); });
  });
  add_command<BankFileOptions>(*file, session, "check",
                               "compares a payout file with the ledger, line by line (exit 5 when it was changed)",
                               read_options, [&session](const BankFileOptions& s) { return check(session, s); });
  add_command<BankFileOptions>(
      payroll, session, "reconcile", "the bank's answer file against the ledger: who is paid, who is not and why",
      [](CLI::App& command, BankFileOptions& s) {
        read_options(command, s);
        command.add_flag("--send", s.send, "settle what the bank answered (bank); nothing unless all is clear");
        command.add_flag("--only-clear", s.only_clear, "settle the clear lines although others are not");
        add_write_options(command, s.write);
      },
      [&session](const BankFileOptions& s) { return reconcile_answer(session, s); });
}

}  // namespace xh::cli
