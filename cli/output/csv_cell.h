// One cell of a CSV file that spreadsheets open: quoted as RFC 4180 wants it, and no formula. Stateless, thread-safe.
#pragma once

#include <string>
#include <vector>

namespace xh::cli {

// A spreadsheet takes a leading = + - @ (or tab, return) for a formula: such a cell begins with a quote mark. Plain
// negative whole numbers are no danger.
[[nodiscard]] std::string csv_cell(std::string value);
[[nodiscard]] std::string guarded_csv_line(const std::vector<std::string>& cells);  // ends with CR LF
// The value of a cell that csv_cell guarded.
[[nodiscard]] std::string without_formula_guard(const std::string& cell);

}  // namespace xh::cli
