#include "cli/payroll/csv.h"

#include <algorithm>

#include "chain/codec/wire.h"
#include "cli/output/charset.h"

namespace xh::cli {
namespace {

char separator_of(std::string_view text) {
  const auto header = text.substr(0, text.find('\n'));
  char best = ',';
  for (const char c : {';', '\t'}) {
    if (std::ranges::count(header, c) > std::ranges::count(header, best)) best = c;
  }
  return best;
}

class Reader {
 public:
  Reader(std::string_view text, char separator) : text_(text), separator_(separator) {}

  chain::Result<std::vector<CsvRow>> rows() {
    while (at_ < text_.size()) {
      if (auto row = next_row(); !row) return std::unexpected(row.error());
      if (rows_.size() > kMaxCsvRows) return chain::invalid("more than " + std::to_string(kMaxCsvRows) + " rows");
    }
    return std::move(rows_);
  }

 private:
  chain::Status next_row() {
    CsvRow row{line_, {}};
    bool more = true;
    while (more) {
      auto field = next_field(row.line, more);
      if (!field) return std::unexpected(field.error());
      row.fields.push_back(std::move(*field));
    }
    const bool empty = std::ranges::all_of(
        row.fields, [](const std::string& f) { return f.find_first_not_of(" \t") == std::string::npos; });
    if (!empty) rows_.push_back(std::move(row));
    return {};
  }

  // Ends behind the separator (more = true) or behind the line's end.
  chain::Result<std::string> next_field(std::size_t line, bool& more) {
    const auto wrong = [line](const char* what) {
      return chain::invalid("line " + std::to_string(line) + ": " + what);
    };
    std::string out;
    bool quoted = at_ < text_.size() && text_[at_] == '"';
    if (quoted) ++at_;
    for (; at_ < text_.size(); ++at_) {
      const char c = text_[at_];
      if (c == '\n') ++line_;
      if (quoted && c == '"') {
        if (at_ + 1 < text_.size() && text_[at_ + 1] == '"')
          out += text_[++at_];
        else
          quoted = false;
      } else if (!quoted && (c == separator_ || c == '\n')) {
        break;
      } else if (quoted || c != '\r') {
        out += c;
      }
      if (out.size() > kMaxCsvFieldBytes) return wrong("a field is too long");
    }
    if (quoted) return wrong("a quoted field does not end");
    more = at_ < text_.size() && text_[at_] == separator_;
    if (at_ < text_.size()) ++at_;
    return out;
  }

  std::string_view text_;
  char separator_;
  std::size_t at_ = 0;
  std::size_t line_ = 1;
  std::vector<CsvRow> rows_;
};

}  // namespace

std::string csv_line(const std::vector<std::string>& cells) {
  std::string out;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    if (i > 0) out += ',';
    if (cells[i].find_first_of(",;\t\"\r\n") == std::string::npos) {
      out += cells[i];
      continue;
    }
    out += '"';
    for (const char c : cells[i]) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    out += '"';
  }
  return out + "\r\n";
}

chain::Result<std::vector<CsvRow>> parse_csv(std::string_view text) {
  if (text.starts_with(kByteOrderMark)) text.remove_prefix(kByteOrderMark.size());
  if (text.size() > kMaxCsvBytes) return chain::invalid("the file is too large");
  if (chain::wire::is_valid_utf8(text)) return Reader(text, separator_of(text)).rows();
  const auto decoded = to_utf8(text);
  if (!decoded) return chain::invalid("the file is neither UTF-8 nor GB18030: save the sheet as \"CSV UTF-8\"");
  return Reader(*decoded, separator_of(*decoded)).rows();
}

}  // namespace xh::cli
