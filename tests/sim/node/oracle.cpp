#include "tests/sim/node/oracle.h"

namespace xh::sim {
namespace {

constexpr std::size_t kMaxViolations = 20;

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
  const std::string where = "node " + std::to_string(node) + ", height " + std::to_string(height);
  auto& mine = node_height_[node];
  if (height != mine + 1) violation(where + ": committed after height " + std::to_string(mine));
  mine = height;
  const auto [agreed, first] = chain_.try_emplace(height, Agreed{id, header.state_root});
  if (agreed->second.id != id) violation(where + ": another block than the first node's is final");
  if (agreed->second.state_root != header.state_root) violation(where + ": another state root");
  if (!first) return;
  for (const auto& tx : transactions) place(tx, height);
}

void Oracle::place(const chain::TxId& id, std::uint64_t height) {
  if (!place_of_.try_emplace(id, height).second)
    violation("height " + std::to_string(height) + ": a transaction is final a second time");
  const auto key = key_of_.find(id);
  if (key == key_of_.end()) return violation("height " + std::to_string(height) + ": a transaction that nobody sent");
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

void Oracle::vote_sent(const chain::Vote& vote) {
  auto& cast = cast_[{vote.signer, vote.subject.view}];
  const std::string who =
      "validator " + std::to_string(vote.signer.value) + ", view " + std::to_string(vote.subject.view.value);
  switch (vote.subject.kind) {
    case chain::VoteKind::kNotarize:
      if (cast.notarized && *cast.notarized != vote.subject.block) violation(who + ": notarize votes for two blocks");
      cast.notarized = vote.subject.block;
      break;
    case chain::VoteKind::kNullify:
      cast.nullified = true;
      break;
    case chain::VoteKind::kFinalize:
      if (cast.finalized && *cast.finalized != vote.subject.block) violation(who + ": finalize votes for two blocks");
      cast.finalized = vote.subject.block;
      break;
  }
  if (cast.nullified && cast.finalized) violation(who + ": nullify and finalize");
}

}  // namespace xh::sim
