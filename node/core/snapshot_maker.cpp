#include "node/core/snapshot_maker.h"

#include "contracts/engine/default_parameters.h"
#include "contracts/engine/parameters.h"
#include "node/core/snapshot_restore.h"

namespace xh::node {

std::uint64_t snapshot_interval(Ledger& ledger) {
  const auto& executor = ledger.executor();
  const auto at = contracts::time_of(executor.finalized());
  auto view = executor.view(executor.finalized(), at);
  const auto history = contracts::find_parameter(view.context(), contracts::kSnapshotBlocks);
  const auto value = history ? contracts::value_at(*history, at).value : contracts::kSnapshotBlocksDefault;
  return value > 0 ? static_cast<std::uint64_t>(value) : 0;
}

bool may_be_base(const chain::Header& header) {
  return header.next_validator_set_hash.is_zero();
}

chain::Result<chain::SnapshotManifest> manifest_head(const Ledger& ledger, chain::Height height) {
  auto block = ledger.read(height);
  if (!block) return std::unexpected(block.error());
  if (!may_be_base(block->header)) return chain::invalid("the last block of an epoch: nothing can begin above it");
  auto finality = ledger.finality_of(height);
  if (!finality) return std::unexpected(finality.error());
  auto epochs = ledger.epoch_links(block->header.epoch);
  if (!epochs) return chain::invalid("the way to its epoch cannot be shown: " + epochs.error().message);
  chain::SnapshotManifest out;
  out.chain = ledger.context().tag;
  out.height = height;
  out.header = std::move(block->block.header);
  out.finality = std::move(*finality);
  out.epochs.assign(epochs->begin(), epochs->end());
  return out;
}

SnapshotMaker::SnapshotMaker(Host& host, Ledger& ledger, const chain::StateStore& state, chain::SnapshotFolder folder)
    : host_(host), ledger_(ledger), state_(state), folder_(std::move(folder)) {}

void SnapshotMaker::on_final() {
  if (waits_for_finality_) return try_finish();
  if (busy()) return;
  const auto interval = snapshot_interval(ledger_);
  const bool due = interval > 0 && ledger_.height().value % interval == 0;
  if (due && may_be_base(ledger_.tip_header())) start(ledger_.height());
}

void SnapshotMaker::start(chain::Height height) {
  const auto heights = folder_.heights();
  if (!heights) return give_up(heights.error());
  if (!heights->empty() && heights->front() >= height) return;  // after a rebuild: it is here already
  height_ = height;
  tree_ = ledger_.state().finalized()->tree();
  export_ =
      std::make_shared<chain::StateExport>(state_.reader(), folder_, height, tree_->root(), snapshot_list_prefix());
  advance();
}

void SnapshotMaker::advance() {
  auto result = std::make_shared<Advanced>(false);
  host_.run(
      WorkLane::kDisk, [work = export_, result] { *result = work->advance(); },
      [this, result, alive = std::weak_ptr<bool>(alive_)] {
        if (!alive.expired()) advanced(*result);
      });
}

void SnapshotMaker::advanced(const Advanced& result) {
  if (!result) return give_up(result.error());
  if (!*result) return try_finish();
  export_->prove(*tree_);
  advance();
}

// A block may be final by a later block's certificate, which is logged only with that block; beyond kMaxLinks of them
// nobody would believe it, and the view of the store is not held for nothing.
void SnapshotMaker::try_finish() {
  auto head = manifest_head(ledger_, height_);
  const bool may_come = ledger_.height().value <= height_.value + chain::kMaxLinks;
  waits_for_finality_ = !head && head.error().fault == chain::Fault::kNotFound && may_come;
  if (waits_for_finality_) return;
  if (!head) return give_up(head.error());
  auto done = std::make_shared<chain::Status>();
  auto work = [out = export_, folder = folder_, head = std::move(*head), done]() mutable {
    auto manifest = out->finish(std::move(head));
    *done = manifest ? folder.keep_newest(kSnapshotsKept) : chain::Status(std::unexpected(manifest.error()));
  };
  host_.run(WorkLane::kDisk, std::move(work), [this, done, alive = std::weak_ptr<bool>(alive_)] {
    if (alive.expired()) return;
    if (!*done) return give_up(done->error());
    host_.log(LogLevel::kInfo, "snapshot of height " + std::to_string(height_.value) + " written");
    ++written_;
    close();
  });
}

void SnapshotMaker::give_up(const chain::Error& error) {
  host_.log(LogLevel::kError,
            "no snapshot of height " + std::to_string(height_.value) + ": " + error.message + ". The ledger goes on");
  // A full disk needs the room.
  if (auto ok = folder_.remove_unfinished(); !ok) host_.log(LogLevel::kWarning, ok.error().message);
  close();
}

void SnapshotMaker::close() {
  export_.reset();
  tree_.reset();
  waits_for_finality_ = false;
}

}  // namespace xh::node
