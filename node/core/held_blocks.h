// Blocks that are known but not final: proposals, fetched blocks, blocks of the journal, with their bodies as they arrive and their executed
// post-state. Served to others until the block is final or its branch is dropped.
//
// Callers: Replica. Threading: core thread. Limits: kMaxHeldBlocks; when full nothing more is held until a finalization makes room:
// heights at or below the final one are dropped then, and a peer can make us hold only blocks that the engine admitted or asked for.
#pragma once

#include <map>
#include <optional>
#include <vector>

#include "consensus/event.h"
#include "node/core/ledger.h"
#include "node/core/mempool.h"
#include "p2p/transport.h"

namespace xh::node {

inline constexpr std::size_t kMaxHeldBlocks = 512;

struct HeldBlock {
  consensus::BlockInfo info;
  chain::Header header;
  chain::Bytes header_bytes;
  std::vector<chain::TxHash> hashes;
  std::vector<contracts::TransactionPtr> bodies;  // null while missing
  std::size_t missing = 0;
  std::optional<contracts::ExecutedBlock> executed;
  bool validation_wanted = false;  // the engine asked; answer as soon as it can be told
  bool reported = false;           // a final verdict was given
  bool bodies_bad = false;         // a body's signature is wrong: the block can never be valid
  std::vector<p2p::PeerId> sources;        // who is known to have it, proposer first
  std::size_t next_source = 0;
  std::optional<consensus::SteadyTime> ask_again;  // when missing bodies are asked for anew

  [[nodiscard]] chain::Block to_block() const;  // needs missing == 0
};

class HeldBlocks {
 public:
  // Null when there is no place or the block is held already with other transactions' names (then the first stays).
  HeldBlock* hold(const chain::Header& header, chain::Bytes header_bytes, const chain::BlockId& id, std::vector<chain::TxHash> hashes);
  [[nodiscard]] HeldBlock* find(const chain::BlockId& id);
  // This block becomes final: it, all blocks of its height or below and all executed blocks of other branches go (their states may not be read
  // any more).
  void keep_descendants_of(const consensus::BlockInfo& final_block);
  [[nodiscard]] std::map<chain::BlockId, HeldBlock>& all() { return blocks_; }

 private:
  std::map<chain::BlockId, HeldBlock> blocks_;
};

}  // namespace xh::node
