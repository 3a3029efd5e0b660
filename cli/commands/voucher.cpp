// voucher show | list | verify: electronic vouchers (OP-24) out of receipts: number, parties' addresses, the amount in
// figures and in Chinese capitals; with block and signers where the proof was checked.
#include <charconv>

#include "chain/codec/json.h"
#include "chain/light/fact.h"
#include "cli/calls/call_table.h"
#include "cli/commands/commands.h"
#include "cli/commands/fact_file.h"
#include "cli/files.h"
#include "cli/output/capital_amount.h"
#include "contracts/lxr/balances.h"

namespace xh::cli {
namespace {

struct VoucherOptions {
  std::string receipt;
  std::string file;
  std::string save;
  std::string cursor;
  std::uint32_t limit = 20;
};

const json::value* member(const json::value& value, std::string_view name) {
  return value.is_object() ? value.get_object().if_contains(name) : nullptr;
}

std::string text_member(const json::value& value, std::string_view name) {
  const auto* found = member(value, name);
  return found != nullptr && found->is_string() ? std::string(std::string_view(found->get_string())) : std::string();
}

std::string capitals(const std::string& fen) {
  std::int64_t value = 0;
  const auto [end, error] = std::from_chars(fen.data(), fen.data() + fen.size(), value);
  if (fen.empty() || error != std::errc{} || end != fen.data() + fen.size()) return {};
  return "人民币" + capital_amount(chain::Fen{value});
}

// The ledger keeps a number; people read a name.
void name_purpose(json::object& voucher) {
  const auto* purpose = voucher.if_contains("purpose");
  boost::system::error_code error;
  const auto number = purpose != nullptr ? purpose->to_number<std::uint32_t>(error) : 0;
  if (purpose == nullptr || error || number > static_cast<std::uint32_t>(enum_max(contracts::lxr::Purpose{}))) return;
  voucher["purpose"] = std::string(contracts::lxr::purpose_name(static_cast<contracts::lxr::Purpose>(number)));
}

// The vouchers among a receipt's events, each with its number and capitals in front.
void take_vouchers(const json::value& receipt, json::array& out) {
  const auto* events = member(receipt, "events");
  if (events == nullptr || !events->is_array()) return;
  for (const auto& event : events->get_array()) {
    const auto* data = member(event, "data");
    if (text_member(event, "type") != "lxr.voucher_issued" || data == nullptr || !data->is_object()) continue;
    json::object voucher;
    if (const auto* number = member(*data, "number"); number != nullptr && number->is_object()) {
      for (const auto& [name, value] : number->get_object()) voucher[name] = value;
    }
    for (const auto& [name, value] : data->get_object()) {
      if (name != "number") voucher[name] = value;
    }
    name_purpose(voucher);
    voucher["capital"] = capitals(text_member(*data, "amount"));
    if (const auto* height = member(receipt, "height")) voucher["height"] = *height;
    out.push_back(std::move(voucher));
  }
}

Document voucher_list(json::array vouchers, std::optional<std::uint64_t> height) {
  return Document{.data = {{"vouchers", std::move(vouchers)}},
                  .height = height,
                  .list = "vouchers",
                  .columns = {"year", "serial", "amount", "capital", "from", "to", "purpose", "height"}};
}

// What a voucher file holds: the vouchers as they are read out, and the proof of them.
Outcome<void> save_vouchers(const std::string& path, const json::value& answer, const json::array& vouchers) {
  const auto* fact = member(answer, "fact");
  if (fact == nullptr) return fail(ExitCode::kNetwork, "BAD_ANSWER", "the node gave no proof");
  return write_new_private_file(path, pretty_json(json::object{{"vouchers", vouchers}, {"fact", *fact}}));
}

Outcome<Document> show(Session& session, const VoucherOptions& options) {
  const bool by_place = options.receipt.find('/') != std::string::npos;
  auto target = by_place ? "/v1/receipts/" + options.receipt : "/v1/txs/" + url_escape(options.receipt) + "/receipt";
  if (!options.save.empty()) target += "?proof=1";
  const auto answer = session.get_signed(target);
  if (!answer) return std::unexpected(answer.error());
  json::array vouchers;
  take_vouchers(answer->data, vouchers);
  if (vouchers.empty())
    return fail(ExitCode::kBadInput, "NO_VOUCHER", "this receipt holds no voucher that the acting account may see");
  if (!options.save.empty()) {
    if (auto ok = save_vouchers(options.save, answer->data, vouchers); !ok) return std::unexpected(ok.error());
  }
  return voucher_list(std::move(vouchers), answer->height);
}

Outcome<Document> list(Session& session, const VoucherOptions& options) {
  const auto name = session.default_key({});
  if (!name) return std::unexpected(name.error());
  const auto account = session.keys().account(*name);
  if (!account) return std::unexpected(account.error());
  std::string target = "/v1/accounts/" + chain::to_address(*account) + "/txs?limit=" + std::to_string(options.limit);
  if (!options.cursor.empty()) target += "&cursor=" + url_escape(options.cursor);
  const auto answer = session.get_signed(target);
  if (!answer) return std::unexpected(answer.error());
  json::array vouchers;
  const auto* items = member(answer->data, "items");
  if (items != nullptr && items->is_array()) {
    for (const auto& item : items->get_array()) take_vouchers(item, vouchers);
  }
  auto out = voucher_list(std::move(vouchers), answer->height);
  if (const auto* next = member(answer->data, "next_cursor")) out.data.get_object()["next_cursor"] = *next;
  return out;
}

// A file's own words about its vouchers must be those of its proof: the first that is not, or nothing.
std::string false_words(const json::value& document, const json::array& proven) {
  const auto* stated = member(document, "vouchers");
  if (stated == nullptr) return {};
  if (!stated->is_array() || stated->get_array().size() != proven.size())
    return "the file does not state the vouchers of its proof";
  for (std::size_t i = 0; i < proven.size(); ++i) {
    const auto& truth = proven[i].get_object();
    for (const auto& [name, value] : truth) {
      const auto* said = member(stated->get_array()[i], name);
      if (said != nullptr && *said == value) continue;
      return "voucher " + json::serialize(truth.at("year")) + "/" + json::serialize(truth.at("serial")) + ": '" +
             std::string(name) + "' is " + json::serialize(value) + " on the ledger, not what the file says";
    }
  }
  return {};
}

Outcome<Document> verify(Session& session, const VoucherOptions& options) {
  const auto checked = check_fact_file(session, options.file);
  if (!checked) return std::unexpected(checked.error());
  if (!checked->verified) return false_fact(session, checked->objection);
  json::array vouchers;
  if (checked->verified->receipt) take_vouchers(json::value(receipt_to_json(*checked->verified->receipt)), vouchers);
  if (vouchers.empty())
    return fail(ExitCode::kBadInput, "NO_VOUCHER", options.file + ": the fact is true, but it holds no voucher");
  const auto content = read_file(options.file, kMaxFactFileBytes);
  if (!content) return std::unexpected(content.error());
  const auto document = chain::parse_json(*content);
  if (!document) return bad_input(options.file, document.error());
  if (const auto objection = false_words(*document, vouchers); !objection.empty())
    return false_fact(session, objection);
  session.say(Text::kFactTrue);
  auto out = voucher_list(std::move(vouchers), checked->verified->header.height.value);
  auto& data = out.data.get_object();
  data["block_id"] = chain::to_hex(checked->verified->block.view());
  json::array signers;
  for (const auto& name : checked->verified->signers) signers.push_back(json::value(name));
  data["signers"] = std::move(signers);
  return out;
}

}  // namespace

void add_voucher_commands(CLI::App& app, Session& session) {
  CLI::App& voucher = *app.add_subcommand("voucher", "electronic vouchers")->require_subcommand(1);
  add_command<VoucherOptions>(
      voucher, session, "show", "the vouchers of a receipt",
      [](CLI::App& command, VoucherOptions& state) {
        command.add_option("receipt", state.receipt, "transaction id, or height/index")->required();
        command.add_option("--save", state.save, "write the vouchers with their proof to this file: voucher verify");
      },
      [&session](const VoucherOptions& state) { return show(session, state); });
  add_command<VoucherOptions>(
      voucher, session, "list", "vouchers of the acting account, newest first",
      [](CLI::App& command, VoucherOptions& state) {
        command.add_option("--limit", state.limit, "receipts looked at")
            ->check(CLI::Range(1u, 100u))
            ->capture_default_str();
        command.add_option("--cursor", state.cursor, "next_cursor of the page before");
      },
      [&session](const VoucherOptions& state) { return list(session, state); });
  add_command<VoucherOptions>(
      voucher, session, "verify",
      "checks a voucher or fact file with the genesis alone and shows its vouchers (exit 5 when false)",
      [](CLI::App& command, VoucherOptions& state) {
        command.add_option("file", state.file, "fact file: query receipt --save")->required();
      },
      [&session](const VoucherOptions& state) { return verify(session, state); });
}

}  // namespace xh::cli
