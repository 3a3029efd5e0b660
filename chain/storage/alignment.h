// Compares state store and block log at start (R12, campaign rule 4). The node asks before it serves or votes:
//   kAligned     same height, same block: go on
//   kReplay      the state is behind: execute the log's blocks from replay_from on
//   kStateAhead  the state has a height the log has not: the log lost acknowledged blocks (a cut or removed segment) or
//                the state is another node's; rebuild the state from a verified snapshot and the log, fetch the missing
//                blocks from peers
//   kDifferent   the state's block at its height is not the log's: rebuild likewise
#pragma once

#include "chain/storage/block_log.h"
#include "chain/storage/state_store.h"

namespace xh::chain {

enum class Alignment : std::uint8_t { kAligned, kReplay, kStateAhead, kDifferent };

struct AlignmentReport {
  Alignment alignment = Alignment::kAligned;
  Height replay_from;   // kReplay
  std::string message;  // for the operator; empty when aligned
};

// `base` is the block before the log's first one (genesis, or a snapshot's), known without the log. Errors: those of
// BlockLog::read.
[[nodiscard]] Result<AlignmentReport> compare_with_log(const StatePosition& state, const StatePosition& base,
                                                       const BlockLog& log);

}  // namespace xh::chain
