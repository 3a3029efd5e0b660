#include "cli/output/document.h"

#include <algorithm>
#include <charconv>

#include "chain/codec/wire.h"
#include "cli/output/csv_cell.h"
#include "cli/output/money.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

std::optional<std::int64_t> whole_number(const json::value& value) {
  if (value.is_int64()) return value.get_int64();
  if (value.is_uint64() && value.get_uint64() <= static_cast<std::uint64_t>(std::numeric_limits<std::int64_t>::max())) {
    return static_cast<std::int64_t>(value.get_uint64());
  }
  if (!value.is_string()) return std::nullopt;
  const std::string_view digits = value.get_string();
  std::int64_t out = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out);
  return error == std::errc{} && end == digits.data() + digits.size() ? std::optional(out) : std::nullopt;
}

// Control characters of someone else's text never reach the terminal.
std::string printable(std::string_view value) {
  std::string out;
  for (const char c : value) out += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? ' ' : c;
  return out;
}

std::string raw_text(const json::value& value) {
  if (value.is_null()) return "";
  if (value.is_string()) return std::string(std::string_view(value.get_string()));
  return json::serialize(value);
}

// How the value is to be read: within contribution records every amount is CV, whatever its name says elsewhere.
Unit unit_of(std::string_view member, std::int64_t number, bool is_cv) {
  const auto* label = find_label(member);
  if (label == nullptr) return Unit::kPlain;
  if (label->unit == Unit::kFen && is_cv) return Unit::kMicroCv;
  if (label->unit == Unit::kTime && number < kFirstTimeMs && number != 0) return Unit::kDay;
  if (label->unit == Unit::kDay && number >= kFirstTimeMs) return Unit::kTime;
  return label->unit;
}

std::string shown(std::string_view member, const json::value& value, Language language, bool is_cv) {
  if (value.is_bool()) return std::string(text(language, value.get_bool() ? Text::kYes : Text::kNo));
  const auto number = whole_number(value);
  if (!number) return printable(raw_text(value));
  switch (unit_of(member, *number, is_cv)) {
    case Unit::kFen:
      return format_fen(chain::Fen{*number});
    case Unit::kMicroCv:
      return format_micro_cv(chain::MicroCv{*number});
    case Unit::kTime:
      return *number == 0 ? "" : format_time(chain::Timestamp{*number});
    case Unit::kDay:
      return format_day(chain::Day{*number});
    case Unit::kPpm:
      return format_micro_cv(chain::MicroCv{*number * 100}) + " %";
    case Unit::kPlain:
      break;
  }
  return printable(raw_text(value));
}

bool speaks_of_cv(const json::value& value) {
  const auto* type = value.is_object() ? value.get_object().if_contains("type") : nullptr;
  return type != nullptr && type->is_string() && std::string_view(type->get_string()).starts_with("contribution.");
}

const json::array* list_of(const Document& document) {
  if (document.list.empty()) return document.data.is_array() ? &document.data.get_array() : nullptr;
  if (!document.data.is_object()) return nullptr;
  const auto* list = document.data.get_object().if_contains(document.list);
  return list != nullptr && list->is_array() ? &list->get_array() : nullptr;
}

std::vector<std::string> columns_of(const Document& document, const json::array& list) {
  if (!document.columns.empty()) return document.columns;
  std::vector<std::string> out;
  for (const auto& item : list) {
    if (!item.is_object()) continue;
    for (const auto& [name, ignored] : item.get_object()) {
      if (std::ranges::find(out, std::string_view(name)) == out.end()) out.emplace_back(name);
    }
  }
  return out;
}

// "a.b" reaches into nested objects.
json::value cell(const json::value& item, std::string_view column) {
  if (!item.is_object()) return column.empty() ? item : json::value();
  const auto dot = column.find('.');
  const auto* member = item.get_object().if_contains(column.substr(0, dot));
  if (member == nullptr) return {};
  return dot == std::string_view::npos ? *member : cell(*member, column.substr(dot + 1));
}

// Columns on a terminal: a Han character takes two.
std::size_t display_width(std::string_view value) {
  std::size_t out = 0;
  for (const char c : value) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte < 0x80 || (byte >= 0xc0 && byte < 0xe0))
      out += 1;
    else if (byte >= 0xe0)
      out += 2;
  }
  return out;
}

using Row = std::vector<std::string>;

std::string aligned(const std::vector<Row>& rows, const std::vector<bool>& right) {
  std::vector<std::size_t> width(right.size());
  for (const auto& row : rows) {
    for (std::size_t i = 0; i < row.size(); ++i) width[i] = std::max(width[i], display_width(row[i]));
  }
  std::string out;
  for (const auto& row : rows) {
    std::string line;
    for (std::size_t i = 0; i < row.size(); ++i) {
      const std::string pad(width[i] - display_width(row[i]), ' ');
      line += (i > 0 ? "  " : "") + (right[i] ? pad + row[i] : row[i] + pad);
    }
    out += line.substr(0, line.find_last_not_of(' ') + 1) + "\n";
  }
  return out;
}

std::string_view column_name(std::string_view column) {
  return column.substr(column.rfind('.') + 1);
}

std::string text_table(const Document& document, const json::array& list, Language language) {
  if (list.empty()) return std::string(text(language, Text::kNothing)) + "\n";
  const auto columns = columns_of(document, list);
  std::vector<Row> rows(1);
  std::vector<bool> right;
  for (const auto& column : columns) {
    rows.front().emplace_back(label_text(language, column_name(column)));
    const auto* label = find_label(column_name(column));
    right.push_back(label != nullptr &&
                    (label->unit == Unit::kFen || label->unit == Unit::kMicroCv || label->unit == Unit::kPpm));
  }
  for (const auto& item : list) {
    Row row;
    for (const auto& column : columns)
      row.push_back(shown(column_name(column), cell(item, column), language, speaks_of_cv(item)));
    rows.push_back(std::move(row));
  }
  return aligned(rows, right);
}

bool is_nested(const json::value& value) {
  if (value.is_object()) return true;
  return value.is_array() && !value.get_array().empty() && value.get_array()[0].is_object();
}

// "label: value", nested objects indented, items of a list marked with a dash.
class LineWriter {
 public:
  explicit LineWriter(Language language) : language_(language) {}

  void write(const json::value& value, std::string_view member, const std::string& indent, bool is_cv) {
    if (value.is_object()) return write_object(value.get_object(), indent, is_cv || speaks_of_cv(value));
    if (!value.is_array()) return line(indent, shown(member, value, language_, is_cv));
    for (const auto& item : value.get_array()) write_item(item, member, indent, is_cv);
  }
  [[nodiscard]] std::string take() { return std::move(out_); }

 private:
  void line(const std::string& indent, const std::string& content) { out_ += indent + content + "\n"; }

  void write_object(const json::object& object, const std::string& indent, bool is_cv) {
    for (const auto& [name, child] : object) {
      const std::string label(label_text(language_, name));
      if (!is_nested(child)) {
        line(indent, label + ": " + shown(name, child, language_, is_cv));
        continue;
      }
      line(indent, label + ":");
      write(child, name, indent + "  ", is_cv);
    }
  }

  void write_item(const json::value& item, std::string_view member, const std::string& indent, bool is_cv) {
    const auto begin = out_.size();
    write(item, member, is_nested(item) ? indent + "  " : indent, is_cv);
    if (is_nested(item) && out_.size() > begin + indent.size()) out_[begin + indent.size()] = '-';
  }

  Language language_;
  std::string out_;
};

std::string csv(const Document& document) {
  json::array single;
  const auto* list = list_of(document);
  if (list == nullptr) {
    single.push_back(document.data);
    list = &single;
  }
  const auto columns = columns_of(document, *list);
  std::string out;
  const auto line = [&](auto&& field_of) {
    for (std::size_t i = 0; i < columns.size(); ++i) out += (i > 0 ? "," : "") + csv_cell(field_of(columns[i]));
    out += "\r\n";
  };
  line([](const std::string& column) { return column; });
  for (const auto& item : *list) line([&](const std::string& column) { return raw_text(cell(item, column)); });
  return out;
}

std::string text_of(const Document& document, Language language) {
  if (!document.text.empty()) return document.text.ends_with('\n') ? document.text : document.text + "\n";
  if (const auto* list = list_of(document)) return text_table(document, *list, language);
  LineWriter lines(language);
  lines.write(document.data, "", "", false);
  return lines.take();
}

std::string envelope(bool success, const json::value& data, const std::optional<std::uint64_t>& height,
                     json::array errors) {
  json::object out;
  out["schema_version"] = kSchemaVersion;
  out["success"] = success;
  out["data"] = data;
  if (height) out["height"] = *height;
  out["errors"] = std::move(errors);
  return json::serialize(out) + "\n";
}

}  // namespace

std::string render(const Document& document, Format format, Language language) {
  switch (format) {
    case Format::kJson:
      return envelope(document.exit == ExitCode::kOk, document.data, document.height, {});
    case Format::kCsv:
      return csv(document);
    case Format::kText:
      break;
  }
  return text_of(document, language);
}

std::string render(const Failure& failure, Format format, Language language) {
  if (format != Format::kJson)
    return std::string(text(language, Text::kErrorWord)) + " " + failure.code + ": " + printable(failure.message) +
           "\n";
  json::object error;
  error["code"] = failure.code;
  error["message"] = failure.message;
  error["exit"] = static_cast<int>(failure.exit);
  return envelope(false, nullptr, std::nullopt, {error});
}

}  // namespace xh::cli
