#include "node/core/held_blocks.h"

#include <set>

namespace xh::node {

chain::Block HeldBlock::to_block() const {
  CHECK(missing == 0);
  chain::Block out{header_bytes, {}};
  out.transactions.reserve(bodies.size());
  for (const auto& body : bodies) out.transactions.push_back(body->wire);
  return out;
}

HeldBlock* HeldBlocks::hold(const chain::Header& header, chain::Bytes header_bytes, const chain::BlockId& id,
                            std::vector<chain::TxHash> hashes) {
  if (auto* held = find(id)) return held->hashes == hashes ? held : nullptr;
  if (blocks_.size() >= kMaxHeldBlocks) return nullptr;
  HeldBlock block;
  block.info = info_of(header, id);
  block.header = header;
  block.header_bytes = std::move(header_bytes);
  block.missing = hashes.size();
  block.bodies.resize(hashes.size());
  block.hashes = std::move(hashes);
  return &blocks_.emplace(id, std::move(block)).first->second;
}

HeldBlock* HeldBlocks::find(const chain::BlockId& id) {
  const auto at = blocks_.find(id);
  return at == blocks_.end() ? nullptr : &at->second;
}

void HeldBlocks::keep_descendants_of(const consensus::BlockInfo& final_block) {
  std::erase_if(blocks_, [&](const auto& entry) { return entry.second.info.height <= final_block.height; });
  // Parents lie one height below: one pass in height order finds all descendants.
  std::map<chain::Height, std::vector<const HeldBlock*>> by_height;
  for (const auto& [id, block] : blocks_) by_height[block.info.height].push_back(&block);
  std::set<chain::BlockId> kept{final_block.id};
  std::set<chain::BlockId> dropped;
  for (const auto& [height, blocks] : by_height) {
    for (const auto* block : blocks) {
      const bool follows = kept.contains(block->info.parent);
      const bool strays = height.value == final_block.height.value + 1 || dropped.contains(block->info.parent) || block->executed;
      if (follows) kept.insert(block->info.id);
      else if (strays) dropped.insert(block->info.id);
    }
  }
  for (const auto& id : dropped) blocks_.erase(id);
}

}  // namespace xh::node
