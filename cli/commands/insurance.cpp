// insurance sign | classify | overturn | pay | show | history | rates | set-rates | remit
#include "chain/codec/json.h"
#include "chain/crypto/sha256.h"
#include "cli/commands/commands.h"
#include "cli/commands/salted_text.h"
#include "cli/commands/write.h"
#include "cli/files.h"
#include "cli/output/money.h"
#include "cli/output/time_text.h"
#include "cli/wallet/random.h"
#include "contracts/catalog/record_catalog.h"
#include "contracts/engine/calendar.h"
#include "contracts/insurance/calls.h"

namespace xh::cli {
namespace {

namespace insurance = contracts::insurance;

constexpr std::size_t kMaxRateFileBytes = 1024 * 1024;

struct InsuranceOptions {
  std::string worker;
  std::string employer;
  std::string scheme = "flexible";
  std::string city;
  std::string base;
  std::string cover = "none";
  std::string contract;
  std::string month;
  std::string amount;
  std::string bank;
  std::string destination;
  std::string file;
  std::string source;
  std::vector<std::string> items;
  std::int64_t housing_employer_ppm = 0;
  std::int64_t housing_worker_ppm = 0;
  std::uint32_t months = 0;
  TextOptions reason;
  WriteOptions write;
};

Outcome<chain::Day> month_of(std::string_view text) {
  const auto day = parse_day(text.size() == 7 ? std::string(text) + "-01" : std::string(text));
  if (!day) return usage_error("'" + std::string(text) + "' is not a month such as 2026-05");
  return *day;
}

Outcome<chain::RecordKey> record_of(std::string_view hex) {
  const auto key = chain::fixed_from_hex<chain::RecordKey>(hex);
  if (!key) return usage_error("a record's key is 64 hex digits");
  return *key;
}

// With --key the same command again means the same contract.
chain::RecordKey new_contract_key(const InsuranceOptions& options) {
  if (options.write.key.empty()) return random_fixed<chain::RecordKey>();
  return chain::retag<chain::RecordKey>(chain::sha256(chain::as_bytes("insurance/" + options.write.key)));
}

Outcome<json::object> terms_of(Session& session, const InsuranceOptions& options) {
  insurance::Terms terms;
  const auto worker = session.keys().account(options.worker);
  if (!worker) return std::unexpected(worker.error());
  terms.worker = *worker;
  if (!options.employer.empty()) {
    const auto employer = session.keys().account(options.employer);
    if (!employer) return std::unexpected(employer.error());
    terms.employer = *employer;
  }
  if (!options.base.empty()) {
    const auto base = parse_yuan(options.base);
    if (!base) return usage_error("--base: " + base.error().message);
    terms.base = *base;
  }
  terms.city = options.city;
  terms.housing_employer_ppm = options.housing_employer_ppm;
  terms.housing_worker_ppm = options.housing_worker_ppm;
  auto out = chain::to_json(terms);
  out["scheme"] = options.scheme;
  out["order_cover"] = options.cover;
  return out;
}

Outcome<Document> sign(Session& session, const InsuranceOptions& options) {
  auto terms = terms_of(session, options);
  if (!terms) return std::unexpected(terms.error());
  const auto from = month_of(options.month);
  if (!from) return std::unexpected(from.error());
  const auto contract = chain::to_hex(new_contract_key(options).view());
  json::object args{
      {"contract", contract}, {"terms", std::move(*terms)}, {"from", from->value}, {"months", options.months}};
  auto out = write_call(session, options.write, "insurance.sign", std::move(args));
  if (out && out->data.is_object()) out->data.get_object()["contract"] = contract;
  return out;
}

Outcome<json::object> decision_of(Session& session, const InsuranceOptions& options) {
  const auto worker = session.keys().account(options.worker);
  if (!worker) return std::unexpected(worker.error());
  json::object args{{"worker", chain::to_address(*worker)}, {"months", options.months}};
  args["reason"] = chain::to_hex(chain::Hash256{}.view());
  if (!options.reason.file.empty() || !options.reason.hash.empty()) {
    auto reason = salted_text(session, options.reason);
    if (!reason) return std::unexpected(reason.error());
    args["reason"] = std::move(*reason);
  }
  return args;
}

Outcome<Document> classify(Session& session, const InsuranceOptions& options) {
  auto args = decision_of(session, options);
  if (!args) return std::unexpected(args.error());
  (*args)["city"] = options.city;
  return write_call(session, options.write, "insurance.classify", std::move(*args));
}

Outcome<Document> overturn(Session& session, const InsuranceOptions& options) {
  auto args = decision_of(session, options);
  if (!args) return std::unexpected(args.error());
  return write_call(session, options.write, "insurance.overturn", std::move(*args));
}

Outcome<Document> pay(Session& session, const InsuranceOptions& options) {
  const auto contract = record_of(options.contract);
  if (!contract) return std::unexpected(contract.error());
  const auto month = month_of(options.month);
  if (!month) return std::unexpected(month.error());
  chain::Fen amount;
  if (!options.amount.empty()) {
    const auto yuan = parse_yuan(options.amount);
    if (!yuan) return usage_error(yuan.error().message);
    amount = *yuan;
  }
  return write_call(session, options.write, "insurance.pay_month",
                    chain::to_json(insurance::PayMonth{*contract, *month, amount}));
}

// The record's JSON; null when there is none.
Outcome<json::value> read_record(Session& session, std::string_view kind, const std::vector<std::string>& parts,
                                 std::optional<std::uint64_t>* height = nullptr) {
  const auto key = contracts::record_key_of(kind, parts);
  if (!key) return usage_error(key.error().message);
  auto answer = session.get_signed("/v1/records/" + chain::to_hex(*key) + "?proof=0");
  if (!answer) return std::unexpected(answer.error());
  if (height != nullptr) *height = answer->height;
  const auto* record = answer->data.is_object() ? answer->data.get_object().if_contains("record") : nullptr;
  const auto* data = record != nullptr && record->is_object() ? record->get_object().if_contains("data") : nullptr;
  return data != nullptr ? *data : json::value();
}

Outcome<Document> show(Session& session, const InsuranceOptions& options) {
  Document out;
  auto data = options.month.empty()
                  ? read_record(session, "insurance.contract", {options.contract}, &out.height)
                  : read_record(session, "insurance.month", {options.contract, options.month}, &out.height);
  if (!data) return std::unexpected(data.error());
  if (data->is_null()) return fail(ExitCode::kBadInput, "NOT_THERE", "the ledger has no such contract or month");
  out.data = std::move(*data);
  return out;
}

std::string text_member(const json::value& value, std::string_view name) {
  const auto* member = value.is_object() ? value.get_object().if_contains(name) : nullptr;
  return member != nullptr && member->is_string() ? std::string(std::string_view(member->get_string())) : "";
}

std::optional<chain::Day> day_member(const json::value& value, std::string_view name) {
  const auto* member = value.is_object() ? value.get_object().if_contains(name) : nullptr;
  return member != nullptr && member->is_int64() ? std::optional(chain::Day{member->get_int64()}) : std::nullopt;
}

// The months of one contract that have a record, oldest first.
Outcome<void> add_months(Session& session, const json::value& ref, std::size_t limit, json::array& rows) {
  const auto contract = text_member(ref, "contract");
  const auto from = day_member(ref, "from");
  const auto last = day_member(ref, "last");
  if (!from || !last) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node's answer names no months");
  for (chain::Day month = *from; month <= *last && rows.size() < limit; month = contracts::add_months(month, 1)) {
    auto record = read_record(session, "insurance.month", {contract, format_day(month)});
    if (!record) return std::unexpected(record.error());
    if (record->is_null()) return {};
    rows.push_back(std::move(*record));
  }
  return {};
}

Outcome<Document> history(Session& session, const InsuranceOptions& options) {
  const auto name = options.worker.empty() ? session.default_key({}) : Outcome<std::string>(options.worker);
  if (!name) return std::unexpected(name.error());
  const auto worker = session.keys().account(*name);
  if (!worker) return std::unexpected(worker.error());
  Document out{.list = "months",
               .columns = {"contract", "month", "kind", "state", "base", "due.worker", "due.subsidy", "due.employer",
                           "paid.worker", "remitted", "due_at"}};
  const auto book = read_record(session, "insurance.worker", {chain::to_address(*worker)}, &out.height);
  if (!book) return std::unexpected(book.error());
  json::array rows;
  const auto* contracts = book->is_object() ? book->get_object().if_contains("contracts") : nullptr;
  if (contracts != nullptr && contracts->is_array()) {
    for (const auto& ref : contracts->get_array()) {
      if (auto added = add_months(session, ref, insurance::kMaxHistoryMonths, rows); !added)
        return std::unexpected(added.error());
    }
  }
  out.data = json::object{{"worker", chain::to_address(*worker)}, {"months", std::move(rows)}};
  return out;
}

Outcome<Document> rates(Session& session, const InsuranceOptions& options) {
  Document out;
  auto table = read_record(session, "insurance.rates", {options.city}, &out.height);
  if (!table) return std::unexpected(table.error());
  if (table->is_null())
    return fail(ExitCode::kBadInput, "NOT_THERE", "the city '" + options.city + "' has no rates on this ledger");
  out.data = std::move(*table);
  return out;
}

// Months in a rate file may be written "2026-01".
Outcome<void> name_months_by_day(json::value& rows) {
  if (!rows.is_array()) return usage_error("a rate file is a JSON list of rows");
  for (auto& row : rows.get_array()) {
    if (!row.is_object()) return usage_error("a rate file is a JSON list of rows");
    for (const auto* name : {"from", "to"}) {
      auto* member = row.get_object().if_contains(name);
      if (member == nullptr || !member->is_string()) continue;
      const auto month = month_of(std::string_view(member->get_string()));
      if (!month) return std::unexpected(month.error());
      *member = month->value;
    }
  }
  return {};
}

Outcome<Document> set_rates(Session& session, const InsuranceOptions& options) {
  const auto text = read_file(options.file, kMaxRateFileBytes);
  if (!text) return std::unexpected(text.error());
  auto rows = chain::parse_json(*text);
  if (!rows) return fail(ExitCode::kBadInput, "BAD_FILE", options.file + ": " + rows.error().message);
  if (auto named = name_months_by_day(*rows); !named) return std::unexpected(named.error());
  const auto source = read_file(options.source, kMaxTextBytes);
  if (!source) return std::unexpected(source.error());
  json::object args{{"city", options.city},
                    {"source", chain::to_hex(chain::sha256(chain::as_bytes(*source)).view())},
                    {"rows", std::move(*rows)}};
  return write_call(session, options.write, "insurance.set_rates", std::move(args));
}

// "CONTRACT:2026-05", "xh1...:2026-05" or "KEYNAME:2026-05" (an employer's order cover)
Outcome<void> add_item(Session& session, std::string_view item, insurance::Remit& remit) {
  const auto colon = item.rfind(':');
  if (colon == std::string_view::npos) return usage_error("a month to remit is CONTRACT:2026-05 or EMPLOYER:2026-05");
  const auto month = month_of(item.substr(colon + 1));
  if (!month) return std::unexpected(month.error());
  const std::string whose(item.substr(0, colon));
  if (const auto contract = chain::fixed_from_hex<chain::RecordKey>(whose)) {
    remit.months.push_back({*contract, *month});
    return {};
  }
  const auto employer = session.keys().account(whose);
  if (!employer) return std::unexpected(employer.error());
  remit.order_months.push_back({*employer, *month});
  return {};
}

Outcome<Document> remit(Session& session, const InsuranceOptions& options) {
  insurance::Remit args;
  const auto bank = session.keys().account(options.bank);
  if (!bank) return std::unexpected(bank.error());
  args.bank = *bank;
  const auto destination = chain::fixed_from_hex<chain::Hash256>(options.destination);
  if (!destination) return usage_error("--destination is 64 hex digits");
  args.destination = *destination;
  const auto amount = parse_yuan(options.amount);
  if (!amount) return usage_error(amount.error().message);
  args.amount = *amount;
  for (const auto& item : options.items) {
    if (auto added = add_item(session, item, args); !added) return std::unexpected(added.error());
  }
  return write_call(session, options.write, "insurance.remit", chain::to_json(args));
}

void sign_options(CLI::App& command, InsuranceOptions& state) {
  command.add_option("--worker", state.worker, "key name or address")->required();
  command.add_option("--city", state.city, "whose rates, e.g. chengdu")->required();
  command.add_option("--from", state.month, "first month, e.g. 2026-03")->required();
  command.add_option("--months", state.months, "at most what the union decided")->required();
  command.add_option("--scheme", state.scheme, "employee or flexible")
      ->check(CLI::IsMember({"employee", "flexible"}))
      ->capture_default_str();
  command.add_option("--employer", state.employer, "that owes a share or pays order cover; signs too");
  command.add_option("--base", state.base, "yuan; flexible scheme and months without a wage (default: the floor)");
  command.add_option("--housing-employer", state.housing_employer_ppm, "housing fund, ppm of the base");
  command.add_option("--housing-worker", state.housing_worker_ppm, "housing fund, ppm of the base");
  command.add_option("--order-cover", state.cover, "injury cover by the order, paid by the employer")
      ->check(CLI::IsMember({"none", "ride_hailing", "delivery", "delivery_high", "freight"}))
      ->capture_default_str();
  add_write_options(command, state.write);
}

void decision_options(CLI::App& command, InsuranceOptions& state) {
  command.add_option("worker", state.worker, "key name or address")->required();
  command.add_option("--months", state.months, "12, 6, 3, or 0 to decline")->required();
  add_text_options(command, state.reason);
  add_write_options(command, state.write);
}

void add_decisions(CLI::App& group, Session& session) {
  add_command<InsuranceOptions>(
      group, session, "classify", "decides on a worker's contract; the ledger shows its rule score (union)",
      [](CLI::App& command, InsuranceOptions& state) {
        command.add_option("--city", state.city, "whose contribution the income is compared with")->required();
        decision_options(command, state);
      },
      [&session](const InsuranceOptions& state) { return classify(session, state); });
  add_command<InsuranceOptions>(group, session, "overturn", "changes the last decision, with a reason (union)",
                                decision_options,
                                [&session](const InsuranceOptions& state) { return overturn(session, state); });
}

void add_reads(CLI::App& group, Session& session) {
  add_command<InsuranceOptions>(
      group, session, "show", "a contract, or one of its months with its arithmetic",
      [](CLI::App& command, InsuranceOptions& state) {
        command.add_option("contract", state.contract, "record key, hex")->required();
        command.add_option("month", state.month, "e.g. 2026-05");
      },
      [&session](const InsuranceOptions& state) { return show(session, state); });
  add_command<InsuranceOptions>(
      group, session, "history", "a worker's months over all contracts, oldest first",
      [](CLI::App& command, InsuranceOptions& state) {
        command.add_option("worker", state.worker, "key name or address (default: the acting key)");
      },
      [&session](const InsuranceOptions& state) { return history(session, state); });
  add_command<InsuranceOptions>(
      group, session, "rates", "a city's dated rates",
      [](CLI::App& command, InsuranceOptions& state) { command.add_option("city", state.city)->required(); },
      [&session](const InsuranceOptions& state) { return rates(session, state); });
}

void add_union_writes(CLI::App& group, Session& session) {
  add_command<InsuranceOptions>(
      group, session, "set-rates", "puts a city's rate table (union)",
      [](CLI::App& command, InsuranceOptions& state) {
        command.add_option("city", state.city)->required();
        command.add_option("file", state.file, "JSON list of rows; months as \"2026-01\"")->required();
        command.add_option("--source", state.source, "the text that the figures were read from; its hash is kept")
            ->required();
        add_write_options(command, state.write);
      },
      [&session](const InsuranceOptions& state) { return set_rates(session, state); });
  add_command<InsuranceOptions>(
      group, session, "remit", "sends paid months to the agency (union)",
      [](CLI::App& command, InsuranceOptions& state) {
        command.add_option("months", state.items, "CONTRACT:2026-05 or EMPLOYER:2026-05 (order cover)")->required();
        command.add_option("--amount", state.amount, "yuan: exactly what the months hold")->required();
        command.add_option("--bank", state.bank, "the bank that pays: key name or address")->required();
        command.add_option("--destination", state.destination, "commitment to the agency's bank account")->required();
        add_write_options(command, state.write);
      },
      [&session](const InsuranceOptions& state) { return remit(session, state); });
}

}  // namespace

void add_insurance_commands(CLI::App& app, Session& session) {
  CLI::App& group = *app.add_subcommand("insurance", "contracts, months, rates, remittance")->require_subcommand(1);
  add_command<InsuranceOptions>(group, session, "sign",
                                "a contract of worker and union (and the employer that owes a share)", sign_options,
                                [&session](const InsuranceOptions& state) { return sign(session, state); });
  add_decisions(group, session);
  add_command<InsuranceOptions>(
      group, session, "pay", "pays a month in full from the balance (worker)",
      [](CLI::App& command, InsuranceOptions& state) {
        command.add_option("contract", state.contract, "record key, hex")->required();
        command.add_option("month", state.month, "e.g. 2026-05")->required();
        command.add_option("--amount", state.amount, "yuan, refused unless it is all that is missing");
        add_write_options(command, state.write);
      },
      [&session](const InsuranceOptions& state) { return pay(session, state); });
  add_reads(group, session);
  add_union_writes(group, session);
}

}  // namespace xh::cli
