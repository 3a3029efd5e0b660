#include "node/core/log_repair.h"

#include <algorithm>

#include "node/core/transactions_root.h"

namespace xh::node {

// One answer's blocks, read from the first on.
struct LogRepair::Walk {
  chain::BlockId parent;
  chain::Height height;  // of the next block
  std::vector<chain::LoggedBlock> blocks;
  std::size_t proven = 0;
  std::optional<chain::Epoch> unknown;  // of the block at which the reading ended
};

LogRepair::LogRepair(const chain::ChainContext& context, const BlocksWanted& wanted)
    : context_(context), hasher_(context.tag), wanted_(wanted), next_(wanted.from), parent_(wanted.parent) {
  epochs_.push_back(std::make_shared<const chain::VoteVerifier>(context.validators, context.tag));
}

std::optional<LogRepair::Ask> LogRepair::next_ask(const std::vector<p2p::PeerId>& peers, consensus::SteadyTime now) {
  if (done() || (deadline_ && now < *deadline_)) return std::nullopt;
  if (claimed_ && asked_) {  // asked for the links, and silent
    lacking_.insert(claimed_->by);
    claimed_.reset();
  }
  std::vector<p2p::PeerId> useful;
  std::ranges::copy_if(peers, std::back_inserter(useful),
                       [&](p2p::PeerId peer) { return !liars_.contains(peer) && !lacking_.contains(peer); });
  deadline_ = now + kRepairTimeout;
  asked_.reset();
  if (useful.empty()) {
    lacking_.clear();  // all over again, after the pause
    return std::nullopt;
  }
  if (claimed_ && std::ranges::find(useful, claimed_->by) != useful.end()) {
    asked_ = claimed_->by;
    return Ask{*asked_, SnapshotQuery{true, false}};
  }
  claimed_.reset();
  asked_ = useful[turn_++ % useful.size()];
  // A whole window, though less may be wanted: the last one wanted may be final by a later block's certificate only.
  return Ask{*asked_, FinalBlocksRequest{next_, kRepairWindow}};
}

bool LogRepair::answered(p2p::PeerId from) {
  if (asked_ != from) return false;
  asked_.reset();
  return true;
}

chain::Status LogRepair::accept(p2p::PeerId from, const SnapshotOffer& offer) {
  if (!claimed_ || !answered(from)) return chain::not_yet("not asked for");
  const auto claimed = claimed_->epoch;
  claimed_.reset();
  deadline_.reset();
  auto set = epochs_.back()->set();
  for (std::size_t i = epochs_.size() - 1; i < offer.epochs.size(); ++i) {
    auto next = chain::follow_epoch(context_.tag, set, offer.epochs[i]);
    if (!next) {
      liars_.insert(from);
      return chain::invalid("an epoch's link: " + next.error().message);
    }
    set = *next;
    epochs_.push_back(std::make_shared<const chain::VoteVerifier>(set, context_.tag));
  }
  if (claimed.value < epochs_.size()) return {};
  if (offer.epochs.empty()) {  // what a peer says that mends its own log
    lacking_.insert(from);
    return chain::not_yet("the peer does not show the way to its epoch");
  }
  liars_.insert(from);
  return chain::invalid("a block of an epoch to which its peer knows no way");
}

chain::Status LogRepair::step(Walk& walk, const chain::FinalBlock& block) {
  auto header = chain::decode<chain::Header>(block.block.header);
  if (!header) return chain::invalid("a block's header is malformed");
  const bool follows = header->chain == context_.tag && header->parent == walk.parent && header->height == walk.height;
  if (!follows) return chain::invalid("blocks do not form a chain");
  if (transactions_root_of(block.block, hasher_) != header->transactions_root) {
    return chain::invalid("a block's bodies are not those of its header");
  }
  if (header->epoch.value >= epochs_.size()) {
    walk.unknown = header->epoch;
    return {};
  }
  const auto id = chain::block_id_of(block.block.header, context_.tag);
  chain::LoggedBlock logged{header->height, id, chain::encode(block.block), {}};
  if (block.finalization) {
    const auto& subject = block.finalization->subject;
    if (subject.kind != chain::VoteKind::kFinalize || subject.block != id || subject.epoch != header->epoch) {
      return chain::invalid("a finalization is not of its block");
    }
    if (auto ok = epochs_[header->epoch.value]->verify(*block.finalization); !ok) return ok;
    logged.certificate = chain::encode(*block.finalization);
  } else if (!header->next_validator_set_hash.is_zero()) {
    return chain::invalid("an epoch's last block comes without its finalization");
  }
  const bool ours = wanted_.last == id && header->height == wanted_.until;
  walk.blocks.push_back(std::move(logged));
  if (block.finalization || ours) walk.proven = walk.blocks.size();
  walk.parent = id;
  walk.height = chain::Height{walk.height.value + 1};
  return {};
}

chain::Result<std::vector<chain::LoggedBlock>> LogRepair::accept(p2p::PeerId from, const FinalBlocksAnswer& answer) {
  if (claimed_ || !answered(from)) return chain::not_yet("not asked for");
  if (answer.from != next_) return chain::not_yet("blocks of another height");
  if (answer.blocks.empty()) {  // begun from a snapshot above, or behind: the next one is asked at once
    lacking_.insert(from);
    deadline_.reset();
    return chain::not_yet("the peer does not have the blocks");
  }
  Walk walk{parent_, next_, {}, 0, std::nullopt};
  for (const auto& block : answer.blocks) {
    if (auto ok = step(walk, block); !ok) {
      liars_.insert(from);
      return std::unexpected(ok.error());
    }
    if (walk.unknown) break;
  }
  if (walk.unknown) {
    claimed_ = Claim{from, *walk.unknown};
    deadline_.reset();
  }
  if (walk.proven == 0) return chain::not_yet("no finalization among the blocks");
  deadline_.reset();  // a useless answer, in contrast, costs its peer's turn: nobody is asked in a tight loop
  walk.blocks.resize(walk.proven);
  parent_ = walk.blocks.back().id;
  next_ = chain::Height{walk.blocks.back().height.value + 1};
  for (const auto& block : walk.blocks) {
    if (block.height == wanted_.until && wanted_.last && block.id != *wanted_.last) state_differs_ = true;
  }
  return std::move(walk.blocks);
}

}  // namespace xh::node
