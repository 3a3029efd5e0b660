// RFC 4180 tables as spreadsheets write them: UTF-8 with or without a byte order mark, or GB18030 (what Chinese
// spreadsheets call "CSV"), comma, semicolon or tab (the
// header decides), quoted fields, LF or CRLF. Stateless. Limits: kMaxCsvRows, kMaxCsvFieldBytes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "chain/primitives/result.h"

namespace xh::cli {

inline constexpr std::size_t kMaxCsvRows = 200'000;
inline constexpr std::size_t kMaxCsvFieldBytes = 4096;
inline constexpr std::size_t kMaxCsvBytes = 64 * 1024 * 1024;

struct CsvRow {
  std::size_t line = 0;  // of the file, from 1, where the row begins
  std::vector<std::string> fields;
};

inline constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

// One line with CRLF; cells that need it are quoted.
[[nodiscard]] std::string csv_line(const std::vector<std::string>& cells);

// All rows that are not empty. Text that is no UTF-8 is read as GB18030. Errors name the line.
[[nodiscard]] chain::Result<std::vector<CsvRow>> parse_csv(std::string_view text);

}  // namespace xh::cli
