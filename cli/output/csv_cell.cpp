#include "cli/output/csv_cell.h"

#include <algorithm>
#include <string_view>

namespace xh::cli {
namespace {

constexpr std::string_view kFormulaSigns = "=+-@\t\r";

bool begins_formula(std::string_view value) {
  return !value.empty() && kFormulaSigns.find(value.front()) != std::string_view::npos;
}

bool is_whole_number(std::string_view value) {
  if (value.starts_with('-')) value.remove_prefix(1);
  return !value.empty() && std::ranges::all_of(value, [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::string csv_cell(std::string value) {
  if (begins_formula(value) && !is_whole_number(value)) value.insert(0, "'");
  if (value.find_first_of(",\"\r\n") == std::string::npos) return value;
  std::string out = "\"";
  for (const char c : value) out += c == '"' ? std::string("\"\"") : std::string(1, c);
  return out + "\"";
}

std::string guarded_csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) out += (i > 0 ? "," : "") + csv_cell(cells[i]);
  return out + "\r\n";
}

std::string without_formula_guard(const std::string& cell) {
  return cell.starts_with('\'') && begins_formula(std::string_view(cell).substr(1)) ? cell.substr(1) : cell;
}

}  // namespace xh::cli
