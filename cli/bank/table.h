// A CSV sheet with named columns, as the readers of this folder need it: the columns by any of their names (Chinese or
// English), in any order. Stateless after reading. Limits: those of cli/payroll/csv.h and kMaxBankFileBytes.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "chain/primitives/result.h"
#include "cli/payroll/csv.h"

namespace xh::cli {

// A column: the name in code, then what its heading may be.
struct Column {
  std::string_view name;
  std::vector<std::string_view> headings;
  bool required = false;
};

class Table {
 public:
  // Errors: no CSV, an unknown or doubled column, a missing one. Unknown columns are allowed with `lenient`: a bank's
  // sheet may hold more than we ask for.
  [[nodiscard]] static chain::Result<Table> read(std::string_view bytes, const std::vector<Column>& columns,
                                                 bool lenient);
  [[nodiscard]] const std::vector<CsvRow>& rows() const { return rows_; }  // without the heading
  // Trimmed, formula guard taken off; empty when the row or the sheet has no such cell.
  [[nodiscard]] std::string cell(const CsvRow& row, std::string_view column) const;
  [[nodiscard]] bool has(std::string_view column) const { return places_.contains(column); }

 private:
  std::map<std::string, std::size_t, std::less<>> places_;
  std::vector<CsvRow> rows_;
};

}  // namespace xh::cli
