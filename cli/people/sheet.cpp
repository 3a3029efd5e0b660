#include "cli/people/sheet.h"

#include <array>
#include <set>

#include "chain/codec/address.h"
#include "cli/output/csv_cell.h"
#include "cli/payroll/csv.h"
#include "cli/people/store.h"
#include "contracts/engine/calendar.h"

namespace xh::cli {
namespace {

struct Column {
  std::string_view name;
  std::optional<std::string> PersonChange::* member;  // null: the ref
};
constexpr std::array<Column, 11> kColumns{{{"ref", nullptr},
                                           {"account", &PersonChange::account},
                                           {"name", &PersonChange::name},
                                           {"id_number", &PersonChange::id_number},
                                           {"phone", &PersonChange::phone},
                                           {"bank_account", &PersonChange::bank_account},
                                           {"cnaps", &PersonChange::cnaps},
                                           {"address", &PersonChange::address},
                                           {"marital_status", &PersonChange::marital_status},
                                           {"marital_purpose", &PersonChange::marital_purpose},
                                           {"last_settlement", &PersonChange::last_settlement}}};

std::string value_of(const Person& person, std::string_view column) {
  if (column == "ref") return person.ref;
  if (column == "account") return person.account ? chain::to_address(*person.account) : "";
  if (column == "name") return person.identity.name;
  if (column == "id_number") return person.identity.id_number;
  if (column == "phone") return person.phone;
  if (column == "bank_account") return person.bank_account;
  if (column == "cnaps") return person.cnaps;
  if (column == "address") return person.address;
  if (column == "marital_status") return person.marital_status;
  if (column == "marital_purpose") return person.marital_purpose;
  return person.last_settlement ? contracts::to_text(*person.last_settlement) : "";
}

chain::Result<std::vector<const Column*>> columns_of(const std::vector<std::string>& header) {
  std::vector<const Column*> out;
  std::set<std::string_view> seen;
  for (const auto& name : header) {
    const Column* found = nullptr;
    for (const auto& column : kColumns) {
      if (column.name == name) found = &column;
    }
    if (found == nullptr) return chain::invalid("line 1: unknown column '" + name + "'");
    if (!seen.insert(found->name).second) return chain::invalid("line 1: column '" + name + "' stands twice");
    out.push_back(found);
  }
  if (!seen.contains("ref")) return chain::invalid("line 1: the column 'ref' is missing");
  return out;
}

}  // namespace

chain::Result<std::vector<PersonRow>> read_people_sheet(std::string_view text) {
  const auto rows = parse_csv(text);
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return chain::invalid("the sheet is empty");
  if (rows->size() - 1 > kMaxPeople) return chain::invalid("more than " + std::to_string(kMaxPeople) + " people");
  const auto columns = columns_of(rows->front().fields);
  if (!columns) return std::unexpected(columns.error());
  std::vector<PersonRow> out;
  std::set<std::string> refs;
  for (std::size_t i = 1; i < rows->size(); ++i) {
    const auto& row = (*rows)[i];
    const auto where = "line " + std::to_string(row.line) + ": ";
    if (row.fields.size() != columns->size())
      return chain::invalid(where + std::to_string(columns->size()) + " columns are wanted");
    PersonRow person{row.line, {}, {}};
    for (std::size_t at = 0; at < columns->size(); ++at) {
      const auto* column = (*columns)[at];
      if (column->member == nullptr)
        person.ref = row.fields[at];
      else if (!row.fields[at].empty())
        person.change.*column->member = without_formula_guard(row.fields[at]);
    }
    if (auto ok = check_ref(person.ref); !ok) return chain::invalid(where + ok.error().message);
    if (!refs.insert(person.ref).second) return chain::invalid(where + person.ref + " stands twice");
    out.push_back(std::move(person));
  }
  return out;
}

std::string people_sheet(std::span<const Person> people) {
  std::string out;
  for (const auto& column : kColumns) out.append(out.empty() ? "" : ",").append(column.name);
  out += "\r\n";
  for (const auto& person : people) {
    std::string line;
    for (std::size_t i = 0; i < kColumns.size(); ++i)
      line += (i == 0 ? "" : ",") + csv_cell(value_of(person, kColumns[i].name));
    out += line + "\r\n";
  }
  return out;
}

std::string payee_list(std::span<const PayoutRow> rows) {
  std::string out = "account,name,bank_account,cnaps,salt\r\n";
  for (const auto& row : rows) {
    out += chain::to_address(row.account) + "," + csv_cell(row.bank.name) + "," + csv_cell(row.bank.bank_account) +
           "," + csv_cell(row.bank.cnaps) + "," + chain::to_hex(row.salt.view()) + "\r\n";
  }
  return out;
}

boost::json::object person_fields(const Person& person) {
  boost::json::object out;
  for (const auto& column : kColumns) {
    if (auto value = value_of(person, column.name); !value.empty()) out[column.name] = std::move(value);
  }
  return out;
}

}  // namespace xh::cli
