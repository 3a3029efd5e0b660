// xinghuo_bench: the client of run.sh (README.md). `members` prints the genesis members, `drive` measures a running
// network, `bound` the same compute without network and consensus. Results on stdout as name=value, progress on stderr.
#include <CLI/CLI.hpp>
#include <cmath>
#include <cstdio>

#include "bound.h"
#include "load_client.h"
#include "node/config/genesis_file.h"
#include "read_back.h"

namespace xh::bench {
namespace {

struct Options {
  std::string scenario;
  std::string genesis;
  std::vector<std::uint16_t> ports;
  std::size_t accounts = 10'000;
  double seconds = 10;
  double rate = 0;  // units a second; 0: as fast as the nodes accept
  std::string dir;
  std::size_t block_transactions = 500;
};

constexpr std::size_t kUnfinishedTransfers = 6'000;
constexpr std::size_t kUnfinishedWorklogs = 600;
constexpr std::size_t kUnfinishedSetup = 2'000;
constexpr std::chrono::minutes kSetupTime{5};

std::int64_t real_ms() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

void say(const std::string& text) {
  std::fprintf(stderr, "%s\n", text.c_str());
}

int fail(const chain::Error& error) {
  say("failed: " + error.message);
  return 1;
}

chain::Result<Plan> plan_of(const Options& options, const chain::Genesis& genesis) {
  const auto scenario = scenario_named(options.scenario);
  if (!scenario) return chain::invalid("the scenarios are transfers and worklogs");
  if (options.accounts < 2) return chain::invalid("--accounts: at least 2");
  return Plan(*scenario, genesis, options.accounts, chain::Timestamp{real_ms()});
}

std::size_t job_count(const Plan& plan, const Options& options) {
  const double units = (options.rate > 0 ? options.rate : units_per_second_max(plan.scenario())) * options.seconds;
  return std::min(static_cast<std::size_t>(std::ceil(units / plan.units_per_job())), plan.jobs_max());
}

chain::Status prepare(const Plan& plan, const Options& options) {
  for (auto& stage : plan.stages()) {
    say(stage.name + ": " + std::to_string(stage.transactions.size()) + " transactions");
    std::vector<Job> jobs;
    for (const auto& tx : stage.transactions) jobs.push_back({tx, {}});
    const auto report = run_load(options.ports, jobs, {0, kSetupTime, kUnfinishedSetup});
    if (!report) return std::unexpected(report.error());
    if (auto ok = wait_for_all(options.ports); !ok) return ok;
    if (auto ok = check_receipts(plan, options.ports.front(), stage); !ok) return ok;
  }
  return {};
}

chain::Result<std::uint64_t> count_units(const Plan& plan, const Options& options, const LoadReport& report) {
  const auto count = plan.scenario() == Scenario::kTransfers ? count_transfers : count_entries;
  auto units = count(plan, options.ports.at(0), options.ports.at(1), report.jobs_done);
  if (units && *units != report.jobs_done * plan.units_per_job()) {
    return chain::invalid("the ledger holds " + std::to_string(*units) + " units, the client saw " +
                          std::to_string(report.jobs_done * plan.units_per_job()) + " become final");
  }
  return units;
}

int drive(const Options& options) {
  const auto genesis = node::load_genesis(options.genesis);
  if (!genesis) return fail(genesis.error());
  const auto plan = plan_of(options, *genesis);
  if (!plan) return fail(plan.error());
  if (options.ports.size() < 2) return fail({chain::Fault::kInvalid, "--ports: at least two nodes"});
  if (auto ok = prepare(*plan, options); !ok) return fail(ok.error());
  const std::size_t count = job_count(*plan, options);
  say("signing " + std::to_string(count) + " jobs beforehand");
  const auto jobs = plan->jobs(count);
  say("measuring");
  Pace pace;
  pace.jobs_per_second = options.rate / plan->units_per_job();
  pace.duration = std::chrono::milliseconds(static_cast<std::int64_t>(options.seconds * 1000));
  pace.max_unfinished = plan->scenario() == Scenario::kTransfers ? kUnfinishedTransfers : kUnfinishedWorklogs;
  const auto report = run_load(options.ports, jobs, pace);
  if (!report) return fail(report.error());
  say("reading back");
  if (auto ok = wait_for_all(options.ports); !ok) return fail(ok.error());
  if (auto ok = check_roots(options.ports[0], options.ports[1]); !ok) return fail(ok.error());
  const auto units = count_units(*plan, options, *report);
  if (!units) return fail(units.error());
  const double per_block =
      static_cast<double>(report->transactions) / static_cast<double>(std::max<std::size_t>(report->blocks, 1));
  say(std::to_string(*units) + " units, " + std::to_string(report->transactions) + " transactions in " +
      std::to_string(report->blocks) + " blocks, " + std::to_string(report->seconds) + " s, " +
      std::to_string(report->busy_answers) + " times busy");
  std::printf("tps=%.0f p50_ms=%.0f p99_ms=%.0f block=%.0f\n", static_cast<double>(*units) / report->seconds,
              percentile(report->latency_ms, 50), percentile(report->latency_ms, 99), std::max(per_block, 10.0));
  return 0;
}

int bound(const Options& options) {
  const auto genesis = node::load_genesis(options.genesis);
  if (!genesis) return fail(genesis.error());
  const auto plan = plan_of(options, *genesis);
  if (!plan) return fail(plan.error());
  Options enough = options;
  enough.rate = 0;
  const auto rate = measure_bound(*plan, *genesis, plan->jobs(job_count(*plan, enough)),
                                  {options.dir, options.block_transactions, options.seconds});
  if (!rate) return fail(rate.error());
  std::printf("bound_tps=%.0f\n", *rate);
  return 0;
}

void add_common(CLI::App& command, Options& options) {
  command.add_option("scenario", options.scenario, "transfers or worklogs")->required();
  command.add_option("--genesis", options.genesis, "The network's genesis.json")->required();
  command.add_option("--accounts", options.accounts, "Accounts that sign")->capture_default_str();
  command.add_option("--seconds", options.seconds, "Length of the measurement")->capture_default_str();
}

int run(int argc, char** argv) {
  CLI::App app("Measures a network of Xinghuo nodes");
  app.require_subcommand(1);
  Options options;
  auto* const members =
      app.add_subcommand("members", "The genesis members, one a line, for: xinghuod testnet init-files --member");
  auto* const driver = app.add_subcommand("drive", "Measure a running network");
  add_common(*driver, options);
  driver->add_option("--ports", options.ports, "API ports of the nodes on this machine")->delimiter(',')->required();
  driver->add_option("--rate", options.rate, "Units a second; 0: as fast as the nodes accept")->capture_default_str();
  auto* const compute = app.add_subcommand("bound", "The same compute by four processes without network and consensus");
  add_common(*compute, options);
  compute->add_option("--dir", options.dir, "A new folder for their ledgers")->required();
  compute->add_option("--block", options.block_transactions, "Transactions in a block")->capture_default_str();
  CLI11_PARSE(app, argc, argv);
  if (driver->parsed()) return drive(options);
  if (compute->parsed()) return bound(options);
  if (members->parsed()) {
    for (const auto& line : genesis_members()) std::printf("%s\n", line.c_str());
  }
  return 0;
}

}  // namespace
}  // namespace xh::bench

int main(int argc, char** argv) {
  return xh::bench::run(argc, argv);
}
