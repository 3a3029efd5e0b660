#include "node/ops/zone_table.h"

#include <date/tz.h>

#include <exception>
#include <filesystem>
#include <fstream>

#include "contracts/engine/calendar.h"
#include "node/config/private_file.h"
#include "node/ops/posix_tz.h"

namespace xh::node {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxZoneFileBytes = 256 * 1024;

const fs::path& zone_folder() {
  static const fs::path kFolder = "/usr/share/zoneinfo";
  return kFolder;
}

std::int64_t end_s() {
  return contracts::day_of({kZoneTableEndYear, 1, 1}).value * 86'400;
}

// Appends a change of offset; one that changes nothing (only the name, or the law behind it) is left out.
void add_change(chain::Zone& zone, std::int64_t from_utc_s, std::int64_t offset_s) {
  if (!zone.transitions.empty() && zone.transitions.back().offset_s == offset_s) return;
  zone.transitions.push_back({from_utc_s, offset_s});
}

// What the zone file lists. Gives the time after which the file lists nothing more.
std::int64_t add_listed(chain::Zone& zone, const date::time_zone& source) {
  std::int64_t last_listed = 0;
  for (std::int64_t at = 0; at < end_s();) {
    const auto info = source.get_info(date::sys_seconds(std::chrono::seconds(at)));
    add_change(zone, at, info.offset.count());
    last_listed = at;
    const std::int64_t next = info.end.time_since_epoch().count();
    if (next <= at) break;
    at = next;
  }
  return last_listed;
}

// The text between the last two newlines of a TZif file (RFC 8536 3.3); empty when there is none.
chain::Result<std::string> rule_of(std::string_view name) {
  const auto file = read_text_file(zone_folder() / name, kMaxZoneFileBytes);
  if (!file) return std::unexpected(file.error());
  if (file->size() < 2 || file->back() != '\n')
    return chain::local_fault("zone '" + std::string(name) + "': its file has no rule at its end");
  const auto begin = file->rfind('\n', file->size() - 2);
  if (begin == std::string::npos)
    return chain::local_fault("zone '" + std::string(name) + "': its file has no rule at its end");
  return file->substr(begin + 1, file->size() - begin - 2);
}

chain::Status add_by_rule(chain::Zone& zone, std::int64_t after_s) {
  const auto text = rule_of(zone.name);
  if (!text) return std::unexpected(text.error());
  if (text->empty()) return {};
  const auto rule = parse_tz_rule(*text);
  if (!rule) return std::unexpected(rule.error());
  const auto first_year = contracts::civil_date(chain::Day{after_s / 86'400}).year;
  for (auto year = first_year; year < kZoneTableEndYear; ++year) {
    for (const auto& change : changes_in_year(*rule, year)) {
      if (change.from_utc_s > after_s && change.from_utc_s < end_s())
        add_change(zone, change.from_utc_s, change.offset_s);
    }
  }
  return {};
}

}  // namespace

chain::Result<chain::Zone> make_zone(std::string_view iana_name) {
  chain::Zone out{std::string(iana_name), {}};
  try {
    const auto* const source = date::locate_zone(iana_name);
    const auto last_listed = add_listed(out, *source);
    if (auto ok = add_by_rule(out, last_listed); !ok) return std::unexpected(ok.error());
  } catch (const std::exception& error) {
    return chain::invalid("no time zone '" + std::string(iana_name) + "' on this machine (" + error.what() +
                          "); use an IANA name such as Asia/Shanghai, and install tzdata");
  }
  return out;
}

std::string zone_data_version() {
  // "# version 2026a" stands in the first line of tzdata.zi.
  std::ifstream in(zone_folder() / "tzdata.zi");
  std::string line;
  constexpr std::string_view kPrefix = "# version ";
  if (!std::getline(in, line) || !line.starts_with(kPrefix)) return "";
  return line.substr(kPrefix.size());
}

}  // namespace xh::node
