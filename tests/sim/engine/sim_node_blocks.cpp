// The fake driver's blocks: holding, building, executing, fetching, syncing, committing, and what work there is.
#include <algorithm>
#include <utility>

#include "tests/sim/engine/sim_node.h"

namespace xh::sim {
namespace {

constexpr std::size_t kBlockTransactions = 4;
constexpr std::int64_t kRetryMs = 120;

}  // namespace

const SimBlock* SimNode::block(const chain::BlockId& id) const {
  const auto found = held_.find(id);
  if (found != held_.end()) return &found->second;
  for (auto it = log_.rbegin(); it != log_.rend(); ++it) {
    if (it->block.info.id == id) return &it->block;
  }
  return nullptr;
}

void SimNode::hold(const SimBlock& block, bool complete) {
  held_.emplace(block.info.id, block);
  world_.oracle().block_seen(block);
  if (!complete) return;
  complete_.insert(block.info.id);
  known_.insert(block.transactions.begin(), block.transactions.end());
}

// ---------------------------------------------------------------- build and execute

std::set<std::uint64_t> SimNode::branch_transactions(const chain::BlockId& tip) const {
  std::set<std::uint64_t> out;
  chain::BlockId at = tip;
  while (at != log_.back().block.info.id) {
    const auto found = held_.find(at);
    if (found == held_.end()) break;
    out.insert(found->second.transactions.begin(), found->second.transactions.end());
    at = found->second.info.parent;
  }
  return out;
}

void SimNode::act(const consensus::BuildBlock& action) {
  in_this_life(world_.prng().between(0, 3), [this, action] { build(action); });
}

void SimNode::build(const consensus::BuildBlock& order) {
  if (!follower_) world_.oracle().building_on(index_, order.parent, epoch_);
  if (world_.chaos_allowed() && world_.prng().percent(1)) return deliver(consensus::BuildFailed{order.view});
  const auto used = branch_transactions(order.parent.id);
  SimBlock out;
  for (const auto number : pending_) {
    if (out.transactions.size() < kBlockTransactions && !used.contains(number)) out.transactions.push_back(number);
  }
  if (out.transactions.empty() && !order.allow_empty) return deliver(consensus::NoWork{order.view});
  out.info.parent = order.parent.id;
  out.info.height = chain::Height(order.parent.height.value + 1);
  out.info.view = order.view;
  out.info.epoch = epoch_;
  out.info.last_of_epoch = world_.ends_epoch(out.info.height);
  out.info.timestamp = chain::Timestamp(std::max(ledger_ms(), order.parent.timestamp.value + 1));
  out.info.proposer = chain::ValidatorIndex(index_);
  out = sealed(out);
  hold(out, true);
  judged_.insert(out.info.id);
  world_.oracle().executed(index_, out.info.id);
  deliver(consensus::BlockBuilt{order.view, out.info});
}

void SimNode::act(const consensus::ValidateBlock& action) {
  const SimBlock* known = block(action.block.id);
  if (known == nullptr && !follower_)
    world_.oracle().violation("the engine asks to validate a block it was never given");
  if (!held_.contains(action.block.parent) && action.block.parent != log_.back().block.info.id && !follower_) {
    world_.oracle().violation("the engine asks to validate a block before its parent");
  }
  in_this_life(world_.prng().between(0, 3), [this, id = action.block.id] { try_validate(id); });
}

void SimNode::try_validate(const chain::BlockId& id) {
  const auto found = held_.find(id);
  if (found == held_.end()) return deliver(consensus::BlockValidated{id, consensus::Verdict::kMissing});
  if (world_.chaos_allowed() && !durable_blocks_.contains(id) && !judged_.contains(id) &&
      world_.prng().percent(1)) {  // a driver short of room
    held_.erase(found);
    complete_.erase(id);
    return deliver(consensus::BlockValidated{id, consensus::Verdict::kMissing});
  }
  if (!complete_.contains(id)) {
    if (awaiting_bodies_.insert(id).second) {
      chase_bodies(id);
      deliver(consensus::BlockValidated{id, consensus::Verdict::kPending});
    }
    return;
  }
  const SimBlock& b = found->second;
  const auto used = branch_transactions(b.info.parent);
  bool valid = !b.rotten && b.info.last_of_epoch == world_.ends_epoch(b.info.height);
  std::set<std::uint64_t> own;
  for (const auto t : b.transactions) {
    valid = valid && !used.contains(t) && !final_transactions_.contains(t) && own.insert(t).second;
  }
  judged_.insert(id);
  if (valid) world_.oracle().executed(index_, id);
  deliver(consensus::BlockValidated{id, valid ? consensus::Verdict::kValid : consensus::Verdict::kInvalid});
}

void SimNode::chase_bodies(const chain::BlockId& id) {
  const auto found = held_.find(id);
  if (complete_.contains(id) || found == held_.end()) return;
  send_to(found->second.info.proposer.value, BlockRequest{id});
  send_to(static_cast<std::uint32_t>(world_.prng().below(world_.size())), BlockRequest{id});
  in_this_life(kRetryMs, [this, id] { chase_bodies(id); });
}

// ---------------------------------------------------------------- fetch

void SimNode::act(const consensus::FetchBlock& action) {
  if (const SimBlock* known = block(action.id); known != nullptr) {
    return in_this_life(0, [this, info = known->info] {
      if (held_.contains(info.id)) deliver(consensus::BlockFetched{info});
    });
  }
  for (std::size_t i = 0; i < action.peers.size() && i < 2; ++i)
    send_to(action.peers[i].value, BlockRequest{action.id});
}

void SimNode::on(std::uint32_t from, const BlockRequest& message) {
  const SimBlock* b = block(message.id);
  const bool whole = b != nullptr && (complete_.contains(message.id) || !held_.contains(message.id));
  if (whole && from != index_) send_to(from, BlockResponse{*b});
}

void SimNode::on(std::uint32_t, const BlockResponse& message) {
  if (id_of(message.block) != message.block.info.id) return;
  hold(message.block, true);
  if (awaiting_bodies_.erase(message.block.info.id) != 0) try_validate(message.block.info.id);
  if (alive() && held_.contains(message.block.info.id)) deliver(consensus::BlockFetched{message.block.info});
}

// ---------------------------------------------------------------- final blocks

void SimNode::append_to_log(const std::vector<SimBlock>& blocks, const chain::Certificate& finalization) {
  if (!follower_) world_.oracle().committed(index_, finalization, blocks);
  for (const auto& b : blocks) {
    log_.push_back({b, std::nullopt});
    for (const auto t : b.transactions) {
      final_transactions_.insert(t);
      pending_.erase(t);
    }
  }
  log_.back().finalization = finalization;
  durable_certificates_.insert(finalization.subject);
  if (world_.prng().percent(50)) prune_journal(finalization.subject.view);
  // Blocks below stay in the log; held ones of dropped branches go.
  std::erase_if(held_, [&](const auto& item) { return item.second.info.view <= finalization.subject.view; });
}

void SimNode::act(const consensus::Commit& action) {
  std::vector<SimBlock> blocks;
  for (const auto& info : action.blocks) {
    if (info.height <= log_.back().block.info.height) continue;  // given again after a crash
    const SimBlock* b = block(info.id);
    if (b == nullptr) {
      if (!follower_) world_.oracle().violation("the engine commits a block it was never given");
      return;
    }
    blocks.push_back(*b);
  }
  if (blocks.empty()) return;
  append_to_log(blocks, action.finalization);
  refresh_hint();
}

void SimNode::act(const consensus::SyncTo& action) {
  sync_ = Sync{action, 0};
  try_sync();
}

void SimNode::try_sync() {
  if (!sync_) return;
  if (sync_->attempts++ > 2 * world_.size()) {
    sync_.reset();
    return deliver(consensus::SyncFailed{});
  }
  const auto peer = static_cast<std::uint32_t>((index_ + sync_->attempts) % world_.size());
  if (peer != index_) send_to(peer, SyncRequest{log_.back().block.info.height.value + 1, sync_->order.height.value});
  in_this_life(kRetryMs, [this, attempts = sync_->attempts] {
    if (sync_ && sync_->attempts == attempts) try_sync();
  });
}

void SimNode::on(std::uint32_t from, const SyncRequest& message) {
  if (message.to_height >= log_.size() || message.from_height > message.to_height) return;
  SyncResponse response;
  for (std::uint64_t h = message.from_height; h <= message.to_height; ++h) response.blocks.push_back(log_[h].block);
  send_to(from, std::move(response));
}

void SimNode::on(std::uint32_t, const SyncResponse& message) {
  if (!sync_ || message.blocks.empty() || message.blocks.back().info.id != sync_->order.finalization.subject.block)
    return;
  chain::BlockId parent = log_.back().block.info.id;
  for (const auto& b : message.blocks) {
    if (b.info.parent != parent || id_of(b) != b.info.id) return;
    parent = b.info.id;
  }
  append_to_log(message.blocks, sync_->order.finalization);
  sync_.reset();
  deliver(consensus::Synced{log_.back().block.info});
  refresh_hint();
}

// ---------------------------------------------------------------- work

void SimNode::add_transaction(std::uint64_t number) {
  if (!alive()) return;
  const bool fresh = known_.insert(number).second;
  if (!final_transactions_.contains(number)) pending_.insert(number);
  if (fresh) {
    for (const auto& id : std::set<chain::BlockId>(awaiting_bodies_)) {
      const auto found = held_.find(id);
      const bool whole = found != held_.end() &&
                         std::ranges::all_of(found->second.transactions, [&](auto t) { return known_.contains(t); });
      if (!whole) continue;
      complete_.insert(id);
      awaiting_bodies_.erase(id);
      try_validate(id);
      if (!alive()) return;
    }
  }
  refresh_hint();
}

void SimNode::refresh_hint() {
  const bool work = !pending_.empty();
  if (hinted_ == work) return;
  hinted_ = work;
  deliver(consensus::WorkHint{work, false});
}

}  // namespace xh::sim
