#include "cli/bank/payees.h"

#include <algorithm>
#include <array>

#include "chain/codec/address.h"
#include "chain/codec/domain.h"
#include "chain/codec/json.h"
#include "cli/bank/table.h"
#include "cli/output/charset.h"

namespace xh::cli {
namespace {

using chain::invalid;

constexpr std::array<std::string_view, 10> kMembers = {"account",   "name",     "bank_account", "cnaps", "salt",
                                                       "bank_name", "province", "city",         "phone", "purpose"};
constexpr std::size_t kRequiredMembers = 4;  // the first of them
constexpr std::size_t kMaxCellBytes = 1024;

using Cells = std::map<std::string, std::string, std::less<>>;

std::string cell(const Cells& cells, std::string_view name) {
  const auto at = cells.find(name);
  return at == cells.end() ? std::string() : at->second;
}

bool is_purpose(std::string_view text) {
  return text.size() == 4 && std::ranges::all_of(text, [](char c) { return c >= 'A' && c <= 'Z'; });
}

chain::Result<Payee> payee_of(const Cells& cells) {
  Payee out;
  const auto account = chain::from_address(cell(cells, "account"));
  if (!account) return invalid("account: " + account.error().message);
  out.account = *account;
  out.at = {cell(cells, "name"), cell(cells, "bank_account"), cell(cells, "cnaps")};
  if (const auto objection = objection_to(out.at); !objection.empty()) return invalid(objection);
  if (const auto salt = cell(cells, "salt"); !salt.empty()) {
    const auto parsed = chain::fixed_from_hex<chain::Hash256>(salt);
    if (!parsed) return invalid("the salt must be 64 hex digits");
    out.salt = *parsed;
  }
  out.bank_name = cell(cells, "bank_name");
  out.province = cell(cells, "province");
  out.city = cell(cells, "city");
  out.phone = cell(cells, "phone");
  if (const auto purpose = cell(cells, "purpose"); !purpose.empty()) {
    if (!is_purpose(purpose)) return invalid("the purpose must be four capital letters, e.g. SALA");
    out.purpose = purpose;
  }
  return out;
}

chain::Result<std::vector<std::pair<std::size_t, Cells>>> csv_rows(std::string_view bytes) {
  std::vector<Column> columns;
  for (std::size_t i = 0; i < kMembers.size(); ++i) columns.push_back({kMembers[i], {}, i < kRequiredMembers});
  const auto table = Table::read(bytes, columns, false);
  if (!table) return std::unexpected(table.error());
  std::vector<std::pair<std::size_t, Cells>> out;
  for (const auto& row : table->rows()) {
    Cells cells;
    for (const auto member : kMembers) cells.emplace(member, table->cell(row, member));
    out.emplace_back(row.line, std::move(cells));
  }
  return out;
}

chain::Result<Cells> json_cells(const chain::json::value& item) {
  if (!item.is_object()) return invalid("is no object");
  Cells cells;
  for (const auto& [name, value] : item.get_object()) {
    if (std::ranges::find(kMembers, std::string_view(name)) == kMembers.end())
      return invalid("unknown member '" + std::string(name) + "'");
    if (!value.is_string() || value.get_string().size() > kMaxCellBytes)
      return invalid("'" + std::string(name) + "' must be a text of at most 1,024 bytes");
    cells.emplace(std::string(name), std::string(std::string_view(value.get_string())));
  }
  return cells;
}

bool looks_like_json(std::string_view text) {
  const auto first = text.find_first_not_of(" \t\r\n");
  return first != std::string_view::npos && text[first] == '[';
}

}  // namespace

chain::Result<PayeeList> PayeeList::read(std::string_view bytes) {
  const auto text = to_utf8(bytes);
  if (!text) return std::unexpected(text.error());
  PayeeList out;
  const auto take = [&out](std::size_t line, const chain::Result<Cells>& cells) {
    auto payee = cells ? payee_of(*cells) : chain::Result<Payee>(std::unexpected(cells.error()));
    if (payee)
      out.payees_.push_back(std::move(*payee));
    else
      out.problems_.push_back({line, payee.error().message});
  };
  if (!looks_like_json(*text)) {
    const auto rows = csv_rows(*text);
    if (!rows) return std::unexpected(rows.error());
    for (const auto& [line, cells] : *rows) take(line, cells);
  } else {
    const auto document = chain::parse_json(*text);
    if (!document) return std::unexpected(document.error());
    std::size_t number = 0;
    for (const auto& item : document->as_array()) take(++number, json_cells(item));
  }
  std::ranges::stable_sort(out.payees_, {}, &Payee::account);
  return out;
}

const Payee* PayeeList::opening(const chain::AccountId& account, const chain::Hash256& destination) const {
  for (const auto& payee : std::ranges::equal_range(payees_, account, {}, &Payee::account)) {
    if (!payee.salt.is_zero() && destination_of(payee.at, payee.salt) == destination) return &payee;
  }
  return nullptr;
}

const Payee* PayeeList::first_of(const chain::AccountId& account) const {
  const auto rows = std::ranges::equal_range(payees_, account, {}, &Payee::account);
  return rows.empty() ? nullptr : &rows.front();
}

std::string destination_text(const BankAccount& at) {
  return at.number + "|" + at.cnaps + "|" + at.name;
}

chain::Hash256 destination_of(const BankAccount& at, const chain::Hash256& salt) {
  chain::Bytes bytes(salt.bytes.begin(), salt.bytes.end());
  chain::append(bytes, chain::as_bytes(destination_text(at)));
  return chain::tagged_hash(chain::tags::kCommitment, {}, bytes);
}

}  // namespace xh::cli
