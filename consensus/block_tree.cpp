#include "consensus/block_tree.h"

#include <algorithm>

namespace xh::consensus {

const BlockInfo* BlockTree::info(const chain::BlockId& id) const {
  if (id == committed_.id) return &committed_;
  const auto found = blocks_.find(id);
  return found == blocks_.end() ? nullptr : &found->second.info;
}

BlockEntry* BlockTree::find(const chain::BlockId& id) {
  const auto found = blocks_.find(id);
  return found == blocks_.end() ? nullptr : &found->second;
}

BlockEntry& BlockTree::add(const BlockInfo& info) {
  return blocks_.try_emplace(info.id, BlockEntry{.info = info}).first->second;
}

void BlockTree::fetched(const BlockInfo& info) {
  BlockEntry& entry = add(info);
  if (entry.lost) entry.asked = entry.lost = false;
}

void BlockTree::lose(const chain::BlockId& id) {
  BlockEntry* entry = find(id);
  if (entry != nullptr && entry->verdict == Verdict::kPending) entry->lost = true;
}

BlockTree::Way BlockTree::way_to(const chain::BlockId& id) const {
  using State = Way::State;
  Way way;
  const BlockEntry* lowest_unexecuted = nullptr;
  for (chain::BlockId at = id; at != committed_.id;) {
    const auto found = blocks_.find(at);
    if (found == blocks_.end() || found->second.lost) return {State::kMissing, at, {}};
    const BlockEntry& entry = found->second;
    if (entry.verdict == Verdict::kInvalid) return {State::kInvalid, at, {}};
    if (entry.info.height <= committed_.height) return {State::kConflict, at, {}};
    if (entry.verdict == Verdict::kPending) lowest_unexecuted = &entry;
    way.blocks.push_back(at);
    at = entry.info.parent;
  }
  if (lowest_unexecuted != nullptr) return {State::kWaiting, lowest_unexecuted->info.id, {}};
  std::ranges::reverse(way.blocks);
  return way;
}

void BlockTree::commit(const BlockInfo& tip, chain::View final_view) {
  committed_ = tip;
  std::erase_if(blocks_, [&](const auto& item) {
    return item.second.info.height <= tip.height || item.second.info.view <= final_view;
  });
}

}  // namespace xh::consensus
