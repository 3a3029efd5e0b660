// What a command found, before it becomes text, JSON or CSV; and the envelope around it.
//
// JSON:  {"schema_version":1,"success":true,"data":{...},"errors":[]}, with "height" when the data was read at one.
// Amounts are integer-fen
//        strings, CV integer micro strings, times ms, as the API gives them. A failure has data null and errors [{code,
//        message, exit}].
// text:  a table for a list, "label: value" lines otherwise; amounts with commas and two decimals, times in the local
// zone Asia/Shanghai. CSV:   RFC 4180 of the list, or of the one object; values as in JSON. Stateless, thread-safe.
#pragma once

#include <boost/json.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "cli/exit_code.h"
#include "cli/output/dictionary.h"

namespace xh::cli {

namespace json = boost::json;

inline constexpr int kSchemaVersion = 1;

enum class Format : std::uint8_t { kText, kJson, kCsv };

struct Document {
  json::value data{};
  std::optional<std::uint64_t> height{};
  std::string list{};                  // member of `data` that is the list; empty: data itself is shown
  std::vector<std::string> columns{};  // of the list, in order; empty: the members of its first item
  std::string text{};                  // shown instead in text format, when not empty
  bool printed = false;                // the command wrote its result itself, line by line
  ExitCode exit = ExitCode::kOk;       // a document may come with "checked and false" or "refused"
};

[[nodiscard]] std::string render(const Document& document, Format format, Language language);
[[nodiscard]] std::string render(const Failure& failure, Format format,
                                 Language language);  // JSON goes to stdout, the others to stderr

}  // namespace xh::cli
