// Keeps snapshots of the finalized state (docs/decisions/0012, "Snapshots and repair"): one at each height that the
// ledger's parameter engine.snapshot_blocks divides, the newest kSnapshotsKept of them. Written from a view of the
// store of that moment, a chunk at a time on the disk lane, between journal writes; the core gives a range proof a
// chunk.
//
// Caller: node/core/snapshot_service, after each final block. Threading: core thread; the disk lane touches only the
// export. A snapshot that cannot be written is given up with a log line: it is no ledger data. One under way at a time;
// heights that come meanwhile are passed over.
#pragma once

#include <memory>

#include "chain/state/state_export.h"
#include "node/core/host.h"
#include "node/core/ledger.h"

namespace xh::node {

inline constexpr std::size_t kSnapshotsKept = 2;

// Of the ledger's parameters, at its tip; 0: none are kept.
[[nodiscard]] std::uint64_t snapshot_interval(Ledger& ledger);

// A ledger that begins above an epoch's last block could not show where the next epoch comes from.
[[nodiscard]] bool may_be_base(const chain::Header& header);

// What the manifest of a snapshot at this height says beside its chunks. kNotFound while no later block proves it
// final; kInvalid for a block that may be no base.
[[nodiscard]] chain::Result<chain::SnapshotManifest> manifest_head(const Ledger& ledger, chain::Height height);

class SnapshotMaker {
 public:
  SnapshotMaker(Host& host, Ledger& ledger, const chain::StateStore& state, chain::SnapshotFolder folder);

  // The ledger has a new tip.
  void on_final();
  [[nodiscard]] bool busy() const { return export_ != nullptr; }
  // How many it has written: another one is the newest when this grows.
  [[nodiscard]] std::uint64_t written() const { return written_; }

 private:
  using Advanced = chain::Result<bool>;
  void start(chain::Height height);
  void advance();
  void advanced(const Advanced& result);
  void try_finish();
  void give_up(const chain::Error& error);
  void close();

  Host& host_;
  Ledger& ledger_;
  const chain::StateStore& state_;
  chain::SnapshotFolder folder_;
  std::shared_ptr<bool> alive_ = std::make_shared<bool>(true);  // late reports of the disk lane look for it

  chain::Height height_;
  std::shared_ptr<chain::StateExport> export_;
  std::optional<chain::StateTree> tree_;
  bool waits_for_finality_ = false;
  std::uint64_t written_ = 0;
};

}  // namespace xh::node
