#include "bound.h"

#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <cstdio>

#include "chain/codec/codec.h"
#include "chain/storage/leveldb_state_store.h"
#include "chain/storage/posix_file_system.h"
#include "node/core/ledger.h"

namespace xh::bench {
namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kSetupBlockBytes = 2 << 20;

std::int64_t real_ms() {
  const auto since = std::chrono::system_clock::now().time_since_epoch();
  return std::chrono::duration_cast<std::chrono::milliseconds>(since).count();
}

// One process's ledger.
class Validator {
 public:
  static chain::Result<std::unique_ptr<Validator>> open(const chain::Genesis& genesis,
                                                        const std::filesystem::path& dir) {
    auto out = std::make_unique<Validator>();
    if (auto ok = out->disk_.create_dirs((dir / "blocks").string()); !ok) return std::unexpected(ok.error());
    auto state = chain::LevelDbStateStore::create((dir / "state").string());
    if (!state) return std::unexpected(state.error());
    out->state_ = std::move(*state);
    auto ledger = node::Ledger::open(genesis, {out->disk_, (dir / "blocks").string(), *out->state_}, true,
                                     [](const std::string&) {});
    if (!ledger) return std::unexpected(ledger.error());
    out->ledger_ = std::move(*ledger);
    return out;
  }

  chain::Result<contracts::TransactionPtr> receive(const SignedTransaction& tx) const {
    auto parsed = chain::parse_transaction(tx.wire, ledger_->hasher(), ledger_->genesis().chain_id);
    if (!parsed) return std::unexpected(parsed.error());
    for (const auto& s : parsed->envelope.signatures) {
      if (!chain::verify_signature(s.key, parsed->id.view(), s.signature))
        return chain::invalid("a signature does not verify");
    }
    return std::make_shared<const chain::ParsedTransaction>(std::move(*parsed));
  }

  // One final block. kInvalid when a transaction is not included or refused.
  chain::Status run_block(const std::vector<const SignedTransaction*>& list) {
    std::vector<contracts::TransactionPtr> transactions;
    chain::Block block;
    for (const auto* tx : list) {
      auto received = receive(*tx);
      if (!received) return std::unexpected(received.error());
      block.transactions.push_back(tx->wire);
      transactions.push_back(std::move(*received));
    }
    chain::Header header = next_header();
    auto executed =
        ledger_->executor().execute(ledger_->executor().finalized(), {header.height, header.timestamp}, transactions);
    if (!executed) return std::unexpected(executed.error());
    header.transactions_root = executed->transactions_root;
    header.receipts_root = executed->receipts_root;
    header.state_root = executed->state_root;
    header.transaction_count = executed->transaction_count();
    header.receipt_count = executed->receipt_count();
    block.header = chain::encode(header);
    return ledger_->commit(header, block, *executed, std::nullopt);
  }

  // Every receipt of the block must be OK.
  chain::Status check_receipts(chain::Height height) const {
    const auto receipts = ledger_->index().receipts(height);
    if (!receipts) return std::unexpected(receipts.error());
    for (const auto& salted : *receipts) {
      const auto receipt = chain::decode<chain::Receipt>(salted.receipt);
      if (!receipt) return std::unexpected(receipt.error());
      if (!receipt->ok())
        return chain::invalid("height " + std::to_string(height.value) + ": " + receipt->code + ": " +
                              receipt->message);
    }
    return {};
  }

  [[nodiscard]] chain::Height height() const { return ledger_->height(); }

 private:
  [[nodiscard]] chain::Header next_header() const {
    chain::Header header;
    header.chain = ledger_->context().tag;
    header.height = chain::Height{ledger_->height().value + 1};
    header.view = chain::View{header.height.value};
    header.parent = ledger_->tip().block.id;
    header.timestamp =
        std::max(chain::Timestamp{real_ms()}, chain::Timestamp{ledger_->tip().block.timestamp.value + 1});
    header.validator_set_hash = ledger_->context().validator_set_hash;
    return header;
  }

  chain::PosixFileSystem disk_;
  std::unique_ptr<chain::LevelDbStateStore> state_;
  std::unique_ptr<node::Ledger> ledger_;
};

chain::Status prepare(Validator& validator, const std::vector<Stage>& stages) {
  for (const auto& stage : stages) {
    std::vector<const SignedTransaction*> block;
    std::size_t bytes = 0;
    for (std::size_t i = 0; i < stage.transactions.size(); ++i) {
      block.push_back(&stage.transactions[i]);
      bytes += block.back()->wire.size();
      if (bytes < kSetupBlockBytes && i + 1 < stage.transactions.size()) continue;
      if (auto ok = validator.run_block(block); !ok) return ok;
      if (auto ok = validator.check_receipts(validator.height()); !ok) return ok;
      block.clear();
      bytes = 0;
    }
  }
  return {};
}

// Blocks of first transactions, each followed by one of those that had to wait for them, until the time or the jobs are
// used up.
chain::Result<double> work(Validator& validator, const std::vector<Job>& jobs, std::uint32_t units_per_job,
                           const BoundOptions& options) {
  const chain::Height before = validator.height();
  const auto start = Clock::now();
  const auto elapsed = [&] { return std::chrono::duration<double>(Clock::now() - start).count(); };
  std::size_t done = 0;
  while (done < jobs.size() && elapsed() < options.seconds) {
    const std::size_t end = std::min(jobs.size(), done + options.block_transactions / (1 + jobs[done].then.size()));
    std::vector<const SignedTransaction*> first;
    std::vector<const SignedTransaction*> then;
    for (std::size_t i = done; i < end; ++i) {
      first.push_back(&jobs[i].first);
      for (const auto& tx : jobs[i].then) then.push_back(&tx);
    }
    if (auto ok = validator.run_block(first); !ok) return std::unexpected(ok.error());
    if (!then.empty()) {
      if (auto ok = validator.run_block(then); !ok) return std::unexpected(ok.error());
    }
    done = end;
  }
  const double rate = static_cast<double>(done) * units_per_job / elapsed();
  for (chain::Height h{before.value + 1}; h <= validator.height(); ++h.value) {
    if (auto ok = validator.check_receipts(h); !ok) return std::unexpected(ok.error());
  }
  return rate;
}

struct Pipe {
  int read_end = -1;
  int write_end = -1;
};

bool make_pipe(Pipe& out) {
  int ends[2];
  if (::pipe(ends) != 0) return false;
  out = {ends[0], ends[1]};
  return true;
}

// In the child: prepares, says ready, waits until all are, works, tells the rate. A rate below zero is a failure, said
// on stderr.
[[noreturn]] void child(const Plan& plan, const chain::Genesis& genesis, const std::vector<Stage>& stages,
                        const std::vector<Job>& jobs, const BoundOptions& options, int number, const Pipe& answer,
                        const Pipe& go) {
  double rate = -1;
  const auto report = [](const chain::Error& error) { std::fprintf(stderr, "bound: %s\n", error.message.c_str()); };
  auto validator = Validator::open(genesis, options.dir / ("ledger" + std::to_string(number)));
  auto ready = validator ? prepare(**validator, stages) : chain::Status(std::unexpected(validator.error()));
  if (!ready) report(ready.error());
  const char said = ready ? 'r' : 'f';
  char start = 0;
  bool together = ::write(answer.write_end, &said, 1) == 1;
  together = ::read(go.read_end, &start, 1) == 1 && together && start == 'g';
  if (ready && together) {
    const auto result = work(**validator, jobs, plan.units_per_job(), options);
    if (result)
      rate = *result;
    else
      report(result.error());
  }
  const bool told = ::write(answer.write_end, &rate, sizeof rate) == sizeof rate;
  ::_exit(told ? 0 : 1);
}

}  // namespace

chain::Result<double> measure_bound(const Plan& plan, const chain::Genesis& genesis, const std::vector<Job>& jobs,
                                    const BoundOptions& options) {
  const auto stages = plan.stages();
  Pipe answers[kBoundProcesses];
  Pipe go;
  if (!make_pipe(go)) return chain::local_fault("no pipe");
  for (int i = 0; i < kBoundProcesses; ++i) {
    if (!make_pipe(answers[i])) return chain::local_fault("no pipe");
    const auto pid = ::fork();
    if (pid < 0) return chain::local_fault("no process");
    if (pid == 0) child(plan, genesis, stages, jobs, options, i, answers[i], go);
  }
  bool all_ready = true;
  for (const auto& answer : answers) {
    char said = 0;
    all_ready = ::read(answer.read_end, &said, 1) == 1 && said == 'r' && all_ready;
  }
  const std::string start(kBoundProcesses, all_ready ? 'g' : 'n');
  if (::write(go.write_end, start.data(), start.size()) != static_cast<ssize_t>(start.size()))
    return chain::local_fault("a pipe broke");
  double sum = 0;
  bool all_good = all_ready;
  for (const auto& answer : answers) {
    double rate = -1;
    all_good = ::read(answer.read_end, &rate, sizeof rate) == sizeof rate && rate >= 0 && all_good;
    sum += rate;
  }
  for (int i = 0; i < kBoundProcesses; ++i) ::wait(nullptr);
  if (!all_good) return chain::invalid("a process of the bound failed");
  return sum / kBoundProcesses;
}

}  // namespace xh::bench
