#include "node/core/block_sync.h"

#include <algorithm>

#include "node/core/transactions_root.h"

namespace xh::node {

void BlockSync::begin(const consensus::SyncTo& target) {
  if (target_ && target_->height >= target.height) return;
  target_ = target;
  attempts_ = 0;
}

std::optional<BlockSync::Ask> BlockSync::next_ask(const std::vector<p2p::PeerId>& peers, chain::Height tip, consensus::SteadyTime now) {
  if (!target_ || (deadline_ && now < *deadline_)) return std::nullopt;
  deadline_ = now + kSyncTimeout;
  ++attempts_;
  if (peers.empty()) return std::nullopt;
  const auto peer = peers[next_peer_++ % peers.size()];
  asked_ = peer;
  const std::uint64_t wanted = target_->height.value - tip.value;
  const auto count = static_cast<std::uint32_t>(std::min<std::uint64_t>(wanted, kSyncWindow));
  return Ask{peer, {chain::Height{tip.value + 1}, count}};
}

chain::Result<std::vector<chain::FinalBlock>> BlockSync::accept(p2p::PeerId from, const FinalBlocksAnswer& answer,
                                                                const chain::BlockId& tip, chain::Height tip_height,
                                                                const chain::VoteVerifier& verifier,
                                                                const chain::TransactionHasher& hasher) {
  if (!target_ || asked_ != from) return chain::not_yet("not asked for");
  asked_.reset();
  deadline_.reset();
  if (answer.from.value != tip_height.value + 1) return chain::not_yet("blocks of another height");
  chain::BlockId parent = tip;
  chain::Height height = tip_height;
  std::size_t proven = 0;
  for (std::size_t i = 0; i < answer.blocks.size(); ++i) {
    const auto& block = answer.blocks[i];
    const auto header = chain::decode<chain::Header>(block.block.header);
    if (!header) return chain::invalid("a block's header is malformed");
    if (header->epoch != verifier.set().epoch && i > 0) break;  // of the next epoch: its own validators vouch for it
    height = chain::Height{height.value + 1};
    if (header->chain != chain_ || header->parent != parent || header->height != height) return chain::invalid("blocks do not form a chain");
    if (transactions_root_of(block.block, hasher) != header->transactions_root) return chain::invalid("a block's bodies are not those of its header");
    parent = chain::block_id_of(block.block.header, chain_);
    // A certificate that comes along is stored with its block and shown to light clients: none goes in unverified.
    if (block.finalization) {
      const auto& subject = block.finalization->subject;
      if (subject.kind != chain::VoteKind::kFinalize || subject.block != parent) return chain::invalid("a finalization is not of its block");
      if (auto ok = verifier.verify(*block.finalization); !ok) return std::unexpected(ok.error());
      proven = i + 1;
    }
    // Nothing after an epoch's last block speaks for it: it comes with its own finalization (R16).
    if (!header->next_validator_set_hash.is_zero()) {
      if (!block.finalization) return chain::invalid("an epoch's last block comes without its finalization");
      break;
    }
    if (parent == target_->finalization.subject.block) {
      proven = i + 1;
      break;
    }
  }
  if (proven == 0) return chain::not_yet("no finalization among the blocks");
  attempts_ = 0;
  return std::vector<chain::FinalBlock>(answer.blocks.begin(), answer.blocks.begin() + static_cast<std::ptrdiff_t>(proven));
}

}  // namespace xh::node
