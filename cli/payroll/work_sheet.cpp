#include "cli/payroll/work_sheet.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>

#include "cli/output/money.h"
#include "cli/output/time_text.h"

namespace xh::cli {
namespace {

namespace payroll = contracts::payroll;
using chain::invalid;

constexpr std::string_view kColumns[] = {"agreement", "day",    "reference", "start",     "end",
                                         "minutes",   "orders", "amount",    "milestone", "replaces"};
constexpr std::size_t kMaxProblems = 1000;

std::string trimmed(const std::string& text) {
  const auto first = text.find_first_not_of(" \t");
  return first == std::string::npos ? std::string() : text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

chain::Result<std::uint32_t> parse_count(const std::string& text, std::uint32_t most) {
  std::uint32_t out = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
  if (error != std::errc{} || end != text.data() + text.size()) return invalid("'" + text + "' is no whole number");
  if (out > most) return invalid("above " + std::to_string(most));
  return out;
}

class SheetReader {
 public:
  explicit SheetReader(const FindAgreement& find_agreement) : find_agreement_(find_agreement) {}

  WorkSheet read(std::string_view text) {
    const auto rows = parse_csv(text);
    if (!rows)
      problem(0, "", rows.error().message);
    else if (rows->empty())
      problem(0, "", "the sheet is empty");
    else if (read_header(rows->front())) {
      for (std::size_t i = 1; i < rows->size(); ++i) read_row((*rows)[i]);
    }
    if (sheet_.problems.empty() && sheet_.days.empty()) problem(0, "", "the sheet has no rows");
    return std::move(sheet_);
  }

 private:
  using Day = std::pair<chain::RecordKey, chain::Day>;

  void problem(std::size_t line, std::string column, std::string message) {
    if (sheet_.problems.size() < kMaxProblems) sheet_.problems.push_back({line, std::move(column), std::move(message)});
  }

  bool read_header(const CsvRow& row) {
    const auto before = sheet_.problems.size();
    for (std::size_t i = 0; i < row.fields.size(); ++i) {
      const auto name = trimmed(row.fields[i]);
      if (std::ranges::find(kColumns, name) == std::end(kColumns))
        problem(row.line, name, "unknown column");
      else if (!columns_.emplace(name, i).second)
        problem(row.line, name, "column appears twice");
    }
    for (const char* name : {"agreement", "day", "reference"}) {
      if (!columns_.contains(name)) problem(row.line, name, "column is missing");
    }
    return sheet_.problems.size() == before;
  }

  std::string cell(const CsvRow& row, const char* column) const {
    const auto at = columns_.find(column);
    return at == columns_.end() || at->second >= row.fields.size() ? std::string() : trimmed(row.fields[at->second]);
  }

  // Parses a cell; an empty one is nothing, a bad one a problem.
  template <class Parse>
  auto parsed(const CsvRow& row, const char* column, Parse parse)
      -> std::optional<typename decltype(parse(std::string()))::value_type> {
    const auto content = cell(row, column);
    if (content.empty()) return std::nullopt;
    auto value = parse(content);
    if (value) return std::move(*value);
    problem(row.line, column, value.error().message);
    return std::nullopt;
  }

  template <class Parse>
  auto required(const CsvRow& row, const char* column, Parse parse) {
    if (cell(row, column).empty()) problem(row.line, column, "is empty");
    return parsed(row, column, parse);
  }

  void read_row(const CsvRow& row) {
    const auto before = sheet_.problems.size();
    if (row.fields.size() > columns_.size()) problem(row.line, "", "more fields than columns");
    const auto agreement = required(row, "agreement", find_agreement_);
    const auto day = required(row, "day", [](const std::string& t) { return parse_day(t); });
    const auto replaces =
        parsed(row, "replaces", [](const std::string& t) { return parse_count(t, payroll::kMaxVersions); });
    auto entry = read_entry(row);
    if (sheet_.problems.size() != before) return;
    add(row, {*agreement, *day}, replaces.value_or(0), std::move(entry));
  }

  payroll::WorkEntry read_entry(const CsvRow& row) {
    payroll::WorkEntry out;
    out.reference = cell(row, "reference");
    if (out.reference.empty()) problem(row.line, "reference", "is empty");
    if (out.reference.size() > payroll::kMaxReferenceBytes) problem(row.line, "reference", "longer than 64 bytes");
    out.start = parsed(row, "start", [](const std::string& t) { return parse_time(t); });
    out.end = parsed(row, "end", [](const std::string& t) { return parse_time(t); });
    if (out.end && !out.start) problem(row.line, "end", "there is an end without a start");
    if (out.start && out.end && *out.end < *out.start) problem(row.line, "end", "lies before the start");
    const auto minutes =
        parsed(row, "minutes", [](const std::string& t) { return parse_count(t, payroll::kMaxEntryMinutes); });
    out.minutes = minutes.value_or(minutes_between(row, out));
    out.orders = parsed(row, "orders", [](const std::string& t) {
                   return parse_count(t, payroll::kMaxEntryOrders);
                 }).value_or(0);
    out.agreed_amount =
        parsed(row, "amount", [](const std::string& t) { return parse_amount(t); }).value_or(chain::Fen{0});
    out.milestone = cell(row, "milestone");
    if (out.milestone.size() > payroll::kMaxMilestoneBytes) problem(row.line, "milestone", "longer than 64 bytes");
    return out;
  }

  std::uint32_t minutes_between(const CsvRow& row, const payroll::WorkEntry& entry) {
    if (!entry.start || !entry.end || *entry.end < *entry.start || !cell(row, "minutes").empty()) return 0;
    const auto minutes = (entry.end->value - entry.start->value) / chain::kMinuteMs;
    if (minutes > payroll::kMaxEntryMinutes) problem(row.line, "end", "more than 1440 minutes after the start");
    return static_cast<std::uint32_t>(std::min<std::int64_t>(minutes, payroll::kMaxEntryMinutes));
  }

  static chain::Result<chain::Fen> parse_amount(const std::string& text) {
    auto out = parse_yuan(text);
    if (out && (out->value < 0 || out->value > payroll::kMaxEntryFen))
      return invalid("an amount is between 0 and 10,000,000.00");
    return out;
  }

  void add(const CsvRow& row, const Day& key, std::uint32_t replaces, payroll::WorkEntry entry) {
    const auto [at, fresh] = places_.try_emplace(key, sheet_.days.size());
    if (fresh) sheet_.days.push_back({key.first, key.second, replaces, {}});
    auto& day = sheet_.days[at->second];
    if (day.replaces != replaces)
      return problem(row.line, "replaces", "differs from the other rows of that agreement and day");
    if (!references_.emplace(key, entry.reference).second)
      return problem(row.line, "reference", "appears twice on that agreement and day");
    if (day.entries.size() == payroll::kMaxEntriesPerLog)
      return problem(row.line, "", "more than 500 entries on that agreement and day");
    day.entries.push_back(std::move(entry));
    ++sheet_.entries;
  }

  const FindAgreement& find_agreement_;
  WorkSheet sheet_;
  std::map<std::string, std::size_t, std::less<>> columns_;
  std::map<Day, std::size_t> places_;
  std::set<std::pair<Day, std::string>> references_;
};

}  // namespace

WorkSheet read_work_sheet(std::string_view text, const FindAgreement& find_agreement) {
  return SheetReader(find_agreement).read(text);
}

std::string mark_sheet(std::string_view text, const WorkSheet& sheet) {
  std::map<std::size_t, std::string> marks;
  for (const auto& problem : sheet.problems) {
    auto& mark = marks[problem.line];
    mark += (mark.empty() ? "" : "; ") + problem.column + (problem.column.empty() ? "" : ": ") + problem.message;
  }
  auto rows = parse_csv(text);
  std::string out(kByteOrderMark);
  if (!rows) return out + csv_line({marks[0]});
  for (auto& row : *rows) {
    const bool is_header = row.line == rows->front().line;
    const auto& mark = marks[row.line];
    row.fields.push_back(is_header && mark.empty() ? "problem" : mark);
    out += csv_line(row.fields);
  }
  return out;
}

std::vector<payroll::SubmitWorkArgs> plan_uploads(const WorkSheet& sheet) {
  std::vector<payroll::SubmitWorkArgs> out;
  std::size_t entries = 0;
  for (const auto& day : sheet.days) {
    const bool full = !out.empty() && (out.back().logs.size() == payroll::kMaxLogsPerUpload ||
                                       entries + day.entries.size() > payroll::kMaxEntriesPerUpload);
    if (out.empty() || full) {
      out.emplace_back();
      entries = 0;
    }
    out.back().logs.push_back(day);
    entries += day.entries.size();
  }
  return out;
}

}  // namespace xh::cli
