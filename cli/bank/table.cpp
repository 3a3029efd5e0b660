#include "cli/bank/table.h"

#include <algorithm>

#include "cli/bank/payment_file.h"
#include "cli/output/csv_cell.h"

namespace xh::cli {
namespace {

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

const Column* find_column(const std::vector<Column>& columns, const std::string& heading) {
  const auto at = std::ranges::find_if(columns, [&](const Column& column) {
    return column.name == heading || std::ranges::find(column.headings, heading) != column.headings.end();
  });
  return at == columns.end() ? nullptr : &*at;
}

}  // namespace

chain::Result<Table> Table::read(std::string_view bytes, const std::vector<Column>& columns, bool lenient) {
  if (bytes.size() > kMaxBankFileBytes) return chain::invalid("the file is larger than 16 MiB");
  auto rows = parse_csv(bytes);
  if (!rows) return std::unexpected(rows.error());
  if (rows->empty()) return chain::invalid("the sheet is empty");
  Table out;
  const auto& header = rows->front();
  for (std::size_t i = 0; i < header.fields.size(); ++i) {
    const auto heading = trimmed(header.fields[i]);
    const auto* column = find_column(columns, heading);
    if (column == nullptr && !lenient) return chain::invalid("unknown column '" + heading + "'");
    if (column != nullptr && !out.places_.emplace(column->name, i).second)
      return chain::invalid("column '" + heading + "' appears twice");
  }
  for (const auto& column : columns) {
    if (column.required && !out.has(column.name))
      return chain::invalid("column '" + std::string(column.name) + "' is missing");
  }
  rows->erase(rows->begin());
  out.rows_ = std::move(*rows);
  return out;
}

std::string Table::cell(const CsvRow& row, std::string_view column) const {
  const auto at = places_.find(column);
  if (at == places_.end() || at->second >= row.fields.size()) return {};
  return without_formula_guard(trimmed(row.fields[at->second]));
}

}  // namespace xh::cli
