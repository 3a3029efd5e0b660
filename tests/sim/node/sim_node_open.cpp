// Opening a node's files, the way the program does (node/app/data_folder.h).
#include <algorithm>

#include "tests/sim/node/sim_node.h"

namespace xh::sim {
namespace {

constexpr const char* kData = "data";
constexpr const char* kBlocks = "data/blocks";

}  // namespace

// A node whose disk fails meanwhile may refuse to start; any other must not, damaged files or not: it repairs them.
void SimNode::not_opened(const std::string& what) {
  opened_ = {};
  snapshots_.reset();
  recovery_.reset();
  log(node::LogLevel::kError, what);
  if (!doomed_) broken(what);
  refused_ = damaged_ && !doomed_;
}

node::RecoveryLog SimNode::recovery_log() {
  return {[this](const std::string& text) { log(node::LogLevel::kInfo, text); },
          [this](const std::string& text) { log(node::LogLevel::kWarning, text); }};
}

// The log lacks blocks that it has reached: they come from peers before the replica begins.
void SimNode::begin_repair() {
  auto file = recovery_->open_log();
  if (!file) return not_opened(file.error().message);
  repaired_log_ = std::move(*file);
  repair_ = std::make_unique<node::RepairTask>(*this, *transport_, recovery_->context(), *recovery_->wanted(),
                                               *repaired_log_);
  world_.network.attach(slot_, *this);
  continue_repair([this] { repair_->step(); });
}

void SimNode::continue_repair(const std::function<void()>& step) {
  step();
  if (!repair_ || !repair_->finished()) return;
  const auto status = repair_->status();
  world_.network.detach(slot_);
  repair_.reset();
  repaired_log_.reset();
  if (!status) return not_opened("the repair failed: " + status.error().message);
  open_and_run();
}

bool SimNode::open_ledger() {
  auto opened = recovery_->open();
  if (!opened) {
    not_opened("the ledger does not open: " + opened.error().message);
    return false;
  }
  opened_ = std::move(*opened);
  if (honest_) {
    world_.oracle.restarted(slot_, ledger().height());
    tell_oracle_of_replayed_blocks();
  }
  return true;
}

// Blocks that were logged when the power went, but not announced yet, are final all the same.
void SimNode::tell_oracle_of_replayed_blocks() {
  for (auto h = world_.oracle.height_of(slot_) + 1; h <= ledger().height().value; ++h) {
    const auto stored = ledger().read(chain::Height{h});
    if (!stored) return broken("a block of the log cannot be read: " + stored.error().message);
    const auto bodies = ledger().parse_bodies(stored->block.transactions);
    if (!bodies) return broken("a block of the log has a malformed transaction: " + bodies.error().message);
    std::vector<chain::TxId> ids;
    for (const auto& tx : *bodies) ids.push_back(tx->id);
    world_.oracle.block_final(slot_, stored->header, stored->id, ids);
  }
}

// Epoch 0's journal is made once, as `xinghuod init` does; all others the replica makes itself. A liar that has wiped
// its memory makes itself a new one.
bool SimNode::prepare_journal() {
  if (initialised_) return true;
  if (auto ok = journals_.prepare(epoch_); !ok) {
    not_opened("no journal: " + ok.error().message);
    return false;
  }
  initialised_ = true;
  return true;
}

bool SimNode::journal_exists(chain::Epoch epoch) const {
  const auto number = std::to_string(epoch.value);
  return disk_.exists(std::string(kData) + "/journal-" + std::string(10 - number.size(), '0') + number).value_or(false);
}

bool SimNode::keeps_journal() const {
  return replica_ != nullptr && replica_->epoch().self && journal_exists(replica_->epoch().number());
}

// A record of the state; what is only an index has no check of its own in memory (LevelDB's checksums are tested
// apart).
bool SimNode::flip_a_row(Prng& chance) {
  auto* store = home_.store();
  if (store == nullptr) return false;
  auto& rows = store->rows();
  auto at = rows.lower_bound({chain::kStoreRecord});
  for (auto steps = chance.below(64); steps > 0 && at != rows.end(); --steps) ++at;
  if (at == rows.end() || at->first.front() != chain::kStoreRecord || at->second.empty()) return false;
  at->second[chance.below(at->second.size())] ^= static_cast<std::uint8_t>(1U << chance.below(8));
  log(node::LogLevel::kWarning, "a bit of the state is flipped");
  return damaged_ = true;
}

bool SimNode::flip_a_bit(Prng& chance) {
  if (!alive() && !doomed_ && chance.percent(30)) return flip_a_row(chance);
  std::vector<std::string> files;
  for (const auto* dir : {kData, kBlocks}) {
    const auto names = disk_.list(dir);
    if (!names) continue;
    for (const auto& name : *names) files.push_back(chain::join_path(dir, name));
  }
  if (alive() || doomed_ || files.empty()) return false;
  const auto& path = files[chance.below(files.size())];
  const auto size = disk_.content(path).size();
  if (size == 0) return false;
  disk_.flip_bits(path, chance.below(size), static_cast<std::uint8_t>(1U << chance.below(8)));
  log(node::LogLevel::kWarning, "a bit of " + path + " is flipped");
  damaged_ = true;
  return true;
}

void SimNode::wipe_journal() {
  if (alive()) return;
  const auto names = disk_.list(kData);
  if (!names) return;
  for (const auto& name : *names) {
    if (name.starts_with("journal")) disk_.erase(chain::join_path(kData, name));
  }
  initialised_ = false;
}

}  // namespace xh::sim
