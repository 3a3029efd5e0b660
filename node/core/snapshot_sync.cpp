#include "node/core/snapshot_sync.h"

#include <algorithm>

namespace xh::node {

SnapshotSync::SnapshotSync(chain::SnapshotManifest manifest, const chain::SnapshotHead& head,
                           std::set<std::size_t> have)
    : manifest_(std::move(manifest)), root_(head.header.state_root) {
  for (std::size_t i = 0; i < manifest_.chunk_count(); ++i) {
    if (!have.contains(i)) left_.insert(i);
  }
}

void SnapshotSync::give_back(p2p::PeerId peer) {
  const auto found = under_way_.find(peer);
  if (found == under_way_.end()) return;
  left_.insert(found->second.chunk);
  under_way_.erase(found);
}

std::vector<SnapshotSync::Ask> SnapshotSync::next_asks(const std::vector<p2p::PeerId>& peers,
                                                       consensus::SteadyTime now) {
  for (auto at = under_way_.begin(); at != under_way_.end();) {
    const auto peer = at->first;
    const bool gone = std::ranges::find(peers, peer) == peers.end();
    const bool late = at->second.asked && at->second.deadline <= now;
    ++at;
    if (late) out_.insert(peer);
    if (gone || late) give_back(peer);
  }
  for (const auto peer : peers) {
    if (left_.empty() || under_way_.size() == kSnapshotPeers) break;
    if (out_.contains(peer) || under_way_.contains(peer)) continue;
    under_way_[peer].chunk = *left_.begin();
    left_.erase(left_.begin());
  }
  std::vector<Ask> out;
  for (auto& [peer, work] : under_way_) {
    if (work.asked || !in_pace(peer, work, now)) continue;
    work.asked = true;
    work.deadline = now + kChunkTimeout;
    out.push_back({peer,
                   {manifest_.height, static_cast<std::uint32_t>(work.chunk), chain::chunk_hash(manifest_, work.chunk),
                    static_cast<std::uint32_t>(work.bytes.size())}});
  }
  return out;
}

bool SnapshotSync::in_pace(p2p::PeerId peer, const UnderWay& work, consensus::SteadyTime now) {
  auto& pace = pace_[peer];
  if (now >= pace.since + kSnapshotBudgetTime) pace = {now, 0, 0};
  const std::size_t part =
      std::min<std::size_t>(kChunkPartBytes, chain::chunk_bytes(manifest_, work.chunk) - work.bytes.size());
  if (pace.asks >= kChunkAsksPerSecond || pace.bytes + part > kChunkBytesAskedPerSecond) return false;
  ++pace.asks;
  pace.bytes += part;
  return true;
}

std::optional<consensus::SteadyTime> SnapshotSync::deadline() const {
  std::optional<consensus::SteadyTime> out;
  for (const auto& [peer, work] : under_way_) {
    const auto pace = pace_.find(peer);
    if (!work.asked && pace == pace_.end()) continue;
    const auto at = work.asked ? work.deadline : pace->second.since + kSnapshotBudgetTime;
    if (!out || at < *out) out = at;
  }
  return out;
}

chain::Result<std::optional<SnapshotSync::Chunk>> SnapshotSync::accept(p2p::PeerId from, ChunkAnswer answer) {
  const auto found = under_way_.find(from);
  if (found == under_way_.end()) return std::nullopt;  // late, or never asked for: nothing waits for it
  auto& work = found->second;
  const bool fits = work.asked && answer.height == manifest_.height && answer.chunk == work.chunk &&
                    answer.offset == work.bytes.size();
  if (!fits) return std::nullopt;
  const auto refuse = [&](std::unexpected<chain::Error> why) {
    out_.insert(from);
    give_back(from);
    return why;
  };
  if (answer.bytes.empty()) return refuse(chain::not_found("the peer does not have the snapshot any more"));
  const std::size_t total = chain::chunk_bytes(manifest_, work.chunk);
  if (work.bytes.size() + answer.bytes.size() > total)
    return refuse(chain::invalid("a chunk longer than its manifest says"));
  chain::append(work.bytes, answer.bytes);
  work.asked = false;
  if (work.bytes.size() < total) return std::nullopt;
  if (!chain::is_chunk(manifest_, work.chunk, work.bytes)) return refuse(chain::invalid("a chunk with another hash"));
  if (work.chunk < manifest_.record_chunks.size()) {
    const auto range = chain::chunk_range(manifest_, work.chunk);
    const auto good = chain::check_record_chunk(work.bytes, range, root_, manifest_.height);
    if (!good) return refuse(std::unexpected(good.error()));
  }
  Chunk out{work.chunk, std::move(work.bytes)};
  under_way_.erase(found);
  return out;
}

bool SnapshotSync::stuck(const std::vector<p2p::PeerId>& peers) const {
  return !done() && std::ranges::all_of(peers, [&](p2p::PeerId peer) { return out_.contains(peer); });
}

}  // namespace xh::node
