#include <CLI/CLI.hpp>
#include <boost/json.hpp>
#include <fstream>
#include <memory>

#include "chain/storage/data_dir_lock.h"
#include "chain/storage/posix_file_system.h"
#include "node/config/genesis_file.h"
#include "node/core/ledger.h"
#include "node/ops/commands.h"
#include "node/ops/logging.h"
#include "node/ops/replay_trace.h"

namespace xh::node {
namespace {

namespace json = boost::json;

struct ReplayOptions {
  std::string home;
  std::string trace;
};

chain::Status trace_block(const Ledger& ledger, chain::Height height, std::ostream& out) {
  const auto stored = ledger.read(height);
  if (!stored) return std::unexpected(stored.error());
  json::array transactions;
  for (const auto& body : stored->block.transactions) transactions.push_back(json::value(chain::to_hex(body)));
  out << json::serialize(json::object{{"height", height.value},
                                      {"time", stored->header.timestamp.value},
                                      {"header", chain::to_hex(stored->block.header)},
                                      {"transactions", std::move(transactions)}})
      << '\n';
  return out ? chain::Status{} : chain::local_fault("the trace cannot be written: is the disk full?");
}

// The state is computed anew in memory from genesis; Ledger compares each block's roots with its header's.
chain::Result<Output> replay_log(const chain::Genesis& genesis, const std::string& data_dir, std::ostream& trace) {
  chain::PosixFileSystem disk;
  auto lock = chain::DataDirLock::acquire(disk, data_dir);
  if (!lock) return std::unexpected(lock.error());
  ReplayTrace state(trace);
  auto ledger = Ledger::open(genesis, {disk, data_dir + "/blocks", state}, false, log_warning);
  if (!ledger) return std::unexpected(ledger.error());
  for (chain::Height h{0}; h <= (*ledger)->height(); h = chain::Height{h.value + 1}) {
    if (auto ok = trace_block(**ledger, h, trace); !ok) return std::unexpected(ok.error());
  }
  Output out;
  out.data["height"] = (*ledger)->height().value;
  out.data["block"] = chain::to_hex((*ledger)->tip().block.id.view());
  out.data["state_root"] = chain::to_hex((*ledger)->tip_header().state_root.view());
  out.text = "recomputed from genesis to height " + std::to_string((*ledger)->height().value) +
             ": every block's roots are those of its header\n";
  return out;
}

Outcome<Output> replay(const ReplayOptions& options) {
  const auto config = load_config(options.home);
  if (!config) return config_failure(config.error());
  const auto genesis = load_genesis(config->genesis_file);
  if (!genesis) return bad_input(genesis.error());
  std::ofstream trace(options.trace.empty() ? "/dev/null" : options.trace, std::ios::binary);
  if (!trace) return fail(ExitCode::kOther, "TRACE_UNWRITABLE", options.trace + " cannot be written");
  auto out = replay_log(*genesis, config->data_dir.string(), trace);
  if (!out) return bad_input(out.error());
  trace.close();
  if (!trace) return fail(ExitCode::kOther, "TRACE_UNWRITABLE", options.trace + " was not written to its end");
  return std::move(*out);
}

}  // namespace

void add_replay_command(CLI::App& app, ChosenCommand& chosen) {
  const auto options = std::make_shared<ReplayOptions>();
  auto* const command = app.add_subcommand("replay", "Recompute a stopped node's ledger from genesis, block by block");
  command->add_option("--home", options->home, "The node's folder")->required();
  command->add_option("--trace", options->trace, "Write here what each block changed, as JSON lines");
  command->callback([options, &chosen] { chosen = [options] { return replay(*options); }; });
}

}  // namespace xh::node
