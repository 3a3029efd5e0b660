#include "node/core/snapshot_service.h"

#include <algorithm>

#include "node/core/epoch.h"

namespace xh::node {
SnapshotService::SnapshotService(Host& host, p2p::Transport& network, Ledger& ledger, const chain::StateStore& state,
                                 chain::FileSystem& disk, const Paths& paths)
    : host_(host),
      network_(network),
      ledger_(ledger),
      own_(disk, paths.snapshots, ledger.context().tag),
      base_(disk, paths.base, ledger.context().tag),
      maker_(host, ledger, state, own_) {
  if (auto ok = own_.remove_unfinished(); !ok) host_.log(LogLevel::kWarning, ok.error().message);
}

template <class T>
void SnapshotService::handle(p2p::PeerId peer, chain::BytesView body) {
  const auto message = chain::decode<T>(body);
  if (!message) return network_.penalize(peer, p2p::kPenaltyMalicious, message.error().message);
  if (may_ask(peer, *message)) answer(peer, *message);
}

bool SnapshotService::on_frame(p2p::PeerId peer, chain::BytesView frame) {
  if (frame.empty()) return false;
  switch (static_cast<MessageType>(frame.front())) {
    case MessageType::kSnapshotQuery:
      handle<SnapshotQuery>(peer, frame.subspan(1));
      return true;
    case MessageType::kChunkRequest:
      handle<ChunkRequest>(peer, frame.subspan(1));
      return true;
    case MessageType::kSnapshotOffer:
    case MessageType::kChunkAnswer:
      return true;  // late answers to what we asked before we had a ledger
    default:
      return false;
  }
}

bool SnapshotService::may_ask(p2p::PeerId peer, const SnapshotQuery&) {
  auto& last = budgets_[peer].query;
  const auto now = host_.now().steady;
  if (last && now < *last + kSnapshotQueryInterval) return false;
  last = now;
  return true;
}

bool SnapshotService::may_ask(p2p::PeerId peer, const ChunkRequest&) {
  auto& budget = budgets_[peer];
  const auto now = host_.now().steady;
  if (now >= budget.since + kSnapshotBudgetTime) {
    budget.since = now;
    budget.chunks = 0;
    budget.bytes = 0;
  }
  if (budget.chunks >= kSnapshotAnswersPerSecond || budget.bytes >= kSnapshotBytesPerSecond) return false;
  ++budget.chunks;
  return true;
}

const std::optional<chain::SnapshotManifest>& SnapshotService::newest() {
  if (newest_of_ != maker_.written()) {
    newest_ = read_newest();
    newest_of_ = maker_.written();
  }
  return newest_;
}

std::optional<chain::SnapshotManifest> SnapshotService::read_newest() const {
  for (const auto* folder : {&own_, &base_}) {
    const auto heights = folder->heights();
    if (!heights || heights->empty()) continue;
    auto manifest = folder->manifest(heights->front());
    if (manifest) return std::move(*manifest);
    host_.log(LogLevel::kWarning, manifest.error().message);
  }
  return std::nullopt;
}

void SnapshotService::answer(p2p::PeerId peer, const SnapshotQuery& query) {
  SnapshotOffer offer{ledger_.height(), {}, std::nullopt};
  if (query.epochs) {
    const auto& executor = ledger_.executor();
    auto links = ledger_.epoch_links(epoch_after(executor, executor.finalized()).set.epoch);
    if (links) offer.epochs.assign(links->begin(), links->end());
    if (!links) host_.log(LogLevel::kWarning, links.error().message);
  }
  if (query.manifest) offer.manifest = newest();
  if (chain::encoded_size(offer) > kOfferBytesMax) offer.manifest.reset();
  if (chain::encoded_size(offer) > kOfferBytesMax) offer.epochs.clear();
  network_.send(peer, MessageTraits<SnapshotOffer>::kLane, frame_of(offer));
}

// Manifests of snapshots that were asked for; those that are gone since make room.
const chain::SnapshotFolder* SnapshotService::find(chain::Height height, const chain::SnapshotManifest*& manifest) {
  auto found = known_.find(height);
  if (found == known_.end()) {
    for (const auto* folder : {&own_, &base_}) {
      const auto heights = folder->heights();
      if (!heights || std::ranges::find(*heights, height) == heights->end()) continue;
      auto read = folder->manifest(height);
      if (!read) continue;
      if (known_.size() == kManifestsCached) known_.erase(known_.begin());
      found = known_.emplace(height, Known{folder, std::move(*read)}).first;
      break;
    }
  }
  if (found == known_.end()) return nullptr;
  manifest = &found->second.manifest;
  return found->second.folder;
}

void SnapshotService::answer(p2p::PeerId peer, const ChunkRequest& request) {
  ChunkAnswer answer{request.height, request.chunk, request.offset, {}};
  const chain::SnapshotManifest* manifest = nullptr;
  const auto* folder = find(request.height, manifest);
  const bool have = folder != nullptr && request.chunk < manifest->chunk_count() &&
                    chain::chunk_hash(*manifest, request.chunk) == request.hash;
  if (have) {
    auto part = folder->chunk_part(request.height, request.chunk, request.offset, kChunkPartBytes);
    if (part) answer.bytes = std::move(*part);
    budgets_[peer].bytes += answer.bytes.size();
  }
  network_.send(peer, MessageTraits<ChunkAnswer>::kLane, frame_of(answer));
}

}  // namespace xh::node
