// What nodes commit: one chain, nothing twice.
#include "tests/sim/node/oracle.h"

#include <algorithm>

#include "p2p/transport.h"

namespace xh::sim {
namespace {

constexpr std::size_t kMaxViolations = 20;
// B: what an engine holds stays within the views above the last finalization, and a handful.
constexpr std::size_t kSpareViews = 4;
constexpr std::size_t kBlocksPerView = 3;

}  // namespace

void Oracle::violation(std::string what) {
  if (violations_.size() < kMaxViolations) violations_.push_back(std::move(what));
}

std::uint64_t Oracle::height_of(std::size_t node) const {
  const auto at = node_height_.find(node);
  return at == node_height_.end() ? 0 : at->second;
}

void Oracle::block_final(std::size_t node, const chain::Header& header, const chain::BlockId& id,
                         const std::vector<chain::TxId>& transactions) {
  const auto height = header.height.value;
  const auto where = [&] { return "node " + std::to_string(node) + ", height " + std::to_string(height); };
  auto& mine = node_height_[node];
  if (height != mine + 1) violation(where() + ": committed after height " + std::to_string(mine));
  mine = height;
  if (chain::block_id_of(header) != id) violation(where() + ": the id is not the header's");
  const auto [agreed, first] = chain_of_ids_.try_emplace(height, Agreed{id, header.state_root});
  if (agreed->second.id != id) violation(where() + ": another block than the first node's is final");
  if (agreed->second.state_root != header.state_root) violation(where() + ": another state root");
  if (!first) return;
  const auto below = chain_of_ids_.find(height - 1);
  if (below != chain_of_ids_.end() && header.parent != below->second.id)
    violation(where() + ": the parent is not the block below");
  if (header.timestamp.value <= time_ms_) violation(where() + ": time does not rise");
  time_ms_ = header.timestamp.value;
  for (const auto& tx : transactions) place(tx, height);
}

void Oracle::place(const chain::TxId& id, std::uint64_t height) {
  if (!place_of_.try_emplace(id, height).second)
    violation("height " + std::to_string(height) + ": a transaction is final a second time");
  const auto key = key_of_.find(id);
  if (key == key_of_.end()) return;  // a node's own (evidence, attestations)
  if (!place_of_key_.try_emplace(key->second, height).second) {
    violation("height " + std::to_string(height) + ": idempotency key " + std::to_string(key->second) +
              " is used a second time");
  }
}

void Oracle::restarted(std::size_t node, chain::Height height) {
  if (height.value < height_of(node)) {
    violation("node " + std::to_string(node) + " forgot final blocks: had " + std::to_string(height_of(node)) +
              ", restarted with " + std::to_string(height.value));
  }
}

void Oracle::status(std::size_t node, std::uint64_t life, chain::Epoch epoch, const consensus::EngineStatus& status) {
  auto& known = lives_[node];
  const bool same = known.life == life && known.epoch == epoch;
  const auto who = [&] { return "node " + std::to_string(node); };
  if (same && status.cur < known.cur) violation(who() + ": its view fell");
  if (same && status.final_view < known.final_view) violation(who() + ": its final view fell");
  known = {life, epoch, status.cur, status.final_view};
  const auto open = static_cast<std::size_t>(status.cur.value - std::min(status.cur.value, status.final_view.value));
  if (status.views_held > open + kSpareViews)
    violation(who() + " holds " + std::to_string(status.views_held) + " views, " + std::to_string(open) + " are open");
  const auto behind = static_cast<std::size_t>(height() - std::min(height(), status.final_height.value));
  if (status.blocks_held > kBlocksPerView * (open + behind + kSpareViews))
    violation(who() + " holds " + std::to_string(status.blocks_held) + " blocks, " + std::to_string(open) +
              " views are open, " + std::to_string(behind) + " blocks behind");
}

void Oracle::evidence_sent(std::size_t node, const chain::Evidence& evidence) {
  ++evidence_seen_;
  const auto* epoch = facts_of(evidence.first.subject.epoch);
  const auto signer = evidence.first.signer;
  const std::string where =
      "node " + std::to_string(node) + ", view " + std::to_string(evidence.first.subject.view.value);
  if (epoch == nullptr || signer.value >= epoch->honest.size() || signer != evidence.second.signer)
    return violation(where + ": evidence that names nobody");
  if (epoch->honest[signer.value])
    violation(where + ": evidence against honest validator " + std::to_string(signer.value));
  if (!verifies(evidence.first) || !verifies(evidence.second)) violation(where + ": evidence that proves nothing");
}

void Oracle::penalty(std::size_t by, std::size_t peer, std::uint32_t points, std::string_view why) {
  violation("node " + std::to_string(by) + " penalizes honest node " + std::to_string(peer) + " with " +
            std::to_string(points) + ": " + std::string(why));
}

}  // namespace xh::sim
