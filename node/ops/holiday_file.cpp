#include "node/ops/holiday_file.h"

#include <algorithm>
#include <string>
#include <tuple>

#include "chain/codec/json.h"
#include "contracts/engine/calendar.h"
#include "node/config/private_file.h"

namespace xh::node {
namespace {

namespace fs = std::filesystem;

// The file's shape: days as text.
struct Document {
  std::string name;
  std::string source;
  std::vector<std::string> holidays;
  std::vector<std::string> working_weekend_days;

  static constexpr auto fields() {
    return std::tuple(chain::field<1>("name", &Document::name, 32), chain::field<2>("source", &Document::source, 256),
                      chain::field<3>("holidays", &Document::holidays, 4096),
                      chain::field<4>("working_weekend_days", &Document::working_weekend_days, 4096));
  }
};

chain::Result<std::vector<chain::Day>> to_days(const std::vector<std::string>& texts) {
  std::vector<chain::Day> out;
  for (const auto& text : texts) {
    const auto day = contracts::day_from_text(text);
    if (!day) return chain::invalid("'" + text + "' is no day such as 2026-01-01");
    if (!out.empty() && *day <= out.back())
      return chain::invalid(text + " does not come after the day before it in the list");
    out.push_back(*day);
  }
  return out;
}

chain::Status check_weekend_days(const chain::HolidayTable& table) {
  for (const auto day : table.working_weekend_days) {
    if (contracts::weekday_of(day) < contracts::Weekday::kSaturday)
      return chain::invalid(contracts::to_text(day) + " is no weekend day");
    if (std::ranges::binary_search(table.holidays, day))
      return chain::invalid(contracts::to_text(day) + " is both a holiday and a working day");
  }
  return {};
}

chain::Result<chain::HolidayTable> to_table(const Document& document) {
  if (document.name.empty() || document.name.size() > 32) return chain::invalid("\"name\" must have 1 to 32 bytes");
  if (document.source.empty() || document.source.size() > 256)
    return chain::invalid("\"source\" must have 1 to 256 bytes");
  auto holidays = to_days(document.holidays);
  if (!holidays) return std::unexpected(holidays.error());
  auto weekend_days = to_days(document.working_weekend_days);
  if (!weekend_days) return std::unexpected(weekend_days.error());
  chain::HolidayTable out{document.name, document.source, std::move(*holidays), std::move(*weekend_days)};
  if (auto ok = check_weekend_days(out); !ok) return std::unexpected(ok.error());
  return out;
}

}  // namespace

chain::Result<chain::HolidayTable> read_holiday_file(const fs::path& file) {
  const auto text = read_text_file(file, kMaxHolidayFileBytes);
  if (!text) return std::unexpected(text.error());
  const auto in_file = [&](const chain::Error& error) { return chain::invalid(file.string() + ": " + error.message); };
  const auto json = chain::parse_json(*text);
  if (!json) return in_file(json.error());
  const auto document = chain::from_json<Document>(*json);
  if (!document) return in_file(document.error());
  auto table = to_table(*document);
  if (!table) return in_file(table.error());
  return table;
}

chain::Result<fs::path> holiday_folder() {
  std::error_code error;
  const auto program = fs::read_symlink("/proc/self/exe", error);
  const auto installed = program.parent_path().parent_path() / "share" / "xinghuo" / "genesis" / "holidays";
  if (!error && fs::is_directory(installed, error)) return installed;
  const fs::path built_from = fs::path(XH_GENESIS_DIR) / "holidays";
  if (fs::is_directory(built_from, error)) return built_from;
  return chain::not_found("no holiday tables in " + installed.string() + " or " + built_from.string() +
                          "; name one with --holidays FILE");
}

}  // namespace xh::node
