#include "node/ops/genesis_options.h"

#include <CLI/CLI.hpp>

#include "node/config/private_file.h"
#include "node/ops/holiday_file.h"
#include "node/ops/time_text.h"

namespace xh::node {
namespace {

chain::Result<chain::Blinding> blinding_of(const std::string& hex) {
  if (!hex.empty()) {
    auto given = chain::fixed_from_hex<chain::Blinding>(hex);
    if (!given) return chain::invalid("--blinding: " + given.error().message);
    return given;
  }
  chain::Blinding out;
  if (auto ok = fill_random(out.bytes); !ok) return std::unexpected(ok.error());
  return out;
}

chain::Result<std::vector<chain::HolidayTable>> holidays_of(const std::vector<std::string>& files) {
  std::vector<std::filesystem::path> paths(files.begin(), files.end());
  if (paths.empty()) {
    const auto folder = holiday_folder();
    if (!folder) return std::unexpected(folder.error());
    paths.push_back(*folder / "cn.json");
  }
  std::vector<chain::HolidayTable> out;
  for (const auto& path : paths) {
    auto table = read_holiday_file(path);
    if (!table) return std::unexpected(table.error());
    out.push_back(std::move(*table));
  }
  return out;
}

chain::Status read_lists(const GenesisOptions& options, GenesisSpec& out) {
  for (const auto& text : options.members) {
    auto member = parse_member(text);
    if (!member) return std::unexpected(member.error());
    out.members.push_back(std::move(*member));
  }
  for (const auto& text : options.parameters) {
    auto parameter = parse_parameter(text, out.time);
    if (!parameter) return std::unexpected(parameter.error());
    out.parameter_changes.push_back(std::move(*parameter));
  }
  return {};
}

void add_consensus_options(CLI::App& command, chain::ConsensusParams& p) {
  const std::string group = "Consensus";
  command.add_option("--delta", p.delta_ms, "Bound on a message's delay, ms")->capture_default_str()->group(group);
  command.add_option("--max-timeout", p.max_timeout_ms, "Longest view timeout, ms")
      ->capture_default_str()
      ->group(group);
  command.add_option("--heartbeat", p.heartbeat_ms, "Empty block after so long without one, ms")
      ->capture_default_str()
      ->group(group);
  command.add_option("--clock-drift", p.clock_drift_ms, "Tolerated difference of clocks, ms")
      ->capture_default_str()
      ->group(group);
  command.add_option("--calendar-slice", p.calendar_slice, "Due items executed in a block")
      ->capture_default_str()
      ->group(group);
  command.add_option("--max-block-transactions", p.max_block_transactions, "Transactions in a block")
      ->capture_default_str()
      ->group(group);
  command.add_option("--max-block-bytes", p.max_block_bytes, "Bytes of transactions in a block")
      ->capture_default_str()
      ->group(group);
}

}  // namespace

void add_genesis_options(CLI::App& command, GenesisOptions& o) {
  command.add_option("--chain-id", o.chain_id, "Name of the ledger, e.g. xinghuo-chengdu-1")->required();
  command.add_option("--time", o.time, "Time of the genesis block: RFC 3339 or ms since 1970 UTC")->required();
  command.add_option("--clock", o.clock, "real, or driven: operators move ledger time (simulation only)")
      ->capture_default_str();
  command
      .add_option("--member", o.members,
                  "name:roles:key[,key...][/threshold]; roles union, employer, worker, bank, regulator, member joined "
                  "by '+'; exactly one union")
      ->required()
      ->allow_extra_args(false);
  command.add_option("--zone", o.zones, "A time zone beside Asia/Shanghai and Europe/London (IANA name)")
      ->allow_extra_args(false);
  command.add_option("--holidays", o.holiday_files, "Table of days off (default: cn.json of this program)")
      ->allow_extra_args(false);
  command.add_option("--parameter", o.parameters, "name=value[@source] in place of a rule's default")
      ->allow_extra_args(false);
  command.add_option("--blinding", o.blinding, "64 hex digits for a repeatable genesis (default: random)");
  add_consensus_options(command, o.consensus);
}

chain::Result<GenesisSpec> to_spec(const GenesisOptions& options) {
  GenesisSpec out;
  out.chain_id = options.chain_id;
  out.consensus = options.consensus;
  out.more_zones = options.zones;
  const auto time = parse_time(options.time);
  if (!time) return chain::invalid("--time: " + time.error().message);
  out.time = *time;
  const auto clock = parse_clock(options.clock);
  if (!clock) return std::unexpected(clock.error());
  out.clock = *clock;
  if (auto ok = read_lists(options, out); !ok) return std::unexpected(ok.error());
  auto holidays = holidays_of(options.holiday_files);
  if (!holidays) return std::unexpected(holidays.error());
  out.holidays = std::move(*holidays);
  const auto blinding = blinding_of(options.blinding);
  if (!blinding) return std::unexpected(blinding.error());
  out.blinding = *blinding;
  return out;
}

}  // namespace xh::node
